"""Which goods are meant: everything, or categories and products that were chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.promotions import Goods
from pos_app.domain.rows import CategoryRow, ProductRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.pickers import CategoryPicker
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.two_lines import TwoLines

_ICON = 16


class _Chosen(QWidget):
    """One category or product, with a way to take it out."""

    removed = Signal()

    def __init__(self, icon: str, words: str) -> None:
        super().__init__()
        self._icon = icon
        self._picture = QLabel()
        name = TwoLines(theme.BODY, theme.REGULAR, lines=1)
        self.drop = KeyButton(icon="x", kind="ghost", dense=True)
        name.set_text(words)
        self.drop.setAccessibleName(f"Take {words} out")
        self.drop.setFixedWidth(theme.DENSE)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self._picture)
        row.addWidget(name, 1)
        row.addWidget(self.drop)

        self.drop.clicked.connect(self.removed)
        theme.notifier().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self._picture.setPixmap(theme.pixmap(self._icon, "muted", _ICON))


class GoodsEdit(QWidget):
    """Chosen goods under each other; none means `none`."""

    edited = Signal()

    def __init__(self, desk: Desk, none: str, *, products: bool = True) -> None:
        super().__init__()
        self._desk = desk
        self._ground: Ground | None = None
        self._products: dict[int, str] = {}
        self._categories: dict[int, str] = {}
        self._none = QLabel(none)
        self.add_category = KeyButton("Add category", icon="folder", kind="link")
        self.add_product = KeyButton("Add product", icon="package", kind="link")
        self._chosen = QVBoxLayout()
        self._none.setProperty("kind", "muted")
        self._none.setWordWrap(True)
        self._chosen.setSpacing(0)
        self.setFocusProxy(self.add_category)

        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GRID)
        buttons.addWidget(self.add_category)
        buttons.addWidget(self.add_product)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._none)
        column.addLayout(self._chosen)
        column.addLayout(buttons)
        self.add_product.setVisible(products)

        self.add_category.clicked.connect(self._pick_category)
        self.add_product.clicked.connect(self._pick_product)

    def show_goods(self, goods: Goods, ground: Ground) -> None:
        """Show these."""
        self._ground = ground
        self._categories = {key: ground.category(key) for key in goods.category_ids}
        self._products = {key: ground.product(key) for key in goods.product_ids}
        self._show()

    def goods(self) -> Goods:
        """What is chosen."""
        return Goods(frozenset(self._products), frozenset(self._categories))

    @property
    def names(self) -> dict[int, str]:
        """The names of the products, by id."""
        return dict(self._products)

    def take_product(self, product: ProductRow) -> None:
        """Put a product to what is chosen."""
        self._products[product.id] = product.name
        self._show()
        self.edited.emit()

    def take_category(self, category: CategoryRow) -> None:
        """Put a category to what is chosen."""
        self._categories[category.id] = category.name
        self._show()
        self.edited.emit()

    def _pick_product(self) -> None:
        picker = ProductPicker(self._desk, self)
        picker.chosen.connect(self.take_product)
        picker.open()

    def _pick_category(self) -> None:
        rows: Sequence[CategoryRow] = self._ground.categories if self._ground else ()
        picker = CategoryPicker(self._desk, self, rows, "Choose a category")
        picker.chosen.connect(self.take_category)
        picker.open()

    def _show(self) -> None:
        while (item := self._chosen.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._none.setVisible(not self._products and not self._categories)
        for icon, held in (("folder", self._categories), ("package", self._products)):
            for key, words in sorted(held.items(), key=lambda entry: entry[1].casefold()):
                line = _Chosen(icon, words)
                line.removed.connect(lambda held=held, key=key: self._remove(held, key))
                self._chosen.addWidget(line)

    def _remove(self, held: dict[int, str], key: int) -> None:
        held.pop(key, None)
        self._show()
        self.add_category.setFocus()
        self.edited.emit()
