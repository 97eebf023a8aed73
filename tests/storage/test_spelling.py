"""One slip is forgiven and no more: held against the plain definition over every known word."""

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.storage.spelling import respelled

WORDS = [
    "milk",
    "mild",
    "mile",
    "silk",
    "chocolate",
    "choco",
    "cheese",
    "чай",
    "чайник",
    "70",
    "7up",
]


def index_of(words: list[str]) -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE product_search USING fts5 (words, detail = none, "
        "tokenize = 'unicode61 remove_diacritics 2')"
    )
    connection.execute(
        "CREATE VIRTUAL TABLE product_words USING fts5vocab (product_search, instance)"
    )
    connection.executemany(
        "INSERT INTO product_search (words) VALUES (?)", [(word,) for word in words * 2]
    )
    return connection


def is_one_slip(typed: str, word: str) -> bool:
    letters = set(word)
    slips = {typed[:i] + typed[i + 1 :] for i in range(len(typed))}
    slips |= {typed[:i] + letter + typed[i:] for i in range(len(typed) + 1) for letter in letters}
    slips |= {typed[:i] + letter + typed[i + 1 :] for i in range(len(typed)) for letter in letters}
    slips |= {typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in range(len(typed) - 1)}
    return word in slips


@given(
    st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=12),
    st.text("abc", min_size=3, max_size=6),
)
def test_whole_words_one_slip_away_are_all_found(words: list[str], typed: str) -> None:
    found = respelled(index_of(words), typed)
    if any(word.startswith(typed) for word in words):
        assert found == [typed]
        return
    near = {word for word in words if is_one_slip(typed, word)}
    if near:
        # The first letter is doubted last.
        same_letter = {word for word in near if word[0] == typed[0]}
        assert sorted(found) == sorted(same_letter or near)
    else:
        assert all(len(guess) >= 4 for guess in found)
        assert all(any(word.startswith(guess) for word in words) for guess in found)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("milk", ["milk"]),
        ("mi", ["mi"]),
        ("mikl", ["milk"]),
        ("milkk", ["milk"]),
        ("nilk", ["milk", "silk"]),
        ("mill", ["mild", "mile", "milk"]),
        ("chcol", ["chocol"]),
        ("chiocola", ["chocola"]),
        ("чаый", ["чай"]),
        ("хайник", ["чайник"]),
        ("mx", []),
        ("71", []),
        ("qqqqqq", []),
    ],
)
def test_what_may_have_been_meant(typed: str, meant: list[str]) -> None:
    assert sorted(respelled(index_of(WORDS), typed)) == sorted(meant)
