"""Who is at the till: the screen to sign in, badges, the first user, and switching clerks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.domain.rows import Clerk, SignInName, UserRow
from pos_app.ui.desk import Desk
from pos_app.ui.header import Header

if TYPE_CHECKING:
    # Only for annotations: the screen is loaded when it is shown first.
    from pos_app.ui.sign_in import SignIn


class Door(QObject):
    """Stands before the tabs of an open shop; came_in tells that somebody is signed in."""

    came_in = Signal()

    def __init__(
        self,
        desk: Desk,
        header: Header,
        stack: QStackedWidget,
        show_page: Callable[[QWidget], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._header = header
        self._stack = stack
        self._show_page = show_page
        self._badge: int | None = None
        self.screen: SignIn | None = None
        """The screen to sign in, None until it was shown."""

        desk.session.changed.connect(self._clerk_changed)
        desk.tasks.changes.staff.connect(self._staff_changed)

    def welcome(self, users: tuple[SignInName, ...], newcomer: tuple[str, str] | None) -> None:
        """Ask who is there; newcomer is the name and PIN of who has just set the shop up."""
        if newcomer is not None:
            self._desk.session.sign_in(*newcomer, failed=lambda _refusal: self._ask_who(users))
        elif users:
            self._ask_who(users)
        else:
            self._ask_first_user()

    def take_badge(self, user: UserRow) -> None:
        """A badge says who; the PIN is asked for all the same."""
        clerk = self._desk.session.clerk
        if clerk is not None and clerk.id == user.id:
            self._desk.notices.say(f"{user.name} is signed in already.")
        elif clerk is not None:
            self._badge = user.id
            self._desk.session.sign_out()
        elif self.screen is not None:
            self.screen.choose(user.id)

    def switch(self) -> None:
        """Let somebody else sign in."""
        if self._desk.session.clerk is not None:
            self._desk.session.sign_out()

    # --- inside ------------------------------------------------------------------------------

    def _ask_who(self, users: tuple[SignInName, ...]) -> None:
        from pos_app.ui.sign_in import SignIn, sample_access

        if self.screen is None:
            self.screen = SignIn()
            self.screen.wanted.connect(self._sign_in)
            self._stack.addWidget(self.screen)
        self._header.set_tabs_enabled(False)
        self._stack.setCurrentWidget(self.screen)
        self.screen.set_people(users, sample_access(self._desk.shop.info))
        if self._badge is not None:
            self.screen.choose(self._badge)
            self._badge = None

    def _ask_first_user(self) -> None:
        from pos_app.ui.first_user import FirstUser

        page = FirstUser(self._desk)
        self._header.set_tabs_enabled(False)
        self._show_page(page)
        page.start()

    def _sign_in(self, username: str, pin: str) -> None:
        assert self.screen is not None
        self._desk.session.sign_in(username, pin, self.screen.refused)

    def _clerk_changed(self, clerk: Clerk | None) -> None:
        self._header.clerk.set_name(clerk.name if clerk else "")
        if clerk is None:
            self._desk.tasks.counter.run(self._desk.shop.staff.sign_in_names, self._ask_who)
            return
        self._header.set_tabs_enabled(True)
        self.came_in.emit()

    def _staff_changed(self) -> None:
        if self.screen is not None and self._stack.currentWidget() is self.screen:
            users = self._desk.shop.staff.sign_in_names
            self._desk.tasks.counter.run(users, self._ask_who, latest="users")
