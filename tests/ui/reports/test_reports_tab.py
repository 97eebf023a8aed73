"""The Reports tab: figures as the books have them, in the table and in what goes out."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.documents import slip_words, wording
from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import ShopBusy
from pos_app.domain.payment import METHODS, Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.domain.tax import TaxRate
from pos_app.services.figures import GIFT_CARDS_SOLD, PAID_IN, ROUNDING
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.reports import ReportsTab
from pos_app.ui.reports.kinds import REPORTS

Add = Callable[..., ProductRow]
CTRL = Qt.KeyboardModifier.ControlModifier

DAILY, TAXES, DISCOUNTS, TAKINGS, CUSTOMERS, LOW = range(6)


@pytest.fixture
def books(shop: Shop, owner: Clerk, add_product: Add) -> Shop:
    """Two sales: 10.50 by card a day ago with 1.50 off for damage, and 21.00 in cash today by
    =Ann, of which one piece (10.50) came back."""
    cheese = add_product("Cheese", 1050, stock=11)
    ann = shop.customers.add(first_name="=Ann", by=owner)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    off = Cart().add(cheese).set_discount(0, Discount(amount=150, reason="Damaged"))
    shop.checkout.sell(off, [Payment("card", 900)], by=owner, at=yesterday)
    cart = Cart().add(cheese, 2).for_customer(ann.id, ann.name)
    sold = shop.checkout.sell(cart, [Payment("cash", 2100)], by=owner)
    [line] = shop.returns.returnable(sold.order_id)
    shop.returns.give_back(sold.order_id, [ReturnLine(line.item_id, 1)], by=owner)
    return shop


@pytest.fixture
def tab(desk: Desk, window: QWidget, qtbot: QtBot) -> ReportsTab:
    """The tab in its window, nothing read yet."""
    made = ReportsTab(desk)
    QVBoxLayout(window).addWidget(made)
    with qtbot.waitActive(window):
        window.show()
    made.focus_start()
    return made


def rest(tab: ReportsTab, qtbot: QtBot) -> None:
    """Wait until the shown report has been read."""
    office = tab._desk.tasks.office
    qtbot.waitUntil(lambda: not office.busy and not tab._gather.isActive() and not tab.view.stale)


def show(tab: ReportsTab, qtbot: QtBot, place: int, preset: str = "all") -> list[list[str]]:
    """Choose a report and days; the cells that are shown."""
    tab.show_report(place)
    if tab.view.report.dated:
        tab.period.choose(preset)
    rest(tab, qtbot)
    return cells(tab)


def cells(tab: ReportsTab) -> list[list[str]]:
    model = tab.view.model
    columns = range(model.columnCount())
    rows = range(model.rowCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in rows]


def today(shop: Shop, back: int = 0) -> str:
    day = wording.shop_time(datetime.now(UTC), shop.info).date() - timedelta(days=back)
    return wording.day(day, shop.info)


class TestFigures:
    def test_daily_sales_with_what_came_back(
        self, books: Shop, tab: ReportsTab, qtbot: QtBot
    ) -> None:
        assert show(tab, qtbot, DAILY) == [
            [today(books), "1", "21.00", "−10.50", "10.50"],
            [today(books, 1), "1", "9.00", "0.00", "9.00"],
        ]
        assert tab.view.totals.shown == ["Total", "2", "30.00", "−10.50", "19.50"]

    def test_taxes_by_rate(self, books: Shop, tab: ReportsTab, qtbot: QtBot) -> None:
        assert show(tab, qtbot, TAXES) == [["Tax", "5 %", "18.57", "0.93", "19.50"]]
        assert tab.view.totals.shown == ["Total", "", "18.57", "0.93", "19.50"]

    def test_taxes_that_stand_twice_are_not_added_up(
        self, books: Shop, owner: Clerk, add_product: Add, tab: ReportsTab, qtbot: QtBot
    ) -> None:
        two = books.taxes.add_class(
            "Two", [TaxRate("GST", 50_000), TaxRate("PST", 70_000)], by=owner
        )
        pen = add_product("Pen", 1120, tax_class_id=two.id)
        books.checkout.sell(Cart().add(pen), [Payment("card", 1120)], by=owner)
        rows = show(tab, qtbot, TAXES)
        assert ["GST", "5 %", "10.00", "0.50", "10.50"] in rows
        assert tab.view.totals.shown == ["Total", "", "", "2.13", ""]

    def test_discounts_by_reason_and_person(
        self, books: Shop, tab: ReportsTab, qtbot: QtBot
    ) -> None:
        assert show(tab, qtbot, DISCOUNTS) == [
            ["Damaged", "On a line, by hand", "Terminal", "1", "1.50"]
        ]

    def test_takings_by_way_to_pay(self, books: Shop, tab: ReportsTab, qtbot: QtBot) -> None:
        rows = show(tab, qtbot, TAKINGS)
        assert ["Cash", "21.00", "−10.50", "10.50"] in rows
        assert ["Card", "9.00", "0.00", "9.00"] in rows
        assert tab.view.totals.shown == ["Total", "30.00", "−10.50", "19.50"]

    def test_a_gift_card_counts_once(
        self, books: Shop, owner: Clerk, tab: ReportsTab, qtbot: QtBot
    ) -> None:
        card = books.ledgers.gift_card_line("GIFT", 5000, by=owner)
        books.checkout.sell(Cart().add_line(card), [Payment("card", 5000)], by=owner)
        rows = show(tab, qtbot, TAKINGS)
        assert ["Card", "59.00", "0.00", "59.00"] in rows
        assert rows[-1] == ["Gift cards sold", "0.00", "−50.00", "−50.00"]
        assert tab.view.totals.shown == ["Total", "80.00", "−60.50", "19.50"]
        show(tab, qtbot, DAILY)
        assert tab.view.totals.shown[-1] == "19.50"

    def test_every_row_of_the_takings_has_words(self) -> None:
        keys = {*METHODS, GIFT_CARDS_SOLD, PAID_IN, ROUNDING}
        assert set(slip_words.TAKINGS_WORDS) == keys

    def test_top_customers_and_low_stock(self, books: Shop, tab: ReportsTab, qtbot: QtBot) -> None:
        assert show(tab, qtbot, CUSTOMERS) == [["=Ann", "1", "−10.50", "10.50"]]
        [row] = show(tab, qtbot, LOW)
        assert row[1:] == ["Cheese", "9", "10"]
        assert not tab.period.isVisible()

    def test_days_that_are_chosen(self, books: Shop, tab: ReportsTab, qtbot: QtBot) -> None:
        assert [row[0] for row in show(tab, qtbot, DAILY, "today")] == [today(books)]
        assert [row[0] for row in show(tab, qtbot, DAILY, "yesterday")] == [today(books, 1)]
        tab.period.choose("custom")
        rest(tab, qtbot)
        long_ago = QDate(2001, 1, 1)
        tab.period.last.setDate(long_ago)
        tab.period.first.setDate(long_ago)
        rest(tab, qtbot)
        assert cells(tab) == []
        assert not tab._save.isEnabled()
        assert tab.view.table._empty.isVisible()
        assert not tab.view.totals.isVisible()

    @pytest.mark.parametrize("place", range(len(REPORTS)))
    def test_models_keep_the_rules_of_qt(
        self, books: Shop, tab: ReportsTab, qtbot: QtBot, qtmodeltester: Any, place: int
    ) -> None:
        show(tab, qtbot, place)
        qtmodeltester.check(tab.view.model, force_py=True)
        assert tab.view.report is REPORTS[place]


class TestUse:
    def test_arrows_choose_a_report(self, books: Shop, tab: ReportsTab, qtbot: QtBot) -> None:
        for _ in range(2):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert tab.view.report.key == "discounts"
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
        assert tab.view.report.key == "taxes"
        rest(tab, qtbot)

    def test_a_sale_is_seen(
        self, books: Shop, owner: Clerk, add_product: Add, tab: ReportsTab, qtbot: QtBot
    ) -> None:
        show(tab, qtbot, DAILY, "today")
        bread = add_product("Bread", 300)
        books.checkout.sell(Cart().add(bread), [Payment("card", 300)], by=owner)
        qtbot.waitUntil(lambda: cells(tab)[0][2] == "24.00")
        assert tab.view.totals.shown[2] == "24.00"

    def test_copy_takes_plain_figures(self, books: Shop, tab: ReportsTab, qtbot: QtBot) -> None:
        show(tab, qtbot, CUSTOMERS)
        qtbot.keyClick(tab, Qt.Key.Key_C, CTRL)
        assert QGuiApplication.clipboard().text() == (
            "Customer\tOrders\tGiven back\tRevenue\n'=Ann\t1\t-10.50\t10.50\n"
        )

    def test_save_as_csv(
        self,
        books: Shop,
        owner: Clerk,
        tab: ReportsTab,
        desk: Desk,
        tmp_path: Path,
        qtbot: QtBot,
    ) -> None:
        show(tab, qtbot, DAILY)
        tab.save_to(str(tmp_path / "daily"))
        qtbot.waitUntil(lambda: bool(desk.notices.notices))
        with (tmp_path / "daily.csv").open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["Day", "Orders", "Sold", "Given back", "Revenue"]
        assert len(rows) == 3
        assert rows[1][2:] == ["21.00", "-10.50", "10.50"]
        assert [path.name for path in tmp_path.glob("*part*")] == []
        (row,) = books.journal.page(by=owner, kind="export")
        facts = books.journal.entry(row.till, row.sequence, by=owner).facts
        assert (row.user, facts["report"], facts["rows"]) == (owner.name, "Daily sales", 2)
        assert (facts["file"], facts["what"]) == ("daily.csv", "report")

    def test_a_folder_that_is_not_there_is_told(
        self, books: Shop, tab: ReportsTab, desk: Desk, tmp_path: Path, qtbot: QtBot
    ) -> None:
        show(tab, qtbot, DAILY)
        tab.save_to(str(tmp_path / "nowhere" / "daily.csv"))
        qtbot.waitUntil(lambda: bool(desk.notices.notices))
        assert "can't be written" in desk.notices.notices[0].text

    def test_says_when_it_can_not_be_read(
        self, shop: Shop, tab: ReportsTab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_days: object, by: Clerk) -> None:
            raise ShopBusy("corner.db")

        with monkeypatch.context() as patch:
            patch.setattr(shop.reports, "tax_report", busy)
            show(tab, qtbot, TAXES)
            assert tab.view.table._error.isVisible()
        tab.view.table._error.button.click()
        rest(tab, qtbot)
        assert not tab.view.table._error.isVisible()
