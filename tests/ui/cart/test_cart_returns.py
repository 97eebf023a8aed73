"""Goods come back at the counter: found by whatever is known, given back, exchanged, made void."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

from pos_app.devices.sound import Sound
from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, Receipt, ReturnLine
from pos_app.shop import Shop
from pos_app.ui.cart.give_back_sheet import GiveBackSheet
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.receipt_find_sheet import ReceiptFindSheet
from pos_app.ui.cart.receipt_finder import LIMIT, Sought, look_for
from pos_app.ui.orders.returns.loose_sheet import LooseReturnSheet
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.orders.returns.void_sheet import VoidSheet
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import Sheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse
from tests.ui.cart.conftest import Till, words

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
Goods = dict[str, ProductRow]


@pytest.fixture
def sold(shop: Shop, owner: Clerk, goods: Goods) -> Receipt:
    """Two milks and a coffee for 13.07, in cash."""
    cart = Cart().add(goods["milk"], 2).add(goods["coffee"])
    return shop.checkout.sell(cart, [Payment("cash", 1307)], by=owner)


@pytest.fixture
def clerk(shop: Shop, owner: Clerk) -> Clerk:
    """Somebody who may sell and not much more."""
    shop.staff.add_user(username="ben", name="Ben", pin="135790", role="clerk", by=owner)
    return shop.staff.sign_in("ben", pin="135790")


def no_sheet(till: Till) -> bool:
    return not [each for each in till.window.findChildren(Sheet) if each.isVisible()]


def found(sheet: ReceiptFindSheet) -> list[str]:
    """The numbers in the list."""
    model = sheet._list.model()
    return [str(model.index(row, 0).data()).split(" · ")[0] for row in range(sheet._list.count())]


def find(till: Till, text: str) -> ReceiptFindSheet:
    """Open the sheet by its key, and look for this."""
    till.key(Key.Key_F10)
    sheet = till.sheet(ReceiptFindSheet)
    till.key(text)
    till.bot.waitUntil(lambda: sheet._searched == text and not till.desk.tasks.counter.busy)
    return sheet


def wait_notices(till: Till, count: int) -> None:
    till.bot.waitUntil(lambda: len(till.notices) == count)


def return_sheet(till: Till) -> ReturnSheet:
    sheet = till.sheet(ReturnSheet)
    till.bot.waitUntil(lambda: bool(sheet._lines.rows))
    return sheet


def exchange_of(till: Till, *keys: str) -> None:
    """Take what these keys choose in the first line of the only receipt into the cart."""
    find(till, "T1-1")
    till.key(Key.Key_Return)
    sheet = return_sheet(till)
    till.key(*keys)
    till.bot.waitUntil(sheet._side.exchange.isEnabled)
    till.key(Key.Key_F10)
    till.bot.waitUntil(lambda: till.tab.exchanging.ready and no_sheet(till))


class TestFinding:
    @pytest.mark.parametrize("text", ["T1-1", "t1-1", "1", "coffee", "29000000017", "hansen"])
    def test_by_number_goods_code_and_name(
        self, till: Till, shop: Shop, owner: Clerk, goods: Goods, text: str
    ) -> None:
        maria = shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)
        mine = Cart().add(goods["milk"], 2).add(goods["coffee"]).for_customer(maria.id, "Maria")
        shop.checkout.sell(mine, [Payment("cash", 1307)], by=owner)
        shop.checkout.sell(Cart().add(goods["beans"]), [Payment("cash", 89)], by=owner)
        till.rest()
        assert found(find(till, text)) == ["T1-1"]

    def test_the_newest_stands_first_and_enter_takes_it(
        self, till: Till, sold: Receipt, shop: Shop, owner: Clerk, goods: Goods
    ) -> None:
        shop.checkout.sell(Cart().add(goods["beans"]), [Payment("cash", 89)], by=owner)
        sheet = find(till, "")
        assert found(sheet) == ["T1-2", "T1-1"]
        till.key(Key.Key_Return)
        assert "T1-2" in return_sheet(till).accessibleName()

    def test_enter_that_is_faster_than_the_list_waits_for_it(
        self, till: Till, sold: Receipt, shop: Shop, owner: Clerk, goods: Goods
    ) -> None:
        shop.checkout.sell(Cart().add(goods["beans"]), [Payment("cash", 89)], by=owner)
        find(till, "")
        till.key("coffee", Key.Key_Return)
        assert "T1-1" in return_sheet(till).accessibleName()

    def test_a_scanned_receipt_opens_it_and_goods_show_their_sales(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop, owner: Clerk,
        goods: Goods,
    ) -> None:  # fmt: skip
        shop.checkout.sell(Cart().add(goods["beans"]), [Payment("cash", 89)], by=owner)
        sheet = find(till, "")
        till.tab.scans.put(codes["beans"])
        till.bot.waitUntil(lambda: found(sheet) == ["T1-2"])
        till.tab.scans.put("T1-1")
        assert "T1-1" in return_sheet(till).accessibleName()
        assert not till.sale.cart

    def test_what_fits_nothing_is_said_and_days_narrow(self, till: Till, sold: Receipt) -> None:
        sheet = find(till, "xylophone")
        assert found(sheet) == []
        assert "No sale fits" in words(sheet)
        till.key(Key.Key_Escape)  # the words go
        till.bot.waitUntil(lambda: found(sheet) == ["T1-1"])
        till.key(Key.Key_F1)
        till.rest()
        assert found(sheet) == ["T1-1"]

    def test_a_sale_of_an_old_day_is_found_by_that_day(
        self, till: Till, shop: Shop, owner: Clerk, goods: Goods
    ) -> None:
        """Goods and a customer that were sold more often since than the list is long."""
        bea = shop.customers.add(first_name="Bea", card="KC-4711", by=owner)
        shop.stock.receive(goods["milk"].id, LIMIT + 1, by=owner)
        lines = Cart().add(goods["milk"]).lines
        paid = [Payment("cash", 1307)]
        with closing(Shop.open(shop.path, clock=lambda: datetime.now(UTC) - timedelta(40))) as past:
            past.checkout.sell(Cart(lines, bea.id), paid, by=owner)
        for _ in range(LIMIT):
            shop.checkout.sell(Cart(lines, bea.id), paid, by=owner)
        day, today = (shop.orders.get(order_id).business_date for order_id in (1, 2))
        for text in ("milk", "bea", "KC-4711", ""):
            rows = look_for(shop, Sought(text, first=day, last=day))
            assert [row.number for row in rows] == ["T1-1"], text
            assert len(look_for(shop, Sought(text, first=today))) == LIMIT
        sheet = find(till, "milk")
        assert "T1-1" not in found(sheet)
        till.key(Key.Key_F5)
        assert sheet._day.isVisible()
        assert sheet._day.date() == QDate(today.year, today.month, today.day)
        assert QApplication.focusWidget() is sheet._day
        till.key(day.strftime("%m%d%y"), Key.Key_Return)
        till.bot.waitUntil(lambda: found(sheet) == ["T1-1"])
        till.key(Key.Key_Return)
        assert "T1-1" in return_sheet(till).accessibleName()

    def test_other_days_put_the_day_away(self, till: Till, sold: Receipt) -> None:
        sheet = find(till, "")
        till.key(Key.Key_F5, Key.Key_Down)  # yesterday
        till.bot.waitUntil(lambda: found(sheet) == [])
        assert "F4 looks at all of them" in words(sheet)
        till.key(Key.Key_F1)
        assert not sheet._day.isVisible()
        till.bot.waitUntil(lambda: found(sheet) == ["T1-1"])
        till.key("coffee", Key.Key_Return)
        assert "T1-1" in return_sheet(till).accessibleName()

    def test_who_may_not_has_a_void_approved(
        self, set_up_till: Callable[..., Till], sold: Receipt, shop: Shop, clerk: Clerk
    ) -> None:
        till = set_up_till(clerk=clerk)
        till.key(Key.Key_F10, held=Ctrl)
        sheet = till.sheet(VoidSheet)
        till.key("Rung up twice", Key.Key_Return)
        said = refuse(till.window, till.bot)
        assert "Void T1-1: " in said
        assert "(Rung up twice) | Ben may not make a sale void alone." in said
        assert sheet.isVisible()
        assert shop.returns.of_order(sold.order_id) == ()
        till.key(Key.Key_Return)
        approve(till.window, till.bot, OWNER_PIN)
        till.bot.waitUntil(lambda: len(shop.returns.of_order(sold.order_id)) == 1)
        till.bot.waitUntil(lambda: "Approved by Ann" in till.notices)


class TestReturn:
    def test_part_of_a_line_is_damaged(
        self, till: Till, sold: Receipt, shop: Shop, goods: Goods
    ) -> None:
        find(till, "T1-1")
        till.key(Key.Key_Return)
        sheet = return_sheet(till)
        till.key("2", "d", "1")
        till.bot.waitUntil(sheet._go.isEnabled)
        assert sheet._lines.wanted() == [
            ReturnLine(sheet._lines.rows[0].line.item_id, 1, damaged=False),
            ReturnLine(sheet._lines.rows[0].line.item_id, 1, damaged=True),
        ]
        till.key(Key.Key_Return)
        till.sheet(ReturnSlipSheet)
        [back] = shop.returns.of_order(sold.order_id)
        assert [(item.quantity, item.damaged) for item in back.items] == [(1, False), (1, True)]
        assert back.total == 558
        assert shop.catalog.get(goods["milk"].id).on_hand == 38 - 2 + 1
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_more_damaged_than_comes_back_is_said(self, till: Till, sold: Receipt) -> None:
        find(till, "T1-1")
        till.key(Key.Key_Return)
        sheet = return_sheet(till)
        till.key("2", "d", "3")
        row = sheet._lines.rows[0]
        assert "More is damaged" in row._hint.text()
        till.rest()
        assert not sheet._go.isEnabled()
        till.key("d")  # nothing is damaged after all
        till.bot.waitUntil(sheet._go.isEnabled)
        assert row.field.hasFocus()
        assert [line.damaged for line in sheet._lines.wanted()] == [False]


class TestScannedGoods:
    @pytest.fixture
    def cases(self, shop: Shop, owner: Clerk, goods: Goods) -> Receipt:
        """Twelve coffees and a milk."""
        cart = Cart().add(goods["coffee"], 12).add(goods["milk"])
        return shop.checkout.sell(cart, [Payment("cash", 12 * 749 + 279)], by=owner)

    def test_a_case_comes_back_whole(self, till: Till, cases: Receipt) -> None:
        find(till, "T1-1")
        till.key(Key.Key_Return)
        coffee, milk = return_sheet(till)._lines.rows
        till.tab.scans.put("29000000093")
        till.bot.waitUntil(lambda: coffee.field.text() == "12")
        assert milk.field.text() == ""

    def test_what_is_not_on_the_receipt_is_told_as_a_blocked_scan(
        self, till: Till, cases: Receipt, codes: dict[str, str]
    ) -> None:
        find(till, "T1-1")
        till.key(Key.Key_Return)
        rows = return_sheet(till)._lines.rows
        for code in ("beans", "milk", "milk"):
            till.tab.scans.put(codes[code])
        till.bot.waitUntil(lambda: till.tab.scans.idle)
        assert [row.field.text() for row in rows] == ["", "1"]
        assert till.notices == [
            "No Baked beans 15.75 oz is left to give back.",
            "No Whole milk 1 gal is left to give back.",
        ]
        assert till.sounds.played == [Sound.BLOCKED, Sound.FOUND, Sound.BLOCKED]
        assert till.names == []


class TestExchange:
    def test_the_dearer_one_is_taken_and_the_rest_is_paid(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop
    ) -> None:
        exchange_of(till, "1")
        assert till.tab.panel.exchange.isVisible()
        assert "Returned from T1-1" in words(till.tab.panel.exchange)
        assert "What is taken instead?" in words(till.tab.panel)
        till.scan(codes["coffee"])
        till.wait_lines(1)
        assert "To pay | $4.70" in words(till.tab.panel.totals)
        assert "To pay | 4.70" in words(till.pay())
        till.key(Key.Key_Return)
        till.wait_sold()
        assert "Returned, T1-R1 | −2.79" in words(till.tab.panel.done)
        newest = shop.orders.get(shop.orders.page()[0].id)
        paid = {(payment.method, payment.amount) for payment in newest.payments}
        assert paid == {("exchange", 279), ("cash", 470)}
        [back] = shop.returns.of_order(sold.order_id)
        assert (back.kind, back.total, back.exchange_order_id) == ("exchange", 279, newest.id)
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_the_cheaper_one_is_taken_and_money_goes_back(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop
    ) -> None:
        exchange_of(till, "2")
        till.scan(codes["beans"])
        till.wait_lines(1)
        assert "To give back | $4.69" in words(till.tab.panel.totals)
        till.key(Key.Key_F12)
        sheet = till.sheet(GiveBackSheet)
        assert "$4.69" in words(sheet)
        till.key(Key.Key_F2)  # on a card
        till.rest()
        till.key(Key.Key_Return)
        till.wait_sold()
        assert "To give back | $4.69" in words(till.tab.panel.done)
        assert "Total | 0.89 | Returned, T1-R1 | −5.58" in words(till.tab.panel.done)
        [back] = shop.returns.of_order(sold.order_id)
        assert {(r.method, r.amount) for r in back.repayments} == {("exchange", 89), ("card", 469)}
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_an_even_exchange_only_wants_enter(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop
    ) -> None:
        exchange_of(till, "1")
        till.scan(codes["milk"])
        till.wait_lines(1)
        till.key(Key.Key_F12)
        assert "Nothing to pay" in words(till.sheet(GiveBackSheet))
        till.key(Key.Key_Return)
        till.wait_sold()
        assert "Even exchange" in words(till.tab.panel.done)
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_cash_that_goes_back_is_rounded_to_coins(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop, owner: Clerk
    ) -> None:
        shop.settings.update(cash_step=5, by=owner)
        till.rest()
        exchange_of(till, "2")
        till.scan(codes["beans"])
        till.wait_lines(1)
        till.key(Key.Key_F12)
        sheet = till.sheet(GiveBackSheet)
        till.bot.waitUntil(lambda: "$4.70" in words(sheet))
        till.key(Key.Key_Return)
        till.wait_sold()
        assert "$4.70" in words(till.tab.panel.done)
        assert shop.check(by=owner) == ()

    def test_it_is_taken_out_and_undone_like_a_line(
        self, till: Till, sold: Receipt, codes: dict[str, str]
    ) -> None:
        exchange_of(till, "1")
        till.scan(codes["coffee"])
        till.wait_lines(1)
        till.tab.panel.exchange._remove.click()
        assert not till.tab.panel.exchange.isVisible()
        assert "Total | $7.49" in words(till.tab.panel.totals)
        till.key(Key.Key_Z, held=Ctrl)
        till.bot.waitUntil(lambda: till.tab.exchanging.ready)
        assert "To pay | $4.70" in words(till.tab.panel.totals)

    def test_it_is_parked_and_recalled_with_its_sale(
        self, till: Till, sold: Receipt, codes: dict[str, str]
    ) -> None:
        exchange_of(till, "1")
        till.scan(codes["coffee"])
        till.wait_lines(1)
        till.key(Key.Key_F8)
        till.sheet(AskSheet)
        till.key(Key.Key_Return)
        till.bot.waitUntil(lambda: not till.sale.cart)
        assert not till.tab.panel.exchange.isVisible()
        till.key(Key.Key_F9)
        till.bot.waitUntil(till.sheet(RecallSheet)._go.isEnabled)
        till.key(Key.Key_Return)
        till.bot.waitUntil(
            lambda: till.sale.cart.exchange is not None and till.tab.exchanging.ready
        )
        assert "To pay | $4.70" in words(till.tab.panel.totals)

    def test_it_is_parked_before_anything_is_taken_instead(
        self, till: Till, sold: Receipt, codes: dict[str, str]
    ) -> None:
        exchange_of(till, "1")
        assert not till.sale.cart
        till.key(Key.Key_F8)
        till.sheet(AskSheet)
        till.key(Key.Key_Return)
        till.bot.waitUntil(lambda: till.sale.cart.exchange is None)
        till.key(Key.Key_F9)
        sheet = till.sheet(RecallSheet)
        till.bot.waitUntil(sheet._go.isEnabled)
        row = sheet._list.model().index(0, 0)
        assert "goods that come back" in str(row.data(Qt.ItemDataRole.AccessibleTextRole))
        till.key(Key.Key_Return)
        till.bot.waitUntil(
            lambda: till.sale.cart.exchange is not None and till.tab.exchanging.ready
        )

    def test_it_is_not_lost_where_another_sale_is_recalled(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop, owner: Clerk,
        goods: Goods,
    ) -> None:  # fmt: skip
        shop.carts.park(Cart().add(goods["beans"]), name="Beans", by=owner)
        exchange_of(till, "1")
        till.key(Key.Key_F9)
        till.bot.waitUntil(till.sheet(RecallSheet)._go.isEnabled)
        till.key(Key.Key_Return)
        till.wait_lines(1)
        till.rest()
        assert till.sale.cart.exchange is None
        assert [row.lines for row in shop.carts.parked()] == [0]

    def test_what_came_back_elsewhere_meanwhile_goes_out_and_is_said(
        self, till: Till, sold: Receipt, codes: dict[str, str], shop: Shop, owner: Clerk
    ) -> None:
        exchange_of(till, "2")
        till.scan(codes["coffee"])
        till.wait_lines(1)
        item = till.sale.cart.exchange
        assert item is not None
        shop.returns.give_back(sold.order_id, item.lines, by=owner)
        till.key(Key.Key_F12)
        till.sheet(PaySheet)
        till.key(Key.Key_Return)
        till.bot.waitUntil(lambda: till.sale.cart.exchange is None)
        assert no_sheet(till)
        assert "Whole milk" in till.notices[-1]
        assert len(shop.orders.page()) == 1

    def test_another_receipt_takes_the_place_and_says_so(
        self, till: Till, sold: Receipt, shop: Shop, owner: Clerk, goods: Goods
    ) -> None:
        exchange_of(till, "1")
        other = shop.checkout.sell(Cart().add(goods["beans"]), [Payment("cash", 89)], by=owner)
        item = shop.orders.get(other.order_id).items[0]
        till.tab.exchange(Exchange(other.order_id, other.number, (ReturnLine(item.id, 1),)))
        assert till.notices[-1] == "T1-2 took the place of T1-1."


class TestWithoutReceipt:
    def open(self, till: Till) -> LooseReturnSheet:
        till.key(Key.Key_F10)
        till.sheet(ReceiptFindSheet)
        till.key(Key.Key_F7)
        return till.sheet(LooseReturnSheet)

    def test_goods_a_lower_price_a_reason_and_cash(
        self, till: Till, codes: dict[str, str], shop: Shop, goods: Goods
    ) -> None:
        sheet = self.open(till)
        till.key("2*" + codes["milk"], Key.Key_Return)
        till.bot.waitUntil(lambda: len(sheet._goods.rows) == 1)
        till.tab.scans.put(codes["coffee"])
        till.bot.waitUntil(lambda: len(sheet._goods.rows) == 2)
        till.key(Key.Key_Down, Key.Key_Down, Key.Key_Tab, "5")  # the coffee's price
        till.bot.waitUntil(lambda: "$10.58" in sheet._side.sums.told)
        assert "Say why first" in sheet._side.sums.told
        assert not sheet._side.go.isEnabled()
        till.key(Key.Key_F3, "Gift")
        till.bot.waitUntil(sheet._side.go.isEnabled)
        till.key(Key.Key_Return)
        till.sheet(ReturnSlipSheet)
        assert shop.catalog.get(goods["milk"].id).on_hand == 40
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_more_than_todays_price_is_refused_in_words(
        self, till: Till, codes: dict[str, str]
    ) -> None:
        sheet = self.open(till)
        till.key(codes["milk"], Key.Key_Return)
        till.bot.waitUntil(lambda: len(sheet._goods.rows) == 1)
        till.key(Key.Key_Down, Key.Key_Tab, "9")
        till.bot.waitUntil(lambda: sheet._refusal.text != "")
        assert "costs less" in sheet._refusal.text
        assert not sheet._side.go.isEnabled()

    def test_store_credit_needs_the_customers_card(
        self, till: Till, codes: dict[str, str], shop: Shop, owner: Clerk
    ) -> None:
        maria = shop.customers.add(first_name="Maria", card="KUNDE-7781", by=owner)
        sheet = self.open(till)
        assert not sheet._side.ways.buttons["store_credit"].isEnabled()
        till.tab.scans.put("KUNDE-7781")
        till.bot.waitUntil(lambda: sheet._buyer.text() == "Maria")
        till.tab.scans.put(codes["milk"])
        till.bot.waitUntil(lambda: len(sheet._goods.rows) == 1)
        till.key(Key.Key_F5, Key.Key_F3, "Gift")
        till.bot.waitUntil(sheet._side.go.isEnabled)
        till.key(Key.Key_Return)
        till.sheet(ReturnSlipSheet)
        [credit] = [row for row in shop.ledgers.of_customer(maria.id) if row.kind == "store_credit"]
        assert credit.left == 279

    def test_esc_asks_before_it_throws_away(self, till: Till, codes: dict[str, str]) -> None:
        sheet = self.open(till)
        till.key(codes["milk"], Key.Key_Return)
        till.bot.waitUntil(lambda: len(sheet._goods.rows) == 1)
        till.key(Key.Key_Escape)
        assert sheet.isVisible()
        till.key(Key.Key_Tab, Key.Key_Return)
        till.bot.waitUntil(lambda: no_sheet(till))


class TestVoid:
    def test_the_last_sale_is_taken_back_whole(
        self, till: Till, codes: dict[str, str], shop: Shop, goods: Goods
    ) -> None:
        till.scan("2*" + codes["milk"])
        till.wait_lines(1)
        till.pay()
        till.key(Key.Key_Return)
        till.wait_sold()
        till.key(Key.Key_F10, held=Ctrl)  # also while the change is shown
        sheet = till.sheet(VoidSheet)
        assert "2 Whole milk 1 gal | 5.58" in words(sheet)
        till.key(Key.Key_Return)
        assert sheet.isVisible()  # a reason is needed
        till.key("Rung up twice", Key.Key_Return)
        till.sheet(ReturnSlipSheet)
        [order] = shop.orders.page()
        [back] = shop.returns.of_order(order.id)
        assert (back.kind, back.total, back.reason) == ("void", 558, "Rung up twice")
        assert shop.catalog.get(goods["milk"].id).on_hand == 38
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_what_cannot_be_void_says_why(
        self, till: Till, sold: Receipt, shop: Shop, owner: Clerk
    ) -> None:
        item = shop.orders.get(sold.order_id).items[0]
        shop.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], by=owner)
        till.key(Key.Key_F10, held=Ctrl)
        sheet = till.sheet(VoidSheet)
        till.key("Mistake", Key.Key_Return)
        till.bot.waitUntil(lambda: sheet._refusal.text != "")
        assert "came back already" in sheet._refusal.text

    def test_nothing_sold_yet(self, till: Till) -> None:
        till.key(Key.Key_F10, held=Ctrl)
        till.bot.waitUntil(lambda: till.notices == ["Nothing was sold at this till yet."])
        assert no_sheet(till)
