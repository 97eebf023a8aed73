"""What a chain begins with: what the books held of a till before anything was written in it."""

from collections.abc import Sequence
from typing import Any, Protocol

from pos_app.domain.journal import Totals


class Reads(Protocol):
    """What asks a shop's file: an open shop, or one that is only read."""

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a statement, or None."""


_SALES = "SELECT count(*), coalesce(sum(total), 0) FROM orders WHERE till_id = ?"
_CANCELLED = f"{_SALES} AND status = 'cancelled'"
_RETURNS = "SELECT count(*), coalesce(sum(total), 0) FROM returns WHERE till_id = ?"


def books_of(database: Reads, till_id: int) -> Totals:
    """What a till's orders and returns come to, whatever its journal says."""

    def both(sql: str) -> tuple[int, int]:
        row = database.row(sql, (till_id,))
        assert row is not None, "an aggregate has one row"
        return int(row[0]), int(row[1])

    sales, sold = both(_SALES)
    cancellations, cancelled = both(_CANCELLED)
    refunds, refunded = both(_RETURNS)
    return Totals(cancellations, cancelled, refunded, refunds, sales, sold)


def books_before(database: Reads, till_id: int) -> tuple[dict[str, Any], Totals]:
    """What stands in a chain's "begin" beside the totals, and what the till's books come to."""
    training = database.row("SELECT value FROM settings WHERE key = 'training'")
    facts = {"training": bool(training and training[0] == "true")}
    return facts, books_of(database, till_id)
