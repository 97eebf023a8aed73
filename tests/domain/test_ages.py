"""The last day of birth for an age, against counting birthdays one by one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.ages import born_by

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("age", "today", "expected"),
    [
        (18, date(2026, 11, 25), date(2008, 11, 25)),
        (16, date(2028, 2, 29), date(2012, 2, 29)),
        (18, date(2028, 2, 29), date(2010, 2, 28)),
        (18, date(2026, 2, 28), date(2008, 2, 28)),
        (18, date(2026, 3, 1), date(2008, 3, 1)),
    ],
)
def test_the_last_day_of_birth(age: int, today: date, expected: date) -> None:
    assert born_by(age, today) == expected


def years_old(born: date, today: date) -> int:
    """Birthdays so far; one on 29 February is kept on 1 March where there is none."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@given(DAYS, DAYS, st.integers(min_value=1, max_value=30))
def test_it_tells_old_enough_from_too_young(born: date, today: date, age: int) -> None:
    assert (born <= born_by(age, today)) == (years_old(born, today) >= age)
