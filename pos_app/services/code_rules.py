"""The shop's rules for codes, read from the books once and again when somebody has changed one."""

from functools import cached_property

from peewee import SQL, fn

from pos_app.domain.code_rules import CodeRule
from pos_app.storage import models
from pos_app.storage.database import Database

_VERSION = "codes_version"
_VALUE = SQL("?")


class KnownCodeRules:
    """The rules of one shop, as its books have them now; may be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, tuple[CodeRule, ...]] | None = None

    def active(self) -> tuple[CodeRule, ...]:
        """The rules that codes are read by, in their order; one small read while nothing has
        changed."""
        version = self._version()
        known = self._known
        if known is None or known[0] != version:
            with self._database.snapshot():
                rules = tuple(rule for rule in read_rules(self._database) if rule.active)
                known = self._known = (self._version(), rules)
        return known[1]

    def _version(self) -> int:
        row = self._database.row(self._version_sql, (_VERSION,))
        return int(row[0]) if row else 0

    @cached_property
    def _version_sql(self) -> str:
        setting = models.Setting
        return self._database.compile(setting.select(setting.value).where(setting.key == _VALUE))


def touch(database: Database) -> None:
    """Note inside a command that a rule has changed: every till reads them anew."""
    # Never a number that was there before; see `price_rules.touch`.
    models.Setting.insert(
        key=_VERSION, value=fn.RANDOM(), created_at=SQL("0")
    ).on_conflict_replace().execute(database.peewee)


def read_rules(database: Database) -> tuple[CodeRule, ...]:
    """Every rule in its order."""
    kept = models.CodeRule
    chosen = kept.select(
        kept.id, kept.name, kept.kind, kept.pattern, kept.decimals, kept.active
    ).order_by(kept.position, kept.id)
    return tuple(
        CodeRule(name, kind, pattern, decimals, bool(active), rule_id)
        for rule_id, name, kind, pattern, decimals, active in chosen.tuples().execute(
            database.peewee
        )
    )
