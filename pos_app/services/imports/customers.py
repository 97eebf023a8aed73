"""Takes in a list of customers: new usernames are added, known ones brought up to date."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pos_app.domain.errors import Duplicate, ImportStopped, PosError, UnknownGroup
from pos_app.domain.people import AddressDraft
from pos_app.domain.rights import Permission
from pos_app.domain.rows import AddressRow, Clerk, ImportResult
from pos_app.services import address_book, enrolment, phones
from pos_app.services.books import Books
from pos_app.services.enrolment import NewCustomer
from pos_app.services.imports.customer_files import TERMS, Person, read_people
from pos_app.services.imports.pace import BatchSize, News, Progress
from pos_app.services.imports.reading import Faults, nocase
from pos_app.services.own_codes import is_of_goods
from pos_app.services.recorded_customers import changed_terms, terms_facts
from pos_app.storage.bulk import Bulk
from pos_app.storage.models import Customer

_FIRST = 5
"""Customers in the first batch: a customer with an address is a dozen statements."""


def import_customers(
    books: Books, file: str, *, by: Clerk, skip_bad_rows: bool, progress: Progress | None
) -> ImportResult:
    """See `Imports.customers`."""
    with books.database.snapshot():
        _authorise(books, by, ())
        groups = _groups(books)
    phones.load()
    faults = Faults(file)
    bulk = Bulk(books.database)
    people, rows = read_people(file, books.info.country, books.money.decimals, groups, faults)
    with books.database.snapshot():
        _authorise(books, by, people)
        people = _without_taken(books, bulk, people, faults)
    if faults and not skip_bad_rows:
        raise faults.refuse()
    writer = _Writer(books, bulk, by)
    size = BatchSize(first=_FIRST)
    done = 0
    topics = ("customers", "prices") if any(person.terms for person in people) else ("customers",)
    with News(books, topics, len(people), progress) as news:
        while done < len(people):
            batch = people[done : done + size.rows]
            try:
                size.learn(len(batch), writer.write(batch))
            except PosError as cause:
                raise ImportStopped(file, writer.line, done, cause) from cause
            done += len(batch)
            news.committed(done)
    usernames = len({nocase(person.username) for person in people})
    changed = len(writer.changed - writer.added)
    added = len(writer.added)
    return ImportResult(
        added, changed, usernames - added - changed, rows - len(people), faults.all()
    )


def _groups(books: Books) -> dict[str, int]:
    """The ids of the customer groups by their names."""
    rows = books.database.rows("SELECT name, id FROM customer_groups")
    return {nocase(name): group_id for name, group_id in rows}


def _authorise(books: Books, by: Clerk, people: Sequence[Person]) -> None:
    """Raises NotAllowed. By what terms a customer buys is not for everybody who adds one to say."""
    books.authorise(by, Permission.MANAGE_CUSTOMERS)
    if any(person.terms for person in people):
        books.authorise(by, Permission.MANAGE_CATALOG)


def _without_taken(books: Books, bulk: Bulk, people: list[Person], faults: Faults) -> list[Person]:
    """The people whose e-mail, card and phone no other customer has, who stay reachable, and who
    were not erased."""
    database = books.database
    emails = json.dumps([person.email for person in people if person.email])
    owners = {email: nocase(name) for email, name in database.rows(bulk.emails, (emails,))}
    codes = json.dumps([person.card for person in people if person.card])
    holders_of = {card: nocase(name) for card, name in database.rows(bulk.cards, (codes,))}
    numbers = json.dumps([p.address.phone for p in people if p.address and p.address.phone])
    held: dict[str, list[tuple[str, AddressDraft]]] = {}
    for name, *columns in database.rows(bulk.addresses_by_phone, (numbers,)):
        kept = AddressDraft(*columns)
        held.setdefault(kept.phone, []).append((nocase(name), kept))
    names = json.dumps([person.username for person in people])
    registered = {nocase(name) for (name,) in database.rows(bulk.registered, (names,))}
    erased = {nocase(name) for (name,) in database.rows(bulk.erased, (names,))}
    free = []
    for person in people:
        key, address = nocase(person.username), person.address
        holders = held.get(address.phone, []) if address else []
        if key in erased:
            faults.add(person.line, "customer", person.username, "erased")
        elif owners.get(person.email, key) != key:
            faults.add(person.line, "email", person.email, "duplicate_email")
        elif holders_of.get(person.card, key) != key:
            faults.add(person.line, "card", person.card, "duplicate_card")
        elif is_of_goods(books, person.card):
            faults.add(person.line, "card", person.card, "duplicate_barcode")
        elif address and any(
            name != key and not _says_nothing_new(address, kept) for name, kept in holders
        ):
            faults.add(person.line, "phone", address.phone, "duplicate_phone")
        elif address and not address.phone and key in registered:
            faults.add(person.line, "phone", "", "empty")
        else:
            free.append(person)
    return free


def _says_nothing_new(address: AddressDraft, kept: AddressDraft) -> bool:
    """True when the kept address is the same, or when only its phone is given."""
    return address == kept or (not address.line1 and address.phone == kept.phone)


class _Writer:
    """Writes batches of people; line is the row in hand."""

    def __init__(self, books: Books, bulk: Bulk, by: Clerk) -> None:
        self.added: set[int] = set()
        self.changed: set[int] = set()
        self.line = 0
        self._books = books
        self._bulk = bulk
        self._by = by

    def write(self, batch: Sequence[Person]) -> float:
        """Write them all or none; returns the seconds the writer's lock was held."""
        added: set[int] = set()
        changed: set[int] = set()
        with self._books.database.transaction():
            began = time.monotonic()
            _authorise(self._books, self._by, batch)
            groups = {*_groups(self._books).values()}
            terms: list[dict[str, Any]] = []
            for person in batch:
                self.line = person.line
                if person.terms.get("group", None) not in {None, *groups}:
                    raise UnknownGroup(person.terms["group"])  # removed since the file was read
                row = self._books.database.row(self._bulk.customer_by_username, (person.username,))
                before = terms_facts(self._books, row[0]) if row and person.terms else {}
                customer_id = self._add(person) if row is None else int(row[0])
                if row is None:
                    added.add(customer_id)
                elif self._bring_up_to_date(person, *row):
                    changed.add(customer_id)
                if person.terms:
                    terms += changed_terms(self._books, customer_id, before)
            if added or changed:
                facts = {"added": len(added), "changed": len(changed), "terms": terms}
                self._books.record("import", facts | {"list": "customers"})
            enrolment.reindex(self._books, sorted(changed))
        self.added |= added
        self.changed |= changed
        return time.monotonic() - began

    def _add(self, person: Person) -> int:
        address = person.address
        shared = self._address_with(address.phone) if address is not None else None
        new = NewCustomer(
            first_name=person.first_name,
            last_name=person.last_name,
            username=person.username,
            email=person.email,
            address=address if shared is None else None,
            card=person.card,
        )
        customer_id = enrolment.enrol(self._books, new)
        if person.terms:
            self._set(customer_id, dict(person.terms))
        if shared is not None:
            address_book.link(self._books, customer_id, shared)
            enrolment.reindex(self._books, [customer_id])
        return customer_id

    def _address_with(self, phone: str) -> int | None:
        """The id of the address that has this phone."""
        if not phone:
            return None
        row = self._books.database.row(self._bulk.address_by_phone, (phone,))
        return None if row is None else int(row[0])

    def _bring_up_to_date(self, person: Person, customer_id: int, *kept: object) -> bool:
        columns = ("first_name", "last_name", "email", "card", *TERMS)
        named = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "card": person.card,
        }
        given = {column: value for column, value in named.items() if value} | dict(person.terms)
        before = dict(zip(columns, kept, strict=True))
        different = {column: value for column, value in given.items() if value != before[column]}
        if different:
            self._set(customer_id, different)
        moved = person.address is not None and self._house(customer_id, person.address)
        return bool(different) or moved

    def _set(self, customer_id: int, columns: dict[str, Any]) -> None:
        Customer.update(**columns).where(Customer.id == customer_id).execute(
            self._books.database.peewee
        )

    def _house(self, customer_id: int, address: AddressDraft) -> bool:
        """See that the customer has this address; True when something was written.

        The phone tells which of theirs is meant, or else the street: that one is brought up to
        date when nobody shares it. Another customer's is shared only when it is the very same.
        """
        books = self._books
        found = self._address_with(address.phone)
        own = address_book.own_addresses(books, customer_id)
        meant = next((mine for mine in own if mine.id == found), None)
        if found is not None and meant is None:
            address_book.link(books, customer_id, found)
            return True
        if meant is None:
            meant = next((mine for mine in own if _may_mean(address, mine)), None)
        if meant is None:
            address_book.add(books, customer_id, address)
            return True
        wanted = _filled(address, meant)
        if wanted == _draft(meant):
            return False
        if address_book.customers_at(books, meant.id) != [customer_id]:
            raise Duplicate("phone", address.phone)
        address_book.change(books, meant.id, wanted)
        return True


def _draft(row: AddressRow) -> AddressDraft:
    return AddressDraft(
        line1=row.line1,
        city=row.city,
        country=row.country,
        line2=row.line2,
        state=row.state,
        zip=row.zip,
        phone=row.phone,
    )


def _filled(address: AddressDraft, kept: AddressRow) -> AddressDraft:
    """The address with what it leaves open as it was kept."""
    if not address.line1:
        return replace(_draft(kept), phone=address.phone)
    return replace(address, phone=address.phone or kept.phone)


def _may_mean(address: AddressDraft, kept: AddressRow) -> bool:
    """True for the same street, and for a phone alone that waits for its address."""
    same = replace(_draft(kept), phone="") == replace(address, phone="")
    return same or not (kept.line1 or address.phone)
