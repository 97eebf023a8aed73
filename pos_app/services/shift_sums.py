"""The figures of a shift, summed from the books when somebody asks: nothing is counted on while it
sells, so a sale waits for none of it.

The sales of a shift are found along the till's numbers. What was cancelled in it is taken off, of
whatever shift it was sold in: over all shifts each order counts once, or not at all.
"""

from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN, SQL, fn

from pos_app.domain.exchanging import EXCHANGE
from pos_app.domain.rows import (
    CashMoveRow,
    CashSums,
    DiscountTally,
    TakingsRow,
    Tally,
    TaxSummaryRow,
)
from pos_app.domain.shifts import expected_cash
from pos_app.services.books import Books
from pos_app.services.cash_moves import moves_of_shift
from pos_app.services.figures import (
    payment_sums,
    put_on_cards,
    repayment_sums,
    taken_off_cards,
    tax_sums,
)
from pos_app.services.return_details import return_number
from pos_app.services.shift_rows import ShiftHead
from pos_app.storage.models import Order, OrderDiscount, Payment, Return, TenderCorrection

Rate = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Sold:
    """What was sold and what came back in a shift."""

    shift: ShiftHead

    def standing(self) -> list[Any]:
        """The conditions for its orders, those cancelled since too."""
        shift = self.shift
        return [
            Order.till == shift.till_id,
            Order.number > shift.orders_before,
            Order.shift == shift.id,
        ]

    def given_back(self) -> list[Any]:
        """The conditions for its returns."""
        shift = self.shift
        return [
            Return.till == shift.till_id,
            Return.number > shift.returns_before,
            Return.shift == shift.id,
        ]

    def corrected(self) -> list[Any]:
        """Tenders are corrected in the shift of their sale."""
        return [TenderCorrection.shift == self.shift.id]


@dataclass(frozen=True, slots=True)
class _Cancelled:
    """The orders that were cancelled in a shift."""

    shift: ShiftHead

    def standing(self) -> list[Any]:
        """The conditions for them."""
        return [Order.cancelled_shift == self.shift.id]

    def given_back(self) -> list[Any]:
        """The conditions for its returns: none."""
        return [Return.id == SQL("0")]

    def corrected(self) -> list[Any]:
        """Those of its orders, whenever they were corrected."""
        paid = Payment.select(Payment.id).join(Order).where(*self.standing())
        return [TenderCorrection.payment.in_(paid)]


@dataclass(frozen=True, slots=True)
class ShiftSums:
    """What a shift comes to, as `domain.rows.ShiftReport` has it."""

    sales: Tally
    refunds: Tally
    voids: Tally
    exchanges: Tally
    cancelled: Tally
    revenue: int
    rounding: int
    gift_cards: int
    paid_in: int
    unpaid: int
    discounts: tuple[DiscountTally, ...]
    taxes: tuple[TaxSummaryRow, ...]
    tenders: tuple[TakingsRow, ...]
    corrections: Tally
    cash: CashSums
    cash_moves: tuple[CashMoveRow, ...]
    first_order: str
    last_order: str
    first_return: str
    last_return: str


@dataclass(frozen=True, slots=True)
class _Documents:
    """Orders or returns: how many, their totals, their rounding, their first and last number."""

    count: int
    total: int
    rounding: int
    first: int
    last: int


def shift_sums(books: Books, shift: ShiftHead) -> ShiftSums:
    """What a shift comes to now."""
    sold, gone = _Sold(shift), _Cancelled(shift)
    orders, cancelled = _documents(books, Order, sold), _documents(books, Order, gone)
    returns = _returns(books, sold)
    back = sum(each.total for each in returns.values())
    came, cancelled_by = payment_sums(books, sold), payment_sums(books, gone)
    repaid = repayment_sums(books, sold)
    paid_by, coins = _paid_in(books, shift)
    first, last = _return_numbers(books, sold)
    due = orders.total + orders.rounding - cancelled.total - cancelled.rounding
    moves = moves_of_shift(books, shift)
    return ShiftSums(
        sales=Tally(orders.count, orders.total),
        refunds=_tally(returns, "return"),
        voids=_tally(returns, "void"),
        exchanges=_tally(returns, EXCHANGE),
        cancelled=Tally(cancelled.count, cancelled.total),
        revenue=orders.total - back - cancelled.total,
        rounding=orders.rounding
        - cancelled.rounding
        - sum(each.rounding for each in returns.values())
        - coins,
        gift_cards=_cards(books, sold) - _cards(books, gone),
        paid_in=sum(paid_by.values()) + coins,
        unpaid=due - sum(came.values()) + sum(cancelled_by.values()),
        discounts=_discounts(books, sold, gone),
        taxes=_less(tax_sums(books, sold), tax_sums(books, gone)),
        tenders=_tenders(came, paid_by, repaid, cancelled_by),
        corrections=_corrections(books, shift),
        cash=_cash(shift, moves, came, paid_by, repaid, cancelled_by),
        cash_moves=moves,
        first_order=f"{shift.till}-{orders.first}" if orders.count else "",
        last_order=f"{shift.till}-{orders.last}" if orders.count else "",
        first_return=return_number(shift.till, first) if first else "",
        last_return=return_number(shift.till, last) if last else "",
    )


def cash_of(books: Books, shift: ShiftHead) -> CashSums:
    """What should be in the drawer of a shift now, and how it came to that."""
    sold, gone = _Sold(shift), _Cancelled(shift)
    came, cancelled_by = payment_sums(books, sold), payment_sums(books, gone)
    moves = moves_of_shift(books, shift)
    repaid, paid_by = repayment_sums(books, sold), _paid_in(books, shift)[0]
    return _cash(shift, moves, came, paid_by, repaid, cancelled_by)


