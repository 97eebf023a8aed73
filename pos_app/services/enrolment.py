"""Writing customers into the books: what the counter and imports have in common.

Everything here runs inside the caller's transaction, with the numbering plans loaded before it
(`phones.load`), and keeps the search index in step.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from peewee import SQL

from pos_app.domain.errors import BadValue, UnknownCustomer
from pos_app.domain.people import AddressDraft, check_email, check_name, check_username
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, CustomerRow
from pos_app.services import address_book
from pos_app.services.books import Books
from pos_app.services.duplicates import unique
from pos_app.services.own_codes import check_free_of_goods, check_own_code
from pos_app.services.phones import e164, spoken_forms
from pos_app.storage.customer_search import plain, put_customer
from pos_app.storage.models import Customer

NO_PASSWORD = "!"  # noqa: S105  # the absence of one
"""Stands in place of a hash; no password opens it."""

LONGEST_EXEMPT = 80
"""Characters of the reason why a customer pays no tax."""

_LONGEST_BASE = 40


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer as somebody gives them; "" for what is not known.

    phone is for a customer without an address; with one, the phone is the address's.
    """

    first_name: str
    last_name: str = ""
    username: str = ""
    email: str = ""
    phone: str = ""
    address: AddressDraft | None = None
    card: str = ""

    def checked(self, region: str) -> "NewCustomer":
        """The same, tidied, phones in E.164 (region is the shop's country); raises BadValue."""
        first_name = check_name("first_name", self.first_name, needed=False)
        last_name = check_name("last_name", self.last_name, needed=False)
        if not first_name and not last_name:
            raise BadValue("first_name", self.first_name, "empty")
        phone = e164(self.phone, region)
        address = None if self.address is None else address_book.checked(self.address, region)
        if address is not None and not address.phone:
            address = replace(address, phone=phone)
        return NewCustomer(
            first_name=first_name,
            last_name=last_name,
            username=check_username(self.username) if self.username else "",
            email=check_email(self.email, needed=False),
            phone=phone,
            address=address,
            card=check_own_code("card", self.card),
        )


def enrol(books: Books, new: NewCustomer, password_hash: str = NO_PASSWORD) -> int:
    """Add a checked customer, registered when there is a password; returns the new id.

    Without an address of their own they get the shop's, without a username a free one. Raises
    Duplicate ("username", "email", "phone", "card", "barcode").
    """
    username = new.username or _free_username(books, new)
    check_free_of_goods(books, new.card)
    with unique(username=username, email=new.email, card=new.card):
        customer_id = int(
            Customer.insert(
                username=username,
                email=new.email or None,
                card=new.card or None,
                password_hash=password_hash,
                first_name=new.first_name,
                last_name=new.last_name,
                registered=password_hash != NO_PASSWORD,
                created_at=books.now(),
            ).execute(books.database.peewee)
        )
    if new.address is not None:
        address_book.add(books, customer_id, new.address)
    elif new.phone:
        address_book.add(books, customer_id, address_book.phone_only(books, new.phone))
    else:
        address_book.link(books, customer_id, address_book.shop_address_id(books))
    reindex(books, [customer_id])
    return customer_id


def change(
    books: Books,
    before: CustomerRow,
    *,
    registered: bool,
    first_name: str | None,
    last_name: str | None,
    username: str | None,
    email: str | None,
    card: str | None,
) -> None:
    """Write what is given over what was; None leaves it. A registered customer keeps an e-mail.

    Raises BadValue, Duplicate ("username", "email", "card", "barcode").
    """
    names = NewCustomer(
        before.first_name if first_name is None else first_name,
        before.last_name if last_name is None else last_name,
    ).checked(books.info.country)
    columns: dict[str, Any] = {"first_name": names.first_name, "last_name": names.last_name}
    if username is not None:
        columns["username"] = check_username(username)
    if email is not None:
        columns["email"] = check_email(email, needed=registered) or None
    if card is not None:
        columns["card"] = check_own_code("card", card) or None
        check_free_of_goods(books, card)
    with unique(username=username or "", email=email or "", card=card or ""):
        Customer.update(**columns).where(Customer.id == before.id).execute(books.database.peewee)


def is_registered(books: Books, customer_id: int) -> bool:
    """True for a registered customer. Raises UnknownCustomer."""
    row = books.database.row("SELECT registered FROM customers WHERE id = ?", (customer_id,))
    if row is None:
        raise UnknownCustomer(customer_id)
    return bool(row[0])


def reindex(books: Books, customer_ids: Sequence[int]) -> None:
    """Bring the search index in step with these customers; the walk-in customer is never in it.

    They are found by name, username, e-mail, the code on their card and their own addresses:
    street, city, zip, phone.
    """
    ids = json.dumps([each for each in customer_ids if each != WALK_IN_CUSTOMER_ID])
    words: dict[int, list[str]] = {}
    for customer_id, *names in books.database.rows(
        "SELECT id, first_name, last_name, username, coalesce(email, ''), coalesce(card, '') "
        "FROM customers WHERE id IN (SELECT value FROM json_each(?))",
        (ids,),
    ):
        words[customer_id] = names
    for customer_id, phone, *lines in books.database.rows(
        "SELECT l.customer_id, coalesce(a.phone, ''), a.line1, a.line2, a.city, a.zip "
        "FROM customers_addresses l JOIN addresses a ON a.id = l.address_id "
        "WHERE l.customer_id IN (SELECT value FROM json_each(?)) AND l.address_id <> ?",
        (ids, address_book.shop_address_id(books)),
    ):
        words[customer_id] += [*lines, *spoken_forms(phone)]
    for customer_id, found_by in words.items():
        put_customer(books.database.connection, customer_id, found_by)


def _free_username(books: Books, new: NewCustomer) -> str:
    """A username nobody has: "ann.lee", or with the next customer's number behind it."""
    name = re.sub("['’`´]", "", plain(f"{new.first_name} {new.last_name}")).lower()
    spelled = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = ".".join(re.findall(r"[a-z0-9]+", spelled))[:_LONGEST_BASE].rstrip(".")
    number = _next_id(books)
    candidate = base if len(base) >= 2 else f"{base or 'customer'}.{number}"
    taken = Customer.select(SQL("1"))
    while taken.where(Customer.username == candidate).exists(books.database.peewee):
        candidate = f"{base or 'customer'}.{number}"
        number += 1
    return candidate


def _next_id(books: Books) -> int:
    row = books.database.row("SELECT max(id) + 1 FROM customers")
    return int(row[0]) if row else 1
