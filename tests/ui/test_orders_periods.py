"""Spans of dates that are asked for by name, and what counts as no filter at all."""

from datetime import date

import pytest

from pos_app.ui.orders.order_filter import OrderFilter
from pos_app.ui.periods import CUSTOM, PRESETS, Span, span_of

SATURDAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("today", date(2025, 11, 22), date(2025, 11, 22)),
        ("yesterday", date(2025, 11, 21), date(2025, 11, 21)),
        ("week", date(2025, 11, 16), date(2025, 11, 22)),
        ("month", date(2025, 11, 1), date(2025, 11, 22)),
        ("all", None, None),
    ],
)
def test_what_a_preset_means(preset: str, first: date | None, last: date | None) -> None:
    assert span_of(preset, SATURDAY) == Span(first, last)


def test_every_preset_that_is_offered_has_its_dates() -> None:
    assert [span_of(key, SATURDAY) is not None for key, _ in PRESETS] == [True] * len(PRESETS)
    with pytest.raises(KeyError):
        span_of("tomorrow", SATURDAY)


def test_yesterday_of_a_new_year() -> None:
    assert span_of("yesterday", date(2025, 1, 1)) == Span(date(2024, 12, 31), date(2024, 12, 31))
    assert span_of("month", date(2025, 1, 1)) == Span(date(2025, 1, 1), date(2025, 1, 1))


def test_own_dates_count_only_when_they_are_chosen() -> None:
    chosen = Span(date(2025, 1, 1), date(2025, 1, 31))
    assert OrderFilter(preset=CUSTOM, custom=chosen).span(SATURDAY) == chosen
    assert OrderFilter(preset="all", custom=chosen).span(SATURDAY) == Span()


@pytest.mark.parametrize(
    ("wanted", "is_open"),
    [
        (OrderFilter(), True),
        (OrderFilter(preset=CUSTOM), True),
        (OrderFilter(preset="today"), False),
        (OrderFilter(number="104"), False),
        (OrderFilter(status="pending"), False),
        (OrderFilter(customer_id=1), False),
        (OrderFilter(preset=CUSTOM, custom=Span(SATURDAY, SATURDAY)), False),
    ],
)
def test_an_open_filter_leaves_nothing_out(wanted: OrderFilter, is_open: bool) -> None:
    assert wanted.open is is_open
