"""A receipt drawn as a slip: it holds its width, follows the theme, and becomes a PDF."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.documents.slip import Entry, Slip, SlipLine
from pos_app.ui import theme
from pos_app.ui.widgets.slip_sheet import NARROW, WIDE, SlipSheet
from pos_app.ui.widgets.slip_view import SlipView, slip_pdf

SLIP = Slip(
    shop="Corner Shop",
    address=("1 Main Street", "Springfield 62701"),
    number="T1-104",
    moment="Nov 22, 2025 1:42 PM",
    facts=(Entry("Served by", "Ann"),),
    lines=(
        SlipLine("Milk", "2.58", (Entry("2 × 1.29"),)),
        SlipLine("Beans", "2.67", (Entry("3 × 0.89"), Entry("Discount", "−0.67"))),
    ),
    sums=(Entry("Subtotal", "5.25"), Entry("Discount", "−0.67")),
    total="$4.58",
    taxes=(Entry("Tax included 5 %", "0.22"),),
    payments=(Entry("Cash", "5.00"), Entry("Change", "0.42")),
    stamp="",
    closing="Thank you",
)


pytestmark = pytest.mark.usefixtures("dressed")


@pytest.mark.parametrize("width", [NARROW, 302, WIDE])
def test_nothing_leaves_the_paper(width: int) -> None:
    long = replace(
        SLIP,
        shop="The Very Long Name of a Shop " * 3,
        lines=(SlipLine("W" * 80, "10,000,000,000.00"), SlipLine("有機緑茶 " * 20, "8.99")),
        total="$10,000,000,008.99",
        facts=(Entry("Customer", "Wolfeschlegelsteinhausenbergerdorff-Montgomery-Smythe"),),
    )
    for slip in (SLIP, long):
        sheet = SlipSheet(slip, width)
        for words in sheet.words:
            assert words.area.left() >= 0
            assert words.area.right() <= width
            assert 0 <= words.area.top() < words.area.bottom() <= sheet.height


def test_rows_do_not_lie_over_each_other() -> None:
    sheet = SlipSheet(SLIP, 302)
    tops = [words.area.top() for words in sheet.words]
    assert tops[0] < tops[-1] == max(tops)
    for one, other in zip(sheet.words, sheet.words[2:], strict=False):
        assert other.area.top() >= one.area.top() - 12  # a total stands higher than its word


def test_a_stamp_makes_room_for_itself() -> None:
    plain, stamped = SlipSheet(SLIP, 302), SlipSheet(replace(SLIP, stamp="Cancelled"), 302)
    assert plain.stamp.isEmpty()
    assert stamped.stamp.height() > 20
    assert stamped.height - plain.height >= stamped.stamp.height()


def test_a_narrow_slip_is_longer(qtbot: QtBot) -> None:
    view = SlipView()
    qtbot.addWidget(view)
    assert view.heightForWidth(WIDE) == 0
    view.show_slip(replace(SLIP, lines=(SlipLine("long name " * 12, "1.00"),)))
    assert view.heightForWidth(NARROW) > view.heightForWidth(WIDE) > 200


def test_a_screen_reader_gets_the_whole_receipt(qtbot: QtBot) -> None:
    view = SlipView()
    qtbot.addWidget(view)
    view.show_slip(replace(SLIP, stamp="Not paid"))
    assert view.accessibleName() == "Receipt T1-104"
    for words in ("Not paid", "Beans 2.67, 3 × 0.89, Discount −0.67", "Total $4.58", "Change 0.42"):
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


def test_a_pdf_is_one_page_of_80_mm() -> None:
    pdf = slip_pdf(SLIP)
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") == 1
    box = pdf.split(b"/MediaBox [", 1)[1].split(b"]", 1)[0].split()
    assert abs(float(box[2]) - 80 / 25.4 * 72) < 1
    assert float(box[3]) > 200
