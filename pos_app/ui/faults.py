"""Unexpected errors: logged without a word of what people typed, shown in full to who is there."""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from pos_app.ui.fault_dialog import FaultDialog

log = logging.getLogger(__name__)
qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def places_of(error: BaseException) -> str:
    """The traceback for the log: files, lines and kinds, never a message or a value.

    A message may quote what somebody typed, a customer's name or a PIN.
    """
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        lines = traceback.format_list(traceback.extract_tb(seen.__traceback__))
        parts.append("".join(lines) + type(seen).__qualname__)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\nwhile handling\n".join(parts)


class Faults(QObject):
    """Takes what nobody caught: in the Qt thread, in slots, in any other thread."""

    _came = Signal(object)

    def __init__(self, log_file: Path) -> None:
        super().__init__()
        self._log_file = log_file
        self._dialog: FaultDialog | None = None
        self._came.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on every fault comes here, and Qt's own messages go into the log."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread
        sys.unraisablehook = self._unraisable
        qInstallMessageHandler(_qt_message)

    def dialog(self) -> FaultDialog | None:
        """The dialog that is open now."""
        if self._dialog is not None and not isValid(self._dialog):
            self._dialog = None
        return self._dialog

    def caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """sys.excepthook: log it, then show it as soon as the Qt thread has time."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected error\n%s", places_of(error))
        self._came.emit("".join(traceback.format_exception(kind, error, trace)))

    def _caught_in_thread(self, hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None:
            self.caught(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)

    def _unraisable(self, hooked: "sys.UnraisableHookArgs") -> None:
        if hooked.exc_value is not None:
            log.error("unraisable error\n%s", places_of(hooked.exc_value))

    def _show(self, report: str) -> None:
        dialog = self.dialog()
        if dialog is None:
            dialog = FaultDialog(QApplication.activeWindow(), report, str(self._log_file))
            self._dialog = dialog
            dialog.open()
        else:
            dialog.add(report)


def _qt_message(kind: QtMsgType, context: object, text: str) -> None:
    qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)
