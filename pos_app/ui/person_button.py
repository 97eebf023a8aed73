"""One member of staff as a tile to press: initials, name, user name."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from pos_app.domain.rows import SignInName
from pos_app.ui import theme
from pos_app.ui.header import paint_avatar

_AVATAR = 40
_TILE = 60


class PersonButton(QPushButton):
    """Checked while this person is chosen; the focus stays where their PIN is typed."""

    def __init__(self, user: SignInName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.user = user
        self.setProperty("kind", "person")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(_TILE)
        self.setToolTip(user.name)
        self.setAccessibleName(f"{user.name}, {user.username}")

    def sizeHint(self) -> QSize:
        """As high as a thumb."""
        return QSize(160, _TILE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's ground, then the person."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        palette = theme.current()
        left, top = 3 * theme.GRID, (self.height() - _AVATAR) // 2
        tone = "accent" if self.isChecked() else "muted"
        paint_avatar(painter, QRect(left, top, _AVATAR, _AVATAR), self.user.name, tone)
        words = self.rect().adjusted(left + _AVATAR + 3 * theme.GRID, 11, -2 * theme.GRID, -11)
        lines = (
            (self.user.name, theme.font(theme.BODY, theme.SEMIBOLD), palette.text,
             Qt.AlignmentFlag.AlignTop),
            (self.user.username, theme.font(theme.SMALL), palette.muted,
             Qt.AlignmentFlag.AlignBottom),
        )  # fmt: skip
        for text, font, colour, where in lines:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, where | Qt.TextFlag.TextSingleLine, shown)
