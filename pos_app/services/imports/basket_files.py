"""Reads a list of baskets: one row per line of a basket, a basket's rows one after the other."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pos_app.domain.errors import BadValue
from pos_app.domain.money import check_amount, parse_decimal_amount
from pos_app.domain.people import check_text
from pos_app.domain.quantity import parse_quantity, to_sold_thousandths
from pos_app.services.imports.customer_files import check_customer
from pos_app.services.imports.reading import Faults, Fields, Row, read_table

COLUMNS = (
    *"basket_id sold_at customer sku quantity sales_value".split(),
    *"retail_disc coupon_disc coupon_match_disc".split(),
)

_LONGEST_ID = 64
_EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One row: quantity in thousandths; list_total and total in minor units, before and after
    what the shop took off."""

    line: int
    sku: str
    quantity: int
    list_total: int
    total: int
    coupon: int


@dataclass(frozen=True, slots=True)
class Basket:
    """One sale as the file has it; customer is "" for a walk-in sale."""

    line: int
    id: str
    at: datetime
    customer: str
    lines: tuple[BasketLine, ...]

    @property
    def total(self) -> int:
        """What the customer paid, coupons of others counted in."""
        return sum(line.total for line in self.lines)

    @property
    def coupon(self) -> int:
        """How much of the total somebody else's coupons paid."""
        return sum(line.coupon for line in self.lines)


class BasketFile:
    """What a file holds: its sound baskets in order, and how many rows it has.

    A basket with a fault in any of its lines is left out whole: without a line it would be
    another sale. Where a row can't be read at all, not even whose it is, the baskets around it
    are left out too.
    """

    def __init__(
        self, file: str, *, decimals: int, timezone: str, now: datetime, faults: Faults
    ) -> None:
        """Raises FileRefused when there is nothing to read; other faults are noted."""
        self._faults = faults
        self._checks = _Checks(decimals, ZoneInfo(timezone), now)
        self._rows = read_table(file, COLUMNS, (), faults).rows
        self._ids = [row.fields[0] for row in self._rows]
        self._faulty = self._around_unnamed()
        self._lines = [row.line for row in self._rows]
        self.baskets: list[Basket] = []
        self._read()

    @property
    def rows(self) -> int:
        """How many rows the file has below its heading."""
        return len(self._rows)

    def leave_out(self, baskets: list[Basket]) -> None:
        """Take out baskets in which something is wrong beyond the file."""
        self._faulty.update(basket.id for basket in baskets)
        self._keep_sound()

    def note_left_out(self) -> None:
        """Note as a fault of its own each row that is left out for another row's fault."""
        named = {fault.line for fault in self._faults.all()}
        for row, key in zip(self._rows, self._ids, strict=True):
            if key in self._faulty and row.line not in named:
                self._faults.add(row.line, "basket_id", row.fields[0], "basket_faulty")

    def _around_unnamed(self) -> set[str]:
        faulty = {key for row, key in zip(self._rows, self._ids, strict=True) if not row.sound}
        for index, key in enumerate(self._ids):
            if not key:
                faulty.update(self._ids[max(0, index - 1) : index + 2])
        return faulty

    def _read(self) -> None:
        seen: set[str] = set()
        begin = 0
        while begin < len(self._rows):
            key = self._ids[begin]
            end = begin + 1
            while end < len(self._rows) and self._ids[end] == key:
                end += 1
            rows = self._rows[begin:end]
            if key in seen and key:
                for row in rows:
                    self._faults.add(row.line, "basket_id", row.fields[0], "basket_split")
                self._faulty.add(key)
            seen.add(key)
            basket = self._basket([row for row in rows if row.sound])
            if basket is None:
                self._faulty.add(key)
            else:
                self.baskets.append(basket)
            begin = end
        self._keep_sound()

    def _keep_sound(self) -> None:
        self.baskets = [each for each in self.baskets if each.id not in self._faulty]

    def _basket(self, rows: list[Row]) -> Basket | None:
        """The basket of these rows, None when any of them has a fault."""
        sound = bool(rows)
        lines = []
        first: tuple[str, datetime | None, str] | None = None
        for row in rows:
            fields = Fields(COLUMNS, row, self._faults)
            head = self._checks.head(fields)
            if first is None and fields.sound:
                first = head
            elif first is not None and fields.sound:
                for column, value, wanted in (
                    ("sold_at", head[1], first[1]),
                    ("customer", head[2], first[2]),
                ):
                    if value != wanted:
                        fields.fault(column, "basket_mixed")
            lines.append(self._checks.line(fields))
            sound = sound and fields.sound
        if not sound or first is None or first[1] is None:
            return None
        basket = Basket(rows[0].line, first[0], first[1], first[2], tuple(lines))
        if basket.coupon > basket.total:
            paid = next(line.line for line in lines if line.coupon)
            self._faults.add(paid, "coupon_disc", basket.id, "coupon_over_total")
            return None
        return basket


