"""A keyboard and a scanner that types, at their own pace: the window gets the times with the keys,
however fast the test goes."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

GS = "\x1d"


class Keyboard:
    """Sends keys to the window that has the focus, as the system does: override, press, release."""

    def __init__(self) -> None:
        self.now = 10_000

    def press(
        self,
        text: str,
        gap: int,
        key: Qt.Key | None = None,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        releases: bool = True,
    ) -> None:
        """One key, gap milliseconds after the one before."""
        self.now += gap
        code = key if key is not None else _key_of(text)
        override = self._send(QEvent.Type.ShortcutOverride, code, text, held)
        assert override.type() == QEvent.Type.ShortcutOverride
        self._send(QEvent.Type.KeyPress, code, text, held)
        if releases:
            self._send(QEvent.Type.KeyRelease, code, text, held)

    def release(self, text: str) -> None:
        """A key is let go."""
        self._send(QEvent.Type.KeyRelease, _key_of(text), text, Qt.KeyboardModifier.NoModifier)

    def type(self, text: str, gap: int = 120) -> None:
        """What a person does."""
        for sign in text:
            self.press(sign, gap)

    def enter(self, gap: int = 120) -> None:
        """The Enter key."""
        self.press("\r", gap, Qt.Key.Key_Return)

    def scan(self, code: str, gap: int = 8, *, ended: bool = True) -> None:
        """What a scanner does, half a second after whatever was before."""
        self.now += 500
        for sign in code:
            if sign == GS:
                self.press(GS, gap, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
            else:
                self.press(sign, gap)
        if ended:
            self.enter(gap)

    def _send(
        self, kind: QEvent.Type, key: Qt.Key, text: str, held: Qt.KeyboardModifier
    ) -> QKeyEvent:
        window: QWindow | None = QGuiApplication.focusWindow()
        assert window is not None
        event = QKeyEvent(kind, key, held, text)
        event.setTimestamp(self.now)
        event.setAccepted(kind != QEvent.Type.ShortcutOverride)  # as the system sends them
        QCoreApplication.sendEvent(window, event)
        return event


def _key_of(text: str) -> Qt.Key:
    return Qt.Key(ord(text.upper()))
