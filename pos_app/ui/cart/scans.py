"""What a scan does at the counter: a line, a customer, a code on the sale, or a notice."""

import logging
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_app.devices.sound import Sound
from pos_app.domain.errors import PosError, UnknownCode
from pos_app.domain.rows import (
    BadgeHit,
    CouponHit,
    CustomerHit,
    GiftCardHit,
    ReceiptHit,
    ScanHit,
    Scanned,
)
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.sheets import Sheets
from pos_app.ui.cart.typed import take_apart
from pos_app.ui.desk import Desk
from pos_app.ui.scanning.notices import ScanNotices
from pos_app.ui.scanning.queue import Scan, ScanQueue
from pos_app.ui.widgets.sheet import TakesScans, top_sheet

log = logging.getLogger(__name__)


class CounterScans(QObject):
    """Takes every scan of the window (`put`), and those codes that were typed and are no product.

    A scan goes into the open sale whatever lies over it: a sheet, another tab. While the pay
    sheet is open it is blocked, for what is being paid must not change; while a sale is being
    written it waits and begins the next one. A sheet that wants scans (`TakesScans`) is asked
    first. take_times takes the "3*" that was typed for the next scan.
    """

    receipt_scanned = Signal(object)
    """ReceiptHit: its order is to be shown."""
    badge_scanned = Signal(object, str)
    """(BadgeHit, code): who wants to act from now on, and what was read."""
    stranger_scanned = Signal(str)
    """While nobody is signed in a code was read that stands for nothing."""
    product_wanted = Signal(str)
    """A product is to be made for this unknown code."""

    def __init__(
        self,
        desk: Desk,
        counter: Counter,
        sheets: Sheets,
        take_times: Callable[[], Decimal | None],
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._desk = desk
        self._counter = counter
        self._sheets = sheets
        self._take_times = take_times
        self._tab = tab
        self._notices = ScanNotices(desk.notices, desk.sounds)
        self._queue = ScanQueue(desk.tasks.counter, counter.read, lambda: counter.selling, self)

        self._queue.answered.connect(self._answered)
        self._queue.failed.connect(self._failed)
        counter.sold.connect(lambda _: self._queue.go_on())
        counter.sale_refused.connect(lambda _: self._queue.go_on())
        counter.other_found.connect(lambda hit: self._answered(Scan(""), hit))
        counter.not_found.connect(self._entry_failed)
        counter.when_settled = self.when_settled

    @property
    def idle(self) -> bool:
        """True when every scan became a line or a notice."""
        return self._queue.idle

    def when_settled(self, then: Callable[[], None]) -> None:
        """Do this once what was scanned, typed or touched before is in the cart: take the money,
        park the sale. A scan that comes later waits until then."""
        counter = self._counter
        if self._queue.idle and not counter.asking:
            then()
        else:
            self._queue.after(then, lambda: not counter.asking)

    def put(self, code: str) -> None:
        """A scanner has read this."""
        paying = self._sheets.paying.is_open and not self._counter.selling
        self._queue.put(Scan(code, self._take_times(), paying))

    # --- answers -----------------------------------------------------------------------------

    def _answered(self, scan: Scan, hit: Scanned) -> None:
        sheet: object = top_sheet(self._tab)
        if isinstance(hit, BadgeHit):
            self._take_badge(scan, hit)
        elif self._desk.session.clerk is None:
            what = _name_of(hit)
            self._notices.blocked(scan.text, f"{what} was not taken.", "Sign in, then scan again.")
        elif isinstance(sheet, TakesScans) and self._offer(sheet, scan, hit):
            return
        elif scan.barred or self._sheets.paying.is_open:
            hint = "Finish paying, or press Esc and scan it again."
            self._notices.blocked(scan.text, f"{_name_of(hit)} was not added.", hint)
        else:
            self._take(scan, hit)

    def _offer(self, sheet: TakesScans, scan: Scan, hit: Scanned) -> bool:
        """Whether the sheet on top wants the scan; what became of it is told then."""
        try:
            taken = sheet.take_scan(hit)
        except PosError as refusal:
            self._notices.refused(scan.text, refusal)
            return True
        if taken:
            self._desk.sounds.play(Sound.FOUND)
        return taken

    def _take(self, scan: Scan, hit: Scanned) -> None:
        if isinstance(hit, ScanHit):
            self._take_goods(scan, hit)
        elif isinstance(hit, CustomerHit):
            self._desk.sounds.play(Sound.FOUND)
            self._sheets.choose_customer(hit.customer)
            self._desk.notices.say(f"{hit.customer.name} is the customer now.")
        elif isinstance(hit, CouponHit):
            self._desk.sounds.play(Sound.FOUND)
            self._sheets.discounting.take_code(hit.code.code)
        elif isinstance(hit, GiftCardHit):
            self._desk.sounds.play(Sound.FOUND)
            left = self._desk.shop.money.format(hit.ledger.left)
            self._desk.notices.say(
                f"Gift card {hit.ledger.code} holds {left}.", "F12 pays with it."
            )
        elif isinstance(hit, ReceiptHit):
            self._show_receipt(scan, hit)

    def _take_goods(self, scan: Scan, hit: ScanHit) -> None:
        """Where the new line can't be seen, it is told."""
        covered = top_sheet(self._tab) is not None
        if self._counter.take_hit(hit, scan.quantity) and (covered or not self._tab.isVisible()):
            hint = "Ctrl+1 shows it." if not covered else "Close what is open to see it."
            self._desk.notices.say(
                f"{hit.product.name} is in the cart.", hint, same=f"in the cart {hit.product.id}"
            )

    def _show_receipt(self, scan: Scan, hit: ReceiptHit) -> None:
        if top_sheet(self._tab) is not None:
            self._notices.blocked(
                scan.text,
                f"Receipt {hit.number} was not opened.",
                "Close what is open, scan again.",
            )
            return
        self._desk.sounds.play(Sound.FOUND)
        self.receipt_scanned.emit(hit)

    def _take_badge(self, scan: Scan, badge: BadgeHit) -> None:
        clerk = self._desk.session.clerk
        if clerk is not None and (scan.barred or top_sheet(self._tab) is not None):
            self._notices.blocked(
                scan.text,
                f"{badge.name} is not at the till yet.",
                "Close what is open, scan again.",
            )
            return
        self._desk.sounds.play(Sound.FOUND)
        self.badge_scanned.emit(badge, scan.text)

    # --- what became nothing -----------------------------------------------------------------

    def _entry_failed(self, raw: str, error: Exception) -> None:
        self._fail(Scan(raw), error, note=take_apart(raw).is_code)

    def _failed(self, scan: Scan, error: Exception) -> None:
        self._fail(scan, error, note=True)

    def _fail(self, scan: Scan, error: Exception, *, note: bool) -> None:
        if not isinstance(error, UnknownCode):
            self._notices.refused(scan.text, error)
            return
        code, clerk = str(error.key), self._desk.session.clerk
        if clerk is None and note:
            self.stranger_scanned.emit(scan.text)
        if clerk is None or not note:
            self._notices.unknown(code, error)
            return
        self._notices.unknown(code, error, lambda: self.product_wanted.emit(code))
        codes, till = self._desk.shop.codes, self._desk.config.till or None
        self._desk.tasks.office.run(
            lambda: codes.note_unknown(code, by=clerk, till=till), None, _not_noted, owner=self
        )


def _not_noted(error: Exception) -> None:
    log.info("an unknown code was not noted: %s", type(error).__name__)


def _name_of(hit: Scanned) -> str:
    """What was scanned, for people."""
    if isinstance(hit, ScanHit):
        return hit.product.name
    if isinstance(hit, CustomerHit):
        return f"The card of {hit.customer.name}"
    if isinstance(hit, ReceiptHit):
        return f"Receipt {hit.number}"
    if isinstance(hit, CouponHit):
        return f"The code {hit.code.code}"
    if isinstance(hit, GiftCardHit):
        return f"Gift card {hit.ledger.code}"
    return f"The badge of {hit.name}"
