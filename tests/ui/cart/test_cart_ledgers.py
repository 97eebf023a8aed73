"""Gift cards, store credit and accounts: sold, paid with, refused."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pos_app.documents.slip_words import METHOD_WORDS
from pos_app.domain.cart import GIFT_CARD_SKU, Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import BadQuantity
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.shop import Shop
from pos_app.ui.cart.gift_card_sheet import GiftCardSheet
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.ways import WAYS
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.key_button import KeyButton
from tests.ui.cart.conftest import Till, button, words

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
CARD = "K7XF-M3RD-4471"


@pytest.fixture
def filled(till: Till, codes) -> Till:
    """Milk and two coffees: 17.77."""
    till.scan(codes["milk"])
    till.scan("2*" + codes["coffee"])
    till.wait_lines(2)
    return till


@pytest.fixture
def sell_card(shop: Shop, owner: Clerk) -> Callable[..., None]:
    """Sells a gift card."""

    def sell(amount: int, code: str = CARD) -> None:
        line = shop.ledgers.gift_card_line(code, amount, by=owner)
        shop.checkout.sell(Cart().add_line(line), [Payment("cash", amount)], by=owner)

    return sell


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer who may owe 50.00."""
    row = shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)
    return shop.customers.set_terms(
        row.id, group_id=None, tax_exempt="", credit_limit=5000, by=owner
    )


# --- selling one -----------------------------------------------------------------------------


def test_a_gift_card_is_sold_by_keys(till: Till, shop: Shop) -> None:
    till.key(Key.Key_G, held=CONTROL)
    till.sheet(GiftCardSheet)
    till.key("25", Key.Key_Return)  # to the code
    till.key("my-card-1", Key.Key_Return)
    till.wait_lines(1)
    line = till.sale.cart.lines[0]
    assert (line.gift_card, line.price) == ("MY-CARD-1", 2500)
    assert "Gift card, Code MY-CARD-1, $25.00" in till.spoken()
    till.bot.waitUntil(till.tab.field.hasFocus)
    till.pay()
    till.key(Key.Key_Return)
    till.wait_sold()
    assert shop.ledgers.gift_card("my-card-1").left == 2500


def test_a_code_is_made_for_it(till: Till) -> None:
    till.key(Key.Key_G, held=CONTROL)
    sheet = till.sheet(GiftCardSheet)
    till.key("25", Key.Key_F3)
    till.bot.waitUntil(lambda: any(len(e.text()) == 14 for e in sheet.findChildren(QLineEdit)))
    till.key(Key.Key_Return)
    till.wait_lines(1)
    assert len(till.sale.cart.lines[0].gift_card) == 14


def test_a_card_without_amount_or_with_a_bad_code_is_refused_at_its_field(till: Till) -> None:
    till.key(Key.Key_G, held=CONTROL)
    sheet = till.sheet(GiftCardSheet)
    till.key(Key.Key_Return)
    assert "Type what the card is to hold." in words(sheet)
    till.key("25", Key.Key_Return, Key.Key_Return)
    assert "Scan or type the card's code" in words(sheet)
    till.key("a", Key.Key_Return)
    till.bot.waitUntil(lambda: "too short" in words(sheet))
    assert not till.sale.cart


def test_its_tile_or_sku_asks_for_amount_and_code(till: Till, sell_card) -> None:
    sell_card(100)  # with the first one the product is made that cards are sold as
    till.scan(GIFT_CARD_SKU)
    till.sheet(GiftCardSheet)
    assert not till.sale.cart


def test_its_quantity_is_one_and_no_discount_is_given_on_it(
    till: Till, shop: Shop, owner: Clerk
) -> None:
    till.sale.add_line(shop.ledgers.gift_card_line(CARD, 2500, by=owner))
    till.key("+")
    assert till.sale.cart.lines[0].quantity == 1
    assert "one to a line" in till.notices[-1]
    with pytest.raises(BadQuantity):
        till.sale.set_quantity(2)
    till.key(Key.Key_F6)
    assert till.notices[-1] == "A gift card takes no discount."
    till.key(Key.Key_Z, held=CONTROL)
    assert not till.sale.cart


# --- paying with one -------------------------------------------------------------------------


