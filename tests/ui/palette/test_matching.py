"""Finding an action by what people type for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.ui.palette.matching import rank

WORDS = st.text(alphabet="abcdeR gN", max_size=12)


@pytest.mark.parametrize(
    ("query", "title", "also", "expected"),
    [
        ("", "Pay", "", 0),
        ("ret", "Return goods", "", 0),
        ("return go", "Return goods", "", 0),
        ("sale note", "Note on the sale", "", 2),
        ("note sale", "Note on the sale", "", 1),
        ("refund", "Return goods", "refund give back", 3),
        ("retg", "Return goods", "", 4),
        ("newp", "New product", "", 4),
        ("duct", "New product", "", 5),
        ("retrun", "Return goods", "", 6),
        ("retun", "Return goods", "", 6),
        ("pruduct", "New product", "", 6),
        ("prodduct", "New product", "", 6),
        ("xyz", "Return goods", "refund", None),
        ("goods xyz", "Return goods", "", None),
        ("RECEIPT!", "Receipt of the last sale", "", 0),
    ],
)
def test_what_is_typed_finds_it(query: str, title: str, also: str, expected: int | None) -> None:
    assert rank(query, title, also) == expected


@given(WORDS, WORDS)
def test_each_beginning_of_a_title_finds_it_first(title: str, also: str) -> None:
    for end in range(len(title) + 1):
        assert rank(title[:end], title, also) == 0


@given(WORDS, WORDS, WORDS)
def test_capitals_and_gaps_change_nothing(query: str, title: str, also: str) -> None:
    assert rank(query, title, also) == rank(f"  {query.upper()} ", title.lower(), also)
