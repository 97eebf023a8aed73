"""From the cart to the change: payment, refusals, and the next sale."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from pos_app.domain.errors import DiskFull
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.receipt_sheet import ReceiptSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.key_button import KeyButton
from tests.ui.cart.conftest import Till, button, words

Key = Qt.Key


@pytest.fixture
def filled(till: Till, codes) -> Till:
    """Milk and two coffees: 17.77."""
    till.scan(codes["milk"])
    till.scan("2*" + codes["coffee"])
    till.wait_lines(2)
    assert till.sale.priced.total == 1777
    return till


def test_cash_and_change(filled: Till, shop: Shop, goods) -> None:
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.pay()
        filled.key("20", Key.Key_Return)
    receipt = sold.args[0]
    assert (receipt.total, receipt.tendered, receipt.change_due) == (1777, 2000, 223)
    filled.wait_sold()
    shown = words(filled.tab.panel.done)
    assert "$2.23" in shown
    assert receipt.number in shown
    assert shop.orders.get(receipt.order_id).total == 1777
    assert shop.catalog.get(goods["coffee"].id).on_hand == 29
    assert not filled.sale.cart
    assert filled.tab.field.hasFocus()


def test_the_change_is_the_largest_thing_on_the_screen(filled: Till) -> None:
    filled.pay()
    filled.key("20", Key.Key_Return)
    filled.wait_sold()
    labels = [label for label in filled.tab.findChildren(QLabel) if label.isVisible()]
    largest = max(labels, key=lambda label: label.fontMetrics().height())
    assert largest.text() == "$2.23"


def test_enter_alone_pays_exactly_and_enter_begins_the_next(filled: Till) -> None:
    filled.pay()
    filled.key(Key.Key_Return)
    filled.wait_sold()
    assert "No change to give | $0.00" in words(filled.tab.panel.done)
    filled.key(Key.Key_Return)
    assert not filled.tab.panel.shows_done


def test_the_next_scan_begins_the_next_sale_at_once(filled: Till, codes) -> None:
    filled.pay()
    filled.key(Key.Key_Return)
    filled.wait_sold()
    filled.scan(codes["beans"])
    filled.wait_lines(1)
    assert not filled.tab.panel.shows_done
    assert filled.names == ["Baked beans 15.75 oz"]


def test_due_change_and_rest_follow_what_is_typed(filled: Till) -> None:
    sheet = filled.pay()
    filled.key("5")
    assert "Still to pay | $12.77" in words(sheet)
    filled.key("0")
    assert "Change | $32.23" in words(sheet)
    filled.key(Key.Key_F2)
    assert "By card | $17.77" in words(sheet)
    filled.key("18")
    assert "Too much by | $0.23" in words(sheet)


def test_split_tenders(filled: Till, shop: Shop) -> None:
    sheet = filled.pay()
    filled.key("10", Key.Key_Return)
    assert "7.77" in words(sheet)
    filled.key("5", Key.Key_Return)
    filled.key(Key.Key_F6)  # the five go back
    with filled.bot.waitSignal(filled.tab.sold) as sold:
        filled.key(Key.Key_F2, Key.Key_Return)
    detail = shop.orders.get(sold.args[0].order_id)
    assert [(p.method, p.amount) for p in detail.payments] == [("cash", 1000), ("card", 777)]


def test_the_pad_and_the_quick_amounts(filled: Till) -> None:
    sheet = filled.pay()
    for text in ("1", "8", ".", "5", "0"):
        filled.bot.mouseClick(button(sheet, text), Qt.MouseButton.LeftButton)
    assert "Change | $0.73" in words(sheet)
    filled.bot.mouseClick(button(sheet, "20"), Qt.MouseButton.LeftButton)
    assert "Change | $2.23" in words(sheet)
    filled.bot.mouseClick(button(sheet, "Exact"), Qt.MouseButton.LeftButton)
    assert "Change | $0.00" in words(sheet)
    for widget in sheet.findChildren(KeyButton):
        if widget.isVisible():
            assert widget.height() >= 44, widget.text()


def test_digits_go_to_the_amount_from_any_button(filled: Till) -> None:
    sheet = filled.pay()
    button(sheet, "Exact").setFocus()
    filled.key("25")
    assert "Change | $7.23" in words(sheet)


def test_a_scan_into_the_amount_pays_nothing(filled: Till) -> None:
    sheet = filled.pay()
    filled.key("4006381333931", Key.Key_Return)
    assert sheet.isVisible()
    assert "“4006381333931” is no amount" in words(sheet)
    assert not filled.tab.panel.shows_done


def test_what_is_no_amount_is_said(filled: Till) -> None:
    sheet = filled.pay()
    filled.key("1,2,3", Key.Key_Return)
    assert sheet.isVisible()
    assert "not a number" in words(sheet)


def test_esc_goes_back_to_the_cart(filled: Till) -> None:
    filled.pay()
    filled.key("20", Key.Key_Escape)
    assert filled.tab.field.hasFocus()
    assert len(filled.sale.cart.lines) == 2
    filled.pay()  # and it opens again


def test_a_sale_is_pressed_twice_and_booked_once(filled: Till, shop: Shop) -> None:
    gate = threading.Event()
    filled.desk.tasks.counter.run(gate.wait)
    sheet = filled.pay()
    filled.key(Key.Key_Return)
    finish = next(b for b in sheet.findChildren(KeyButton) if b.text().startswith("Saving"))
    assert not finish.isEnabled()
    filled.key(Key.Key_Return, Key.Key_Escape)
    assert sheet.isVisible()
    gate.set()
    filled.wait_sold()
    assert len(shop.orders.page()) == 1


def test_out_of_stock_is_said_and_the_cart_stays(till: Till, shop: Shop, codes) -> None:
    till.scan(codes["milk"])
    till.scan(codes["ice"])
    till.wait_lines(2)
    till.sale.select(0)
    till.pay()
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: till.notices != [])
    assert "Ice" in till.notices[0]
    assert len(till.sale.cart.lines) == 2
    assert till.sale.selected == 1
    assert till.tab.field.hasFocus()
    assert shop.orders.page() == ()


def test_a_changed_price_is_offered(filled: Till, shop: Shop, owner: Clerk, goods) -> None:
    shop.catalog.update_product(goods["milk"].id, price=299, by=owner)
    filled.pay()
    filled.key(Key.Key_Return)
    question = filled.sheet(ConfirmSheet)
    assert question.yes.text() == "Take $2.99 and pay"
    filled.key(Key.Key_F12)
    filled.sheet(PaySheet)
    assert filled.sale.priced.total == 1797
    filled.key(Key.Key_Return)
    filled.wait_sold()


def test_a_changed_price_may_wait(filled: Till, shop: Shop, owner: Clerk, goods) -> None:
    shop.catalog.update_product(goods["milk"].id, price=299, by=owner)
    filled.pay()
    filled.key(Key.Key_Return)
    filled.sheet(ConfirmSheet)
    filled.key(Key.Key_Escape)
    assert filled.sale.priced.total == 1777
    assert filled.tab.field.hasFocus()


def test_a_product_with_another_tax_class_now_is_paid_by_it(
    filled: Till, shop: Shop, owner: Clerk, goods
) -> None:
    full = shop.taxes.add_class("Full", [TaxRate("VAT", 200_000)], by=owner)
    shop.catalog.update_product(goods["milk"].id, tax_class_id=full.id, by=owner)
    filled.pay()
    filled.key(Key.Key_Return)
    # The shelf price is the same with the tax inside: the pay sheet opens again at once.
    filled.bot.waitUntil(lambda: filled.sale.cart.lines[0].tax_class_id == full.id)
    filled.sheet(PaySheet)
    filled.key(Key.Key_Return)
    filled.wait_sold()
    (order,) = shop.orders.page(limit=1)
    assert shop.orders.get(order.id).items[0].tax_rate_ppm == 200_000


def test_a_full_disk_is_said_in_the_sheet_and_paying_again_works(
    filled: Till, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell = shop.checkout.sell

    def full(*_args: object, **_more: object) -> None:
        raise DiskFull("corner.db")

    monkeypatch.setattr(shop.checkout, "sell", full)
    sheet = filled.pay()
    filled.key("20", Key.Key_Return)
    filled.bot.waitUntil(lambda: "disk" in words(sheet).lower())
    assert len(filled.sale.cart.lines) == 2
    monkeypatch.setattr(shop.checkout, "sell", sell)
    filled.key(Key.Key_Return)
    filled.wait_sold()
    assert "$2.23" in words(filled.tab.panel.done)


def test_a_sale_that_is_in_the_books_is_not_booked_again(
    filled: Till, shop: Shop, owner: Clerk
) -> None:
    first = shop.checkout.sell(
        filled.sale.cart,
        [__import__("pos_app.domain.payment", fromlist=["Payment"]).Payment("cash", 1777)],
        by=owner,
    )
    filled.pay()
    filled.key(Key.Key_Return)
    filled.wait_sold()
    assert first.number in words(filled.tab.panel.done)
    assert "in the books already" in words(filled.tab.panel.done)
    assert len(shop.orders.page()) == 1


def test_a_free_sale_needs_no_money(
    till: Till, add_product: Callable[..., ProductRow], shop: Shop
) -> None:
    add_product("Leaflet", 0, 5, barcodes=["29000000062"])
    till.scan("29000000062")
    till.wait_lines(1)
    till.pay()
    till.key(Key.Key_Return)
    till.wait_sold()
    assert shop.orders.page()[0].total == 0


def test_an_empty_cart_can_not_be_paid(till: Till) -> None:
    till.key(Key.Key_F12)
    assert not till.window.findChildren(PaySheet)


def test_the_receipt_is_shown_and_copied(filled: Till) -> None:
    filled.pay()
    filled.key(Key.Key_Return)
    filled.wait_sold()
    filled.key(Key.Key_F11)
    sheet = filled.sheet(ReceiptSheet)
    copy = button(sheet, "Copy")
    filled.bot.waitUntil(copy.isEnabled)
    filled.key(Key.Key_C, held=Qt.KeyboardModifier.ControlModifier)
    assert "17.77" in QGuiApplication.clipboard().text()
    filled.key(Key.Key_Return)
    filled.bot.waitUntil(filled.tab.field.hasFocus)


def test_the_tax_rule_of_the_shop_is_followed(filled: Till, shop: Shop, owner: Clerk) -> None:
    shop.settings.update(tax_included=False, by=owner)
    filled.bot.waitUntil(lambda: filled.sale.priced.total == 1866)
    assert filled.sale.priced.tax == 1866 - 1777
