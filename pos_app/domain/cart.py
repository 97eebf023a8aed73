"""The cart: a frozen value that every change replaces, so that undo is one line."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadQuantity, BadValue
from pos_app.domain.money import MAX_AMOUNT, check_amount, times
from pos_app.domain.people import check_note, check_text
from pos_app.domain.quantity import (
    bought_for,
    from_thousandths,
    to_sold_thousandths,
    to_thousandths,
)
from pos_app.domain.rows import ProductRow, ReturnLine
from pos_app.domain.tax import UNTAXED

GIFT_CARD_SKU = "COUNTERTOP-GIFT-CARD"
"""The product that a gift card is sold as; a shop's own goods are hardly called so."""

OLDEST_AGE = 150
"""No age that was asked for is above it."""


@dataclass(frozen=True, slots=True)
class CartLine:
    """One product in the cart, at the price it was shown for.

    price is the shelf price of one unit in minor units. agreed_list and agreed_total, when set,
    are the line's totals before and after discount as agreed elsewhere (an imported sale, the
    label of a scale); otherwise both follow from price and quantity, and promotions are looked
    for. discount is the line's own, given by hand. gift_card is the code of the card that the
    line fills. own_price is what one unit costs at the till in place of the shelf price: asked
    for an open-price product, or changed with a right; no promotion is looked for then. label is
    the scanned label that agreed_list was read from. quantity_thousandths is the quantity as it
    is stored, worked out once. Making a line raises BadQuantity, BadAmount, BadValue.
    """

    product_id: int
    sku: str
    name: str
    price: int
    quantity: Decimal
    unit: str = "piece"
    tax_class_id: int = UNTAXED
    category_id: int = 0
    note: str = ""
    agreed_list: int | None = None
    agreed_total: int | None = None
    discount: Discount | None = None
    gift_card: str = ""
    own_price: int | None = None
    label: str = ""
    quantity_thousandths: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        scaled = to_sold_thousandths(self.quantity, self.unit)
        object.__setattr__(self, "quantity_thousandths", scaled)
        check_amount("price", self.price)
        if self.agreed_list is not None:
            check_amount("agreed_list", self.agreed_list)
        if self.agreed_total is not None:
            check_amount("agreed_total", self.agreed_total)
        if self.own_price is not None:
            check_amount("own_price", self.own_price)
            if self.gift_card or self.agreed_list is not None or self.agreed_total is not None:
                raise BadValue("own_price", self.own_price, "price_agreed")
        if self.list_total > MAX_AMOUNT:
            raise BadQuantity("quantity", self.quantity, "too_large")
        check_note("note", self.note)
        check_note("gift_card", self.gift_card)
        check_note("label", self.label)
        if self.gift_card and self.discount is not None:
            raise BadValue("discount", self.gift_card, "no_discount")

    @property
    def list_total(self) -> int:
        """What the line costs before discounts, in minor units."""
        if self.agreed_list is not None:
            return self.agreed_list
        price = self.price if self.own_price is None else self.own_price
        return times(price, self.quantity_thousandths)

    def at_price(self, price: int) -> "CartLine":
        """The line at another shelf price; a weight that was read from a label's price follows."""
        total = self.agreed_list
        if not self.label or total is None or self.unit == "piece":
            return replace(self, price=price)
        if self.quantity_thousandths != bought_for(total, self.price):  # the label weighs it too
            return replace(self, price=price)
        return replace(self, price=price, quantity=from_thousandths(bought_for(total, price)))

    def merges_with(self, other: "CartLine") -> bool:
        """True when the two may stand as one line: all but the quantity is equal. An amount that
        was taken off one line is not taken off again, and each gift card is a line."""
        return (
            self.product_id == other.product_id
            and self.agreed_list is None
            and self.agreed_total is None
            and not self.gift_card
            and (self.discount is None or not self.discount.amount)
            and replace(self, quantity=other.quantity) == other
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """Goods of an earlier order that come back with a cart and pay for it as far as they reach.

    lines that name the same item in the same state are summed; number is the order's, reason why.
    Making one raises BadValue, BadQuantity.
    """

    order_id: int
    number: str
    lines: tuple[ReturnLine, ...]
    reason: str = ""

    def __post_init__(self) -> None:
        check_text("number", self.number, longest=40)
        object.__setattr__(self, "reason", check_text("reason", self.reason, longest=200))
        summed: dict[tuple[int, bool], int] = {}
        for line in self.lines:
            key = line.item_id, bool(line.damaged)
            scaled = to_thousandths(line.quantity)
            if not scaled:
                raise BadQuantity("quantity", line.quantity, "zero")
            summed[key] = summed.get(key, 0) + scaled
        if not summed:
            raise BadValue("lines", "", "empty")
        lines = tuple(
            ReturnLine(item_id, from_thousandths(scaled), damaged)
            for (item_id, damaged), scaled in summed.items()
        )
        object.__setattr__(self, "lines", lines)


@dataclass(frozen=True, slots=True)
class Cart:
    """What a customer is about to buy. discount is given by hand on the whole, code by a discount
    code. age_checked is the age, in years, that the buyer was seen to have (0: nobody looked).
    exchange is what comes back on the same ticket. uuid is the sale's: made here, committed once.
    Making a cart raises BadValue for a note, an age or a uuid that can't be kept."""

    lines: tuple[CartLine, ...] = ()
    customer_id: int | None = None
    customer_name: str = ""
    discount: Discount | None = None
    code: CodeDiscount | None = None
    note: str = ""
    age_checked: int = 0
    exchange: Exchange | None = None
    uuid: str = field(default_factory=lambda: str(uuid4()))

    def __post_init__(self) -> None:
        check_note("note", self.note)
        if not check_note("uuid", self.uuid):
            raise BadValue("uuid", self.uuid, "empty")
        if not 0 <= self.age_checked <= OLDEST_AGE:
            raise BadValue("age_checked", self.age_checked, "range")

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def empty(self) -> bool:
        """True where neither anything is sold nor comes back."""
        return not self.lines and self.exchange is None

    def add(
        self, product: ProductRow, quantity: Decimal | int = 1, *, own_price: int | None = None
    ) -> "Cart":
        """The cart with this much more of the product, on its line where an equal one stands.

        own_price is what one unit costs in place of the shelf price, in minor units. Raises
        BadQuantity, BadAmount.
        """
        return self.add_line(_line_of(product, quantity, own_price=own_price))

    def add_label(
        self, product: ProductRow, quantity: Decimal | int, total: int, code: str
    ) -> "Cart":
        """The cart with a line of its own for goods whose price is printed on them: total, in
        minor units, is what the label `code` asks for this much. Raises BadQuantity, BadAmount.
        """
        line = _line_of(product, quantity, agreed_list=total, label=code)
        return replace(self, lines=(*self.lines, line))

    def add_line(self, line: CartLine) -> "Cart":
        """The cart with this line, merged with an equal one. Raises BadQuantity, BadAmount."""
        for index, present in enumerate(self.lines):
            if present.merges_with(line):
                return self.set_quantity(index, present.quantity + line.quantity)
        return replace(self, lines=(*self.lines, line))

    def index_of(self, product_id: int) -> int:
        """The last line that holds the product; -1 when none does."""
        for index in range(len(self.lines) - 1, -1, -1):
            if self.lines[index].product_id == product_id:
                return index
        return -1

    def set_quantity(self, index: int, quantity: Decimal | int) -> "Cart":
        """The cart with another quantity on line index; raises BadQuantity, IndexError."""
        line = self.lines[index]
        return self._with(index, replace(line, quantity=_sold(quantity, line.unit)))

    def step(self, index: int, by: int) -> "Cart":
        """The cart with line index changed by so many units; the line goes when none is left."""
        quantity = self.lines[index].quantity + by
        return self.remove(index) if quantity <= 0 else self.set_quantity(index, quantity)

    def set_note(self, index: int, note: str) -> "Cart":
        """The cart with a note on line index."""
        return self._with(index, replace(self.lines[index], note=note))

    def set_price(self, index: int, price: int | None) -> "Cart":
        """The cart with another price for one unit on line index, in minor units, in place of the
        shelf's or a label's; None gives a changed line the shelf price back.

        Raises BadAmount, BadValue for a gift card, IndexError.
        """
        line = self.lines[index]
        if price is None:
            return self._with(index, replace(line, own_price=None))
        own = replace(line, own_price=price, agreed_list=None, agreed_total=None, label="")
        return self._with(index, own)

    def checked_age(self, age: int) -> "Cart":
        """The cart of a buyer who was seen to be at least so many years old; it counts for the
        rest of the sale. Raises BadValue."""
        return replace(self, age_checked=max(age, self.age_checked))

    def remove(self, index: int) -> "Cart":
        """The cart without line index; raises IndexError."""
        self.lines[index]
        return replace(self, lines=self.lines[:index] + self.lines[index + 1 :])

    def for_customer(self, customer_id: int | None, name: str = "") -> "Cart":
        """The cart of this customer; None makes it a walk-in sale."""
        return replace(self, customer_id=customer_id, customer_name=name)

    def set_discount(self, index: int, discount: Discount | None) -> "Cart":
        """The cart with this discount on line index, or with none there; raises IndexError."""
        return self._with(index, replace(self.lines[index], discount=discount))

    def with_discount(self, discount: Discount | None) -> "Cart":
        """The cart with this discount on the whole, or with none."""
        return replace(self, discount=discount)

    def with_code(self, code: CodeDiscount | None) -> "Cart":
        """The cart with this discount code, or with none."""
        return replace(self, code=code)

    def with_exchange(self, exchange: Exchange | None) -> "Cart":
        """The cart with these goods coming back on the same ticket, or with none."""
        return replace(self, exchange=exchange)

    def at_price(self, product_id: int, price: int) -> "Cart":
        """The cart with the shelf price of a product brought up to date on all its lines. Where
        a label's price told how much it is, it tells that anew."""
        lines = [
            line.at_price(price) if line.product_id == product_id else line for line in self.lines
        ]
        return replace(self, lines=tuple(lines))

    def moved(self, product_id: int, tax_class_id: int, category_id: int, unit: str) -> "Cart":
        """The cart with tax class, category and unit of a product brought up to date.

        A quantity of another unit means nothing in the new one: such lines are left out.
        """
        lines = []
        for line in self.lines:
            if line.product_id != product_id or line.gift_card:
                lines.append(line)
            elif line.unit == unit:
                lines.append(replace(line, tax_class_id=tax_class_id, category_id=category_id))
        return replace(self, lines=tuple(lines))

    def _with(self, index: int, line: CartLine) -> "Cart":
        lines = list(self.lines)
        lines[index] = line
        return replace(self, lines=tuple(lines))


def needs_price(product: ProductRow) -> bool:
    """True for a product whose price is asked before it can stand in a cart."""
    return product.open_price


def needs_quantity(product: ProductRow) -> bool:
    """True for a product that is weighed or measured: one unit of it is hardly ever meant."""
    return product.unit != "piece"


def _line_of(product: ProductRow, quantity: Decimal | int, **more: Any) -> CartLine:
    return CartLine(
        product_id=product.id,
        sku=product.sku,
        name=product.name,
        price=product.price,
        quantity=_sold(quantity, product.unit),
        unit=product.unit,
        tax_class_id=product.tax_class_id,
        category_id=product.category_id,
        **more,
    )


def _sold(quantity: Decimal | int, unit: str) -> Decimal:
    to_sold_thousandths(quantity, unit)  # before Decimal() takes a float or a text
    return Decimal(quantity)
