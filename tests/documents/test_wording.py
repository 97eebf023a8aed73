"""Times, phone numbers and quantities as the shop's country writes them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import AddressRow, ShopInfo

NEW_YORK = ShopInfo(
    name="Corner Shop",
    currency="USD",
    decimals=2,
    country="US",
    locale="en_US",
    timezone="America/New_York",
    tax_included=True,
    line1="",
    city="",
    zip="",
    phone="",
    is_sample=False,
)
BERLIN = replace(NEW_YORK, country="DE", locale="de_DE", timezone="Europe/Berlin")
LATE = datetime(2025, 11, 23, 3, 30, tzinfo=UTC)


def test_a_moment_stands_on_the_shops_clock() -> None:
    assert wording.moment(LATE, NEW_YORK) == "Nov 22, 2025 10:30 PM"
    assert wording.moment(LATE, BERLIN) == "23. Nov. 2025 04:30"


def test_the_hour_follows_summer_time() -> None:
    assert wording.clock(datetime(2025, 7, 1, 12, 0, tzinfo=UTC), BERLIN) == "14:00"
    assert wording.clock(datetime(2025, 12, 1, 12, 0, tzinfo=UTC), BERLIN) == "13:00"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2025, 11, 22), "Today"),
        (date(2025, 11, 21), "Yesterday"),
        (date(2025, 11, 20), "Nov 20"),
        (date(2025, 1, 1), "Jan 1"),
        (date(2024, 12, 31), "Dec 31, 2024"),
        (date(2025, 11, 23), "Nov 23"),
    ],
)
def test_days_near_and_far(on: date, words: str) -> None:
    assert wording.near_day(on, NEW_YORK, date(2025, 11, 22)) == words


def test_today_is_the_shops_today() -> None:
    now = datetime(2025, 11, 23, 4, 0, tzinfo=UTC)  # still the 22nd in New York
    assert wording.near_moment(LATE, NEW_YORK, now) == "Today 10:30 PM"
    assert wording.near_moment(datetime(2025, 11, 22, 4, 0, tzinfo=UTC), NEW_YORK, now) == (
        "Yesterday 11:00 PM"
    )


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2025, 12, 31, 17, 0, tzinfo=UTC), "Yesterday 12:00 PM"),
        (datetime(2025, 12, 30, 17, 0, tzinfo=UTC), "Dec 30 12:00 PM"),
        (datetime(2025, 7, 3, 17, 0, tzinfo=UTC), "Jul 3 1:00 PM"),
        (datetime(2025, 7, 1, 17, 0, tzinfo=UTC), "Jul 1, 2025"),
        (datetime(2017, 12, 31, 17, 0, tzinfo=UTC), "Dec 31, 2017"),
    ],
)
def test_a_year_takes_the_place_of_a_time(at: datetime, words: str) -> None:
    new_year = datetime(2026, 1, 1, 17, 0, tzinfo=UTC)
    assert wording.near_moment(at, NEW_YORK, new_year) == words


def test_an_unknown_zone_or_locale_still_gives_a_time() -> None:
    odd = replace(NEW_YORK, timezone="Mars/Olympus", locale="xx_YY")
    assert wording.moment(LATE, odd) == "Nov 23, 2025 3:30 AM"
    assert wording.moment(LATE, replace(odd, timezone="")) == "Nov 23, 2025 3:30 AM"


def test_phone_numbers() -> None:
    assert wording.phone("+12125550100", "US") == "(212) 555-0100"
    assert wording.phone("+12125550100", "DE") == "+1 212-555-0100"
    assert wording.phone("") == ""
    assert wording.phone("call the shop") == "call the shop"


def test_rates_and_quantities() -> None:
    dollars = MoneyFormat("USD", 2, prefix="$")
    euros = MoneyFormat("EUR", 2, ",", ".", suffix=" €")
    assert wording.rate(50_000, dollars) == "5 %"
    assert wording.rate(88_750, dollars) == "8.875 %"
    assert wording.rate(88_750, euros) == "8,875 %"
    assert wording.rate(200_000, dollars) == "20 %"
    assert wording.quantity(Decimal(3), "piece", dollars) == "3"
    assert wording.quantity(Decimal("1.5"), "kg", euros) == "1,5 kg"


def test_what_is_typed_as_a_phone_number() -> None:
    assert wording.dialled("(212) 555-0100", "US") == "+12125550100"
    assert wording.dialled("+49 30 12345678", "US") == "+493012345678"
    assert wording.dialled("030 12345678", "DE") == "+493012345678"
    assert wording.dialled("12", "US") == ""
    assert wording.dialled("call me", "US") == ""
    assert wording.example_phone("US") == "(201) 555-0123"
    assert wording.example_phone("??") == ""


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("Springfield", "IL", "62701", "US"), "Springfield, IL 62701"),
        (("Springfield", "", "62701", "US"), "Springfield 62701"),
        (("Springfield", "", "", "US"), "Springfield"),
        (("Berlin", "", "10115", "DE"), "10115 Berlin"),
        (("Milano", "MI", "20121", "IT"), "20121 Milano, MI"),
        (("", "", "", "US"), ""),
    ],
)
def test_a_place_in_the_order_of_its_country(parts: tuple[str, str, str, str], words: str) -> None:
    assert wording.place_words(*parts) == words


def test_an_address_names_a_foreign_country_only() -> None:
    home = AddressRow(1, "1 Oak Ave", "Apt 4", "Salem", "OR", "US", "97301", "")
    assert wording.address_lines(home, NEW_YORK) == ("1 Oak Ave, Apt 4", "Salem, OR 97301")
    away = AddressRow(2, "Hauptstr. 1", "", "Berlin", "", "DE", "10115", "")
    assert wording.address_lines(away, NEW_YORK) == ("Hauptstr. 1", "10115 Berlin, Germany")
    phone_only = AddressRow(3, "", "", "", "", "US", "", "+12125550100")
    assert wording.address_lines(phone_only, NEW_YORK) == ("", "")


def test_country_names() -> None:
    assert wording.country_name("DE", "en_US") == "Germany"
    assert wording.country_name("DE", "de_DE") == "Deutschland"
    assert wording.country_name("??", "en_US") == "??"
