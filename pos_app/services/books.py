"""What every activity of a shop works with: its database, who may act, and who hears of it."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pos_app import paths
from pos_app.domain.errors import (
    ApprovalRefused,
    BelowFloor,
    DiscountTooHigh,
    NotAllowed,
    PosError,
)
from pos_app.domain.hand_changes import HandChange
from pos_app.domain.journal import NO_PREVIOUS, NOTHING, Totals
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import Terms
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ShopInfo
from pos_app.services.acting import FIRST_TILL, Acting, Sessions
from pos_app.services.approving import Approver, cart_approvers, find_approver, use_up
from pos_app.services.code_rules import KnownCodeRules
from pos_app.services.journaling import books_before
from pos_app.services.price_rules import CustomerTerms, PriceRules, Rules
from pos_app.storage.database import Database
from pos_app.storage.hot import Hot
from pos_app.storage.journal import Head, Journal, Moment, Person

_log = logging.getLogger(__name__)

Listener = Callable[[str, tuple[int, ...]], None]

_QUARTER = timedelta(minutes=15)
_QUARTER_END = _QUARTER - timedelta.resolution
_NEVER = datetime.max.replace(tzinfo=UTC)


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
        self.sessions = Sessions(database, self.hot)
        self.journal = Journal(
            database, key_file or paths.key_file(), partial(books_before, database)
        )
        self.rules = PriceRules(database)
        self.code_rules = KnownCodeRules(database)
        self.now = clock
        self._seen: Rules | None = None
        self._quarter: tuple[datetime, datetime, object, tuple[int, date]]
        self._quarter = _NEVER, _NEVER, None, (0, date.min)
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
        return self._local(at)[1]

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
        """The role whose right it is: the person's own, or that of who approved it. Raises
        NotSignedIn, and NotAllowed unless the person has the right, as the database knows it now,
        or somebody who has it approved: then ApprovalRefused where that approval is not for this.
        """
        acting, has_it = self._session(by, permission.value)
        if has_it:
            return acting.role
        approver = self._approver_of(by, permission)
        if approver is None:
            raise NotAllowed(permission.value, acting.person.name)
        self._take_approval(approver)
        return approver.role

    def authorise_changes(
        self,
        by: Clerk,
        permission: Permission,
        cart_uuid: str,
        changes: Sequence[HandChange],
        check_limit: Callable[[str], None] = lambda _role: None,
    ) -> None:
        """As authorise, for what hands changed on a cart: an approval of that cart counts too, and
        one where the person has the right but not so far. check_limit(role) raises DiscountTooHigh
        or BelowFloor for what goes too far for a role.
        """
        acting, has_it = self._session(by, permission.value)
        refusal: PosError = NotAllowed(permission.value, acting.person.name)
        if has_it:
            try:
                check_limit(acting.role)
                return
            except (DiscountTooHigh, BelowFloor) as too_far:
                refusal = too_far
        for approver in cart_approvers(self.database, cart_uuid, changes, permission):
            try:
                check_limit(approver.role)
            except (DiscountTooHigh, BelowFloor):
                continue
            self._take_approval(approver)
            return
        try:
            given = self._approver_of(by, permission)
        except ApprovalRefused:
            if not has_it:
                raise
            raise refusal from None  # what was approved was something else
        if given is None:
            raise refusal
        check_limit(given.role)
        self._take_approval(given)

    def identify(self, by: Clerk) -> Acting:
        """Who acts, whatever they may do. Raises NotSignedIn."""
        return self._session(by, "")[0]

    @property
    def acting(self) -> Acting:
        """Who was authorised last in this thread's command."""
        acting: Acting = self._pending.acting
        return acting

    @property
    def approver(self) -> Approver | None:
        """Who approved this thread's command, None where nobody had to; the first one where there
        are two."""
        approvers = getattr(self._pending, "approvers", ())
        return approvers[0] if approvers else None

    def begin_command(self) -> None:
        """A command begins in this thread: nothing is known of it yet."""
        self.forget_changes()
        self._pending.commanding = True

    def end_command(self) -> None:
        """The command did all it does: what it was approved by is used up; inside its
        transaction."""
        for approver in self._pending.approvers:
            use_up(self.database, approver, self.now())

    def spare_approval(self) -> None:
        """What was approved did not come about, though the command wrote something: the approval
        is as good as before."""
        self._pending.approvers = []

    def _session(self, by: Clerk, permission: str) -> tuple[Acting, bool]:
        """Who acts, and whether their role has a permission. Raises NotSignedIn."""
        found = self.sessions.find(by, permission)
        self._pending.acting = found[0]
        return found

    def _approver_of(self, by: Clerk, permission: Permission) -> Approver | None:
        """Who gave the approval that by has with them. In a command the first right that is lacking
        is the one it was given for, and its approver's own rights count for more; what is only read
        is read by that very right. Raises ApprovalRefused."""
        if by.approval is None:
            return None
        pending = self._pending
        known = pending.approvers if getattr(pending, "commanding", False) else ()
        given = by.approval.id
        first = all(approver.approval_id != given for approver in known)
        return find_approver(self.database, by, permission, self.now(), first=first)

    def _take_approval(self, approver: Approver) -> None:
        approvers = getattr(self._pending, "approvers", None)
        if not approvers:
            self._pending.approvers = [approver]
        elif all(each.approval_id != approver.approval_id for each in approvers):
            approvers.append(approver)

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
        approver: Person | None = None,
    ) -> Head:
        """Write an entry into a till's chain (that of who acts), inside the caller's transaction:
        facts are full values (minor units, thousandths, names, rates), document the number of the
        receipt or report it is about, adds what it comes to. user is who acts where no command
        authorised them, approver who approved where it was not this command. Raises NoSigningKey.
        """
        if user is None:
            user, _, till = self.acting
            till_id = till_id or till
            if approver is None and (given := self.approver) is not None:
                approver = given.person
        return self.journal.append(
            till_id or FIRST_TILL,
            kind,
            facts,
            user=user,
            approver=approver,
            moment=self.moment(),
            document=document,
            adds=adds,
        )

    def anchor(self, till_id: int) -> tuple[int, str]:
        """The sequence and the hash of the last entry of a till's chain: whoever keeps them
        elsewhere can tell whether all up to it is still there. (0, NO_PREVIOUS) before it begins.
        """
        head = self.journal.head(till_id)
        return (0, NO_PREVIOUS) if head is None else (head.sequence, head.hash)

    def moment(self) -> Moment:
        """Now, on the shop's clock."""
        at = self.now()
        return Moment(at, *self._local(at))

    def _local(self, at: datetime) -> tuple[int, date]:
        """How many minutes the shop's clock is east of UTC at a moment, and the shop's day then:
        worked out once for a quarter of an hour that has one day and one offset."""
        known = self._quarter
        if known[0] <= at < known[1] and known[2] is self._zone:
            return known[3]
        utc = at.astimezone(UTC)
        since = utc.replace(minute=utc.minute // 15 * 15, second=0, microsecond=0)
        found, first, last = (
            (int(offset.total_seconds()) // 60, local.date())
            for local in (
                each.astimezone(self._zone) for each in (utc, since, since + _QUARTER_END)
            )
            if (offset := local.utcoffset()) is not None
        )
        if found == first == last:
            self._quarter = since, since + _QUARTER, self._zone, found
        return found

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
        self._forget_command()

    def announce(self) -> None:
        """Tell every listener what was committed.

        It is in the books by now: a listener that fails is logged, and makes no sale a failure.
        """
        facts: tuple[ShopInfo, MoneyFormat] | None = self._pending.facts
        self._forget_command()
        topics = self._topics()
        if not topics:
            return
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

    def _forget_command(self) -> None:
        """No command runs in this thread: what was approved for one is approved for no other."""
        pending = self._pending
        pending.facts, pending.approvers, pending.commanding = None, [], False

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
