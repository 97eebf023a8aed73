"""What the journal says of the rules that prices follow: taxes, promotions, codes, groups' prices,
limits of discounts, and the shop's own settings. Each by its values and names, never by an id
alone."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pos_app.domain.promotions import Goods
from pos_app.domain.rows import CustomerGroupRow, DiscountCodeRow, PromotionRow, TaxClassRow
from pos_app.domain.tax import TaxPeriod
from pos_app.services.books import Books
from pos_app.services.recorded_changes import changes, plain

Facts = dict[str, Any]


def record_change(
    books: Books,
    kind: str,
    named: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Write what changed between two states of a thing, which is called as named says; nothing
    where nothing did."""
    changed = changes(before, after)
    if changed:
        books.record(kind, {**plain(named), "action": "changed", "changes": changed})


def record_whole(books: Books, kind: str, action: str, facts: Mapping[str, Any]) -> None:
    """Write that a thing was added or removed, with all that it is or was."""
    books.record(kind, {**plain(facts), "action": action})


# --- taxes -------------------------------------------------------------------------------------


def tax_facts(row: TaxClassRow) -> Facts:
    """A tax class with its rates through time."""
    return {"name": row.name, "periods": row.periods}


def rates_from(periods: Iterable[TaxPeriod], day: date | None) -> Facts:
    """The rates that begin on just that day (None: at the beginning)."""
    rates = [period.rates for period in periods if period.valid_from == day]
    return {"rates": rates[0] if rates else ()}


# --- offers ------------------------------------------------------------------------------------


def promotion_facts(books: Books, row: PromotionRow) -> Facts:
    """A promotion with its goods, categories and groups by name."""
    promotion = row.promotion
    facts: Facts = plain(promotion)
    facts["active"] = row.active
    del facts["id"], facts["group_ids"]
    facts["goods"] = _goods(books, promotion.goods)
    facts["reward"] = None if promotion.reward is None else _goods(books, promotion.reward)
    facts["groups"] = _names(books, "SELECT name FROM customer_groups", promotion.group_ids)
    return facts


def code_facts(books: Books, row: DiscountCodeRow) -> Facts:
    """A discount code with what it is for by name."""
    facts: Facts = plain(row)
    for name in ("id", "used", "category_ids"):
        del facts[name]
    return facts | {"categories": _names(books, "SELECT path FROM categories", row.category_ids)}


def group_facts(row: CustomerGroupRow) -> Facts:
    """A customer group: how its sales state prices."""
    return {"name": row.name, "tax_included": row.tax_included}


def price_list(books: Books, group_id: int) -> list[Facts]:
    """All that is on a group's price list, by name."""
    rows = books.database.rows(
        "SELECT p.name, l.price, p.sku FROM group_prices l JOIN products p ON p.id = l.product_id "
        "WHERE l.group_id = ? ORDER BY p.name, p.id",
        (group_id,),
    )
    return [{"name": name, "price": price, "sku": sku} for name, price, sku in rows]


def _goods(books: Books, goods: Goods) -> Facts:
    rows = books.database.rows(
        "SELECT name, sku FROM products WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
        (json.dumps(sorted(goods.product_ids)),),
    )
    return {
        "categories": _names(books, "SELECT path FROM categories", goods.category_ids),
        "everything": goods.everything,
        "products": [{"name": name, "sku": sku} for name, sku in rows],
    }


def _names(books: Books, select: str, ids: Iterable[int]) -> list[str]:
    wanted = json.dumps(sorted(ids))
    sql = f"{select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1"
    return [name for (name,) in books.database.rows(sql, (wanted,))]
