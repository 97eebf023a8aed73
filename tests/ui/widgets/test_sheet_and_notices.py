"""What stands over the window: sheets that cover it, notices that stay in its corner."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.notice import NoticeStack
from pos_app.ui.widgets.sheet import Sheet, sheet_open


class Ground:
    """A window with a field and a button of its own below the sheet."""

    def __init__(self, window: QWidget, qtbot: QtBot) -> None:
        self.window = window
        self.field = QLineEdit()
        self.pay = KeyButton("Pay", key="F2")
        self.notices = NoticeStack(window)
        row = QHBoxLayout(window)
        row.addWidget(self.field)
        row.addWidget(self.pay)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        self.field.setFocus()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def ground(window: QWidget, qtbot: QtBot) -> Ground:
    return Ground(window, qtbot)


@pytest.fixture
def sheet(ground: Ground) -> Sheet:
    sheet = Sheet("Pay", ground.pay)
    for _ in range(3):
        sheet.body.addWidget(QLineEdit())
    sheet.footer.addWidget(KeyButton("Card", key="F2"))
    sheet.open()
    return sheet


class TestSheet:
    def test_it_covers_the_window_at_any_size(self, sheet: Sheet, ground: Ground) -> None:
        assert sheet.geometry() == ground.window.rect()
        ground.window.resize(1100, 720)
        assert sheet.geometry() == ground.window.rect()
        card = sheet._sheet_card.geometry()
        assert sheet.rect().contains(card)
        assert abs(card.center().x() - sheet.rect().center().x()) <= 1

    def test_a_card_is_never_larger_than_the_window(self, ground: Ground) -> None:
        tall = Sheet("Long", ground.window, width=4000, scroll=True)
        for _ in range(60):
            tall.body.addWidget(QLineEdit())
        tall.open()
        assert tall.rect().contains(tall._sheet_card.geometry())

    def test_what_scrolls_leaves_the_buttons_their_room(self, ground: Ground) -> None:
        tall = Sheet("Long", ground.window, width=480, scroll=True)
        for _ in range(60):
            tall.body.addWidget(QLineEdit())
        rows = QVBoxLayout()
        buttons = [KeyButton(f"Button {number}") for number in range(4)]
        for button in buttons:
            rows.addWidget(button)
        tall.footer.addLayout(rows)
        tall.open()
        for size in ((1366, 768), (1024, 700), (1366, 768)):
            ground.window.resize(*size)
            QApplication.processEvents()
            assert tall._sheet_area is not None
            assert tall._sheet_area.geometry().bottom() < buttons[0].geometry().top()
            assert all(button.height() >= button.minimumSizeHint().height() for button in buttons)
            assert tall.rect().contains(tall._sheet_card.geometry())

    def test_one_key_means_one_thing_at_a_time(
        self, sheet: Sheet, ground: Ground, qtbot: QtBot
    ) -> None:
        [card] = sheet.findChildren(KeyButton)
        with qtbot.assertNotEmitted(ground.pay.clicked), qtbot.waitSignal(card.clicked):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
        sheet.reject()
        with qtbot.waitSignal(ground.pay.clicked):
            qtbot.keyClick(ground.field, Qt.Key.Key_F2)

    def test_the_focus_stays_inside(self, sheet: Sheet, ground: Ground, qtbot: QtBot) -> None:
        for _ in range(9):
            QTest.keyClick(focused(), Qt.Key.Key_Tab)
            assert sheet.isAncestorOf(focused())
        ground.field.setFocus()
        assert sheet.isAncestorOf(focused())

    def test_escape_closes_it_and_the_focus_goes_back(
        self, sheet: Sheet, ground: Ground, qtbot: QtBot
    ) -> None:
        with qtbot.waitSignals([sheet.rejected, sheet.finished]):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert ground.field.hasFocus()
        assert not sheet_open(ground.field)

    def test_one_that_must_be_answered_ignores_escape(self, sheet: Sheet, qtbot: QtBot) -> None:
        sheet.set_closable(False)
        with qtbot.assertNotEmitted(sheet.finished):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert sheet.isVisible()

    def test_accepting_tells_so_once(self, sheet: Sheet, qtbot: QtBot) -> None:
        told: list[bool] = []
        sheet.finished.connect(told.append)
        with qtbot.waitSignal(sheet.accepted):
            sheet.accept()
        sheet.reject()
        assert told == [True]

    def test_a_sheet_over_a_sheet_gives_the_keys_back_in_turn(
        self, sheet: Sheet, ground: Ground, qtbot: QtBot
    ) -> None:
        [card] = sheet.findChildren(KeyButton)
        upper = Sheet("Sure?", sheet)
        upper.footer.addWidget(KeyButton("Yes", key="Enter"))
        upper.open()
        with qtbot.assertNotEmitted(card.clicked):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)
        upper.accept()
        with qtbot.waitSignal(card.clicked), qtbot.assertNotEmitted(ground.pay.clicked):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F2)

    def test_a_click_beside_it_loses_nothing(self, sheet: Sheet, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(sheet.finished):
            qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().topLeft())
        assert sheet.isVisible()


class TestNotices:
    def test_a_sticky_one_is_never_closed_by_enter(self, ground: Ground, qtbot: QtBot) -> None:
        ground.notices.say("Unknown code", "Nothing was added.", "bad", sticky=True)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape):
            qtbot.keyClick(ground.field, key)
        assert [notice.text for notice in ground.notices.notices] == ["Unknown code"]

    def test_shift_escape_closes_the_newest_sticky_one(self, ground: Ground, qtbot: QtBot) -> None:
        ground.notices.say("First", sticky=True, tone="bad")
        ground.notices.say("Second", sticky=True, tone="bad")
        ground.notices.say("Sold")
        qtbot.keyClick(ground.field, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
        assert [notice.text for notice in ground.notices.notices] == ["First", "Sold"]

    def test_it_works_under_a_sheet_too(self, ground: Ground, qtbot: QtBot) -> None:
        ground.notices.say("Unknown code", tone="bad", sticky=True)
        sheet = Sheet("Pay", ground.window)
        sheet.body.addWidget(QLineEdit())
        sheet.open()
        focus = QApplication.focusWidget()
        qtbot.keyClick(focus, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
        assert ground.notices.notices == ()
        assert sheet.isVisible()

    def test_one_that_only_tells_goes_by_itself(
        self, ground: Ground, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pos_app.ui.widgets.notice.SHOWN_MS", 1)
        ground.notices.say("Sold")
        qtbot.waitUntil(lambda: ground.notices.notices == ())
        assert not ground.notices.isVisible()

    def test_its_button_acts_and_takes_it_away(self, ground: Ground, qtbot: QtBot) -> None:
        done: list[str] = []
        notice = ground.notices.say(
            "Unknown code", sticky=True, action="Look up", on_action=lambda: done.append("up")
        )
        [button] = [b for b in notice.findChildren(KeyButton) if b.text() == "Look up"]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert done == ["up"]
        assert ground.notices.notices == ()

    def test_they_stay_in_the_corner(self, ground: Ground) -> None:
        ground.notices.say("Unknown code", "Nothing was added.", "bad", sticky=True)
        for size in ((1366, 768), (1024, 700)):
            ground.window.resize(*size)
            assert ground.window.rect().contains(ground.notices.geometry())
            assert ground.notices.geometry().bottom() >= size[1] - 20

    def test_they_never_lie_over_the_buttons_of_a_sheet(self, ground: Ground) -> None:
        sheet = Sheet("Receipt", ground.window, width=480, scroll=True)
        for _ in range(60):
            sheet.body.addWidget(QLineEdit())
        button = KeyButton("Copy", key="Ctrl+C")
        sheet.footer.insertWidget(0, button)
        sheet.open()
        ground.notices.say("Unknown code", "Nothing was added.", "bad", sticky=True)
        for size in ((1366, 768), (1024, 700)):
            ground.window.resize(*size)
            QApplication.processEvents()
            shown = ground.notices.geometry()
            assert ground.window.rect().contains(shown)
            assert sheet.isVisible()
            place = button.rect().translated(button.mapTo(ground.window, QPoint()))
            assert not shown.intersects(place)
            field = sheet.findChildren(QLineEdit)[0]
            assert not shown.intersects(field.rect().translated(field.mapTo(sheet, QPoint())))

    def test_they_stand_as_before_once_a_sheet_has_closed(self, ground: Ground) -> None:
        for number in range(3):
            ground.notices.say(f"Unknown code {number}", tone="bad", sticky=True)
        before = ground.notices.geometry()
        sheet = Sheet("Pay", ground.window)
        sheet.open()
        assert sum(notice.isVisible() for notice in ground.notices.notices) == 1
        sheet.reject()
        assert sum(notice.isVisible() for notice in ground.notices.notices) == 3
        assert ground.notices.geometry() == before

    def test_what_is_not_shown_is_counted(self, ground: Ground) -> None:
        for number in range(5):
            ground.notices.say(f"Unknown code {number}", tone="bad", sticky=True)
        shown = [notice for notice in ground.notices.notices if notice.isVisible()]
        assert [notice.text for notice in shown] == [f"Unknown code {n}" for n in (2, 3, 4)]
        assert shown[-1]._more.text() == "2 more"
