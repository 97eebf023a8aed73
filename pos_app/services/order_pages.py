"""The order history a page at a time, by key: each filter reads along one index, however long the
history is.

The newest orders come first, by time and id. A customer's orders are read status by status and
merged, so that one index serves a customer with and without a status.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Any

from peewee import SQL, Tuple, fn

from pos_app.domain.errors import BadValue
from pos_app.domain.order_status import STATUSES
from pos_app.domain.rows import OrderRow
from pos_app.services.customer_rows import display_name
from pos_app.storage.database import Database, Row
from pos_app.storage.fields import from_micros, to_micros
from pos_app.storage.models import (
    BundlePart,
    Customer,
    Order,
    OrderItem,
    Return,
    StockMove,
    Till,
    User,
)

_VALUE = SQL("?")
_HOUR = timedelta(hours=1) // timedelta(microseconds=1)
_LAST = 2**63 - 1
_EPOCH_DAY = date(1970, 1, 1).toordinal()

# No zone is further than this from UTC (the IANA data: UTC-12 to UTC+14).
_WEST, _EAST = 12, 14

_RETURNED = (
    "SELECT back.order_id, sum(part.quantity), "
    "(SELECT sum(quantity) FROM order_items WHERE order_id = back.order_id) "
    "FROM returns AS back JOIN return_items AS part ON part.return_id = back.id "
    "WHERE back.order_id IN (SELECT value FROM json_each(?)) GROUP BY back.order_id"
)
"""(JSON list of order ids) -> order, what came back of its goods, what was sold; in thousandths."""

_SALES = 5_000
"""So many of a product's last sales are looked at: who still has the receipt bought it lately."""

_CREATED_AT = 3
"""Where created_at stands in the columns of `order_rows`."""


@dataclass(frozen=True, slots=True)
class Window:
    """Between which moments orders are looked for (microseconds), and on which business dates."""

    since: int = -_LAST
    until: int = _LAST
    first_date: str = ""
    last_date: str = "9999-12-31"


