"""What a day at the counter must leave behind, added up by hand: no rule of the program is asked.

Amounts are minor units of a shop that has its taxes in the prices and rounds cash to 0.05.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

COIN = 5
"""The smallest coin."""


def half_up(exact: Fraction | Decimal) -> int:
    """To whole minor units, half away from zero; for amounts above zero."""
    return int((Fraction(exact) * 2 + 1) // 2)


def in_coins(amount: int) -> int:
    """An amount as coins can make it."""
    return half_up(Fraction(amount, COIN)) * COIN


def plain(amount: int) -> str:
    """An amount as papers write it: 1234 is "12.34", less than nothing has a minus before it."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


@dataclass(frozen=True)
class Line:
    """Goods on a paper: listed is before off, percent the tax that is in the price."""

    name: str
    quantity: Decimal
    listed: int
    off: int = 0
    percent: int = 5
    damaged: bool = False

    @property
    def paid(self) -> int:
        return self.listed - self.off

    @property
    def tax(self) -> int:
        return half_up(Fraction(self.paid * self.percent, 100 + self.percent))


@dataclass(frozen=True)
class Tender:
    """Money by one way: given less change is what was paid. card is how a paper names it."""

    method: str
    given: int
    change: int = 0
    card: str = ""

    @property
    def amount(self) -> int:
        return self.given - self.change


@dataclass(frozen=True)
class Sale:
    """A sale as it must stand in the books and on paper. exchanged is what goods paid that came
    back with it."""

    number: str
    lines: tuple[Line, ...]
    tenders: tuple[Tender, ...]
    exchanged: int = 0

    @property
    def total(self) -> int:
        return sum(line.paid for line in self.lines)

    @property
    def rounding(self) -> int:
        """What coins made of it."""
        return sum(each.amount for each in self.tenders) + self.exchanged - self.total

    @property
    def change(self) -> int:
        return sum(each.change for each in self.tenders)


@dataclass(frozen=True)
class Back:
    """A return: number is its own, of the sale it belongs to ("" where nobody had a receipt)."""

    number: str
    of: str
    lines: tuple[Line, ...]
    tenders: tuple[Tender, ...]
    exchanged: int = 0

    @property
    def total(self) -> int:
        return sum(line.paid for line in self.lines)

    @property
    def rounding(self) -> int:
        return sum(each.amount for each in self.tenders) + self.exchanged - self.total


@dataclass(frozen=True)
class Paper:
    """A paper that must have come out of the printer: of a sale, of a return, or of both."""

    copy: str
    sale: Sale | None = None
    back: Back | None = None

    @property
    def number(self) -> str:
        """What its barcode says."""
        if self.sale is not None:
            return self.sale.number
        assert self.back is not None
        return self.back.number


GIFT_CARD = "Gift card"


class Ledger:
    """Everything that was rung up, given back and printed, in its order."""

    def __init__(self) -> None:
        self.sales: list[Sale] = []
        self.backs: list[Back] = []
        self.papers: list[Paper] = []
        self.drawer: list[str] = []
        """Why it was told to open: the number of a sale or a return, or a reason."""
        self.cards_sold = 0

    def sell(self, lines: list[Line], tenders: list[Tender], exchanged: int = 0) -> Sale:
        """The next sale of the till."""
        sale = Sale(f"T1-{len(self.sales) + 1}", tuple(lines), tuple(tenders), exchanged)
        self.sales.append(sale)
        self.cards_sold += sum(line.paid for line in lines if line.name == GIFT_CARD)
        return sale

    def give_back(
        self, of: str, lines: list[Line], tenders: list[Tender], exchanged: int = 0
    ) -> Back:
        """The next return of the till."""
        number = f"T1-R{len(self.backs) + 1}"
        back = Back(number, of, tuple(lines), tuple(tenders), exchanged)
        self.backs.append(back)
        return back

    # --- what the reports must say -----------------------------------------------------------

    def day(self) -> tuple[int, int, int]:
        """Orders, revenue, and what was given back."""
        returned = sum(back.total for back in self.backs)
        sold = sum(sale.total for sale in self.sales)
        return len(self.sales), sold - self.cards_sold - returned, returned

    def takings(self) -> dict[str, tuple[int, int]]:
        """What came in and what was given back by each way to pay, and what is no revenue."""
        received: Counter[str] = Counter()
        given: Counter[str] = Counter()
        for sale in self.sales:
            for tender in sale.tenders:
                received[tender.method] += tender.amount
        for back in self.backs:
            for tender in back.tenders:
                given[tender.method] += tender.amount
        given["gift_cards_sold"] = self.cards_sold
        received["rounding"] = sum(sale.rounding for sale in self.sales)
        given["rounding"] = sum(back.rounding for back in self.backs)
        return {
            method: (received[method], given[method])
            for method in received.keys() | given.keys()
            if received[method] or given[method]
        }

    def taxes(self) -> dict[int, tuple[int, int, int]]:
        """Net, tax and gross of each per cent; gift cards bear none."""
        sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        signed = [(1, line) for sale in self.sales for line in sale.lines]
        signed += [(-1, line) for back in self.backs for line in back.lines]
        for sign, line in signed:
            if line.name != GIFT_CARD:
                figures = (line.paid - line.tax, line.tax, line.paid)
                for place, figure in enumerate(figures):
                    sums[line.percent][place] += sign * figure
        return {percent: (net, tax, gross) for percent, (net, tax, gross) in sums.items()}

    def moved(self) -> dict[str, Decimal]:
        """How much less of each is on the shelf than in the morning."""
        gone: dict[str, Decimal] = defaultdict(Decimal)
        for sale in self.sales:
            for line in sale.lines:
                gone[line.name] += line.quantity
        for back in self.backs:
            for line in back.lines:
                gone[line.name] -= 0 if line.damaged else line.quantity
        gone.pop(GIFT_CARD, None)
        return dict(gone)


def weighed(name: str, quantity: str, price: int) -> Line:
    """So much at a price for one unit."""
    exact = Decimal(quantity) * price
    return Line(name, Decimal(quantity), int(exact.quantize(Decimal(1), ROUND_HALF_UP)))


def piece_of(line: Line, count: int, *, damaged: bool = False) -> Line:
    """So many pieces of a line, where its amounts can be divided without a rest."""
    share = Fraction(count) / Fraction(line.quantity)
    listed, off = line.listed * share, line.off * share
    assert listed.denominator == off.denominator == 1, "a share that is not whole minor units"
    part = replace(line, listed=int(listed), off=int(off), quantity=Decimal(count))
    assert part.tax == line.tax * share, "a tax that can't be shared without a rest"
    return replace(part, damaged=damaged)
