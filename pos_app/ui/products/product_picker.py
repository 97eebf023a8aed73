"""The sheet that finds one product."""

from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import ProductRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.question import Question
from pos_app.ui.products.question import load_page as load_products
from pos_app.ui.widgets.paged_model import Column, Loader
from pos_app.ui.widgets.picker import Picker


class ProductPicker(Picker):
    """Finds a product by name, SKU, code or brand."""

    def __init__(self, desk: Desk, parent: QWidget, title: str = "Choose a product") -> None:
        money = desk.shop.money
        super().__init__(
            desk.tasks.counter,
            parent,
            title,
            "Name, SKU or barcode",
            (
                Column("Name", _name, weight=theme.MEDIUM, hint=lambda row: row.sku),
                Column(
                    "Price",
                    lambda row: money.plain(row.price),
                    width=100,
                    align="right",
                    weight=theme.SEMIBOLD,
                ),
            ),
        )
        self._shop = desk.shop

    def loader(self, text: str) -> Loader[ProductRow]:
        """The shop's own search; all by name without a text."""
        load: Loader[ProductRow] = partial(load_products, self._shop, Question(text))
        return load


def _name(row: ProductRow) -> str:
    return row.name