def test_a_gift_card_pays_a_part_and_cash_the_rest(
    filled: Till, shop: Shop, sell_card: Callable[..., None]
) -> None:
    sell_card(500)
    sheet = filled.pay()
    filled.key(Key.Key_F3)
    filled.scan(CARD.lower())
    filled.bot.waitUntil(lambda: "$5.00 left" in words(sheet))
    assert "Still to pay | $12.77" in words(sheet)
    filled.key(Key.Key_Return)
    filled.bot.waitUntil(lambda: "Gift card ··· 4471" in words(sheet))
    assert button(sheet, "Cash").isChecked()  # nothing is left on the card
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key("20", Key.Key_Return)
    filled.wait_sold()
    assert sold.args[0].change_due == 723
    assert shop.ledgers.gift_card(CARD).left == 0
    done = filled.tab.panel.done
    filled.bot.waitUntil(lambda: "Left on card ··· 4471 | 0.00" in words(done))
    assert "Gift card ··· 4471 | 5.00" in words(done)


def test_a_gift_card_with_enough_pays_it_all_with_three_keys(
    filled: Till, shop: Shop, sell_card: Callable[..., None]
) -> None:
    sell_card(5000)
    sheet = filled.pay()
    filled.key(Key.Key_F3)
    filled.scan(CARD)
    filled.bot.waitUntil(lambda: "By gift card | $17.77" in words(sheet))
    filled.key(Key.Key_Return)
    filled.wait_sold()
    assert shop.ledgers.gift_card(CARD).left == 5000 - 1777


def test_more_than_is_on_the_card_is_refused(filled: Till, sell_card: Callable[..., None]) -> None:
    sell_card(500)
    sheet = filled.pay()
    filled.key(Key.Key_F3)
    filled.scan(CARD)
    filled.bot.waitUntil(lambda: "$5.00 left" in words(sheet))
    filled.key("6")
    assert "Too much by | $1.00 | No more is left on it." in words(sheet)
    filled.key(Key.Key_Return)
    assert "holds only $5.00" in words(sheet)
    assert sheet.isVisible()


def test_the_same_card_twice_has_only_what_is_left(
    filled: Till, sell_card: Callable[..., None]
) -> None:
    sell_card(500)
    sheet = filled.pay()
    filled.key(Key.Key_F3)
    filled.scan(CARD)
    filled.bot.waitUntil(lambda: "$5.00 left" in words(sheet))
    filled.key("4", Key.Key_Return, Key.Key_F3)
    filled.scan(CARD)
    filled.bot.waitUntil(lambda: "$1.00 left" in words(sheet))
    assert "$5.00 left" not in words(sheet)


def test_an_unknown_card_is_said_and_the_sheet_stays(filled: Till) -> None:
    sheet = filled.pay()
    filled.key(Key.Key_F3, Key.Key_Return)
    assert "Scan or type the gift card's code first." in words(sheet)
    filled.scan("NOSUCHCARD")
    filled.bot.waitUntil(lambda: "NOSUCHCARD" in words(sheet))
    filled.key(Key.Key_F2, Key.Key_Return)
    filled.wait_sold()


def test_a_card_that_was_emptied_meanwhile_takes_only_itself_back(
    filled: Till, shop: Shop, owner: Clerk, sell_card: Callable[..., None], milk
) -> None:
    sell_card(500)
    sheet = filled.pay()
    filled.key(Key.Key_F3)
    filled.scan(CARD)
    filled.bot.waitUntil(lambda: "$5.00 left" in words(sheet))
    filled.key(Key.Key_Return)
    shop.checkout.sell(
        Cart().add(milk), [Payment("gift_card", 129, code=CARD)], by=owner
    )  # another till
    filled.key("10", Key.Key_Return, Key.Key_F2, Key.Key_Return)
    filled.bot.waitUntil(lambda: "holds only $3.71" in words(sheet))
    filled.bot.waitUntil(lambda: "Cash | \N{MINUS SIGN}10.00" in words(sheet))
    assert "Card | \N{MINUS SIGN}2.77" in words(sheet)
    assert "Due | 5.00" in words(sheet)
    filled.key(Key.Key_F1)
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key(Key.Key_Return)
    paid = [(p.method, p.amount) for p in shop.orders.get(sold.args[0].order_id).payments]
    assert sorted(paid) == [("card", 277), ("cash", 500), ("cash", 1000)]


# --- a customer's own ------------------------------------------------------------------------


def test_credit_and_account_are_there_for_a_customer_only(filled: Till, maria: CustomerRow) -> None:
    sheet = filled.pay()
    assert not [b for b in ("Store credit", "Customer account") if b in _buttons(sheet)]
    filled.key(Key.Key_Escape)
    filled.tab.set_customer(maria)
    filled.rest()
    assert {"Store credit", "Customer account"} <= _buttons(filled.pay())


