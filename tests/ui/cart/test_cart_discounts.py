"""Discounts by hand and by code, as a clerk gives them."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rights import Role
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.shop import Shop
from pos_app.ui.cart.customer_sheet import CustomerSheet
from pos_app.ui.cart.discount_sheet import DiscountSheet
from pos_app.ui.cart.discount_typed import (
    AMOUNT,
    RATE,
    figure_alone,
    read_discount,
    typed_again,
)
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.sums_sheet import SumsSheet
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse
from tests.ui.cart.conftest import Till, button, words

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
DOLLARS = MoneyFormat("USD", 2, prefix="$")
EUROS = MoneyFormat("EUR", 2, decimal_mark=",", group_mark=".", suffix=" €")
DINARS = MoneyFormat("KWD", 3, prefix="KWD ")
YEN = MoneyFormat("JPY", 0, prefix="¥")


@pytest.fixture
def filled(till: Till, codes) -> Till:
    """Milk at 2.79 and coffee at 7.49, which is selected."""
    till.scan(codes["milk"])
    till.scan(codes["coffee"])
    till.wait_lines(2)
    return till


@pytest.fixture
def bo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk who may give 10 % and nothing below cost."""
    shop.discounts.set_limit("clerk", most_ppm=100_000, floor_ppm=1_000_000, by=owner)
    shop.staff.add_user(username="bo", name="Bo", pin="135790", role=Role.CLERK, by=owner)
    return shop.staff.sign_in("bo", pin="135790")


# --- by hand ---------------------------------------------------------------------------------


def test_two_keys_and_a_figure_take_ten_per_cent_off_a_line(filled: Till) -> None:
    filled.key(Key.Key_F6)
    sheet = filled.sheet(DiscountSheet)
    assert "Ground coffee 34 oz" in words(sheet)
    filled.key("10")
    assert "Takes off $0.75. The sale then comes to $9.53." in words(sheet)
    filled.key(Key.Key_F1, Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 953)
    assert filled.sale.cart.lines[1].discount == Discount(100_000, 0, "Damaged")
    assert "10 % Damaged saves 0.75" in filled.spoken(1)
    assert filled.tab.field.hasFocus()
    filled.key(Key.Key_Z, held=CONTROL)
    assert filled.sale.priced.total == 1028
    filled.key(Key.Key_Y, held=CONTROL)
    assert filled.sale.priced.total == 953


def test_an_amount_off_a_line_and_a_reason_of_ones_own(filled: Till) -> None:
    filled.key(Key.Key_F6)
    filled.sheet(DiscountSheet)
    filled.key("1.50", Key.Key_F6)
    sheet = filled.sheet(DiscountSheet)
    sheet._reason.setFocus()
    filled.key("dented  tin", Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 878)
    assert filled.sale.cart.lines[1].discount == Discount(0, 150, "dented tin")


def test_one_key_turns_a_share_into_an_amount(filled: Till) -> None:
    filled.key(Key.Key_F6)
    sheet = filled.sheet(DiscountSheet)
    filled.key("2")
    assert "Takes off $0.15." in words(sheet)
    filled.key(Key.Key_F6)
    assert "Takes off $2.00." in words(sheet)
    filled.key(Key.Key_F6)
    assert "Takes off $0.15." in words(sheet)
    filled.key(Key.Key_F6, Key.Key_F2, Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 828)


def test_a_discount_is_not_given_without_a_reason(filled: Till) -> None:
    filled.key(Key.Key_F6)
    sheet = filled.sheet(DiscountSheet)
    filled.key("10", Key.Key_Return)
    assert "Why? Choose a reason (F1 to F5), or type one." in words(sheet)
    filled.rest()
    assert sheet.isVisible()
    assert filled.sale.cart.lines[1].discount is None
    filled.key(Key.Key_F4)
    assert "Takes off $0.75." in words(sheet)
    filled.key(Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 953)
    assert filled.sale.cart.lines[1].discount == Discount(100_000, 0, "Staff")


def test_a_shop_without_reasons_of_its_own_has_one_typed(
    set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, codes
) -> None:
    shop.settings.update(discount_reasons=(), by=owner)
    till = set_up_till()
    till.scan(codes["coffee"])
    till.wait_lines(1)
    till.key(Key.Key_F6)
    sheet = till.sheet(DiscountSheet)
    till.key("10", Key.Key_Return)
    assert "Why? Type a reason." in words(sheet)
    till.key("bent", Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.priced.total == 674)
    assert till.sale.cart.lines[0].discount == Discount(100_000, 0, "bent")


