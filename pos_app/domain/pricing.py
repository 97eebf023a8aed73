"""From a cart to a priced cart: promotions, discounts, taxes, and sums that always add up.

A line goes from its list price through promotions, its own discount, the code's and the order's;
what is left is what it costs. Every amount that is shared out is shared in an order made of the
lines themselves, so that the order of scanning decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.money import MAX_AMOUNT, share_out, times
from pos_app.domain.offers import OfferLine, Offers, best_offers
from pos_app.domain.payment import NO_ROUNDING, CashRounding
from pos_app.domain.tax import (
    NO_TAX,
    UNTAXED,
    LineTax,
    TaxPart,
    TaxRule,
    split_lines,
    sum_parts,
)

OFF_KINDS = ("agreed", "promotion", "line", "code", "order")
"""What took an amount off a line: agreed elsewhere, a promotion, the line's own discount, a
discount code, the order's discount."""


@dataclass(frozen=True, slots=True)
class Off:
    """What one reason takes off, in minor units. label is the promotion's name, the code, or the
    reason of a discount by hand; promotion_id is 0 for those."""

    kind: str
    label: str
    amount: int
    promotion_id: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What prices are made by at one moment for one customer.

    prices_include_tax is how the shop states its prices, tax_included how this sale states them
    (a trade customer may get prices without tax). taxes are the rules of the tax classes by id on
    that day, group_prices those of the customer's group by product id, stated as the shop's.
    exempt is why the customer pays no tax, "" for one who does. at is on the shop's own clock.
    """

    prices_include_tax: bool = True
    tax_included: bool = True
    tax_rounding: str = "line"
    taxes: Mapping[int, TaxRule] = field(default_factory=dict)
    exempt: str = ""
    group_id: int | None = None
    group_prices: Mapping[int, int] = field(default_factory=dict)
    offers: Offers = field(default_factory=Offers)
    cash_rounding: CashRounding = NO_ROUNDING
    at: datetime | None = None

    def rule(self, tax_class_id: int) -> TaxRule:
        """The rule of a tax class; raises BadValue for one that is not known."""
        rule = NO_TAX if tax_class_id == UNTAXED else self.taxes.get(tax_class_id)
        if rule is None:
            raise BadValue("tax_class_id", tax_class_id, "unknown_choice")
        return rule


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What one line comes to, in minor units: list_total - discount = total, as the sale states
    its prices; net + tax = gross, which is what is paid for it. offs add up to discount, the
    taxes of parts to tax. price is that of one unit, tax_rate_ppm all percentages together.
    shelf_price is what the shelf asks for a unit where the till asks another price."""

    price: int
    list_total: int
    discount: int
    total: int
    net: int
    tax: int
    gross: int
    tax_rate_ppm: int
    parts: tuple[TaxPart, ...] = ()
    offs: tuple[Off, ...] = ()
    shelf_price: int | None = None


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with all its sums, in minor units.

    subtotal is before any discount, discount all that is taken off, tax the sum over the lines;
    net + tax = total, which is what the customer pays. lines stand in the cart's order. taxes has
    one part per rate, offs one entry per reason. code_short is what the basket lacks for its
    discount code.
    """

    lines: tuple[PricedLine, ...]
    subtotal: int
    discount: int
    net: int
    tax: int
    total: int
    tax_included: bool = True
    taxes: tuple[TaxPart, ...] = ()
    offs: tuple[Off, ...] = ()
    code_short: int = 0


class _Line:
    """A line while it is priced: what is left of it, and what was taken off for which reason."""

    __slots__ = ("left", "line", "list_total", "offs", "price", "rule")

    def __init__(self, line: CartLine, terms: Terms) -> None:
        self.line = line
        self.rule = terms.rule(line.tax_class_id)
        self.offs: list[Off] = []
        self.price = line.price if line.own_price is None else line.own_price
        self.list_total = line.list_total
        if terms.group_prices and self.by_shelf:
            self.price = terms.group_prices.get(line.product_id, line.price)
            if self.price != line.price:
                self.list_total = times(self.price, line.quantity_thousandths)
        self.left = self.list_total
        if line.agreed_total is not None and line.agreed_total != self.list_total:
            self.take(Off("agreed", "", self.list_total - line.agreed_total))

    @property
    def by_shelf(self) -> bool:
        """True where the price follows from the shelf's: a list price may take its place."""
        line = self.line
        return line.agreed_list is None and line.own_price is None and not line.gift_card

    @property
    def open(self) -> bool:
        """True where a code may take something off, and a promotion unless the price is one that
        was asked for at the till: that one is agreed on with the customer."""
        return self.line.agreed_total is None and not self.line.gift_card

    @property
    def shelf_price(self) -> int | None:
        """The shelf's price of a unit where the till asks another one."""
        return None if self.line.own_price is None else self.line.price

    def take(self, off: Off) -> None:
        """Take something off."""
        self.left -= off.amount
        self.offs.append(off)


