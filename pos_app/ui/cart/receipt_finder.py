"""Looking for the sale that somebody brings goods of: by number, customer, product or day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pos_app.domain.errors import PosError
from pos_app.domain.rows import CustomerHit, OrderRow, ReceiptHit, ScanHit, Scanned

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

LIMIT = 50
_PRODUCTS = 3
"""So many products that a text fits are looked for in the sales."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: words, or what a scan stood for, within the last `days` (1 is today, 0
    is always)."""

    text: str = ""
    hit: Scanned | None = None
    days: int = 0


def look_for(shop: "Shop", sought: Sought, today: date) -> tuple[OrderRow, ...]:
    """The sales that fit, newest first; for a lane. Without words all of those days."""
    first = today - timedelta(days=sought.days - 1) if sought.days else None
    if sought.hit is None and not sought.text.strip():
        return shop.orders.page(limit=LIMIT, date_from=first)
    rows = _of_hit(shop, sought.hit) if sought.hit is not None else _of_words(shop, sought.text)
    return tuple(row for row in rows if first is None or row.business_date >= first)


def _of_words(shop: "Shop", text: str) -> tuple[OrderRow, ...]:
    rows = shop.orders.find(text, limit=LIMIT)
    if rows:
        return rows
    try:
        return _of_hit(shop, shop.codes.read(text))
    except PosError:
        pass  # no code: then it is a part of a product's name
    found: dict[int, OrderRow] = {}
    for product in shop.catalog.search(text, limit=_PRODUCTS):
        for row in shop.orders.page(with_product=product.id, limit=LIMIT):
            found[row.id] = row
    return tuple(sorted(found.values(), key=lambda row: (row.at, row.id), reverse=True))[:LIMIT]


def _of_hit(shop: "Shop", hit: Scanned) -> tuple[OrderRow, ...]:
    if isinstance(hit, ScanHit):
        return shop.orders.page(with_product=hit.product.id, limit=LIMIT)
    if isinstance(hit, CustomerHit):
        return shop.orders.page(customer_id=hit.customer.id, limit=LIMIT)
    if isinstance(hit, ReceiptHit):
        return shop.orders.page(number=hit.number, limit=1)
    return ()
