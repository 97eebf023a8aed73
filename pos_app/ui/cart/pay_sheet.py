"""The sheet that takes the money: tenders one after another, what is due, what comes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import BadAmount, PosError
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import NO_ROUNDING, CashRounding
from pos_app.domain.rows import GiftCardHit, LedgerRow
from pos_app.ui.cart.pay_buttons import AmountButtons, WayButtons
from pos_app.ui.cart.pay_columns import pay_columns
from pos_app.ui.cart.pay_end import PayEnd
from pos_app.ui.cart.pay_fields import PayFields
from pos_app.ui.cart.pay_sums import PaySums
from pos_app.ui.cart.tender import Tender
from pos_app.ui.cart.ways import finish_words, refusal_words
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.number_pad import NumberPad
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 840


class PaySheet(Sheet):
    """Pay an amount (minor units) by one tender or several.

    An empty amount means exactly what is due, or what a ledger has left of it, so Enter alone
    pays the sum. paid(payments) asks for the sale; the sheet then waits, busy, until the owner
    calls accept() or refuse(error). card_asked(code) asks for a gift card: the owner answers with
    show_card(row) or refuse_card(error). With of_exchange the amount is what an exchange leaves.
    """

    paid = Signal(tuple)
    card_asked = Signal(str)

    def __init__(
        self,
        total: int,
        money: MoneyFormat,
        parent: QWidget,
        *,
        rounding: CashRounding = NO_ROUNDING,
        of_customer: bool = False,
        of_exchange: bool = False,
    ) -> None:
        super().__init__("Pay", parent, _WIDTH)
        self._money = money
        self._tender = Tender(total, money.currency, rounding)
        self._busy = False
        self._before = self._tender
        self._ways = WayButtons(of_customer=of_customer)
        self._fields = PayFields(money)
        self._amount = MoneyEdit(money)
        self._likely = AmountButtons(money)
        self._pad = NumberPad(money.decimal_mark if money.decimals else "")
        self._sums = PaySums(money, "To pay" if of_exchange else "Total")
        self._end = PayEnd()
        self._amount.setProperty("figure", True)
        self._amount.setAccessibleName("Amount tendered")
        heads, keys = (self._ways, self._fields, self._amount), (self._likely, self._pad)
        self.body.addLayout(pay_columns(heads, keys, self._sums, self._end))
        self._connect()
        self._amount.setFocus()
        self._follow()

    def refuse(self, error: Exception) -> None:
        """The sale was not made: say why. What was counted stays counted, but for the tender
        that was refused, or the last one."""
        self._set_busy(False)
        mended = self._tender.without_refused(error)
        if mended is None:
            self._tender = self._before
        else:
            self._tender = mended
            self._fields.forget(mended.method, error)
            self._amount.clear()
        self._follow()
        self._focus_start()
        if isinstance(error, PosError):
            self._say(error)
        else:
            self._end.say("The sale was not made. Nothing was booked; try again.")

    def show_ledgers(self, rows: tuple[LedgerRow, ...]) -> None:
        """What the customer's store credit and account hold."""
        for row in rows:
            self._fields.show_ledger(row)
        self._follow()

    def show_card(self, row: LedgerRow) -> None:
        """What the gift card holds that was asked for."""
        self._fields.show_ledger(row)
        self._set_busy(False)
        self._follow()
        self._focus_start()

    def take_scan(self, hit: object) -> bool:
        """A gift card that is scanned pays, whatever has the focus."""
        if not isinstance(hit, GiftCardHit) or self._busy:
            return False
        self._choose("gift_card")
        self.show_card(hit.ledger)
        return True

    def refuse_card(self, error: Exception) -> None:
        """There is no such gift card, or it could not be looked up."""
        self._set_busy(False)
        self._follow()
        self._focus_start()
        if isinstance(error, PosError):
            self._say(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed while a button has the focus is an amount, or a card's code, all the
        same."""
        text, field = event.text(), self._fields.start() or self._amount
        if text and text.isprintable() and not self._busy and not field.hasFocus():
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.setText(text)
            event.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """The sale is in the books."""
        self._set_busy(False)
        super().accept()

    # --- making ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._ways.chosen.connect(self._choose)
        self._likely.offered.connect(self._offer)
        self._pad.pressed.connect(self._amount.insert)
        self._pad.erased.connect(self._amount.backspace)
        self._amount.textChanged.connect(self._follow)
        self._fields.changed.connect(self._follow)
        self._end.wanted.connect(self._take)
        self._sums.take_back_asked.connect(self._take_back)

    # --- what the clerk does -----------------------------------------------------------------

    def _choose(self, method: str) -> None:
        if method == "gift_card" and self._tender.method != method:
            self._fields.forget("gift_card")
        self._tender = self._tender.by(method)
        self._amount.clear()
        self._follow()
        self._focus_start()

    def _offer(self, amount: int | None) -> None:
        self._amount.set_amount(self._fields.offered(self._tender) if amount is None else amount)
        self._amount.setFocus()

    def _take(self) -> None:
        """Take the tender; with the last one the sale goes to the books."""
        if self._busy:
            return
        method = self._tender.method
        if self._fields.asks_for_card(self._tender):
            self._look_up_card()
            return
        self._before = self._tender
        try:
            typed = self._amount.amount()
            self._tender = self._tender.take(
                self._fields.offered(self._tender) if typed is None else typed,
                left=self._fields.left(self._tender),
                **self._fields.details(method) if self._tender.due else {},
            )
        except PosError as refusal:
            self._say(refusal)
            self._amount.selectAll()
            self._amount.setFocus()
            return
        if self._tender.settled:
            self._set_busy(True)
            self.paid.emit(self._tender.taken)
            return
        self._fields.clear_details()
        if method == "gift_card":
            self._fields.forget("gift_card")
        if self._tender.by("cash").due == 0 or not self._fields.offered(self._tender):
            self._tender = self._tender.by("cash")  # the rest vanishes in cash, or this is spent
        self._amount.clear()
        self._follow()
        self._focus_start()

    def _look_up_card(self) -> None:
        code = self._fields.code
        if not code:
            self._end.say("Scan or type the gift card's code first.")
            self._focus_start()
            return
        self._set_busy(True)
        self.card_asked.emit(code)

    def _say(self, refusal: PosError) -> None:
        typed, offered = self._amount.text(), self._fields.offered(self._tender)
        self._end.say(refusal_words(refusal, self._tender, typed, offered, self._money))

    def _take_back(self) -> None:
        self._tender = self._tender.take_back()
        self._follow()
        self._focus_start()

    def _focus_start(self) -> None:
        (self._fields.start() or self._amount).setFocus()

    # --- what it shows -----------------------------------------------------------------------

    def _given(self) -> int:
        """What Enter would take; what can't be an amount yet counts as nothing typed."""
        try:
            typed = self._amount.amount()
        except BadAmount:
            typed = None
        return self._fields.offered(self._tender) if typed is None else typed

    def _follow(self) -> None:
        tender, given = self._tender, self._given()
        self._end.say("")
        self._ways.show_method(tender.method)
        self._fields.show_tender(tender)
        self._amount.setPlaceholderText(self._money.plain(self._fields.offered(self._tender)))
        self._likely.show_tender(tender)
        self._sums.show_tender(tender, given, self._fields.left(tender))
        self._name_finish()

    def _name_finish(self) -> None:
        asks = self._fields.asks_for_card(self._tender)
        words = finish_words(self._tender, self._given(), self._money, asks=asks, busy=self._busy)
        self._end.name(words)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.set_closable(not busy)
        parts = (self._end, self._amount, self._fields, self._likely, self._pad, self._ways)
        for widget in parts:
            widget.setEnabled(not busy)
        self._name_finish()
        if not busy:
            self._amount.setFocus()
