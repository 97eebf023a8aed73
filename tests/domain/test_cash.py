"""Cash as a new shop takes it: rounded as its country does."""

import json
from pathlib import Path

import pytest

from pos_app.domain.cash import default_rounding
from pos_app.domain.payment import NO_ROUNDING, CashRounding

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "sourced.json"

PLACES = {
    "Quebec": ("CAD", "CA"),
    "Malaysia": ("MYR", "MY"),
    "Ireland": ("EUR", "IE"),
    "Belgium": ("EUR", "BE"),
    "Finland": ("EUR", "FI"),
    "Switzerland": ("CHF", "CH"),
    "Denmark": ("DKK", "DK"),
    "Norway": ("NOK", "NO"),
    "South Africa": ("ZAR", "ZA"),
}


def test_a_new_shop_rounds_as_its_country_is_known_to() -> None:
    found = set()
    for case in json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]:
        place = case["name"].partition(":")[0]
        if "cash_rounding" in case and place in PLACES:
            found.add(place)
            assert default_rounding(*PLACES[place]).apply(case["total"]) == case["cash_due"]
            assert default_rounding(*PLACES[place]) == CashRounding(**case["cash_rounding"])
    assert found == set(PLACES)


@pytest.mark.parametrize(
    ("currency", "country", "expected"),
    [
        *(("EUR", country, CashRounding(5)) for country in "FI NL IE BE SK EE LT".split()),
        ("EUR", "DE", NO_ROUNDING),
        ("EUR", "", NO_ROUNDING),
        ("USD", "NL", NO_ROUNDING),
        ("CHF", "NL", CashRounding(5)),
        ("ZAR", "ZA", CashRounding(5, "down")),
        ("NZD", "NZ", CashRounding(10)),
    ],
)
def test_the_rounding_of_a_currency_and_a_country(
    currency: str, country: str, expected: CashRounding
) -> None:
    assert default_rounding(currency, country) == expected
