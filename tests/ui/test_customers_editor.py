"""The sheet for a customer: it helps while one types, tells faults in place, loses nothing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.shop import Shop
from pos_app.ui.customers.address_sheet import AddressSheet
from pos_app.ui.customers.contact_fields import CountryBox, PhoneEdit
from pos_app.ui.customers.editor import CustomerEditor
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.confirm import ConfirmSheet

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_editor(desk: Desk, window: QWidget, qtbot: QtBot) -> Callable[..., CustomerEditor]:
    """Opens the sheet over a window, for somebody new or for a customer."""

    def open_editor(customer: CustomerRow | None = None, name: str = "") -> CustomerEditor:
        show(window, qtbot)
        editor = CustomerEditor(desk, window, customer, name=name)
        editor.open()
        return editor

    return open_editor


def show(window: QWidget, qtbot: QtBot) -> None:
    """Show a window and wait until it takes keys."""
    with qtbot.waitActive(window):
        window.show()


def save(editor: CustomerEditor | AddressSheet, qtbot: QtBot) -> CustomerRow:
    """Press Ctrl+S and wait until the shop has taken it."""
    with qtbot.waitSignal(editor.saved) as saved:
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    row: CustomerRow = saved.args[0]
    return row


def faults(sheet: QWidget) -> list[str]:
    """The sentences in red, from the top."""
    found = [label for label in sheet.findChildren(QLabel) if label.property("kind") == "fault"]
    return [label.text() for label in found if label.isVisible()]


def all_faults(sheet: QWidget) -> set[str]:
    return set(faults(sheet))


class TestNew:
    def test_a_name_is_enough(
        self, open_editor: Callable[..., CustomerEditor], shop: Shop, qtbot: QtBot
    ) -> None:
        editor = open_editor()
        assert editor.first_name.hasFocus()
        qtbot.keyClicks(editor.first_name, "Ann")
        row = save(editor, qtbot)
        assert (row.name, row.registered, row.email) == ("Ann", False, "")
        assert shop.customers.get(row.id) == row

    def test_enter_goes_from_field_to_field(
        self, open_editor: Callable[..., CustomerEditor], qtbot: QtBot
    ) -> None:
        editor = open_editor()
        for field in (editor.first_name, editor.last_name, editor.email):
            assert field.hasFocus()
            qtbot.keyClick(field, Qt.Key.Key_Return)
        assert editor.phone.hasFocus()

    def test_with_phone_and_address(
        self, open_editor: Callable[..., CustomerEditor], shop: Shop, qtbot: QtBot
    ) -> None:
        editor = open_editor(name="Ann Lee")
        qtbot.keyClicks(editor.email, "Ann@Example.com")
        qtbot.keyClicks(editor.phone, "503 555 0100")
        qtbot.keyClicks(editor._address.line1, "12 Oak Avenue")
        qtbot.keyClicks(editor._address.city, "Salem")
        row = save(editor, qtbot)
        assert (row.name, row.email, row.phone, row.city) == (
            "Ann Lee",
            "ann@example.com",
            "+15035550100",
            "Salem",
        )
        (address,) = shop.customers.addresses(row.id)
        assert (address.line1, address.country) == ("12 Oak Avenue", "US")

    def test_registered(self, open_editor: Callable[..., CustomerEditor], qtbot: QtBot) -> None:
        editor = open_editor(name="Ann Lee")
        editor.registered.click()
        assert editor.username.hasFocus()
        assert editor.password.echoMode() == QLineEdit.EchoMode.Password
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
        assert all_faults(editor) == {
            "E-mail is missing.",
            "Phone is missing.",
            "Address line 1 is missing.",
            "City is missing.",
            "User name is missing.",
            "Password is missing.",
        }
        assert editor.email.hasFocus()
        editor.email.setText("ann@example.com")
        editor.phone.setText("503 555 0100")
        editor._address.line1.setText("12 Oak Avenue")
        editor._address.city.setText("Salem")
        editor.username.setText("ann.lee")
        editor.password.setText("correct horse")
        row = save(editor, qtbot)
        assert (row.username, row.registered) == ("ann.lee", True)

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("email", "ann@", "E-mail is not an e-mail address."),
            ("phone", "12", "Phone is not a phone number."),
            ("first_name", "  ", "First name is missing."),
        ],
    )
    def test_a_fault_stands_under_its_field(
        self,
        open_editor: Callable[..., CustomerEditor],
        shop: Shop,
        qtbot: QtBot,
        field: str,
        typed: str,
        said: str,
    ) -> None:
        editor = open_editor(name="Ann")
        edit: QLineEdit = getattr(editor, field)
        edit.setText(typed)
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
        assert faults(editor) == [said]
        assert edit.hasFocus()
        assert shop.customers.count() == 0

    def test_what_is_taken_is_told_in_place(
        self, open_editor: Callable[..., CustomerEditor], shop: Shop, owner: Clerk, qtbot: QtBot
    ) -> None:
        shop.customers.add(first_name="Bo", email="bo@example.com", by=owner)
        editor = open_editor(name="Ann")
        editor.email.setText("BO@example.com")
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
        qtbot.waitUntil(lambda: faults(editor) == ["E-mail “bo@example.com” is taken already."])
        assert editor.save_button.isEnabled()
        editor.email.setText("ann@example.com")
        assert save(editor, qtbot).email == "ann@example.com"


class TestEditing:
    @pytest.fixture
    def ann(self, shop: Shop, owner: Clerk) -> CustomerRow:
        return shop.customers.register(
            first_name="Ann",
            last_name="Lee",
            username="ann.lee",
            email="ann@example.com",
            password="correct horse",
            address=AddressDraft("12 Oak Avenue", "Salem", "US", phone="+15035550100"),
            by=owner,
        )

    def test_only_what_was_changed_is_sent(
        self, open_editor: Callable[..., CustomerEditor], ann: CustomerRow, qtbot: QtBot
    ) -> None:
        editor = open_editor(ann)
        assert editor.phone.text() == "(503) 555-0100"
        assert editor.username.isVisible()
        editor.last_name.setText("Lee-Smith")
        assert editor._changes() == {"last_name": "Lee-Smith"}
        row = save(editor, qtbot)
        assert (row.name, row.phone) == ("Ann Lee-Smith", "+15035550100")

    def test_one_who_is_registered_keeps_an_email(
        self, open_editor: Callable[..., CustomerEditor], ann: CustomerRow, qtbot: QtBot
    ) -> None:
        editor = open_editor(ann)
        editor.email.clear()
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
        assert faults(editor) == ["E-mail is missing."]

    def test_esc_closes_at_once_when_nothing_was_typed(
        self, open_editor: Callable[..., CustomerEditor], ann: CustomerRow, qtbot: QtBot
    ) -> None:
        editor = open_editor(ann)
        with qtbot.waitSignal(editor.rejected):
            qtbot.keyClick(editor, Qt.Key.Key_Escape)
        assert not editor.isVisible()

    def test_esc_asks_before_typing_is_thrown_away(
        self,
        open_editor: Callable[..., CustomerEditor],
        ann: CustomerRow,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        editor = open_editor(ann)
        qtbot.keyClicks(editor.last_name, "x")
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
        asking = window.findChild(ConfirmSheet)
        assert asking is not None
        assert asking.no.hasFocus()
        asking.no.click()
        assert editor.isVisible()
        assert editor.last_name.text() == "Leex"
        qtbot.keyClick(editor, Qt.Key.Key_Escape)
        with qtbot.waitSignal(editor.rejected):
            window.findChildren(ConfirmSheet)[-1].yes.click()

    def test_without_anybody_signed_in_nothing_is_lost(
        self, open_editor: Callable[..., CustomerEditor], desk: Desk, qtbot: QtBot
    ) -> None:
        editor = open_editor(name="Ann")
        desk.session.clerk = None
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
        assert editor.isVisible()
        assert "Nobody is signed in" in editor.refusal.text


class TestAddress:
    def test_a_foreign_number_is_read_in_its_country(
        self, desk: Desk, window: QWidget, shop: Shop, owner: Clerk, qtbot: QtBot
    ) -> None:
        ann = shop.customers.add(first_name="Ann", by=owner)
        show(window, qtbot)
        sheet = AddressSheet(desk, window, ann)
        sheet.open()
        sheet.fields.line1.setText("Hauptstr. 1")
        sheet.fields.city.setText("Berlin")
        sheet.fields.country.setEditText("germany")
        sheet.fields.phone.setText("030 12345678")
        save(sheet, qtbot)
        (address,) = shop.customers.addresses(ann.id)
        assert (address.country, address.phone) == ("DE", "+493012345678")

    def test_a_country_that_is_none(
        self, desk: Desk, window: QWidget, shop: Shop, owner: Clerk, qtbot: QtBot
    ) -> None:
        ann = shop.customers.add(first_name="Ann", by=owner)
        show(window, qtbot)
        sheet = AddressSheet(desk, window, ann)
        sheet.open()
        sheet.fields.line1.setText("1 Sea Floor")
        sheet.fields.city.setText("Poseidonis")
        sheet.fields.country.setEditText("Atlantis")
        qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
        assert faults(sheet) == ["Country is not known; give its two letters, such as US."]


class TestFields:
    def test_countries_by_name_and_by_code(self, qtbot: QtBot) -> None:
        box = CountryBox()
        qtbot.addWidget(box)
        box.set_code("DE")
        assert (box.currentText(), box.code()) == ("Germany", "DE")
        for typed, code in (
            ("fr", "FR"),
            ("ger", "DE"),
            ("côte d’ivoire", "CI"),
            ("United States", "US"),
        ):
            box.setEditText(typed)
            assert box.code() == code
        box.setEditText("Atlantis")
        assert box.code() == "Atlantis"

    def test_a_phone_number_is_written_neatly_when_left(self, qtbot: QtBot) -> None:
        phone = PhoneEdit("US")
        qtbot.addWidget(phone)
        show(phone, qtbot)
        assert phone.placeholderText() == "(201) 555-0123"
        phone.setFocus()
        qtbot.keyClicks(phone, "5035550100")
        assert phone.number() == "+15035550100"
        phone.clearFocus()
        qtbot.waitUntil(lambda: phone.text() == "(503) 555-0100")

    def test_what_is_no_number_is_left_as_typed(self, qtbot: QtBot) -> None:
        phone = PhoneEdit("US")
        qtbot.addWidget(phone)
        phone.setText("call Bo")
        assert phone.number() == "call Bo"
        phone.setText(" ")
        assert phone.number() == ""
