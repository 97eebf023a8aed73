"""Files in and out: progress, what became of it, every fault with its place, a way to stop."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from pos_app.domain.errors import ShopBusy
from pos_app.domain.rows import Clerk, ImportResult, ProductRow
from pos_app.shop import Shop
from pos_app.ui.products.export_sheet import ExportSheet
from pos_app.ui.products.import_sheet import ImportSheet
from tests.ui.products.conftest import Manager

Open = Callable[[], Manager]

HEAD = "sku,name,category,price,stock"
GOOD = f"""{HEAD}
A1,Apples,Fruit,1.29,20
P1,Pears,Fruit,1.49,5
C1,Cereal,Grocery > Cereal,3.69,9
"""
BAD = f"""{HEAD}
A1,Apples,Fruit,1.29,20
P1,Pears,Fruit,-1.49,5
C1,,Grocery,3.69,9
C2,Cereal,Grocery,3.x9,9
"""


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "products.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def begin(manager: Manager, path: str) -> ImportSheet:
    manager.tab._actions.open_import(path)
    sheet = next(s for s in manager.window.findChildren(ImportSheet) if s.isVisible())
    manager.rest()
    return sheet


def test_a_file_is_taken_in(open_tab: Open, file, shop: Shop) -> None:
    manager = open_tab()
    sheet = begin(manager, file(GOOD))
    assert sheet.sentence.text() == "3 products added"
    assert not sheet.bar.isVisible()
    assert not sheet.faults.isVisible()
    manager.key(Qt.Key.Key_Return)
    assert manager.open_sheets() == 0
    manager.rest()
    assert manager.names == ["Apples", "Cereal", "Pears"]
    assert manager.tab._toolbar.low.count == 2


def test_the_same_file_again_changes_nothing(open_tab: Open, file, shop: Shop) -> None:
    manager = open_tab()
    begin(manager, file(GOOD)).accept()
    sheet = begin(manager, file(GOOD))
    assert sheet.sentence.text() == "Nothing new in this file"
    assert sheet.hint.text() == "3 products stood there already."


def test_every_fault_is_listed_with_its_place(open_tab: Open, file, shop: Shop) -> None:
    manager = open_tab()
    sheet = begin(manager, file(BAD))
    assert sheet.sentence.text() == "products.csv has 3 faults"
    model = sheet.faults._model
    rows = [[model.data(model.index(row, col)) for col in range(4)] for row in range(3)]
    assert rows == [
        ["3", "price", "-1.49", "Must not be below zero"],
        ["4", "name", "(nothing)", "Is missing"],
        ["5", "price", "3.x9", "Is not a number"],
    ]
    assert shop.catalog.count() == 0
    manager.click(sheet.copy_button)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[1] == "3\tprice\t-1.49\tmust not be below zero"
    assert len(copied) == 4


def test_the_bad_rows_can_be_left_out(open_tab: Open, file, shop: Shop) -> None:
    manager = open_tab()
    sheet = begin(manager, file(BAD))
    manager.click(sheet.rest_button)
    manager.rest()
    assert sheet.sentence.text() == "1 product added"
    assert sheet.hint.text() == "3 rows left out."
    assert sheet.faults.isVisible()
    assert sheet.faults._model.rowCount() == 3
    assert [row.name for row in shop.catalog.page()] == ["Apples"]


def test_a_file_without_a_needed_column_can_only_be_mended(open_tab: Open, file) -> None:
    manager = open_tab()
    sheet = begin(manager, file("sku,name\nA1,Apples"))
    assert sheet.faults._model.rowCount() == 3
    assert not sheet.rest_button.isVisible()
    assert sheet.another_button.isVisible()


def test_no_such_file_is_told(open_tab: Open, tmp_path: Path) -> None:
    manager = open_tab()
    sheet = begin(manager, str(tmp_path / "nowhere.csv"))
    assert "nowhere.csv" in sheet.sentence.text()
    assert sheet.faults._model.rowCount() == 1
    assert not sheet.rest_button.isVisible()


def test_an_import_shows_how_far_it_is_and_can_be_stopped(
    open_tab: Open, file, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(path: str, *, progress: Callable[[int, int], None], **_more: object) -> ImportResult:
        progress(1200, 13190)
        assert go_on.wait(10)
        progress(1300, 13190)
        return ImportResult(13190, 0, 0, 0)

    monkeypatch.setattr(shop.imports, "products", slow)
    manager = open_tab()
    manager.tab._actions.open_import(file(GOOD))
    sheet = next(s for s in manager.window.findChildren(ImportSheet))
    manager.bot.waitUntil(lambda: sheet.hint.text() == "1,200 of 13,190")
    assert (sheet.bar.value(), sheet.bar.maximum()) == (1200, 13190)
    manager.key(Qt.Key.Key_Escape)
    assert sheet.isVisible(), "it closes when the work has ended, not before"
    go_on.set()
    manager.bot.waitUntil(lambda: manager.open_sheets() == 0)
    assert manager.said == ["Stopped."]


def test_who_may_not_import_is_told(open_tab: Open, file, shop: Shop, owner: Clerk) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    manager = open_tab()
    manager.desk.session.clerk = shop.staff.sign_in("bob", pin="135791")
    sheet = begin(manager, file(GOOD))
    assert sheet.sentence.text() == "Bob may not change products."
    assert shop.catalog.count() == 0
    manager.desk.session.clerk = None
    sheet.accept()
    sheet = begin(manager, file(GOOD))
    assert sheet.sentence.text() == "Nobody is signed in here any more."


def test_all_products_are_written_to_a_file(
    open_tab: Open, milk: ProductRow, tmp_path: Path
) -> None:
    manager = open_tab()
    target = tmp_path / "out.csv"
    manager.tab._actions.open_export(str(target))
    manager.bot.waitUntil(lambda: manager.open_sheets() == 0)
    assert manager.said == ["1 product written to out.csv"]
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("sku,")
    assert milk.name in lines[1]
    assert len(lines) == 2


def test_an_export_that_fails_or_is_stopped_says_so(
    open_tab: Open, tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = open_tab()

    def refuse(path: str, progress: Callable[[int, int], None], *, by: Clerk) -> int:
        raise ShopBusy(path)

    monkeypatch.setattr(shop.exports, "products", refuse)
    manager.tab._actions.open_export(str(tmp_path / "out.csv"))
    manager.bot.waitUntil(lambda: manager.open_sheets() == 0)
    assert "busy" in manager.said[0]
    manager.desk.notices.clear()
    go_on = threading.Event()

    def slow(path: str, progress: Callable[[int, int], None], *, by: Clerk) -> int:
        progress(1, 10)
        assert go_on.wait(10)
        progress(2, 10)
        return 10

    monkeypatch.setattr(shop.exports, "products", slow)
    manager.tab._actions.open_export(str(tmp_path / "out.csv"))
    sheet = next(s for s in manager.window.findChildren(ExportSheet) if s.isVisible())
    manager.bot.waitUntil(lambda: sheet.bar.maximum() == 10)
    manager.key(Qt.Key.Key_Escape)
    go_on.set()
    manager.bot.waitUntil(lambda: manager.open_sheets() == 0)
    assert manager.said == ["Export stopped"]


@pytest.mark.qt_log_ignore("does not support")
@pytest.mark.parametrize("key", [Qt.Key.Key_I, Qt.Key.Key_E])
def test_the_keys_ask_for_a_file(open_tab: Open, key: Qt.Key) -> None:
    manager = open_tab()
    manager.control(key)
    dialog = manager.window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.isVisible()
    saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    assert saves == (key == Qt.Key.Key_E)
    dialog.reject()
