"""The keys of every window of the program, looked through for scans before anything sees them."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from pos_app.devices.wedge import (
    ENTER,
    GROUP_SEPARATOR,
    TAB,
    Decision,
    Kind,
    Scanned,
    Stroke,
    Typed,
    Wedge,
    WedgeRules,
)
from pos_app.ui.scanning import WANTS_SCANS

_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_SILENT = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock),
)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

_LATE_S = 0.01
_LATE_TIMES = 20
"""How often the timer is set again while the window comes late to everything: the keys that
follow lie in its queue."""


@dataclass(slots=True, eq=False)
class _Key:
    """A key event that may be given to its window later."""

    event: QKeyEvent
    window: QWindow


class WedgeKeys(QObject):
    """scanned(Scanned) comes for every scan that a keyboard-wedge scanner types.

    It stands before the windows themselves, so that it hears keys whatever has the focus: any
    field, a menu, a dialog. Fast keys wait a moment (`Wedge.patience_ms`); those that prove to be
    typing are pressed again in their order, those of a scan never reach anybody. What counts is
    the time the system gave a key, not when the window came to read it: after a stall a person's
    keys arrive in a bunch. A key without a time (0: made by a test or by another program inside
    this one) is typing. A field with the property WANTS_SCANS gets the scan instead.
    """

    scanned = Signal(object)

    def __init__(self, rules: WedgeRules, parent: QWidget) -> None:
        super().__init__(parent)
        self._wedge: Wedge[_Key] = Wedge(rules)
        self._ahead: tuple[tuple[int, str, int], bool] | None = None
        self._swallowed: set[int] = set()
        self._giving = False
        self._stopped = False
        self._armed_at = 0.0
        self._late = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        app = QApplication.instance()
        assert isinstance(app, QApplication)

        self._timer.timeout.connect(self._run_out)
        app.focusWindowChanged.connect(self._watch)
        self._watch(parent.window().windowHandle())
        self._watch(QGuiApplication.focusWindow())

    def set_rules(self, rules: WedgeRules) -> None:
        """The scanner is set another way from now on."""
        self._decide(self._wedge.expire(), None)
        self._wedge = Wedge(rules)

    def stop(self) -> None:
        """Hear no more; the windows go on."""
        if self._stopped:
            return
        self._stopped = True
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.disconnect(self._watch)
        self._timer.stop()
        self._decide(self._wedge.expire(), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for a key that waits or was a scan's."""
        if event.type() not in _KEYS or self._giving or self._stopped:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            return self._released(event, watched)
        mark = (event.key(), event.text(), event.timestamp())
        if event.type() == QEvent.Type.KeyPress and self._ahead is not None:
            (known, taken), self._ahead = self._ahead, None
            if known == mark:
                return taken
        taken = self._pressed(event, watched)
        if event.type() == QEvent.Type.ShortcutOverride:
            # A shortcut may take the key next, or the press follows: it is not to count twice.
            self._ahead = mark, taken
            if taken:
                event.accept()
        return taken

    # --- inside ------------------------------------------------------------------------------

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def _pressed(self, event: QKeyEvent, window: QWindow) -> bool:
        self._swallowed.discard(event.key())
        text = event.text()
        if self._separates(event):
            text = GROUP_SEPARATOR
        key = _Key(_copy(event, QEvent.Type.KeyPress), window)
        at = event.timestamp() or None
        return self._take(Stroke(key, self._kind(event, text), text, at))

    def _released(self, event: QKeyEvent, window: QWindow) -> bool:
        if event.key() in self._swallowed:
            if not event.isAutoRepeat():
                self._swallowed.discard(event.key())
            return True
        key = _Key(_copy(event, QEvent.Type.KeyRelease), window)
        return self._take(Stroke(key, Kind.SILENT))

    def _separates(self, event: QKeyEvent) -> bool:
        """The group separator comes as Ctrl+] or, from some scanners, as F8 amid a code."""
        if event.text() == GROUP_SEPARATOR:
            return True
        return event.key() == Qt.Key.Key_F8 and not event.modifiers() and self._wedge.proven

    def _kind(self, event: QKeyEvent, text: str) -> Kind:
        key, held = event.key(), event.modifiers() & _HELD
        if event.isAutoRepeat():
            return Kind.OTHER
        if key in _SILENT:
            return Kind.SILENT
        if text == GROUP_SEPARATOR:
            return Kind.CHARACTER
        ending = self._wedge.rules.ending
        if (ending == ENTER and key in _ENTERS) or (ending == TAB and key == Qt.Key.Key_Tab):
            return Kind.OTHER if held else Kind.ENDING
        if len(text) == 1 and text.isprintable() and held in (Qt.KeyboardModifier(0), _ALT_GR):
            return Kind.CHARACTER
        return Kind.OTHER

    def _take(self, stroke: Stroke[_Key]) -> bool:
        taken = self._decide(self._wedge.feed(stroke), stroke.key)
        self._late = 0
        self._arm()
        return taken

    def _arm(self) -> None:
        patience = self._wedge.patience_ms
        if patience:
            self._armed_at = time.monotonic()
            self._timer.start(patience)
        else:
            self._timer.stop()

    def _run_out(self) -> None:
        late = time.monotonic() - self._armed_at - self._wedge.patience_ms / 1000
        if late > _LATE_S and self._late < _LATE_TIMES:
            self._late += 1
            self._arm()
        else:
            self._decide(self._wedge.expire(), None)

    def _decide(self, decisions: list[Decision[_Key]], now: _Key | None) -> bool:
        """Act on what was decided; True unless the key that is being pressed may go on."""
        taken = True
        for decision in decisions:
            last = decision.keys[-1:] == (now,)
            earlier = decision.keys[:-1] if last else decision.keys
            if isinstance(decision, Typed):
                taken = taken and not last
                if decision.unended and not _takes_text(QApplication.focusWidget()):
                    self._hand_on(Scanned(decision.unended, earlier))
                else:
                    self._give(earlier)
            elif self._wanted(decision):
                taken = taken and not last
            else:
                self._hand_on(decision)
        return taken

    def _hand_on(self, scan: Scanned[_Key]) -> None:
        for key in scan.keys:
            if key.event.type() == QEvent.Type.KeyPress:
                self._swallowed.add(key.event.key())
            else:
                self._swallowed.discard(key.event.key())
        _take_out(scan.stray)
        self.scanned.emit(scan)

    def _wanted(self, scan: Scanned[_Key]) -> bool:
        """Give the scan to the field that has the focus, where it wants it."""
        field = QApplication.focusWidget()
        if field is None or not field.property(WANTS_SCANS):
            return False
        if isinstance(field, QLineEdit):
            field.selectAll()
        press = QKeyEvent(
            QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, scan.text
        )  # a line edit takes a text of any length from one key
        QCoreApplication.sendEvent(field, press)
        return True

    def _give(self, keys: tuple[_Key, ...]) -> None:
        """Press these keys now, as they would have been."""
        self._giving = True
        try:
            for key in keys:
                kept = isValid(key.window)
                window: QWindow | None = key.window if kept else QGuiApplication.focusWindow()
                if window is not None and not self._pressed_shortcut(key.event):
                    QCoreApplication.sendEvent(window, key.event)
        finally:
            self._giving = False

    @staticmethod
    def _pressed_shortcut(event: QKeyEvent) -> bool:
        """F8 that waited as a separator is a shortcut after all; other keys that wait are none."""
        if event.key() != Qt.Key.Key_F8 or event.type() != QEvent.Type.KeyPress:
            return False
        for shortcut in _shortcuts(QApplication.activeWindow()):
            owner = shortcut.parent()
            seen = isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()
            if seen and shortcut.isEnabled() and shortcut.key() == QKeySequence(Qt.Key.Key_F8):
                shortcut.activated.emit()
                return True
        return False


def _copy(event: QKeyEvent, kind: QEvent.Type) -> QKeyEvent:
    """The event, to be kept: Qt takes its own back as soon as the filter returns."""
    copied = QKeyEvent(
        kind,
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copied.setTimestamp(event.timestamp())
    return copied


def _shortcuts(window: QWidget | None) -> list[QShortcut]:
    return window.findChildren(QShortcut) if window is not None else []


def _takes_text(widget: QWidget | None) -> bool:
    return widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def _take_out(stray: str) -> None:
    """Take the head of a scan out of the field that it was typed into, where it still stands."""
    field = QApplication.focusWidget()
    if not stray or not isinstance(field, QLineEdit):
        return
    if field.text()[: field.cursorPosition()].endswith(stray):
        for _ in stray:
            field.backspace()
