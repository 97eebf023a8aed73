"""The cart outlives the program; sales are parked and recalled; customers and codes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from shiboken6 import isValid

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.shop import Shop
from pos_app.ui.cart.customer_sheet import CustomerSheet
from pos_app.ui.cart.new_customer_sheet import NewCustomerSheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet
from tests.ui.cart.conftest import Till, words

Key = Qt.Key


def wait_closed(till: Till) -> None:
    till.bot.waitUntil(
        lambda: not any(sheet.isVisible() for sheet in till.window.findChildren(Sheet))
    )


# --- the cart on disk ------------------------------------------------------------------------


def test_every_change_is_on_disk(till: Till, shop: Shop, owner: Clerk, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key("+", "+")
    till.rest()
    assert shop.carts.current(by=owner) == till.sale.cart
    till.key(Key.Key_Delete)
    till.rest()
    assert shop.carts.current(by=owner).lines == ()


def test_the_next_start_shows_the_same_cart(
    till: Till, set_up_till: Callable[..., Till], codes
) -> None:
    till.scan("3*" + codes["milk"])
    till.wait_lines(1)
    till.rest()
    again = set_up_till()
    assert again.sale.cart == till.sale.cart
    assert again.sale.selected == 0
    assert not again.sale.undo_stack.canUndo()


def test_a_burst_of_changes_writes_the_last_one(
    till: Till, shop: Shop, owner: Clerk, codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Cart] = []
    keep = shop.carts.keep_current

    def noted(cart: Cart, **more: object) -> None:
        written.append(cart)
        keep(cart, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(shop.carts, "keep_current", noted)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key("+" * 50)
    till.rest()
    assert written[-1] == shop.carts.current(by=owner) == till.sale.cart
    assert till.sale.cart.lines[0].quantity == 51


def test_closing_the_lanes_writes_what_still_waits(
    till: Till, shop: Shop, owner: Clerk, codes
) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key("+" * 5)
    till.desk.tasks.close()
    assert shop.carts.current(by=owner).lines[0].quantity == 6


def test_a_cart_that_was_sold_is_not_shown_again(
    set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, goods
) -> None:
    cart = Cart().add(goods["milk"])
    shop.carts.keep_current(cart, by=owner)
    shop.checkout.sell(cart, [Payment("cash", 279)], by=owner)
    assert not set_up_till().sale.cart


def test_what_is_touched_before_the_cart_is_read_is_added_to_it(
    set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, goods
) -> None:
    shop.carts.keep_current(Cart().add(goods["milk"]), by=owner)
    till = set_up_till(clerk=None)
    till.sale.add(goods["beans"])
    till.desk.session.take(owner)
    till.wait_lines(2)
    assert till.names == ["Whole milk 1 gal", "Baked beans 15.75 oz"]


# --- parked sales ----------------------------------------------------------------------------


def park(till: Till, name: str) -> None:
    till.key(Key.Key_F8)
    till.sheet(AskSheet)
    till.key(name, Key.Key_Return)
    till.wait_lines(0)
    till.rest()


def test_park_and_recall(till: Till, shop: Shop, owner: Clerk, codes) -> None:
    till.scan("2*" + codes["milk"])
    till.wait_lines(1)
    uuid = till.sale.cart.uuid
    park(till, "Mrs Novak")
    assert [cart.name for cart in shop.carts.parked()] == ["Mrs Novak"]
    assert shop.carts.current(by=owner).lines == ()
    till.bot.waitUntil(lambda: till.tab.panel.totals._recall.text() == "Recall 1")
    till.key(Key.Key_F9)
    till.sheet(RecallSheet)
    till.rest()
    till.key(Key.Key_Return)
    till.wait_lines(1)
    till.rest()
    assert (till.sale.cart.uuid, till.sale.cart.lines[0].quantity) == (uuid, 2)
    assert shop.carts.current(by=owner) == till.sale.cart
    assert shop.carts.parked() == ()
    assert till.tab.field.hasFocus()


def test_the_next_sale_may_begin_with_a_parked_one_or_with_a_customer(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    park(till, "Mrs Novak")
    for key, kind in ((Key.Key_F4, CustomerSheet), (Key.Key_F9, RecallSheet)):
        till.scan(codes["coffee"])
        till.wait_lines(1)
        till.rest()
        till.pay()
        till.key(Key.Key_Return)
        till.wait_sold()
        till.key(key)
        till.sheet(kind)
        assert not till.tab.panel.shows_done
        till.rest()
        till.key(Key.Key_Return if kind is RecallSheet else Key.Key_Escape)
        wait_closed(till)
    till.wait_lines(1)
    assert till.names == ["Whole milk 1 gal"]


def test_recalling_parks_the_open_sale(till: Till, shop: Shop, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    park(till, "first")
    till.scan(codes["beans"])
    till.wait_lines(1)
    till.key(Key.Key_F9)
    till.sheet(RecallSheet)
    till.rest()
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: till.names == ["Whole milk 1 gal"])
    till.rest()
    assert [cart.lines for cart in shop.carts.parked()] == [1]
    assert till.notices[-1].startswith("The open sale was parked")


def test_a_sale_that_another_till_recalled_leaves_the_open_one(
    till: Till, shop: Shop, owner: Clerk, goods, codes
) -> None:
    parked = shop.carts.park(Cart().add(goods["milk"]), name="x", by=owner)
    till.scan(codes["beans"])
    till.wait_lines(1)
    till.key(Key.Key_F9)
    till.sheet(RecallSheet)
    till.rest()
    shop.carts.recall(parked.id, by=owner, till=None)
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: "This parked cart is no longer there." in till.notices)
    till.rest()
    assert till.names == ["Baked beans 15.75 oz"]
    assert shop.carts.parked() == ()
    assert shop.carts.current(by=owner) == till.sale.cart


def test_no_parked_sales_says_how_to_park(till: Till) -> None:
    till.key(Key.Key_F9)
    sheet = till.sheet(RecallSheet)
    till.bot.waitUntil(lambda: "No parked sales" in words(sheet))
    till.key(Key.Key_Escape)
    assert till.tab.field.hasFocus()


# --- customers -------------------------------------------------------------------------------


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    shop.customers.add(first_name="Ana", last_name="Lima", by=owner)
    return shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


def test_a_customer_is_found_and_chosen_by_keys(till: Till, maria: CustomerRow, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_F4)
    till.sheet(CustomerSheet)
    till.rest()
    till.key("mar", Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.cart.customer_id == maria.id)
    assert "Maria Hansen" in till.tab.panel.head.accessibleName()
    wait_closed(till)
    assert till.tab.field.hasFocus()
    till.key(Key.Key_F4)
    till.sheet(CustomerSheet)
    till.key(Key.Key_F4)
    assert till.sale.cart.customer_id is None


def test_a_new_customer_is_added_at_the_counter(till: Till, shop: Shop) -> None:
    till.key(Key.Key_F4)
    sheet = till.sheet(CustomerSheet)
    till.key("Jo Smith")
    till.bot.waitUntil(lambda: "Nobody matches" in words(sheet))
    till.key(Key.Key_N, held=Qt.KeyboardModifier.ControlModifier)
    till.sheet(NewCustomerSheet)
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.cart.customer_name == "Jo Smith")
    assert shop.customers.search("Smith")[0].id == till.sale.cart.customer_id


def test_a_refused_customer_is_said_at_the_field(till: Till) -> None:
    till.key(Key.Key_F4)
    till.sheet(CustomerSheet)
    till.key(Key.Key_N, held=Qt.KeyboardModifier.ControlModifier)
    sheet = till.sheet(NewCustomerSheet)
    till.key("Jo", Key.Key_Tab, "Smith", Key.Key_Tab, "12", Key.Key_Return)
    edits = sheet.findChildren(QLineEdit)
    till.bot.waitUntil(lambda: any(edit.property("fault") for edit in edits))
    assert sheet.isVisible()


def test_a_customer_chosen_in_another_tab(till: Till, maria: CustomerRow) -> None:
    till.tab.set_customer(maria)
    assert till.sale.cart.customer_id == maria.id
    assert till.tab.field.hasFocus()


# --- codes -----------------------------------------------------------------------------------


def test_a_discount_code_counts_and_is_taken_off(
    till: Till, shop: Shop, owner: Clerk, codes
) -> None:
    shop.discounts.add_code("SUMMER10", rate_ppm=100_000, by=owner)
    till.scan("10*" + codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_F7)
    till.sheet(AskSheet)
    till.key("summer10", Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.priced.total == 2511)
    assert "Savings · SUMMER10" in [each.words for each in till.tab.panel.totals.sums.sums]
    till.key(Key.Key_F7)
    buttons = {b.text(): b for b in till.sheet(AskSheet).findChildren(KeyButton)}
    till.bot.mouseClick(buttons["Take it off"], Qt.MouseButton.LeftButton)
    assert till.sale.priced.total == 2790


def test_an_unknown_discount_code_is_said(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_F7)
    till.sheet(AskSheet)
    till.key("nope", Key.Key_Return)
    till.bot.waitUntil(lambda: till.notices != [])
    assert "nope" in till.notices[0].lower()
    assert till.sale.cart.code is None


def test_sheets_leave_every_list_of_the_tab_alive(till: Till) -> None:
    """PySide's focus chain once took the scroll bars below with each sheet that closed."""
    bar = till.tab.panel.lines.verticalScrollBar()
    till.key(Key.Key_F4)
    till.sheet(CustomerSheet)
    till.key(Key.Key_Tab, Key.Key_Tab, Key.Key_Escape)
    till.bot.waitUntil(lambda: not till.window.findChildren(Sheet))
    assert isValid(bar)
