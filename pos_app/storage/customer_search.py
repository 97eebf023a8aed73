"""Full-text search over customers: the words people are found by, and how typed ones are matched.

A customer's row in the full-text table has the customer's id. Every word that is typed must begin
a word of the customer; whole words come before beginnings.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import apsw

HITS = 200
"""So many hits are looked at for one search; a till never shows more."""

# Letters that Unicode does not take apart into a plain one and a mark, as SQLite needs it.
_PLAIN = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i", "þ": "th", "Þ": "Th"}
)
_APOSTROPHE = re.compile(r"(?<=\w)[’'`´ʼ](?=\w)")
_HYPHEN = re.compile(r"(?<=\w)[\u2010\u2011-](?=\w)")
# A number as people write one: (206) 555-0142, 0049 30/1234-56.
_PHONE = re.compile(r"\+?\(?[0-9](?:[0-9 ()./\-\u2010-\u2013]*[0-9])?")


def put_customer(connection: apsw.Connection, customer_id: int, words: Iterable[str]) -> None:
    """Index a customer, or index them anew; inside the caller's transaction."""
    connection.execute("DELETE FROM customer_search WHERE rowid = ?", (customer_id,))
    connection.execute(
        "INSERT INTO customer_search (rowid, words) VALUES (?, ?)",
        (customer_id, plain(" ".join(spelling for word in words for spelling in _spellings(word)))),
    )


def plain(text: str) -> str:
    """The text with letters like ß and ø spelled in the plain ones that keyboards have, and each
    character in the one form it is kept in (NFC)."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def _spellings(text: str) -> set[str]:
    """A text as it stands, and as it may be remembered: O'Brien as Brien and OBrien, Jean-Luc as
    Luc and JeanLuc."""
    closed = _APOSTROPHE.sub("", text)
    return {text, closed, _HYPHEN.sub("", closed)}


def find_customers(connection: apsw.Connection, text: str) -> tuple[list[int], list[int]]:
    """Ids of customers who fit: first those with every word of text whole, then those in whom
    every word of text begins one. At most HITS each; the second list repeats the first.

    Digits may be parted as people part them: "206 555-01" finds +12065550142.
    """
    choices = [words for words in (_words(connection, way) for way in _ways(text)) if words]
    if not choices:
        return [], []
    whole = _match(connection, _expression(choices, ""))
    return whole, _match(connection, _expression(choices, "*"))


def _ways(text: str) -> list[str]:
    """What was typed, and, where it holds a parted number, the same with its digits together."""
    closed = _APOSTROPHE.sub("", text)
    together = _PHONE.sub(lambda found: f" {_digits(found.group())} ", closed)
    return [closed, together]


def _digits(number: str) -> str:
    digits = re.sub(r"[^0-9]", "", number)
    # 00 is how most of the world dials what E.164 writes as +.
    return digits[2:] if digits.startswith("00") else digits


def _words(connection: apsw.Connection, text: str) -> tuple[str, ...]:
    # SQLite's own splitting: a word it would split again is a phrase, which this index refuses.
    split = connection.fts5_tokenizer("unicode61", ["remove_diacritics", "2"])
    found = split(
        plain(text).encode("utf-8", "ignore"),
        apsw.FTS5_TOKENIZE_QUERY,
        None,
        include_offsets=False,
        include_colocated=False,
    )
    return tuple(str(word) for word in found)


def _expression(choices: Sequence[tuple[str, ...]], mark: str) -> str:
    # Quoted, so that nothing typed is read as FTS5 syntax.
    return " OR ".join(
        "(" + " AND ".join(f'"{word}"{mark}' for word in words) + ")"
        for words in dict.fromkeys(choices)
    )


def _match(connection: apsw.Connection, expression: str) -> list[int]:
    return [
        row_id
        for (row_id,) in connection.execute(
            "SELECT rowid FROM customer_search WHERE customer_search MATCH ? LIMIT ?",
            (expression, HITS),
        )
    ]
