"""Every refusal has words of its own, and none of them repeats what must not be repeated."""

import dataclasses
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pos_app import words
from pos_app.domain import errors
from pos_app.domain.errors import (
    AboveShelfPrice,
    BadAmount,
    BadStatusMove,
    BadValue,
    BelowFloor,
    CodeRefused,
    DiscountTooHigh,
    FileRefused,
    ImplausibleTender,
    ImportStopped,
    NeedsCustomer,
    NeedsMoney,
    NotEnoughCredit,
    NotVoidable,
    OutOfStock,
    PosError,
    ReturnedAlready,
    RowFault,
    ShopNotFound,
    TotalChanged,
    Underpaid,
    UnknownGiftCard,
)
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.words.lists import PERMISSIONS, REASONS

DOLLARS = MoneyFormat("USD", 2, prefix="$")
SAMPLES: dict[str, Any] = {
    "str": "x",
    "int": 1,
    "object": "x",
    "Decimal": Decimal(1),
    "date": date(2026, 11, 24),
    "PosError": ShopNotFound("a.db"),
}


def sample(field: dataclasses.Field[Any]) -> Any:
    named = getattr(field.type, "__name__", "")
    if named == "tuple":
        return (
            (RowFault(2, "price", "-1", "negative"),) if "RowFault" in str(field.type) else ("x",)
        )
    if "None" in str(field.type):  # what may be missing
        return None
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
        assert words.permission_words(permission.value) in PERMISSIONS.values()


@pytest.mark.parametrize(
    ("refusal", "title", "hint"),
    [
        (
            DiscountTooHigh("Milk", 125_000, 100_000),
            "12.5 % off Milk is more than you may give.",
            "You may give 10 %.",
        ),
        (
            DiscountTooHigh("", 500_000, 100_000),
            "50 % off the whole sale is more than you may give.",
            "You may give 10 %.",
        ),
        (
            BelowFloor("Milk", 90),
            "Milk would be sold below its lowest price.",
            "$0.90 would be left without tax. Lower the discount",
        ),
        (
            CodeRefused("TEN", "expired", datetime(2026, 3, 1, 12, tzinfo=UTC)),
            "The discount code “TEN” is no longer valid.",
            "It counted until 2026-03-0",
        ),
        (
            CodeRefused("TEN", "not_yet", datetime(2026, 3, 1, 12, tzinfo=UTC)),
            "The discount code “TEN” is not valid yet.",
            "It counts from 2026-03-0",
        ),
        (
            CodeRefused("TEN", "used_up", 3),
            "The discount code “TEN” is used up.",
            "It may be used 3 times in all.",
        ),
        (
            CodeRefused("TEN", "used_by_customer", 1),
            "The discount code “TEN” was used by this customer already.",
            "Each customer may use it once.",
        ),
        (
            CodeRefused("TEN", "needs_customer"),
            "The discount code “TEN” needs a customer on the sale.",
            "Choose the customer, or take it off.",
        ),
        (
            CodeRefused("TEN", "below_minimum", 2000),
            "The discount code “TEN” needs a larger basket.",
            "The basket must come to $20.00.",
        ),
        (
            NeedsCustomer("store_credit"),
            "Payment by store credit needs a customer on the sale.",
            "Choose the customer, then pay again.",
        ),
        (
            NeedsMoney("store_credit", 5000, 1000),
            "A gift card can't be bought by store credit.",
            "Take $50.00 for it in cash, by card or by transfer;",
        ),
        (
            NotEnoughCredit("gift_card", "G-1", 1000, 500),
            "Gift card “G-1” holds only $5.00.",
            "$10.00 was asked of it.",
        ),
        (
            NotEnoughCredit("store_credit", "Jean Li", 1000, 500),
            "Jean Li has only $5.00 of store credit.",
            "$10.00 was asked of it.",
        ),
        (
            NotEnoughCredit("account", "Jean Li", 1000, 500),
            "The account of Jean Li can take only $5.00 more.",
            "$10.00 was asked of it.",
        ),
        (
            ImplausibleTender("cash", 129, 40_063_813_339_31),
            "$40,063,813,339.31 in cash for $1.29 can't be right.",
            "Enter it again: was a code scanned into the amount?",
        ),
        (
            TotalChanged(258, 229),
            "The total has changed to $2.29.",
            "It was $2.58.",
        ),
        (
            ReturnedAlready("Milk", Decimal(2), Decimal(1)),
            "Only 1 of Milk can still be given back.",
            "The return asks for 2.",
        ),
        (
            ReturnedAlready("Milk", Decimal(2), Decimal(0)),
            "All of Milk was given back already.",
            "",
        ),
        (
            NotVoidable("T1-7", "not_last"),
            "T1-7 is not the last sale of this till.",
            "Only the last one can be made void.",
        ),
        (
            AboveShelfPrice("Milk", 200, 129),
            "Milk costs less than that today.",
            "Without a receipt no more than today's $1.29 is given back for one.",
        ),
        (UnknownGiftCard("G-2"), "There is no gift card “G-2”.", "Check the code"),
        (
            BadValue("rates", 1_100_000, "over_100"),
            "Tax rates come to more than 100 %.",
            "They come to 110 %.",
        ),
        (
            BadValue("reward", "Milk", "overlaps"),
            "Reward is among the goods that must be bought, and would never be given.",
            "It was “Milk”.",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, PosError) else "",
)
def test_what_stops_a_sale_says_how_to_go_on(refusal, title, hint):
    message = words.words(refusal, DOLLARS)
    assert message.title == title
    assert message.hint.startswith(hint)


def test_every_reason_of_a_bad_value_has_words():
    listed = re.findall(r'"(\w+)"', BadValue.__doc__ or "")
    assert len(listed) > 30
    assert [reason for reason in listed if reason not in REASONS] == []


def test_a_card_number_is_never_repeated():
    with pytest.raises(BadValue) as refused:
        Payment("card", 100, reference="4111 1111 1111 1111").check()
    message = words.words(refused.value)
    assert "1111" not in message.title + message.hint
    assert message.title == ("Reference holds what looks like a card number; never write one down.")


def test_what_is_no_refusal_is_admitted():
    message = words.words(KeyError("secret"))
    assert "KeyError" in message.hint
    assert "secret" not in message.title + message.hint
