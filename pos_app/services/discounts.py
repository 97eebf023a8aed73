"""Discount codes as managers keep them, and how far each role may go with a discount by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypedDict, Unpack

from pos_app.domain.discounts import LONGEST_CODE, DiscountLimit
from pos_app.domain.errors import (
    BadAmount,
    BadValue,
    Duplicate,
    UnknownCategory,
    UnknownDiscountCode,
)
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission, Role
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, DiscountCodeRow
from pos_app.domain.tax import check_rate
from pos_app.services.books import Books
from pos_app.services.command import command, query, reading
from pos_app.services.discount_codes import code_rows
from pos_app.services.duplicates import unique
from pos_app.services.price_rules import touch
from pos_app.services.recorded_changes import plain
from pos_app.services.recorded_prices import code_facts, record_change, record_whole
from pos_app.storage.models import (
    Category,
    DiscountCode,
    DiscountCodeCategory,
    DiscountCodeUse,
    Order,
)
from pos_app.storage.models import DiscountLimit as Limit

_MOST_USES = 1_000_000_000


class CodeTerms(TypedDict, total=False):
    """What a code takes off a cart, from when to when, and how often; what is left out is open.

    rate_ppm or amount in minor units, one of them. valid_from and valid_until are aware datetimes,
    both included. minimum (minor units) is what the basket must come to, max_uses how many orders
    may use it, in all and of one customer.
    """

    rate_ppm: int
    amount: int
    valid_from: datetime | None
    valid_until: datetime | None
    minimum: int
    max_uses: int | None
    max_uses_per_customer: int | None


class Discounts:
    """Discount codes, and the limits of discounts by hand. What was sold keeps its discount."""

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- codes -------------------------------------------------------------------------------

    @reading(Permission.MANAGE_CATALOG)
    def codes(self, *, by: Clerk) -> tuple[DiscountCodeRow, ...]:
        """Every discount code by its spelling, those that were withdrawn too."""
        return code_rows(self._books.database)

    @command(Permission.MANAGE_CATALOG)
    def add_code(
        self,
        code: str,
        *,
        category_ids: Sequence[int] = (),
        by: Clerk,
        **terms: Unpack[CodeTerms],
    ) -> DiscountCodeRow:
        """Add a code on such terms, spelled in capitals; category_ids are what it is for, each with
        all below it (none: everything). Raises BadValue, BadAmount, Duplicate("code"),
        UnknownCategory."""
        columns = _checked(code, **terms)
        with unique(code=str(columns["code"])):
            code_id = int(
                DiscountCode.insert(**columns, active=True, created_at=self._books.now()).execute(
                    self._books.database.peewee
                )
            )
        self._write_categories(code_id, category_ids)
        row = self._changed(str(columns["code"]))
        record_whole(self._books, "discount_code", "added", code_facts(self._books, row))
        return row

    @command(Permission.MANAGE_CATALOG)
    def update_code(
        self,
        code_id: int,
        *,
        code: str,
        category_ids: Sequence[int] = (),
        by: Clerk,
        **terms: Unpack[CodeTerms],
    ) -> DiscountCodeRow:
        """Put all of this in the place of what a code was; its uses stay counted. Raises
        UnknownDiscountCode, as add_code, Duplicate also for the spelling that another code had when
        it was used, and BadValue where it was used more often than it may be from now on, in all or
        by one customer: such a code is withdrawn."""
        columns = _checked(code, **terms)
        peewee = self._books.database.peewee
        before = self._facts(code_id)
        self._check_spelling(code_id, str(columns["code"]))
        with unique(code=str(columns["code"])):
            changed = (
                DiscountCode.update(**columns).where(DiscountCode.id == code_id).execute(peewee)
            )
        assert changed, "it was read"
        DiscountCodeCategory.delete().where(DiscountCodeCategory.code == code_id).execute(peewee)
        self._write_categories(code_id, category_ids)
        row = self._changed(str(columns["code"]))
        if row.max_uses is not None and row.used > row.max_uses:
            raise BadValue("max_uses", row.max_uses, "range")
        most = _most_used_by_one(self._books, code_id)
        if row.max_uses_per_customer is not None and most > row.max_uses_per_customer:
            raise BadValue("max_uses_per_customer", row.max_uses_per_customer, "range")
        self._record(before, row)
        return row

    @command(Permission.MANAGE_CATALOG)
    def withdraw_code(self, code: str, *, by: Clerk) -> DiscountCodeRow:
        """Let a code count no more, on open carts neither. Raises UnknownDiscountCode."""
        return self._set_active(code, active=False)

    @command(Permission.MANAGE_CATALOG)
    def restore_code(self, code: str, *, by: Clerk) -> DiscountCodeRow:
        """Let a code that was withdrawn count again. Raises UnknownDiscountCode."""
        return self._set_active(code, active=True)

    # --- limits ------------------------------------------------------------------------------

    @query
    def limits(self) -> tuple[DiscountLimit, ...]:
        """How far each role may go by hand, from the one with fewest rights on."""
        known = self._books.rules.now().limits
        return tuple(known.get(role, DiscountLimit(role)) for role in Role)

    @command(Permission.SETTINGS)
    def set_limit(self, role: str, *, most_ppm: int, floor_ppm: int, by: Clerk) -> DiscountLimit:
        """Say how far a role may go by hand: most_ppm of a price (100 % is 1,000,000), and not
        below floor_ppm of what the goods cost (0: no floor). Raises BadValue."""
        if role not in list(Role):
            raise BadValue("role", role, "unknown_choice")
        limit = DiscountLimit(str(role), most_ppm, floor_ppm)
        before = self._books.rules.now().limits.get(role, DiscountLimit(role))
        Limit.insert(
            role=limit.role,
            most_ppm=limit.most_ppm,
            floor_ppm=limit.floor_ppm,
            created_at=self._books.now(),
        ).on_conflict_replace().execute(self._books.database.peewee)
        known, now = plain(before), plain(limit)
        record_change(self._books, "discount_limit", {"role": limit.role}, known, now)
        self._note()
        return limit

    # --- below -------------------------------------------------------------------------------

    def _check_spelling(self, code_id: int, code: str) -> None:
        """Raises Duplicate where orders name this spelling that used another code: nobody could
        tell any more which one they mean."""
        used = (
            DiscountCodeUse.select()
            .join(Order)
            .where((DiscountCodeUse.code != code_id) & (Order.discount_code == code))
        )
        if used.exists(self._books.database.peewee):
            raise Duplicate("code", code)

    def _write_categories(self, code_id: int, category_ids: Sequence[int]) -> None:
        peewee = self._books.database.peewee
        for category_id in sorted(set(category_ids)):
            if not Category.select().where(Category.id == category_id).exists(peewee):
                raise UnknownCategory(category_id)
            DiscountCodeCategory.insert(
                code=code_id, category=category_id, created_at=self._books.now()
            ).execute(peewee)

    def _facts(self, code_id: int) -> dict[str, Any]:
        """Raises UnknownDiscountCode."""
        for row in code_rows(self._books.database):
            if row.id == code_id:
                return code_facts(self._books, row)
        raise UnknownDiscountCode(code_id)

    def _record(self, before: dict[str, Any], row: DiscountCodeRow) -> None:
        after = code_facts(self._books, row)
        record_change(self._books, "discount_code", {"code": before["code"]}, before, after)

    def _set_active(self, code: str, *, active: bool) -> DiscountCodeRow:
        changed = (
            DiscountCode.update(active=active)
            .where(
                (DiscountCode.code == code.strip().upper()) & (DiscountCode.active == (not active))
            )
            .execute(self._books.database.peewee)
        )
        if not changed:
            raise UnknownDiscountCode(code)
        row = self._changed(code)
        self._record(code_facts(self._books, replace(row, active=not active)), row)
        return row

    def _note(self) -> None:
        touch(self._books.database)
        self._books.changed("prices")

    def _changed(self, code: str) -> DiscountCodeRow:
        self._note()
        return code_rows(self._books.database, code)[0]


def _most_used_by_one(books: Books, code_id: int) -> int:
    """How often the customer who used a code most has used it; the walk-in customer is nobody."""
    row = books.database.row(
        "SELECT count(*) FROM discount_code_uses u JOIN orders o ON o.id = u.order_id "
        "WHERE u.code_id = ? AND u.customer_id <> ? AND o.status <> 'cancelled' "
        "GROUP BY u.customer_id ORDER BY 1 DESC LIMIT 1",
        (code_id, WALK_IN_CUSTOMER_ID),
    )
    return 0 if row is None else int(row[0])


def _checked(
    code: str,
    *,
    rate_ppm: int = 0,
    amount: int = 0,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    minimum: int = 0,
    max_uses: int | None = None,
    max_uses_per_customer: int | None = None,
) -> dict[str, object]:
    """The columns of a code; raises BadValue, BadAmount."""
    # Some letters are more than one in capitals.
    spelled = check_text("code", code, longest=LONGEST_CODE, needed=True).upper()
    check_text("code", spelled, longest=LONGEST_CODE)
    if " " in spelled:
        raise BadValue("code", code, "unknown_choice")
    check_rate(rate_ppm)
    check_amount("amount", amount)
    check_amount("minimum", minimum)
    if bool(rate_ppm) == bool(amount):
        raise BadAmount("amount", amount, "rate_or_amount" if amount else "zero")
    for field, moment in (("valid_from", valid_from), ("valid_until", valid_until)):
        if moment is not None and moment.utcoffset() is None:
            raise BadValue(field, moment, "not_a_date")
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        raise BadValue("valid_until", valid_until, "range")
    for field, uses in (("max_uses", max_uses), ("max_uses_per_customer", max_uses_per_customer)):
        if uses is not None:
            _check_uses(field, uses)
    return {
        "code": spelled,
        "rate_ppm": rate_ppm,
        "amount": amount,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "minimum": minimum,
        "max_uses": max_uses,
        "max_uses_per_customer": max_uses_per_customer,
    }


def _check_uses(field: str, uses: object) -> None:
    if isinstance(uses, bool) or not isinstance(uses, int):
        raise BadValue(field, uses, "not_a_number")
    if not 1 <= uses <= _MOST_USES:
        raise BadValue(field, uses, "zero" if uses < 1 else "too_large")
