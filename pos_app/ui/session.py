"""Who is signed in at this till, and the way to change it without the window waiting."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos_app.domain.rows import Clerk

if TYPE_CHECKING:
    from pos_app.shop import Shop
    from pos_app.ui.tasks import Tasks

SWITCH_CLERK = "Ctrl+Shift+L"
"""The key that signs out, so that somebody else may sign in."""


class Session(QObject):
    """clerk is who acts, None while nobody is signed in; changed(clerk) tells of each change."""

    changed = Signal(object)

    def __init__(self, shop: "Shop", tasks: "Tasks", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shop = shop
        self._tasks = tasks
        self.clerk: Clerk | None = None

    def sign_in(
        self, username: str, pin: str, failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Ask whether name and PIN fit; changed comes when they do, failed(error) when not."""
        self._tasks.counter.run(
            lambda: self._shop.staff.sign_in(username, pin=pin),
            self.take,
            failed,
            latest="sign-in",
            owner=self,
        )

    def take(self, clerk: Clerk | None) -> None:
        """This person acts from now on."""
        before, self.clerk = self.clerk, clerk
        if before is not None and before != clerk:
            self._tasks.counter.run(lambda: self._shop.staff.sign_out(by=before))
        self.changed.emit(clerk)

    def sign_out(self) -> None:
        """Nobody acts any more; the screen to sign in comes up."""
        self.take(None)

    def forget(self) -> None:
        """The session has ended elsewhere: nobody is signed in here any more."""
        if self.clerk is not None:
            self.clerk = None
            self.changed.emit(None)
