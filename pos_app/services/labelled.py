"""From what a label says to what is sold: weights into the product's unit, prices into money."""

from dataclasses import replace

from pos_app.domain.code_rules import Reading
from pos_app.domain.errors import LabelRefused
from pos_app.domain.gs1 import Gs1, Price
from pos_app.domain.measures import LABEL_UNITS, Measure, scaled
from pos_app.domain.quantity import MAX_THOUSANDTHS, bought_for, from_thousandths, to_thousandths
from pos_app.domain.rows import ProductRow, ScanHit, ShopInfo

_ONE = 1000
_VARIABLE_MEASURE = "9"
"""The first digit of a GTIN-14 whose goods are of no fixed weight (GS1 General Specifications,
2.1.10)."""


def hit_of_label(product: ProductRow, reading: Reading, code: str, shop: ShopInfo) -> ScanHit:
    """What is sold by a label of the shop's own. Raises LabelRefused.

    A weight counts in kilograms, for goods sold by the pound or ounce in pounds. A price is that
    of the whole line; how much it is follows from the price of a unit, at least a thousandth.
    """
    value = reading.value or 0
    if reading.kind == "pieces":
        if product.unit != "piece":
            raise LabelRefused(product.name, code, "sold_by_measure")
        return _hit(product, value * _ONE, code, measured=True)
    if reading.kind == "weight":
        unit = LABEL_UNITS.get(product.unit)
        if unit is None:
            raise LabelRefused(product.name, code, "sold_by_piece")
        amount = Measure(scaled(value, reading.decimals), unit).in_unit(product.unit)
        return _hit(product, amount or 0, code, measured=True)
    total = _minor_units(product, Price(value, reading.decimals), code, shop)
    return _hit(product, _bought_for(product, total), code, total)


def hit_of_gs1(stored: ScanHit, said: Gs1, text: str, shop: ShopInfo) -> ScanHit:
    """What is sold by a GS1 code on goods that one of its forms is stored for. Raises LabelRefused.

    A weight counts for goods sold by weight; goods sold by the piece are counted, and refused
    where the number itself says that they are of no fixed weight.
    """
    product = stored.product
    total = None if said.price is None else _minor_units(product, said.price, text, shop)
    pack = to_thousandths(stored.quantity)
    if said.of_content:
        amount = pack * (said.count or 0)
    elif product.unit == "piece":
        weighed = said.measures and said.gtin.startswith(_VARIABLE_MEASURE)
        if weighed and said.count is None and total is None:
            raise LabelRefused(product.name, text, "sold_by_piece")
        amount = pack if said.count is None else said.count * _ONE
    elif said.measures:
        found = said.quantity_in(product.unit)
        if found is None:
            raise LabelRefused(product.name, text, "sold_by_measure")
        amount = found
    else:
        amount = pack if total is None else _bought_for(product, total)
    # A count says how many pieces, never how much of what is weighed or measured.
    counted = said.count is not None
    measured = counted if product.unit == "piece" else bool(said.measures) and not said.of_content
    # The label itself is kept where the price is from it: the sale looks at it again.
    hit = _hit(product, amount, stored.code if total is None else text, total, measured=measured)
    return replace(hit, lot=said.lot, expires=said.expires)


def _hit(
    product: ProductRow, amount: int, code: str, total: int | None = None, *, measured: bool = False
) -> ScanHit:
    if amount <= 0:
        raise LabelRefused(product.name, code, "nothing")
    if amount > MAX_THOUSANDTHS:
        raise LabelRefused(product.name, code, "too_large")
    return ScanHit(product, from_thousandths(amount), code, total, measured=measured)


def _bought_for(product: ProductRow, total: int) -> int:
    """How much of a product so much money buys, in thousandths; one of what is sold by the piece,
    and of what has no price of its own."""
    return _ONE if product.unit == "piece" else bought_for(total, product.price)


def _minor_units(product: ProductRow, price: Price, code: str, shop: ShopInfo) -> int:
    total = price.in_minor_units(shop.currency, shop.decimals)
    if total is None:
        raise LabelRefused(product.name, code, "currency")
    if not total:
        raise LabelRefused(product.name, code, "nothing")
    return total
