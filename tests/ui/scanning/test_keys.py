"""Keys of real windows: a scan is heard whatever has the focus, and typing is left alone."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pos_app.devices.wedge import NONE, TAB, WedgeRules
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.scanning.keys import WedgeKeys
from pos_app.ui.widgets.sheet import Sheet
from tests.ui.scanning.keyboard import GS, Keyboard

CODE = "2900008189807"
PATIENCE_MS = 35


class Ground:
    """A window with a field, a button and a choice, and what was heard and pressed there."""

    def __init__(self, window: QWidget, qtbot: QtBot) -> None:
        self.window = window
        self.bot = qtbot
        self.field = QLineEdit()
        self.button = QPushButton("Go")
        self.choice = QComboBox()
        self.choice.addItems(["1 one", "2 two", "3 three"])
        self.entered: list[str] = []
        self.clicks = 0
        self.codes: list[str] = []
        self.keyboard = Keyboard()
        column = QVBoxLayout(window)
        for widget in (self.field, self.button, self.choice):
            column.addWidget(widget)
        window.show()
        window.activateWindow()
        qtbot.waitActive(window)
        self.field.setFocus()
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        self.button.clicked.connect(self._click)
        self.keys = WedgeKeys(WedgeRules(), window)
        self.keys.scanned.connect(lambda scan: self.codes.append(scan.text))

    def _click(self) -> None:
        self.clicks += 1

    def settle(self) -> None:
        """Let held keys run out."""
        self.bot.waitUntil(lambda: not self.keys._wedge.patience_ms)


@pytest.fixture
def ground(window: QWidget, qtbot: QtBot) -> Iterator[Ground]:
    made = Ground(window, qtbot)
    yield made
    made.keys.stop()


def test_a_scan_reaches_no_field_and_no_button(ground: Ground) -> None:
    ground.field.setText("mil")
    ground.keyboard.scan(CODE)
    ground.button.setFocus()
    ground.keyboard.scan("AB 12-xy ")
    ground.choice.setFocus()
    ground.keyboard.scan("3333")
    ground.settle()
    assert ground.codes == [CODE, "AB 12-xy ", "3333"]
    assert (ground.field.text(), ground.entered, ground.clicks) == ("mil", [], 0)
    assert ground.choice.currentText() == "1 one"


def test_what_is_typed_arrives_in_order_and_enter_after_it(ground: Ground) -> None:
    ground.keyboard.type("milk 3")
    ground.keyboard.enter()
    ground.keyboard.type("0")
    ground.settle()
    assert ground.entered == ["milk 3"]
    assert ground.field.text() == "milk 30"
    assert ground.codes == []


def test_rolling_fingers_are_typing(ground: Ground) -> None:
    """Two keys at once, the second before the first is let go."""
    ground.keyboard.press("t", 200, releases=False)
    ground.keyboard.press("h", 15, releases=False)
    ground.keyboard.release("t")
    ground.keyboard.press("e", 20, releases=False)
    ground.keyboard.release("h")
    ground.keyboard.release("e")
    ground.settle()
    assert ground.field.text() == "the"


def test_space_on_a_button_still_presses_it_once(ground: Ground) -> None:
    ground.button.setFocus()
    ground.keyboard.press(" ", 200)
    ground.settle()
    assert ground.clicks == 1
    assert not ground.button.isDown()


def test_a_key_that_is_held_down_repeats(ground: Ground) -> None:
    window = ground.window.windowHandle()
    QTest.keyClick(window, Qt.Key.Key_A)
    ground.settle()
    for at in range(1, 9):
        press = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", True
        )
        press.setTimestamp(50_000 + at * 20)
        QCoreApplication.sendEvent(window, press)
    assert ground.field.text() == "a" * 9
    assert ground.codes == []


def test_the_systems_own_path_brings_scans_and_shortcuts(ground: Ground, qtbot: QtBot) -> None:
    """Through the window system's queue, at the machine's own speed and with its own times."""
    pressed: list[str] = []
    for key in ("Return", "F8", "Ctrl+P"):
        QShortcut(key, ground.window).activated.connect(lambda key=key: pressed.append(key))
    window = ground.window.windowHandle()
    for sign in CODE:
        QTest.keyClick(window, Qt.Key(ord(sign)))
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert (ground.codes, pressed, ground.field.text()) == ([CODE], [], "")
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_Return)
    QTest.keyClick(window, Qt.Key.Key_7)
    ground.settle()
    assert pressed == ["F8", "Ctrl+P", "Return"]
    assert ground.field.text() == "7"


def test_keys_without_a_time_are_typing_at_once(ground: Ground, qtbot: QtBot) -> None:
    qtbot.keyClicks(ground.field, CODE)
    qtbot.keyClick(ground.field, Qt.Key.Key_Return)
    assert ground.entered == [CODE]
    assert ground.codes == []


def test_the_separator_comes_as_control_and_bracket_or_as_f8(ground: Ground) -> None:
    ground.keyboard.scan(f"0104006381333931{GS}10LOT7")
    for sign in "0104":
        ground.keyboard.press(sign, 8)
    ground.keyboard.press("", 8, Qt.Key.Key_F8)
    for sign in "10X":
        ground.keyboard.press(sign, 8)
    ground.keyboard.enter(8)
    assert ground.codes == [f"0104006381333931{GS}10LOT7", f"0104{GS}10X"]


def test_f8_after_fast_fingers_is_the_shortcut_after_all(ground: Ground) -> None:
    pressed: list[str] = []
    QShortcut("F8", ground.window).activated.connect(lambda: pressed.append("F8"))
    for sign in "abc":
        ground.keyboard.press(sign, 8)
    ground.keyboard.press("", 30, Qt.Key.Key_F8)
    ground.settle()
    assert (ground.field.text(), pressed, ground.codes) == ("abc", ["F8"], [])


class TestOverTheWindow:
    def test_in_a_sheet(self, ground: Ground) -> None:
        sheet = Sheet("Note", ground.window)
        inside = QLineEdit()
        sheet.body.addWidget(inside)
        sheet.open()
        ground.keyboard.scan(CODE)
        ground.keyboard.type("gift")
        ground.settle()
        assert ground.codes == [CODE]
        assert (inside.text(), sheet.isVisible()) == ("gift", True)

    def test_while_a_menu_is_open(self, ground: Ground) -> None:
        menu = QMenu(ground.window)
        chosen: list[str] = []
        for words in ("2 first", "9 second"):
            menu.addAction(words, lambda words=words: chosen.append(words))
        menu.popup(ground.window.mapToGlobal(QPoint(20, 20)))
        ground.keyboard.scan(CODE)
        ground.settle()
        assert (ground.codes, chosen, menu.isVisible()) == ([CODE], [], True)
        menu.close()

    def test_while_a_choice_is_open(self, ground: Ground) -> None:
        ground.choice.setFocus()
        ground.choice.showPopup()
        ground.keyboard.scan(CODE)
        ground.settle()
        assert ground.codes == [CODE]
        assert ground.choice.currentIndex() == 0
        ground.choice.hidePopup()

    def test_in_a_message_box_that_enter_would_close(self, ground: Ground) -> None:
        box = QMessageBox(QMessageBox.Icon.Question, "Sure?", "Sure?", parent=ground.window)
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.open()
        ground.bot.waitUntil(box.isVisible)
        ground.keyboard.scan(CODE)
        ground.settle()
        assert (ground.codes, box.isVisible()) == ([CODE], True)
        box.close()

    def test_in_the_dialog_for_files(self, ground: Ground) -> None:
        dialog = QFileDialog(ground.window, "Save")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.open()
        ground.bot.waitUntil(dialog.isVisible)
        [name] = [each for each in dialog.findChildren(QLineEdit) if each.isVisible()][:1]
        name.setFocus()
        ground.keyboard.scan(CODE)
        ground.settle()
        assert (ground.codes, name.text(), dialog.isVisible()) == ([CODE], "", True)
        dialog.close()


class TestFieldsThatWantScans:
    def test_the_scan_takes_the_place_of_what_stood_there(self, ground: Ground) -> None:
        ground.field.setProperty(WANTS_SCANS, True)
        ground.field.setText("old")
        ground.field.setMaxLength(40)
        ground.keyboard.scan(CODE)
        assert ground.codes == []
        assert ground.field.text() == CODE
        assert ground.entered == [CODE]

    def test_its_ending_alone_moves_on_when_it_is_tab(self, ground: Ground) -> None:
        ground.keys.set_rules(WedgeRules(ending=TAB, prefix="~"))
        ground.field.setProperty(WANTS_SCANS, True)
        for sign in "~" + CODE:
            ground.keyboard.press(sign, 8)
        ground.keyboard.press("\t", 8, Qt.Key.Key_Tab)
        assert ground.field.text() == CODE
        assert ground.button.hasFocus()


class TestStalls:
    def test_a_person_who_types_while_the_window_stands_still(self, ground: Ground) -> None:
        """The keys arrive in a bunch, but their times are a person's."""
        ground.keyboard.type("4711", gap=130)
        ground.keyboard.enter(130)
        assert ground.codes == []
        assert ground.entered == ["4711"]

    def test_a_scan_that_is_cut_in_two_by_a_stall_stays_whole(self, ground: Ground) -> None:
        ground.keyboard.press("2", 500)
        ground.settle()  # the timer runs out before the next key is read
        assert ground.field.text() == "2"
        for sign in CODE[1:]:
            ground.keyboard.press(sign, 9)
        ground.keyboard.enter(9)
        assert ground.codes == [CODE]
        assert ground.field.text() == ""  # what had gone into the field is taken out again

    def test_the_timer_waits_for_keys_that_lie_in_the_queue(self, ground: Ground) -> None:
        ground.keyboard.press("2", 500)
        time.sleep(4 * PATIENCE_MS / 1000)  # the window is busy with something else
        ground.keys._run_out()
        assert ground.field.text() == ""
        for sign in CODE[1:]:
            ground.keyboard.press(sign, 9)
        ground.keyboard.enter(9)
        assert ground.codes == [CODE]


class TestWithoutTheEnding:
    def test_fast_keys_where_nothing_can_be_typed_are_a_scan(self, ground: Ground) -> None:
        """The scanner's ending was set another way: better a scan than keys that vanish."""
        ground.button.setFocus()
        ground.keyboard.scan(CODE, ended=False)
        ground.settle()
        assert ground.codes == [CODE]

    def test_in_a_field_they_stand_there_for_everybody_to_see(self, ground: Ground) -> None:
        ground.keyboard.scan(CODE, ended=False)
        ground.settle()
        assert (ground.codes, ground.field.text()) == ([], CODE)

    def test_a_pause_ends_them_when_it_is_set_so(self, ground: Ground) -> None:
        ground.keys.set_rules(WedgeRules(ending=NONE))
        ground.keyboard.scan(CODE, ended=False)
        ground.settle()
        assert (ground.codes, ground.field.text()) == ([CODE], "")


def test_after_stop_nothing_is_held(ground: Ground) -> None:
    ground.keyboard.press("a", 100)
    ground.keys.stop()
    ground.keyboard.scan(CODE)
    assert ground.field.text() == "a" + CODE
    assert ground.codes == []
