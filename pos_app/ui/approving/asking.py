"""Doing what may need an approval: it is tried, approved where that is needed, and tried again."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from pos_app.domain.cart import Cart
from pos_app.domain.errors import ApprovalRefused, Cancelled, NotSignedIn, PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Approval, Clerk
from pos_app.ui import messages
from pos_app.ui.approving.allowed import Allowed
from pos_app.ui.approving.needed import needed
from pos_app.ui.approving.sheet import ApprovalSheet, Proof
from pos_app.ui.desk import Desk

T = TypeVar("T")
Failed = Callable[[Exception], object]

LONGEST_ABOUT = 200


def ask(
    desk: Desk,
    job: Callable[[Clerk], T],
    done: Callable[[T], object],
    failed: Failed | None = None,
    *,
    about: str,
    parent: QWidget,
    allowed: Allowed | None = None,
) -> None:
    """Run job(clerk), one command, in the counter lane. Where the person may not, somebody who may
    is asked over the window of parent, and the same job runs with their approval. about says in a
    few words what it is: "Void T1-17".

    done(answer) or failed(error) comes in the Qt thread, and neither once parent is gone; after
    Esc it is failed(Cancelled()), and nothing has happened. Without failed a refusal is said.
    allowed are approvals that were given before (`before`).
    """
    ask_each(
        desk,
        (job,),
        lambda answers: done(answers[0]),
        failed,
        about=about,
        parent=parent,
        allowed=allowed,
    )


def ask_each(
    desk: Desk,
    jobs: Sequence[Callable[[Clerk], Any]],
    done: Callable[[Sequence[Any]], object],
    failed: Failed | None = None,
    *,
    about: str,
    parent: QWidget,
    allowed: Allowed | None = None,
) -> None:
    """As ask, for several commands one after another; done is given all their answers. The PIN is
    typed once. What was done before a refusal stays done, and is not done twice."""
    _Errand(desk, jobs, done, failed, about, parent, allowed or Allowed()).go()


def before(
    desk: Desk,
    permission: Permission,
    then: Callable[[Allowed], object],
    *,
    about: str,
    parent: QWidget,
    times: int = 1,
) -> None:
    """Go on to a form that takes long, with what its `ask` needs: at once for who may, else after
    an approval; after Esc not at all. times is how many commands the form saves by."""
    if desk.session.may(permission):
        then(Allowed())
        return
    sheet = approval_sheet(desk, permission, about, parent, times)
    sheet.approved.connect(lambda approvals: then(Allowed(approvals)))
    sheet.open()


def before_reading(
    desk: Desk, permission: Permission, then: Callable[[], object], *, about: str, parent: QWidget
) -> None:
    """Go on to what shows something, at once for who may see it, else after an approval. What is
    read by `Session.acting(permission)` is read with it, for some minutes."""

    def go_on(allowed: Allowed) -> None:
        clerk = desk.session.clerk
        if clerk is not None:
            desk.session.let_read(permission, allowed.clerk(clerk))
        then()

    before(desk, permission, go_on, about=about, parent=parent)


def ask_for_cart(
    desk: Desk,
    cart: Cart,
    error: Exception,
    done: Callable[[], object],
    failed: Failed,
    *,
    about: str,
    parent: QWidget,
) -> None:
    """Have what hands changed on a cart approved, after this refusal of it; it stands until the
    cart is sold. failed(error) comes where no approval helps, or nobody gave one."""
    permission = needed(error)
    if permission not in (Permission.PRICE_OVERRIDE, Permission.DISCOUNT):
        failed(error)
        return
    staff = desk.shop.staff

    def approve(proof: Proof) -> str:
        return staff.approve_cart(cart, permission, by=desk.session.acting(), **proof)

    def approved(name: str) -> None:
        desk.notices.say(f"Approved by {name}")
        if isValid(parent):
            done()

    def given_up() -> None:
        if isValid(parent):
            failed(error)

    sheet = ApprovalSheet(desk, permission, about, parent, approve)
    sheet.approved.connect(approved)
    sheet.rejected.connect(given_up)
    sheet.open()


def approval_sheet(
    desk: Desk, permission: Permission, about: str, parent: QWidget, times: int = 1
) -> ApprovalSheet:
    """The sheet that asks for so many approvals; its approved comes with a tuple of them."""
    staff, words = desk.shop.staff, " ".join(about.split())[:LONGEST_ABOUT]

    def approve(proof: Proof) -> tuple[Approval, ...]:
        clerk = desk.session.acting()
        return tuple(
            staff.approve(permission, by=clerk, about=words, **proof) for _ in range(times)
        )

    return ApprovalSheet(desk, permission, about, parent, approve)


class _Errand(QObject):
    """Several commands on their way; gone with the widget they are for."""

    def __init__(
        self,
        desk: Desk,
        jobs: Sequence[Callable[[Clerk], Any]],
        done: Callable[[Sequence[Any]], object],
        failed: Failed | None,
        about: str,
        parent: QWidget,
        allowed: Allowed,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._jobs = jobs
        self._done = done
        self._failed = failed
        self._about = about
        self._window = parent
        self._allowed = allowed
        self._answers: list[Any] = []
        self._approver = ""
        """Who approved since the last refusal: then another refusal of the approval is final."""

    def go(self) -> None:
        """Run what has not run yet."""
        clerk = self._desk.session.clerk
        if clerk is None:
            self._end(NotSignedIn())
            return
        self._desk.tasks.counter.run(partial(self._work, clerk), self._ran, self._refused)

    def _work(self, clerk: Clerk) -> None:
        """In the lane. A command that was refused has used nothing up."""
        for job in self._jobs[len(self._answers) :]:
            self._answers.append(job(self._allowed.clerk(clerk)))
            self._allowed.used()

    def _ran(self, _: None) -> None:
        self.deleteLater()
        if self._approver:
            self._desk.notices.say(f"Approved by {self._approver}")
        self._done(self._answers)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, ApprovalRefused) and not self._approver:
            self._allowed.renew()  # it was given a while ago, or in another session
            self.go()
            return
        permission = needed(error)
        if permission is None:
            self._end(error)
            return
        left = len(self._jobs) - len(self._answers)
        sheet = approval_sheet(self._desk, permission, self._about, self._window, left)
        sheet.approved.connect(self._approved)
        sheet.rejected.connect(self._given_up)
        sheet.open()

    def _approved(self, approvals: tuple[Approval, ...]) -> None:
        self._allowed.renew(approvals)
        self._approver = approvals[0].approver
        self.go()

    def _given_up(self) -> None:
        if isValid(self):
            self._end(Cancelled())

    def _end(self, error: Exception) -> None:
        self.deleteLater()
        if self._failed is not None:
            self._failed(error)
        elif isinstance(error, PosError):
            messages.show(error)
