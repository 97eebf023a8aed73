"""How a sale is being paid: the tenders taken so far, the one being typed, what is due or back."""

from dataclasses import dataclass, replace

from pos_app.domain.cash import plausible_limit
from pos_app.domain.errors import BadAmount, Overpaid
from pos_app.domain.payment import Payment


@dataclass(frozen=True, slots=True)
class Tender:
    """A payment under way, in minor units. taken are finished tenders; never more than total,
    because the one that settles the sale ends it."""

    total: int
    currency: str
    taken: tuple[Payment, ...] = ()
    method: str = "cash"

    @property
    def due(self) -> int:
        """What is still to be paid."""
        return self.total - sum(payment.amount for payment in self.taken)

    def change(self, amount: int | None) -> int:
        """What comes back when amount (None: exactly what is due) is handed over; never < 0."""
        return 0 if amount is None else max(0, amount - self.due)

    def rest(self, amount: int | None) -> int:
        """What stays due after amount."""
        return 0 if amount is None else max(0, self.due - amount)

    def is_plausible(self, amount: int | None) -> bool:
        """False for an amount that nobody hands over: a barcode scanned into the field."""
        return amount is None or amount <= plausible_limit(self.due, self.currency)

    def by(self, method: str) -> "Tender":
        """The same with another way to pay for the next tender."""
        return replace(self, method=method)

    def take(self, amount: int | None) -> "Tender":
        """The same with one more tender; None takes what is due.

        Raises BadAmount ("zero", "too_large") and Overpaid where no change can be given.
        """
        amount = self.due if amount is None else amount
        if amount <= 0 and self.due > 0:
            raise BadAmount("amount", amount, "zero")
        if not self.is_plausible(amount):
            raise BadAmount("amount", amount, "too_large")
        if self.method != "cash" and amount > self.due:
            raise Overpaid(self.method, self.due, amount)
        if amount == 0:
            return self
        return replace(self, taken=(*self.taken, Payment(self.method, amount)))

    def take_back(self) -> "Tender":
        """The same without the last tender taken."""
        return replace(self, taken=self.taken[:-1])
