"""Where the chains in a shop's file end, for whoever has only a connection to it."""

from typing import NamedTuple

import apsw

from pos_app.domain.journal import digest

_ENDS = """
SELECT t.id, t.code, j.sequence, CAST(j.entry AS BLOB)
FROM tills t JOIN journal j ON j.id = (
    SELECT max(id) FROM journal
    WHERE id > t.id * 1099511627776 AND id < (t.id + 1) * 1099511627776)
ORDER BY t.id
"""


class ChainEnd(NamedTuple):
    """The last entry of a till's chain: which one, and its hash."""

    till_id: int
    till: str
    sequence: int
    hash: str


def chain_ends(connection: apsw.Connection) -> tuple[ChainEnd, ...]:
    """One for each till that has entries. Raises apsw.Error."""
    return tuple(
        ChainEnd(till_id, str(code), sequence, digest(entry))
        for till_id, code, sequence, entry in connection.execute(_ENDS)
    )
