"""What the counter asks before goods stand in the cart, prices by hand, and what things cost."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.cart import Cart
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.cart.age_sheet import AgeSheet
from pos_app.ui.cart.customer_sheet import CustomerSheet
from pos_app.ui.cart.price_check_sheet import PriceCheckSheet
from pos_app.ui.cart.price_sheet import PriceSheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.weigh_sheet import WeighSheet
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import Sheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse
from tests.ui.cart.conftest import Till, words

Key = Qt.Key
Ctrl, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
AddProduct = Callable[..., ProductRow]


@pytest.fixture
def beer(add_product: AddProduct) -> ProductRow:
    return add_product("Beer", 199, min_age=18, barcodes=("4006381333931",))


@pytest.fixture
def flowers(add_product: AddProduct) -> ProductRow:
    return add_product("Flowers", 0, open_price=True, barcodes=("4006381333948",))


@pytest.fixture
def clerk(shop: Shop, owner: Clerk) -> Clerk:
    """Somebody who may sell and not much more."""
    shop.staff.add_user(username="ben", name="Ben", pin="135790", role="clerk", by=owner)
    return shop.staff.sign_in("ben", pin="135790")


def no_sheet(till: Till) -> bool:
    return not [each for each in till.window.findChildren(Sheet) if each.isVisible()]


class TestAge:
    def test_it_is_asked_once_for_a_sale_and_enter_never_answers(
        self, till: Till, beer: ProductRow, codes: dict[str, str]
    ) -> None:
        till.scan(beer.barcode)
        sheet = till.sheet(AgeSheet)
        today = date.today()  # noqa: DTZ011 - the shop's clock is this machine's in tests
        assert str(today.year - 18) in words(sheet)
        till.key(Key.Key_Return, Key.Key_Enter, Key.Key_Space)
        assert sheet.isVisible()
        till.key(Key.Key_F5)
        till.wait_lines(1)
        till.scan(beer.barcode)
        till.bot.waitUntil(lambda: till.sale.cart.lines[0].quantity == 2)
        assert no_sheet(till)
        assert till.sale.cart.age_checked == 18
        till.sale.undo()
        assert till.sale.cart.age_checked == 18  # it was seen, whatever is taken back

    def test_no_takes_it_out_and_says_so(self, till: Till, beer: ProductRow) -> None:
        till.scan(beer.barcode)
        till.sheet(AgeSheet)
        till.key(Key.Key_Escape)
        till.rest()
        assert not till.sale.cart
        assert till.notices == ["Beer was not added."]

    def test_scans_meanwhile_are_not_lost(
        self, till: Till, beer: ProductRow, codes: dict[str, str], add_product: AddProduct
    ) -> None:
        gin = add_product("Gin", 1999, min_age=21)
        till.tab.scans.put(beer.barcode)
        till.sheet(AgeSheet)
        for code in (codes["milk"], gin.sku, beer.barcode, codes["coffee"]):
            till.tab.scans.put(code)
        till.bot.waitUntil(lambda: till.tab.scans.idle)
        assert till.names == ["Whole milk 1 gal", "Ground coffee 34 oz"]
        told = [f"{name} is in the cart." for name in till.names]
        assert till.notices == told
        till.key(Key.Key_F5)  # old enough for beer
        till.bot.waitUntil(lambda: "Beer" in till.names)
        sheet = till.sheet(AgeSheet)
        assert "21 and over" in words(sheet)
        till.key(Key.Key_Escape)
        till.rest()
        beers = [line.quantity for line in till.sale.cart.lines if line.name == "Beer"]
        assert beers == [2]
        assert till.notices == [*told, "Gin was not added."]

    @pytest.mark.parametrize("old_enough", [True, False])
    def test_the_books_ask_where_nobody_did(
        self, till: Till, beer: ProductRow, codes: dict[str, str], old_enough: bool
    ) -> None:
        till.scan(codes["milk"])
        till.wait_lines(1)
        till.sale.replace(till.sale.cart.add(beer))  # as a cart from elsewhere brings it
        till.pay()
        till.key(Key.Key_Return)
        till.sheet(AgeSheet)
        if old_enough:
            till.key(Key.Key_F5)
            till.bot.waitUntil(lambda: till.tab._sheets.paying.is_open)
            till.key(Key.Key_Return)
            till.wait_sold()
            [order] = till.desk.shop.orders.page()
            assert order.total == 279 + 199
        else:
            till.key(Key.Key_Escape)
            till.rest()
            assert till.names == ["Whole milk 1 gal"]
            assert till.notices == ["Beer was taken out."]

    def test_a_parked_sale_keeps_it(self, till: Till, beer: ProductRow) -> None:
        till.scan(beer.barcode)
        till.sheet(AgeSheet)
        till.key(Key.Key_F5)
        till.wait_lines(1)
        till.key(Key.Key_F8)
        till.sheet(AskSheet)
        till.key(Key.Key_Return)
        till.bot.waitUntil(lambda: not till.sale.cart)
        assert till.sale.cart.age_checked == 0
        till.key(Key.Key_F9)
        till.bot.waitUntil(till.sheet(RecallSheet)._go.isEnabled)
        till.key(Key.Key_Return)
        till.wait_lines(1)
        assert till.sale.cart.age_checked == 18


class TestPrice:
    def test_goods_without_a_price_ask_for_it(self, till: Till, flowers: ProductRow) -> None:
        till.scan("2*" + flowers.barcode)
        sheet = till.sheet(PriceSheet)
        till.key(Key.Key_Return)
        assert "Type what one costs." in words(sheet)
        till.key("4.50", Key.Key_Return)
        till.wait_lines(1)
        line = till.sale.cart.lines[0]
        assert (line.quantity, line.own_price, line.list_total) == (2, 450, 900)
        till.pay()
        till.key(Key.Key_Return)
        till.wait_sold()
        [order] = till.desk.shop.orders.page()
        assert order.total == 900

    def test_f5_sets_another_price_and_gives_the_shelf_price_back(
        self, till: Till, codes: dict[str, str]
    ) -> None:
        till.scan("3*" + codes["milk"])
        till.wait_lines(1)
        till.key(Key.Key_F5)
        sheet = till.sheet(PriceSheet)
        till.key("2")
        assert "$0.79 less here" in words(sheet)
        till.key(Key.Key_Return)
        assert till.sale.priced.total == 600
        assert "2.00 each, instead of 2.79" in till.spoken()
        till.key(Key.Key_F5)
        till.sheet(PriceSheet)
        till.key(Key.Key_Delete, held=Ctrl)
        assert till.sale.cart.lines[0].own_price is None
        assert till.sale.priced.total == 837
        till.sale.undo()
        assert till.sale.priced.total == 600

    def test_nonsense_is_said_and_the_cart_stays(self, till: Till, codes: dict[str, str]) -> None:
        till.scan(codes["milk"])
        till.wait_lines(1)
        till.key(Key.Key_F5)
        sheet = till.sheet(PriceSheet)
        for typed in ("a lot", "99999999999999"):
            till.key(typed, Key.Key_Return)
            assert sheet.isVisible()
            assert sheet._fault.text()
        till.key(Key.Key_Escape)
        assert till.sale.priced.total == 279

    def test_who_may_not_has_the_price_approved(
        self, set_up_till: Callable[..., Till], goods, codes, flowers: ProductRow, clerk: Clerk
    ) -> None:
        till = set_up_till(clerk=clerk)
        till.scan(codes["milk"])
        till.wait_lines(1)
        till.desk.session.rights = frozenset({Permission.SELL})
        till.key(Key.Key_F5)
        till.sheet(PriceSheet)
        till.key("1", Key.Key_Return)
        assert "Sell Whole milk 1 gal at $1.00, not $" in refuse(till.window, till.bot)
        assert till.sale.cart.lines[0].own_price is None
        assert no_sheet(till)
        till.key(Key.Key_F5)
        till.sheet(PriceSheet)
        till.key("1", Key.Key_Return)
        approve(till.window, till.bot, OWNER_PIN)
        till.bot.waitUntil(lambda: till.sale.cart.lines[0].own_price == 100)
        till.scan(flowers.barcode)  # whose price is asked of everybody
        till.sheet(PriceSheet)
        till.key("3", Key.Key_Return)
        till.wait_lines(2)
        till.key(Key.Key_F5)
        till.sheet(PriceSheet)
        till.key("4", Key.Key_Return)
        assert till.sale.cart.lines[1].own_price == 400


class TestMeasure:
    def test_a_tile_of_weighed_goods_asks_how_much(
        self, till: Till, goods: dict[str, ProductRow]
    ) -> None:
        till.tab._counter.touch(goods["bananas"])
        till.sheet(WeighSheet)
        till.key("1.25", Key.Key_Return)
        till.wait_lines(1)
        assert till.sale.cart.lines[0].quantity == Decimal("1.25")

    def test_a_weight_an_age_and_a_price_are_asked_one_after_another(
        self, till: Till, add_product: AddProduct
    ) -> None:
        wine = add_product("Wine, open", 0, min_age=18, open_price=True, unit="l")
        till.scan(wine.sku)
        till.sheet(AgeSheet)
        till.key(Key.Key_F5)
        till.sheet(WeighSheet)
        till.key("0.5", Key.Key_Return)
        till.sheet(PriceSheet)
        till.key("12", Key.Key_Return)
        till.wait_lines(1)
        assert till.sale.priced.total == 600

    def test_esc_adds_nothing_and_says_so(self, till: Till, codes: dict[str, str]) -> None:
        till.scan(codes["bananas"])
        till.sheet(WeighSheet)
        till.key(Key.Key_Escape)
        till.rest()
        assert not till.sale.cart
        assert till.notices == ["Bananas was not added."]


class TestBundles:
    def test_a_line_says_what_it_is_made_of(
        self, till: Till, goods: dict[str, ProductRow], shop: Shop, owner: Clerk,
        add_product: AddProduct,
    ) -> None:  # fmt: skip
        box = add_product("Breakfast box", 900, 0)
        shop.catalog.set_parts(
            box.id,
            [(goods["milk"].id, 1), (goods["coffee"].id, 2), (goods["beans"].id, 4)],
            by=owner,
        )
        till.scan("29000000017")
        till.wait_lines(1)
        till.scan(box.sku)
        till.wait_lines(2)
        till.rest()
        assert "with 1 Whole milk 1 gal, 2 Ground coffee 34 oz, 4 Baked" in till.spoken(1)
        assert "with" not in till.spoken(0)
        lines = till.tab.panel.lines
        heights = [lines.visualRect(lines.model().index(row, 0)).height() for row in (0, 1)]
        assert heights[1] > heights[0] + 60  # the selected line with its editor, and a row more


class TestPriceCheck:
    def test_one_after_another_and_nothing_is_sold(
        self, till: Till, codes: dict[str, str], goods: dict[str, ProductRow], shop: Shop,
        owner: Clerk,
    ) -> None:  # fmt: skip
        only_milk = Goods(frozenset({goods["milk"].id}))
        offer = Promotion(0, "3 for 7.00", "bundle", only_milk, amount=700, buy=3)
        shop.promotions.add(offer, by=owner)
        till.bot.waitUntil(lambda: bool(till.sale.terms.offers.promotions))
        till.key(Key.Key_F2, held=Shift)
        sheet = till.sheet(PriceCheckSheet)
        assert not sheet._add.isEnabled()
        till.key(codes["milk"], Key.Key_Return)
        till.bot.waitUntil(lambda: "$2.79" in words(sheet))
        assert "Offer: 3 for 7.00" in words(sheet)
        assert "38 on the shelf" in words(sheet)
        till.tab.scans.put(codes["coffee"])
        till.bot.waitUntil(lambda: "$7.49" in words(sheet))
        till.key("0000000000000", Key.Key_Return)
        till.bot.waitUntil(lambda: not sheet._add.isEnabled())
        assert not till.sale.cart
        till.key("baked", Key.Key_Return)
        till.bot.waitUntil(lambda: "$0.89" in words(sheet))
        till.key(Key.Key_F5)
        till.wait_lines(1)
        assert till.names == ["Baked beans 15.75 oz"]
        assert sheet.isVisible()

    def test_the_customers_price_is_shown(
        self, till: Till, codes: dict[str, str], goods: dict[str, ProductRow], shop: Shop,
        owner: Clerk,
    ) -> None:  # fmt: skip
        group = shop.groups.add("Trade", by=owner)
        shop.groups.set_price(group.id, goods["milk"].id, 200, by=owner)
        jo = shop.customers.add(first_name="Jo", by=owner)
        shop.customers.set_terms(jo.id, group_id=group.id, tax_exempt="", credit_limit=0, by=owner)
        till.sale.for_customer(jo.id, "Jo")
        till.rest()
        till.key(Key.Key_F2, held=Shift)
        sheet = till.sheet(PriceCheckSheet)
        till.key(codes["milk"], Key.Key_Return)
        till.bot.waitUntil(lambda: "$2.00" in words(sheet))
        assert "$2.79" not in words(sheet)


class TestCustomer:
    @pytest.mark.parametrize("typed", ["KUNDE-7781", "hansen", "2025550147"])
    def test_by_card_name_and_phone(self, till: Till, shop: Shop, owner: Clerk, typed: str) -> None:
        shop.customers.add(first_name="Aaron", last_name="First", by=owner)
        maria = shop.customers.add(
            first_name="Maria", last_name="Hansen", card="KUNDE-7781", phone="+1 202-555-0147",
            by=owner,
        )  # fmt: skip
        till.key(Key.Key_F4)
        till.sheet(CustomerSheet)
        till.key(typed, Key.Key_Return)  # faster than the list answers
        till.bot.waitUntil(lambda: till.sale.cart.customer_id == maria.id)
        assert till.sale.cart.customer_name == "Maria Hansen"

    def test_a_scanned_card_closes_the_sheet(self, till: Till, shop: Shop, owner: Clerk) -> None:
        maria = shop.customers.add(first_name="Maria", card="KUNDE-7781", by=owner)
        till.key(Key.Key_F4)
        till.sheet(CustomerSheet)
        till.tab.scans.put("KUNDE-7781")
        till.bot.waitUntil(lambda: till.sale.cart.customer_id == maria.id)
        till.bot.waitUntil(lambda: no_sheet(till))
        assert till.tab.field.text() == ""

    def test_several_that_fit_are_shown_first(self, till: Till, shop: Shop, owner: Clerk) -> None:
        for name in ("Maria", "Mark"):
            shop.customers.add(first_name=name, by=owner)
        till.key(Key.Key_F4)
        sheet = till.sheet(CustomerSheet)
        till.key("ma", Key.Key_Return)
        till.bot.waitUntil(lambda: sheet._shown_for == "ma")
        assert sheet.isVisible()
        assert till.sale.cart == Cart(uuid=till.sale.cart.uuid)
        till.key(Key.Key_Return)
        till.bot.waitUntil(lambda: till.sale.cart.customer_id is not None)
