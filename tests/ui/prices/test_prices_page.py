"""The page of prices and taxes as a manager uses it, mostly by keys."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from pos_app.domain.errors import ShopBusy
from pos_app.domain.promotions import Break, Goods, Hours, Promotion
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.domain.rows.shop import DISCOUNT_REASONS
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from pos_app.ui.prices.page import CODES, GROUPS, LIMITS, PROMOTIONS, TAXES
from pos_app.ui.prices.pickers import CategoryPicker
from pos_app.ui.prices.price_list import PriceSheet
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.ui.approvals import refuse

Add = Callable[..., ProductRow]
Open = Callable[[], Any]

ENTER, ESC, DELETE, DOWN = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Down,
)


@pytest.fixture
def beans(add_product: Add) -> ProductRow:
    return add_product("Baked beans", 89, category="Grocery > Beans")


@pytest.fixture
def bob(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk: no right to change any of this."""
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    return shop.staff.sign_in("bob", pin="135791")


def visible_faults(section: Any) -> list[str]:
    rows = section.editor.form._rows.values()
    return [row._line.text() for row in rows if row.field.property("fault")]


class TestPage:
    def test_keys_lead_to_the_sections(self, open_page: Open) -> None:
        manager = open_page()
        for place in (LIMITS, GROUPS, CODES, PROMOTIONS, TAXES):
            key = Qt.Key(Qt.Key.Key_1 + place)
            manager.key(key, held=Qt.KeyboardModifier.AltModifier)
            manager.rest()
            assert manager.page._stack.currentWidget() is manager.page._built[place]

    def test_says_when_the_rules_can_not_be_read(
        self, open_page: Open, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy() -> None:
            raise ShopBusy("corner.db")

        with monkeypatch.context() as patch:
            patch.setattr(shop.promotions, "all", busy)
            manager = open_page()
        assert manager.page._error.isVisible()
        manager.page._error.button.click()
        manager.rest()
        assert manager.names(manager.page._built[TAXES]) == ["Standard"]

    def test_what_another_till_changes_is_shown(
        self, open_page: Open, shop: Shop, owner: Clerk
    ) -> None:
        manager = open_page()
        shop.taxes.add_class("Reduced", [TaxRate("Tax", 20_000)], by=owner)
        section = manager.go(TAXES)
        manager.bot.waitUntil(lambda: manager.names(section) == ["Standard", "Reduced"])
        assert [each.name for each in shop.taxes.classes()] == manager.names(section)

    @pytest.mark.parametrize("place", [TAXES, PROMOTIONS, CODES, GROUPS])
    def test_lists_keep_the_rules_of_qt_models(
        self,
        open_page: Open,
        shop: Shop,
        owner: Clerk,
        beans: ProductRow,
        qtmodeltester: Any,
        place: int,
    ) -> None:
        for number in range(130):
            shop.promotions.add(Promotion(0, f"P{number}", "amount", amount=1), by=owner)
        shop.discounts.add_code("X", amount=5, by=owner)
        group = shop.groups.add("Trade", by=owner)
        shop.groups.set_price(group.id, beans.id, 80, by=owner)
        section = open_page().go(place)
        assert section.model.rowCount() > 0
        qtmodeltester.check(section.model, force_py=True)
        if place == GROUPS:
            qtmodeltester.check(section.editor.prices.model, force_py=True)


class TestTaxes:
    def test_a_class_with_two_rates_is_tried_and_added_by_keys(
        self, open_page: Open, shop: Shop, beans: ProductRow
    ) -> None:
        manager = open_page()
        section = manager.go(TAXES)
        section.trial.basket.add(beans)
        section.focus_start()
        manager.control(Qt.Key.Key_N)
        manager.key("Books", ENTER)
        [line] = section.editor._periods[0].rates.lines
        line.name.setFocus()
        line.name.selectAll()
        manager.key("GST", ENTER, "5")
        section.editor._periods[0].rates.add.click()
        manager.key("QST", ENTER, "9.975")
        manager.rest()
        # The draft counts before it is kept: 89 with 14.975 % inside.
        assert section.trial.priced is not None
        assert section.trial.priced.tax == 12
        assert len(shop.taxes.classes()) == 1
        manager.save()
        books = shop.taxes.classes()[1]
        assert books.name == "Books"
        assert books.periods[0].rates == (TaxRate("GST", 50_000), TaxRate("QST", 99_750))
        assert manager.names(section) == ["Standard", "Books"]
        assert section.row.id == books.id
        assert manager.said == ["Books saved"]

    def test_new_rates_from_a_day_on(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        section = manager.go(TAXES)
        editor = section.editor
        editor.later.click()
        period = editor._periods[1]
        day = date.today() + timedelta(days=40)  # noqa: DTZ011
        period.day.setDate(QDate(day.year, day.month, day.day))
        period.rates.lines[0].percent.setText("7,5")
        manager.save()
        assert len(shop.taxes.classes()[0].periods) == 1  # not how this shop writes a decimal
        assert "Rate is not a number." in _read(editor.form)
        period.rates.lines[0].percent.setText("7.5")
        manager.save()
        [row] = shop.taxes.classes()
        assert [(each.valid_from, each.rates[0].rate_ppm) for each in row.periods] == [
            (None, 50_000),
            (day, 75_000),
        ]
        assert [chip.text().split(":")[1] for chip in editor.chips.buttons()] == [
            " 5 %  ·  now",
            " 7.5 %",
        ]
        assert row.rate_ppm == 50_000
        editor.chips.button(1).click()
        editor._periods[1].drop.click()
        manager.answer(yes=True)
        assert len(shop.taxes.classes()[0].periods) == 1

    def test_a_deposit_per_unit(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        section = manager.go(TAXES)
        rates = section.editor._periods[0].rates
        rates.add.click()
        line = rates.lines[1]
        line.name.setText("Deposit")
        line.kind.setCurrentIndex(1)
        line.amount.setText("0.25")
        line.on_top.setChecked(True)
        line.taxed.setChecked(True)
        assert not line.compound.isVisible()
        manager.save()
        assert shop.taxes.classes()[0].periods[0].rates[1] == TaxRate(
            "Deposit", amount=25, taxed=True, on_top=True
        )

    def test_faults_stand_at_their_fields(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        section = manager.go(TAXES)
        rates = section.editor._periods[0].rates
        rates.lines[0].percent.setText("8.87512")
        manager.save()
        assert visible_faults(section) == ["Rate has too many decimal places."]
        rates.lines[0].percent.setText("5")
        section.editor.name.clear()
        manager.save()
        assert visible_faults(section) == ["Tax class is missing."]
        assert shop.taxes.classes()[0].name == "Standard"

    def test_what_a_product_needs_stays(
        self, open_page: Open, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        shop.taxes.add_class("Reduced", [TaxRate("Tax", 20_000)], by=owner)
        manager = open_page()
        section = manager.go(TAXES)
        section.panel.remove.click()
        manager.answer(yes=True)
        assert section.panel.refusal.text == "This tax class is still needed."
        section.table.choose(shop.taxes.classes()[1].id)
        section.panel.remove.click()
        manager.answer(yes=False)
        assert len(shop.taxes.classes()) == 2
        section.panel.remove.click()
        manager.answer(yes=True)
        assert manager.names(section) == ["Standard"]

    def test_how_prices_are_stated_is_asked_first(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        rules = manager.go(TAXES).everywhere
        rules.included.setCurrentIndex(1)
        rules.included.activated.emit(1)
        manager.answer(yes=False)
        assert rules.included.currentData() is True
        rules.rounding.setCurrentIndex(1)
        rules.rounding.activated.emit(1)
        manager.answer(yes=True)
        assert (shop.info.tax_included, shop.info.tax_rounding) == (True, "document")

    def test_a_clerk_is_refused_and_keeps_what_was_typed(
        self, open_page: Open, shop: Shop, bob: Clerk
    ) -> None:
        manager = open_page()
        manager.desk.session.clerk = bob
        section = manager.go(TAXES)
        section.editor.name.setText("Mine")
        manager.save()
        assert "Bob may not change the shop's settings alone." in refuse(
            manager.window, manager.bot
        )
        assert section.panel.refusal.text == ""
        assert section.editor.name.text() == "Mine"
        manager.desk.session.clerk = None
        manager.save()
        assert section.panel.refusal.text == "Nobody is signed in here any more."
        assert shop.taxes.classes()[0].name == "Standard"


class TestPromotions:
    def test_three_for_two_is_built_tried_and_kept(
        self, open_page: Open, shop: Shop, beans: ProductRow
    ) -> None:
        manager = open_page()
        section = manager.go(PROMOTIONS)
        section.table._empty.button.click()  # nothing there yet: the list offers a new one
        editor = section.editor
        assert editor.name.hasFocus()
        manager.key("Bean week")
        editor.kind.setCurrentIndex(editor.kind.findData("bundle"))
        editor.what.price.setText("2.00")
        editor.goods.add_product.click()
        manager.sheet(ProductPicker)
        manager.key("beans", ENTER)
        manager.closed()
        for chip in editor.hours.weekdays[:5]:
            chip.setChecked(True)
        editor.hours.since.setText("16:00")
        editor.hours.until.setText("6 pm")
        manager.rest()
        assert section.panel.sentence.text() == (
            "Every 3 of Baked beans cost $2.00, Mon–Fri 4:00 PM–6:00 PM, for everybody."
        )
        section.trial.setting.day.setDate(QDate(2026, 11, 25))
        section.trial.setting.time.setText("17:30")
        section.trial.add.click()
        manager.sheet(ProductPicker)
        manager.key("beans", ENTER)
        manager.closed()
        manager.key("+", "+")
        assert section.trial.basket.content[0][1] == Decimal(3)
        assert [line.figure for line in section.trial.sums.sums[:2]] == ["2.67", "−0.67"]
        assert section.trial.total.text() == "$2.00"
        section.trial.setting.time.setText("18:00")
        assert section.trial.total.text() == "$2.67"
        assert shop.promotions.all() == ()
        manager.save()
        [row] = shop.promotions.all()
        assert row.active
        assert (row.promotion.kind, row.promotion.buy, row.promotion.amount) == ("bundle", 3, 200)
        assert row.promotion.goods == Goods(frozenset({beans.id}))
        assert row.promotion.hours == Hours(
            weekdays=frozenset(range(5)), since=16 * 60, until=18 * 60
        )
        assert manager.names(section) == ["Bean week"]

    def test_each_kind_comes_back_as_it_was_kept(
        self, open_page: Open, shop: Shop, owner: Clerk, beans: ProductRow, milk: ProductRow
    ) -> None:
        group = shop.groups.add("Trade", by=owner)
        of_beans, of_milk = Goods(frozenset({beans.id})), Goods(frozenset({milk.id}))
        steps = (Break(3500, 80), Break(9000, None, 1))
        hours = Hours(date(2026, 1, 1), date(2026, 12, 31), frozenset({6}), 22 * 60, 120)
        wanted = [
            Promotion(0, "Percent", "percent", rate_ppm=88_750, hours=hours),
            Promotion(0, "Amount", "amount", of_beans, amount=5, priority=-3, stacks=True),
            Promotion(
                0, "Get", "buy_get", of_beans, of_milk, rate_ppm=500_000, buy=2, get=1,
                group_ids=frozenset({group.id}),
            ),
            Promotion(0, "Steps", "breaks", of_beans, breaks=steps),
        ]  # fmt: skip
        kept = [shop.promotions.add(each, active=False, by=owner) for each in wanted]
        manager = open_page()
        section = manager.go(PROMOTIONS)
        for row in kept:
            assert section.table.choose(row.promotion.id)
            manager.rest()
            assert section.editor.draft() == row
            assert not section.changed
        assert section.panel.badge.text() == "Off"

    def test_one_that_is_off_is_tried_all_the_same(
        self, open_page: Open, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        shop.promotions.add(Promotion(0, "Off", "amount", amount=9), active=False, by=owner)
        manager = open_page()
        section = manager.go(PROMOTIONS)
        section.trial.basket.add(beans)
        assert section.trial.total.text() == "$0.80"
        assert section.trial._note.isVisible()

    def test_choosing_another_asks_before_typing_is_lost(
        self, open_page: Open, shop: Shop, owner: Clerk
    ) -> None:
        rows = [
            shop.promotions.add(Promotion(0, name, "amount", amount=1), by=owner)
            for name in ("First", "Second")
        ]
        manager = open_page()
        section = manager.go(PROMOTIONS)
        section.editor.name.setText("Half typed")
        section.table.setFocus()
        manager.key(DOWN)
        manager.answer(yes=False)
        assert section.editor.name.text() == "Half typed"
        assert section.table.current_row() == rows[0]
        manager.key(DOWN)
        manager.answer(yes=True)
        assert section.editor.name.text() == "Second"
        section.editor.name.setText("Typed")
        section.editor.name.setFocus()
        manager.key(ESC)
        manager.answer(yes=True)
        assert section.editor.name.text() == "Second"
        assert section.table.hasFocus()

    def test_a_draft_stays_while_others_change_the_rules(
        self, open_page: Open, shop: Shop, owner: Clerk
    ) -> None:
        row = shop.promotions.add(Promotion(0, "Kept", "amount", amount=1), by=owner)
        manager = open_page()
        section = manager.go(PROMOTIONS)
        section.editor.name.setText("Half typed")
        shop.promotions.add(Promotion(0, "Other", "amount", amount=1), by=owner)
        manager.bot.waitUntil(lambda: manager.names(section) == ["Kept", "Other"])
        manager.rest()
        assert section.editor.name.text() == "Half typed"
        manager.save()
        assert [each.promotion.name for each in shop.promotions.all()] == ["Half typed", "Other"]
        assert section.row.promotion.id == row.promotion.id

    def test_a_blank_form_stays_too(self, open_page: Open, shop: Shop, owner: Clerk) -> None:
        shop.promotions.add(Promotion(0, "Kept", "amount", amount=1), by=owner)
        manager = open_page()
        section = manager.go(PROMOTIONS)
        manager.control(Qt.Key.Key_N)
        shop.promotions.add(Promotion(0, "Other", "amount", amount=1), by=owner)
        manager.bot.waitUntil(lambda: manager.names(section) == ["Kept", "Other"])
        manager.rest()
        assert section.panel.title.text == "New promotion"
        assert section.editor.name.text() == ""

    def test_faults_are_said_in_words(self, open_page: Open, shop: Shop, beans: ProductRow) -> None:
        manager = open_page()
        section = manager.go(PROMOTIONS)
        manager.control(Qt.Key.Key_N)
        editor = section.editor
        editor.what.percent.setText("12")
        manager.save()
        assert visible_faults(section) == ["Name is missing."]
        editor.name.setText("X")
        editor.what.percent.setText("120")
        manager.rest()
        assert section.panel.sentence.text().startswith("Not yet complete: Rate must be")
        manager.save()
        assert visible_faults(section) == ["Rate must be from 0 to 100 %."]
        editor.what.percent.setText("12")
        editor.hours.since.setText("25:00")
        manager.save()
        assert len(visible_faults(section)) == 1
        assert shop.promotions.all() == ()
        # What only the shop can tell: goods that would be their own reward.
        editor.hours.since.clear()
        editor.kind.setCurrentIndex(editor.kind.findData("buy_get"))
        editor.goods.take_product(beans)
        editor.rewarded.setChecked(True)
        editor.reward.take_product(beans)
        manager.save()
        assert "never be given" in visible_faults(section)[0]

    def test_hundreds_are_searched_by_what_they_do(
        self, open_page: Open, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        for number in range(250):
            shop.promotions.add(Promotion(0, f"P{number}", "amount", amount=1), by=owner)
        goods = Goods(frozenset({beans.id}))
        shop.promotions.add(Promotion(0, "Week", "percent", goods, rate_ppm=1), by=owner)
        manager = open_page()
        section = manager.go(PROMOTIONS)
        assert section.search.hasFocus()
        manager.key("baked beans")
        manager.rest()
        assert manager.names(section) == ["Week"]
        assert section.editor.name.text() == "Week"

    def test_delete_asks_first(self, open_page: Open, shop: Shop, owner: Clerk) -> None:
        shop.promotions.add(Promotion(0, "Old", "amount", amount=1), by=owner)
        manager = open_page()
        section = manager.go(PROMOTIONS)
        manager.key(Qt.Key.Key_F8)
        question = manager.sheet(ConfirmSheet)
        assert question.no.hasFocus()
        manager.answer(yes=True)
        assert shop.promotions.all() == ()
        assert manager.names(section) == []
        assert not section.panel._shown.isVisible()


class TestCodes:
    def test_a_code_is_added_withdrawn_and_put_back(
        self, open_page: Open, shop: Shop, beans: ProductRow
    ) -> None:
        manager = open_page()
        section = manager.go(CODES)
        manager.control(Qt.Key.Key_N)
        editor = section.editor
        manager.key("welcome", ENTER, "10")
        editor.until.set_day(date(2030, 12, 24))
        editor.minimum.setText("50")
        editor.uses.setText("100")
        editor.per_customer.setText("1")
        editor.goods.add_category.click()
        manager.sheet(CategoryPicker)
        manager.key("beans", ENTER)
        manager.closed()
        manager.rest()
        assert section.panel.sentence.text() == (
            "10 % off Beans, in baskets from $50.00 on, until Dec 24, 2030 11:59 PM, "
            "100 times in all, once per customer."
        )
        manager.save()
        [row] = shop.discounts.codes(by=shop.staff.terminal())
        assert (row.code, row.rate_ppm, row.minimum, row.max_uses) == (
            "WELCOME",
            100_000,
            5000,
            100,
        )
        assert row.valid_until is not None
        assert row.valid_until.isoformat() == "2030-12-25T04:59:59+00:00"
        assert row.category_ids == (beans.category_id,)
        assert not section.changed
        manager.key(Qt.Key.Key_F8)
        manager.answer(yes=True)
        assert not shop.discounts.codes(by=shop.staff.terminal())[0].active
        assert section.panel.badge.text() == "Withdrawn"
        manager.key(Qt.Key.Key_F8)
        manager.answer(yes=True)
        assert section.panel.badge.text() == "Valid"

    def test_one_code_twice_is_refused_at_its_field(
        self, open_page: Open, shop: Shop, owner: Clerk
    ) -> None:
        shop.discounts.add_code("TEN", amount=1000, by=owner)
        manager = open_page()
        section = manager.go(CODES)
        assert section.editor.amount.text() == "10.00"
        manager.control(Qt.Key.Key_N)
        manager.key("ten", ENTER)
        manager.save()
        assert visible_faults(section) == ["Discount must be above zero."]
        section.editor.percent.setText("5")
        manager.save()
        assert visible_faults(section) == ["Code “TEN” is taken already."]


class TestGroups:
    def test_a_group_with_its_prices(
        self, open_page: Open, shop: Shop, beans: ProductRow, milk: ProductRow
    ) -> None:
        manager = open_page()
        section = manager.go(GROUPS)
        manager.control(Qt.Key.Key_N)
        manager.key("Trade")
        assert not section.editor.prices.isVisible()
        section.editor.stated.setCurrentIndex(2)
        manager.save()
        [group] = shop.groups.all()
        assert (group.name, group.tax_included) == ("Trade", False)
        manager.key(Qt.Key.Key_F6)
        manager.sheet(ProductPicker)
        manager.key("beans", ENTER)
        manager.closed()
        sheet = manager.sheet(PriceSheet)
        manager.key("0.8x", ENTER)
        assert sheet.isVisible()
        sheet.price.setText("0.80")
        manager.key(ENTER)
        manager.rest()
        [price] = shop.groups.prices(group.id)
        assert (price.product_id, price.price, price.shelf) == (beans.id, 80, 89)
        table = section.editor.prices.table
        assert table.model().rowCount() == 1
        assert manager.names(section) == ["Trade"]
        assert section.row.prices == 1

    def test_del_takes_a_price_off_and_undo_puts_it_back(
        self, open_page: Open, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        group = shop.groups.add("Trade", by=owner)
        shop.groups.set_price(group.id, beans.id, 80, by=owner)
        manager = open_page()
        section = manager.go(GROUPS)
        section.editor.prices.table.setFocus()
        manager.key(DELETE)
        manager.rest()
        assert shop.groups.prices(group.id) == ()
        [notice] = manager.desk.notices.notices
        notice._button.click()
        manager.rest()
        assert [row.price for row in shop.groups.prices(group.id)] == [80]

    def test_a_group_that_is_needed_stays(self, open_page: Open, shop: Shop, owner: Clerk) -> None:
        group = shop.groups.add("Trade", by=owner)
        only = Promotion(0, "X", "amount", amount=1, group_ids=frozenset({group.id}))
        shop.promotions.add(only, by=owner)
        manager = open_page()
        section = manager.go(GROUPS)
        section.panel.remove.click()
        manager.answer(yes=True)
        assert section.panel.refusal.text == "This customer group is still needed."


class TestLimits:
    def test_limits_and_reasons_are_saved(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        section = manager.go(LIMITS)
        assert section.most["clerk"].hasFocus()
        manager.key("12.5")
        section.floor["clerk"].setText("90")
        section.reasons.setPlainText("Damaged\n\n  Birthday ")
        manager.save()
        limits = {limit.role: limit for limit in shop.discounts.limits()}
        assert (limits["clerk"].most_ppm, limits["clerk"].floor_ppm) == (125_000, 900_000)
        assert shop.info.discount_reasons == ("Damaged", "Birthday")
        assert not section.changed
        assert section.reasons.toPlainText() == "Damaged\nBirthday"

    def test_a_shop_may_do_without_reasons(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        section = manager.go(LIMITS)
        assert section.reason_needed.isChecked()
        section.reason_needed.click()
        assert section.changed
        manager.save()
        assert not shop.info.discount_reason_needed
        assert shop.info.discount_reasons == DISCOUNT_REASONS
        assert not section.changed

    def test_a_rate_that_is_none_is_marked(self, open_page: Open, shop: Shop) -> None:
        manager = open_page()
        section = manager.go(LIMITS)
        section.floor["owner"].setText("much")
        manager.save()
        assert section.refusal.text == "Rate is not a number."
        assert section.floor["owner"].property("fault") is True
        assert section.floor["owner"].hasFocus()

    def test_a_clerk_is_refused(self, open_page: Open, shop: Shop, bob: Clerk) -> None:
        manager = open_page()
        before = shop.discounts.limits()
        manager.desk.session.clerk = bob
        section = manager.go(LIMITS)
        section.most["clerk"].setText("99")
        manager.save()
        refuse(manager.window, manager.bot)
        assert shop.discounts.limits() == before
        section.discard_button.click()
        manager.answer(yes=True)
        assert section.most["clerk"].text() != "99"


def test_a_code_and_an_exempt_customer_are_tried_too(
    open_page: Open, shop: Shop, owner: Clerk, beans: ProductRow
) -> None:
    over = datetime(2026, 6, 1, 10, tzinfo=UTC)
    shop.discounts.add_code("JUNE", rate_ppm=100_000, valid_until=over, by=owner)
    shop.discounts.add_code("GONE", rate_ppm=900_000, by=owner)
    shop.discounts.withdraw_code("GONE", by=owner)
    manager = open_page()
    section = manager.go(PROMOTIONS)
    trial, setting = section.trial, section.trial.setting
    trial.basket.add(beans)
    setting.day.setDate(QDate(2026, 5, 30))
    assert [setting.code.itemText(place) for place in range(setting.code.count())] == [
        "No code",
        "JUNE",
    ]
    assert trial.total.text() == "$0.89"
    setting.code.setCurrentIndex(1)
    setting.code.activated.emit(1)
    assert trial.total.text() == "$0.80"
    assert [(line.words, line.figure) for line in trial.sums.sums[:2]] == [
        ("Before", "0.89"),
        ("Code JUNE", "−0.09"),
    ]
    setting.exempt.click()
    assert trial.total.text() == "$0.76"  # 0.80 with 5 % inside
    setting.day.setDate(QDate(2026, 6, 30))
    assert "“JUNE” is no longer valid." in trial._fault.text()
    assert trial.total.text() == "$0.85"  # without it
    setting.day.setDate(QDate(2026, 5, 30))
    assert not trial._fault.isVisible()


def _read(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_trial_lines_by_keys(open_page: Open, beans: ProductRow, milk: ProductRow) -> None:
    manager = open_page()
    section = manager.go(TAXES)
    basket = section.trial.basket
    basket.add(beans)
    basket.add(milk)
    basket.add(beans)
    assert [(row.id, quantity) for row, quantity in basket.content] == [
        (beans.id, Decimal(2)),
        (milk.id, Decimal(1)),
    ]
    manager.key(DOWN, "-")
    assert [row.id for row, _ in basket.content] == [beans.id]
    assert QApplication.focusWidget() is basket._lines[0]
    manager.key("-", DELETE)
    assert basket.content == []
    assert section.trial.total.text() == "$0.00"
