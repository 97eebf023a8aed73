"""The sheet of what stands on receipts: it shows what it will be, saves it, and loses nothing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.receipts import ReceiptsSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.documents.papers import LOGO, drawing


@pytest.fixture
def sheet(qtbot: QtBot, desk: Desk, window: QWidget) -> ReceiptsSheet:
    """The sheet, open, with its first example."""
    window.show()
    opened = ReceiptsSheet(desk, window)
    opened.open()
    qtbot.waitUntil(lambda: bool(opened.preview.slip.accessibleDescription()))
    return opened


def spoken(sheet: ReceiptsSheet) -> str:
    return sheet.preview.slip.accessibleDescription()


@pytest.fixture
def logo_file(tmp_path: Path) -> str:
    file = tmp_path / "logo.png"
    file.write_bytes(drawing())
    return str(file)


def test_the_example_follows_what_is_typed(qtbot: QtBot, sheet: ReceiptsSheet) -> None:
    assert "T1-1024" in spoken(sheet)
    length = sheet.preview.paper.heightForWidth(400)
    assert length > 400
    sheet.header.setFocus()
    qtbot.keyClicks(sheet.header, "Open daily")
    qtbot.keyClick(sheet.header, Qt.Key.Key_Return)
    qtbot.keyClicks(sheet.header, "8 to 20")
    assert sheet.header.toPlainText() == "Open daily\n8 to 20"
    qtbot.waitUntil(lambda: sheet.preview.paper.heightForWidth(400) > length)
    longer = sheet.preview.paper.heightForWidth(400)
    sheet.qr.click()
    qtbot.waitUntil(lambda: sheet.preview.paper.heightForWidth(400) > longer + 50)


def test_both_looks_by_key(qtbot: QtBot, sheet: ReceiptsSheet) -> None:
    assert sheet.preview.slip.isVisible()
    assert not sheet.preview.paper.isVisible()
    qtbot.keyClick(sheet.header, Qt.Key.Key_F3)
    assert sheet.preview.paper.isVisible()
    grabbed = sheet.preview.paper.grab().toImage()
    assert grabbed.pixelColor(grabbed.width() // 2, 4).name() == "#ffffff"
    dark = sum(
        grabbed.pixelColor(x, y).lightness() < 80
        for x in range(0, grabbed.width(), 2)
        for y in range(0, min(300, grabbed.height()), 2)
    )
    assert dark > 200
    qtbot.keyClick(sheet.header, Qt.Key.Key_F2)
    assert sheet.preview.slip.isVisible()


def test_all_of_it_is_saved_by_key(
    qtbot: QtBot, sheet: ReceiptsSheet, shop: Shop, logo_file: str
) -> None:
    sheet.header.setPlainText("Open daily")
    sheet.footer_lines.setPlainText("Come again\n\nsoon")
    sheet.tax_number.setPlainText("DE123456789\n12/345/67890")
    sheet.qr.setChecked(True)
    with qtbot.waitSignal(sheet.logo.changed):
        sheet.logo.load(logo_file)
    with qtbot.waitSignal(sheet.saved):
        qtbot.keyClick(sheet.tax_number, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    info = shop.info
    assert (info.receipt_header, info.receipt_footer) == ("Open daily", "Come again\n\nsoon")
    assert (info.tax_number, info.receipt_qr) == ("DE123456789\n12/345/67890", True)
    assert shop.settings.logo() == LOGO


def test_a_logo_comes_off_again(
    qtbot: QtBot, shop: Shop, owner: Clerk, desk: Desk, window: QWidget
) -> None:
    shop.settings.set_logo(drawing(), by=owner)
    window.show()
    sheet = ReceiptsSheet(desk, window)
    sheet.open()
    qtbot.waitUntil(sheet.logo.remove.isVisible)
    sheet.logo.remove.click()
    assert not sheet.logo.remove.isVisible()
    with qtbot.waitSignal(sheet.saved):
        sheet.save_button.click()
    assert shop.settings.logo() is None


@pytest.mark.parametrize("content", [b"no picture", None])
def test_a_file_that_is_no_logo_is_said_under_its_field(
    qtbot: QtBot, sheet: ReceiptsSheet, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "logo.png"
    if content is not None:
        file.write_bytes(content)
    with qtbot.waitSignal(sheet.logo.refused):
        sheet.logo.load(str(file))
    assert "PNG or JPEG" in sheet.logo.accessibleDescription()
    assert sheet.logo.picture is None
    assert sheet.save_button.isEnabled()


def test_too_many_lines_are_refused_and_stay(
    qtbot: QtBot, sheet: ReceiptsSheet, shop: Shop
) -> None:
    before = shop.info
    sheet.footer_lines.setPlainText("\n".join("line" for _ in range(13)))
    sheet.save_button.click()
    qtbot.waitUntil(lambda: bool(sheet.footer_lines.property("fault")))
    assert sheet.save_button.isEnabled()
    assert sheet.footer_lines.toPlainText().count("line") == 13
    assert shop.info == before


def test_a_fourth_tax_number_is_refused_under_its_field(
    qtbot: QtBot, sheet: ReceiptsSheet, shop: Shop
) -> None:
    sheet.tax_number.setPlainText("1\n2\n3\n4")
    sheet.save_button.click()
    qtbot.waitUntil(lambda: bool(sheet.tax_number.property("fault")))
    assert shop.info.tax_number == ""


def test_nothing_changed_closes_without_a_question(
    qtbot: QtBot, sheet: ReceiptsSheet, window: QWidget
) -> None:
    with qtbot.waitSignal(sheet.finished):
        qtbot.keyClick(sheet.header, Qt.Key.Key_Escape)
    assert window.findChild(ConfirmSheet) is None


def test_what_was_typed_is_not_thrown_away_unasked(
    qtbot: QtBot, sheet: ReceiptsSheet, window: QWidget
) -> None:
    sheet.tax_number.setPlainText("7")
    qtbot.keyClick(sheet.tax_number, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(ConfirmSheet) is not None)
    assert sheet.isVisible()


def test_the_file_is_asked_for_by_key(
    qtbot: QtBot, sheet: ReceiptsSheet, window: QWidget, logo_file: str
) -> None:
    qtbot.keyClick(sheet.header, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(sheet.logo.changed):
        dialog.fileSelected.emit(logo_file)
    dialog.reject()
    assert sheet.logo.picture == LOGO
