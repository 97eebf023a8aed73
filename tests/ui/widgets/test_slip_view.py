"""A receipt drawn as a slip: it holds its width, follows the theme, and becomes a PDF."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.documents.slip import Entry, Slip, SlipLine, TaxRow
from pos_app.ui import theme
from pos_app.ui.widgets.slip_column import Words
from pos_app.ui.widgets.slip_sheet import NARROW, WIDE, SlipSheet
from pos_app.ui.widgets.slip_view import SlipView

SLIP = Slip(
    shop="Corner Shop",
    address=("1 Main Street", "Springfield 62701"),
    number="T1-104",
    moment="Nov 22, 2025 1:42 PM",
    facts=(Entry("Served by", "Ann"),),
    lines=(
        SlipLine("Milk", "2.58", (Entry("2 × 1.29"),)),
        SlipLine("Beans", "2.67", (Entry("3 × 0.89"), Entry("3 for 2", "−0.67", "saving"))),
    ),
    sums=(Entry("Subtotal", "5.25"), Entry("3 for 2", "−0.67", "saving")),
    total="$4.58",
    taxes=(TaxRow("VAT 5 %", "4.36", "0.22", "4.58"),),
    remarks=("Prices include tax",),
    payments=(Entry("Cash", "5.00"), Entry("Change", "0.42")),
    closing=("Thank you",),
)


MIXED = replace(
    SLIP,
    lines=(
        SlipLine("Milk", "2.58", (Entry("2 × 1.29"),), "AB"),
        SlipLine("Beans", "10,000.67", mark="A"),
        SlipLine("Card", "25.00"),
    ),
    taxes=(
        TaxRow("VAT 5 %", "4.36", "0.22", "4.58", "A"),
        TaxRow("City tax 2 %", "4.36", "0.09", "4.45", "B"),
        TaxRow("Deposit 0.25", "", "0.75", ""),
    ),
    settling=(Entry("Rounding", "0.02"), Entry("To pay", "4.60", "strong")),
    payments=(Entry("Card ···· 1234", "4.60"), Entry("Approval code A-9912", kind="detail")),
    later=(Entry("Returned so far", "2.58"),),
)

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.mark.parametrize("width", [NARROW, 302, WIDE])
def test_nothing_leaves_the_paper(width: int) -> None:
    long = replace(
        SLIP,
        shop="The Very Long Name of a Shop " * 3,
        lines=(SlipLine("W" * 80, "10,000,000,000.00"), SlipLine("有機緑茶 " * 20, "8.99")),
        total="$10,000,000,008.99",
        taxes=(TaxRow("VAT " * 9, "8,403,361,352.09", "1,596,638,656.90", "10,000,000,008.99"),),
        facts=(Entry("Customer", "Wolfeschlegelsteinhausenbergerdorff-Montgomery-Smythe"),),
    )
    for slip in (SLIP, MIXED, long):
        sheet = SlipSheet(slip, width)
        for words in sheet.column.words:
            assert words.area.left() >= 0
            assert words.area.right() <= width
            assert 0 <= words.area.top() < words.area.bottom() <= sheet.height


def test_rows_do_not_lie_over_each_other() -> None:
    sheet = SlipSheet(SLIP, 302)
    tops = [words.area.top() for words in sheet.column.words]
    assert tops[0] < tops[-1] == max(tops)
    for one, other in zip(sheet.column.words, sheet.column.words[2:], strict=False):
        assert other.area.top() >= one.area.top() - 12  # a total stands higher than its word


def places(slip: Slip, width: int) -> dict[str, Words]:
    return {words.layout.text(): words for words in SlipSheet(slip, width).column.words}


def right_of(words: Words) -> float:
    line = words.layout.lineAt(0)
    return words.place.x() + line.naturalTextRect().right()


@pytest.mark.parametrize("width", [NARROW, 302, WIDE])
def test_figures_stay_in_one_column_beside_the_marks(width: int) -> None:
    found = places(MIXED, width)
    edge = right_of(found["25.00"])
    for figure in ("2.58", "10,000.67", "5.25", "$4.58", "4.45", "4.60"):
        assert abs(right_of(found[figure]) - edge) < 1.5
    mark = found["AB"]
    assert edge < mark.place.x() < right_of(mark) <= width
    # One letter hangs in the margin: the figures stay where they are without it.
    one = replace(SLIP, lines=(SlipLine("Milk", "7.77", mark="A"),))
    bare = replace(SLIP, lines=(SlipLine("Milk", "7.77"),))
    assert abs(right_of(places(one, width)["7.77"]) - right_of(places(bare, width)["7.77"])) < 1.5


def test_savings_are_green_and_what_is_to_pay_is_strong() -> None:
    assert places(SLIP, 302)["−0.67"].ink == "good"
    found = places(MIXED, 302)
    assert found["To pay"].layout.font().bold()
    assert found["Approval code A-9912"].ink == "muted"
    assert found["Approval code A-9912"].place.x() > found["Card ···· 1234"].place.x()


def test_a_stamp_makes_room_for_itself() -> None:
    plain, stamped = SlipSheet(SLIP, 302), SlipSheet(replace(SLIP, stamps=("Cancelled",)), 302)
    assert plain.column.stamps == []
    assert stamped.column.stamps[0].height() > 20
    assert stamped.height - plain.height >= stamped.column.stamps[0].height()


def test_a_narrow_slip_is_longer(qtbot: QtBot) -> None:
    view = SlipView()
    qtbot.addWidget(view)
    assert view.heightForWidth(WIDE) == 0
    view.show_slip(replace(SLIP, lines=(SlipLine("long name " * 12, "1.00"),)))
    assert view.heightForWidth(NARROW) > view.heightForWidth(WIDE) > 200


def test_a_screen_reader_gets_the_whole_receipt(qtbot: QtBot) -> None:
    view = SlipView()
    qtbot.addWidget(view)
    view.show_slip(replace(SLIP, stamps=("Not paid",)))
    assert view.accessibleName() == "Receipt T1-104"
    for words in ("Not paid", "Beans 2.67, 3 × 0.89, 3 for 2 −0.67", "Total $4.58", "Change 0.42"):
        assert words in view.accessibleDescription()
    view.show_slip(MIXED)
    for words in (
        "Milk 2.58, rate AB, 2 × 1.29",
        "Subtotal 5.25. 3 for 2 −0.67. Total $4.58. Rounding 0.02. To pay 4.60",
        "B City tax 2 %, Net 4.36, Tax 0.09, Gross 4.45. Deposit 0.25, Tax 0.75",
        "Prices include tax. Card ···· 1234 4.60. Approval code A-9912. Returned so far 2.58",
    ):
        assert words in view.accessibleDescription()


def test_it_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    view = SlipView()
    qtbot.addWidget(view)
    view.show_slip(SLIP)
    view.resize(320, view.heightForWidth(320))
    light = view.grab().toImage().pixelColor(10, 10)
    theme.apply(qapp, "dark")
    dark = view.grab().toImage().pixelColor(10, 10)
    assert light == QColor(theme.LIGHT.raised)
    assert dark == QColor(theme.DARK.raised)
