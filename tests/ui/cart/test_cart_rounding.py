"""Sums that are rounded where they are paid in cash, and a total that has changed meanwhile."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from pos_app.domain.errors import UnknownGiftCard
from pos_app.domain.payment import ROUNDING_MODES, CashRounding, settle
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.tender import Tender
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.domain.examples import thorough
from tests.ui.cart.conftest import Till, button, words

Key = Qt.Key
FIVES = CashRounding(5)


@pytest.fixture
def filled(shop: Shop, owner: Clerk, set_up_till: Callable[..., Till], goods, codes) -> Till:
    """Milk and two coffees, 17.77, where five cents are the smallest coin."""
    shop.settings.update(cash_step=5, by=owner)
    till = set_up_till()
    till.scan(codes["milk"])
    till.scan("2*" + codes["coffee"])
    till.wait_lines(2)
    return till


def test_cash_is_rounded_and_a_card_is_not(filled: Till) -> None:
    sheet = filled.pay()
    assert "Rounding | \N{MINUS SIGN}0.02 | Due | 17.75" in words(sheet)
    filled.key(Key.Key_F2)
    assert "Rounding" not in words(sheet)
    assert "Due | 17.77" in words(sheet)
    filled.key(Key.Key_F1, "20")
    assert "Change | $2.25" in words(sheet)
    filled.key(Key.Key_Return)
    filled.wait_sold()
    done = words(filled.tab.panel.done)
    assert "Total | 17.77 | Rounding | \N{MINUS SIGN}0.02" in done
    assert "$2.25" in done


def test_only_what_is_left_for_cash_is_rounded(filled: Till, shop: Shop) -> None:
    sheet = filled.pay()
    filled.key(Key.Key_F2, "10", Key.Key_Return, Key.Key_F1)
    assert "Rounding | \N{MINUS SIGN}0.02 | Due | 7.75" in words(sheet)
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key(Key.Key_Return)
    assert sold.args[0].rounding == -2
    assert shop.orders.get(sold.args[0].order_id).total == 1777


def test_a_rest_that_rounds_to_nothing_needs_no_tender(filled: Till, shop: Shop) -> None:
    sheet = filled.pay()
    filled.key(Key.Key_F2, "17.75", Key.Key_Return)
    assert button(sheet, "Cash").isChecked()
    assert "The last 0.02 are rounded." in words(sheet)
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key(Key.Key_Return)
    detail = shop.orders.get(sold.args[0].order_id)
    assert [(p.method, p.amount) for p in detail.payments] == [("card", 1775)]
    assert detail.rounding == -2


def test_the_rest_may_still_be_paid_by_card_to_the_cent(filled: Till) -> None:
    filled.pay()
    filled.key(Key.Key_F2, "17.75", Key.Key_Return, Key.Key_F2)
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key(Key.Key_Return)
    assert sold.args[0].rounding == 0


# --- a total that changed --------------------------------------------------------------------


def test_another_total_is_said_and_offered(
    till: Till, shop: Shop, owner: Clerk, goods, codes
) -> None:
    offer = Promotion(
        0, "Milk week", "percent", Goods(frozenset({goods["milk"].id})), rate_ppm=100_000
    )
    row = shop.promotions.add(offer, by=owner)
    till.scan(codes["milk"])
    till.bot.waitUntil(lambda: till.sale.priced.total == 251)
    till.pay()
    shop.promotions.remove(row.promotion.id, by=owner)
    till.key("5", Key.Key_Return)
    question = till.sheet(ConfirmSheet)
    assert not till.window.findChildren(PaySheet)
    assert "It was $2.51." in words(question)
    assert "“Milk week” no longer counts ($0.28)." in words(question)
    assert question.yes.text() == "Pay $2.79"
    till.key(Key.Key_F12)
    till.sheet(PaySheet)
    till.key(Key.Key_Return)
    till.wait_sold()
    assert shop.orders.page()[0].total == 279


# --- the tender itself -----------------------------------------------------------------------


def test_what_is_due_depends_on_how_it_is_paid() -> None:
    tender = Tender(1002, "CHF", FIVES)
    assert (tender.due, tender.rounded) == (1000, -2)
    assert (tender.by("card").due, tender.by("card").rounded) == (1002, 0)
    taken = tender.by("card").take(1000)
    assert not taken.settled
    assert taken.by("cash").due == 0
    assert taken.by("cash").take(0).settled
    assert taken.take(2).settled


def test_cash_that_is_kept_while_another_tender_is_refused_can_be_too_much() -> None:
    tender = Tender(1580, "USD").by("gift_card").take(500, code="ABC")
    tender = tender.by("cash").take(2000)
    mended = tender.without_refused(UnknownGiftCard("abc"))
    assert mended is not None
    assert [payment.method for payment in mended.taken] == ["cash"]
    assert mended.due == 0
    assert mended.change(0) == 420
    assert mended.take(0).settled


@thorough
@given(
    st.integers(0, 10**6),
    st.sampled_from([1, 5, 10, 50, 100]),
    st.sampled_from(ROUNDING_MODES),
    st.lists(st.tuples(st.sampled_from(["cash", "card", "transfer"]), st.integers(1, 10**4))),
    st.sampled_from(["cash", "card"]),
)
def test_what_is_taken_settles_the_sale_however_it_is_rounded(
    total: int, step: int, mode: str, handed: list[tuple[str, int]], last: str
) -> None:
    rounding = CashRounding(step, mode)
    tender = Tender(total, "USD", rounding)
    for method, amount in handed:
        if tender.settled:
            break
        tender = tender.by(method)
        if tender.due > 0:
            amount = amount * step if method == "cash" else min(amount, tender.due)
            tender = tender.take(amount if tender.is_plausible(amount) else tender.due)
    if not tender.settled:
        tender = tender.by(last)
        tender = tender.take(tender.due)
    assert tender.settled
    settlement = settle(total, tender.taken, rounding)
    paid = sum(payment.amount for payment in tender.taken)
    assert settlement.tendered == paid
    if tender.method == "cash":
        assert settlement.change_due == tender.change(0)
