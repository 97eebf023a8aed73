"""Every refusal has words of its own, and none of them repeats what must not be repeated."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from pos_app import words
from pos_app.domain import errors
from pos_app.domain.errors import (
    BadAmount,
    BadStatusMove,
    BadValue,
    FileRefused,
    ImportStopped,
    OutOfStock,
    PosError,
    RowFault,
    ShopNotFound,
    Underpaid,
)
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rights import Permission

DOLLARS = MoneyFormat("USD", 2, prefix="$")
SAMPLES: dict[str, Any] = {
    "str": "x",
    "int": 1,
    "object": "x",
    "Decimal": Decimal(1),
    "PosError": ShopNotFound("a.db"),
}


def sample(field: dataclasses.Field[Any]) -> Any:
    named = getattr(field.type, "__name__", "")
    if named == "tuple":
        return (
            (RowFault(2, "price", "-1", "negative"),) if "RowFault" in str(field.type) else ("x",)
        )
    return SAMPLES[named]


def every_refusal() -> list[PosError]:
    made = []
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, PosError):
            fields = getattr(kind, "__dataclass_fields__", {})
            made.append(kind(*map(sample, fields.values())))
    return made


@pytest.mark.parametrize("refusal", every_refusal(), ids=lambda refusal: type(refusal).__name__)
@pytest.mark.parametrize("money", [None, DOLLARS], ids=["plain", "money"])
def test_every_refusal_has_words_of_its_own(refusal, money):
    message = words.words(refusal, money)
    assert message.title.endswith((".", "!")), message
    assert "{" not in message.title + message.hint
    if type(refusal) is not PosError:
        assert message.title != words.words(PosError()).title


def test_amounts_and_quantities_are_written_for_people():
    assert words.words(Underpaid(1580, 1000), DOLLARS).title == "$5.80 is missing."
    short = words.words(OutOfStock("Milk", Decimal("1.500"), Decimal("0.25")))
    assert short.title == "Only 0.25 left of Milk."


def test_a_file_names_its_first_fault():
    fault = RowFault(12, "price", "-1.00", "negative")
    message = words.words(FileRefused("p.csv", (fault,), 3))
    assert message.title == "p.csv has 3 faults; nothing of it was taken in."
    assert "line 12, price: “-1.00” must not be below zero" in message.hint


def test_a_stopped_import_says_why_in_the_words_of_the_cause():
    stopped = ImportStopped("b.csv", 7, 2, OutOfStock("Milk", Decimal(2), Decimal(0)))
    assert words.words(stopped).title == "Stopped at line 7 of b.csv: Milk is out of stock."


def test_a_status_at_its_end_offers_nothing():
    message = words.words(BadStatusMove(1, "cancelled", "shipped", ()))
    assert message.hint == "“cancelled” is where an order ends."


def test_a_pin_is_never_repeated():
    message = words.words(BadValue("pin", "48a213", "not_digits"))
    assert "48a213" not in message.title + message.hint


def test_what_drives_a_terminal_is_taken_out():
    message = words.words(BadAmount("price", "\x1b[31m1\r\n2", "not_a_number"))
    assert "\x1b" not in message.hint
    assert "\n" not in message.hint


def test_every_permission_has_words():
    for permission in Permission:
        assert words.permission_words(permission.value) in words._PERMISSIONS.values()


def test_what_is_no_refusal_is_admitted():
    message = words.words(KeyError("secret"))
    assert "KeyError" in message.hint
    assert "secret" not in message.title + message.hint
