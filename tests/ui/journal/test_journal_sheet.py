"""The journal as a manager uses it: look for what was done, see it whole, verify it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import apsw
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.errors import NotAllowed
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Anchor, Clerk, JournalReport, ProductRow
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.journal import JournalSheet, open_journal
from pos_app.ui.journal.archive import ArchiveSheet
from pos_app.ui.journal.verify_sheet import VerifySheet, report_lines
from pos_app.ui.widgets.choice import Choice

Open = Callable[[], JournalSheet]


def kinds(sheet: JournalSheet) -> list[str]:
    return [sheet.model.index(place, 1).data() for place in range(sheet.model.rowCount())]


def choose(choice: Choice, entry: str) -> None:
    choice.setCurrentText(entry)
    choice.activated.emit(choice.currentIndex())


def shown(sheet: JournalSheet) -> str:
    return " ".join(sheet.panel.page.toPlainText().split())


def test_the_newest_comes_first(open_sheet: Open) -> None:
    sheet = open_sheet()
    QAbstractItemModelTester(
        sheet.model, QAbstractItemModelTester.FailureReportingMode.Fatal, sheet
    )
    assert kinds(sheet)[:4] == ["Price changed", "Sale", "Sale", "Sale"]
    assert kinds(sheet)[-2:] == ["Journal begun", "Signing key"]
    number, amount, by, entry = [sheet.model.index(1, column).data() for column in range(2, 6)]
    assert (number, amount, by) == ("T1-3", "3.87", "Terminal")
    assert entry.startswith("T1 ")


def test_an_entry_is_shown_whole(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    assert sheet.bar.number.hasFocus()
    qtbot.keyClick(sheet.bar.number, Qt.Key.Key_Down)
    qtbot.keyClick(sheet.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: sheet.panel.entry is not None and sheet.panel.entry.kind == "sale")
    assert sheet.panel.entry is not None
    text = shown(sheet)
    for told in ("T1-3", "3 × Milk 1 l", "$3.87", "cash", "Tendered $10.00", "Signature good"):
        assert told in text, told
    assert sheet.panel.entry.hash[:8] in text
    assert sheet.panel.entry.key in text


def test_a_number_finds_its_papers(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    with qtbot.waitSignal(sheet.model.filled):
        qtbot.keyClicks(sheet.bar.number, "T1-2")
    qtbot.waitUntil(lambda: kinds(sheet) == ["Sale"])
    assert sheet.model.index(0, 2).data() == "T1-2"


def test_filters_narrow_one_another_and_go(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    qtbot.waitUntil(lambda: sheet.bar.user.count() > 1)
    choose(sheet.bar.kind, "Sale")
    qtbot.waitUntil(lambda: kinds(sheet) == ["Sale"] * 3)
    choose(sheet.bar.user, "Ann")
    qtbot.waitUntil(lambda: kinds(sheet) == [])
    assert not sheet.bar.filter.open
    sheet.table.empty_acted.emit()
    qtbot.waitUntil(lambda: len(kinds(sheet)) > 3)
    assert sheet.bar.filter.open


def test_days(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    chips = sheet.bar.days._chips
    chips.button(1).click()  # yesterday
    qtbot.waitUntil(lambda: kinds(sheet) == [])
    chips.button(0).click()
    qtbot.waitUntil(lambda: "Sale" in kinds(sheet))
    chips.button(5).click()
    assert sheet.bar.days.first.isVisible()
    with qtbot.waitSignal(sheet.model.filled):
        sheet.bar.days.first.setDate(QDate(2030, 1, 2))
        sheet.bar.days.last.setDate(QDate(2030, 1, 1))
    assert (sheet.bar.filter.days.first, sheet.bar.filter.days.last) == (
        date(2030, 1, 1),
        date(2030, 1, 2),
    )
    qtbot.waitUntil(lambda: kinds(sheet) == [])


def test_a_single_till_needs_no_choice(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    qtbot.waitUntil(lambda: sheet.bar.till.count() == 2)
    assert not sheet.bar.till.isVisible()
    sheet.bar.offer((), (Anchor("T1", 1, "a"), Anchor("T2", 1, "b")))
    assert sheet.bar.till.isVisible()


def test_what_is_done_meanwhile_comes_in(
    open_sheet: Open, shop: Shop, owner: Clerk, milk: ProductRow, qtbot: QtBot
) -> None:
    sheet = open_sheet()
    dearer = shop.catalog.get(milk.id)
    shop.checkout.sell(Cart().add(dearer), [Payment("cash", 200)], by=owner)
    qtbot.waitUntil(lambda: kinds(sheet)[0] == "Sale")
    assert sheet.model.index(0, 2).data() == "T1-4"


def test_who_may_not_is_told(
    desk: Desk, shop: Shop, owner: Clerk, window: QWidget, qtbot: QtBot, sold: list[str]
) -> None:
    shop.staff.add_user(username="tim", name="Tim", pin="135791", role="clerk", by=owner)
    tim = shop.staff.sign_in("tim", pin="135791")
    desk.session.take(tim)
    window.show()
    sheet = JournalSheet(desk, window)
    with qtbot.waitSignal(sheet.model.failed) as failed:
        sheet.open()
    assert isinstance(failed.args[0], NotAllowed)
    assert sheet.table._error.isVisible()


def test_the_door_asks_who_may_not_for_an_approval(
    desk: Desk, window: QWidget, qtbot: QtBot, sold: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show()
    asked = []
    monkeypatch.setattr(
        "pos_app.ui.journal.sheet.before",
        lambda _desk, permission, _then, **more: asked.append((permission, more["about"])),
    )
    open_journal(desk, window)
    assert asked == [(Permission.SEE_JOURNAL, "See the journal")]
    assert window.findChildren(JournalSheet) == []


# --- verifying -----------------------------------------------------------------------------------


def verified(sheet: JournalSheet, qtbot: QtBot) -> VerifySheet:
    qtbot.keyClick(sheet, Qt.Key.Key_F7)
    (found,) = sheet.window().findChildren(VerifySheet)
    qtbot.waitUntil(found.found.isVisible)
    return found


def test_a_whole_journal(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    found = verified(sheet, qtbot)
    assert found.accessibleName() == "The journal is whole"
    assert found.found.toPlainText().startswith("Till T1: all well up to entry ")
    assert "signed by 1 key" in found.count.text()
    assert found.leave.hasFocus()
    with qtbot.waitSignal(found.rejected):
        qtbot.keyClick(found, Qt.Key.Key_Escape)
    assert sheet.isVisible()


def test_the_first_bad_entry_is_named(open_sheet: Open, shop: Shop, qtbot: QtBot) -> None:
    file = apsw.Connection(shop.path)
    file.execute("DROP TRIGGER journal_no_update")
    file.execute(
        "UPDATE journal SET entry = replace(entry, '\"total\":258', '\"total\":158') "
        "WHERE document = 'T1-2'"
    )
    ((sequence,),) = file.execute("SELECT sequence FROM journal WHERE document = 'T1-2'").fetchall()
    file.close()
    found = verified(open_sheet(), qtbot)
    assert found.accessibleName() == "The journal is damaged"
    assert found.found.toPlainText().startswith(f"Entry {sequence} of till T1 was edited")
    assert "keep a backup" in found.words.text()


def test_verifying_can_be_stopped(
    open_sheet: Open, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def for_ever(*, by: Clerk, progress: Callable[[int, int], None]) -> JournalReport:
        while True:
            progress(1, 1000)

    monkeypatch.setattr(shop.journal, "verify", for_ever)
    sheet = open_sheet()
    qtbot.keyClick(sheet, Qt.Key.Key_F7)
    (found,) = sheet.window().findChildren(VerifySheet)
    qtbot.waitUntil(lambda: found.count.text() == "1 of 1,000 entries")
    with qtbot.waitSignal(found.rejected):
        qtbot.keyClick(found, Qt.Key.Key_Escape)
    assert found.job.cancelled


def test_a_report_of_two_tills() -> None:
    heads = (Anchor("T1", 1200, "ab" * 32), Anchor("T2", 7, "cd" * 32))
    report = JournalReport(1207, (), (), heads, ())
    assert report_lines(report) == [
        "Till T1: all well up to entry 1,200 (abababababababab…).",
        "Till T2: all well up to entry 7 (cdcdcdcdcdcdcdcd…).",
    ]


# --- giving away ---------------------------------------------------------------------------------


def test_the_archive_goes_into_a_folder(
    open_sheet: Open, window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = open_sheet()
    qtbot.keyClick(sheet, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = window.findChildren(QFileDialog)
    folder = tmp_path / "archive"
    dialog.fileSelected.emit(str(folder))
    dialog.close()
    (writing,) = window.findChildren(ArchiveSheet)
    with qtbot.waitSignal(writing.accepted):
        pass
    (archive,) = folder.glob("*.jsonl")
    kinds_written = [json.loads(line)["entry"]["kind"] for line in archive.read_text().splitlines()]
    assert kinds_written.count("sale") == 3
    assert kinds_written[-1] == "export"
    qtbot.waitUntil(lambda: "Export" in kinds(sheet))
