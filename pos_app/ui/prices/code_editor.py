"""The fields of a discount code: what it takes off, when, for what, and how often."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.discounts import LONGEST_CODE
from pos_app.domain.errors import BadValue
from pos_app.domain.promotions import DAY, Goods
from pos_app.domain.rows import DiscountCodeRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor
from pos_app.ui.prices.fields import CountEdit, MaybeMoment, PercentEdit
from pos_app.ui.prices.goods_edit import GoodsEdit
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.sentence import code_sentence
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.money_edit import MoneyEdit

_COLUMNS = 6
_ALSO = {**dict.fromkeys(("rate_ppm", "amount", "discount"), "takes"), "name": "code"}
_PERCENT, _AMOUNT = "percent", "amount"


class CodeEditor(Editor):
    """draft() holds the arguments of `shop.discounts.add_code`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(columns=_COLUMNS, also=_ALSO)
        self._ground: Ground | None = None
        info, money = desk.shop.info, desk.shop.money
        self.code = QLineEdit(maxLength=LONGEST_CODE)
        self.percent = PercentEdit(money, "rate_ppm")
        self.amount = MoneyEdit(money, field="amount")
        self.kind = Choice()
        self.minimum = MoneyEdit(money, field="minimum")
        self.since = MaybeMoment("on", "valid_from", 0, info)
        self.until = MaybeMoment("on", "valid_until", DAY - 1, info)
        self.uses = CountEdit("max_uses")
        self.per_customer = CountEdit("max_uses_per_customer")
        self.goods = GoodsEdit(desk, "Everything in the basket.", products=False)
        self._takes = QWidget()
        self._prepare(money.currency)
        self._lay_out()

        for edit in (self.code, self.percent, self.amount, self.minimum):
            edit.textChanged.connect(self.edited)
        for count in (self.uses, self.per_customer):
            count.textChanged.connect(self.edited)
        for part in (self.since, self.until, self.goods):
            part.edited.connect(self.edited)
        self.kind.currentIndexChanged.connect(self._take_kind)

    def _prepare(self, currency: str) -> None:
        self.kind.addItem("% off", _PERCENT)
        self.kind.addItem(f"{currency} off", _AMOUNT)
        self.kind.setAccessibleName("Per cent or amount")
        self.percent.setAccessibleName("Per cent off")
        self.amount.setAccessibleName("Amount off")
        for field in (self.code, self.kind, self.amount, self.minimum):
            field.setProperty("dense", True)
        for count in (self.uses, self.per_customer):
            count.setPlaceholderText("any number")
        self.since.tick.setAccessibleName("Begins on a day")
        self.until.tick.setAccessibleName("Ends on a day")
        self._takes.setFocusProxy(self.percent)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._takes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.percent, 1)
        row.addWidget(self.amount, 1)
        row.addWidget(self.kind)
        form = self.form
        form.row("Code", self.code, "Capitals don't matter.", field="code", span=3)
        form.row("Takes off", self._takes, field="takes", span=3)
        form.row("Begins", self.since, field="valid_from", span=_COLUMNS)
        form.row("Ends", self.until, field="valid_until", span=_COLUMNS)
        form.row("Basket from", self.minimum, "Before the code.", field="minimum", span=2)
        form.row("Uses in all", self.uses, field="max_uses", span=2)
        form.row("Per customer", self.per_customer, field="max_uses_per_customer", span=2)
        form.row("For which goods", self.goods, field="category_ids", span=_COLUMNS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(form)

    def show_row(self, row: DiscountCodeRow | None, ground: Ground) -> None:
        """Fill the fields; a new code is good for ever and for everything."""
        self._ground = ground
        self.code.setText(row.code if row else "")
        self.kind.setCurrentIndex(1 if row and row.amount else 0)
        self.percent.set_rate(row.rate_ppm or None if row else None)
        self.amount.set_amount(row.amount or None if row else None)
        self.minimum.set_amount(row.minimum or None if row else None)
        self.since.set_moment(row.valid_from if row else None)
        self.until.set_moment(row.valid_until if row else None)
        self.uses.set_number(row.max_uses if row else None)
        self.per_customer.set_number(row.max_uses_per_customer if row else None)
        chosen = frozenset(row.category_ids) if row else frozenset()
        self.goods.show_goods(Goods(category_ids=chosen), ground)
        self._show_kind()

    def first_field(self) -> QWidget:
        """The code."""
        return self.code

    def _take_kind(self) -> None:
        self._show_kind()
        self.edited.emit()

    def _show_kind(self) -> None:
        percent = self.kind.currentData() == _PERCENT
        self.percent.setVisible(percent)
        self.amount.setVisible(not percent)
        self._takes.setFocusProxy(self.percent if percent else self.amount)

    def raw(self) -> object:
        """Everything that stands in the fields."""
        percent = self.kind.currentData() == _PERCENT
        moments = tuple(
            (part.day(), part.time.text().strip() if part.day() else "")
            for part in (self.since, self.until)
        )
        texts = (self.code, self.minimum, self.uses, self.per_customer)
        return (
            percent,
            (self.percent if percent else self.amount).text().strip(),
            *(edit.text().strip() for edit in texts),
            *moments,
            self.goods.goods(),
        )

    def read(self) -> dict[str, Any] | None:
        """What is typed, after saying what is wrong with it."""
        try:
            values = self._values()
            if not values["code"]:
                raise BadValue("code", "", "empty")
            if not (values["rate_ppm"] or values["amount"]):
                raise BadValue("discount", "", "zero")
        except BadValue as fault:
            self.say_fault(fault)
            return None
        return values

    def draft(self) -> dict[str, Any] | None:
        """The same without a word."""
        try:
            return self._values()
        except BadValue:
            return None

    def _values(self) -> dict[str, Any]:
        percent = self.kind.currentData() == _PERCENT
        return {
            "code": self.code.text().strip().upper(),
            "rate_ppm": self.percent.rate() if percent else 0,
            "amount": 0 if percent else self.amount.amount() or 0,
            "valid_from": self.since.moment(),
            "valid_until": self.until.moment(),
            "minimum": self.minimum.amount() or 0,
            "max_uses": self.uses.number(),
            "max_uses_per_customer": self.per_customer.number(),
            "category_ids": tuple(sorted(self.goods.goods().category_ids)),
        }

    def sentence(self) -> str:
        """What the code does."""
        values = self.draft()
        if values is None or self._ground is None or not (values["rate_ppm"] or values["amount"]):
            return ""
        row = DiscountCodeRow(0, "", 0, 0, None, None, True)
        utc = {
            name: moment.astimezone(UTC)
            for name, moment in values.items()
            if isinstance(moment, datetime)
        }
        return code_sentence(replace(row, **{**values, **utc}), self._ground)
