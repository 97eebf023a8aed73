"""What scans do at the counter: lines, customers, codes, cards, receipts, badges, weights."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.config import Config
from pos_app.devices.scale import MemoryScale, State
from pos_app.devices.scanner import MemoryScanner
from pos_app.devices.sound import Sound
from pos_app.domain.barcode import check_digit
from pos_app.domain.cart import Cart
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.errors import DeviceLost
from pos_app.domain.payment import Payment
from pos_app.domain.rows import BadgeHit, Clerk, ProductRow, ReceiptHit, ScanHit
from pos_app.shop import Shop
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.weigh_sheet import WeighSheet
from pos_app.ui.orders.returns.loose_sheet import LooseReturnSheet
from pos_app.ui.scanning.post import ScanPost
from pos_app.ui.scanning.trial import Heard
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import Sheet, top_sheet
from tests.ui.cart.conftest import Till, words

Key = Qt.Key


def scan(till: Till, code: str) -> None:
    """A scanner reads a code, whatever has the focus."""
    till.tab.scans.put(code)
    till.bot.waitUntil(lambda: till.tab.scans.idle)


def test_a_typed_quantity_waits_for_the_scan(till: Till, codes) -> None:
    till.key("3*")
    scan(till, codes["milk"])
    assert [line.quantity for line in till.sale.cart.lines] == [3]
    assert till.tab.field.text() == ""
    till.key("mil")
    scan(till, codes["milk"])
    assert [line.quantity for line in till.sale.cart.lines] == [4]
    assert till.tab.field.text() == "mil"  # what is being typed stays


def test_a_scan_on_another_tab_is_told_there(till: Till, codes) -> None:
    till.tab.hide()
    scan(till, codes["milk"])
    assert till.names == ["Whole milk 1 gal"]
    assert till.notices == ["Whole milk 1 gal is in the cart."]


def test_a_scan_below_a_sheet_is_told(till: Till, codes) -> None:
    scan(till, codes["milk"])
    assert till.notices == []  # the line itself is seen
    Sheet("Discard this return?", till.tab).open()
    scan(till, codes["coffee"])
    scan(till, codes["coffee"])
    scan(till, codes["bananas"])  # asks for the weight first
    assert till.names == ["Whole milk 1 gal", "Ground coffee 34 oz"]
    assert till.notices == ["Ground coffee 34 oz is in the cart."]


def test_a_scan_while_a_return_is_booked_is_told(till: Till, codes) -> None:
    till.tab.ask_loose_return()
    sheet = till.sheet(LooseReturnSheet)
    scan(till, codes["milk"])
    assert not till.sale.cart
    sheet._set_booking(True)
    scan(till, codes["coffee"])
    assert till.names == ["Ground coffee 34 oz"]
    assert till.notices == ["Ground coffee 34 oz is in the cart."]


def test_while_paying_a_scan_is_blocked_and_the_sale_stays(till: Till, codes) -> None:
    scan(till, codes["milk"])
    till.pay()
    scan(till, codes["coffee"])
    assert till.names == ["Whole milk 1 gal"]
    assert till.notices == ["Ground coffee 34 oz was not added."]
    assert till.sounds.played == [Sound.FOUND, Sound.BLOCKED]
    till.key(Key.Key_Return)
    till.wait_sold()
    assert till.notices[0] == "Ground coffee 34 oz was not added."  # Enter can't close it


def test_a_scan_while_the_sale_is_written_begins_the_next_one(till: Till, codes) -> None:
    scan(till, codes["milk"])
    till.pay()
    till.key(Key.Key_Return)
    assert till.tab._counter.selling
    till.tab.scans.put(codes["coffee"])
    till.bot.waitUntil(lambda: till.tab.scans.idle)
    assert till.names == ["Ground coffee 34 oz"]
    [order] = till.desk.shop.orders.page()
    assert order.total == 279
    assert till.notices == []


def test_money_is_taken_after_the_scans_before_it(till: Till, codes) -> None:
    scan(till, codes["milk"])
    till.tab.scans.put(codes["coffee"])
    till.key(Key.Key_F12)
    till.bot.waitUntil(lambda: top_sheet(till.tab) is not None)
    assert till.names == ["Whole milk 1 gal", "Ground coffee 34 oz"]


def test_a_sale_is_parked_with_the_scan_before_and_without_the_one_after(
    till: Till, codes, shop: Shop
) -> None:
    scan(till, codes["milk"])
    till.key(Key.Key_F8)
    till.sheet(AskSheet)
    gate = Event()
    till.desk.tasks.counter.run(lambda: gate.wait(10))
    till.tab.scans.put(codes["coffee"])
    till.key(Key.Key_Return)
    till.tab.scans.put(codes["beans"])  # the next customer's
    gate.set()
    till.bot.waitUntil(lambda: till.tab.scans.idle)
    till.rest()
    [parked] = shop.carts.parked()
    assert parked.lines == 2
    assert till.names == ["Baked beans 15.75 oz"]


def test_what_is_typed_before_paying_is_paid(till: Till, codes, shop: Shop) -> None:
    scan(till, codes["milk"])
    till.rest()
    gate = Event()
    till.desk.tasks.counter.run(lambda: gate.wait(10))
    till.scan(codes["coffee"])
    till.key(Key.Key_F12)
    assert top_sheet(till.tab) is None
    gate.set()
    till.bot.waitUntil(lambda: top_sheet(till.tab) is not None)
    till.key(Key.Key_Return)
    till.wait_sold()
    [order] = shop.orders.page()
    assert order.items == 2


def test_a_coupon_counts_where_money_is_taken_right_after_it(
    till: Till, codes, shop: Shop, owner: Clerk
) -> None:
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, by=owner)
    scan(till, codes["milk"])
    till.rest()
    gate = Event()
    till.desk.tasks.counter.run(lambda: gate.wait(10))
    till.tab.scans.put("SAVE10")
    till.key(Key.Key_F12)
    gate.set()
    till.bot.waitUntil(lambda: top_sheet(till.tab) is not None)
    till.key(Key.Key_Return)
    till.wait_sold()
    [order] = shop.orders.page()
    assert order.total == 251


def test_a_note_stays_on_its_line_when_something_is_scanned_meanwhile(till: Till, codes) -> None:
    scan(till, codes["milk"])
    till.key(Key.Key_F3)
    till.sheet(AskSheet)
    scan(till, codes["coffee"])
    till.key("cold", Key.Key_Return)
    assert [line.note for line in till.sale.cart.lines] == ["cold", ""]


def test_a_recalled_sale_takes_no_line_of_the_open_one_away(
    till: Till, codes, shop: Shop, owner: Clerk
) -> None:
    beans = shop.codes.read(codes["beans"])
    assert isinstance(beans, ScanHit)
    shop.carts.park(Cart().add(beans.product), name="Lee", by=owner)
    scan(till, codes["milk"])
    till.key(Key.Key_F9)
    till.sheet(RecallSheet)
    till.rest()
    gate = Event()
    till.desk.tasks.counter.run(lambda: gate.wait(10))
    till.tab._board.picked.emit(beans.product)
    till.tab.scans.put(codes["coffee"])
    till.key(Key.Key_Return)
    gate.set()
    till.bot.waitUntil(lambda: till.tab.scans.idle)
    till.rest()
    [parked] = shop.carts.parked()
    assert parked.lines == 3
    assert till.names == ["Baked beans 15.75 oz"]


def test_a_customers_card_makes_the_sale_theirs(till: Till, shop: Shop, owner: Clerk) -> None:
    lee = shop.customers.add(first_name="Ann", last_name="Lee", card="CARD-4711", by=owner)
    scan(till, "CARD-4711")
    assert till.sale.cart.customer_id == lee.id
    assert till.notices == ["Ann Lee is the customer now."]


def test_a_customers_card_after_a_sale_begins_the_next_one(
    till: Till, codes, shop: Shop, owner: Clerk
) -> None:
    shop.customers.add(first_name="Ann", last_name="Lee", card="CARD-4711", by=owner)
    scan(till, codes["milk"])
    till.rest()
    till.pay()
    till.key(Key.Key_Return)
    till.wait_sold()
    scan(till, "CARD-4711")
    till.rest()
    assert not till.tab.panel.shows_done
    assert till.tab.panel.head.accessibleName().startswith("Customer Ann Lee")


def test_a_coupon_is_put_on_the_sale(till: Till, codes, shop: Shop, owner: Clerk) -> None:
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, by=owner)
    scan(till, codes["milk"])
    scan(till, "save10")
    till.rest()
    code = till.sale.cart.code
    assert code is not None
    assert code.code == "SAVE10"


def _gift_card(shop: Shop, owner: Clerk, code: str = "GIFT-0815") -> None:
    line = shop.ledgers.gift_card_line(code, 2500, by=owner)
    shop.checkout.sell(Cart().add_line(line), [Payment("cash", 2500)], by=owner)


def test_a_gift_card_tells_what_it_holds_and_pays_on_the_pay_sheet(
    till: Till, codes, shop: Shop, owner: Clerk
) -> None:
    _gift_card(shop, owner)
    scan(till, "GIFT-0815")
    assert till.notices == ["Gift card GIFT-0815 holds $25.00."]
    scan(till, codes["milk"])
    till.pay()
    scan(till, "GIFT-0815")
    till.key(Key.Key_Return)
    till.wait_sold()
    assert shop.ledgers.gift_card("GIFT-0815").left == 2500 - 279
    assert till.sounds.played == [Sound.FOUND] * 3


def test_a_receipt_is_shown_but_never_over_an_open_sheet(till: Till, codes, shop: Shop) -> None:
    scan(till, codes["milk"])
    till.pay()
    till.key(Key.Key_Return)
    till.wait_sold()
    [order] = shop.orders.page()
    shown: list[ReceiptHit] = []
    till.tab.scans.receipt_scanned.connect(shown.append)
    scan(till, order.number)
    assert [(hit.order_id, hit.number) for hit in shown] == [(order.id, order.number)]
    Sheet("Note", till.tab).open()
    scan(till, order.number)
    assert len(shown) == 1
    assert f"Receipt {order.number} was not opened." in till.notices


def test_a_badge_says_who_wants_to_act(till: Till, shop: Shop, owner: Clerk) -> None:
    ann = next(user for user in shop.staff.users(by=owner) if user.username == "ann")
    shop.staff.set_badge(ann.id, "BADGE-0001", by=owner)
    badges: list[tuple[BadgeHit, str]] = []
    till.tab.scans.badge_scanned.connect(lambda badge, code: badges.append((badge, code)))
    scan(till, "BADGE-0001")
    till.key(Key.Key_F4)
    scan(till, "BADGE-0001")
    assert badges == [(BadgeHit(ann.id, "Ann", long_enough=True), "BADGE-0001")]
    assert till.notices == ["Ann is not at the till yet."]


def test_nobody_signed_in(set_up_till: Callable[..., Till], goods, codes) -> None:
    till = set_up_till(clerk=None)
    scan(till, codes["milk"])
    scan(till, "4006381333931")
    assert till.notices == [
        "Whole milk 1 gal was not taken.", "“4006381333931” belongs to no product.",
    ]  # fmt: skip
    assert not till.sale.cart
    assert till.sounds.played == [Sound.BLOCKED, Sound.NOT_FOUND]


class TestUnknown:
    def test_it_is_noted_for_the_manager_and_stacks(self, till: Till, shop: Shop) -> None:
        for _ in range(3):
            scan(till, "4006381333931")
        till.rest()
        [notice] = till.desk.notices.notices
        assert notice.times == 3
        [row] = shop.codes.unknown_codes()
        assert (row.code, row.times) == ("4006381333931", 3)

    def test_words_that_were_typed_are_told_and_not_noted(self, till: Till, shop: Shop) -> None:
        till.scan("xylophone")
        till.bot.waitUntil(lambda: till.notices != [])
        till.scan("4006381333931")
        till.bot.waitUntil(lambda: len(till.notices) == 2)
        till.rest()
        assert [row.code for row in shop.codes.unknown_codes()] == ["4006381333931"]

    def test_its_button_asks_for_a_product(self, till: Till) -> None:
        wanted: list[str] = []
        till.tab.scans.product_wanted.connect(wanted.append)
        scan(till, "4006381333931")
        till.key(Key.Key_F12, held=Qt.KeyboardModifier.ShiftModifier)
        assert wanted == ["4006381333931"]
        assert till.notices == []


class TestLabels:
    @pytest.fixture
    def cheese(
        self, shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
    ) -> ProductRow:
        rule = CodeRule("Prices of the scale", "price", "27IIIIIVVVVVC", decimals=2)
        shop.codes.save_rule(rule, by=owner)
        return add_product("Cheese", 1990, 50, unit="kg", scale_number=12345)

    def test_a_label_with_a_price_is_a_line_of_its_own(
        self, till: Till, cheese: ProductRow, shop: Shop
    ) -> None:
        code = "271234500398"
        code += str(check_digit(code))
        scan(till, code)
        till.key("2*")
        scan(till, code)
        lines = till.sale.cart.lines
        assert [(line.name, line.agreed_list, line.label) for line in lines] == [
            ("Cheese", 398, code)
        ] * 3
        assert till.sale.priced.total == 3 * 398
        till.pay()
        till.key(Key.Key_Return)
        till.wait_sold()
        [order] = shop.orders.page()
        assert order.total == 3 * 398

    def test_a_label_that_says_one_exactly_is_not_asked_for_again(
        self, till: Till, cheese: ProductRow
    ) -> None:
        scan(till, CodeRule("Weight", "weight", "21IIIIIVVVVVC", 3).spell("12345", 1000))
        assert [(line.name, line.quantity) for line in till.sale.cart.lines] == [("Cheese", 1)]
        scan(till, cheese.sku)
        assert "Type how much it is." in words(till.sheet(WeighSheet))

    def test_a_lot_is_noted_on_the_line(
        self, till: Till, add_product: Callable[..., ProductRow]
    ) -> None:
        add_product("Ham", 499, barcodes=["4006381333931"])
        scan(till, "010400638133393110LOT7")
        assert [line.note for line in till.sale.cart.lines] == ["Lot LOT7"]

    def test_goods_past_their_day_are_blocked(
        self, till: Till, add_product: Callable[..., ProductRow]
    ) -> None:
        add_product("Ham", 499, barcodes=["4006381333931"])
        scan(till, "010400638133393117200101")
        assert not till.sale.cart
        assert till.sounds.played == [Sound.BLOCKED]
        [notice] = till.desk.notices.notices
        assert notice.sticky
        assert "Ham" in notice.text


class TestWeighing:
    @pytest.fixture
    def scale(self) -> MemoryScale:
        return MemoryScale()

    @pytest.fixture
    def weighing(self, till: Till, scale: MemoryScale) -> Till:
        post = ScanPost(Config(), till.desk.notices, till.sounds, till.window)
        post.set_scale(scale)
        object.__setattr__(till.desk, "scans", post)
        till.bot.addWidget(till.window, before_close_func=lambda _: post.close())
        return till

    def lay(self, till: Till, scale: MemoryScale, thousandths: int, unit: str = "lb") -> None:
        scale.lay(thousandths, unit)
        till.bot.wait(1)

    def test_without_a_scale_the_weight_is_typed(self, till: Till, codes) -> None:
        scan(till, codes["bananas"])
        sheet = till.sheet(WeighSheet)
        assert "Type how much it is." in words(sheet)
        till.key("1.5")
        assert "$0.89" in words(sheet)
        till.key(Key.Key_Return)
        assert [line.quantity for line in till.sale.cart.lines] == [Decimal("1.5")]

    def test_what_lies_still_is_taken_with_enter(
        self, weighing: Till, scale: MemoryScale, codes
    ) -> None:
        till = weighing
        scan(till, codes["bananas"])
        sheet = till.sheet(WeighSheet)
        assert "Put it on the scale" in words(sheet)
        scale.say(State.MOVING)
        till.bot.waitUntil(lambda: "Still moving" in words(sheet))
        till.key(Key.Key_Return)
        assert sheet.isVisible()
        self.lay(till, scale, 2350)
        till.bot.waitUntil(lambda: "2.35 lb" in words(sheet))
        till.key(Key.Key_Return)
        assert [line.quantity for line in till.sale.cart.lines] == [Decimal("2.35")]

    def test_kilograms_become_pounds(self, weighing: Till, scale: MemoryScale, codes) -> None:
        scan(weighing, codes["bananas"])
        sheet = weighing.sheet(WeighSheet)
        self.lay(weighing, scale, 1000, "kg")
        weighing.bot.waitUntil(lambda: "2.205 lb" in words(sheet))
        weighing.key(Key.Key_Return)
        assert [line.quantity for line in weighing.sale.cart.lines] == [Decimal("2.205")]

    def test_the_same_goods_are_not_sold_twice(
        self, weighing: Till, scale: MemoryScale, codes
    ) -> None:
        till = weighing
        self.lay(till, scale, 800)
        scan(till, codes["bananas"])
        till.sheet(WeighSheet)
        till.key(Key.Key_Return)
        till.wait_lines(1)
        scan(till, codes["bananas"])
        sheet = till.sheet(WeighSheet)
        assert "sold already" in words(sheet)
        till.key(Key.Key_Return)
        assert sheet.isVisible()
        self.lay(till, scale, 0)
        self.lay(till, scale, 800)
        till.bot.waitUntil(lambda: "Lies still" in words(sheet))
        till.key(Key.Key_Return)
        assert till.sale.cart.lines[0].quantity == Decimal("1.6")

    def test_a_scale_that_is_set_so_takes_it_by_itself(
        self, weighing: Till, scale: MemoryScale, codes
    ) -> None:
        till = weighing
        assert till.desk.scans is not None
        till.desk.scans.set_scale(scale, by_itself=True)
        scan(till, codes["bananas"])
        till.sheet(WeighSheet)
        self.lay(till, scale, 1234)
        till.wait_lines(1)
        assert till.sale.cart.lines[0].quantity == Decimal("1.234")

    def test_a_scale_that_is_gone_is_told_and_the_weight_typed(
        self, weighing: Till, scale: MemoryScale, codes
    ) -> None:
        till = weighing
        scale._on_trouble(DeviceLost("scale", "/dev/ttyUSB1"))  # type: ignore[misc]
        till.bot.waitUntil(lambda: till.notices == ["The scale does not answer."])
        scan(till, codes["bananas"])
        assert "does not answer" in words(till.sheet(WeighSheet))
        till.key("2", Key.Key_Return)
        till.wait_lines(1)
        scale._on_trouble(None)  # type: ignore[misc]
        till.bot.waitUntil(lambda: till.notices == ["The scale is back."])

    def test_goods_scanned_meanwhile_go_into_the_cart(self, till: Till, codes) -> None:
        scan(till, codes["bananas"])
        first = till.sheet(WeighSheet)
        scan(till, codes["milk"])
        scan(till, codes["bananas"])
        till.key("1", Key.Key_Return)
        till.bot.waitUntil(lambda: top_sheet(till.tab) not in (None, first))
        till.key("2", Key.Key_Return)
        assert [(line.name, line.quantity) for line in till.sale.cart.lines] == [
            ("Whole milk 1 gal", 1), ("Bananas", 3),
        ]  # fmt: skip


def test_a_sheet_that_wants_scans_is_asked_first(till: Till, codes) -> None:
    taken: list[object] = []

    class Wants(Sheet):
        def take_scan(self, hit: object) -> bool:
            taken.append(hit)
            return True

    Wants("Price check", till.tab).open()
    scan(till, codes["milk"])
    assert len(taken) == 1
    assert not till.sale.cart


class TestPost:
    @pytest.fixture
    def post(self, till: Till) -> ScanPost:
        made = ScanPost(Config(), till.desk.notices, till.sounds, till.window)
        till.bot.addWidget(till.window, before_close_func=lambda _: made.close())
        return made

    def test_every_device_sells(self, till: Till, post: ScanPost, codes) -> None:
        scanner = MemoryScanner()
        post.add_scanner(scanner, "camera")
        scanner.scan("111")
        till.bot.waitUntil(lambda: till.notices == ["“111” was not added."])  # not open yet
        post.serve(till.tab.scans.put)
        scanner.scan(codes["milk"])
        till.wait_lines(1)
        scanner.lose(DeviceLost("scanner", "/dev/ttyUSB0"))
        till.bot.waitUntil(lambda: till.notices[-1] == "The scanner does not answer.")
        scanner.lose(None)
        till.bot.waitUntil(lambda: till.notices[-1] == "The scanner is back.")
        assert "The scanner does not answer." not in till.notices

    def test_a_trial_hears_instead(self, till: Till, post: ScanPost, codes) -> None:
        scanner, heard = MemoryScanner(), list[Heard]()
        post.serve(till.tab.scans.put)
        post.add_scanner(scanner, "serial")
        owner = QWidget()
        trial = post.try_out(owner)
        trial.heard.connect(heard.append)
        scanner.scan("0104\x1d10")
        till.bot.waitUntil(lambda: len(heard) == 1)
        assert heard[0].words == "“0104␝10”, 7 characters"
        trial.close()
        scanner.scan(codes["milk"])
        till.wait_lines(1)
        assert len(heard) == 1

    def test_a_port_that_is_none_is_said(self, till: Till, post: ScanPost) -> None:
        post.plug_in(replace(Config(), scanner_port="tcp://10.0.0.7"))
        assert "no serial port" in till.notices[0]
