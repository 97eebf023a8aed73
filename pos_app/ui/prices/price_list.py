"""A customer group's price list: paged, with products found by search and prices set one by one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import BadAmount, BadValue, PosError
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import CustomerGroupRow, GroupPriceRow, ProductRow
from pos_app.ui import approving, messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.widgets.edit_sheet import EditSheet
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.paged_table import Column, PagedModel, PagedTable

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_SHEET = 440
_LEAST = 7 * theme.ROW


class PriceSheet(EditSheet):
    """Asks what a group pays for a product."""

    def __init__(
        self, desk: Desk, parent: QWidget, group: CustomerGroupRow, row: GroupPriceRow
    ) -> None:
        super().__init__(f"Price for {group.name}", parent, lambda: self.changed, _SHEET)
        money = desk.shop.money
        self._desk = desk
        self._group = group
        self._row = row
        self.form = Form()
        self.price = MoneyEdit(money, field="price")
        name = QLabel(row.name)
        name.setProperty("kind", "heading")
        name.setWordWrap(True)
        name.setTextFormat(Qt.TextFormat.PlainText)
        self.price.set_amount(row.price)
        self._opened_with = self.price.text()
        self.form.row(
            "Price of one",
            self.price,
            f"Everybody else pays {money.format(row.shelf)}.",
            field="price",
        )
        self.body.addWidget(name)
        self.body.addWidget(self.form)
        self.price.setFocus()
        self.price.selectAll()

        self.wanted.connect(self._save)

    @property
    def changed(self) -> bool:
        """True when something was typed."""
        return self.price.text() != self._opened_with

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """There is one field: Enter saves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_button.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        self.refusal.hide()
        self.form.clear_faults()
        try:
            price = self.price.amount()
            if price is None:
                raise BadAmount("price", "", "empty")
        except BadValue as fault:
            self._refuse(fault)
            return
        set_price, group, row = self._desk.shop.groups.set_price, self._group, self._row
        self.save_button.setEnabled(False)
        approving.ask(
            self._desk,
            lambda by: set_price(group.id, row.product_id, price, by=by),
            self.take,
            self._refuse,
            about=f"Set a price of {row.name} for {group.name}",
            parent=self,
        )

    def _refuse(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self.refusal.show_refusal(error, self.form, {})
        self.resize_to_content()


class PriceList(QWidget):
    """Enter changes the chosen price, Del takes it off the list (and can be undone)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._group: CustomerGroupRow | None = None
        self.add = KeyButton("Set a price", key="F6", dense=True)
        self.model: PagedModel[GroupPriceRow] = PagedModel(
            _columns(lambda: desk.shop.money),
            lambda *_: (),
            desk.tasks.office,
            row_id=lambda row: row.product_id,
            parent=self,
        )
        self.table = PagedTable(self.model, name="Price list", row_height=theme.DENSE)
        self.table.set_empty("tag", "No prices of their own", "They pay what everybody pays.")
        self.table.setMinimumHeight(_LEAST)
        head = QLabel("Price list")
        head.setProperty("kind", "heading")
        row = QHBoxLayout()
        row.addWidget(head, 1)
        row.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * theme.GRID, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(row)
        column.addWidget(self.table, 1)

        self.add.clicked.connect(self._pick)
        self.table.row_activated.connect(self._edit)

    def show_group(self, group: CustomerGroupRow | None) -> None:
        """Show this group's list, or nothing for one that is not kept yet."""
        same = group is not None and self._group is not None and group.id == self._group.id
        self._group = group
        self.setVisible(group is not None)
        if group is None:
            return
        if not same:
            self.model.ask(partial(_load, self._desk.shop, group.id))

    def refresh(self) -> None:
        """Read again what is shown."""
        if self._group is not None:
            self.table.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the chosen price off."""
        row = self.table.current_row()
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus() and row is not None:
            self._set(row, None)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _pick(self) -> None:
        picker = ProductPicker(self._desk, self, "Set a price for")
        picker.chosen.connect(self._edit_product)
        picker.open()

    def _edit_product(self, product: ProductRow) -> None:
        place = self.model.place_of(product.id)
        if place >= 0:
            self._edit(self.model.row(place))
        else:
            self._edit(
                GroupPriceRow(product.id, product.sku, product.name, product.price, product.price)
            )

    def _edit(self, row: GroupPriceRow) -> None:
        if self._group is not None:
            sheet = PriceSheet(self._desk, self, self._group, row)
            sheet.saved.connect(lambda _row: self._say(f"{row.name}: price saved"))
            sheet.open()

    def _say(self, words: str) -> None:
        self._desk.notices.say(words)

    def _set(self, row: GroupPriceRow, price: int | None) -> None:
        group, set_price = self._group, self._desk.shop.groups.set_price
        if group is None:
            return
        approving.ask(
            self._desk,
            lambda by: set_price(group.id, row.product_id, price, by=by),
            lambda _row: self._told(row, price),
            _tell,
            about=f"Change the price of {row.name} for {group.name}",
            parent=self,
        )

    def _told(self, row: GroupPriceRow, price: int | None) -> None:
        if price is None:
            self._desk.notices.say(
                f"{row.name} taken off the list",
                action="Undo",
                on_action=lambda: self._set(row, row.price),
            )


def _tell(error: Exception) -> None:
    if isinstance(error, PosError):
        messages.show(error)


def _columns(money: Callable[[], MoneyFormat]) -> tuple[Column[GroupPriceRow], ...]:
    def shelf(row: GroupPriceRow) -> str:
        return money().plain(row.shelf)

    return (
        Column("Product", lambda row: row.name, weight=theme.MEDIUM, hint=lambda row: row.sku),
        Column("Others pay", shelf, width=96, align="right", ink="muted"),
        Column(
            "Price",
            lambda row: money().plain(row.price),
            width=92,
            align="right",
            weight=theme.SEMIBOLD,
        ),
    )


def _load(
    shop: "Shop", group_id: int, after: GroupPriceRow | None, limit: int, *_order: object
) -> Sequence[GroupPriceRow]:
    """One page of a group's list; runs in a lane."""
    return shop.groups.prices(group_id, after=after, limit=limit)
