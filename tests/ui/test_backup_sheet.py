"""Watching a backup: how far it is, what came of it, and stopping it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import Cancelled
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.approving import Allowed
from pos_app.ui.backup_sheet import BackupSheet
from pos_app.ui.desk import Desk

Progress = Callable[[int, int], None]


def begin(desk: Desk, window: QWidget, target: Path) -> BackupSheet:
    window.show()
    sheet = BackupSheet(desk, window, str(target), Allowed())
    sheet.open()
    return sheet


def test_the_copy_is_named_when_it_is_made(
    desk: Desk, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "copy.db"
    with qtbot.waitSignal(begin(desk, window, target).accepted):
        pass
    [notice] = desk.notices.notices
    said = [label.text() for label in notice.findChildren(QLabel)]
    assert said[1:3] == ["Backed up.", f"The verified copy is {target}."]
    copy = Shop.open(target)
    assert copy.info.name == desk.shop.info.name
    copy.close()


def test_an_older_copy_stays_as_it_is(
    desk: Desk, window: QWidget, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("older")
    with qtbot.waitSignal(begin(desk, window, target).rejected):
        pass
    [notice] = desk.notices.notices
    assert "copy.db" in notice.text
    assert target.read_text() == "older"


def test_esc_stops_it_and_nothing_is_said(
    desk: Desk, window: QWidget, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[str] = []

    def for_ever(_target: str, progress: Progress, *, by: Clerk) -> None:
        try:
            while True:
                progress(3, 10)
        except Cancelled:
            ends.append("stopped")
            raise

    monkeypatch.setattr(desk.shop, "backup", for_ever)
    sheet = begin(desk, window, tmp_path / "copy.db")
    qtbot.waitUntil(lambda: (sheet.bar.value(), sheet.bar.maximum()) == (3, 10))
    with qtbot.waitSignal(sheet.rejected):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: ends != [])
    assert ends == ["stopped"]
    assert desk.notices.notices == ()
