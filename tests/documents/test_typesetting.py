"""Words set in fonts: which way they run, what joins, and what fits on a row."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.documents.bidi import as_seen, parts
from pos_app.documents.receipt_fonts import can_draw, drawable
from pos_app.documents.typesetting import set_words, width, wrapped
from tests.documents.papers import WORDS

_ROOMS = st.floats(20, 400)


def test_parts_stand_as_they_are_seen() -> None:
    assert parts("abc") == [("abc", False)]
    assert parts("") == []
    assert parts("abc שלום 123") == [("abc ", False), ("123", False), ("שלום ", True)]
    assert parts("שלום abc 12.50") == [("abc 12.50", False), ("שלום ", True)]


@pytest.mark.parametrize(
    ("row", "seen"),
    [
        ("plain (1)", "plain (1)"),
        ("\u2068חלב (1)\u2069 5.58", "(1) בלח 5.58"),
        ("Tea חלב 5", "Tea 5 בלח"),
    ],
)
def test_a_row_from_left_to_right(row: str, seen: str) -> None:
    assert "".join(c for c in as_seen(row) if unicodedata.category(c) != "Cf") == seen


def test_arabic_letters_join() -> None:
    joined, apart = set_words("بيت", "regular"), [set_words(each, "regular") for each in "بيت"]
    assert {glyph.number for glyph in joined.glyphs}.isdisjoint(
        {glyph.number for one in apart for glyph in one.glyphs}
    )


def test_marks_stay_on_their_letters() -> None:
    composed = set_words("ผู้", "regular")
    assert composed.width == pytest.approx(set_words("ผ", "regular").width, abs=0.01)


def test_figures_have_one_width() -> None:
    assert len({round(set_words(figure, "regular").width, 4) for figure in "0123456789"}) == 1


def test_a_font_for_each_script_that_ships() -> None:
    for letter in "aЖΩسאไहবதქԱ€✓":
        assert can_draw(letter), letter


@given(WORDS, _ROOMS)
@settings(deadline=None)
def test_rows_fit_and_lose_nothing(text: str, room: float) -> None:
    plain = drawable(text)
    rows = wrapped(plain, "regular", 9.0, room)
    assert "".join("".join(rows).split()) == "".join(plain.split())
    for row in rows:
        # A single letter with its marks may be wider than the narrowest room.
        assert width(row, "regular", 9.0) <= room + 0.01 or len(row) <= 20


@given(WORDS)
def test_what_is_drawn_has_a_glyph_and_is_no_command(text: str) -> None:
    for letter in drawable(text):
        assert letter in "\u200c\u200d" or can_draw(letter)
        assert unicodedata.category(letter) not in ("Cc", "Cs")


@given(WORDS)
@settings(deadline=None)
def test_every_letter_is_in_a_run(text: str) -> None:
    plain = drawable(text)
    runs = set_words(plain, "bold").runs
    assert sorted("".join(run.text for run in runs)) == sorted(plain)
    assert [run.x for run in runs] == sorted(run.x for run in runs)
