"""From raw columns to customer and address rows, and the name that stands for a customer."""

from collections.abc import Sequence
from typing import Any

from peewee import JOIN, SQL, fn

from pos_app.domain.rows import AddressRow, CustomerRow
from pos_app.services.books import Books
from pos_app.storage.fields import from_micros
from pos_app.storage.models import Address, Customer, CustomerAddress

_WALK_IN = SQL("1")

ADDRESS_COLUMNS = (
    Address.id,
    Address.line1,
    Address.line2,
    Address.city,
    Address.state,
    Address.country,
    Address.zip,
    Address.phone,
)


def display_name(customer: Any = Customer) -> Any:
    """First and last name in one column, or the username: as `CustomerRow.name`."""
    both = customer.first_name.concat(SQL("' '")).concat(customer.last_name)
    return fn.COALESCE(fn.NULLIF(fn.TRIM(both), SQL("''")), customer.username)


def shop_address() -> Any:
    """The query for the id of the shop's own address, which is the walk-in customer's."""
    link = CustomerAddress.alias()
    return link.select(link.address).where(link.customer == _WALK_IN).limit(SQL("1"))


def customer_rows() -> Any:
    """The query behind every customer row: its raw columns in the order of `customer_row`.

    Phone and city are those of the customer's first address, the shop's own left out.
    """
    first_address = CustomerAddress.select(fn.MIN(CustomerAddress.address)).where(
        (CustomerAddress.customer == Customer.id) & (CustomerAddress.address != shop_address())
    )
    return Customer.select(
        Customer.id,
        Customer.username,
        Customer.first_name,
        Customer.last_name,
        Customer.email,
        Customer.registered,
        Address.phone,
        Address.city,
        Customer.created_at,
        Customer.group,
        Customer.tax_exempt,
        Customer.credit_limit,
        Customer.card,
        Customer.erased_at,
    ).join(Address, JOIN.LEFT_OUTER, on=(Address.id == first_address))


def customer_row(row: Sequence[Any]) -> CustomerRow:
    """A customer row of the raw columns that `customer_rows` selects."""
    return CustomerRow(
        id=row[0],
        username=row[1],
        first_name=row[2],
        last_name=row[3],
        email=row[4] or "",
        registered=bool(row[5]),
        phone=row[6] or "",
        city=row[7] or "",
        created_at=from_micros(row[8]),
        group_id=row[9],
        tax_exempt=row[10],
        credit_limit=row[11],
        card=row[12] or "",
        erased=row[13] is not None,
    )


def name_of(books: Books, customer_id: int) -> str:
    """A customer's name as people read it; "" for nobody's id."""
    chosen = Customer.select(display_name()).where(Customer.id == customer_id)
    return str(chosen.scalar(books.database.peewee) or "")


def address_row(row: Sequence[Any]) -> AddressRow:
    """An address row of the raw ADDRESS_COLUMNS."""
    return AddressRow(
        id=row[0],
        line1=row[1],
        line2=row[2],
        city=row[3],
        state=row[4],
        country=row[5],
        zip=row[6],
        phone=row[7] or "",
    )
