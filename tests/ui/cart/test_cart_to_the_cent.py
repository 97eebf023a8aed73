"""All that makes a price in one sale, by keys, and given back in two pieces: nothing is left."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import Clerk, OrderDetail
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.orders.tab import OrdersTab
from tests.ui.cart.conftest import Till, words

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CARD = "K7XF-M3RD-4471"


@pytest.fixture
def priced(shop: Shop, owner: Clerk, goods) -> None:
    """Two tax rates, a promotion, a code, a gift card of 5.00, and cash in steps of 0.05."""
    shop.settings.update(cash_step=5, by=owner)
    food = shop.taxes.add_class("Food", [TaxRate("Food tax", 26_000)], by=owner)
    shop.catalog.update_product(goods["beans"].id, tax_class_id=food.id, by=owner)
    coffee = Goods(frozenset({goods["coffee"].id}))
    offer = Promotion(0, "2 for 12.00", "bundle", goods=coffee, buy=2, amount=1200)
    shop.promotions.add(offer, by=owner)
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, minimum=1000, by=owner)
    line = shop.ledgers.gift_card_line(CARD, 500, by=owner)
    shop.checkout.sell(Cart().add_line(line), [Payment("card", 500)], by=owner)


@pytest.fixture
def sold(till: Till, shop: Shop, codes, priced: None) -> OrderDetail:
    """The sale, from the first scan to the change."""
    till.rest()
    for entry in (codes["milk"], "2*" + codes["coffee"], "3*" + codes["beans"]):
        till.scan(entry)
    till.wait_lines(3)
    till.bot.waitUntil(lambda: "2 for 12.00" in till.spoken(1))
    till.key(Key.Key_F7, "save10", Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.cart.code is not None)
    till.key(Key.Key_F6, held=SHIFT)
    till.key("5", Key.Key_F1, Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.cart.discount is not None)
    # 2.79 + 12.00 + 2.67 = 17.46, less 10 % (1.75), less 5 % of 15.71 (0.79).
    assert till.sale.priced.total == 1492
    sheet = till.pay()
    till.key(Key.Key_F3)
    till.scan(CARD)
    till.bot.waitUntil(lambda: "$5.00 left" in words(sheet))
    till.key(Key.Key_Return)
    till.bot.waitUntil(lambda: "Rounding | −0.02" in words(sheet))
    assert "Due | 9.90" in words(sheet)
    with till.bot.waitSignal(till.tab.sold) as done:
        till.key("10", Key.Key_Return)
    assert done.args[0].change_due == 10
    till.wait_sold()
    return shop.orders.get(done.args[0].order_id)


def give_back(till: Till, tab: QWidget, *keys: Key | str) -> str:
    """Press F6 on the order and these keys in the sheet; what the slip says."""

    def newest(kind: type[QWidget]) -> QWidget | None:
        return next((w for w in tab.window().findChildren(kind) if w.isVisible()), None)

    till.bot.keyClick(tab._table, Key.Key_F6)  # type: ignore[attr-defined]
    till.bot.waitUntil(lambda: newest(ReturnSheet) is not None)
    sheet = newest(ReturnSheet)
    assert isinstance(sheet, ReturnSheet)
    till.bot.waitUntil(lambda: bool(sheet._lines.rows))
    for key in keys:
        if isinstance(key, str):
            till.bot.keyClicks(sheet.focusWidget(), key)
        else:
            till.bot.keyClick(sheet.focusWidget(), key)
    till.bot.waitUntil(sheet._go.isEnabled)
    till.bot.keyClick(sheet.focusWidget(), Key.Key_Return)
    till.bot.waitUntil(lambda: newest(ReturnSlipSheet) is not None)
    slip = newest(ReturnSlipSheet)
    assert isinstance(slip, ReturnSlipSheet)
    till.bot.waitUntil(lambda: slip._slip.accessibleDescription() != "")
    said = slip._slip.accessibleDescription()
    till.bot.keyClick(slip.focusWidget(), Key.Key_Return)
    till.bot.waitUntil(lambda: newest(ReturnSlipSheet) is None)
    return said


def test_nothing_is_left_of_a_sale_that_is_given_back_in_two_pieces(
    till: Till, shop: Shop, sold: OrderDetail, goods, make_window: Callable[[], QWidget]
) -> None:
    assert (sold.total, sold.rounding, sold.paid) == (1492, -2, 1490)
    assert {part.name for part in sold.taxes} == {"Tax", "Food tax"}
    assert {off.kind for off in sold.offs} == {"promotion", "code", "order"}
    window = make_window()
    tab = OrdersTab(till.desk)
    QVBoxLayout(window).addWidget(tab)
    with till.bot.waitActive(window), till.bot.waitSignal(tab._model.filled):
        window.show()
        tab.refresh()
    assert tab._table.choose(sold.id)
    tab._table.setFocus()
    till.bot.waitUntil(lambda: tab._panel._slip.accessibleName() == f"Receipt {sold.number}")

    first = give_back(till, tab, Key.Key_Down, "1")  # one of the coffees
    assert "Gift card" in first
    till.bot.waitUntil(lambda: tab._model.row(0).returned == "part")
    second = give_back(till, tab, Key.Key_F7)  # all that is left
    assert "Cash" in second
    till.bot.waitUntil(lambda: tab._model.row(0).returned == "whole")

    one, two = shop.returns.of_order(sold.id)
    given = [(row.method, row.amount) for each in (one, two) for row in each.repayments]
    assert sum(amount for method, amount in given if method == "gift_card") == 500
    assert sum(amount for method, amount in given if method == "cash") == 990
    assert one.total + two.total == sold.total
    assert one.rounding + two.rounding == sold.rounding
    assert shop.ledgers.gift_card(CARD).balance == 500
    assert all(
        (row.net, row.tax, row.gross) == (0, 0, 0)
        for row in shop.reports.taxes(by=shop.staff.terminal())
    )
    assert [row.revenue for row in shop.reports.daily_sales(by=shop.staff.terminal())] == [0]
    takings = {
        row.method: row.received - row.given_back
        for row in shop.reports.takings(by=shop.staff.terminal())
    }
    # What is left is what the gift card was bought with, which is no revenue yet.
    assert {key: amount for key, amount in takings.items() if amount} == {
        "card": 500,
        "gift_cards_sold": -500,
    }
    on_hand = {key: shop.catalog.get(goods[key].id).on_hand for key in ("milk", "coffee", "beans")}
    assert on_hand == {"milk": 38, "coffee": 31, "beans": 11}
    assert shop.check(by=shop.staff.terminal()) == ()


@pytest.fixture
def make_window(till: Till) -> Callable[[], QWidget]:
    """A second window over the same till's lanes."""

    def make() -> QWidget:
        window = QWidget()
        till.bot.addWidget(window)
        window.resize(1366, 768)
        return window

    return make
