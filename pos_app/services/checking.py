"""Verifying the books: every invariant, SQLite's own checks, the guards of the schema, and the
journal."""

from collections.abc import Callable, Iterator

import apsw

from pos_app.domain.rows import Breach
from pos_app.services.invariants import RULES
from pos_app.services.journal_sources import ShopSource
from pos_app.services.journal_verifying import verify_chains
from pos_app.storage.copying import unsound
from pos_app.storage.database import Database
from pos_app.storage.schema import TELLING, WRITTEN_ONCE


def check_books(
    database: Database, progress: Callable[[int, int], None] | None = None
) -> tuple[Breach, ...]:
    """Every breach of every rule, all of one moment; see Shop.check."""
    total = len(RULES) + 3
    found: list[Breach] = []
    with database.snapshot() as connection:
        found.extend(Breach("file_is_sound", "file", "ok", text) for text in unsound(connection))
        if progress is not None:
            progress(1, total)
        found.extend(_unguarded(database))
        for done, (rule, sql) in enumerate(RULES.items(), start=2):
            if progress is not None:
                progress(done, total)
            found.extend(_breaches(database, rule, sql))
        found.extend(_journal(database, progress, total))
        if progress is not None:
            progress(total, total)
    return tuple(found)


def _breaches(database: Database, rule: str, sql: str) -> list[Breach]:
    """Where one rule does not hold."""
    try:
        return [Breach(rule, *map(str, row)) for row in database.rows(sql)]
    except (UnicodeDecodeError, apsw.SQLError) as error:
        # Bytes where a text belongs, or what is no JSON: the other rules are asked all the same.
        return [Breach(rule, "file", "a question that can be asked", str(error)[:200])]


def _journal(
    database: Database, progress: Callable[[int, int], None] | None, total: int
) -> Iterator[Breach]:
    """What is wrong with the chains themselves, and where their totals are not those of the books.
    Whose the signatures are is asked where keys are at hand: `JournalBook.verify`."""

    def still_here(_done: int, _entries: int) -> None:
        if progress is not None:
            progress(total - 1, total)

    report = verify_chains(ShopSource(database), signatures=False, progress=still_here)
    for fault in report.faults:
        where = f"{fault.till} entry {fault.sequence}"
        yield Breach("journal_is_whole", where, "as written", f"{fault.kind} {fault.detail}")


def _unguarded(database: Database) -> list[Breach]:
    """Guards that the schema must have: strict tables, and rows that are written once."""
    missing = [
        Breach("tables_are_strict", name, "STRICT", "not")
        for (name,) in database.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration'"
        )
    ]
    triggers = {
        name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
    wanted = {f"{table}_no_{action}" for table in WRITTEN_ONCE for action in ("update", "delete")}
    wanted |= {f"{table}_tell_{how}" for table in TELLING for how in ("insert", "update", "delete")}
    wanted |= {"orders_fixed", "orders_no_delete", "customers_addresses_keep_last"}
    wanted |= {"shifts_closed", "shifts_no_delete"}
    missing += [
        Breach("guards_stand", name, "a trigger", "none") for name in sorted(wanted - triggers)
    ]
    return missing
