"""Who is signed in at this till, and the way to change it without the window waiting."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk

if TYPE_CHECKING:
    from pos_app.shop import Shop
    from pos_app.ui.tasks import Tasks

SWITCH_CLERK = "Ctrl+Shift+L"
"""The key that signs out, so that somebody else may sign in."""

LOCK = "Ctrl+Shift+Q"
"""The key that locks the till for who is signed in."""

_READS_FOR = 290.0
"""Seconds for which an approved person reads: a little less than the shop lets them."""

_LOOK_AGAIN = 1000
"""Milliseconds between two looks whether long work of who left is done."""

Known = tuple[Clerk, frozenset[Permission]]
"""Who it is, and what they may do."""


class Session(QObject):
    """clerk is who acts, None while nobody is signed in; changed(clerk) tells of each change.

    locked is who the till waits for, after it was locked or their session ended elsewhere. rights
    are those of clerk, None while they are not known: a view that asks for an approval looks there,
    and the shop looks again.
    """

    changed = Signal(object)

    def __init__(
        self, shop: "Shop", tasks: "Tasks", parent: QObject | None = None, *, till: str = ""
    ) -> None:
        super().__init__(parent)
        self._shop = shop
        self._tasks = tasks
        self._till = till or None
        self.clerk: Clerk | None = None
        self.locked: Clerk | None = None
        self.rights: frozenset[Permission] | None = None
        self._reading: dict[Permission, tuple[Clerk, float]] = {}
        self._leaving: list[tuple[Clerk, str]] = []
        self._look = QTimer(self, interval=_LOOK_AGAIN)

        self._look.timeout.connect(self._end_sessions)
        tasks.changes.staff.connect(self._learn_rights)
        tasks.closing.connect(lambda: self._end_sessions(closing=True))

    def acting(self, permission: Permission | None = None) -> Clerk:
        """Who acts; may be asked in a lane. With a permission it is for reading: with the approval
        that was given for it, where there was one. Raises NotSignedIn."""
        clerk = self.clerk
        if clerk is None:
            raise NotSignedIn
        if permission is None:
            return clerk
        approved, since = self._reading.get(permission, (clerk, 0.0))
        return approved if time.monotonic() - since < _READS_FOR else clerk

    def may(self, permission: Permission) -> bool:
        """Whether this needs no approval, as far as is known here."""
        return self.rights is None or permission in self.rights

    def let_read(self, permission: Permission, by: Clerk) -> None:
        """What this permission shows may be read from now on by who is signed in, with by's
        approval, until it is too old."""
        self._reading[permission] = by, time.monotonic()

    # --- coming ------------------------------------------------------------------------------

    def sign_in(
        self, username: str, pin: str, failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Ask whether name and PIN (or password) fit; changed comes when they do, failed(error)
        when not."""
        staff, till = self._shop.staff, self._till
        self._come(lambda: staff.sign_in(username, pin=pin, till=till), failed)

    def sign_in_badge(self, code: str, failed: Callable[[Exception], None] | None = None) -> None:
        """As sign_in, by a badge alone."""
        staff, till = self._shop.staff, self._till
        self._come(lambda: staff.sign_in_badge(code, till=till), failed)

    def _come(self, begin: Callable[[], Clerk], failed: Callable[[Exception], None] | None) -> None:
        def work() -> Known:
            clerk = begin()
            return clerk, self._shop.roles.mine(by=clerk)

        self._tasks.counter.run(work, self._take_known, failed, latest="sign-in", owner=self)

    def _take_known(self, known: Known) -> None:
        clerk, rights = known
        self._take(clerk, "sign_out", rights)

    def take(self, clerk: Clerk | None) -> None:
        """This person acts from now on."""
        self._take(clerk, "sign_out")
        self._learn_rights()

    # --- going -------------------------------------------------------------------------------

    def sign_out(self) -> None:
        """Nobody acts any more; the screen to sign in comes up."""
        self._take(None, "sign_out")

    def lock(self) -> None:
        """Nobody acts until the same person, or another, signs in."""
        before = self.clerk
        self._take(None, "lock", locked=before)

    def forget(self) -> None:
        """The session has ended elsewhere: nobody is signed in here any more."""
        if self.clerk is not None:
            self.locked = self.clerk
            self.clerk = self.rights = None
            self._reading.clear()
            self.changed.emit(None)

    # --- inside ------------------------------------------------------------------------------

    def _take(
        self,
        clerk: Clerk | None,
        going: str,
        rights: frozenset[Permission] | None = None,
        *,
        locked: Clerk | None = None,
    ) -> None:
        before, self.clerk = self.clerk, clerk
        self.rights, self.locked = rights, locked
        self._reading.clear()
        if before is not None and before != clerk:
            self._leaving.append((before, going))
            self._end_sessions()
        self.changed.emit(clerk)

    def _end_sessions(self, *, closing: bool = False) -> None:
        """End the sessions of those who left, once no import or the like goes on in their name."""
        if self._tasks.office.long_work and self._leaving and not closing:
            self._look.start()
            return
        self._look.stop()
        leaving, self._leaving = self._leaving, []
        staff = self._shop.staff
        for clerk, going in leaving:
            end = staff.lock if going == "lock" else staff.sign_out
            self._tasks.counter.run(lambda end=end, clerk=clerk: end(by=clerk))  # type: ignore[misc]

    def _learn_rights(self) -> None:
        clerk, roles = self.clerk, self._shop.roles
        if clerk is not None:
            self._tasks.counter.run(
                lambda: (clerk, roles.mine(by=clerk)),
                self._know_rights,
                lambda error: self._not_known(clerk, error),
                latest="rights",
                owner=self,
            )

    def _know_rights(self, known: Known) -> None:
        clerk, rights = known
        if clerk == self.clerk:
            self.rights = rights

    def _not_known(self, clerk: Clerk, error: Exception) -> None:
        """Who was switched off, or was given another role, is asked to sign in again; what else
        there is, the next thing that is asked of the shop says."""
        if isinstance(error, NotSignedIn) and clerk == self.clerk:
            self.forget()
