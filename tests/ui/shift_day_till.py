"""The till of the clerk's day, with what a shift needs besides: counting, approving, locking."""

import re

from pos_app.devices.escpos_paper import EscposPaper
from pos_app.shop import Shop
from pos_app.ui.approving.sheet import ApprovalSheet
from pos_app.ui.sign_in import SignIn
from tests.ui.day import Day

SUE_PIN, IDA_PIN = "271828", "161803"
SUE_BADGE, IDA_BADGE, TOM_BADGE = "SUE-20261126", "IDA-20261126", "TOM-20261126"


def hire(shop: Shop) -> None:
    """Sue, a manager, and Ida, who is a clerk as Tom is; their badges are long enough to sign in.
    Nothing is sold without a shift."""
    by = shop.staff.terminal()
    add = shop.staff.add_user
    sue = add(username="sue", name="Sue", pin=SUE_PIN, role="manager", by=by)
    ida = add(username="ida", name="Ida", pin=IDA_PIN, by=by)
    (tom,) = (user for user in shop.staff.users(by=by) if user.username == "tom")
    for user, badge in ((sue, SUE_BADGE), (ida, IDA_BADGE), (tom, TOM_BADGE)):
        shop.staff.set_badge(user.id, badge, by=by)
    shop.settings.update(shift_needed=True, difference_limit=500, lock_minutes=1, by=by)


def rows_of(sent: bytes) -> list[str]:
    """What came out of the printer, a row without its blanks."""
    paper = EscposPaper()
    paper.send(sent)
    return [re.sub(r"\s+", " ", row).strip() for row in paper.rows]


class ShiftTill(Day):
    """A day at a till where shifts are kept."""

    @property
    def who(self) -> str:
        """Who is signed in; "" for nobody."""
        clerk = self.desk.session.clerk
        return clerk.name if clerk is not None else ""

    def come(self, letter: str, pin: str) -> None:
        """Somebody chooses their name by its first letter and types a PIN."""
        self.until(lambda: isinstance(self.page, SignIn) and not self.desk.tasks.counter.busy)
        self.write(letter + pin)
        self.press("Enter")
        self.until(lambda: self.page is self.tab)
        self.rest()

    def badge(self, code: str, name: str) -> None:
        """Somebody shows a badge, which signs them in at once."""
        self.rest()
        self.scan(code)
        self.scanned -= 1  # no goods
        self.until(lambda: self.who == name and self.page is self.tab)
        self.rest()

    def count(self, *pieces: str) -> None:
        """Pieces row by row, Enter after each; "" leaves a row as it is."""
        for each in pieces:
            self.write(each)
            self.press("Enter")

    def asked(self) -> ApprovalSheet:
        """The sheet that asks for somebody else, once it knows whom."""
        sheet = self.sheet(ApprovalSheet)
        self.until(lambda: sheet.people.current() is not None)
        self.until(lambda: self.main.focusWidget() is sheet.entry.field)
        return sheet

    def approve(self, *, badge: bool = False) -> str:
        """Sue comes by and lets it happen; returns what the sheet said. Whoever was signed in
        still is."""
        before, sheet = self.who, self.asked()
        said = self.seen(sheet)
        if badge:
            self.scan(SUE_BADGE)
            self.scanned -= 1
        else:
            self.write("s" + SUE_PIN)
            self.press("Enter")
        self.closed(sheet)
        self.until(lambda: self.said("Approved by Sue"))
        assert self.who == before
        return said

    def nobody_comes(self) -> None:
        """A minute goes by in which nobody touches the till."""
        watch = self.floor._watch
        assert watch is not None
        watch.look()
        assert self.who, "it locked too soon"
        watch._last -= 60
        watch.look()
        self.until(lambda: isinstance(self.page, SignIn))
