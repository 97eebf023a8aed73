"""How a refund is paid out: in whose name each tender was, and what can be handed out in cash."""

from collections.abc import Sequence

from pos_app.domain.payment import CashRounding
from pos_app.domain.refunds import Paid, RefundSettlement, Repayment, settle_refund

INSTEAD = ("store_credit", "cash", "card", "transfer")
"""Ways to give money back other than those it came by."""


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
    """Pay a refund out by the order's own tenders or all of it by one of INSTEAD; minor units.

    A coupon was paid by somebody else: it comes last of all and never as money, whatever stands
    instead, so that the customer has all of their own back before and no more than that. Its
    repayment says that the shop has that much less to claim from whoever issued it.

    elsewhere is what earlier returns gave back by other tenders than the order's, as (method,
    amount). Where cash took the place of another tender, or another that of cash, what is left
    need not be a sum of coins: then cash is rounded on the sum of all that was given in cash. The
    rest is as `domain.refunds.settle_refund` has it.
    """
    own = [each for each in paid if each.method != "coupon"]
    coupons = [each for each in paid if each.method == "coupon"]
    own_worth = order_total - sum(each.amount for each in coupons)
    own_before = min(refunded_before, own_worth)
    own_total = min(total, own_worth - own_before)
    settled = settle_refund(
        own,
        order_total=own_worth,
        refunded_before=own_before,
        total=own_total,
        rounding=rounding,
        returned_otherwise=sum(amount for _, amount in elsewhere),
        instead=instead,
    )
    given = [each for each in settled.repayments if each.amount > 0]
    if instead == "cash" or (elsewhere and not instead):
        last = own_before + own_total == own_worth
        target = sum(each.amount for each in own) if last else own_before + own_total
        given = [each for each in given if each.method != "cash"]
        given += _in_coins(own, elsewhere, given, target, rounding, by_payment=not instead)
    by_coupon = total - own_total
    for each in coupons:
        amount = min(by_coupon, each.amount - each.returned)
        if amount > 0:
            given.append(Repayment(each.method, amount, each.payment_id))
            by_coupon -= amount
    return RefundSettlement(total, sum(each.amount for each in given) - total, tuple(given))


def _in_coins(
    own: Sequence[Paid],
    elsewhere: Sequence[tuple[str, int]],
    now: Sequence[Repayment],
    target: int,
    rounding: CashRounding,
    *,
    by_payment: bool,
) -> list[Repayment]:
    """The cash that brings all that was given back to the target, in coins that there are."""
    before = [(each.method, each.returned) for each in own] + list(elsewhere)
    in_cash = sum(amount for method, amount in before if method == "cash")
    otherwise = sum(amount for method, amount in before if method != "cash")
    otherwise += sum(each.amount for each in now)
    wanted = max(0, rounding.apply(max(target - otherwise, 0)) - in_cash)
    if not by_payment:
        return [Repayment("cash", wanted)] if wanted else []
    given = []
    for each in own:
        amount = min(wanted, each.amount - each.returned) if each.method == "cash" else 0
        if amount > 0:
            given.append(Repayment("cash", amount, each.payment_id))
            wanted -= amount
    return given
