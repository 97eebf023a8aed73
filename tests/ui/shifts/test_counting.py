"""Counting a drawer by the number block, by thumbs, and taking a slip back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.denominations import denominations
from pos_app.domain.money import MoneyFormat
from pos_app.ui.shifts.counting import Counting
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

EURO = MoneyFormat("EUR", 2, ",", ".", "", " €")
YEN = MoneyFormat("JPY", 0, ".", ",", "¥")

Open = Callable[[MoneyFormat], Counting]


@pytest.fixture
def opened(qtbot: QtBot, window: QWidget) -> Open:
    """A count in a sheet over the window, with the focus in its first row."""

    def make(money: MoneyFormat) -> Counting:
        window.show()
        sheet = Sheet("Count", window, 960, scroll=True)
        counting = Counting(denominations(money.currency), money)
        sheet.body.addWidget(counting)
        counting.start()
        sheet.open()
        return counting

    return make


def _focus(counting: Counting) -> QWidget:
    focused = counting.window().focusWidget()
    assert focused is not None
    return focused


def _type(counting: Counting, *what: str) -> None:
    """Figures and Enter ("/"), as on a number block."""
    for each in what:
        if each == "/":
            QTest.keyClick(_focus(counting), Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        else:
            QTest.keyClicks(_focus(counting), each)


def _pad(counting: Counting, name: str) -> None:
    keys = [k for k in counting.findChildren(KeyButton) if k.accessibleName() == name]
    QTest.mouseClick(keys[0], Qt.MouseButton.LeftButton)


def test_a_whole_drawer_by_the_number_block(opened: Open) -> None:
    counting = opened(EURO)
    _type(counting, "1", "/", "/", "2", "/", "3", "/", "4", "/", "5", "/", "6")
    assert counting.grid.counts() == {20000: 1, 5000: 2, 2000: 3, 1000: 4, 500: 5, 200: 6}
    assert counting.grid.total == 20000 + 10000 + 6000 + 4000 + 2500 + 1200
    assert counting._total.text() == "437,00 €"


def test_up_and_down_go_from_row_to_row_and_plus_and_minus_step(opened: Open) -> None:
    counting = opened(EURO)
    QTest.keyClick(_focus(counting), Qt.Key.Key_Down)
    QTest.keyClick(_focus(counting), Qt.Key.Key_Down)
    _type(counting, "+", "+", "+", "-")
    assert counting.grid.counts() == {5000: 2}
    QTest.keyClick(_focus(counting), Qt.Key.Key_Up)
    _type(counting, "7")
    assert counting.grid.counts() == {5000: 2, 10000: 7}
    _type(counting, "-" * 9)
    assert counting.grid.counts() == {5000: 2}


def test_enter_in_the_last_row_ends_the_count(qtbot: QtBot, opened: Open) -> None:
    counting = opened(YEN)
    for _ in counting.grid.rows[:-1]:
        _type(counting, "/")
    assert counting.grid.focused() == len(counting.grid.rows) - 1
    with qtbot.waitSignal(counting.finished, timeout=1000):
        _type(counting, "/")


def test_what_a_machine_says_is_read_as_an_amount(opened: Open) -> None:
    counting = opened(EURO)
    _type(counting, "/", "/", "450,00")
    assert counting.grid.counts() == {5000: 9}
    _type(counting, "/", "=60", "/", "0.5")
    assert counting.grid.counts() == {5000: 9, 2000: 3}
    assert counting.grid.faults == ("0.5 is no multiple of 10,00",)
    assert "no multiple" in counting._fault.text()
    counting.start()
    assert counting.grid.focused() == 4  # where the mistake is
    _type(counting, "30,00")
    assert list(counting.grid.faults) == []
    assert counting.grid.counts() == {5000: 9, 2000: 3, 1000: 3}


def test_letters_and_too_many_pieces_count_nothing(opened: Open) -> None:
    counting = opened(YEN)
    _type(counting, "a1b2c")
    assert counting.grid.counts() == {10000: 12}
    _type(counting, "0000")
    assert counting.grid.total == 0
    assert counting.grid.faults == ("120000 is no number of pieces",)


def test_a_slip_and_clearing_all_are_taken_back(opened: Open) -> None:
    counting = opened(EURO)
    _type(counting, "3", "/", "12", "/", "7")
    QTest.keyClick(_focus(counting), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert counting.grid.counts() == {20000: 3, 10000: 12}
    QTest.keyClick(_focus(counting), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert counting.grid.counts() == {20000: 3}
    assert counting.grid.focused() == 1
    _type(counting, "4")
    counting.grid.clear_all()
    assert counting.grid.counts() == {}
    assert counting.grid.focused() == 0
    counting.grid.undo()
    assert counting.grid.counts() == {20000: 3, 10000: 4}
    counting.grid.undo()
    counting.grid.undo()
    assert counting.grid.untouched
    assert not counting.grid.can_undo


def test_thumbs_count_too(opened: Open) -> None:
    counting = opened(EURO)
    for key in (
        "1",
        "0",
        "One less",
        "Next row",
        "One more",
        "One more",
        "Next row",
        "00",
        "Erase",
    ):
        _pad(counting, key)
    assert counting.grid.counts() == {20000: 9, 10000: 2}
    for row in counting.grid.rows:
        assert row.field.height() >= 44 or row.isHidden()
    _pad(counting, "Clear all")
    assert counting.grid.untouched


def test_rolls_count_as_the_coins_in_them(opened: Open) -> None:
    counting = opened(EURO)
    rolls = [row for row in counting.grid.rows if row.coin.kind == "roll"]
    assert all(row.isHidden() for row in rolls)
    _pad(counting, "Rolls")
    cents = next(row for row in rolls if row.coin.value == 1)
    assert cents.isVisible()
    cents.field.setFocus()
    _type(counting, "2")
    assert counting.grid.counts() == {1: 100}
    coin = next(row for row in counting.grid.rows if row.coin == denominations("EUR")[13])
    coin.field.setFocus()
    _type(counting, "5")
    assert counting.grid.counts() == {1: 105}
    assert counting.grid.total == 105


def test_hiding_the_rolls_hides_nothing_that_was_counted(opened: Open) -> None:
    counting = opened(EURO)
    _pad(counting, "Rolls")
    roll = next(row for row in counting.grid.rows if row.coin.kind == "roll")
    roll.field.setFocus()
    _type(counting, "1")
    _pad(counting, "Rolls")
    assert roll.isVisible()
    assert counting.grid.total == roll.coin.value * roll.coin.pieces


def test_nothing_flashes_up_as_a_window_of_its_own(qtbot: QtBot, dressed: QApplication) -> None:
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    dressed.installEventFilter(watch)
    counting = Counting(denominations("EUR"), EURO)
    dressed.removeEventFilter(watch)
    qtbot.addWidget(counting)
    assert seen == []
