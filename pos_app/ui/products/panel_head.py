"""The head of a product's panel: its tile, its name, its codes and how its stock stands."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ProductRow
from pos_app.ui import theme
from pos_app.ui.products.wording import level_tone, stock_sentence, tile_letters
from pos_app.ui.widgets.badge import Badge
from pos_app.ui.widgets.letter_tile import LetterTile
from pos_app.ui.widgets.two_lines import TwoLines


class PanelHead(QWidget):
    """Tile, name, codes and a badge; `sold` is what the badge's guess was made from."""

    def __init__(self, money: Callable[[], MoneyFormat]) -> None:
        super().__init__()
        self._money = money
        self.sold: Sequence[Decimal] = ()
        self._tile = LetterTile()
        self._name = TwoLines(theme.LARGE, theme.BOLD)
        self._codes = TwoLines(theme.BODY, theme.REGULAR, tone="muted", lines=1)
        self.badge = Badge()

        words = QVBoxLayout()
        words.setSpacing(theme.GRID)
        words.addWidget(self._name)
        words.addWidget(self._codes)
        words.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * theme.GRID)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_product(self, product: ProductRow, sold: Sequence[Decimal]) -> None:
        """Show it; with sold (a week each, oldest first) the badge says how long it lasts."""
        self.sold = sold
        self._tile.show_letters(tile_letters(product))
        self._name.set_text(product.name)
        self._codes.set_text(" · ".join(code for code in (product.sku, product.barcode) if code))
        self.badge.set(stock_sentence(product, sold, self._money()), level_tone(product))