def test_a_shop_may_give_discounts_without_reasons(
    set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, codes
) -> None:
    shop.settings.update(discount_reason_needed=False, by=owner)
    till = set_up_till()
    till.scan(codes["coffee"])
    till.wait_lines(1)
    till.key(Key.Key_F6)
    till.sheet(DiscountSheet)
    till.key("10", Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.priced.total == 674)
    assert till.sale.cart.lines[0].discount == Discount(100_000, 0, "")


def test_a_discount_kept_without_a_reason_is_mended_in_the_cart(filled: Till) -> None:
    filled.sale.set_discount(0, Discount(amount=50))
    filled.pay()
    filled.key(Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.notices != [])
    assert "A discount in this sale has no reason." in filled.notices[0]
    filled.bot.waitUntil(filled.tab.field.hasFocus)
    assert len(filled.sale.cart.lines) == 2


@pytest.mark.parametrize("text", ["1,000", "1,23", "1_0"])
def test_a_figure_with_marks_that_dont_belong_gives_nothing(filled: Till, text: str) -> None:
    filled.key(Key.Key_F6, held=SHIFT)
    sheet = filled.sheet(DiscountSheet)
    filled.key(text, Key.Key_F1)
    assert "Discount is not a number." in words(sheet)
    filled.key(Key.Key_Return)
    filled.rest()
    assert sheet.isVisible()
    assert filled.sale.cart.discount is None


def test_a_figure_alone_is_what_the_switch_says(filled: Till) -> None:
    filled.key(Key.Key_F6, held=SHIFT)
    sheet = filled.sheet(DiscountSheet)
    filled.key("5.00")
    assert "Takes off $0.51." in words(sheet)
    filled.key(Key.Key_F6)
    assert "Takes off $5.00." in words(sheet)
    filled.key(Key.Key_F6)
    assert "Takes off $0.51." in words(sheet)


def test_a_discount_on_the_whole_sale(filled: Till) -> None:
    filled.key(Key.Key_F6, held=SHIFT)
    filled.sheet(DiscountSheet)
    filled.key("50%", Key.Key_F5, Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 514)
    assert filled.sale.cart.discount == Discount(500_000, 0, "Goodwill")
    assert "saves" not in filled.spoken(0)  # what is off the whole stands below it
    filled.bot.waitUntil(filled.tab.field.hasFocus)
    filled.key(Key.Key_F6, held=SHIFT)
    sheet = filled.sheet(DiscountSheet)
    assert sheet._figure.text() == "50%"
    assert button(sheet, "Goodwill").isChecked()
    filled.key(Key.Key_Delete, held=CONTROL)
    filled.bot.waitUntil(lambda: filled.sale.cart.discount is None)
    assert len(filled.sale.cart.lines) == 2


def test_what_is_no_discount_is_said(filled: Till) -> None:
    filled.key(Key.Key_F6)
    sheet = filled.sheet(DiscountSheet)
    filled.key("150", Key.Key_Return)
    assert sheet.isVisible()
    assert "must be from 0 to 100 %" in words(sheet)
    filled.key(Key.Key_Escape)
    assert filled.sale.cart.lines[1].discount is None


def test_more_than_the_role_may_is_approved_or_refused_in_the_sheet(
    set_up_till: Callable[..., Till], bo: Clerk, codes
) -> None:
    till = set_up_till(clerk=bo)
    till.scan(codes["coffee"])
    till.wait_lines(1)
    till.key(Key.Key_F6)
    sheet = till.sheet(DiscountSheet)
    till.key("20", Key.Key_F1, Key.Key_Return)
    assert "20 % off " in refuse(till.window, till.bot)
    assert "10 %" in words(sheet)
    assert sheet.isVisible()
    assert till.sale.cart.lines[0].discount is None
    till.key("20", Key.Key_Return)
    approve(till.window, till.bot, OWNER_PIN)
    till.bot.waitUntil(lambda: till.sale.priced.total == 599)
    assert not sheet_there(till)
    assert till.notices == ["Approved by Ann"]
    till.pay()
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: not till.sale.cart)  # nobody is asked again


def sheet_there(till: Till) -> bool:
    return any(sheet.isVisible() for sheet in till.window.findChildren(DiscountSheet))


