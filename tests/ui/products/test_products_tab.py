"""The Products tab as a manager uses it: look up, narrow, watch it change, archive, restore."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.products.editor import ProductEditor
from pos_app.ui.products.filter_sheet import FilterSheet
from pos_app.ui.products.question import Question, load_page
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedTable
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse
from tests.ui.products.conftest import Manager

Open = Callable[[], Manager]
Add = Callable[..., ProductRow]


@pytest.fixture
def shelf(add_product: Add) -> dict[str, ProductRow]:
    """A few products of every level, in two branches of the tree."""
    kinds = [
        ("Ale 12 oz", 799, 26, "Drinks > Beer"),
        ("Baked beans", 89, 11, "Grocery > Tins"),
        ("Cereal 10.4 oz", 369, 9, "Grocery > Cold Cereal"),
        ("Ice, crushed", 299, 0, "Grocery > Frozen"),
        ("Milk 1 l", 129, 40, "Dairy"),
    ]
    return {
        name: add_product(name=name, price=price, stock=stock, category=category)
        for name, price, stock, category in kinds
    }


def words(manager: Manager) -> str:
    """Everything that labels of the tab say."""
    return "\n".join(
        label.text() for label in manager.tab.findChildren(QLabel) if label.isVisible()
    )


def test_the_list_and_the_first_product_are_shown(open_tab: Open, shelf) -> None:
    manager = open_tab()
    assert manager.names == sorted(shelf)
    assert manager.chosen.name == "Ale 12 oz"
    assert manager.tab._toolbar.search.placeholderText() == "Search 5 products"
    assert manager.tab._toolbar.low.count == 2
    QAbstractItemModelTester(manager.tab._model)


def test_the_columns_say_what_a_manager_asks(open_tab: Open, shelf) -> None:
    manager = open_tab()
    model = manager.tab._model
    cells = [model.data(model.index(2, column)) for column in range(model.columnCount())]
    sku = shelf["Cereal 10.4 oz"].sku
    assert cells == [sku, "Cereal 10.4 oz", "Cold Cereal", "3.69", "9", "Low"]


def test_searching_narrows_and_enter_goes_to_the_rows(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.search("cer")
    assert manager.names == ["Cereal 10.4 oz"]
    assert manager.chosen.name == "Cereal 10.4 oz"
    manager.key(Qt.Key.Key_Return)
    assert manager.tab._table.hasFocus()
    manager.control(Qt.Key.Key_F)
    assert manager.tab._toolbar.search.hasFocus()
    manager.key(Qt.Key.Key_Escape)
    manager.rest()
    assert len(manager.names) == 5


def test_down_leads_from_the_search_into_the_rows(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.key(Qt.Key.Key_Down)
    manager.key(Qt.Key.Key_Down)
    assert manager.chosen.name == "Baked beans"


def test_a_search_without_an_answer_leads_back(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.search("qqzzxx")
    assert "Nothing found for “qqzzxx”" in words(manager)
    assert manager.tab._panel.product is None
    buttons = manager.tab._table.findChildren(KeyButton)
    manager.click(next(b for b in buttons if b.text() == "Show all products"))
    manager.rest()
    assert len(manager.names) == 5
    assert manager.tab._toolbar.search.text() == ""


def test_low_stock_shows_what_its_number_counts(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.control(Qt.Key.Key_L)
    manager.rest()
    assert manager.names == ["Cereal 10.4 oz", "Ice, crushed"]
    manager.control(Qt.Key.Key_L)
    manager.rest()
    assert len(manager.names) == 5


@pytest.mark.qt_log_ignore("does not support")  # the list of categories drops down
def test_the_filter_takes_a_category_with_all_below_it(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.filter()
    sheet = manager.sheet(FilterSheet)
    assert isinstance(sheet, FilterSheet)
    manager.key("grocery")
    QApplication.processEvents()
    popup = sheet.category.completer().popup()
    assert popup is not None
    popup.hide()
    manager.click(sheet.show_button)
    manager.rest()
    assert manager.names == ["Baked beans", "Cereal 10.4 oz", "Ice, crushed"]
    assert manager.tab._toolbar.filter.count == 1
    chip = manager.tab._chips.findChildren(KeyButton)[0]
    assert chip.text() == "Grocery"
    manager.click(chip)
    manager.rest()
    assert len(manager.names) == 5
    assert manager.tab._chips.isHidden()


def test_a_category_that_is_none_is_said_under_the_field(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.filter()
    sheet = manager.sheet(FilterSheet)
    assert isinstance(sheet, FilterSheet)
    sheet.category.setText("Nowhere")
    manager.click(sheet.show_button)
    assert sheet.isVisible()
    assert any("no such category" in label.text() for label in sheet.findChildren(QLabel))


def test_the_order_can_be_chosen_without_a_mouse(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.filter()
    sheet = manager.sheet(FilterSheet)
    assert isinstance(sheet, FilterSheet)
    sheet.order.setCurrentText("Price, highest first")
    manager.key(Qt.Key.Key_Return)
    manager.rest()
    assert manager.names[0] == "Ale 12 oz"
    assert manager.names[-1] == "Baked beans"


def test_what_the_clerk_sells_is_seen_at_once(
    open_tab: Open, shelf, shop: Shop, owner: Clerk
) -> None:
    manager = open_tab()
    cereal = shelf["Cereal 10.4 oz"]
    manager.choose(cereal)
    receipt = shop.checkout.sell(Cart().add(cereal, 6), [Payment("cash", 2214)], by=owner)
    manager.bot.waitUntil(lambda: manager.chosen.on_hand == 3)
    manager.rest()
    assert manager.tab._table.current_row().on_hand == 3
    moves = manager.tab._panel._lists.moves
    assert moves.data(moves.index(0, 0)) == f"Sale {receipt.number}"
    assert moves.data(moves.index(0, 1)) == "−6"
    assert "6 sold this week" in manager.tab._panel._chart.accessibleDescription()
    assert "Low: 3 left, about 14 days" in words(manager)


def test_what_another_program_changes_is_seen_within_a_second_or_two(
    open_tab: Open, shelf, shop: Shop
) -> None:
    manager = open_tab()
    manager.bot.waitUntil(lambda: manager.desk.tasks._version is not None)
    other = Shop.open(shop.path)
    other.catalog.update_product(shelf["Milk 1 l"].id, price=149, by=other.staff.terminal())
    other.close()
    milk = shelf["Milk 1 l"].id
    manager.bot.waitUntil(
        lambda: manager.tab._model.row(manager.tab._model.place_of(milk)).price == 149
    )
    assert len(manager.names) == 5


def test_a_change_while_another_tab_is_shown_is_caught_up_with(
    open_tab: Open, shelf, shop: Shop, owner: Clerk
) -> None:
    manager = open_tab()
    manager.tab.hide()
    shop.catalog.update_product(shelf["Milk 1 l"].id, name="Whole milk 1 l", by=owner)
    manager.rest()
    assert "Milk 1 l" in manager.names
    manager.tab.show()
    manager.bot.waitUntil(lambda: "Whole milk 1 l" in manager.names)


def test_archiving_can_be_taken_back(open_tab: Open, shelf, shop: Shop) -> None:
    manager = open_tab()
    manager.choose(shelf["Baked beans"])
    manager.control(Qt.Key.Key_F)
    manager.key(Qt.Key.Key_F8)
    manager.bot.waitUntil(lambda: "Baked beans" not in manager.names)
    manager.rest()
    assert manager.said == ["Archived Baked beans"]
    assert manager.chosen.name == "Cereal 10.4 oz"
    assert manager.tab._toolbar.search.placeholderText() == "Search 4 products"
    manager.control(Qt.Key.Key_Z)
    manager.bot.waitUntil(lambda: "Baked beans" in manager.names)
    manager.bot.waitUntil(lambda: manager.said == ["Baked beans is sold again"])
    assert not shop.catalog.get(shelf["Baked beans"].id).archived


def test_an_archived_product_is_found_and_restored(
    open_tab: Open, shelf, shop: Shop, owner: Clerk
) -> None:
    shop.catalog.archive_product(shelf["Ice, crushed"].id, by=owner)
    manager = open_tab()
    manager.filter()
    sheet = manager.sheet(FilterSheet)
    assert isinstance(sheet, FilterSheet)
    sheet.archived.setChecked(True)
    manager.click(sheet.show_button)
    manager.rest()
    assert manager.names == ["Ice, crushed"]
    assert not manager.tab._panel._receive.isEnabled()
    manager.search("crush")
    assert manager.names == ["Ice, crushed"]
    manager.click(manager.tab._panel._archive)
    manager.bot.waitUntil(lambda: manager.names == [])
    assert not shop.catalog.get(shelf["Ice, crushed"].id).archived
    assert manager.said == ["Ice, crushed is sold again"]


def test_who_may_not_archive_has_it_approved(
    open_tab: Open, shelf, shop: Shop, owner: Clerk
) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    manager = open_tab()
    manager.desk.session.clerk = shop.staff.sign_in("bob", pin="135791")
    manager.choose(shelf["Baked beans"])
    manager.key(Qt.Key.Key_F8)
    refuse(manager.window, manager.bot)
    assert manager.said == []
    assert not shop.catalog.get(shelf["Baked beans"].id).archived
    manager.key(Qt.Key.Key_F8)
    approve(manager.window, manager.bot, OWNER_PIN)
    manager.bot.waitUntil(lambda: "Approved by Ann" in manager.said)
    assert shop.catalog.get(shelf["Baked beans"].id).archived
    assert manager.desk.session.clerk is not None
    assert manager.desk.session.clerk.name == "Bob"


def test_nobody_signed_in_is_told_so(open_tab: Open, shelf, shop: Shop) -> None:
    manager = open_tab()
    manager.desk.session.clerk = None
    manager.choose(shelf["Baked beans"])
    manager.key(Qt.Key.Key_F8)
    assert manager.said == ["Nobody is signed in here any more."]


def test_an_empty_shop_says_how_to_begin(open_tab: Open) -> None:
    manager = open_tab()
    assert "No products yet" in words(manager)
    buttons = manager.tab._table.findChildren(KeyButton)
    manager.click(next(b for b in buttons if b.text() == "New product"))
    assert isinstance(manager.sheet(ProductEditor), ProductEditor)


def test_prices_and_facts_stand_beside_the_moves(
    open_tab: Open, add_product: Add, shop: Shop, owner: Clerk
) -> None:
    cola = add_product(
        name="Cola",
        price=105,
        cost=50,
        category="Drinks > Soda",
        barcodes=["5449000000996", ("5449000133328", Decimal(6))],
        brand="Fizz",
        description="Cold is best",
        reorder_level=5,
    )
    shop.catalog.update_product(cola.id, price=210, by=owner)
    manager = open_tab()
    manager.choose(cola)
    panel = manager.tab._panel
    assert (panel._price.text, panel._cost.text, panel._margin.text) == ("$2.10", "$0.50", "75.0 %")
    manager.click(panel._lists.sections.button(1))
    prices = panel._lists.prices
    assert [prices.data(prices.index(n, 0)) for n in range(2)] == ["Up from 1.05", "First price"]
    assert [prices.data(prices.index(n, 1)) for n in range(2)] == ["2.10", "1.05"]
    manager.click(panel._lists.sections.button(2))
    assert panel._lists.facts.isVisible()
    assert panel._lists.facts.facts == [
        ("Category", "Drinks > Soda"),
        ("Brand", "Fizz"),
        ("Sold by", "Piece"),
        ("Tax", "Standard, 5 %"),
        ("Low below", "5"),
        ("Barcodes", "5449000000996"),
        ("", "5449000133328 (pack of 6)"),
        ("Description", "Cold is best"),
    ]


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_bar_of_the_chart_says_what_it_means(
    open_tab: Open, shelf, shop: Shop, owner: Clerk
) -> None:
    milk = shelf["Milk 1 l"]
    shop.checkout.sell(Cart().add(milk, 4), [Payment("cash", 516)], by=owner)
    manager = open_tab()
    manager.choose(milk)
    chart = manager.tab._panel._chart
    spot = QPoint(chart.width() - 3, chart.height() - 3)
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, spot, chart.mapToGlobal(spot)))
    assert QToolTip.text() == "4 sold this week"
    QToolTip.hideText()
    chart.grab()


def test_a_narrow_window_keeps_everything_in_reach(open_tab: Open, shelf) -> None:
    manager = open_tab()
    manager.window.resize(1024, 700)
    QApplication.processEvents()
    assert manager.window.width() == 1024
    toolbar = manager.tab._toolbar
    assert toolbar._more.isVisible()
    assert not toolbar._import.isVisible()
    assert toolbar._new.text() == "New"
    assert manager.tab._table.isColumnHidden(2)
    manager.window.resize(1366, 700)
    QApplication.processEvents()
    assert toolbar._import.isVisible()


def test_thousands_of_rows_page_in_while_one_scrolls(
    open_tab: Open, shop: Shop, owner: Clerk, tmp_path
) -> None:
    file = tmp_path / "many.csv"
    lines = [f"S{n:05},Thing {n:05},Things > Group {n % 9},1.29,{n % 30}" for n in range(3000)]
    file.write_text("\n".join(["sku,name,category,price,stock", *lines]))
    shop.imports.products(str(file), by=owner)
    manager = open_tab()
    table: PagedTable = manager.tab._table
    table.setFocus()
    manager.key(Qt.Key.Key_End)
    manager.bot.waitUntil(lambda: table.current_row().name == "Thing 02999", timeout=10_000)
    manager.rest()
    assert manager.chosen.name == "Thing 02999"
    assert manager.tab._model.rowCount() == 3000


def test_the_loader_answers_every_question(shop: Shop, shelf, owner: Clerk) -> None:
    def names(question: Question, sort: str = "name", descending: bool = False) -> list[str]:
        return [row.name for row in load_page(shop, question, None, 100, sort, descending)]

    tree = {category.path: category for category in shop.catalog.categories()}
    assert names(Question(level="out")) == ["Ice, crushed"]
    assert names(Question(level="low")) == ["Cereal 10.4 oz", "Ice, crushed"]
    assert names(Question(category=tree["Drinks"])) == ["Ale 12 oz"]
    assert names(Question(text="oz", level="low")) == ["Cereal 10.4 oz"]
    assert names(Question(text="oz"), "price") == ["Cereal 10.4 oz", "Ale 12 oz"]
    assert names(Question(text="oz"), "price", descending=True) == ["Ale 12 oz", "Cereal 10.4 oz"]
    assert names(Question(text="oz", category=tree["Drinks"])) == ["Ale 12 oz"]
    assert names(Question(archived=True)) == []
    shop.catalog.archive_product(shelf["Ale 12 oz"].id, by=owner)
    assert names(Question(text="beer ale", archived=True)) == ["Ale 12 oz"]
    assert names(Question(text="wine", archived=True)) == []
    found = load_page(shop, Question(text="oz"), None, 100, "", False)
    assert load_page(shop, Question(text="oz"), found[0], 100, "", False) == ()


def test_millions_are_never_cut_off(open_tab: Open, add_product: Add) -> None:
    ring = add_product(name="Ring", price=123_456_789, cost=23_456_789)
    manager = open_tab()
    manager.window.resize(1024, 700)
    manager.choose(ring)
    QApplication.processEvents()
    panel = manager.tab._panel
    assert (panel._price.text, panel._cost.text) == ("1,234,567.89", "234,567.89")
    for figure in (panel._price, panel._cost, panel._margin):
        words = figure._figure
        assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width()


def test_a_filter_without_an_answer_says_so(open_tab: Open, shelf) -> None:
    manager = open_tab()
    beer = next(c for c in manager.shop.catalog.categories() if c.name == "Beer")
    for question, title in [
        (Question(level="out", category=beer), "Nothing is out of stock in Beer"),
        (Question(level="low", category=beer), "Nothing is low in Beer"),
        (Question(archived=True), "Nothing archived"),
        (Question(text="qqzzxx", level="low"), "Nothing found for “qqzzxx”"),
    ]:
        manager.tab._ask(question)
        manager.rest()
        assert title in words(manager)
        assert manager.names == []


def test_a_change_of_the_taxes_is_seen_in_the_margin(
    open_tab: Open, add_product: Add, shop: Shop, owner: Clerk
) -> None:
    cola = add_product(name="Cola", price=105, cost=50)
    manager = open_tab()
    manager.choose(cola)
    assert manager.tab._panel._margin.text == "50.0 %"  # 1.05 holds 5 % tax
    shop.settings.update(tax_included=False, by=owner)
    manager.bot.waitUntil(lambda: manager.tab._panel._margin.text == "52.4 %")
