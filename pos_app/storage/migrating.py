"""Brings an older shop's file to today's schema, all or nothing, after a copy of it was made."""

from pathlib import Path

from pos_app.domain.errors import NewerShop
from pos_app.storage.connection import ShopConnections
from pos_app.storage.copying import copy_name, keep_copy
from pos_app.storage.schema import SCHEMA_VERSION

_FOLDER = Path(__file__).parent / "migrations"


def migrate(connections: ShopConnections, path: str, found: int) -> None:
    """Apply every migration after number found in one transaction.

    A file that holds a shop already (found > 0) is first copied to "NAME.schema-N.TIME.bak"
    beside it. Two processes that start at once do it once. Raises NewerShop, DiskFull, ShopBusy.
    """
    # Heavy and seldom needed: only a new or an older file pays for it.
    from playhouse.migrations import Runner

    connection = connections.connection()
    # Rebuilding a table must not cascade, and the switch works outside a transaction only.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with connections.atomic("IMMEDIATE"):
            now_found = int(connection.pragma("user_version"))
            if now_found > SCHEMA_VERSION:
                raise NewerShop(path, now_found, SCHEMA_VERSION)
            if now_found < SCHEMA_VERSION:
                if now_found:
                    # Made under the writer's lock: nothing is sold between it and the change.
                    keep_copy(path, copy_name(path, f"schema-{now_found}"))
                Runner(connections, str(_FOLDER)).up()
                broken = connection.execute("PRAGMA foreign_key_check").fetchone()
                if broken is not None:
                    raise RuntimeError(f"a migration broke a reference: {broken}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
