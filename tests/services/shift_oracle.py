"""A ledger of shifts that is kept by hand: every figure worked out from what was typed, with
fractions, and without a line of the program."""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction


def half_up(value: Fraction | int) -> int:
    """To a whole number, a half away from zero."""
    sign = -1 if value < 0 else 1
    return sign * int(abs(Fraction(value)) + Fraction(1, 2))


@dataclass
class Line:
    """A sold line: its rate and what it came to; of it so many pieces of how many are back."""

    rate: Fraction
    quantity: int
    gross: int
    tax: int
    discount: int
    back: int = 0

    def give_back(self, pieces: int) -> tuple[int, int]:
        """Gross and tax of so many pieces more."""
        before = self._share(self.back)
        self.back += pieces
        after = self._share(self.back)
        return after[0] - before[0], after[1] - before[1]

    def _share(self, pieces: int) -> tuple[int, int]:
        gross = half_up(Fraction(self.gross * pieces, self.quantity))
        tax = half_up(Fraction(self.tax * gross, self.gross)) if self.gross else 0
        return gross, tax


@dataclass
class Sale:
    """What was sold, what was paid by each way, and what is back of it."""

    lines: list[Line]
    paid: dict[str, int]
    total: int
    rounding: int
    returned: int = 0
    repaid: int = 0

    @property
    def method(self) -> str:
        """The only way it was paid by."""
        (method,) = self.paid
        return method


@dataclass
class NaiveShift:
    """What is in a drawer, and what a report of it should say."""

    opening: int
    step: int
    tax_included: bool
    cash: int = 0
    sold: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    taxes: Counter[tuple[Fraction, str]] = field(default_factory=Counter)
    rounding: int = 0
    paid_in: int = 0
    unpaid: int = 0
    cards: int = 0
    discount: int = 0
    moved: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.cash = self.opening

    def coins(self, amount: int) -> int:
        """What coins make of an amount."""
        return half_up(Fraction(amount, self.step)) * self.step

    def line(self, price: int, quantity: int, rate: Fraction, off: int) -> Line:
        """A line as it is sold."""
        total = price * quantity - off
        if self.tax_included:
            return Line(rate, quantity, total, half_up(total * rate / (1 + rate)), off)
        tax = half_up(total * rate)
        return Line(rate, quantity, total + tax, tax, off)

    def sell(self, lines: list[Line], paid: dict[str, int], *, cards: int = 0) -> Sale:
        """Sell lines (and gift cards) that were paid so."""
        total = sum(line.gross for line in lines) + cards
        rounding = sum(paid.values()) - total if paid else 0
        self.counts["sales"] += 1
        self.sold["sales"] += total
        self.cards += cards
        self.unpaid += 0 if paid else total
        self._tax(lines, 1)
        self.discount += sum(line.discount for line in lines)
        self.rounding += rounding
        self._money(paid, 1)
        return Sale(lines, paid, total, rounding)

    def cancel(self, sale: Sale) -> None:
        """Take an order off again, of whichever shift."""
        self.counts["cancelled"] += 1
        self.sold["cancelled"] += sale.total
        self.unpaid -= 0 if sale.paid else sale.total
        self._tax(sale.lines, -1)
        self.discount -= sum(line.discount for line in sale.lines)
        self.rounding -= sale.rounding
        self._money(sale.paid, -1)

    def give_back(self, sale: Sale, line: Line, pieces: int, kind: str = "refunds") -> None:
        """Give pieces of a sale back that was paid by one way."""
        gross, tax = line.give_back(pieces)
        sale.returned += gross
        paid = sale.paid[sale.method]
        if sale.returned == sale.total:
            money = paid - sale.repaid
        elif sale.method == "cash":
            money = min(self.coins(sale.returned) - sale.repaid, paid - sale.repaid)
        else:
            money = min(gross, paid - sale.repaid)
        sale.repaid += money
        self._back(kind, gross, money - gross, {sale.method: money})
        self._tax_of(line.rate, -(gross - tax), -tax)

    def void(self, sale: Sale) -> None:
        """Give a whole sale back as it was paid."""
        for line in sale.lines:
            gross, tax = line.give_back(line.quantity)
            self._tax_of(line.rate, -(gross - tax), -tax)
        self._back("voids", sale.total, sale.rounding, sale.paid)
        sale.returned = sale.total

    def exchange(self, old: Sale, line: Line, new: list[Line]) -> None:
        """Give the whole of an old sale of one line back for a new one; the rest in cash, or as the
        old one was paid."""
        total = sum(each.gross for each in new)
        gross, tax = line.give_back(line.quantity)
        self._tax_of(line.rate, -(gross - tax), -tax)
        carried = min(total, gross)
        self.counts["sales"] += 1
        self.sold["sales"] += total
        self._tax(new, 1)
        self.discount += sum(each.discount for each in new)
        due = total - carried
        self.rounding += self.coins(due) - due
        self._money({"cash": self.coins(due)} if due else {}, 1)
        back = 0
        if gross > carried:
            back = old.paid[old.method] - carried
            back = self.coins(back) if old.method == "cash" else back
        rounding = back - (gross - carried)
        if gross == carried:
            rounding = 0
        self._back("exchanges", gross, rounding, {old.method: back})
        old.returned = old.total

    def correct(self, sale: Sale, really: str) -> None:
        """The only tender of a sale, cash or card, was the other of the two."""
        typed = sale.method
        amount = sale.paid.pop(typed)
        sale.paid[really] = amount
        self._money({typed: -amount, really: amount}, 1)

    def pay_in(self, amount: int, method: str, settled: int) -> None:
        """A customer pays so much of an account, which coins make settled of."""
        self.paid_in += settled
        self.rounding -= settled - amount
        self._money({method: amount}, 1)

    def move(self, kind: str, amount: int) -> None:
        """Cash in, out or to the safe."""
        self.moved[kind] += amount
        self.cash += amount if kind == "in" else -amount

    @property
    def revenue(self) -> int:
        """Sales less whatever was taken off them."""
        gone = ("refunds", "voids", "exchanges", "cancelled")
        return self.sold["sales"] - sum(self.sold[kind] for kind in gone)

    def _back(self, kind: str, gross: int, rounding: int, money: dict[str, int]) -> None:
        self.counts[kind] += 1
        self.sold[kind] += gross
        self.rounding -= rounding
        self._money(money, -1)

    def _money(self, paid: dict[str, int], sign: int) -> None:
        for method, amount in paid.items():
            (self.came if sign > 0 else self.went)[method] += amount
            if method == "cash":
                self.cash += sign * amount

    def _tax(self, lines: list[Line], sign: int) -> None:
        for line in lines:
            self._tax_of(line.rate, sign * (line.gross - line.tax), sign * line.tax)

    def _tax_of(self, rate: Fraction, net: int, tax: int) -> None:
        self.taxes[rate, "net"] += net
        self.taxes[rate, "tax"] += tax
