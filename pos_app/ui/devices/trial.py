"""Trying a device out on a thread of its own, and what came of it."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.domain.errors import PosError
from pos_app.ui import messages, theme


class TrialLine(QLabel):
    """Says what came of the last trial."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName("What came of the trial")

    def say(self, words: str, tone: str = "muted") -> None:
        """tone is "muted", "good", "warn" or "bad"."""
        self.setText(words)
        self.setProperty("tone", tone)
        theme.restyle(self)


class Trial(QObject):
    """One device's trials; its line says that one is under way, and how it ended."""

    _ended = Signal(str, str)

    def __init__(self, line: TrialLine, parent: QObject) -> None:
        super().__init__(parent)
        self._line = line
        self._ended.connect(line.say, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], None], doing: str, done: str) -> None:
        """Do it where nobody waits for the device; a second trial may begin before."""
        self._line.say(doing)

        def act() -> None:
            try:
                work()
            except PosError as error:
                said = messages.words(error)
                self._ended.emit(f"{said.title} {said.hint}".strip(), "bad")
            else:
                self._ended.emit(done, "good")

        threading.Thread(target=act, name="trial", daemon=True).start()
