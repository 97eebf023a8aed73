"""What each kind of promotion asks for: per cents, amounts, pieces, steps by quantity."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.promotions import KINDS, Break, Promotion
from pos_app.domain.quantity import from_thousandths, to_thousandths
from pos_app.domain.tax import PPM
from pos_app.ui import theme
from pos_app.ui.prices.fields import CountEdit, PercentEdit
from pos_app.ui.prices.lines import Line, Lines
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.quantity_edit import QuantityEdit

_FIGURE = 22 * theme.GRID
_COUNT = 14 * theme.GRID


class BreakLine(Line):
    """From so many on, each costs a price, or so many per cent less."""

    def __init__(self, money: MoneyFormat) -> None:
        super().__init__()
        self.quantity = QuantityEdit("kg")
        self.price = MoneyEdit(money, field="price")
        self.percent = PercentEdit(money, "rate_ppm")
        self.kind = Choice()
        self.kind.addItem("each", "price")
        self.kind.addItem("% off", "percent")
        self.kind.setAccessibleName("Price or per cent")
        self.quantity.setAccessibleName("From how many on")
        self.price.setAccessibleName("Price of each")
        self.percent.setAccessibleName("Per cent off")
        self.drop.setAccessibleName("Remove this step")
        self.quantity.setFixedWidth(_COUNT)
        for field in (self.quantity, self.price, self.kind):
            field.setProperty("dense", True)

        row = QHBoxLayout(self)
        row.setContentsMargins(*[2 * theme.GRID] * 4)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(QLabel("From"))
        row.addWidget(self.quantity)
        row.addWidget(self.price, 1)
        row.addWidget(self.percent, 1)
        row.addWidget(self.kind)
        row.addWidget(self.drop)
        self.set_order(self.quantity, self.price, self.percent, self.kind)
        self._take_kind()

        self.kind.currentIndexChanged.connect(self._take_kind)
        for edit in (self.quantity, self.price, self.percent):
            edit.textChanged.connect(self.edited)

    def _take_kind(self) -> None:
        priced = self.kind.currentData() == "price"
        self.price.setVisible(priced)
        self.percent.setVisible(not priced)
        self.edited.emit()

    def start(self) -> None:
        """The quantity waits."""
        self.quantity.setFocus()

    def raw(self) -> object:
        """Everything that stands in it."""
        texts = (self.quantity, self.price, self.percent)
        return (self.kind.currentData(), *(field.text().strip() for field in texts))

    def show_break(self, step: Break | None) -> None:
        """Show this one, or an empty line."""
        self.quantity.set_quantity(None if step is None else from_thousandths(step.quantity))
        priced = step is None or step.price is not None
        self.kind.setCurrentIndex(self.kind.findData("price" if priced else "percent"))
        self.price.set_amount(None if step is None else step.price)
        self.percent.set_rate(None if priced or step is None else step.rate_ppm)
        self._take_kind()

    def step(self) -> Break:
        """What is typed; raises BadValue."""
        quantity = self.quantity.quantity()
        if quantity is None:
            raise BadValue("quantity", "", "empty")
        thousandths = to_thousandths(quantity)
        if self.kind.currentData() == "percent":
            rate = self.percent.rate()
            if not rate:
                raise BadValue("rate_ppm", self.percent.text(), "zero")
            return Break(thousandths, None, rate)
        price = self.price.amount()
        if price is None:
            raise BadValue("price", "", "empty")
        return Break(thousandths, price)


class KindFields(QWidget):
    """One page for each kind; `values` are the arguments of a Promotion that the kind takes."""

    edited = Signal()

    def __init__(self, money: MoneyFormat) -> None:
        super().__init__()
        self.percent = PercentEdit(money, "rate_ppm")
        self.amount = MoneyEdit(money, field="amount")
        self.buy = CountEdit("buy")
        self.get = CountEdit("get")
        self.off = PercentEdit(money, "rate_ppm")
        self.pieces = CountEdit("buy")
        self.price = MoneyEdit(money, field="amount")
        self.breaks: Lines[BreakLine] = Lines(lambda: BreakLine(money), "Add a step")
        self._kind = KINDS[0]
        self._pages: list[QWidget] = []
        self._prepare()
        self._lay_out()

        for edit in self._edits():
            edit.textChanged.connect(self.edited)
        self.breaks.edited.connect(self.edited)

    def _edits(self) -> Sequence[Any]:
        figures = (self.percent, self.amount, self.buy, self.get, self.off)
        return (*figures, self.pieces, self.price)

    def _prepare(self) -> None:
        names = ("Per cent off", "Off each unit", "Buy", "Get", "Per cent off what is got")
        for edit, name in zip(self._edits(), (*names, "Pieces", "Cost together"), strict=True):
            edit.setAccessibleName(name)
            edit.setProperty("dense", True)
        for edit in (self.percent, self.amount, self.price):
            edit.setFixedWidth(_FIGURE)
        for edit in (self.buy, self.get, self.off, self.pieces):
            edit.setFixedWidth(_COUNT)

    def _lay_out(self) -> None:
        pages: tuple[Sequence[QWidget | str], ...] = (
            (self.percent, "% off"),
            (self.amount, "off each unit"),
            ("Buy", self.buy, "get", self.get, "at", self.off, "% off"),
            ("Every", self.pieces, "cost together", self.price),
        )
        for parts in pages:
            page = QWidget()
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(2 * theme.GRID)
            for part in parts:
                row.addWidget(QLabel(part) if isinstance(part, str) else part)
            row.addStretch(1)
            self._pages.append(page)
        self._pages.append(self.breaks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for page in self._pages:
            column.addWidget(page)

    def show_kind(self, kind: str) -> None:
        """Ask for what this kind needs."""
        self._kind = kind
        place = KINDS.index(kind)
        for number, page in enumerate(self._pages):
            page.setVisible(number == place)
        self.setFocusProxy((self.percent, self.amount, self.buy, self.pieces, self.breaks)[place])

    def show_promotion(self, promotion: Promotion | None) -> None:
        """Fill the pages; the common thing stands in those that are empty."""
        kind = promotion.kind if promotion else ""
        rate = promotion.rate_ppm if promotion else None
        self.percent.set_rate(rate if kind == "percent" else None)
        self.off.set_rate(rate if kind == "buy_get" else PPM)
        self.amount.set_amount(promotion.amount if promotion and kind == "amount" else None)
        self.price.set_amount(promotion.amount if promotion and kind == "bundle" else None)
        self.buy.set_number(promotion.buy if promotion and kind == "buy_get" else 2)
        self.get.set_number(promotion.get if promotion and kind == "buy_get" else 1)
        self.pieces.set_number(promotion.buy if promotion and kind == "bundle" else 3)
        steps: Sequence[Break | None] = promotion.breaks if promotion else ()
        steps = steps or (None,)
        for line, step in zip(self.breaks.show_lines(len(steps)), steps, strict=True):
            line.show_break(step)
        self.show_kind(kind or KINDS[0])

    def raw(self) -> object:
        """Everything that stands in the page that is shown."""
        edits: dict[str, Sequence[Any]] = {
            "percent": (self.percent,),
            "amount": (self.amount,),
            "buy_get": (self.buy, self.get, self.off),
            "bundle": (self.pieces, self.price),
        }
        if self._kind == "breaks":
            return (self._kind, self.breaks.raw())
        return (self._kind, *(edit.text().strip() for edit in edits[self._kind]))

    def values(self) -> dict[str, Any]:
        """The arguments of a Promotion; raises BadValue."""
        if self._kind == "percent":
            return {"rate_ppm": self.percent.rate()}
        if self._kind == "amount":
            return {"amount": self.amount.amount() or 0}
        if self._kind == "buy_get":
            return {
                "buy": self.buy.number() or 0,
                "get": self.get.number() or 0,
                "rate_ppm": self.off.rate(),
            }
        if self._kind == "bundle":
            price = self.price.amount()
            if price is None:
                raise BadValue("amount", "", "empty")
            return {"buy": self.pieces.number() or 0, "amount": price}
        steps = sorted((line.step() for line in self.breaks.lines), key=lambda each: each.quantity)
        return {"breaks": tuple(steps)}
