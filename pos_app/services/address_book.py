"""Addresses and who has them: what the counter and imports have in common.

A customer always has an address (the shop's own when none is known), an address always a customer.
Everything that writes runs inside the caller's transaction.
"""

from dataclasses import replace
from typing import Any

from pos_app.domain.errors import LastAddress, UnknownAddress
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, AddressRow, ShopInfo
from pos_app.services.books import Books
from pos_app.services.customer_rows import ADDRESS_COLUMNS, address_row
from pos_app.services.duplicates import unique
from pos_app.services.phones import e164
from pos_app.storage.models import Address, CustomerAddress


def checked(draft: AddressDraft, region: str) -> AddressDraft:
    """The address tidied, its phone in E.164 (region is the shop's country); raises BadValue."""
    tidy = draft.checked()
    return replace(tidy, phone=e164(tidy.phone, region))


def phone_only(books: Books, phone: str) -> AddressDraft:
    """What is kept of an address when only a phone is known: no street, no city."""
    return AddressDraft(line1="", city="", country=books.info.country, phone=phone)


def get(books: Books, address_id: int) -> AddressRow:
    """The address with this id. Raises UnknownAddress."""
    row = (
        Address.select(*ADDRESS_COLUMNS)
        .where(Address.id == address_id)
        .tuples()
        .first(books.database.peewee)
    )
    if row is None:
        raise UnknownAddress(address_id)
    return address_row(row)


def addresses_of(books: Books, customer_id: int) -> tuple[AddressRow, ...]:
    """Every address of a customer, the oldest first; the shop's own when none is known."""
    rows = (
        Address.select(*ADDRESS_COLUMNS)
        .join(CustomerAddress)
        .where(CustomerAddress.customer == customer_id)
        .order_by(Address.id)
        .tuples()
        .execute(books.database.peewee)
    )
    return tuple(address_row(row) for row in rows)


def own_addresses(books: Books, customer_id: int) -> tuple[AddressRow, ...]:
    """The addresses of a customer without the shop's."""
    shop_id = shop_address_id(books)
    return tuple(row for row in addresses_of(books, customer_id) if row.id != shop_id)


def shop_address_id(books: Books) -> int:
    """The id of the shop's own address."""
    row = books.database.row(books.hot.addresses_of, (WALK_IN_CUSTOMER_ID,))
    assert row is not None
    return int(row[0])


def customers_at(books: Books, address_id: int) -> list[int]:
    """The customers who have an address.

    Raises UnknownAddress, also for the shop's own: that one belongs to the settings.
    """
    customers = [
        customer_id
        for (customer_id,) in books.database.rows(
            "SELECT customer_id FROM customers_addresses WHERE address_id = ?", (address_id,)
        )
    ]
    if not customers or WALK_IN_CUSTOMER_ID in customers:
        raise UnknownAddress(address_id)
    return customers


def add(books: Books, customer_id: int, draft: AddressDraft) -> int:
    """Add a checked address of a customer; returns its id. Raises Duplicate("phone")."""
    with unique(phone=draft.phone):
        address_id = int(
            Address.insert(**_columns(draft), created_at=books.now()).execute(books.database.peewee)
        )
    link(books, customer_id, address_id)
    return address_id


def give(books: Books, customer_id: int, address: AddressDraft) -> tuple[int, list[int]]:
    """Give a customer one more address; where only a phone was known, it is the one that goes with
    it. Returns its id and whom that concerns."""
    own = own_addresses(books, customer_id)
    bare = next((row for row in own if not row.line1), None)
    if bare is None:
        return add(books, customer_id, address), [customer_id]
    change(books, bare.id, replace(address, phone=address.phone or bare.phone))
    return bare.id, customers_at(books, bare.id)


def change(books: Books, address_id: int, draft: AddressDraft) -> None:
    """Replace an address by a checked draft. Raises Duplicate("phone")."""
    with unique(phone=draft.phone):
        Address.update(**_columns(draft)).where(Address.id == address_id).execute(
            books.database.peewee
        )


def change_shops(books: Books, info: ShopInfo) -> None:
    """Make the shop's own address what these settings of it say."""
    Address.update(line1=info.line1, city=info.city, zip=info.zip, country=info.country).where(
        Address.id == shop_address_id(books)
    ).execute(books.database.peewee)


def link(books: Books, customer_id: int, address_id: int) -> None:
    """Give a customer an address that is in the books; the shop's own makes way for it."""
    shop_id = shop_address_id(books)
    CustomerAddress.insert(
        customer=customer_id, address=address_id, created_at=books.now()
    ).on_conflict_ignore().execute(books.database.peewee)
    if address_id != shop_id:
        _drop_link(books, customer_id, shop_id)


def unlink(books: Books, customer_id: int, address_id: int) -> None:
    """Take an address from a customer who has others; it goes when nobody else has it."""
    if customers_at(books, address_id) == [customer_id]:
        Address.delete().where(Address.id == address_id).execute(books.database.peewee)
    else:
        _drop_link(books, customer_id, address_id)


def take_away(books: Books, customer_id: int, address_id: int) -> None:
    """Unlink an address that isn't the customer's only one. Raises UnknownAddress, LastAddress."""
    theirs = [row.id for row in addresses_of(books, customer_id)]
    if address_id not in theirs:
        raise UnknownAddress(address_id)
    if len(theirs) == 1:
        raise LastAddress(customer_id, address_id)
    unlink(books, customer_id, address_id)


def set_phone(books: Books, customer_id: int, phone: str) -> list[int]:
    """Make this E.164 number ("" for none) the one of a customer's first address.

    Returns the customers who have that address. Raises Duplicate("phone").
    """
    first = next(iter(own_addresses(books, customer_id)), None)
    if first is None:
        if phone:
            add(books, customer_id, phone_only(books, phone))
        return [customer_id]
    customers = customers_at(books, first.id)
    if phone or first.line1:
        draft = AddressDraft(
            line1=first.line1,
            line2=first.line2,
            city=first.city,
            state=first.state,
            country=first.country,
            zip=first.zip,
            phone=phone,
        )
        change(books, first.id, draft)
    else:  # nothing is left of it
        for each in customers:
            link(books, each, shop_address_id(books))
        Address.delete().where(Address.id == first.id).execute(books.database.peewee)
    return customers


def _drop_link(books: Books, customer_id: int, address_id: int) -> None:
    CustomerAddress.delete().where(
        (CustomerAddress.customer == customer_id) & (CustomerAddress.address == address_id)
    ).execute(books.database.peewee)


def _columns(draft: AddressDraft) -> dict[str, Any]:
    return {
        "line1": draft.line1,
        "line2": draft.line2,
        "city": draft.city,
        "state": draft.state,
        "country": draft.country,
        "zip": draft.zip,
        "phone": draft.phone or None,
    }
