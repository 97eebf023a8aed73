"""Writes products, customers, orders and returns to CSV files: UTF-8, a heading, a row per line.

Products and customers come back unchanged through `imports`. Amounts are plain decimals ("7.38"),
times are the shop's own, and no cell runs as a formula (see `cells`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from peewee import JOIN

from pos_app.domain.errors import BadValue, ShopExists
from pos_app.domain.money import format_decimal_amount
from pos_app.domain.people import check_text
from pos_app.domain.quantity import format_quantity, from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk
from pos_app.domain.training import MARK, MARK_COLUMN
from pos_app.services.books import Books
from pos_app.services.catalog_rows import sees_cost
from pos_app.services.cells import guarded, join_codes
from pos_app.services.customer_rows import shop_address
from pos_app.services.exported_lines import (
    ORDER_COLUMNS,
    RETURN_COLUMNS,
    chosen_orders,
    chosen_returns,
    order_rows,
    return_rows,
)
from pos_app.services.given_paths import given_path
from pos_app.services.leaving import ask_leave, note_leaving
from pos_app.services.replaced_files import is_of_a_shop, replacing
from pos_app.storage.hot import product_rows
from pos_app.storage.models import (
    Address,
    Barcode,
    Customer,
    CustomerAddress,
    CustomerGroup,
    Product,
    TaxClass,
)

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled to stop."""

PRODUCT_COLUMNS = (
    *"sku barcode name category brand price stock unit cost reorder_level tax_class".split(),
    *"open_price min_age scale_number description".split(),
)
CUSTOMER_COLUMNS = (
    *"customer first_name last_name email phone line1 line2 city state country zip".split(),
    *"group tax_exempt credit_limit card".split(),
)

OPEN_REPORTS = ("Low stock",)
"""Reports that show what everybody at a till sees."""

Days = tuple[date | None, date | None]

_NO_DAYS: Days = (None, None)
_LONGEST_NAME = 100
_STEP = 500

_Rows = tuple[Iterable[Sequence[str]], int]
"""The rows of a list, and how many there are."""


