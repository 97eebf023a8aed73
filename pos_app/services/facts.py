"""The shop's own facts as they are kept: written down, and read back."""

import json
from dataclasses import MISSING, Field, asdict, fields, replace
from datetime import datetime
from typing import Any

from pos_app.domain.errors import NotAShop
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ShopInfo
from pos_app.storage.database import Database
from pos_app.storage.models import Setting

_MONEY = "money_format"
_KEYS = frozenset((*(field.name for field in fields(ShopInfo)), _MONEY))


def store(database: Database, info: ShopInfo, money: MoneyFormat, at: datetime) -> None:
    """Write the facts; inside the caller's transaction."""
    facts = {**asdict(info), _MONEY: asdict(money)}
    rows = [
        {"key": key, "value": json.dumps(value), "created_at": at} for key, value in facts.items()
    ]
    Setting.insert_many(rows).on_conflict_replace().execute(database.peewee)


def load(database: Database) -> tuple[ShopInfo, MoneyFormat]:
    """Read the facts back. Raises NotAShop when they are not there, ShopDamaged."""
    with database.snapshot():
        rows = database.rows("SELECT key, value FROM settings")
    # What else stands in this table (how far the ranks are counted) is no JSON.
    facts = {key: json.loads(value) for key, value in rows if key in _KEYS}
    try:
        money = MoneyFormat(**facts[_MONEY])
        known = {field.name: facts[field.name] for field in fields(ShopInfo) if _has(facts, field)}
        info = ShopInfo(**known)
        info = replace(info, discount_reasons=tuple(info.discount_reasons))
    except (KeyError, TypeError) as error:
        raise NotAShop(database.path) from error
    return info, money


def _has(facts: dict[str, Any], fact: Field[Any]) -> bool:
    """True unless a fact that shops once had not is missing: its default counts then."""
    return fact.name in facts or fact.default is MISSING
