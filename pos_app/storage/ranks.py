"""Counts sales into the order in which products are found, a few products at a time.

How far it has come stands in the settings: the last stock move that is counted, and while a
window of moves is being counted also its end and the last product that is through. So a kill
between two steps counts nothing twice, and two processes that count at once share the work.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import apsw

from pos_app.storage.database import Database
from pos_app.storage.search import position_of

_MARK = "search_ranked_to"

MOVES = 100_000
"""Moves in one window: a product that sold a hundred times in it finds its new place once."""

PRODUCTS = 60
"""Products in one step, so that it holds the writer's lock for some 10 ms."""


PAGES = 32
"""Pages of the index that one step of folding writes: some 10 ms."""


_SUMS = """
    SELECT product_id, sum(sold) AS sold FROM (
        SELECT product_id, -quantity AS sold FROM stock_moves
        WHERE id > ?1 AND id <= ?2 AND reason IN ('sale', 'cancel') {}
    ) GROUP BY product_id HAVING product_id > ?3 AND sum(sold) <> 0 ORDER BY product_id
"""
# Their parts have moved, they have not.
_BUNDLES = """
        UNION ALL
        SELECT i.product_id, CASE w.reason WHEN 'sale' THEN i.quantity ELSE -i.quantity END
        FROM (SELECT DISTINCT order_id, reason FROM stock_moves
              WHERE id > ?1 AND id <= ?2 AND reason IN ('sale', 'cancel')) w
        JOIN order_items i ON i.order_id = w.order_id
        WHERE EXISTS (SELECT 1 FROM order_item_parts p WHERE p.item_id = i.id)
"""


@dataclass(frozen=True, slots=True)
class Window:
    """Stock moves behind the first number up to the second one, summed up as (product id,
    thousandths sold) for the products behind counted."""

    begin: int
    end: int
    counted: int
    sums: tuple[tuple[int, int], ...]


def uncounted(database: Database, moves: int = MOVES) -> Window | None:
    """The next window of moves, or the rest of one that was begun; None when all are counted."""
    begin, end, counted = _mark(database)
    if end == begin:
        row = database.row(
            "SELECT max(id) FROM (SELECT id FROM stock_moves WHERE id > ? ORDER BY id LIMIT ?)",
            (begin, moves),
        )
        if row is None or row[0] is None:
            return None
        end = _whole_order(database, int(row[0]))
    bundles = database.row("SELECT 1 FROM order_item_parts LIMIT 1", ())
    sums = database.rows(_SUMS.format(_BUNDLES if bundles else ""), (begin, end, counted))
    return Window(begin, end, counted, tuple((row[0], row[1]) for row in sums))


def _whole_order(database: Database, end: int) -> int:
    """The last move that was booked together with this one: a bundle is counted by its order, and
    so in one window."""
    row = database.row(
        "SELECT max(m.id) FROM stock_moves m JOIN stock_moves last ON last.id = ? "
        "WHERE m.order_id = last.order_id AND m.reason = last.reason",
        (end,),
    )
    return end if row is None or row[0] is None else int(row[0])


def count(
    database: Database, window: Window, created_at: int, products: int = PRODUCTS
) -> Window | None:
    """Count the next products of a window, inside the caller's transaction; returns what is left
    of it. None when nothing is, or when somebody else has counted meanwhile."""
    begin, end, counted = _mark(database)
    if (begin, counted) != (window.begin, window.counted) or end not in (begin, window.end):
        return None
    now, rest = window.sums[:products], window.sums[products:]
    _rank(database, dict(now))
    mark = f"{window.begin} {window.end} {now[-1][0]}" if rest else f"{window.end}"
    database.connection.execute(
        "INSERT INTO settings (key, value, created_at) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_MARK, mark, created_at),
    )
    return Window(window.begin, window.end, now[-1][0], rest) if rest else None


def fold(database: Database, *, begin: bool) -> bool:
    """Fold a little of the search index together, inside the caller's transaction; False when
    all of it is. Products that were moved leave holes in it, which make it twice as large."""
    connection = database.connection
    before = connection.total_changes()
    # By FTS5's rule a number below zero begins with all there is, and one above goes on.
    connection.execute(
        "INSERT INTO product_search (product_search, rank) VALUES ('merge', ?)",
        (-PAGES if begin else PAGES,),
    )
    return connection.total_changes() - before >= 2


def _mark(database: Database) -> tuple[int, int, int]:
    """The last move counted, the end of the window that is being counted (the same when none
    is), and the last product that is through with it."""
    row = database.row("SELECT value FROM settings WHERE key = ?", (_MARK,))
    begin, *begun = [int(part) for part in row[0].split()] if row else [0]
    return (begin, begun[0], begun[1]) if begun else (begin, begin, 0)


def _rank(database: Database, more: dict[int, int]) -> None:
    """Add to what products have sold, and put those elsewhere that reached another tier."""
    ranked = [
        (product_id, position, max(0, sold + more[product_id]))
        for product_id, position, sold in database.rows(
            "SELECT product_id, position, sold FROM product_ranks "
            "WHERE product_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(more)),),
        )
    ]
    database.connection.executemany(
        "UPDATE product_ranks SET sold = ? WHERE product_id = ?",
        [(sold, product_id) for product_id, _, sold in ranked],
    )
    _move(
        database.connection,
        [
            (position_of(product_id, sold), product_id, position)
            for product_id, position, sold in ranked
            if position_of(product_id, sold) != position
        ],
    )


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
