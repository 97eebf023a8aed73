"""The two sheets that move stock by hand: goods that came in, and a shelf that tells otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import BadQuantity, BadValue, OutOfStock
from pos_app.domain.rows import Clerk, ProductRow, StockLevel
from pos_app.ui import approving, messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.quantity_edit import QuantityEdit
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560
_LONGEST_NOTE = 200


class _StockSheet(Sheet):
    """What both share: the product, what will be on hand, a note, a button, refusals."""

    def __init__(self, desk: Desk, parent: QWidget, product: ProductRow, title: str) -> None:
        super().__init__(title, parent, _WIDTH)
        self.desk = desk
        self.product = product
        self._action = title
        self.form = Form(columns=2)
        self.refusal = RefusalLine()
        self.note = QLineEdit()
        self.result = QLabel()
        self.save_button = KeyButton(title, key="Enter", kind="primary")
        self.cancel_button = KeyButton("Cancel")
        self._name = QLabel(product.name)
        self._name.setProperty("kind", "muted")
        self._name.setWordWrap(True)
        self.note.setMaxLength(_LONGEST_NOTE)
        self.result.setProperty("kind", "heading")

        self.body.addWidget(self._name)
        self.body.addWidget(self.refusal)
        self.footer.insertWidget(0, self.result)
        self.footer.addWidget(self.cancel_button)
        self.footer.addWidget(self.save_button)

        self.cancel_button.clicked.connect(self.reject)

    def figure(self, quantity: Decimal) -> str:
        """A quantity of this product, with its unit."""
        money = self.desk.shop.money
        shown = wording.quantity(abs(quantity), self.product.unit, money)
        return f"{money.minus if quantity < 0 else ''}{shown}"

    def show_result(self, change: Decimal | None) -> None:
        """Tell what will be on hand after a change; None while that isn't known."""
        now = self.figure(self.product.on_hand)
        short = change is not None and self.product.on_hand + change < 0
        self.result.setProperty("tone", "bad" if short else "")
        theme.restyle(self.result)
        if not change:
            self.result.setText(f"{now} on hand")
            return
        after = self.figure(self.product.on_hand + change)
        sign = self.desk.shop.money.minus if change < 0 else "+"
        self.result.setText(f"{now} {sign} {self.figure(abs(change))} = {after} on hand")

    def needed(self, edit: QuantityEdit, field: str) -> Decimal:
        """What stands in the field; raises BadQuantity, for an empty field too."""
        quantity = edit.quantity()
        if quantity is None:
            raise BadQuantity(field, "", "empty")
        return quantity

    def send(self, work: Callable[[Clerk], StockLevel]) -> None:
        """Do it on the lane; the sheet closes when the shop has taken it."""
        self.save_button.setEnabled(False)
        approving.ask(
            self.desk,
            work,
            self._taken,
            self.refuse,
            about=f"{self._action}: {self.product.name}, {self.result.text()}",
            parent=self,
        )

    def fail(self, fault: BadValue) -> None:
        """Say under its field what is wrong with it."""
        self.form.fail(fault.field, messages.words(fault).title)
        self.resize_to_content()

    def refuse(self, error: Exception, also: dict[str, str] | None = None) -> None:
        """Show what the shop says; everything typed stays."""
        self.save_button.setEnabled(True)
        self.refusal.show_refusal(error, self.form, also or {})
        self.resize_to_content()

    def _taken(self, level: StockLevel) -> None:
        self.desk.notices.say(f"{self.product.name}: {self.figure(level.on_hand)} on hand")
        self.accept()


class ReceiveSheet(_StockSheet):
    """Goods that were delivered: how much, at what cost, and the number of the delivery."""

    def __init__(self, desk: Desk, parent: QWidget, product: ProductRow) -> None:
        super().__init__(desk, parent, product, "Receive")
        self.quantity = QuantityEdit(product.unit)
        self.unit_cost = MoneyEdit(desk.shop.money, field="unit_cost")
        if product.cost is not None:
            self.unit_cost.setPlaceholderText(desk.shop.money.plain(product.cost))

        unit = "" if product.unit == "piece" else f" ({product.unit})"
        self.form.row(f"Quantity{unit}", self.quantity, field="quantity")
        self.form.row("Cost of one, if known", self.unit_cost, field="unit_cost")
        self.form.row("Note", self.note, "The number of the delivery, for example", span=2)
        self.body.addWidget(self.form)
        self.quantity.setFocus()
        self._show_result()

        self.quantity.textChanged.connect(self._show_result)
        self.save_button.clicked.connect(self._save)

    def _show_result(self) -> None:
        try:
            self.show_result(self.quantity.quantity())
        except BadQuantity:
            self.show_result(None)

    def _save(self) -> None:
        self.form.clear_faults()
        self.refusal.hide()
        try:
            quantity = self.needed(self.quantity, "quantity")
            unit_cost = self.unit_cost.amount()
        except BadValue as fault:
            self.fail(fault)
            return
        receive, product_id, note = self.desk.shop.stock.receive, self.product.id, self.note.text()
        self.send(lambda by: receive(product_id, quantity, unit_cost=unit_cost, note=note, by=by))