def test_a_customer_buys_on_account_up_to_their_limit(
    filled: Till, shop: Shop, maria: CustomerRow
) -> None:
    filled.tab.set_customer(maria)
    filled.rest()
    sheet = filled.pay()
    filled.key(Key.Key_F7)
    filled.bot.waitUntil(
        lambda: "Maria Hansen may still buy for $50.00 on account." in words(sheet)
    )
    filled.key(Key.Key_Return)
    filled.wait_sold()
    assert [row.balance for row in shop.ledgers.of_customer(maria.id)] == [0, -1777]


def test_a_gift_card_is_not_sold_on_account(till: Till, shop: Shop, maria: CustomerRow) -> None:
    till.tab.set_customer(maria)
    till.key(Key.Key_G, held=CONTROL)
    till.sheet(GiftCardSheet)
    till.key("25", Key.Key_Return)
    till.key("my-card-1", Key.Key_Return)
    till.wait_lines(1)
    till.rest()
    sheet = till.pay()
    till.key(Key.Key_F7)
    till.bot.waitUntil(lambda: "Maria Hansen may still buy" in words(sheet))
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: "A gift card can't be bought by account." in words(sheet))
    assert [row.id for row in shop.ledgers.of_customer(maria.id)] == [0, 0]
    till.key(Key.Key_F1, Key.Key_Return)
    till.wait_sold()
    assert shop.ledgers.gift_card("my-card-1").left == 2500


def test_nothing_on_the_store_credit_is_said(filled: Till, maria: CustomerRow) -> None:
    filled.tab.set_customer(maria)
    filled.rest()
    sheet = filled.pay()
    filled.key(Key.Key_F5)
    filled.bot.waitUntil(lambda: "$0.00 of store credit" in words(sheet))
    assert "Nothing to take" in _buttons(sheet)
    filled.key(Key.Key_Return)
    assert "Nothing is left on it." in words(sheet)
    assert sheet.isVisible()


def test_the_end_of_a_card_and_its_approval_are_kept(filled: Till, shop: Shop) -> None:
    sheet = filled.pay()
    filled.key(Key.Key_F2)
    last4, reference = sheet._fields._last4, sheet._fields._reference
    last4.setFocus()
    filled.key("4242", Key.Key_Tab, "A1B2C3")
    assert reference.text() == "A1B2C3"
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key(Key.Key_Return)
    (payment,) = shop.orders.get(sold.args[0].order_id).payments
    assert (payment.last4, payment.reference) == ("4242", "A1B2C3")


def test_a_card_number_is_never_taken(filled: Till) -> None:
    sheet = filled.pay()
    filled.key(Key.Key_F2)
    sheet._fields._reference.setFocus()
    filled.key("4111 1111 1111 1111", Key.Key_Return)
    assert "card number" in words(sheet)
    assert sheet.isVisible()
    filled.key(Key.Key_Escape)


def test_ways_to_pay_are_called_as_on_the_slip() -> None:
    assert {way.method: way.words for way in WAYS} == {
        method: words
        for method, words in METHOD_WORDS.items()
        if method not in ("coupon", "exchange")
    }


def _buttons(sheet: PaySheet) -> set[str]:
    return {each.text() for each in sheet.findChildren(KeyButton) if each.isVisible()}


# --- it outlives the program -----------------------------------------------------------------


def test_a_cart_with_everything_on_it_outlives_the_program_and_is_parked(
    till: Till, set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, codes
) -> None:
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, by=owner)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.sale.set_discount(0, Discount(50_000, 0, "Damaged"))
    till.sale.with_discount(Discount(amount=20, reason="Goodwill"))
    till.sale.with_code(shop.carts.discount("save10"))
    till.sale.add_line(shop.ledgers.gift_card_line(CARD, 2500, by=owner))
    till.rest()
    whole, total = till.sale.cart, till.sale.priced.total
    again = set_up_till()
    assert again.sale.cart == whole
    assert again.sale.priced.total == total
    again.key(Key.Key_F8)
    again.sheet(AskSheet)
    again.key("x", Key.Key_Return)
    again.wait_lines(0)
    again.rest()
    again.key(Key.Key_F9)
    again.sheet(RecallSheet)
    again.rest()
    again.key(Key.Key_Return)
    again.wait_lines(2)
    assert again.sale.cart == whole
    assert again.sale.priced.total == total
