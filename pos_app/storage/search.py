"""Full-text search over products: hits come most sold first, and typing errors are forgiven.

A product's row number in the full-text table is its position: the first hits SQLite finds are
the best ones, so nothing is sorted. The position holds a tier of units sold (powers of two), so
that it changes a few times in a product's life and not with each sale.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import apsw

from pos_app.storage.database import Database

_TIERS = 40
_TIER_ROOM = 10**10
_MARK = "search_ranked_to"


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
    found = _find(connection, match_expression(words), limit)
    if not found:
        corrected = [_corrections(connection, word) for word in words]
        if all(corrected):
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


def _corrections(connection: apsw.Connection, word: str) -> list[str]:
    folded = _folded(word)
    if _known_beginning(connection, folded):
        return [folded]
    if len(folded) < 3 or folded.isdigit():
        return []
    near: list[str] = []
    # The first letter is mostly right: its words are few, so they are tried before all others.
    for low, high in ((folded[0], folded[0] + "\U0010ffff"), ("", "\U0010ffff")):
        vocabulary = connection.execute(
            "SELECT term FROM product_words WHERE term >= ? AND term < ?", (low, high)
        )
        near = [
            term
            for (term,) in vocabulary
            if abs(len(term) - len(folded)) <= 1 and _one_slip(folded, term)
        ]
        if near:
            break
    return near[:12]


def _known_beginning(connection: apsw.Connection, word: str) -> bool:
    row = connection.execute(
        "SELECT 1 FROM product_words WHERE term >= ? AND term < ? LIMIT 1",
        (word, word + "\U0010ffff"),
    ).fetchone()
    return row is not None


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _one_slip(typed: str, term: str) -> bool:
    """True when one letter was left out, added, changed, or swapped with its neighbour."""
    start = 0
    shorter = min(len(typed), len(term))
    while start < shorter and typed[start] == term[start]:
        start += 1
    rest, other = typed[start:], term[start:]
    if len(rest) == len(other):
        return rest[1:] == other[1:] or (
            len(rest) >= 2 and rest[0] == other[1] and rest[1] == other[0] and rest[2:] == other[2:]
        )
    longer, short = (rest, other) if len(rest) > len(other) else (other, rest)
    return longer[1:] == short


def rank_products(
    database: Database, created_at: int, moves: int = 20_000, products: int = 60
) -> bool:
    """Count sales into the ranks, inside the caller's transaction; False when all are counted.

    A window of so many stock moves is summed up per product, so that a product that sold a
    hundred times finds its new place once; one call moves at most so many products, so that it
    holds the lock briefly.
    """
    begin, end, counted = _window(database, moves)
    if end == begin:
        return False
    rows = database.rows(
        "SELECT m.product_id, r.position, r.sold, m.more FROM (SELECT product_id, "
        "-sum(CASE WHEN reason IN ('sale', 'cancel') THEN quantity ELSE 0 END) AS more "
        "FROM stock_moves WHERE id > ? AND id <= ? GROUP BY product_id "
        "HAVING product_id > ? AND more <> 0 ORDER BY product_id LIMIT ?) m "
        "LEFT JOIN product_ranks r ON r.product_id = m.product_id",
        (begin, end, counted, products),
    )
    ranked = [(row[0], row[1], max(0, row[2] + row[3])) for row in rows if row[1] is not None]
    connection = database.connection
    connection.executemany(
        "UPDATE product_ranks SET sold = ? WHERE product_id = ?",
        [(sold, product_id) for product_id, _, sold in ranked],
    )
    _move(
        connection,
        [
            (position_of(product_id, sold), product_id, position)
            for product_id, position, sold in ranked
            if position_of(product_id, sold) != position
        ],
    )
    done = len(rows) < products
    connection.execute(
        "INSERT INTO settings (key, value, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_MARK, f"{end}" if done else f"{begin} {end} {max(row[0] for row in rows)}", created_at),
    )
    return True


def _window(database: Database, moves: int) -> tuple[int, int, int]:
    """The moves to count: behind the first number up to the second one, for products behind the
    third; a window that was begun is finished first."""
    row = database.row("SELECT value FROM settings WHERE key = ?", (_MARK,))
    begin, *begun = [int(part) for part in row[0].split()] if row else [0]
    if begun:
        return begin, begun[0], begun[1]
    row = database.row(
        "SELECT max(id) FROM (SELECT id FROM stock_moves WHERE id > ? ORDER BY id LIMIT ?)",
        (begin, moves),
    )
    end = row[0] if row is not None and row[0] is not None else begin
    return begin, int(end), 0


def _move(connection: apsw.Connection, moved: Sequence[tuple[int, int, int]]) -> None:
    """Put products elsewhere in the order of hits: (new position, product id, old position)."""
    connection.executemany(
        "INSERT INTO product_search (rowid, words) SELECT ?, r.words FROM product_ranks r "
        "JOIN product_search s ON s.rowid = r.position WHERE r.product_id = ?",
        [(better, product_id) for better, product_id, _ in moved],
    )
    connection.executemany(
        "DELETE FROM product_search WHERE rowid = ?", [(position,) for _, _, position in moved]
    )
    connection.executemany(
        "UPDATE product_ranks SET position = ? WHERE product_id = ?",
        [(better, product_id) for better, product_id, _ in moved],
    )