@dataclass(frozen=True, slots=True)
class _Way:
    """A reason, how its field is called, and how what is typed there changes the stock."""

    reason: str
    word: str
    label: str
    change: Callable[[Decimal, Decimal], Decimal]
    """The change, from what is typed and what is on hand."""


_WAYS = (
    _Way("count", "Counted", "Counted on the shelf", lambda typed, on_hand: typed - on_hand),
    _Way("damaged", "Damaged", "How much is damaged", lambda typed, _on_hand: -typed),
    _Way("lost", "Lost", "How much is missing", lambda typed, _on_hand: -typed),
    _Way("found", "Found", "How much was found", lambda typed, _on_hand: typed),
    _Way("correction", "Correction", "Change (−2 for two less)", lambda typed, _on_hand: typed),
)


class AdjustSheet(_StockSheet):
    """The shelf tells otherwise than the books: why, and by how much."""

    def __init__(self, desk: Desk, parent: QWidget, product: ProductRow) -> None:
        super().__init__(desk, parent, product, "Adjust")
        self.reasons = QButtonGroup(self)
        self.quantities = [QuantityEdit(product.unit, field=way.reason) for way in _WAYS]
        chips = QHBoxLayout()
        chips.setSpacing(2 * theme.GRID)
        for number, way in enumerate(_WAYS):
            chip = KeyButton(way.word, kind="chip", dense=True)
            chip.setCheckable(True)
            self.reasons.addButton(chip, number)
            chips.addWidget(chip)
            self.form.row(way.label, self.quantities[number], field=way.reason, span=2)
        chips.addStretch(1)
        self.form.row("Note", self.note, span=2)
        self.body.addLayout(chips)
        self.body.addWidget(self.form)
        self.reasons.button(0).setChecked(True)
        self._show_way(0)

        self.reasons.idToggled.connect(self._toggle_way)
        self.save_button.clicked.connect(self._save)
        for quantity in self.quantities:
            quantity.textChanged.connect(self._show_result)

    @property
    def quantity(self) -> QuantityEdit:
        """The field of the chosen reason."""
        return self.quantities[self.reasons.checkedId()]

    def _toggle_way(self, number: int, checked: bool) -> None:
        if checked:
            self._show_way(number)

    def _show_way(self, number: int) -> None:
        self.form.clear_faults()
        for other, way in enumerate(_WAYS):
            self.form.show_row(way.reason, other == number)
        self.quantities[number].setFocus()
        self._show_result()
        self.resize_to_content()

    def _change(self) -> Decimal | None:
        typed = self.quantity.quantity()
        way = _WAYS[self.reasons.checkedId()]
        return None if typed is None else way.change(typed, self.product.on_hand)

    def _show_result(self) -> None:
        try:
            self.show_result(self._change())
        except BadQuantity:
            self.show_result(None)

    def _save(self) -> None:
        self.form.clear_faults()
        self.refusal.hide()
        way, stock = _WAYS[self.reasons.checkedId()], self.desk.shop.stock
        product_id, note = self.product.id, self.note.text()
        try:
            typed = self.needed(self.quantity, way.reason)
            if typed < 0 and way.reason != "correction":
                raise BadQuantity(way.reason, typed, "negative")
        except BadQuantity as fault:
            self.fail(fault)
            return
        if way.reason == "count":
            # The shop takes the difference from what is on hand then, not from what is shown.
            self.send(lambda by: stock.set_on_hand(product_id, typed, note=note, by=by))
            return
        change = way.change(typed, self.product.on_hand)
        self.send(lambda by: stock.adjust(product_id, change, reason=way.reason, note=note, by=by))

    def refuse(self, error: Exception, also: dict[str, str] | None = None) -> None:
        """Under the field of the chosen reason, whatever the shop calls the quantity."""
        reason = _WAYS[self.reasons.checkedId()].reason
        if isinstance(error, OutOfStock):
            self.save_button.setEnabled(True)
            self.form.fail(reason, f"Only {self.figure(error.left)} on hand.")
            self.resize_to_content()
            return
        super().refuse(error, {"quantity_change": reason, "on_hand": reason})
