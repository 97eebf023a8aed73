"""Discount codes as a sale uses them: what one takes off today, and using it up once.

Everything here runs inside the caller's transaction.
"""

from datetime import datetime

from pos_app.domain.discounts import CodeDiscount
from pos_app.domain.errors import CodeRefused, UnknownDiscountCode
from pos_app.domain.pricing import PricedCart
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, DiscountCodeRow
from pos_app.services.books import Books
from pos_app.services.price_rules import read_below
from pos_app.storage.database import Database
from pos_app.storage.fields import from_micros
from pos_app.storage.models import DiscountCodeUse

# An order that was cancelled gives its use back, and so does a sale that was made void.
_USED = (
    "(SELECT count(*) FROM discount_code_uses u JOIN orders o ON o.id = u.order_id "
    "WHERE u.code_id = c.id AND o.status <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM returns v "
    "WHERE v.order_id = o.id AND v.kind = 'void'){more})"
)
_SELECT = (
    "SELECT c.id, c.code, c.rate_ppm, c.amount, c.valid_from, c.valid_until, c.active, c.minimum, "
    f"c.max_uses, c.max_uses_per_customer, {_USED.format(more='')} FROM discount_codes c "
)


def code_rows(database: Database, code: str | None = None) -> tuple[DiscountCodeRow, ...]:
    """Every discount code by its spelling, or the one of this spelling in whatever capitals."""
    if code is None:
        rows = database.rows(f"{_SELECT} ORDER BY c.code")
    else:
        rows = database.rows(f"{_SELECT} WHERE c.code = ?", (code.strip().upper(),))
    categories: dict[int, list[int]] = {}
    if rows:
        for code_id, category_id in database.rows(
            "SELECT code_id, category_id FROM discount_code_categories ORDER BY 1, 2"
        ):
            categories.setdefault(code_id, []).append(category_id)
    return tuple(
        DiscountCodeRow(
            id=row[0],
            code=row[1],
            rate_ppm=row[2],
            amount=row[3],
            valid_from=None if row[4] is None else from_micros(row[4]),
            valid_until=None if row[5] is None else from_micros(row[5]),
            active=bool(row[6]),
            minimum=row[7],
            max_uses=row[8],
            max_uses_per_customer=row[9],
            category_ids=tuple(categories.get(row[0], ())),
            used=row[10],
        )
        for row in rows
    )


def find_code(books: Books, code: str) -> DiscountCodeRow:
    """The code that is spelled so. Raises UnknownDiscountCode, also for one that was withdrawn."""
    for row in code_rows(books.database, code):
        if row.active:
            return row
    raise UnknownDiscountCode(code)


def discount_of(books: Books, row: DiscountCodeRow) -> CodeDiscount:
    """What a code takes off, with its categories and all below them."""
    # Most codes are for everything: then the tree need not be read.
    return row.discount.widened(read_below(books.database)) if row.category_ids else row.discount


def current_code(books: Books, code: str) -> CodeDiscount:
    """What a code takes off today. Raises UnknownDiscountCode."""
    return discount_of(books, find_code(books, code))


def check_usable(
    books: Books, row: DiscountCodeRow, at: datetime, customer_id: int | None
) -> CodeDiscount:
    """What a code takes off, when it may be used at a moment by a customer (None: nobody in
    particular, who may be somebody yet). Raises CodeRefused."""
    rules = row.rules
    rules.check(row.code, at, row.used)
    if rules.max_uses_per_customer is not None and customer_id is not None:
        if customer_id == WALK_IN_CUSTOMER_ID:
            raise CodeRefused(row.code, "needs_customer")
        sql = f"SELECT {_USED.format(more=' AND u.customer_id = ?')} FROM discount_codes c "
        used = books.database.row(f"{sql} WHERE c.id = ?", (customer_id, row.id))
        if used is not None and used[0] >= rules.max_uses_per_customer:
            raise CodeRefused(row.code, "used_by_customer", rules.max_uses_per_customer)
    return discount_of(books, row)


def use_code(
    books: Books,
    code: CodeDiscount,
    priced: PricedCart,
    *,
    order_id: int,
    customer_id: int,
    at: datetime,
) -> None:
    """Use a code up by one for an order. Raises UnknownDiscountCode, CodeRefused."""
    row = find_code(books, code.code)
    check_usable(books, row, at, customer_id)
    if priced.code_short > 0:
        raise CodeRefused(row.code, "below_minimum", row.minimum)
    DiscountCodeUse.insert(
        code=row.id, order=order_id, customer=customer_id, created_at=at
    ).execute(books.database.peewee)
