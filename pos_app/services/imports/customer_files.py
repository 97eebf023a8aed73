"""Reads a list of customers: one row per customer and address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from pos_app.domain.errors import BadValue
from pos_app.domain.money import check_amount, parse_decimal_amount
from pos_app.domain.people import (
    MAX_CITY,
    MAX_LINE,
    MAX_STATE,
    MAX_USERNAME,
    MAX_ZIP,
    AddressDraft,
    check_country,
    check_email,
    check_name,
    check_text,
)
from pos_app.services.enrolment import LONGEST_EXEMPT
from pos_app.services.imports.reading import Faults, Fields, nocase, read_table
from pos_app.services.own_codes import check_own_code
from pos_app.services.phones import e164

NEEDED = ("customer", "first_name", "last_name")
TERMS = ("group", "tax_exempt", "credit_limit")
OPTIONAL = (*"email phone line1 line2 city state country zip".split(), *TERMS, "card")

_PLACE = (
    ("line1", MAX_LINE),
    ("line2", MAX_LINE),
    ("city", MAX_CITY),
    ("state", MAX_STATE),
    ("zip", MAX_ZIP),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One row: a customer by username, "" where the file says nothing; address None for none.

    An address without line1 stands for a phone alone. terms has the group, tax_exempt and
    credit_limit that are given, by their columns: the id of a group, minor units.
    """

    line: int
    username: str
    first_name: str
    last_name: str
    email: str
    address: AddressDraft | None
    terms: Mapping[str, int | str]
    card: str = ""


@lru_cache(maxsize=1024)
def check_customer(cell: str) -> str:
    """A username, or the number another program knows the customer by; raises BadValue."""
    name = check_text("customer", cell, longest=MAX_USERNAME)
    if not re.fullmatch(r"[\w.@+-]+", name):
        raise BadValue("customer", cell, "unknown_choice")
    return name


def read_people(
    file: str, region: str, decimals: int, groups: Mapping[str, int], faults: Faults
) -> tuple[list[Person], int]:
    """The sound rows of a file and how many it has; region is the shop's country, amounts have so
    many decimals, and groups gives the id of a customer group by its name as nocase has it.

    Rows of one customer must agree on everything but the address; an e-mail and a card belong to
    one customer, a phone to one address. Raises FileRefused when there is nothing to read.
    """
    table = read_table(file, NEEDED, OPTIONAL, faults)
    people: list[Person] = []
    met: dict[str, tuple[object, ...]] = {}
    mailboxes: dict[str, str] = {}
    cards: dict[str, str] = {}
    phones: dict[str, AddressDraft] = {}
    for row in table.rows:
        if not row.sound:
            continue
        fields = Fields((*NEEDED, *OPTIONAL), row, faults)
        person = _person(fields, region, _terms(fields, decimals, groups))
        if not fields.sound:
            continue
        key = nocase(person.username)
        told = (person.first_name, person.last_name, person.email, person.card, person.terms)
        if met.setdefault(key, told) != told:
            fields.fault("customer", "customer_mixed")
        if person.email and mailboxes.setdefault(person.email, key) != key:
            fields.fault("email", "duplicate_email")
        if person.card and cards.setdefault(person.card, key) != key:
            fields.fault("card", "duplicate_card")
        address = person.address
        if address and address.phone and phones.setdefault(address.phone, address) != address:
            fields.fault("phone", "duplicate_phone")
        if fields.sound:
            people.append(person)
    return people, len(table.rows)


def _terms(fields: Fields, decimals: int, groups: Mapping[str, int]) -> dict[str, int | str]:
    def known(cell: str) -> int:
        if nocase(cell) not in groups:
            raise BadValue("group", cell, "unknown_group")
        return groups[nocase(cell)]

    def limit(cell: str) -> int:
        return check_amount("credit_limit", parse_decimal_amount("credit_limit", cell, decimals))

    given: dict[str, int | str | None] = {
        "group": fields.take("group", known),
        "tax_exempt": fields.take("tax_exempt", partial(_line, "tax_exempt", LONGEST_EXEMPT)),
        "credit_limit": fields.take("credit_limit", limit),
    }
    return {column: value for column, value in given.items() if value is not None}


def _person(fields: Fields, region: str, terms: Mapping[str, int | str]) -> Person:
    return Person(
        line=fields.line,
        username=fields.take("customer", _named, needed=True) or "",
        first_name=fields.take("first_name", lambda cell: check_name("first_name", cell)) or "",
        last_name=fields.take("last_name", lambda cell: check_name("last_name", cell)) or "",
        email=fields.take("email", check_email) or "",
        address=_address(fields, region),
        terms=terms,
        card=fields.take("card", partial(check_own_code, "card")) or "",
    )


def _named(cell: str) -> str:
    if nocase(cell) == "walk-in":
        raise BadValue("customer", cell, "walk_in")
    return check_customer(cell)


def _address(fields: Fields, region: str) -> AddressDraft | None:
    """The row's address, a phone alone, or None; a country alone is no address."""
    country = fields.take("country", check_country) or region
    place = {
        column: fields.take(column, partial(_line, column, longest)) or ""
        for column, longest in _PLACE
    }
    phone = fields.take("phone", lambda cell: e164(cell, country)) or ""
    if any(place.values()):
        for column in ("line1", "city"):
            if not place[column] and fields.sound:
                fields.fault(column, "empty")
    elif not phone:
        return None
    return AddressDraft(country=country, phone=phone, **place)


def _line(column: str, longest: int, cell: str) -> str:
    return check_text(column, cell, longest=longest)
