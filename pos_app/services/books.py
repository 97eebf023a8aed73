"""What every activity of a shop works with: its database, who may act, and who hears of it."""

import hashlib
import hmac
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pos_app import paths
from pos_app.domain.errors import NotAllowed, NotSignedIn
from pos_app.domain.journal import NOTHING, Totals
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import Terms
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ShopInfo
from pos_app.services.approving import Approver, find_approver, use_up
from pos_app.services.code_rules import KnownCodeRules
from pos_app.services.journaling import books_before
from pos_app.services.price_rules import CustomerTerms, PriceRules, Rules
from pos_app.storage.database import Database
from pos_app.storage.hot import Hot
from pos_app.storage.journal import Head, Journal, Moment, Person

_log = logging.getLogger(__name__)

Listener = Callable[[str, tuple[int, ...]], None]

FIRST_TILL = 1


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts in this thread's command, as the database knows them: at which till, and in which
    role."""

    person: Person
    role: str
    till_id: int


class Books:
    """One open shop as its services see it.

    clock gives aware UTC; info and money are read once and renewed when the settings change.
    """

    def __init__(
        self,
        database: Database,
        info: ShopInfo,
        money: MoneyFormat,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        key_file: Path | None = None,
    ) -> None:
        self.database = database
        self.hot = Hot(database)
        self.journal = Journal(
            database, key_file or paths.key_file(), partial(books_before, database)
        )
        self.rules = PriceRules(database)
        self.code_rules = KnownCodeRules(database)
        self.now = clock
        self._seen: Rules | None = None
        self._known_moment: tuple[object, int, date] = (None, 0, date.min)
        self._listeners: list[Listener] = []
        self._pending = threading.local()
        self.renew(info, money)

    def renew(self, info: ShopInfo, money: MoneyFormat) -> None:
        """Take over new settings of the shop."""
        self.info = info
        self.money = money
        self._zone = ZoneInfo(info.timezone)

    def renew_after_commit(self, info: ShopInfo, money: MoneyFormat) -> None:
        """Take over new settings when the command that wrote them is in the books."""
        self._pending.facts = info, money

    def business_date(self, at: datetime) -> date:
        """The shop's day a moment belongs to."""
        return at.astimezone(self._zone).date()

    def begin_of(self, day: date) -> datetime:
        """The moment at which one of the shop's days begins, in UTC."""
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def terms(self, own: CustomerTerms, at: datetime) -> tuple[Rules, Terms]:
        """The terms of a sale at a moment to a customer with such terms of their own, and the
        rules they were made of. Settings that came with new rules are taken over."""
        rules = self.rules.now()
        if rules is not self._seen:
            self._seen = rules
            if rules.facts != (self.info, self.money):
                self.renew(*rules.facts)
        return rules, self.rules.terms(rules, own, at.astimezone(self._zone))

    def authorise(self, by: Clerk, permission: Permission) -> str:
        """The person's role; raises NotSignedIn, and NotAllowed unless it has the right, as the
        database knows it now, or somebody who has it approved: then ApprovalRefused where that
        approval is not for this."""
        row = self.database.row(self.hot.session, (permission.value, by.session_id))
        if row is None:
            raise NotSignedIn
        role, has_it, active, ended_at, token_hash, user_id, username, name, till_id, origin = row
        given = hashlib.sha256(by.token.encode()).digest()
        if not active or ended_at is not None or not hmac.compare_digest(given, token_hash):
            raise NotSignedIn
        person = Person(user_id, username, name, origin)
        self._pending.acting = Acting(person, role, till_id or FIRST_TILL)
        if not has_it:
            approver = find_approver(
                self.database, by, permission, self.now(), first=self.approver is None
            )
            if approver is None:
                raise NotAllowed(permission.value, name)
            self._pending.approver = approver
        return str(role)

    @property
    def acting(self) -> Acting:
        """Who was authorised last in this thread's command."""
        acting: Acting = self._pending.acting
        return acting

    @property
    def approver(self) -> Approver | None:
        """Who approved this thread's command, None where nobody had to."""
        approver: Approver | None = getattr(self._pending, "approver", None)
        return approver

    def begin_command(self) -> None:
        """A command begins in this thread: nothing is known of it yet."""
        self.forget_changes()

    def end_command(self) -> None:
        """The command did all it does: what it was approved by is used up; inside its
        transaction."""
        approver = self.approver
        if approver is not None:
            use_up(self.database, approver, self.now())

    # --- the journal -------------------------------------------------------------------------

    def record(
        self,
        kind: str,
        facts: dict[str, Any] | str,
        *,
        till_id: int | None = None,
        document: str = "",
        adds: Totals = NOTHING,
        user: Person | None = None,
    ) -> Head:
        """Write an entry into a till's chain (that of who acts), inside the caller's transaction:
        facts are full values (minor units, thousandths, names, rates), document the number of the
        receipt or report it is about, adds what it comes to. user is who acts where no command
        authorised them. Raises NoSigningKey."""
        approver = self.approver
        if user is None:
            acting = self.acting
            user, till_id = acting.person, till_id or acting.till_id
        return self.journal.append(
            till_id or FIRST_TILL,
            kind,
            facts,
            user=user,
            approver=None if approver is None else approver.person,
            moment=self._moment(),
            document=document,
            adds=adds,
        )

    def _moment(self) -> Moment:
        """Now, on the shop's clock. Zones change, and days begin, at whole quarters of an hour."""
        at = self.now()
        quarter = (at.toordinal(), at.hour, at.minute // 15)
        known = self._known_moment
        if known[0] != (quarter, self._zone):
            local = at.astimezone(self._zone)
            offset = local.utcoffset()
            assert offset is not None, "the shop's zone is known"
            minutes = int(offset.total_seconds()) // 60
            known = self._known_moment = ((quarter, self._zone), minutes, local.date())
        return Moment(at, known[1], known[2])

    # --- who hears of a change ---------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Have listener called after each commit, in the committing thread, once per topic."""
        self._listeners.append(listener)

    def changed(self, topic: str, *ids: int) -> None:
        """Note inside a command what it changes; announced after the commit."""
        self._topics().setdefault(topic, {}).update(dict.fromkeys(ids))

    def forget_changes(self) -> None:
        """Drop what was noted: the command was taken back."""
        self._topics().clear()
        self._pending.facts = self._pending.approver = None

    def announce(self) -> None:
        """Tell every listener what was committed.

        It is in the books by now: a listener that fails is logged, and makes no sale a failure.
        """
        topics = self._topics()
        if not topics:
            return
        facts: tuple[ShopInfo, MoneyFormat] | None = self._pending.facts
        if facts is not None:
            self.renew(*facts)
        if "stock" in topics:
            topics["stock"].update(self._bundles_of(topics["stock"]))
        noted = [(topic, tuple(ids)) for topic, ids in topics.items()]
        topics.clear()
        for listener in self._listeners:
            try:
                for topic, ids in noted:
                    listener(topic, ids)
            except Exception:  # noqa: BLE001  whatever it was, the sale stands
                _log.exception("a listener failed")

    def _bundles_of(self, parts: Iterable[int]) -> dict[int, None]:
        """The bundles that there are more or fewer of when the stock of these products moves."""
        holders = self._seen.holders if self._seen is not None else {}
        if not holders:
            return {}
        return {bundle: None for part in parts for bundle in holders.get(part, ())}

    def _topics(self) -> dict[str, dict[int, None]]:
        topics: dict[str, dict[int, None]] | None = getattr(self._pending, "topics", None)
        if topics is None:
            topics = self._pending.topics = {}
        return topics
