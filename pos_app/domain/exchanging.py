"""Exchanging: what goods that come back pay of those that are bought on the same ticket, and how
the rest is given back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_app.domain.payment import CashRounding
from pos_app.domain.pricing import PricedCart
from pos_app.domain.refunds import Paid, RefundSettlement, Repayment
from pos_app.domain.repaying import by_tender, settle_return, stretches, with_more
from pos_app.domain.rows import ReturnDetail

EXCHANGE = "exchange"
"""How money that went from one sale on to another is kept, on both: no drawer is opened for it."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How a return is settled whose goods are exchanged: carried pays for the other sale, the
    settlement has that and what is given back."""

    carried: tuple[Repayment, ...]
    settlement: RefundSettlement


@dataclass(frozen=True, slots=True)
class ExchangePreview:
    """What an exchange comes to, in minor units: exchanged is what the goods that come back pay of
    those that are sold, to_pay what is left to be paid (not rounded to coins), to_give_back what
    is paid out. One of the two is 0."""

    given_back: ReturnDetail
    sold: PricedCart
    exchanged: int
    to_pay: int
    to_give_back: int


def settle_exchange(
    paid: Sequence[Paid],
    *,
    order_total: int,
    refunded_before: int,
    total: int,
    exchanged: int,
    rounding: CashRounding,
    elsewhere: Sequence[tuple[str, int]] = (),
    instead: str = "",
) -> Exchanged:
    """Carry exchanged, at most total, from an order on to another sale, and give the rest of total
    back as `domain.repaying.settle_return` has it; minor units.

    What was drawn on a ledger goes first and stays what it is: it is there again and is spent anew,
    so that no card becomes money on a way round; a coupon goes last, as a coupon. Money of whatever
    kind goes over as EXCHANGE, to the cent: coins are rounded where they change hands.
    """
    worth = stretches(paid, order_total, refunded_before, total)
    on_ledgers = by_tender(worth.ledgers, min(worth.by_ledgers, exchanged))
    coupons = by_tender(worth.coupons, max(exchanged - worth.by_ledgers - worth.by_money, 0))
    in_money = exchanged - sum(each.amount for each in (*on_ledgers, *coupons))
    carried = [*on_ledgers, *_money_over(worth.money, in_money), *coupons]
    if exchanged and exchanged == total:
        return Exchanged(tuple(carried), RefundSettlement(total, 0, tuple(carried)))
    rest = settle_return(
        [_less(each, carried) for each in paid],
        order_total=order_total - in_money,
        refunded_before=refunded_before + exchanged - in_money,
        total=total - exchanged,
        rounding=rounding,
        elsewhere=elsewhere,
        instead=instead,
    )
    settlement = RefundSettlement(total, rest.rounding, (*carried, *rest.repayments))
    return Exchanged(tuple(carried), settlement)


def _money_over(money: Sequence[Paid], wanted: int) -> list[Repayment]:
    """So much by these payments as EXCHANGE, cash last; what coins rounded away goes with it."""
    tenders = sorted(money, key=lambda each: each.method == "cash")
    given = by_tender(tenders, wanted)
    over = wanted - sum(each.amount for each in given)
    if over and tenders:
        given = with_more(given, tenders[-1], over)
    elif over:
        given = [Repayment(EXCHANGE, over)]
    return [replace(each, method=EXCHANGE) for each in given]


def _less(paid: Paid, carried: Sequence[Repayment]) -> Paid:
    """A payment less what was carried on of it."""
    amount = sum(each.amount for each in carried if each.payment_id == paid.payment_id)
    if not amount:
        return paid
    if any(each.method == EXCHANGE for each in carried if each.payment_id == paid.payment_id):
        return replace(paid, amount=max(paid.amount - amount, 0), carried=True)
    return replace(paid, returned=paid.returned + amount)
