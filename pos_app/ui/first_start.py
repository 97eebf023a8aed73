"""The first screen of a new till: set up a shop, look around in a sample, open what is there."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui import theme
from pos_app.ui.widgets.key_cap import paint_cap

_WIDTH = 560
_HEIGHT = 84
_DISC = 48


class Choice(QPushButton):
    """A way to begin: a picture, what it is, what it leads to."""

    def __init__(
        self, icon: str, title: str, hint: str, key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._title = title
        self._hint = hint
        self._key = key
        self.setProperty("kind", "choice")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setShortcut(key)
        self.setAccessibleName(f"{title}. {hint}")

    def sizeHint(self) -> QSize:
        """Two lines of words with air around."""
        return QSize(_WIDTH, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's ground, a disc with the picture, the words, the key."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        palette = theme.current()
        middle = self.height() // 2
        disc = QRect(4 * theme.GRID, middle - _DISC // 2, _DISC, _DISC)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawEllipse(disc)
        inset = (_DISC - theme.ICON) // 2
        painter.drawPixmap(
            disc.left() + inset, disc.top() + inset, theme.pixmap(self._icon, "accent")
        )
        words = self.rect().adjusted(disc.right() + 4 * theme.GRID, 20, -60, -20)
        painter.setFont(theme.font(theme.BODY, theme.SEMIBOLD))
        painter.setPen(QColor(palette.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, self._title)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(palette.muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, self._hint)
        paint_cap(painter, self.width() - 4 * theme.GRID, middle, self._key)


class FirstStart(QWidget):
    """setup, sample and open_file tell which way was taken."""

    setup = Signal()
    sample = Signal()
    open_file = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel("Welcome to Countertop")
        self._hint = QLabel("A till for your shop. Everything stays on this computer.")
        self._setup = Choice(
            "store", "Set up my shop", "Name, address, currency, taxes: about a minute.", "1"
        )
        self._sample = Choice(
            "shopping-basket",
            "Explore a sample shop",
            "A few hundred products and real baskets to try everything on.",
            "2",
        )
        self._open = Choice(
            "folder-open",
            "Open an existing shop",
            "A file made by Countertop: another till's, or one from a backup.",
            "3",
        )
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title.setProperty("kind", "total")
        self._hint.setProperty("kind", "muted")

        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(3 * theme.GRID)
        for choice in (self._setup, self._sample, self._open):
            column.addWidget(choice)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)

        self._setup.clicked.connect(self.setup)
        self._sample.clicked.connect(self.sample)
        self._open.clicked.connect(self.open_file)

    def start(self) -> None:
        """The first choice has the focus."""
        self._setup.setFocus()
