"""What every activity of a shop works with: its database, who may act, and who hears of it."""

import hashlib
import hmac
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pos_app.domain.errors import NotAllowed, NotSignedIn
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import Terms
from pos_app.domain.rights import RIGHTS, Permission
from pos_app.domain.rows import Clerk, ShopInfo
from pos_app.services.code_rules import KnownCodeRules
from pos_app.services.price_rules import CustomerTerms, PriceRules, Rules
from pos_app.storage.database import Database
from pos_app.storage.hot import Hot

_log = logging.getLogger(__name__)

Listener = Callable[[str, tuple[int, ...]], None]


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
    ) -> None:
        self.database = database
        self.hot = Hot(database)
        self.rules = PriceRules(database)
        self.code_rules = KnownCodeRules(database)
        self.now = clock
        self._seen: Rules | None = None
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
        """The person's role; raises NotSignedIn or NotAllowed unless it has the right, as the
        database knows it now."""
        row = self.database.row(self.hot.session, (by.session_id,))
        if row is None:
            raise NotSignedIn
        role, active, ended_at, token_hash = row
        given = hashlib.sha256(by.token.encode()).digest()
        if not active or ended_at is not None or not hmac.compare_digest(given, token_hash):
            raise NotSignedIn
        if permission not in RIGHTS.get(role, frozenset()):
            raise NotAllowed(permission.value, by.name)
        return str(role)

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
        self._pending.facts = None

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
