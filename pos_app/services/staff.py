"""Staff: who works here, signing in and out, approving on another's screen, and the terminal's own
user."""

import getpass
from contextlib import suppress

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    DiskFull,
    DiskTrouble,
    NotSignedIn,
    ShopBusy,
    SignInRefused,
)
from pos_app.domain.people import check_name, check_username
from pos_app.domain.rights import Permission, Role
from pos_app.domain.rows import Approval, Clerk, SignInName, UserRow
from pos_app.services.acting import UNWRITTEN
from pos_app.services.approvals import approve_changes, give_approval
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query, reading
from pos_app.services.duplicates import unique
from pos_app.services.own_codes import badge_hash, check_free_of_goods, check_own_code, is_long
from pos_app.services.role_rights import check_role
from pos_app.services.secrets_of import PASSWORD, check_typed, chosen_secret, hash_secret
from pos_app.services.sign_in import (
    accept,
    begin_session,
    begin_unwritten,
    end_session,
    prove,
    terminal_person,
)
from pos_app.services.staff_writing import (
    check_may_handle,
    names,
    record_staff,
    user_row,
    user_rows,
    write_changes,
    write_new,
    write_secret,
)
from pos_app.storage.models import User


class Staff:
    """Members of staff and their sessions."""

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- who works here ----------------------------------------------------------------------

    @reading(Permission.SEE_STAFF)
    def users(self, *, by: Clerk) -> tuple[UserRow, ...]:
        """Everyone who works here or did, by name; built-in users are left out."""
        return user_rows(self._books)

    @query
    def sign_in_names(self) -> tuple[SignInName, ...]:
        """Who can sign in, by name: what a till shows before anybody has. () in a shop that nobody
        can sign in to yet."""
        return names(self._books)

    @query
    def approvers(self, permission: Permission) -> tuple[SignInName, ...]:
        """Who could approve what needs a permission, by name."""
        return names(self._books, Permission(permission))

    @query
    def check_right(self, permission: Permission, *, by: Clerk) -> None:
        """Raises NotAllowed, so that nobody fills a form in vain, and NotSignedIn. The command
        itself looks again."""
        self._books.authorise(by, permission)

    def add_user(
        self,
        *,
        username: str,
        name: str,
        pin: str = "",
        password: str = "",
        role: str = Role.CLERK,
        by: Clerk,
    ) -> UserRow:
        """Add a member of staff who signs in with a PIN of six to twelve digits, or, as a manager
        or an owner, with a password of 8 to 128 characters.

        Raises BadValue, Duplicate("username"), and NotAllowed, also for a role that has rights
        which who adds them has not, unless that is an owner.
        """
        named = check_role(role)
        secret, text = chosen_secret(pin, password, named)
        known_as, called = check_username(username), check_name("name", name)
        self._books.authorise(by, Permission.MANAGE_STAFF)
        secret_hash = hash_secret(text)
        return self._add_user(
            username=known_as,
            name=called,
            role=named.value,
            secret=secret,
            secret_hash=secret_hash,
            by=by,
        )

    @command(Permission.MANAGE_STAFF)
    def _add_user(
        self, *, username: str, name: str, role: str, secret: str, secret_hash: str, by: Clerk
    ) -> UserRow:
        return write_new(
            self._books,
            username=username,
            name=name,
            role=role,
            secret=secret,
            secret_hash=secret_hash,
            by=by,
        )

    @command(Permission.MANAGE_STAFF)
    def update_user(
        self,
        user_id: int,
        *,
        name: str | None = None,
        role: str | None = None,
        active: bool | None = None,
        by: Clerk,
    ) -> UserRow:
        """Change what is given. Another role, or active=False, ends the person's sessions.

        Raises UnknownUser, LastOwner for the last one who can sign in, BadValue ("role",
        "needs_pin": who has a password needs a PIN before they become clerk or supervisor), and
        NotAllowed as add_user, by the role before and the one after.
        """
        changes: dict[str, object] = {}
        if name is not None:
            changes["name"] = check_name("name", name)
        if role is not None:
            changes["role"] = check_role(role).value
        if active is not None:
            changes["active"] = bool(active)
        return write_changes(self._books, user_id, changes, by)

    def set_secret(self, user_id: int, *, pin: str = "", password: str = "", by: Clerk) -> None:
        """Give somebody a new PIN, or a password where the role may have one. It ends the person's
        sessions (not the one that acts), and waiting after wrong tries.

        Raises UnknownUser, BadValue, and NotAllowed as add_user.
        """
        books = self._books
        with books.database.snapshot():
            books.authorise(by, Permission.MANAGE_STAFF)
            role = user_row(books, user_id).role
        secret, text = chosen_secret(pin, password, role)
        self._set_secret(user_id, secret, hash_secret(text), role, by=by)

    @command(Permission.MANAGE_STAFF)
    def _set_secret(
        self, user_id: int, secret: str, secret_hash: str, role: str, *, by: Clerk
    ) -> None:
        user = user_row(self._books, user_id)
        check_may_handle(self._books, user, by)
        if user.role != role and secret == PASSWORD:
            raise BadValue("password", "", "needs_pin")  # the role was changed meanwhile
        write_secret(self._books, user_id, secret, secret_hash, by)

    def change_own_secret(self, *, old: str, pin: str = "", password: str = "", by: Clerk) -> None:
        """Change one's own PIN or password; old is the one until now, and wrong ones count as they
        do at signing in. One's other sessions end.

        Raises NotSignedIn, SignInRefused, BadValue.
        """
        books = self._books
        with books.database.snapshot():
            acting = books.identify(by)
        secret, text = chosen_secret(pin, password, acting.role)
        proven = prove(
            books,
            acting.till_id,
            username=acting.person.username,
            pin=old,
            purpose={"for": "own_secret"},
        )
        secret_hash = hash_secret(text)
        books.begin_command()
        try:
            with books.database.transaction():
                if books.identify(by).role != acting.role:
                    raise SignInRefused(acting.person.username)
                accept(books, acting.till_id, proven)
                write_secret(books, acting.person.id, secret, secret_hash, by)
        except BaseException:
            books.forget_changes()
            raise
        books.announce()

    @command(Permission.MANAGE_STAFF)
    def set_badge(self, user_id: int, code: str, *, by: Clerk) -> bool:
        """Give somebody the badge with this code, or none with "". Only the SHA-256 of the code is
        kept. Returns whether it is long enough to sign in with it, or to approve
        (`own_codes.LONG_BADGE` characters); a shorter one chooses its wearer, whose PIN is asked
        for.

        Raises UnknownUser, BadValue("badge"), Duplicate ("badge", and "barcode" for the code of a
        product), and NotAllowed as add_user.
        """
        books = self._books
        badge = check_own_code("badge", code)
        check_free_of_goods(books, badge)
        user = user_row(books, user_id)
        check_may_handle(books, user, by)
        with unique(badge_hash=code):
            User.update(badge_hash=badge_hash(badge) if badge else None).where(
                User.id == user_id
            ).execute(books.database.peewee)
        record_staff(books, user, "badge", {"badge": "given" if badge else "taken"})
        return is_long(badge)

    # --- signing in and out ------------------------------------------------------------------

    def sign_in(self, username: str, *, pin: str, till: str | None = None) -> Clerk:
        """Begin a session at a till (a code; the first one) by name and PIN or password. Each try
        is counted before the PIN is looked at; after `lock_out.FREE_FAILURES` wrong ones at a till
        the person waits there, longer with each.

        Raises SignInRefused, with wait_seconds when the user must wait, and UnknownTill.
        """
        return self._sign_in(till, username=username, pin=pin)

    def sign_in_badge(self, code: str, *, till: str | None = None) -> Clerk:
        """Begin a session at a till by a badge alone, as it was scanned. Unknown ones are counted
        for the till, in the same way.

        Raises SignInRefused, also where the shop has no badge_signs_in; BadValue ("badge",
        "too_short") for one that only chooses its wearer; UnknownTill.
        """
        if not check_typed("badge", code).strip():
            raise SignInRefused("")
        return self._sign_in(till, badge=code)

    def sign_out(self, *, by: Clerk) -> None:
        """End the session; it can't act any more. One that has ended already stays so."""
        self._leave(by, "sign_out")

    def lock(self, *, by: Clerk) -> None:
        """As sign_out, where the till locks itself because nobody touched it."""
        self._leave(by, "lock")

    def terminal(self, *, till: str | None = None, reads: bool = False) -> Clerk:
        """A session of the built-in user, which records the system's user: whoever can run
        programs on the shop's file can do anything to it anyway.

        With reads it is for what is only read: known to this process alone, and in no entry, as
        what is read is in none either. So it is where the file can't be written now (a full disk,
        somebody who writes for long): enough to read, to check and to back up. Raises UnknownTill.
        """
        try:
            origin = getpass.getuser()
        except (KeyError, OSError):
            origin = "?"
        books = self._books
        with books.database.snapshot():
            person, role = terminal_person(books, origin)
            till_id = till_id_of(books, till)
        if reads:
            return begin_unwritten(books, person, role, till_id)
        try:
            with books.database.transaction():
                return begin_session(books, person, role, "terminal", till_id)
        except (DiskFull, DiskTrouble, ShopBusy):
            return begin_unwritten(books, person, role, till_id)

    # --- approving ---------------------------------------------------------------------------

    def approve(
        self,
        permission: Permission,
        *,
        by: Clerk,
        username: str = "",
        pin: str = "",
        badge: str = "",
        about: str = "",
    ) -> Approval:
        """Let one thing happen that by may not do: the approver, by name and PIN (or password) or
        by badge, has the permission. Good for one command of that session within five minutes:
        run it again with by=by.approved(approval). about says in a few words what it is for.

        Wrong tries count for the approver as they do at signing in. Raises NotSignedIn,
        SignInRefused, BadValue ("about", "badge"), and ApprovalRefused ("own") for an approver who
        may not do it either.
        """
        return give_approval(
            self._books, permission, by=by, username=username, pin=pin, badge=badge, about=about
        )

    def approve_cart(
        self,
        cart: Cart,
        permission: Permission,
        *,
        by: Clerk,
        username: str = "",
        pin: str = "",
        badge: str = "",
    ) -> str:
        """Let what hands changed on this cart (prices, discounts) be sold, as far as the approver
        may do it; returns the approver's name. permission is what was lacking, PRICE_OVERRIDE or
        DISCOUNT (also after DiscountTooHigh and BelowFloor).

        It stands until the cart is sold, by its uuid, whoever sells it and wherever: for these
        very values, on no more of each product, while the approver's role still may. What is
        changed after it needs another one. Raises as `approve`, what `Checkout.price` does,
        DiscountTooHigh and BelowFloor for what the approver may not do either.
        """
        return approve_changes(
            self._books, cart, permission, by=by, username=username, pin=pin, badge=badge
        )

    # --- below -------------------------------------------------------------------------------

    def _sign_in(
        self, till: str | None, *, username: str = "", pin: str = "", badge: str = ""
    ) -> Clerk:
        books = self._books
        till_id = till_id_of(books, till)
        proven = prove(
            books, till_id, username=username, pin=pin, badge=badge, purpose={"for": "sign_in"}
        )
        with books.database.transaction():
            accept(books, till_id, proven)
            return begin_session(books, proven.person, proven.role, proven.how, till_id)

    def _leave(self, by: Clerk, kind: str) -> None:
        books = self._books
        if by.session_id == UNWRITTEN:
            return  # it ends with the process
        with books.database.transaction(), suppress(NotSignedIn):
            end_session(books, by, kind)
