"""Looking for the sale that somebody brings goods of: by number, customer, product or day."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from pos_app.domain.errors import PosError
from pos_app.domain.rows import CustomerHit, OrderRow, ReceiptHit, ScanHit, Scanned

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

LIMIT = 100
_PRODUCTS = 3
"""So many products that a text fits are looked for in the sales."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: words, or what a scan stood for, on the business dates from first to
    last; None leaves that end open."""

    text: str = ""
    hit: Scanned | None = None
    first: date | None = None
    last: date | None = None


def look_for(shop: "Shop", sought: Sought) -> tuple[OrderRow, ...]:
    """The sales that fit, newest first, no more than LIMIT; for a lane. Without words all of those
    days."""
    days = _Days(date_from=sought.first, date_to=sought.last)
    if sought.hit is not None:
        return _of_hit(shop, sought.hit, days)
    if sought.text.strip():
        return _of_words(shop, sought.text, days)
    return shop.orders.page(limit=LIMIT, **days)


class _Days(TypedDict):
    """The dates as the orders are asked for them."""

    date_from: date | None
    date_to: date | None


def _of_words(shop: "Shop", text: str, days: _Days) -> tuple[OrderRow, ...]:
    rows = shop.orders.find(text, limit=LIMIT, **days)
    if rows:
        return rows
    try:
        return _of_hit(shop, shop.codes.read(text), days)
    except PosError:
        pass  # no code: then it is a part of a product's name
    found: dict[int, OrderRow] = {}
    for product in shop.catalog.search(text, limit=_PRODUCTS):
        for row in shop.orders.page(with_product=product.id, limit=LIMIT, **days):
            found[row.id] = row
    return tuple(sorted(found.values(), key=lambda row: (row.at, row.id), reverse=True))[:LIMIT]


def _of_hit(shop: "Shop", hit: Scanned, days: _Days) -> tuple[OrderRow, ...]:
    if isinstance(hit, ScanHit):
        return shop.orders.page(with_product=hit.product.id, limit=LIMIT, **days)
    if isinstance(hit, CustomerHit):
        return shop.orders.page(customer_id=hit.customer.id, limit=LIMIT, **days)
    if isinstance(hit, ReceiptHit):
        return shop.orders.page(number=hit.number, limit=1, **days)
    return ()
