"""The journal a page at a time, newest first: each till's chain is read along its own order, and
the tills' are merged by time."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pos_app.domain.rows import JournalRow
from pos_app.storage.database import Database
from pos_app.storage.fields import from_micros
from pos_app.storage.models.journal import entry_id

_AMOUNTS = ("total", "amount", "counted", "opening_float")
"""The facts of an entry of which the first that is there is the sum to show."""

_DIGITS = 18
"""No document's number has more."""

_TYPED = re.compile(r"#?\s*(?:(\S+)-)?([RrXxZz]?)([0-9]{1,18})")
"""The number of a receipt, a return or a report as people type it."""

_APPROVED_BY = """(j.entry NOT LIKE '{"approver":null,%' AND json_valid(j.entry)
    AND json_extract(j.entry, '$.approver.username') = ? COLLATE NOCASE)"""
"""The keys of an entry are sorted: whether somebody approved is what it says first."""

_LAST = "SELECT id FROM journal WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1"
_NEXT_SALE = (
    "SELECT id, document FROM journal WHERE id >= ? AND id < ? AND kind = 'sale' "
    "ORDER BY id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; "" and None for all. user is the user name of who acted or
    approved, the days are inclusive, and document is found by "104" and "t1-104" as well as by
    "T1-104"."""

    kind: str = ""
    user: str = ""
    document: str = ""
    day_from: date | None = None
    day_to: date | None = None


def journal_page(
    database: Database,
    tills: dict[int, str],
    wanted: Wanted,
    before: JournalRow | None,
    limit: int,
) -> tuple[JournalRow, ...]:
    """So many entries of these tills (id -> code) that come before one, or the newest."""
    if before is None:
        behind = {till_id: entry_id(till_id + 1, 0) for till_id in tills}
    else:  # a till whose chain began meanwhile has nothing that is older
        behind = {till_id: row_id for till_id, row_id in before.behind if till_id in tills}
    documents = _spellings(tills.values(), wanted.document) if wanted.document else ()
    streams = {
        till_id: _stream(database, till_id, tills[till_id], row_id, wanted, documents, limit)
        for till_id, row_id in behind.items()
    }
    waiting = {till_id: next(stream, None) for till_id, stream in streams.items()}
    page: list[JournalRow] = []
    while len(page) < limit:
        left = {till_id: row for till_id, row in waiting.items() if row is not None}
        if not left:
            break
        newest = max(left, key=lambda till_id: (left[till_id][2], till_id))
        row = left[newest]
        behind[newest] = row[0]
        page.append(_told(row, tills[newest], tuple(behind.items())))
        waiting[newest] = next(streams[newest], None)
    return tuple(page)


def _spellings(codes: Iterable[str], typed: str) -> tuple[str, ...]:
    """What is typed as these tills write it on their papers; where it names none of them, as it
    is."""
    parsed = _TYPED.fullmatch(typed.strip())
    if parsed is None:
        return (typed,)
    named, kind, number = parsed.groups()
    written = f"{kind.upper()}{int(number)}"
    fitting = [code for code in codes if not named or code.casefold() == named.casefold()]
    return tuple(f"{code}-{written}" for code in fitting) or (typed,)


def _stream(
    database: Database,
    till_id: int,
    code: str,
    before: int,
    wanted: Wanted,
    documents: tuple[str, ...],
    limit: int,
) -> Iterator[tuple[Any, ...]]:
    """(id, kind, created_at, day, document, entry), the last first."""
    clauses = ["j.id > ?", "j.id < ?"]
    named: list[Any] = [entry_id(till_id, 0), before]
    if wanted.kind:
        clauses.append("j.kind = ?" if wanted.kind == "sale" else "j.kind = ? AND j.kind <> 'sale'")
        named.append(wanted.kind)
    if documents:
        marks = ", ".join("?" * len(documents))
        clauses.append(
            f"(j.id = ? OR j.document IN ({marks}) AND j.document <> '' AND j.kind <> 'sale')"
        )
        own = next((each for each in documents if each.startswith(f"{code}-")), "")
        named += [_sale_of(database, till_id, code, own), *documents]
    if wanted.user:
        clauses.append(f"(j.user_id = (SELECT id FROM users WHERE username = ?) OR {_APPROVED_BY})")
        named += [wanted.user, wanted.user]
    if wanted.day_from is not None:
        clauses.append("j.business_date >= ?")
        named.append(wanted.day_from.isoformat())
    if wanted.day_to is not None:
        clauses.append("j.business_date <= ?")
        named.append(wanted.day_to.isoformat())
    sql = (
        "SELECT j.id, j.kind, j.created_at, j.business_date, j.document, j.entry FROM journal j "
        f"WHERE {' AND '.join(clauses)} ORDER BY j.id DESC LIMIT ?"
    )
    return iter(database.rows(sql, (*named, limit)))


def _sale_of(database: Database, till_id: int, code: str, document: str) -> int | None:
    """The id of the entry of a sale by its number, "T1-123". No index holds it: along a chain the
    numbers of sales only grow, so it is found by halving."""
    digits = document.removeprefix(f"{code}-")
    if digits == document or not (digits.isascii() and digits.isdigit()) or len(digits) > _DIGITS:
        return None
    number, first, end = int(digits), entry_id(till_id, 0), entry_id(till_id + 1, 0)
    last = database.row(_LAST, (first, end))
    end = first if last is None else last[0] + 1
    while first < end:
        middle = (first + end) // 2
        found = database.row(_NEXT_SALE, (middle, end))
        there = None if found is None else _number(found[1])
        if found is None or there is None or there > number:
            end = middle
        elif there < number:
            first = found[0] + 1
        else:
            return int(found[0])
    return None


def _number(document: str) -> int | None:
    digits = document.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _told(row: tuple[Any, ...], till: str, behind: tuple[tuple[int, int], ...]) -> JournalRow:
    row_id, kind, at, day, document, text = row
    entry = json.loads(text)
    approver, facts = entry["approver"], entry["facts"]
    amount = next((facts[name] for name in _AMOUNTS if isinstance(facts.get(name), int)), None)
    return JournalRow(
        till=till,
        sequence=row_id & (2**40 - 1),
        kind=kind,
        at=from_micros(at),
        day=date.fromisoformat(day),
        user=entry["user"]["name"],
        approver="" if approver is None else approver["name"],
        document=document,
        amount=amount,
        behind=behind,
    )
