"""Countries, currencies and tax rates of the forms."""

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.domain.errors import BadValue
from pos_app.ui import places


@pytest.mark.parametrize(
    ("typed", "ppm"),
    [("", 0), ("0", 0), ("5", 50_000), ("8.875", 88_750), ("8,875 %", 88_750), ("100", 1_000_000)],
)
def test_a_rate_is_read_exactly(typed: str, ppm: int) -> None:
    assert places.parse_rate(typed) == ppm


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("five", "not_a_number"),
        ("-1", "not_a_rate"),
        ("100.1", "not_a_rate"),
        ("nan", "not_a_rate"),
        ("1e999", "not_a_rate"),
        ("1.23456", "too_many_decimals"),
    ],
)
def test_what_is_no_rate_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(BadValue) as refusal:
        places.parse_rate(typed)
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