def test_below_cost_is_refused_in_the_sheet(
    set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, bo: Clerk, goods, codes
) -> None:
    shop.catalog.update_product(goods["coffee"].id, cost=700, by=owner)
    till = set_up_till(clerk=bo)
    till.scan(codes["coffee"])
    till.wait_lines(1)
    till.key(Key.Key_F6)
    sheet = till.sheet(DiscountSheet)
    till.key("5", Key.Key_F1, Key.Key_Return)
    refuse(till.window, till.bot)
    assert "below its lowest price" in words(sheet)
    assert till.sale.cart.lines[0].discount is None


def test_a_discount_of_an_earlier_clerk_is_looked_at_again_when_it_is_sold(
    filled: Till, bo: Clerk
) -> None:
    filled.key(Key.Key_F6)
    filled.sheet(DiscountSheet)
    filled.key("50", Key.Key_F1, Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.priced.discount > 0)
    filled.desk.session.take(bo)
    filled.pay()
    filled.key(Key.Key_Return)
    refuse(filled.window, filled.bot)
    filled.bot.waitUntil(lambda: filled.notices != [])
    filled.bot.waitUntil(filled.tab.field.hasFocus)
    assert len(filled.sale.cart.lines) == 2
    filled.pay()
    filled.key(Key.Key_Return)
    assert "Sell this for" in approve(filled.window, filled.bot, OWNER_PIN)
    filled.bot.waitUntil(lambda: not filled.sale.cart)


def test_a_sheet_closes_when_its_sale_is_parked_under_it(filled: Till) -> None:
    gate = threading.Event()
    filled.desk.tasks.counter.run(gate.wait)
    filled.key(Key.Key_F8)
    filled.sheet(AskSheet)
    filled.key(Key.Key_Return, Key.Key_F6)
    filled.sheet(DiscountSheet)
    filled.key("1")
    gate.set()
    filled.wait_lines(0)
    filled.bot.waitUntil(lambda: not filled.window.findChildren(DiscountSheet))
    assert filled.tab.field.hasFocus()


def test_no_money_is_asked_for_a_sale_that_is_being_parked(filled: Till) -> None:
    gate = threading.Event()
    filled.desk.tasks.counter.run(gate.wait)
    filled.key(Key.Key_F8)
    filled.sheet(AskSheet)
    filled.key(Key.Key_Return, Key.Key_F12)
    gate.set()
    filled.wait_lines(0)
    filled.rest()
    assert not filled.window.findChildren(PaySheet)


def test_the_pay_sheet_closes_when_another_sale_takes_the_place(filled: Till) -> None:
    filled.pay()
    filled.sale.start()
    filled.bot.waitUntil(lambda: not filled.window.findChildren(PaySheet))
    assert filled.tab.field.hasFocus()


def test_savings_and_taxes_are_broken_down(filled: Till, shop: Shop, owner: Clerk, goods) -> None:
    offer = Promotion(
        0, "Milk week", "percent", Goods(frozenset({goods["milk"].id})), rate_ppm=100_000
    )
    shop.promotions.add(offer, by=owner)
    filled.bot.waitUntil(lambda: filled.sale.priced.discount > 0)
    filled.sale.with_discount(Discount(amount=100, reason="Goodwill"))
    tip = filled.tab.panel.totals.sums.accessibleDescription()
    assert "Milk week: \N{MINUS SIGN}0.28" in tip
    assert "Goodwill: \N{MINUS SIGN}1.00" in tip
    filled.key(Key.Key_B, held=CONTROL)
    shown = words(filled.sheet(SumsSheet))
    assert "Milk week | Promotion | \N{MINUS SIGN}0.28" in shown
    assert "Goodwill | On the sale | \N{MINUS SIGN}1.00" in shown
    assert "Tax 5 %" in shown
    filled.key(Key.Key_Return)
    assert filled.tab.field.hasFocus()


def test_a_click_on_the_sums_shows_what_they_are_made_of(filled: Till) -> None:
    filled.sale.with_discount(Discount(amount=100))
    filled.bot.mouseClick(filled.tab.panel.totals.sums, Qt.MouseButton.LeftButton)
    shown = words(filled.sheet(SumsSheet))
    assert "Discount | On the sale | −1.00" in shown
    assert "Tax 5 % | on 8.84 | 0.44" in shown  # of 2.79 + 7.49 - 1.00


# --- by code ---------------------------------------------------------------------------------


def take_code(till: Till, code: str) -> None:
    till.key(Key.Key_F7)
    till.sheet(AskSheet)
    till.key(code, Key.Key_Return)


