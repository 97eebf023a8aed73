"""The models behind the lists of the counter keep Qt's rules."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics

from pos_app.domain.cart import Cart
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import Terms
from pos_app.domain.rows import CategoryRow, ProductRow
from pos_app.domain.tax import NO_TAX
from pos_app.ui import theme
from pos_app.ui.cart.line_paint import LINE_HEIGHT
from pos_app.ui.cart.line_view import LineView
from pos_app.ui.cart.lines import LinesModel
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.tile_board import top_level
from pos_app.ui.cart.tiles import ProductListModel, stock_words, two_lines
from pos_app.ui.widgets.pick_list import Pick, PickModel

DOLLARS = MoneyFormat("USD", 2, prefix="$")
TERMS = Terms(taxes={1: NO_TAX})


def product(number: int, **more: object) -> ProductRow:
    return ProductRow(number, str(number), f"Product {number}", 100, Decimal(50), 1, "Dry", **more)  # type: ignore[arg-type]


def test_tiles(qtmodeltester) -> None:
    model = ProductListModel(DOLLARS)
    model.show([product(n) for n in range(5)])
    qtmodeltester.check(model, force_py=True)
    assert model.rowCount() == 5


def test_picks(qtmodeltester) -> None:
    model = PickModel()
    model.show([Pick(n, f"Row {n}", "hint", "1.00", "low", "warn") for n in range(5)])
    qtmodeltester.check(model, force_py=True)
    assert model.rowCount() == 5


def test_lines(qtmodeltester) -> None:
    sale = Sale(TERMS)
    model = LinesModel(sale, DOLLARS)
    sale.changed.connect(model.follow)
    qtmodeltester.check(model, force_py=True)
    for number in range(4):
        sale.add(product(number))
    sale.select(1)
    sale.remove()
    assert model.rowCount() == 3


def test_a_line_almost_scrolled_away_leaves_no_rule_under_the_head(qtbot) -> None:
    sale = Sale(TERMS)
    lines = LineView(sale, DOLLARS)
    qtbot.addWidget(lines)
    lines.resize(400, 300)
    for number in range(9):
        sale.add(product(number))
    rule = QColor(theme.current().line)
    for left, drawn in ((4, False), (8, False), (20, True)):
        lines.verticalScrollBar().setValue(LINE_HEIGHT - left)
        picture = lines.viewport().grab().toImage()
        colours = [picture.pixelColor(200, y) for y in range(left + 1)]
        assert (rule in colours) is drawn


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), max_size=8), st.randoms())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_follow_any_cart_into_any_other(qapp, wanted, random) -> None:
    sale = Sale(TERMS)
    model = LinesModel(sale, DOLLARS)
    rows = model.rowCount()

    def came(_parent, first: int, last: int) -> None:
        nonlocal rows
        rows += last - first + 1

    def went(_parent, first: int, last: int) -> None:
        nonlocal rows
        rows -= last - first + 1

    model.rowsInserted.connect(came)
    model.rowsRemoved.connect(went)
    for _ in range(3):
        cart = Cart()
        for number, quantity in random.sample(wanted, len(wanted)):
            cart = cart.add(product(number), quantity)
        sale.start(cart)
        model.follow()
        assert rows == model.rowCount() == len(cart.lines)
        assert [model.line(row) for row in range(rows)] == list(cart.lines)


def test_tiles_keep_their_place_when_only_figures_change(qtbot) -> None:
    model = ProductListModel(DOLLARS)
    model.show([product(1), product(2)])
    with (
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.waitSignal(model.dataChanged) as changed,
    ):
        model.show([product(1), product(2, reorder_level=Decimal(99))])
    assert changed.args[0].row() == 1


def test_a_tile_speaks(qapp) -> None:
    model = ProductListModel(DOLLARS)
    model.show([product(1, reorder_level=Decimal(99))])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Product 1, $1.00, 50 left"
    model.show([product(1, open_price=True)])
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Product 1, Price asked, 50"


@pytest.mark.parametrize(
    ("on_hand", "unit", "words"),
    [("38", "piece", "38"), ("9", "piece", "9 left"), ("0", "piece", "Out"),
     ("-2", "piece", "Out"), ("41.2", "lb", "41.2 lb"), ("2.5", "kg", "2.5 kg left")],
)  # fmt: skip
def test_stock_in_a_word(on_hand: str, unit: str, words: str) -> None:
    row = ProductRow(1, "1", "X", 100, Decimal(on_hand), 1, "Dry", unit=unit)
    assert stock_words(row, DOLLARS) == words


@pytest.mark.parametrize(
    "name",
    ["Milk", "Sft Drnk 2 Liter Btl Carb Incl", "Donaudampfschifffahrtsgesellschaftskapitän",
     "Word " * 40, "Extraordinarilylongfirstword and more", ""],
)  # fmt: skip
def test_a_name_takes_two_lines_that_fit(qapp, name: str) -> None:
    font = theme.font(theme.BODY, theme.SEMIBOLD)
    lines = two_lines(name, font, 150)
    assert 1 <= len(lines) <= 2
    assert all(QFontMetrics(font).horizontalAdvance(line) <= 150 for line in lines)
    assert lines[0][:4] == name[:4]


def test_top_categories_with_goods_the_fullest_first() -> None:
    tree = (
        CategoryRow(1, "Dairy", None, "Dairy", 0, 2),
        CategoryRow(2, "Empty", None, "Empty", 0, 0),
        CategoryRow(3, "Grocery", None, "Grocery", 0, 0),
        CategoryRow(4, "Beans", 3, "Grocery > Beans", 1, 9),
    )
    assert top_level(tree) == [(3, "Grocery"), (1, "Dairy")]
