"""Words and figures of the Products tab: levels of stock, reasons of moves, margins, reach."""

from collections.abc import Sequence
from decimal import Decimal

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ProductRow, StockMove
from pos_app.domain.tax import PPM

LEVELS = {"ok": ("In stock", "good"), "low": ("Low", "warn"), "out": ("Out", "bad")}
"""A product's level as a word and its tone."""

REASONS = {
    "opening": "Opening stock",
    "received": "Received",
    "sale": "Sale",
    "cancel": "Cancelled",
    "count": "Counted",
    "damaged": "Damaged",
    "lost": "Lost",
    "found": "Found",
    "correction": "Corrected",
}

UNITS = {
    "piece": "Piece",
    "kg": "Kilogram (kg)",
    "g": "Gram (g)",
    "lb": "Pound (lb)",
    "oz": "Ounce (oz)",
    "l": "Litre (l)",
    "ml": "Millilitre (ml)",
    "m": "Metre (m)",
}

_RECENT_WEEKS = 4
_LONGEST_REACH = 90
"""Days; a guess that reaches further says nothing."""


def leaf(category: str) -> str:
    """The last step of a category's path: "Cold Cereal" of "Grocery > Cold Cereal"."""
    return category.rsplit(" > ", 1)[-1]


def level_word(product: ProductRow) -> str:
    """ "In stock", "Low", "Out", or "Archived" for a product that is no longer sold."""
    return "Archived" if product.archived else LEVELS[product.level][0]


def level_tone(product: ProductRow) -> str:
    """The tone of `level_word`."""
    return "warn" if product.archived else LEVELS[product.level][1]


def tile_letters(product: ProductRow) -> str:
    """Two letters for a product's tile, from the kind of thing it is: "Ce" for a cereal."""
    word = next((w for w in leaf(product.category).split() if w[:2].isalpha()), product.name)
    return word[:2].capitalize()


def stock_sentence(
    product: ProductRow, sold_per_week: Sequence[Decimal], money: MoneyFormat
) -> str:
    """What is left and how long it lasts: "Low: 9 left, about 4 days".

    The days come from the last four weeks' sales; without any there is no guess.
    """
    if product.archived:
        return "Archived: not sold any more"
    if product.level == "out":
        return "Bundle: a part has run out" if product.bundle else "Out of stock"
    left = wording.quantity(product.on_hand, product.unit, money)
    if product.bundle:
        return f"Bundle: there are parts for {left}"
    start = "Low: " if product.level == "low" else ""
    days = days_left(product.on_hand, sold_per_week)
    if days is None or days > _LONGEST_REACH:
        return f"{start}{left} left" if start else f"In stock: {left}"
    reach = "less than a day" if days < 1 else f"about {days} day{'' if days == 1 else 's'}"
    return f"{start}{left} left, {reach}"


def days_left(on_hand: Decimal, sold_per_week: Sequence[Decimal]) -> int | None:
    """Whole days that the stock lasts at the pace of the last four weeks; None without sales."""
    recent = sold_per_week[-_RECENT_WEEKS:]
    sold = sum(recent, Decimal(0))
    if sold <= 0:
        return None
    return int(on_hand * 7 * len(recent) / sold)


def margin(
    price: int, cost: int | None, tax_rate_ppm: int, tax_included: bool, money: MoneyFormat
) -> str:
    """What stays of the price without tax: "34.7 %"; a dash where the cost isn't known."""
    if cost is None:
        return "–"
    net = Decimal(price)
    if tax_included:
        net = net * PPM / (PPM + tax_rate_ppm)
    if net <= 0:
        return "–"
    percent = ((net - cost) * 100 / net).quantize(Decimal("0.1"))
    figure = f"{abs(percent)}".replace(".", money.decimal_mark)
    return f"{money.minus if percent < 0 else ''}{figure} %"


def move_words(move: StockMove) -> str:
    """Why the stock moved: "Sale T1-10482", "Received"."""
    reason = REASONS.get(move.reason, move.reason.capitalize())
    return f"{reason} {move.order_number}".rstrip()


def signed(quantity: Decimal, money: MoneyFormat) -> str:
    """A change with its sign, in a unit that is known from elsewhere: "+24", "−1"."""
    sign = "+" if quantity > 0 else money.minus if quantity < 0 else ""
    return sign + wording.quantity(abs(quantity), "piece", money)