def test_a_code_says_what_the_basket_lacks_for_it(
    filled: Till, shop: Shop, owner: Clerk, codes
) -> None:
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, minimum=1500, by=owner)
    take_code(filled, "save10")
    filled.bot.waitUntil(lambda: "SAVE10 needs 4.72 more" in filled.sums())
    filled.scan(codes["coffee"])
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 1599)
    assert "Savings · SAVE10" in filled.sums()
    filled.key(Key.Key_Z, held=CONTROL)
    filled.key(Key.Key_Z, held=CONTROL)
    assert filled.sale.cart.code is None


def test_paying_with_a_code_that_does_not_count_asks_first(
    filled: Till, shop: Shop, owner: Clerk
) -> None:
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, minimum=1500, by=owner)
    take_code(filled, "save10")
    filled.bot.waitUntil(lambda: filled.sale.cart.code is not None)
    filled.key(Key.Key_F12)
    question = filled.sheet(ConfirmSheet)
    assert "SAVE10 needs $4.72 more" in words(question)
    filled.key(Key.Key_F12)
    filled.sheet(PaySheet)
    assert filled.sale.cart.code is None


def test_a_code_that_was_used_up_meanwhile_is_taken_off_on_the_way(
    filled: Till, shop: Shop, owner: Clerk
) -> None:
    shop.discounts.add_code("ONCE", rate_ppm=100_000, by=owner)
    take_code(filled, "once")
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 925)
    shop.discounts.withdraw_code("ONCE", by=owner)
    filled.pay()
    filled.key(Key.Key_Return)
    question = filled.sheet(ConfirmSheet)
    assert "Without it the sale comes to $10.28." in words(question)
    filled.key(Key.Key_F12)
    filled.sheet(PaySheet)
    filled.key(Key.Key_Return)
    filled.wait_sold()
    assert shop.orders.page()[0].total == 1028


def test_a_refused_code_is_said_in_words(filled: Till, shop: Shop, owner: Clerk) -> None:
    over = datetime(2024, 1, 1, 12, tzinfo=UTC)
    shop.discounts.add_code("OLD", rate_ppm=100_000, valid_until=over, by=owner)
    take_code(filled, "old")
    filled.bot.waitUntil(lambda: filled.notices != [])
    assert "OLD" in filled.notices[0]
    assert filled.sale.cart.code is None


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer who has used nothing yet."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


@pytest.fixture
def once(shop: Shop, owner: Clerk) -> None:
    """A code that each customer may use once."""
    shop.discounts.add_code("ONCE", rate_ppm=100_000, max_uses_per_customer=1, by=owner)


def use_once(shop: Shop, owner: Clerk, goods, customer: CustomerRow) -> None:
    cart = Cart().add(goods["beans"]).for_customer(customer.id)
    cart = cart.with_code(shop.carts.discount("ONCE", customer_id=customer.id))
    shop.checkout.sell(cart, [Payment("cash", 80)], by=owner)


@pytest.mark.usefixtures("once", "bea")
def test_a_code_that_counts_by_customer_asks_for_one_at_once(filled: Till) -> None:
    take_code(filled, "once")
    question = filled.sheet(ConfirmSheet)
    assert "This code needs a customer" in words(question)
    filled.key(Key.Key_F4)
    filled.sheet(CustomerSheet)
    filled.rest()
    filled.key(Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.sale.cart.customer_name == "Bea Lee")
    filled.rest()
    assert filled.sale.cart.code is not None
    assert filled.sale.priced.total == 925
    filled.pay()
    filled.key(Key.Key_Return)
    filled.wait_sold()


@pytest.mark.usefixtures("once")
def test_a_customer_who_has_used_the_code_does_not_get_it(
    filled: Till, shop: Shop, owner: Clerk, goods, bea: CustomerRow
) -> None:
    use_once(shop, owner, goods, bea)
    take_code(filled, "once")
    filled.sheet(ConfirmSheet)
    filled.key(Key.Key_F4)
    filled.sheet(CustomerSheet)
    filled.rest()
    filled.key(Key.Key_Return)
    filled.bot.waitUntil(lambda: filled.notices != [])
    assert "was used by this customer already" in filled.notices[0]
    assert filled.sale.cart.code is None


@pytest.mark.usefixtures("once")
def test_with_a_customer_nobody_is_asked_for(filled: Till, bea: CustomerRow) -> None:
    filled.sale.for_customer(bea.id, bea.name)
    take_code(filled, "once")
    filled.bot.waitUntil(lambda: filled.sale.cart.code is not None)
    filled.rest()
    assert not any(sheet.isVisible() for sheet in filled.window.findChildren(ConfirmSheet))


