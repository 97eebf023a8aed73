"""Fields for searching, money and quantities, and the form that holds them."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import BadAmount, BadQuantity
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.quantity_edit import QuantityEdit
from pos_app.ui.widgets.search_box import SearchBox

DOLLARS = MoneyFormat("USD", 2, prefix="$")
EUROS = MoneyFormat("EUR", 2, decimal_mark=",", group_mark=".", suffix=" €")


@pytest.fixture
def column(window: QWidget, qtbot: QtBot) -> QVBoxLayout:
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    return QVBoxLayout(window)


class TestSearchBox:
    @pytest.fixture
    def box(self, column: QVBoxLayout) -> SearchBox:
        box = SearchBox("Search", "F2")
        column.addWidget(box)
        box.setFocus()
        return box

    def test_a_word_typed_quickly_is_one_question(self, box: SearchBox, qtbot: QtBot) -> None:
        asked: list[str] = []
        box.searched.connect(asked.append)
        with qtbot.waitSignal(box.searched):
            qtbot.keyClicks(box, "milk")
        assert asked == ["milk"]

    def test_enter_asks_at_once_and_submits(self, box: SearchBox, qtbot: QtBot) -> None:
        heard: list[str] = []
        box.searched.connect(heard.append)
        box.submitted.connect(heard.append)
        qtbot.keyClicks(box, "29000000017")
        qtbot.keyClick(box, Qt.Key.Key_Enter)
        assert heard == ["29000000017", "29000000017"]

    def test_what_enter_submits_is_what_stood_there(self, box: SearchBox, qtbot: QtBot) -> None:
        # A scanner's next code may replace the text while the first is still being answered.
        box.searched.connect(lambda _text: box.clear())
        qtbot.keyClicks(box, "29000000017")
        with qtbot.waitSignal(box.submitted) as submitted:
            qtbot.keyClick(box, Qt.Key.Key_Return)
        assert submitted.args == ["29000000017"]

    def test_escape_clears_and_asks_for_everything(self, box: SearchBox, qtbot: QtBot) -> None:
        qtbot.keyClicks(box, "milk")
        qtbot.keyClick(box, Qt.Key.Key_Return)
        with qtbot.waitSignal(box.searched) as asked:
            qtbot.keyClick(box, Qt.Key.Key_Escape)
        assert (asked.args, box.text()) == ([""], "")

    def test_its_key_brings_the_focus(
        self, box: SearchBox, column: QVBoxLayout, window: QWidget, qtbot: QtBot
    ) -> None:
        other = QLineEdit()
        column.addWidget(other)
        other.setFocus()
        qtbot.keyClick(other, Qt.Key.Key_F2)
        assert box.hasFocus()

    def test_text_that_is_set_quietly_asks_nothing(self, box: SearchBox, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(box.searched, wait=200):
            box.set_quietly("milk")
        assert box.text() == "milk"


class TestMoneyEdit:
    def test_it_reads_and_writes_as_the_shop_does(self, window: QWidget) -> None:
        edit = MoneyEdit(EUROS, window)
        edit.set_amount(123456)
        assert edit.text() == "1.234,56"
        assert edit.amount() == 123456

    def test_nothing_is_none(self, window: QWidget) -> None:
        edit = MoneyEdit(DOLLARS, window)
        assert edit.amount() is None
        edit.set_amount(5)
        edit.set_amount(None)
        assert edit.text() == ""

    def test_what_is_no_amount_is_refused_with_its_field(self, window: QWidget) -> None:
        edit = MoneyEdit(DOLLARS, window, field="price")
        edit.setText("1,23")
        with pytest.raises(BadAmount) as refusal:
            edit.amount()
        assert refusal.value.field == "price"

    def test_typing_after_tab_replaces_all(self, column: QVBoxLayout, qtbot: QtBot) -> None:
        edit = MoneyEdit(DOLLARS)
        column.addWidget(edit)
        edit.set_amount(129)
        qtbot.waitUntil(edit.isVisible)
        edit.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(edit, "2.50")
        assert edit.amount() == 250


class TestQuantityEdit:
    def test_half_a_piece_is_refused_and_half_a_kilogram_is_not(self, window: QWidget) -> None:
        edit = QuantityEdit("piece", window)
        edit.setText("0.5")
        with pytest.raises(BadQuantity):
            edit.quantity()
        edit.set_unit("kg")
        assert edit.quantity() == Decimal("0.5")

    def test_it_writes_short_and_plain(self, window: QWidget) -> None:
        edit = QuantityEdit("kg", window)
        edit.set_quantity(Decimal("1.240"))
        assert edit.text() == "1.240"
        edit.set_quantity(100)
        assert edit.text() == "100"
        edit.set_quantity(None)
        assert edit.quantity() is None


class TestForm:
    @pytest.fixture
    def form(self, column: QVBoxLayout) -> Form:
        form = Form(columns=2)
        form.row("Name", QLineEdit())
        form.row("First price", QLineEdit(), "In dollars")
        column.addWidget(form)
        return form

    def edit(self, form: Form, name: str) -> QLineEdit:
        return next(e for e in form.findChildren(QLineEdit) if e.accessibleName() == name)

    def test_a_fault_stands_under_its_field_and_takes_the_focus(self, form: Form) -> None:
        form.fail("first_price", "It is not a number.")
        edit = self.edit(form, "First price")
        assert edit.property("fault") is True
        assert edit.hasFocus()
        assert edit.accessibleDescription() == "It is not a number."

    def test_of_several_faults_the_first_has_the_focus(self, form: Form) -> None:
        form.fail("name", "It is missing.")
        form.fail("first_price", "It is missing.")
        assert self.edit(form, "Name").hasFocus()

    def test_cleared_faults_bring_the_hint_back(self, form: Form) -> None:
        form.fail("first_price", "It is not a number.")
        form.clear_faults()
        edit = self.edit(form, "First price")
        assert edit.property("fault") is False
        assert edit.accessibleDescription() == "In dollars"

    def test_it_tells_which_fields_it_has(self, form: Form) -> None:
        assert form.has("name")
        assert not form.has("sku")
        with pytest.raises(KeyError):
            form.fail("sku", "It is taken.")


def test_a_choice_drops_down_like_every_other_list(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, theme.LIGHT_MODE)
    choice = Choice()
    choice.addItems(["Any status", "Pending"])
    qtbot.addWidget(choice)
    choice.show()
    choice.showPopup()
    row = choice.view().visualRect(choice.model().index(0, 0))
    assert row.height() == theme.DENSE
    picture = choice.view().viewport().grab().toImage()
    assert picture.pixelColor(row.center().x(), row.top() + 4) == QColor(theme.LIGHT.accent_soft)
    choice.hidePopup()
