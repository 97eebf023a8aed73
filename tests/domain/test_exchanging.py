"""Exchanges to the cent: whatever goes over to another sale and whatever is given back, nobody has
more or less of it than was paid, and each tender stays what it was."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.exchanging import EXCHANGE, Exchanged, settle_exchange
from pos_app.domain.payment import LEDGER_METHODS, CashRounding
from pos_app.domain.refunds import Paid, Repayment
from pos_app.domain.repaying import INSTEAD
from tests.domain.examples import thorough
from tests.domain.test_repaying import Sale, paid_by, sales


def settled(paid: list[Paid], total: int, exchanged: int, **more: object) -> Exchanged:
    """An exchange of the whole of an order."""
    terms = {"rounding": CashRounding(), "order_total": total, "refunded_before": 0} | more
    return settle_exchange(paid, total=total, exchanged=exchanged, **terms)  # type: ignore[arg-type]


def test_cash_goes_over_to_the_cent_and_the_rest_in_coins() -> None:
    paid = [Paid(1, "cash", 1000)]
    half = settled(paid, 998, 601, rounding=CashRounding(5))
    assert half.carried == (Repayment(EXCHANGE, 601, 1),)
    assert half.settlement.repayments == (Repayment(EXCHANGE, 601, 1), Repayment("cash", 400, 1))
    assert half.settlement.rounding == 3
    whole = settled(paid, 998, 998, rounding=CashRounding(5, "up"))
    assert whole.settlement.repayments == whole.carried == (Repayment(EXCHANGE, 998, 1),)
    # Less was paid in coins than the goods came to: they are worth no less for that.
    short = settled([Paid(1, "cash", 1000)], 1002, 1002, rounding=CashRounding(5))
    assert short.carried == (Repayment(EXCHANGE, 1002, 1),)


def test_ledgers_go_first_and_coupons_last() -> None:
    paid = [
        Paid(1, "coupon", 100),
        Paid(2, "cash", 200),
        Paid(3, "card", 300),
        Paid(4, "gift_card", 400),
    ]
    assert settled(paid, 1000, 500).carried == (
        Repayment("gift_card", 400, 4),
        Repayment(EXCHANGE, 100, 3),
    )
    assert settled(paid, 1000, 950).carried == (
        Repayment("gift_card", 400, 4),
        Repayment(EXCHANGE, 300, 3),
        Repayment(EXCHANGE, 200, 2),
        Repayment("coupon", 50, 1),
    )
    assert settled(paid, 1000, 950).settlement.repayments[4:] == (Repayment("coupon", 50, 1),)
    rest = settled(paid, 1000, 300, instead="cash").settlement.repayments
    assert rest == (
        Repayment("gift_card", 300, 4),
        Repayment("gift_card", 100, 4),
        Repayment("coupon", 100, 1),
        Repayment("cash", 500),
    ) or rest == (
        Repayment("gift_card", 300, 4),
        Repayment("gift_card", 100, 4),
        Repayment("cash", 500),
        Repayment("coupon", 100, 1),
    )


def test_goods_that_cost_nothing_pay_nothing() -> None:
    assert settled([], 0, 0) == Exchanged((), settled([], 0, 0).settlement)
    assert settled([], 0, 0).settlement.repayments == ()


@dataclass
class Told:
    """What has gone over and back of an order so far, as its books would have it."""

    sale: Sale
    returned: list[int]
    carried: list[int]
    elsewhere: list[tuple[str, int]]
    before: int = 0
    from_nothing: int = 0
    """What coins had rounded to nothing when it was paid."""

    def paid(self) -> list[Paid]:
        """The payments as a service reads them."""
        return [
            Paid(
                place,
                method,
                max(amount - self.carried[place - 1], 0),
                self.returned[place - 1],
                carried=self.carried[place - 1] > 0,
            )
            for place, (method, amount) in enumerate(self.sale.paid, start=1)
        ]

    def note(self, worth: int, repayments: tuple[Repayment, ...]) -> None:
        """Keep what was given."""
        for each in repayments:
            if each.method == EXCHANGE and not each.payment_id:
                self.from_nothing += each.amount
            elif each.method == EXCHANGE:
                self.carried[each.payment_id - 1] += each.amount
            elif each.payment_id:
                self.returned[each.payment_id - 1] += each.amount
            else:
                self.elsewhere.append((each.method, each.amount))
        self.before += worth


@thorough
@given(sales(instead=True), st.data())
def test_nobody_has_more_or_less_than_was_paid(sale: Sale, data: st.DataObject) -> None:
    told = Told(sale, [0] * len(sale.paid), [0] * len(sale.paid), [])
    drawn = paid_by(sale, *LEDGER_METHODS)
    for worth, instead in sale.pieces:
        exchanged = data.draw(st.just(0) | st.just(worth) | st.integers(0, worth))
        gone = sum(told.carried) + told.from_nothing
        done = settle_exchange(
            told.paid(),
            order_total=sale.total - gone,
            refunded_before=told.before - gone,
            total=worth,
            exchanged=exchanged,
            rounding=sale.rounding,
            elsewhere=told.elsewhere,
            instead=instead,
        )
        rest = done.settlement.repayments[len(done.carried) :]
        assert done.settlement.repayments[: len(done.carried)] == done.carried
        assert sum(each.amount for each in done.carried) == exchanged
        given_back = sum(each.amount for each in done.settlement.repayments)
        assert given_back == worth + done.settlement.rounding
        assert all(each.amount > 0 for each in done.settlement.repayments)
        for each in done.carried:
            if not each.payment_id:
                assert not paid_by(sale, "cash", "card", "transfer")
                continue
            method = sale.paid[each.payment_id - 1][0]
            assert each.method == method or (
                each.method == EXCHANGE and method in ("cash", "card", "transfer")
            )
        assert sum(each.amount for each in rest if each.method == "cash") % sale.rounding.step == 0
        for each in rest:
            if each.payment_id:
                assert each.method == sale.paid[each.payment_id - 1][0]
            else:
                assert each.method == instead in INSTEAD
                assert told.before + worth > drawn
        told.note(worth, done.settlement.repayments)
    back = sum(told.returned) + sum(amount for _, amount in told.elsewhere)
    back += sum(told.carried) + told.from_nothing
    paid = sum(amount for _, amount in sale.paid)
    # A coin's worth may be lost or won once where cash was cut by what went over.
    assert abs(back - paid) < 2 * sale.rounding.step
    for place, (method, amount) in enumerate(sale.paid):
        most = amount if method in (*LEDGER_METHODS, "coupon") else amount + sale.rounding.step - 1
        assert told.returned[place] + told.carried[place] <= most
        if method in (*LEDGER_METHODS, "coupon"):
            assert told.returned[place] == amount
            assert told.carried[place] == 0
