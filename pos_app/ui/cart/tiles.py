"""Product tiles: the model behind them and the delegate that paints them, one per product."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.documents.wording import quantity
from pos_app.domain.cart import needs_price
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ProductRow
from pos_app.ui import theme
from pos_app.ui.cart.names import leaf, split_size

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

PRODUCT = Qt.ItemDataRole.UserRole + 1
"""The role that hands out the `ProductRow` behind an index."""

GAP = 3 * theme.GRID
TILE_HEIGHT = 116
_BAR = 4
_PAD = 3 * theme.GRID


def stock_words(product: ProductRow, money: MoneyFormat) -> str:
    """What is on the shelf, short: "38", "41.2 lb", "9 left" when low, "Out"."""
    if product.level == "out":
        return "Out"
    figure = quantity(product.on_hand, product.unit, money)
    return f"{figure} left" if product.level == "low" else figure


def price_words(product: ProductRow, money: MoneyFormat) -> str:
    """What it costs, short; of goods whose price is asked at the till, that it is."""
    return "Price asked" if needs_price(product) else money.format(product.price)


class ProductListModel(QAbstractListModel):
    """A short list of products (tiles of one category, or what a search found)."""

    def __init__(self, money: MoneyFormat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._products: tuple[ProductRow, ...] = ()

    def show(self, products: Sequence[ProductRow]) -> None:
        """Show these products; the same ones with other figures keep their places."""
        before, after = self._products, tuple(products)
        if [row.id for row in before] == [row.id for row in after]:
            self._products = after
            for place, (old, new) in enumerate(zip(before, after, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.beginResetModel()
        self._products = after
        self.endResetModel()

    def product(self, index: Index) -> ProductRow | None:
        """The product at an index, None where there is none."""
        return self._products[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._products)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        product = self._products[index.row()]
        if role == PRODUCT:
            return product
        if role == Qt.ItemDataRole.DisplayRole:
            return product.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{product.name}\n{product.category}\n{product.sku}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            price = price_words(product, self._money)
            return f"{product.name}, {price}, {stock_words(product, self._money)}"
        return None


class TileDelegate(QStyledItemDelegate):
    """Paints a tile: colour of its category, name on two lines, size, price and stock."""

    def __init__(self, money: MoneyFormat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tile = QSize(0, TILE_HEIGHT + GAP)
        """Size of a tile with the gap at its right and below, in pixels."""
        self.pressed = -1
        self._money = money
        self._name_font = theme.font(theme.BODY, theme.SEMIBOLD)
        self._small_font = theme.font(theme.SMALL)
        self._level_font = theme.font(theme.SMALL, theme.MEDIUM)
        self._price_font = theme.font(theme.BODY + 2, theme.BOLD)
        self._names: dict[tuple[str, int], list[str]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self.tile

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        product = index.data(PRODUCT)
        if not isinstance(product, ProductRow):
            return
        p = theme.current()
        rect = option.rect.adjusted(0, 0, -GAP, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if product.level == "out":
            painter.setOpacity(0.5)
        colour = theme.swatch(product.category_id)
        self._paint_card(painter, rect, option, colour, index.row() == self.pressed)
        inside = rect.adjusted(_BAR + _PAD, _PAD, -_PAD, -_PAD)
        name, size = split_size(product.name)
        lines = self._name_lines(name, inside.width())
        painter.setPen(QColor(p.text))
        top = self._write(painter, inside, lines, self._name_font)
        second = size or leaf(product.category)
        painter.setPen(QColor(p.muted))
        below = QRect(inside.left(), top + 1, inside.width(), theme.GRID * 5)
        self._write(painter, below, [second], self._small_font)
        self._paint_foot(painter, inside, product)
        painter.restore()

    def _paint_card(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        colour: str,
        pressed: bool,
    ) -> None:
        p = theme.current()
        outline = QPainterPath()
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        outline.addRoundedRect(box, theme.RADIUS, theme.RADIUS)
        state = option.state
        hovered = state & QStyle.StateFlag.State_MouseOver
        ground = p.accent_soft if pressed else p.raised if hovered else p.surface
        painter.fillPath(outline, QColor(ground))
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(QRect(rect.left(), rect.top(), _BAR + 1, rect.height()), QColor(colour))
        painter.restore()
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QPen(QColor(p.accent if focused else p.line), 2 if focused else 1))
        painter.drawPath(outline)

    def _paint_foot(self, painter: QPainter, inside: QRect, product: ProductRow) -> None:
        p = theme.current()
        level = product.level
        foot = QRect(inside.left(), inside.bottom() - 23, inside.width(), 24)
        price = price_words(product, self._money)
        painter.setFont(self._price_font)
        painter.setPen(QColor(p.text))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, price)
        painter.setFont(self._small_font if level == "ok" else self._level_font)
        painter.setPen(QColor(p.warn if level == "low" else p.muted))
        painter.drawText(
            foot,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            stock_words(product, self._money),
        )

    def _name_lines(self, name: str, width: int) -> list[str]:
        key = (name, width)
        if key not in self._names:
            if len(self._names) > 2000:
                self._names.clear()
            self._names[key] = two_lines(name, self._name_font, width)
        return self._names[key]

    @staticmethod
    def _write(painter: QPainter, area: QRect, lines: list[str], font: QFont) -> int:
        painter.setFont(font)
        metrics = QFontMetrics(font)
        top = area.top()
        for line in lines:
            box = QRect(area.left(), top, area.width(), metrics.height())
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            top += metrics.height()
        return top


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """The text broken at a word into at most two lines, the second one elided where it must."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) <= width:
        return [text]
    first, rest = "", text.split(" ")
    while rest:
        tried = f"{first} {rest[0]}".strip()
        if metrics.horizontalAdvance(tried) > width:
            break
        first = tried
        rest.pop(0)
    if not first:  # one word wider than the tile
        first = rest.pop(0)
        return [metrics.elidedText(first, Qt.TextElideMode.ElideRight, width), " ".join(rest)][
            : 2 if rest else 1
        ]
    second = metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width)
    return [first, second]
