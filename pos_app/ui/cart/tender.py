"""How a sale is being paid: the tenders taken so far, the one being typed, what is due or back."""

from dataclasses import dataclass, replace

from pos_app.domain.cash import plausible_limit
from pos_app.domain.errors import (
    BadAmount,
    NeedsCustomer,
    NotEnoughCredit,
    Overpaid,
    UnknownGiftCard,
)
from pos_app.domain.payment import NO_ROUNDING, CashRounding, Payment, cash_due


@dataclass(frozen=True, slots=True)
class Tender:
    """A payment under way, in minor units. taken are finished tenders, method is how the next one
    is paid; only what is paid in cash is rounded."""

    total: int
    currency: str
    rounding: CashRounding = NO_ROUNDING
    taken: tuple[Payment, ...] = ()
    method: str = "cash"

    @property
    def cash(self) -> int:
        """What was handed over in cash."""
        return sum(payment.amount for payment in self.taken if payment.method == "cash")

    @property
    def cashless(self) -> int:
        """What was paid otherwise."""
        return sum(payment.amount for payment in self.taken if payment.method != "cash")

    @property
    def due(self) -> int:
        """What is still to be paid, if it is paid by `method`; never below zero."""
        if self.method == "cash":
            return max(0, self._cash_left)
        return max(0, self.total - self.cashless - self.cash)

    @property
    def rounded(self) -> int:
        """What rounding to cash adds to the rest; below zero where it takes away."""
        if self.method != "cash":
            return 0
        return cash_due(self.total, self.cashless, self.rounding) - (self.total - self.cashless)

    @property
    def settled(self) -> bool:
        """True when the tenders taken are enough. A rest that rounds to nothing in cash ends the
        sale once cash was chosen for it, be it none."""
        in_cash = any(payment.method == "cash" for payment in self.taken)
        return self._cash_left <= 0 and (in_cash or self.cashless >= self.total)

    def change(self, amount: int) -> int:
        """What is too much when amount is handed over: change, for cash; never below zero."""
        left = self._cash_left if self.method == "cash" or self._cash_left < 0 else self.due
        return max(0, amount - left)

    def rest(self, amount: int) -> int:
        """What stays due after amount."""
        return max(0, self.due - amount)

    def is_plausible(self, amount: int) -> bool:
        """False for an amount that nobody hands over: a barcode scanned into the field."""
        return amount <= plausible_limit(self.due, self.currency)

    def by(self, method: str) -> "Tender":
        """The same with another way to pay for the next tender."""
        return replace(self, method=method)

    def take(
        self,
        amount: int,
        *,
        left: int | None = None,
        reference: str = "",
        last4: str = "",
        code: str = "",
        holder: str = "",
    ) -> "Tender":
        """The same with one more tender; left is what its ledger holds, holder whose that is.
        Where nothing is due, nothing is taken, unless cash rounds away what is left.

        Raises BadAmount ("zero", "too_large", "range" for cash that no coins make up), Overpaid
        where no change can be given, NotEnoughCredit, and BadValue for details that can't be kept.
        """
        if amount < 0 or (amount == 0 and self.due > 0):
            raise BadAmount("amount", amount, "zero")
        if not self.is_plausible(amount):
            raise BadAmount("amount", amount, "too_large")
        if self.method == "cash" and amount % self.rounding.step:
            raise BadAmount("amount", amount, "range")
        if self.method != "cash" and amount > self.due:
            raise Overpaid(self.method, self.due, amount)
        if left is not None and amount > left:
            raise NotEnoughCredit(self.method, code or holder, amount, left)
        if amount == 0 and (self.settled or self.method != "cash"):
            return self
        payment = Payment(self.method, amount, reference, last4, code).check()
        return replace(self, taken=(*self.taken, payment))

    def spent(self, code: str = "") -> int:
        """What the tenders taken draw on the ledger of `method`; code is that of a gift card."""
        return sum(
            payment.amount
            for payment in self.taken
            if payment.method == self.method and payment.code.upper() == code.upper()
        )

    def take_back(self) -> "Tender":
        """The same without the last tender taken."""
        return replace(self, taken=self.taken[:-1])

    def without_refused(self, error: Exception) -> "Tender | None":
        """The same without the tender that a ledger refused, which is asked for next; None where
        the refusal is about something else."""
        if isinstance(error, NotEnoughCredit):
            method, code = error.method, error.name if error.method == "gift_card" else ""
        elif isinstance(error, UnknownGiftCard):
            method, code = "gift_card", str(error.key)
        elif isinstance(error, NeedsCustomer):
            method, code = error.method, ""
        else:
            return None
        taken = list(self.taken)
        for place in range(len(taken) - 1, -1, -1):
            if taken[place].method == method and code.upper() in ("", taken[place].code.upper()):
                del taken[place]
                break
        return replace(self, taken=tuple(taken), method=method)

    @property
    def _cash_left(self) -> int:
        return cash_due(self.total, self.cashless, self.rounding) - self.cash
