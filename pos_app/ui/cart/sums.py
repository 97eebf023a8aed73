"""The sums below the cart in words and figures: what was saved, by what, and the taxes by rate."""

from decimal import Decimal
from typing import NamedTuple

from pos_app.documents.wording import quantity, rate
from pos_app.domain.cart import Cart
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import Off, PricedCart
from pos_app.domain.tax import TaxPart
from pos_app.ui.cart.sale import Sale

MOST_RATES = 3
"""So many tax rates stand below the cart one by one; more are summed up."""

_GIVEN_BY = {
    "agreed": "Agreed price",
    "promotion": "Promotion",
    "line": "On a line",
    "code": "Discount code",
    "order": "On the sale",
}


class Sum(NamedTuple):
    """Words at the left, a figure at the right; tone is a colour of the palette for the figure,
    or for the words where there is no figure. explained: its parts can be shown."""

    words: str
    figure: str = ""
    tone: str = "muted"
    explained: bool = False


class Part(NamedTuple):
    """One part of a sum: words, what explains them, and a figure."""

    words: str
    hint: str
    figure: str


def items_words(cart: Cart, money: MoneyFormat) -> str:
    """ "7 items · 4 lines": pieces count each, what is weighed counts once."""
    items = Decimal(0)
    for line in cart.lines:
        items += line.quantity if line.unit == "piece" else 1
    lines = len(cart.lines)
    one = "item" if items == 1 else "items"
    row = "line" if lines == 1 else "lines"
    return f"{quantity(items, 'piece', money)} {one} · {lines} {row}"


def sums_of(sale: Sale, money: MoneyFormat) -> list[Sum]:
    """What stands between the lines and the total."""
    cart, priced = sale.cart, sale.priced
    sums = [
        Sum(items_words(cart, money) if cart else "No items", money.plain(priced.subtotal)),
    ]
    by_code = any(off.kind == "code" for off in priced.offs)
    if priced.discount:
        words = f"Savings · {cart.code.code}" if cart.code and by_code else "Savings"
        sums.append(Sum(words, money.plain(-priced.discount), "good", explained=True))
    if cart.code and not by_code:
        sums.append(Sum(_code_hint(cart.code.code, priced, money), "", "warn"))
    if cart and sale.terms.exempt:
        sums.append(Sum(f"No tax: {sale.terms.exempt}", "", "text"))
    return sums + _tax_sums(priced, money)


def _code_hint(code: str, priced: PricedCart, money: MoneyFormat) -> str:
    if priced.code_short > 0:
        return f"{code} needs {money.plain(priced.code_short)} more"
    return f"{code} takes nothing off these goods"


def _tax_sums(priced: PricedCart, money: MoneyFormat) -> list[Sum]:
    parts = [part for part in priced.taxes if part.tax]
    included = priced.tax_included
    # A deposit may come on top of prices that include the taxes: then it is a sum of its own.
    on_top = priced.total - priced.subtotal + priced.discount if included else 0
    added = [part for part in parts if part.amount] if on_top > 0 else []
    parts = [part for part in parts if part not in added]
    if len(parts) + len(added) > MOST_RATES:
        words = "Taxes included" if included else "Taxes"
        sums = [Sum(words, money.plain(sum(part.tax for part in parts)), explained=True)]
    else:
        sums = [
            Sum(tax_words(part, money, included=included), money.plain(part.tax)) for part in parts
        ]
    if len(added) > 1:
        sums.append(Sum("Deposits and fees", money.plain(on_top), explained=True))
    else:
        sums += [Sum(part.name, money.plain(part.tax)) for part in added]
    return sums


def tax_words(part: TaxPart, money: MoneyFormat, *, included: bool = False) -> str:
    """A tax by name and rate: "GST 5 %", "Tax included 5 %", "Bottle deposit"."""
    words = [part.name, "included"] if included else [part.name]
    if part.rate_ppm:
        words.append(rate(part.rate_ppm, money))
    return " ".join(words)


def off_words(off: Off) -> str:
    """What took something off: the promotion's name, the code, the reason."""
    return off.label or ("Discount" if off.kind in ("line", "order") else _GIVEN_BY[off.kind])


def savings(priced: PricedCart, money: MoneyFormat) -> list[Part]:
    """What each promotion, code and discount takes off."""
    return [
        Part(off_words(off), _GIVEN_BY[off.kind], money.plain(-off.amount)) for off in priced.offs
    ]


def taxes(priced: PricedCart, money: MoneyFormat) -> list[Part]:
    """Each tax by rate, with the amount that it is charged on."""
    return [
        Part(
            tax_words(part, money),
            f"on {money.plain(part.base)}" if part.rate_ppm else "",
            money.plain(part.tax),
        )
        for part in priced.taxes
    ]


def explanation(sale: Sale, money: MoneyFormat) -> str:
    """What the sums are made of, a line each; "" where they say it themselves."""
    priced = sale.priced
    parts = savings(priced, money)
    if len(priced.taxes) > 1:
        parts += taxes(priced, money)
    lines = [f"{each.words}: {each.figure}" for each in parts]
    if sale.cart and sale.terms.exempt:
        lines.append(f"No tax: {sale.terms.exempt}")
    return "\n".join(lines)
