"""What a chain begins with: what the books held of a till before anything was written in it."""

from typing import Any

from pos_app.domain.journal import Totals
from pos_app.storage.database import Database

_SALES = "SELECT count(*), coalesce(sum(total), 0) FROM orders WHERE till_id = ?"
_CANCELLED = f"{_SALES} AND status = 'cancelled'"
_RETURNS = "SELECT count(*), coalesce(sum(total), 0) FROM returns WHERE till_id = ?"


def books_before(database: Database, till_id: int) -> tuple[dict[str, Any], Totals]:
    """The facts of a chain's first entry, and the totals that its perpetual ones begin with."""

    def both(sql: str) -> tuple[int, int]:
        row = database.row(sql, (till_id,))
        assert row is not None, "an aggregate has one row"
        return int(row[0]), int(row[1])

    sales, sold = both(_SALES)
    cancellations, cancelled = both(_CANCELLED)
    refunds, refunded = both(_RETURNS)
    sums = Totals(cancellations, cancelled, refunded, refunds, sales, sold)
    training = database.row("SELECT value FROM settings WHERE key = 'training'")
    facts = {"before": sums.named(), "training": bool(training and training[0] == "true")}
    return facts, sums
