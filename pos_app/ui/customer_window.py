"""The window that the customer reads, on a second screen where there is one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from pos_app.ui import theme
from pos_app.ui.customer_paint import Shown, paint

_SIZE = (800, 480)


class CustomerWindow(QWidget):
    """Shows what it is given at once, and never takes the focus from the till.

    With a second screen it fills that one; when that is unplugged it hides, so that it never
    covers the till, and is back with the screen. A double click changes between whole screen and
    window.
    """

    def __init__(self, till: QWidget) -> None:
        flags = Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(None, flags)
        self._till = till
        self._shown = Shown("")
        self._filled: QScreen | None = None
        self.setWindowTitle("For the customer")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("What the customer sees")
        self.resize(*_SIZE)

        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._screen_came)
        app.screenRemoved.connect(self._screen_went)
        theme.notifier().changed.connect(self.update)

    @property
    def shown(self) -> Shown:
        """What stands there."""
        return self._shown

    def say(self, shown: Shown) -> None:
        """Show this from now on."""
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleDescription(_words(shown))
            self.update()

    def appear(self) -> None:
        """On the second screen where there is one, else as a window to be put somewhere."""
        other = next((s for s in QGuiApplication.screens() if s is not self._till.screen()), None)
        if other is not None:
            self._fill(other)
        else:
            self.showNormal()
        # Some window managers give a new window the focus whatever it asks for.
        self._till.activateWindow()

    def toggle(self) -> None:
        """From the whole screen to a window, or back."""
        if self.isFullScreen():
            self._filled = None
            self.showNormal()
        else:
            self._fill(self.screen())

    # --- Qt ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it, each time: there is little."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, QRectF(self.rect()), self._shown)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As toggle()."""
        self.toggle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """It hides until the next start; the settings switch it off."""
        self._filled = None
        super().closeEvent(event)

    def _fill(self, screen: QScreen) -> None:
        self._filled = screen
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        # showFullScreen() would ask for the focus.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()

    def _screen_came(self, screen: QScreen) -> None:
        if self._filled is None or not self.isVisible():
            self._fill(screen)

    def _screen_went(self, screen: QScreen) -> None:
        if screen is self._filled:
            self._filled = None
            self.hide()


def _words(shown: Shown) -> str:
    lines = [f"{line.name} {line.amount}" for line in shown.lines]
    figure = f"{shown.figure_words} {shown.figure}".strip()
    return ", ".join(word for word in (*lines, figure, shown.thanks) if word)
