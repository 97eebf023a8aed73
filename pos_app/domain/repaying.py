"""How a refund is paid out: in whose name each tender was, and what can be handed out in cash."""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.payment import LEDGER_METHODS, CashRounding
from pos_app.domain.refunds import Paid, RefundSettlement, Repayment, settle_refund

INSTEAD = ("store_credit", "cash", "card", "transfer")
"""Ways to give money back other than those it came by; what was no money goes back as it came."""


def settle_return(
    paid: Sequence[Paid],
    *,
    order_total: int,
    refunded_before: int,
    total: int,
    rounding: CashRounding,
    elsewhere: Sequence[tuple[str, int]] = (),
    instead: str = "",
) -> RefundSettlement:
    """Pay a refund out by the order's own tenders, or its money by one of INSTEAD; minor units.

    What was drawn on a gift card, a store credit or an account comes first and always goes back
    there: no debt is paid out, and no card becomes cash. Money comes next, and may go another way.
    A coupon was paid by somebody else: it comes last of all and never as money, so that the
    customer has all of their own back before and no more than that. Its repayment says that the
    shop has that much less to claim from whoever issued it.

    elsewhere is what earlier returns gave back by other tenders than the order's, as (method,
    amount). Where cash took the place of another tender, or another that of cash, what is left
    need not be a sum of coins: then cash is rounded on the sum of all that was given in cash, and
    never up to more than what was paid comes to in coins. The rest is as
    `domain.refunds.settle_refund` has it.
    """
    worth = stretches(paid, order_total, refunded_before, total)
    given = [
        *by_tender(worth.ledgers, worth.by_ledgers),
        *_money_back(worth, rounding, elsewhere, instead),
        *by_tender(worth.coupons, worth.by_coupons),
    ]
    return RefundSettlement(total, sum(each.amount for each in given) - total, tuple(given))


@dataclass(frozen=True, slots=True)
class Stretches:
    """An order's payments by whose they are, and how much of a piece of it each of the three has
    paid, in minor units: ledgers first, then money, coupons last. in_money is what was paid in
    money of the whole order, money_before what came back of that before."""

    ledgers: tuple[Paid, ...]
    money: tuple[Paid, ...]
    coupons: tuple[Paid, ...]
    in_money: int
    money_before: int
    by_ledgers: int
    by_money: int
    by_coupons: int


def stretches(
    paid: Sequence[Paid], order_total: int, refunded_before: int, total: int
) -> Stretches:
    """Who paid for a piece of an order: goods' worth of total behind refunded_before of
    order_total."""
    ledgers = tuple(each for each in paid if each.method in LEDGER_METHODS)
    coupons = tuple(each for each in paid if each.method == "coupon")
    money = tuple(each for each in paid if each.method not in (*LEDGER_METHODS, "coupon"))
    # What the order came to is three stretches, one behind the other; a piece lies in some.
    on_ledgers = sum(each.amount for each in ledgers)
    in_money = order_total - on_ledgers - sum(each.amount for each in coupons)
    reached = refunded_before + total
    by_ledgers = max(min(reached, on_ledgers) - refunded_before, 0)
    money_before = min(max(refunded_before - on_ledgers, 0), in_money)
    by_money = min(max(reached - on_ledgers, 0), in_money) - money_before
    return Stretches(
        ledgers,
        money,
        coupons,
        in_money,
        money_before,
        by_ledgers,
        by_money,
        total - by_ledgers - by_money,
    )


def _money_back(
    worth: Stretches,
    rounding: CashRounding,
    elsewhere: Sequence[tuple[str, int]],
    instead: str,
) -> list[Repayment]:
    """What goes back of the money."""
    money, before, total = worth.money, worth.money_before, worth.by_money
    settled = settle_refund(
        money,
        order_total=worth.in_money,
        refunded_before=before,
        total=total,
        rounding=rounding,
        returned_otherwise=sum(amount for _, amount in elsewhere),
        instead=instead,
    )
    given = [each for each in settled.repayments if each.amount > 0]
    carried = any(each.carried for each in money if each.method == "cash")
    if instead == "cash" or ((elsewhere or carried) and not instead):
        last = before + total == worth.in_money
        target = sum(each.amount for each in money) if last else before + total
        given = [each for each in given if each.method != "cash"]
        given += _in_coins(money, elsewhere, given, target, rounding, by_payment=not instead)
    return given


def by_tender(tenders: Sequence[Paid], wanted: int) -> list[Repayment]:
    """So much by these tenders, each as far as it reaches."""
    given = []
    for each in tenders:
        amount = min(wanted, each.amount - each.returned)
        if amount > 0:
            given.append(Repayment(each.method, amount, each.payment_id))
            wanted -= amount
    return given


def _in_coins(
    money: Sequence[Paid],
    elsewhere: Sequence[tuple[str, int]],
    now: Sequence[Repayment],
    target: int,
    rounding: CashRounding,
    *,
    by_payment: bool,
) -> list[Repayment]:
    """The cash that brings all that was given back to the target, in coins that there are."""
    before = [(each.method, each.returned) for each in money] + list(elsewhere)
    in_cash = sum(amount for method, amount in before if method == "cash")
    otherwise = sum(amount for method, amount in before if method != "cash")
    otherwise += sum(each.amount for each in now)
    wanted = max(0, rounding.apply(max(target - otherwise, 0)) - in_cash)
    # Together with what went another way it may be more than was ever paid, to the cent or in
    # coins: then down to the coin below.
    stayed = sum(each.amount for each in money)
    left = max(stayed, rounding.apply(stayed)) - otherwise - in_cash
    if wanted > left:
        wanted = max(left, 0) // rounding.step * rounding.step
    if not by_payment:
        return [Repayment("cash", wanted)] if wanted else []
    cash = [each for each in money if each.method == "cash"]
    given = by_tender(cash, wanted)
    over = wanted - sum(each.amount for each in given)
    # A carried sum may end between two coins: what is missing to the next one goes with it.
    uneven = [each for each in cash if each.carried]
    if over > 0 and uneven:
        given = with_more(given, uneven[-1], over)
    return given


def with_more(given: Sequence[Repayment], tender: Paid, amount: int) -> list[Repayment]:
    """The repayments with so much more by one tender, beyond what it came to."""
    own = sum(each.amount for each in given if each.payment_id == tender.payment_id)
    others = [each for each in given if each.payment_id != tender.payment_id]
    return [*others, Repayment(tender.method, own + amount, tender.payment_id)]