def price(cart: Cart, terms: Terms) -> PricedCart:
    """Price a cart by these terms; the same lines come to the same in whatever order.

    Raises BadAmount ("too_large") when a total passes MAX_AMOUNT, BadValue for a tax class that
    the terms don't know.
    """
    lines = [_Line(line, terms) for line in cart.lines]
    ordered = sorted(lines, key=_content) if len(lines) > 1 else lines
    _take_offers(ordered, terms)
    for each in ordered:
        if each.line.discount is not None:
            off = each.line.discount.off(each.left)
            if off:
                each.take(Off("line", each.line.discount.reason, off))
    code_short = _take_code(cart, ordered)
    if cart.discount is not None:
        basis = [each for each in ordered if not each.line.gift_card]
        off = cart.discount.off(sum(each.left for each in basis))
        _share(off, "order", cart.discount.reason, basis)
    priced = dict(zip(map(id, ordered), _taxed(ordered, terms), strict=True))
    return _summed([priced[id(each)] for each in lines], terms, code_short)


def _content(each: _Line) -> tuple[object, ...]:
    """What a line is, without where it stands."""
    line = each.line
    discount = line.discount
    return (
        line.product_id,
        line.price,
        line.quantity_thousandths,
        -1 if line.agreed_list is None else line.agreed_list,
        -1 if line.agreed_total is None else line.agreed_total,
        -1 if line.own_price is None else line.own_price,
        (-1, 0, "") if discount is None else (discount.rate_ppm, discount.amount, discount.reason),
        line.tax_class_id,
        line.category_id,
        line.gift_card,
        line.note,
        line.label,
        line.unit,
    )


def _take_offers(ordered: list[_Line], terms: Terms) -> None:
    if not terms.offers.promotions:
        return
    able = [each for each in ordered if each.open and each.line.own_price is None]
    seen = [
        OfferLine(
            product_id=each.line.product_id,
            category_id=each.line.category_id,
            total=each.left,
            quantity=each.line.quantity_thousandths,
            pieces=each.line.quantity_thousandths // 1000 if each.line.unit == "piece" else 0,
        )
        for each in able
    ]
    for given in best_offers(terms.offers, seen, terms.at, terms.group_id):
        promotion = given.promotion
        for place, off in given.offs:
            able[place].take(Off("promotion", promotion.name, off, promotion.id))


def _take_code(cart: Cart, ordered: list[_Line]) -> int:
    """Take the code's discount off; what the basket lacks for it."""
    code = cart.code
    if code is None:
        return 0
    short = code.minimum - sum(each.left for each in ordered if not each.line.gift_card)
    if short > 0:
        return short
    fitting = [each for each in ordered if each.open and code.fits(each.line.category_id)]
    _share(code.off(sum(each.left for each in fitting)), "code", code.code, fitting)
    return 0