class _Checks:
    """The checks of single fields, with what they need to know of the shop."""

    def __init__(self, decimals: int, zone: ZoneInfo, now: datetime) -> None:
        self._latest = now + timedelta(days=1)
        self._zone = zone
        self._amounts = {
            column: _amount(column, decimals)
            for column in ("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc")
        }
        # The rows of a basket repeat its time and customer.
        self._time = lru_cache(maxsize=64)(self._shop_time)

    def head(self, fields: Fields) -> tuple[str, datetime | None, str]:
        """Id, time and customer, which all rows of a basket share."""
        return (
            fields.take("basket_id", _basket_id, needed=True) or "",
            fields.take("sold_at", self._time, needed=True),
            fields.take("customer", check_customer) or "",
        )

    def line(self, fields: Fields) -> BasketLine:
        """What a row says for itself."""
        paid, retail, coupon, match = (
            fields.take(column, check, needed=True) or 0 for column, check in self._amounts.items()
        )
        return BasketLine(
            fields.line,
            fields.take("sku", _sku, needed=True) or "",
            fields.take("quantity", _quantity, needed=True) or 0,
            paid + retail + match,
            paid,
            coupon,
        )

    def _shop_time(self, cell: str) -> datetime:
        """UTC of a time on the shop's clock.

        Of a time that the clocks went through twice the first is taken; one that they skipped is
        read as if they had not. Either way the business date is the one in the file.
        """
        if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", cell):
            raise BadValue("sold_at", cell, "not_a_date")
        try:
            on_the_wall = datetime.fromisoformat(cell)
        except ValueError as error:
            raise BadValue("sold_at", cell, "not_a_date") from error
        if on_the_wall.tzinfo is not None:
            raise BadValue("sold_at", cell, "not_a_date")
        if on_the_wall.date() < _EARLIEST:
            raise BadValue("sold_at", cell, "range")
        at = on_the_wall.replace(tzinfo=self._zone).astimezone(UTC)
        if at > self._latest:
            raise BadValue("sold_at", cell, "future")
        if at.astimezone(self._zone).date() != on_the_wall.date():
            raise BadValue("sold_at", cell, "no_such_time")
        return at


def _amount(column: str, decimals: int) -> Callable[[str], int]:
    return lru_cache(maxsize=4096)(
        lambda cell: check_amount(column, parse_decimal_amount(column, cell, decimals))
    )


@lru_cache(maxsize=64)
def _basket_id(cell: str) -> str:
    check_text("basket_id", cell, longest=_LONGEST_ID, needed=True)
    return cell


@lru_cache(maxsize=16_384)
def _sku(cell: str) -> str:
    return check_text("sku", cell, longest=_LONGEST_ID, needed=True)


@lru_cache(maxsize=1024)
def _quantity(cell: str) -> int:
    # Whether half a piece can be sold is asked when the product is known.
    return to_sold_thousandths(parse_quantity(cell), "kg")