def _cash(
    shift: ShiftHead,
    moves: tuple[CashMoveRow, ...],
    came: dict[str, int],
    paid_by: dict[str, int],
    repaid: dict[str, int],
    cancelled_by: dict[str, int],
) -> CashSums:
    def moved(kind: str) -> int:
        return sum(each.amount for each in moves if each.kind == kind)

    sums = CashSums(
        opening_float=shift.opening_float,
        sales=came["cash"],
        paid_in=paid_by.get("cash", 0),
        refunds=repaid["cash"],
        cancelled=cancelled_by["cash"],
        cash_in=moved("in"),
        cash_out=moved("out"),
        drops=moved("drop"),
        expected=0,
    )
    return replace(sums, expected=expected_cash(sums))


def _rows(books: Books, chosen: Any) -> list[tuple[Any, ...]]:
    return list(chosen.tuples().execute(books.database.peewee))


def _documents(books: Books, model: Any, span: _Sold | _Cancelled) -> _Documents:
    row = (
        model.select(
            fn.COUNT(SQL("1")),
            fn.COALESCE(fn.SUM(model.total), SQL("0")),
            fn.COALESCE(fn.SUM(model.rounding), SQL("0")),
            fn.COALESCE(fn.MIN(model.number), SQL("0")),
            fn.COALESCE(fn.MAX(model.number), SQL("0")),
        )
        .where(*span.standing())
        .tuples()
        .first(books.database.peewee)
    )
    return _Documents(*row)


def _returns(books: Books, span: _Sold) -> dict[str, _Documents]:
    chosen = (
        Return.select(
            Return.kind,
            fn.COUNT(SQL("1")),
            fn.SUM(Return.total),
            fn.SUM(Return.rounding),
            fn.MIN(Return.number),
            fn.MAX(Return.number),
        )
        .where(*span.given_back())
        .group_by(Return.kind)
    )
    return {kind: _Documents(*rest) for kind, *rest in _rows(books, chosen)}


def _return_numbers(books: Books, span: _Sold) -> tuple[int, int]:
    returns = _returns(books, span).values()
    if not returns:
        return 0, 0
    return min(each.first for each in returns), max(each.last for each in returns)


def _tally(returns: dict[str, _Documents], kind: str) -> Tally:
    found = returns.get(kind)
    return Tally() if found is None else Tally(found.count, found.total)


def _paid_in(books: Books, shift: ShiftHead) -> tuple[dict[str, int], int]:
    """What customers paid of their accounts by each way, and what coins made of the rest."""
    rows = books.database.rows(
        "SELECT method, sum(amount) FROM ledger_moves WHERE shift_id = ? AND reason = 'paid_in' "
        "GROUP BY method",
        (shift.id,),
    )
    coins = books.database.row(
        "SELECT coalesce(sum(amount), 0) FROM ledger_moves "
        "WHERE shift_id = ? AND reason = 'rounding'",
        (shift.id,),
    )
    return dict(rows), int(coins[0]) if coins else 0


def _cards(books: Books, span: _Sold | _Cancelled) -> int:
    """What was put on gift cards less what came off them because they were brought back."""
    put = put_on_cards(span).scalar(books.database.peewee) or 0
    return int(put - (taken_off_cards(span).scalar(books.database.peewee) or 0))


def _discounts(books: Books, sold: _Sold, gone: _Cancelled) -> tuple[DiscountTally, ...]:
    sums: dict[str, tuple[int, int]] = {}
    for span, sign in ((sold, 1), (gone, -1)):
        chosen = (
            Order.select(
                OrderDiscount.kind,
                fn.COUNT(OrderDiscount.order.distinct()),
                fn.SUM(OrderDiscount.amount),
            )
            .join(OrderDiscount, JOIN.CROSS)
            .where(OrderDiscount.order == Order.id, *span.standing())
            .group_by(OrderDiscount.kind)
        )
        for kind, count, amount in _rows(books, chosen):
            before = sums.get(kind, (0, 0))
            sums[kind] = before[0] + sign * count, before[1] + sign * amount
    return tuple(
        DiscountTally(kind, *counted) for kind, counted in sorted(sums.items()) if any(counted)
    )


def _less(
    sold: tuple[TaxSummaryRow, ...], gone: tuple[TaxSummaryRow, ...]
) -> tuple[TaxSummaryRow, ...]:
    """Taxes less those of cancelled orders; what bears none stands last."""
    sums: dict[Rate, tuple[int, int]] = {}
    for rows, sign in ((sold, 1), (gone, -1)):
        for row in rows:
            key = row.name, row.rate_ppm, row.amount
            net, tax = sums.get(key, (0, 0))
            sums[key] = net + sign * row.net, tax + sign * row.tax
    return tuple(
        TaxSummaryRow(*key, net, tax, net + tax)
        for key, (net, tax) in sorted(sums.items(), key=lambda each: (not each[0][0], each[0]))
        if net or tax
    )


def _tenders(
    came: dict[str, int],
    paid_by: dict[str, int],
    repaid: dict[str, int],
    cancelled_by: dict[str, int],
) -> tuple[TakingsRow, ...]:
    # What was exchanged is on both sides of one ticket, and never was in the drawer.
    rows = (
        TakingsRow(
            method,
            amount + paid_by.get(method, 0),
            repaid.get(method, 0) + cancelled_by.get(method, 0),
        )
        for method, amount in came.items()
        if method != EXCHANGE
    )
    return tuple(row for row in rows if row.received or row.given_back)


def _corrections(books: Books, shift: ShiftHead) -> Tally:
    row = books.database.row(
        "SELECT count(*), coalesce(sum(amount), 0) FROM tender_corrections WHERE shift_id = ?",
        (shift.id,),
    )
    assert row is not None, "an aggregate has one row"
    return Tally(*row)