def _share(off: int, kind: str, label: str, lines: Sequence[_Line]) -> None:
    """Take an amount off lines, shared by what is left of each."""
    if not off:
        return
    for each, share in zip(lines, share_out(off, [each.left for each in lines]), strict=True):
        if share:
            each.take(Off(kind, label, share))


def _taxed(ordered: list[_Line], terms: Terms) -> list[PricedLine]:
    included = terms.tax_included and not terms.exempt
    if included == terms.prices_include_tax and not terms.exempt:
        rows = [(each.rule, each.left, each.line.quantity_thousandths) for each in ordered]
        split = split_lines(rows, included=included, rounding=terms.tax_rounding)
        return [
            _priced(each.rule, each.price, each.shelf_price, each.list_total, tuple(each.offs), tax)
            for each, tax in zip(ordered, split, strict=True)
        ]
    return _restated(ordered, terms, included)


def _restated(ordered: list[_Line], terms: Terms, included: bool) -> list[PricedLine]:
    """Price lines whose sale states its prices another way than the shop: every amount of a line
    is stated anew, the last one first, so that what was taken off still adds up."""
    rows, stated = [], []
    for each in ordered:
        rule, quantity = each.rule, each.line.quantity_thousandths
        other_way = included != terms.prices_include_tax

        def anew(total: int, quantity: int, rule: TaxRule = rule, turn: bool = other_way) -> int:
            return rule.restate(total, quantity, included=included) if turn else total

        left = list_total = anew(each.list_total, quantity)
        before, offs = each.list_total, []
        for off in each.offs:
            before -= off.amount
            now = anew(before, quantity)
            offs.append(Off(off.kind, off.label, left - now, off.promotion_id))
            left = now
        if other_way:
            rule = rule.restated(included=included)
        charged = rule.without_percents() if terms.exempt else rule
        rows.append((charged, left, quantity))
        kept = tuple(off for off in offs if off.amount)
        shelf = None if each.shelf_price is None else anew(each.shelf_price, 1000)
        stated.append((charged, anew(each.price, 1000), shelf, list_total, kept))
    split = split_lines(rows, included=included, rounding=terms.tax_rounding)
    return [_priced(*known, tax) for known, tax in zip(stated, split, strict=True)]


def _priced(
    rule: TaxRule,
    unit_price: int,
    shelf_price: int | None,
    list_total: int,
    offs: tuple[Off, ...],
    tax: LineTax,
) -> PricedLine:
    discount = sum(off.amount for off in offs) if offs else 0
    return PricedLine(
        price=unit_price,
        list_total=list_total,
        discount=discount,
        total=list_total - discount,
        net=tax.net,
        tax=tax.tax,
        gross=tax.gross,
        tax_rate_ppm=rule.rate_ppm,
        parts=tax.parts,
        offs=offs,
        shelf_price=shelf_price,
    )


def _summed(lines: list[PricedLine], terms: Terms, code_short: int) -> PricedCart:
    subtotal = sum(line.list_total for line in lines)
    net, tax = sum(line.net for line in lines), sum(line.tax for line in lines)
    for amount in (subtotal, net + tax):
        if amount > MAX_AMOUNT:
            raise BadAmount("total", amount, "too_large")
    offs: dict[tuple[str, str, int], int] = {}
    for line in lines:
        for off in line.offs:
            key = off.kind, off.label, off.promotion_id
            offs[key] = offs.get(key, 0) + off.amount
    return PricedCart(
        lines=tuple(lines),
        subtotal=subtotal,
        discount=sum(line.discount for line in lines),
        net=net,
        tax=tax,
        total=net + tax,
        tax_included=terms.tax_included and not terms.exempt,
        taxes=sum_parts(lines),
        offs=tuple(
            Off(kind, label, amount, promotion_id)
            for (kind, label, promotion_id), amount in sorted(
                offs.items(), key=lambda entry: (OFF_KINDS.index(entry[0][0]), entry[0])
            )
        ),
        code_short=code_short,
    )
