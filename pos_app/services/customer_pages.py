"""Finding customers: by key, by anything a clerk knows of them, and a page at a time."""

import json
from functools import cached_property

from peewee import SQL, Tuple

from pos_app.domain.errors import UnknownCustomer
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, CustomerRow
from pos_app.services.customer_rows import customer_row, customer_rows
from pos_app.storage.customer_search import find_customers
from pos_app.storage.database import Database
from pos_app.storage.models import Customer

_VALUE = SQL("?")
_BEHIND_ALL = "\U0010ffff"
_LISTED = (Customer.id != SQL(str(WALK_IN_CUSTOMER_ID))) & Customer.erased_at.is_null()


class CustomerPages:
    """Reads customers of one shop; its statements are compiled when first needed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, customer_id: int) -> CustomerRow:
        """See Customers.get."""
        row = self._database.row(self.by_ids_sql, (json.dumps([customer_id]),))
        if row is None:
            raise UnknownCustomer(customer_id)
        return customer_row(row)

    def by_username(self, username: str) -> CustomerRow:
        """See Customers.by_username."""
        sql = self._database.compile(customer_rows().where(Customer.username == _VALUE))
        row = self._database.row(sql, (username.strip(),))
        if row is None:
            raise UnknownCustomer(username)
        return customer_row(row)

    def search(self, text: str, limit: int) -> tuple[CustomerRow, ...]:
        """See Customers.search."""
        whole, begun = find_customers(self._database.connection, text)
        found = self._database.rows(self.by_ids_sql, (json.dumps([*whole, *begun]),))
        exact = set(whole)
        rows = sorted(
            map(customer_row, found),
            key=lambda row: (
                row.id not in exact,
                row.last_name.casefold(),
                row.first_name.casefold(),
                row.id,
            ),
        )
        return tuple(rows[:limit])

    def by_first_name(self, prefix: str, limit: int) -> tuple[CustomerRow, ...]:
        """See Customers.by_first_name."""
        # The index folds the capitals of ASCII; other letters are looked up in each spelling.
        spellings = {prefix}
        if not prefix.isascii():
            spellings |= {prefix.lower(), prefix.upper(), prefix.title()}
        found = {
            row[0]: customer_row(row)
            for spelling in spellings
            for row in self._database.rows(
                self.by_first_name_sql, (spelling, spelling + _BEHIND_ALL, limit)
            )
        }
        rows = sorted(found.values(), key=lambda row: (row.first_name.casefold(), row.id))
        return tuple(rows[:limit])

    def page(self, after: CustomerRow | None, limit: int) -> tuple[CustomerRow, ...]:
        """See Customers.page."""
        key = (after.last_name, after.first_name, after.id) if after else ("", "", 0)
        return tuple(map(customer_row, self._database.rows(self.page_sql, (*key, limit))))

    @cached_property
    def by_ids_sql(self) -> str:
        """(JSON list of ids) -> customer rows in no set order."""
        ids = SQL("(SELECT value FROM json_each(?))")
        return self._database.compile(customer_rows().where(Customer.id.in_(ids)))

    @cached_property
    def by_first_name_sql(self) -> str:
        """(first, behind the last, limit) -> customer rows by first name."""
        between = (Customer.first_name >= _VALUE) & (Customer.first_name < _VALUE)
        return self._database.compile(
            customer_rows()
            .where(between & _LISTED)
            .order_by(Customer.first_name, Customer.id)
            .limit(_VALUE)
        )

    @cached_property
    def page_sql(self) -> str:
        """(last name, first name, id, limit) -> the customer rows behind this one."""
        key = (Customer.last_name, Customer.first_name, Customer.id)
        return self._database.compile(
            customer_rows()
            .where((Tuple(*key) > Tuple(_VALUE, _VALUE, _VALUE)) & _LISTED)
            .order_by(*key)
            .limit(_VALUE)
        )
