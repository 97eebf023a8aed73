"""Notices of scans: equal ones count, they lie over sheets, and hundreds change nothing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.devices.sound import HeardSounds, Sound
from pos_app.domain.errors import UnknownCode
from pos_app.ui.scanning.notices import ScanNotices
from pos_app.ui.widgets.notice import NoticeStack
from pos_app.ui.widgets.sheet import Sheet


@pytest.fixture
def notices(window: QWidget, qtbot: QtBot) -> NoticeStack:
    stack = NoticeStack(window)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    return stack


def test_equal_codes_are_one_notice_that_counts(notices: NoticeStack) -> None:
    said = ScanNotices(notices, HeardSounds())
    for code in ("111", "222", "111", "111"):
        said.unknown(code, UnknownCode(code))
    assert [(notice.same, notice.times) for notice in notices.notices] == [
        ("unknown 222", 1), ("unknown 111", 3),
    ]  # fmt: skip
    assert "(3 times)" in notices.notices[-1].accessibleName()
    assert notices.notices[-1]._text.text() == "“111” belongs to no product. (3 times)"


def test_one_that_was_closed_begins_again(notices: NoticeStack) -> None:
    said = ScanNotices(notices, HeardSounds())
    said.unknown("111", UnknownCode("111"))
    notices.close_newest()
    said.unknown("111", UnknownCode("111"))
    assert [notice.times for notice in notices.notices] == [1]


def test_hundreds_cover_no_more_of_the_window_than_three(
    notices: NoticeStack, window: QWidget
) -> None:
    said = ScanNotices(notices, HeardSounds())
    for number in range(3):
        said.unknown(str(number), UnknownCode(str(number)))
    height = notices.height()
    for number in range(3, 400):
        said.unknown(str(number), UnknownCode(str(number)))
    assert notices.height() < height + 40
    assert sum(notice.isVisible() for notice in notices.notices) == 3
    assert notices.notices[-1]._more.text() == "397 more"
    assert window.rect().contains(notices.geometry())


def test_they_lie_over_a_sheet_whichever_came_first(notices: NoticeStack, window: QWidget) -> None:
    def on_top() -> QWidget | None:
        return window.childAt(notices.geometry().center())

    notices.say("First", sticky=True, tone="bad")
    sheet = Sheet("Pay", window)
    sheet.body.addWidget(QLineEdit())
    sheet.open()
    found = on_top()
    assert found is not None
    assert notices.isAncestorOf(found)
    assert window.childAt(QPoint(4, 4)) is sheet
    notices.say("Second", sticky=True, tone="bad")
    found = on_top()
    assert found is not None
    assert notices.isAncestorOf(found)


def test_a_key_presses_the_newest_button_also_under_a_sheet(
    notices: NoticeStack, window: QWidget, qtbot: QtBot
) -> None:
    made: list[str] = []
    said = ScanNotices(notices, HeardSounds())
    said.unknown("111", UnknownCode("111"), lambda: made.append("111"))
    said.unknown("222", UnknownCode("222"), lambda: made.append("222"))
    said.blocked("333", "Milk was not added.", "Finish paying.")
    sheet = Sheet("Pay", window)
    field = QLineEdit()
    sheet.body.addWidget(field)
    sheet.open()
    qtbot.keyClick(field, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    assert made == ["222"]
    assert [notice.same.split()[1] for notice in notices.notices] == ["111", "333"]


def test_each_kind_has_its_sound(notices: NoticeStack) -> None:
    sounds = HeardSounds()
    said = ScanNotices(notices, sounds)
    said.unknown("1", UnknownCode("1"))
    said.blocked("2", "Milk was not added.", "Finish paying.")
    said.refused("3", OSError("the disk"))
    assert sounds.played == [Sound.NOT_FOUND, Sound.BLOCKED, Sound.BLOCKED]
    assert "“3” was not added." in notices.notices[-1].text
    assert "disk" not in notices.notices[-1].accessibleName()
