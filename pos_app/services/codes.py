"""Codes: what a scanned one stands for, the rules they are read by, and those nobody knows yet."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any

from peewee import SQL, fn

from pos_app.domain.code_rules import CodeRule
from pos_app.domain.errors import UnknownCode, UnknownCodeRule
from pos_app.domain.rights import Permission
from pos_app.domain.rows import BadgeHit, Clerk, Scanned, UnknownCodeRow
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.code_reading import read_code, scale_reading
from pos_app.services.code_rules import read_rules, touch
from pos_app.services.command import command, query
from pos_app.services.recorded_prices import record_change
from pos_app.services.unknown_codes import noted_form, unknown_rows
from pos_app.storage import models

FREE_STRANGERS = 300
"""Codes in an hour that nothing is known of, before badges are no longer told from them: far more
than a till reads by mistake, and centuries for whoever tries eight digits one after the other."""

_STRANGERS_OF = 3_600.0
"""Seconds for which an unknown code counts."""


class Codes:
    """Everything that is scanned. ticks gives seconds that only ever grow."""

    def __init__(self, books: Books, ticks: Callable[[], float] = time.monotonic) -> None:
        self._books = books
        self._ticks = ticks
        self._strangers: deque[float] = deque(maxlen=FREE_STRANGERS)

    @query
    def read(self, text: str) -> Scanned:
        """What a scanned or typed text stands for.

        A code that is stored comes first: of a product (also as its SKU, its UPC or EAN twin or
        its GTIN-14), of a customer, a gift card, a badge, a discount code, a receipt. Then the
        shop's rules, then GS1 element strings, then a UPC-E as the UPC-A it may be. A price label
        gives the line's total; a weight or price the quantity.

        Who reads one unknown code after the other is told of no badge for a while: it signs in all
        the same, where each try is counted (`Staff.sign_in_badge`).

        Raises UnknownCode; ExpiredGoods where a GS1 code says that the goods were to be used
        before today, by the shop's business date; and LabelRefused where a label does not go with
        how the product is sold.
        """
        try:
            found = read_code(self._books, text)
        except UnknownCode:
            self._strangers.append(self._ticks())
            raise
        if isinstance(found, BadgeHit) and self._tries_badges():
            self._strangers.append(self._ticks())
            raise UnknownCode(text)
        return found

    # --- rules -------------------------------------------------------------------------------

    @query
    def rules(self) -> tuple[CodeRule, ...]:
        """Every rule in the order they are tried in, those that are off among them."""
        return read_rules(self._books.database)

    @command(Permission.SETTINGS)
    def save_rule(self, rule: CodeRule, *, by: Clerk) -> CodeRule:
        """Keep a rule: a new one (id 0) behind all others, or another form of one that is there.

        Raises UnknownCodeRule; what can't be a rule can't be made, see CodeRule.
        """
        columns = {
            "name": rule.name,
            "kind": rule.kind,
            "pattern": rule.pattern,
            "decimals": rule.decimals,
            "active": rule.active,
        }
        kept, peewee = models.CodeRule, self._books.database.peewee
        rule_id, before = rule.id, self._rule_facts(rule.id)
        if rule_id:
            if not kept.update(**columns).where(kept.id == rule_id).execute(peewee):
                raise UnknownCodeRule(rule_id)
        else:
            last = kept.select(fn.COALESCE(fn.MAX(kept.position), SQL("0"))).scalar(peewee)
            rule_id = kept.insert(
                position=last + 1, created_at=self._books.now(), **columns
            ).execute(peewee)
        self._rules_changed()
        after = self._rule_facts(rule_id)
        named = {"code_rule": (before or after)["name"]}
        record_change(self._books, "settings", named, before, after)
        return next(each for each in read_rules(self._books.database) if each.id == rule_id)

    @command(Permission.SETTINGS)
    def remove_rule(self, rule_id: int, *, by: Clerk) -> None:
        """Take a rule away. Raises UnknownCodeRule."""
        kept = models.CodeRule
        before = self._rule_facts(rule_id)
        if not kept.delete().where(kept.id == rule_id).execute(self._books.database.peewee):
            raise UnknownCodeRule(rule_id)
        record_change(self._books, "settings", {"code_rule": before["name"]}, before, {})
        self._rules_changed()

    # --- codes that belong to nothing --------------------------------------------------------

    @command(Permission.SELL)
    def note_unknown(self, code: str, *, by: Clerk, till: str | None = None) -> None:
        """Note that a code was scanned which stands for nothing, for a manager to look at.

        One thing stands there once, however many labels it comes with. What may be a bank card's
        number is never kept, nor a badge, nor a code too long to give to a product. till is a
        till's code. Raises UnknownTill.
        """
        noted = noted_form(self._books, code)
        if noted is None:
            return
        kept, now = models.UnknownCode, self._books.now()
        kept.insert(
            code=noted,
            times=1,
            till=till_id_of(self._books, till),
            user=by.id,
            last_at=now,
            created_at=now,
        ).on_conflict(
            conflict_target=[kept.code],
            preserve=[kept.till, kept.user, kept.last_at],
            update={kept.times: kept.times + 1},
        ).execute(self._books.database.peewee)
        self._books.changed("codes")

    @query
    def unknown_codes(self, *, limit: int = 200) -> tuple[UnknownCodeRow, ...]:
        """Codes that were scanned and still belong to nothing, the last one first."""
        return unknown_rows(self._books, limit)

    @query
    def for_product(self, text: str) -> tuple[str, int | None]:
        """What a product made for an unknown code is found by: a code to keep with it, or else
        ("") the number by which a scale's labels call it."""
        kept = noted_form(self._books, text) or ""
        label = scale_reading(self._books, kept)
        return (kept, None) if label is None else ("", int(label[1].item))

    @command(Permission.MANAGE_CATALOG)
    def forget_unknown(self, code: str, *, by: Clerk) -> None:
        """Take a code off the list; it comes back when it is scanned again. Raises UnknownCode."""
        kept = models.UnknownCode
        if not kept.delete().where(kept.code == code).execute(self._books.database.peewee):
            raise UnknownCode(code)
        self._books.changed("codes")

    # --- below -------------------------------------------------------------------------------

    def _tries_badges(self) -> bool:
        """Whether so many unknown codes were read of late that somebody may look for badges."""
        strangers = self._strangers
        full = len(strangers) == FREE_STRANGERS
        return full and self._ticks() - strangers[0] < _STRANGERS_OF

    def _rule_facts(self, rule_id: int) -> dict[str, Any]:
        """What the journal says of a rule; nothing for one that is not there."""
        for rule in read_rules(self._books.database):
            if rule.id == rule_id:
                return {
                    "active": rule.active,
                    "decimals": rule.decimals,
                    "kind": str(rule.kind),
                    "name": rule.name,
                    "pattern": rule.pattern,
                }
        return {}

    def _rules_changed(self) -> None:
        touch(self._books.database)
        self._books.changed("codes")