@pytest.mark.usefixtures("once", "bea")
def test_paying_with_such_a_code_offers_to_choose_the_customer(
    filled: Till, shop: Shop, owner: Clerk
) -> None:
    take_code(filled, "once")
    filled.sheet(ConfirmSheet)
    filled.key(Key.Key_Escape, Key.Key_F12)
    question = filled.sheet(ConfirmSheet)
    said = words(question)
    assert "“ONCE” needs a customer on the sale. Choose the customer, or take it off." in said
    assert "Without it the sale comes to $10.28." in said
    filled.key(Key.Key_F4)
    filled.sheet(CustomerSheet)
    filled.rest()
    filled.key(Key.Key_Return)
    filled.sheet(PaySheet)
    filled.key(Key.Key_Return)
    filled.wait_sold()
    [order] = shop.orders.page()
    assert (order.total, order.customer) == (925, "Bea Lee")


@pytest.mark.usefixtures("once")
def test_a_chosen_customer_who_has_used_the_code_may_pay_without(
    filled: Till, shop: Shop, owner: Clerk, goods, bea: CustomerRow
) -> None:
    use_once(shop, owner, goods, bea)
    take_code(filled, "once")
    filled.sheet(ConfirmSheet)
    filled.key(Key.Key_Escape, Key.Key_F12)
    filled.sheet(ConfirmSheet)
    filled.key(Key.Key_F4)
    filled.sheet(CustomerSheet)
    filled.rest()
    filled.key(Key.Key_Return)
    question = filled.sheet(ConfirmSheet)
    filled.bot.waitUntil(lambda: "was used by this customer already" in words(question))
    filled.key(Key.Key_F12)
    filled.sheet(PaySheet)
    assert filled.sale.cart.code is None
    assert filled.sale.priced.total == 1028


# --- what is typed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "money", "chosen", "meant"),
    [
        ("10", DOLLARS, RATE, (100_000, 0)),
        ("10%", DOLLARS, AMOUNT, (100_000, 0)),
        ("12.5", DOLLARS, RATE, (125_000, 0)),
        ("5.00", DOLLARS, RATE, (50_000, 0)),
        ("5.00", DOLLARS, AMOUNT, (0, 500)),
        ("$5", DOLLARS, RATE, (0, 500)),
        ("10", DOLLARS, AMOUNT, (0, 1000)),
        ("5,00", EUROS, RATE, (50_000, 0)),
        ("5 €", EUROS, RATE, (0, 500)),
        ("5.00", DINARS, RATE, (50_000, 0)),
        ("5.000", DINARS, RATE, (50_000, 0)),
        ("5.00", DINARS, AMOUNT, (0, 5000)),
        ("500", YEN, AMOUNT, (0, 500)),
        ("¥500", YEN, RATE, (0, 500)),
        ("8,875 %", EUROS, RATE, (88_750, 0)),
    ],
)
def test_a_discount_is_read(text: str, money: MoneyFormat, chosen: str, meant) -> None:
    assert read_discount(text, money, chosen) == meant


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "101%", "ten", "0.00", "1e2", "%", "1,000", "1,23", "1_0", "$5 %"]
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        read_discount(text, DOLLARS)


def test_what_could_be_a_thousand_is_no_share() -> None:
    with pytest.raises(BadValue, match="two_readings"):
        read_discount("1.000", EUROS)


@pytest.mark.parametrize(
    ("text", "money", "figure"),
    [("10 %", DOLLARS, "10"), ("$5", DOLLARS, "5"), ("5 EUR", EUROS, "5"), ("7", YEN, "7")],
)
def test_a_figure_loses_its_sign_when_it_is_to_mean_the_other(
    text: str, money: MoneyFormat, figure: str
) -> None:
    assert figure_alone(text, money) == figure


@given(st.integers(1, 1_000_000), st.sampled_from([DOLLARS, EUROS, YEN]))
def test_a_share_is_shown_as_it_can_be_typed(rate: int, money: MoneyFormat) -> None:
    assert read_discount(typed_again(rate, 0, money), money) == (rate, 0)


@given(st.integers(1, 10**9), st.sampled_from([DOLLARS, EUROS]))
def test_an_amount_is_shown_as_it_can_be_typed(amount: int, money: MoneyFormat) -> None:
    assert read_discount(typed_again(0, amount, money), money, AMOUNT) == (0, amount)