class Exports:
    """Lists for other programs. A file of the same name is replaced once the new one is whole.
    Those of a training copy say so in each row, in a column of its own that imports pass over.

    Lists tell how many rows they wrote. Every method raises NotWritten, DiskFull, Cancelled,
    ShopExists for the name of a database's file, be it this shop's, another's or a log of one, and
    NotSignedIn, NotAllowed, ShopReadOnly, ShopBusy, NoSigningKey: each export is in the journal.
    """

    def __init__(self, books: Books) -> None:
        self._books = books

    def products(self, file: str, progress: Progress | None = None, *, by: Clerk) -> int:
        """Write every product that is not archived, by SKU.

        Several codes of a product share a cell: "4006381333931 | 15400638*12". The cells of cost
        are empty for who may not see it.
        """
        return self._export(
            "products", PRODUCT_COLUMNS, partial(self._products, by), file, progress, by
        )

    def customers(self, file: str, progress: Progress | None = None, *, by: Clerk) -> int:
        """Write every customer but the walk-in one and those who were erased, one row for each
        address; no passwords.

        The shop's own address stands for none known: its cells are empty. So is a credit limit of
        nothing.
        """
        return self._export("customers", CUSTOMER_COLUMNS, self._customers, file, progress, by)

    def orders(self, file: str, progress: Progress | None = None, *, by: Clerk) -> int:
        """Write every line of every order, oldest first, cancelled ones with their status.

        total is the line's as it was priced, gross what the customer pays for it with its tax. Over
        orders that stand, the sum of gross without gift cards, less that of returns, is the revenue
        of the daily report. Of a gift card no more than the last four characters are told; rounding
        is the order's and stands on its first line.
        """
        return self._export("orders", ORDER_COLUMNS, self._orders, file, progress, by)

    def returns(self, file: str, progress: Progress | None = None, *, by: Clerk) -> int:
        """Write every line of every return, oldest first, on the day it came back.

        Amounts are zero or above; gross is the price that was paid for what came back, or what was
        given for it without a receipt: then there is no order. rounding is the return's and stands
        on its first line. The kind of an exchange is "exchange", and its order has the same uuid.
        """
        return self._export("returns", RETURN_COLUMNS, self._returns, file, progress, by)

    def report(
        self, file: str, text: str, *, what: str, rows: int, days: Days = _NO_DAYS, by: Clerk
    ) -> None:
        """Write a report as somebody sees it, text, to a file. what names it; but for OPEN_REPORTS
        it needs the right to see reports, and an approval that it is seen by is not used up. days
        are its first and last one, where it has them.

        Raises also BadValue ("file", "what", "text").
        """
        target, books = given_path("file", file), self._books
        facts: dict[str, Any] = {
            "file": target.name,
            "report": check_text("what", what, longest=_LONGEST_NAME, needed=True),
            "rows": rows,
            "what": "report",
        }
        for name, day in zip(("from", "to"), days, strict=True):
            if day is not None:
                facts[name] = day.isoformat()
        if any("\ud800" <= each <= "\udfff" for each in text):
            raise BadValue("text", "", "control_character")
        if is_of_a_shop(target):
            raise ShopExists(file)
        books.forget_changes()
        try:
            with replacing(target) as out:
                out.write(text)
                with books.database.transaction():
                    books.identify(by)
                    if what not in OPEN_REPORTS:
                        books.authorise(by, Permission.REPORTS)
                    books.record("export", facts)
        finally:
            books.forget_changes()

    def _products(self, by: Clerk) -> _Rows:
        with_cost = sees_cost(self._books, by)
        tax_classes = dict(self._run(TaxClass.select(TaxClass.id, TaxClass.name)))
        codes: dict[int, list[tuple[str, Decimal]]] = {}
        every_code = Barcode.select(Barcode.product, Barcode.code, Barcode.pack_quantity).order_by(
            Barcode.product, Barcode.position, Barcode.code
        )
        for product_id, code, pack in self._run(every_code):
            codes.setdefault(product_id, []).append((code, from_thousandths(pack)))
        kept = product_rows().where(Product.archived_at.is_null()).order_by(Product.sku)
        rows = (
            (
                guarded(row[1]),
                guarded(join_codes(codes.get(row[0], ()))),
                guarded(row[2]),
                guarded(row[6]),
                guarded(row[10]),
                self._amount(row[3]),
                _quantity(row[4]),
                row[7],
                self._amount(row[12] if with_cost else None),
                _quantity(row[13]),
                guarded(tax_classes[row[8]]),
                "yes" if row[15] else "no",
                str(row[16]),
                "" if row[17] is None else str(row[17]),
                guarded(row[9]),
            )
            for row in self._run(kept)
        )
        return rows, self._count(kept)

    def _customers(self) -> _Rows:
        chosen = (
            Customer.select(
                Customer.username,
                Customer.first_name,
                Customer.last_name,
                Customer.email,
                Address.id == shop_address(),
                Address.phone,
                Address.line1,
                Address.line2,
                Address.city,
                Address.state,
                Address.country,
                Address.zip,
                CustomerGroup.name,
                Customer.tax_exempt,
                Customer.credit_limit,
                Customer.card,
            )
            .join(CustomerAddress)
            .join(Address)
            .switch(Customer)
            .join(CustomerGroup, JOIN.LEFT_OUTER)
            .where((Customer.id != WALK_IN_CUSTOMER_ID) & Customer.erased_at.is_null())
            .order_by(Customer.id, Address.id)
        )
        rows = (
            (
                *[guarded(cell or "") for cell in row[:4]],
                *["" if row[4] else guarded(cell or "") for cell in row[5:12]],
                guarded(row[12] or ""),
                guarded(row[13]),
                self._amount(row[14] or None),
                guarded(row[15] or ""),
            )
            for row in self._run(chosen)
        )
        return rows, self._count(chosen)

    def _orders(self) -> _Rows:
        chosen = chosen_orders()
        rows = order_rows(self._books, self._run(chosen))
        return rows, self._count(chosen)

    def _returns(self) -> _Rows:
        chosen = chosen_returns()
        rows = return_rows(self._books, self._run(chosen))
        return rows, self._count(chosen)

    def _run(self, chosen: Any) -> Iterator[tuple[Any, ...]]:
        """The raw rows of a Peewee query, one after the other."""
        database = self._books.database
        sql, parameters = database.peewee.get_sql_context().sql(chosen).query()
        return iter(database.connection.execute(sql, parameters))

    def _count(self, chosen: Any) -> int:
        return int(chosen.count(self._books.database.peewee))

    def _amount(self, amount: int | None) -> str:
        if amount is None:
            return ""
        return format_decimal_amount(amount, self._books.money.decimals)

    def _export(
        self,
        what: str,
        columns: Sequence[str],
        choose: Callable[[], _Rows],
        file: str,
        progress: Progress | None,
        by: Clerk,
    ) -> int:
        """Write a list; it takes its place when the journal has the entry, and not before."""
        books = self._books
        leave = ask_leave(books, by, Permission.EXPORT)
        target = given_path("file", file)
        if is_of_a_shop(target):
            raise ShopExists(file)
        practised = books.info.training
        with replacing(target) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow((*columns, MARK_COLUMN) if practised else columns)
            with books.database.snapshot():
                rows, total = choose()
                done = 0
                for row in rows:
                    writer.writerow((*row, MARK) if practised else row)
                    done += 1
                    if progress is not None and done % _STEP == 0:
                        progress(done, total)
            if progress is not None:
                progress(done, done)
            note_leaving(books, leave, "export", {"file": target.name, "rows": done, "what": what})
        return done


def _quantity(thousandths: int | None) -> str:
    return "" if thousandths is None else format_quantity(from_thousandths(thousandths))
