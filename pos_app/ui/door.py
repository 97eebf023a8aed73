"""Who is at the till: the screen to sign in, badges, locking, the first user, switching clerks."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import BadgeHit, Clerk, SignInName
from pos_app.ui import messages
from pos_app.ui.aside import Aside
from pos_app.ui.desk import Desk
from pos_app.ui.header import Header

if TYPE_CHECKING:
    # Only for annotations.
    from pos_app.ui.sign_in import SignIn

# The screens are loaded late on purpose, each when it is shown: the door is hung while the shop is
# still being opened.


class Door(QObject):
    """Stands before the tabs of an open shop. came_in tells that somebody is signed in; who comes
    back to a till that was locked for them finds it as it was, and is not told of."""

    came_in = Signal()

    def __init__(
        self,
        desk: Desk,
        header: Header,
        stack: QStackedWidget,
        show_page: Callable[[QWidget], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._header = header
        self._stack = stack
        self._show_page = show_page
        self._people: tuple[SignInName, ...] = ()
        self._badge: int | None = None
        self._locked = 0
        self._front: QWidget | None = None
        self._aside = Aside(parent.window(), lambda: desk.tasks.office.long_work)
        self.screen: SignIn | None = None
        """The screen to sign in, None until it was shown."""

        desk.session.changed.connect(self._clerk_changed)
        desk.tasks.changes.staff.connect(self._look_again)

    def welcome(self, people: tuple[SignInName, ...], newcomer: tuple[str, str] | None) -> None:
        """Ask who is there; newcomer is the name and PIN of who has just set the shop up."""
        self._people = people
        if newcomer is not None:
            self._desk.session.sign_in(*newcomer, failed=lambda _refusal: self._ask_who())
        elif people:
            self._ask_who()
        else:
            self._ask_first_user()

    def take_badge(self, badge: BadgeHit, code: str) -> None:
        """A badge was scanned: it signs in, or says whose PIN is asked for."""
        clerk = self._desk.session.clerk
        if clerk is not None and clerk.id == badge.id:
            self._desk.notices.say(f"{badge.name} is signed in already.")
        elif self._desk.shop.info.badge_signs_in:
            if self.screen is not None:
                self.screen.work()
            self._desk.session.sign_in_badge(code, lambda error: self._no_badge(badge, error))
        else:
            self._choose(badge.id)

    def take_stranger(self, code: str) -> None:
        """A code that nothing is known of was scanned while nobody is signed in: a wrong badge,
        which counts as a wrong PIN does."""
        if self.screen is not None and self._desk.shop.info.badge_signs_in:
            self.screen.work()
            self._desk.session.sign_in_badge(code, self.screen.refused)

    def switch(self) -> None:
        """Let somebody else sign in."""
        if self._desk.session.clerk is not None:
            self._desk.session.sign_out()

    def lock(self, *, idle: bool = False) -> None:
        """Lock the till, unless nobody could unlock it."""
        if self._desk.session.clerk is None:
            return

        def do(people: tuple[SignInName, ...]) -> None:
            self._people = people
            if people:
                self._desk.session.lock()
            elif not idle:
                hint = "Nobody could open it again: add somebody in the menu, under Staff."
                self._desk.notices.say("The till is not locked.", hint, "warn")

        self._desk.tasks.counter.run(self._desk.shop.staff.sign_in_names, do, owner=self)

    # --- inside ------------------------------------------------------------------------------

    def _choose(self, user_id: int) -> None:
        if self._desk.session.clerk is not None:
            self._badge = user_id
            self._desk.session.sign_out()
        elif self.screen is not None:
            self.screen.choose(user_id)

    def _no_badge(self, badge: BadgeHit, error: Exception) -> None:
        """One that is too short to sign in with still says who it is."""
        short = isinstance(error, BadValue) and error.reason == "too_short"
        if self.screen is not None and self._desk.session.clerk is None:
            self.screen.refused(error)
        elif not short:
            messages.show(error)
        if short:
            self._choose(badge.id)

    def _ask_who(self) -> None:
        from pos_app.ui.sign_in import SignIn, sample_access

        if self.screen is None:
            self.screen = SignIn()
            self.screen.wanted.connect(self._sign_in)
            self._stack.addWidget(self.screen)
        self._header.set_tabs_enabled(False)
        if self._stack.currentWidget() is not self.screen:
            self.screen.forget()
            self._stack.setCurrentWidget(self.screen)
        info = self._desk.shop.info
        self.screen.set_people(self._people, info, sample=sample_access(info), locked=self._locked)
        if self._badge is not None:
            self.screen.choose(self._badge)
            self._badge = None

    def _ask_first_user(self) -> None:
        from pos_app.ui.first_user import FirstUser

        page = FirstUser(self._desk)
        self._header.set_tabs_enabled(False)
        self._show_page(page)
        page.start()

    def _sign_in(self, username: str, secret: str) -> None:
        assert self.screen is not None
        self._desk.session.sign_in(username, secret, self.screen.refused)

    def _clerk_changed(self, clerk: Clerk | None) -> None:
        self._header.clerk.set_name(clerk.name if clerk else "")
        if clerk is None:
            self._leave()
            return
        self._header.set_tabs_enabled(True)
        if self._locked == clerk.id and self._front is not None:
            self._stack.setCurrentWidget(self._front)
            self._aside.bring_back()
        else:
            self.came_in.emit()
            self._aside.hand_over()
        self._locked, self._front = 0, None

    def _leave(self) -> None:
        """Cover what stands there at once; who may come is asked for behind it."""
        self._aside.lay()
        locked = self._desk.session.locked
        self._locked = locked.id if locked is not None else 0
        if self._stack.currentWidget() is not self.screen:
            self._front = self._stack.currentWidget()
        self._ask_who()
        self._look_again()

    def _look_again(self) -> None:
        names = self._desk.shop.staff.sign_in_names
        self._desk.tasks.counter.run(names, self._know_people, latest="people", owner=self)

    def _know_people(self, people: tuple[SignInName, ...]) -> None:
        self._people = people
        if self.screen is not None and self._stack.currentWidget() is self.screen:
            self._ask_who()
