"""Countries, currencies and tax rates of the forms."""

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.domain.errors import BadValue
from pos_app.ui import places


@pytest.mark.parametrize(
    ("typed", "country", "ppm"),
    [
        ("", "US", 0),
        ("0", "US", 0),
        ("8.875", "US", 88_750),
        ("8,875 %", "DE", 88_750),
        ("5.5", "DE", 55_000),
        ("8.875", "FR", 88_750),
        ("5.5", "EG", 55_000),
        ("100", "US", 1_000_000),
    ],
)
def test_a_rate_is_read_in_the_marks_of_its_country(typed: str, country: str, ppm: int) -> None:
    assert places.parse_rate(typed, country) == ppm


@pytest.mark.parametrize(
    ("typed", "country", "reason"),
    [
        ("five", "US", "not_a_number"),
        ("1_9", "US", "not_a_number"),
        ("1e1", "US", "not_a_number"),
        ("8,875", "US", "not_a_number"),
        ("8.875", "DE", "two_readings"),
        ("-1", "US", "not_a_rate"),
        ("100.1", "US", "not_a_rate"),
        ("1.23456", "US", "too_many_decimals"),
    ],
)
def test_what_is_no_rate_is_refused(typed: str, country: str, reason: str) -> None:
    with pytest.raises(BadValue) as refusal:
        places.parse_rate(typed, country)
    assert (refusal.value.field, refusal.value.reason) == ("tax_rate_ppm", reason)


@pytest.mark.usefixtures("qapp")
def test_countries_bring_the_currency_they_pay_in() -> None:
    names = dict(places.countries())
    assert names["DE"] == "Germany"
    assert len(names) > 200
    for country, currency in (("DE", "EUR"), ("JP", "JPY"), ("US", "USD"), ("KW", "KWD")):
        assert places.currency_of(country) == currency
        assert currency in dict(places.currencies())


def test_a_list_can_be_asked_by_code(qapp: QApplication) -> None:
    box = places.choices(places.countries, "NO")
    assert box.currentText() == "Norway"
    places.choose(box, "no such")
    assert box.currentIndex() == 0
