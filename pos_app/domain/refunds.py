"""Giving back what was sold, in any pieces: each piece is the difference of two shares of what was
really paid, so that all of them together are exactly that, taxes and rounding too."""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.money import divide_half_up
from pos_app.domain.payment import CashRounding
from pos_app.domain.tax import LineTax, TaxPart


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as it is in the books: quantity in thousandths, amounts in minor units."""

    quantity: int
    list_total: int
    discount: int
    tax: LineTax


@dataclass(frozen=True, slots=True)
class RefundedLine:
    """What comes back for a part of a line; all of it above or equal to zero."""

    quantity: int
    list_total: int
    discount: int
    tax: LineTax


def refund_line(line: SoldLine, before: int, quantity: int) -> RefundedLine:
    """What comes back for quantity of a line of which before was given back already, both in
    thousandths; before + quantity is at most the line's."""
    first, last = _share(line, before), _share(line, before + quantity)
    parts = tuple(
        TaxPart(new.name, new.rate_ppm, new.amount, new.base - old.base, new.tax - old.tax)
        for old, new in zip(first.tax.parts, last.tax.parts, strict=True)
    )
    return RefundedLine(
        quantity,
        last.list_total - first.list_total,
        last.discount - first.discount,
        LineTax(
            last.tax.net - first.tax.net,
            last.tax.tax - first.tax.tax,
            last.tax.gross - first.tax.gross,
            parts,
        ),
    )


def _share(line: SoldLine, quantity: int) -> RefundedLine:
    """The first so many thousandths of a line."""

    def of(amount: int) -> int:
        return divide_half_up(amount * quantity, line.quantity)

    gross = of(line.tax.gross)
    # Taxes follow the gross and not the quantity: so no piece has more tax than it comes to.
    tax = _in_ratio(line.tax.tax, gross, line.tax.gross)
    net, left, exact = gross - tax, tax, line.tax.tax
    # Each is a share of what those behind it left: rounded side by side, one could fall while
    # the goods that were brought back grow, and a piece would have less than nothing of it.
    parts: list[TaxPart] = []
    for part in reversed(line.tax.parts):
        share = _in_ratio(part.tax, left, exact)
        # A base is the net or more of the line; that of a fixed amount is nothing.
        more = part.base - line.tax.net
        base = net + of(more) if more >= 0 else of(part.base)
        parts.append(TaxPart(part.name, part.rate_ppm, part.amount, base, share))
        left -= share
        exact -= part.tax
    total = of(line.list_total - line.discount)
    # What was taken off only grows with the quantity, as what is left does; the list price is
    # both. A line that was agreed to cost more than listed has nothing taken off.
    list_total = total + of(line.discount) if line.discount > 0 else of(line.list_total)
    tax_share = LineTax(net, tax, gross, tuple(reversed(parts)))
    return RefundedLine(quantity, list_total, list_total - total, tax_share)


def _in_ratio(whole: int, part: int, of_all: int) -> int:
    """whole x part / of_all, rounded; nothing of nothing."""
    return divide_half_up(whole * part, of_all) if of_all else 0


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of an order: what stayed with the shop, and what was given back of it before.

    carried says that part of it went on to another sale, or came from one, by an exchange: what is
    left of cash need not be a sum of coins then.
    """

    payment_id: int
    method: str
    amount: int
    returned: int = 0
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Repayment:
    """What is given back now by one method; payment_id is the payment it returns, 0 for store
    credit that is given instead."""

    method: str
    amount: int
    payment_id: int = 0


@dataclass(frozen=True, slots=True)
class RefundSettlement:
    """How a refund is paid out: the repayments come to total + rounding, in minor units."""

    total: int
    rounding: int
    repayments: tuple[Repayment, ...]


def settle_refund(
    paid: Sequence[Paid],
    *,
    order_total: int,
    refunded_before: int,
    total: int,
    rounding: CashRounding,
    returned_otherwise: int = 0,
    instead: str = "",
) -> RefundSettlement:
    """Pay a refund out by the order's own tenders, cash last, or all of it by another one.

    order_total and refunded_before are goods' worth of the order and of its earlier refunds,
    total that of this one; returned_otherwise is what those gave back by other tenders than the
    order's. Minor units. Cash is rounded on the sum of all pieces, and the last refund gives back
    what is left of what was paid: together they are what was paid, however they were rounded.
    """
    left = sum(each.amount - each.returned for each in paid) - returned_otherwise
    last = refunded_before + total == order_total
    if instead:
        amount = left if last else min(total, left)
        repayments = (Repayment(instead, amount),) if amount else ()
        return RefundSettlement(total, amount - total, repayments)
    cashless = [each for each in paid if each.method != "cash"]
    cash = [each for each in paid if each.method == "cash"]
    given: list[Repayment] = []

    def give(tenders: Sequence[Paid], wanted: int) -> int:
        """Give back so much by these tenders, as far as they reach; what was given."""
        before = wanted
        for each in tenders:
            amount = max(0, min(wanted, each.amount - each.returned))
            if amount:
                given.append(Repayment(each.method, amount, each.payment_id))
            wanted -= amount
        return before - wanted

    by_cashless = give(cashless, left if last else min(total, left))
    left -= by_cashless
    # Goods' worth that was paid back in cash before: rounded as one sum with what comes now.
    cash_before = refunded_before - returned_otherwise - sum(each.returned for each in cashless)
    cash_worth = max(cash_before, 0) + total - by_cashless
    cash_wanted = rounding.apply(cash_worth) - sum(each.returned for each in cash)
    give(cash, left if last else min(cash_wanted, left))
    return RefundSettlement(total, sum(each.amount for each in given) - total, tuple(given))