class OrderPages:
    """Reads order rows of one shop; its statements are compiled when first needed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        *,
        after: OrderRow | None = None,
        limit: int = 100,
        status: str | None = None,
        customer_id: int | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        number: str = "",
        with_product: int | None = None,
    ) -> tuple[OrderRow, ...]:
        """See Orders.page."""
        if status is not None and status not in STATUSES:
            raise BadValue("status", status, "unknown_choice")
        window = self._window(check_day("date_from", date_from), check_day("date_to", date_to))
        behind = (window.until, _LAST)
        if after is not None:
            behind = min(behind, (to_micros(after.at), after.id))
        if number.strip() or with_product is not None:
            named = self._numbered(number) if number.strip() else None
            if with_product is not None:
                sold = self._sold(with_product)
                named = sold if named is None else [row for row in named if row in sold]
            found = _passing(named or [], window, behind, status, customer_id)
        else:
            bounds = (*behind, window.since, window.first_date, window.last_date, limit)
            if customer_id is not None:
                wanted = STATUSES if status is None else (status,)
                if date_from is None and date_to is None:
                    sql = self.keys_of_customer_sql
                    found = self._merged(sql, customer_id, wanted, (*behind, limit))
                else:
                    sql = self.dated_keys_of_customer_sql
                    found = self._merged(sql, customer_id, wanted, bounds)
            elif status is not None:
                found = self._database.rows(self.of_status_sql, (status, *bounds))
            else:
                found = self._database.rows(self.all_sql, bounds)
        return self._told(found[:limit])

    def newest_of(self, statuses: tuple[str, ...], limit: int) -> tuple[OrderRow, ...]:
        """Orders in any of these statuses, newest first; limit -1 for all of them."""
        window = Window()
        bounds = (window.until, _LAST, window.since, window.first_date, window.last_date, limit)
        lists = [self._database.rows(self.of_status_sql, (each, *bounds)) for each in statuses]
        merged = merge(*lists, key=_key, reverse=True)
        return tuple(order_row(row) for row in islice(merged, None if limit < 0 else limit))

    def _told(self, rows: list[Row]) -> tuple[OrderRow, ...]:
        """The rows with what came back of each: asked for all of them at once, and of those alone
        that are shown."""
        ids = json.dumps([row[0] for row in rows])
        returned = {
            order_id: "whole" if back >= sold else "part"
            for order_id, back, sold in self._database.rows(_RETURNED, (ids,))
        }
        return tuple(order_row(row, returned.get(row[0], "")) for row in rows)

    def _merged(
        self, keys_sql: str, customer_id: int, statuses: tuple[str, ...], bounds: tuple[Any, ...]
    ) -> list[Row]:
        lists = [self._database.rows(keys_sql, (customer_id, each, *bounds)) for each in statuses]
        keys = islice(merge(*lists, reverse=True), bounds[-1])
        ids = json.dumps([order_id for _, order_id in keys])
        return sorted(self._database.rows(self.by_ids_sql, (ids,)), key=_key, reverse=True)

    def _numbered(self, text: str) -> list[Row]:
        """Orders with this number ("T1-104", or "104" of any till), or that of a return of theirs
        ("T1-R12")."""
        parsed = re.fullmatch(r"#?\s*(?:(\S+)-)?([Rr]?)([0-9]{1,18})", text.strip())
        if parsed is None:
            return []
        code, sql = parsed[1] or "", self.returned_sql if parsed[2] else self.numbered_sql
        return self._database.rows(sql, (code, code, int(parsed[3])))

    def _sold(self, product_id: int) -> list[Row]:
        """The orders with a product among its last sales; a bundle's are those of its parts."""
        parts = self._database.rows(self.parts_sql, (product_id,))
        ids = {
            order_id
            for moved in ((product_id,), *parts)
            for (order_id,) in self._database.rows(self.moved_sql, (*moved, _SALES))
        }
        return self._database.rows(self.with_product_sql, (json.dumps(sorted(ids)), product_id))

    def _window(self, first: date | None, last: date | None) -> Window:
        """The moments between which all orders of these business dates lie.

        A business date says little of the moment: the shop's time zone may have been changed. So
        the edges are read from the orders at them; where a date has none, the zones of the world
        give a bound that can't cut an order off.
        """
        since, until = -_LAST, _LAST
        if first is not None:
            midnight = _midnight(first)
            days = (first.isoformat(), (first + timedelta(days=1)).isoformat())
            found = self._edges("min", days)
            since = min([*found, midnight + (48 - _EAST) * _HOUR])
        if last is not None:
            midnight = _midnight(last)
            days = (last.isoformat(), (last - timedelta(days=1)).isoformat())
            found = self._edges("max", days)
            until = max([*found, midnight + (_WEST - 24) * _HOUR])
        return Window(
            since=since,
            until=until,
            first_date=first.isoformat() if first else "",
            last_date=last.isoformat() if last else "9999-12-31",
        )

    def _edges(self, edge: str, days: tuple[str, str]) -> list[int]:
        moment = f"(SELECT {edge}(created_at) FROM orders WHERE business_date = ?)"
        row = self._database.row(f"SELECT {moment}, {moment}", days)
        return [found for found in row or () if found is not None]

    @cached_property
    def all_sql(self) -> str:
        """(moment, id, since, first date, last date, limit) -> order rows before that one."""
        return self._compile(_newest(order_rows(), "orders_time"))

    @cached_property
    def of_status_sql(self) -> str:
        """(status, then as all_sql)."""
        chosen = order_rows().where(Order.status == _VALUE)
        return self._compile(_newest(chosen, "orders_status"))

    @cached_property
    def keys_of_customer_sql(self) -> str:
        """(customer id, status, moment, id, limit) -> created_at, id; from the index alone."""
        return self._compile(_newest(_keys_of_customer(), "orders_customer", dated=False))

    @cached_property
    def dated_keys_of_customer_sql(self) -> str:
        """(customer id, status, then as all_sql) -> created_at, id."""
        return self._compile(_newest(_keys_of_customer(), "orders_customer"))

    @cached_property
    def by_ids_sql(self) -> str:
        """(JSON list of ids) -> order rows in no set order."""
        ids = SQL("(SELECT value FROM json_each(?))")
        return self._compile(order_rows().where(Order.id.in_(ids)))

    @cached_property
    def numbered_sql(self) -> str:
        """(till code or "", the same, number) -> order rows with that number."""
        return self._compile(
            order_rows().where(Order.till.in_(_tills()) & (Order.number == _VALUE))
        )

    @cached_property
    def returned_sql(self) -> str:
        """(till code or "", the same, number) -> rows of orders with a return of that number."""
        returned = Return.select(Return.order).where(
            Return.till.in_(_tills()) & (Return.number == _VALUE)
        )
        return self._compile(order_rows().where(Order.id.in_(returned)))

    @cached_property
    def parts_sql(self) -> str:
        """(product id) -> the parts of a bundle."""
        return self._compile(BundlePart.select(BundlePart.part).where(BundlePart.bundle == _VALUE))

    @cached_property
    def moved_sql(self) -> str:
        """(product id, limit) -> the orders that last moved it."""
        return self._compile(
            StockMove.select(StockMove.order)
            .from_(SQL('"stock_moves" AS "t1" INDEXED BY "stock_moves_product"'))
            .where((StockMove.product == _VALUE) & StockMove.order.is_null(False))
            .order_by(StockMove.id.desc())
            .limit(_VALUE)
        )

    @cached_property
    def with_product_sql(self) -> str:
        """(JSON list of order ids, product id) -> rows of those orders that have it."""
        line = OrderItem.select(SQL("1")).where(
            (OrderItem.order == Order.id) & (OrderItem.product == _VALUE)
        )
        ids = SQL("(SELECT value FROM json_each(?))")
        return self._compile(order_rows().where(Order.id.in_(ids) & fn.EXISTS(line)))

    def _compile(self, chosen: Any) -> str:
        return self._database.compile(chosen)


