"""The head of the cart: who buys, as one large button."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton, QWidget

from pos_app.ui import theme
from pos_app.ui.cart.names import initials
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.key_cap import cap_width, paint_cap

HEIGHT = 14 * theme.GRID
_AVATAR = 24
_SIDE = 4 * theme.GRID
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CustomerHead(KeyButton):
    """Shows the customer's name with a second line, or that it is a walk-in sale; F4 chooses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", key="F4", kind="row", parent=parent)
        self._name = ""
        self._second = ""
        self._title_font = theme.font(theme.BODY, theme.SEMIBOLD)
        self._small_font = theme.font(theme.SMALL)
        self._avatar_font = theme.font(10, theme.BOLD)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_customer("", "")

    def show_customer(self, name: str, second: str) -> None:
        """Show this customer; "" means a walk-in sale."""
        self._name, self._second = name, second
        spoken = f"Customer {name}" if name else "Walk-in customer"
        self.setAccessibleName(f"{spoken}. Choose the customer")
        self.update()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(200, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Long names are elided."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, avatar, name, second line, key."""
        p = theme.current()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self._paint_avatar(painter)
        left = _SIDE + _AVATAR + 3 * theme.GRID
        room = self.width() - left - _SIDE - cap_width("F4") - 2 * theme.GRID
        first = self._name or "Walk-in customer"
        second = self._second or ("" if self._name else "Choose one for their history and orders")
        top = 10 if second else 18
        self._write(painter, QRect(left, top, room, 19), first, self._title_font, p.text)
        self._write(painter, QRect(left, 30, room, 16), second, self._small_font, p.muted)
        paint_cap(painter, self.width() - _SIDE, HEIGHT // 2, "F4")

    def _paint_avatar(self, painter: QPainter) -> None:
        p = theme.current()
        circle = QRectF(_SIDE, (HEIGHT - _AVATAR) / 2, _AVATAR, _AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(p.good if self._name else p.line))
        painter.drawEllipse(circle)
        if self._name:
            painter.setFont(self._avatar_font)
            painter.setPen(QColor(p.surface))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        else:
            at = circle.toRect().adjusted(5, 5, -5, -5).topLeft()
            painter.drawPixmap(at, theme.pixmap("user", "muted", 14))

    @staticmethod
    def _write(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, shown)
