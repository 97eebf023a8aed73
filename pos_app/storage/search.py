"""Full-text search over products: hits come most sold first, and typing errors are forgiven.

A product's row number in the full-text table is its position: the first hits SQLite finds are
the best ones, so nothing is sorted. The position holds a tier of units sold (powers of two), so
that it changes a few times in a product's life and not with each sale.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import apsw

from pos_app.storage.database import Row
from pos_app.storage.spelling import respelled

_TIERS = 40
_TIER_ROOM = 10**10
_LONGEST_PREFIX = 6  # as the index was made


def terms(text: str) -> list[str]:
    """The words of a text as the index splits them: letters and digits, accents kept."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))


def match_expression(words: Sequence[str]) -> str:
    """The FTS5 expression for "every word begins one"; quoted, so that no input is syntax."""
    return " AND ".join(f'"{word}"*' for word in words)


def position_of(product_id: int, sold_thousandths: int) -> int:
    """Where a product stands: better sellers first, then by id."""
    tier: int = min(max(sold_thousandths, 0) // 1000, 2**_TIERS - 1).bit_length()
    return (_TIERS - tier) * _TIER_ROOM + product_id


def put_products(
    connection: apsw.Connection, entries: Iterable[tuple[int, str]], created_at: int
) -> None:
    """Index products, or index them anew: (product id, its words) each.

    Inside the caller's transaction.
    """
    entries = list(entries)
    remove_products(connection, [product_id for product_id, _ in entries])
    new = [(position_of(product_id, 0), product_id, words) for product_id, words in entries]
    known = dict(
        connection.execute(
            "SELECT product_id, position FROM product_ranks WHERE product_id IN "
            f"({','.join(str(product_id) for product_id, _ in entries)})"
        )
    )
    connection.executemany(
        "INSERT INTO product_ranks (position, product_id, sold, words, created_at) "
        "VALUES (?, ?, 0, ?, ?) ON CONFLICT (product_id) DO UPDATE SET words = excluded.words",
        [(position, product_id, words, created_at) for position, product_id, words in new],
    )
    connection.executemany(
        "INSERT INTO product_search (rowid, words) VALUES (?, ?)",
        [(known.get(product_id, position), words) for position, product_id, words in new],
    )


def remove_products(connection: apsw.Connection, product_ids: Sequence[int]) -> None:
    """Take products out of the index; their ranks stay for when they come back."""
    connection.executemany(
        "DELETE FROM product_search WHERE rowid = "
        "(SELECT position FROM product_ranks WHERE product_id = ?)",
        [(product_id,) for product_id in product_ids],
    )


def find_products(connection: apsw.Connection, text: str, limit: int) -> list[int]:
    """Ids of products in which every word of text begins a word, most sold first.

    When nothing fits, each word that is no beginning of a known one is replaced by the known
    words one typing error away.
    """
    words = terms(text)
    if not words:
        return []
    found = []
    if len(words) == 1 and words[0].isdigit() and len(words[0]) > _LONGEST_PREFIX:
        found = _find_code(connection, words[0], limit)
    if not found:
        found = _find(connection, match_expression(words), limit)
    if not found:
        folded = [_folded(word) for word in words]
        corrected = [respelled(connection, word) for word in folded]
        if all(corrected) and corrected != [[word] for word in folded]:
            groups = ("(" + " OR ".join(f'"{w}"*' for w in group) + ")" for group in corrected)
            found = _find(connection, " AND ".join(groups), limit)
    return found


def _find(connection: apsw.Connection, expression: str, limit: int) -> list[int]:
    # The index is walked in row order; the join keeps that order and stops at the limit.
    return [
        product_id
        for (product_id,) in connection.execute(
            "SELECT product_id FROM product_search CROSS JOIN product_ranks "
            "ON product_ranks.position = product_search.rowid "
            "WHERE product_search MATCH ? ORDER BY product_search.rowid LIMIT ?",
            (expression, limit),
        )
    ]


def _find_code(connection: apsw.Connection, digits: str, limit: int) -> list[int]:
    # A shop's own codes begin alike: past the longest prefix that the index keeps, it would
    # gather every one of them to show the first few. Codes themselves are in order.
    span = (digits, digits + "\U0010ffff", limit)
    by_code = connection.execute(
        "SELECT product_id FROM barcodes JOIN products ON products.id = product_id "
        "WHERE code >= ? AND code < ? AND archived_at IS NULL ORDER BY code LIMIT ?",
        span,
    ).fetchall()
    by_sku = connection.execute(
        "SELECT id FROM products WHERE sku >= ? AND sku < ? AND archived_at IS NULL "
        "ORDER BY sku LIMIT ?",
        span,
    ).fetchall()
    found: list[Row] = [*by_code, *by_sku]
    return list(dict.fromkeys(key for (key,) in found))[:limit]


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