def order_rows() -> Any:
    """The query behind every order row: its raw columns in the order of `order_row`.

    Names come through subqueries: a join could lead the planner away from the index that gives
    the order.
    """
    return Order.select(
        Order.id,
        Till.select(Till.code).where(Till.id == Order.till),
        Order.number,
        Order.created_at,
        Order.business_date,
        Order.customer,
        Customer.select(display_name()).where(Customer.id == Order.customer),
        Order.status,
        Order.items,
        Order.total,
        User.select(User.name).where(User.id == Order.user),
    )


def _tills() -> Any:
    """(till code or "", the same) -> the till of that code, or all of them."""
    return Till.select(Till.id).where((Till.code == _VALUE) | SQL("? = ''"))


def order_row(row: Row, returned: str = "") -> OrderRow:
    """An order row of the raw columns that `order_rows` selects."""
    return OrderRow(
        id=row[0],
        number=f"{row[1]}-{row[2]}",
        at=from_micros(row[3]),
        business_date=date.fromisoformat(row[4]),
        customer_id=row[5],
        customer=row[6],
        status=row[7],
        items=row[8],
        total=row[9],
        clerk=row[10],
        returned=returned,
    )


def check_day(field: str, day: date | None) -> date | None:
    """The business date itself; raises BadValue for anything but a date."""
    if day is None:
        return None
    if isinstance(day, datetime) or not isinstance(day, date):
        raise BadValue(field, day, "not_a_date")
    # The calendar's ends have no day behind them.
    return min(max(day, date(2, 1, 1)), date(9998, 12, 31))


def _keys_of_customer() -> Any:
    return Order.select(Order.created_at, Order.id).where(
        (Order.customer == _VALUE) & (Order.status == _VALUE)
    )


def _newest(chosen: Any, index: str, *, dated: bool = True) -> Any:
    """The query's next rows before a moment and id, read along this index and no other; dated
    adds the bounds of a window.

    Without statistics SQLite takes the shorter index, however many rows it leads to.
    """
    before = Tuple(Order.created_at, Order.id) < Tuple(_VALUE, _VALUE)
    if dated:
        before &= (Order.created_at >= _VALUE) & Order.business_date.between(_VALUE, _VALUE)
    return (
        chosen.from_(SQL(f'"orders" AS "t1" INDEXED BY "{index}"'))
        .where(before)
        .order_by(Order.created_at.desc(), Order.id.desc())
        .limit(_VALUE)
    )


def _passing(
    rows: list[Row],
    window: Window,
    behind: tuple[int, int],
    status: str | None,
    customer_id: int | None,
) -> list[Row]:
    """The rows that pass the other filters, newest first."""
    passing = [
        row
        for row in rows
        if _key(row) < behind
        and row[_CREATED_AT] >= window.since
        and window.first_date <= row[4] <= window.last_date
        and status in (None, row[7])
        and customer_id in (None, row[5])
    ]
    return sorted(passing, key=_key, reverse=True)


def _key(row: Row) -> tuple[int, int]:
    return row[_CREATED_AT], row[0]


def _midnight(day: date) -> int:
    """Midnight UTC of a day, in microseconds since 1970."""
    return (day.toordinal() - _EPOCH_DAY) * 24 * _HOUR
