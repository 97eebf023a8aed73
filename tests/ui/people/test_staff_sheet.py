"""The editor of staff and roles, and one's own PIN."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import SignInRefused
from pos_app.domain.rights import Permission
from pos_app.domain.rows import BadgeHit, Clerk, UserRow
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.staff import OwnSecretSheet, StaffSheet, open_staff
from pos_app.ui.staff.badge_sheet import BadgeSheet
from pos_app.ui.staff.person_sheet import PersonSheet
from pos_app.ui.staff.secret_sheet import SecretSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.sheet import Sheet, top_sheet
from pos_app.words.rights import GROUPS, MORE, right_words
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse

BEN_PIN = "135790"
PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Editor:
    """The sheet in its window, worked by keys."""

    def __init__(self, desk: Desk, window: QWidget, bot: QtBot) -> None:
        self.desk, self.window, self.bot, self.shop = desk, window, bot, desk.shop
        self.by = desk.shop.staff.terminal()

    def open(self) -> StaffSheet:
        open_staff(self.desk, self.window)
        self.rest()
        sheet = top_sheet(self.window)
        assert isinstance(sheet, StaffSheet)
        return sheet

    def rest(self) -> None:
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        self.bot.waitUntil(lambda: not any(lane.busy for lane in lanes), timeout=10_000)

    def top(self, kind: type[Sheet]) -> Sheet:
        self.bot.waitUntil(lambda: isinstance(top_sheet(self.window), kind))
        sheet = top_sheet(self.window)
        assert sheet is not None
        return sheet

    def press(
        self,
        sheet: QWidget,
        key: Qt.Key,
        held: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        self.bot.keyClick(sheet, key, held)
        self.rest()

    def type(self, sheet: QWidget, label: str, text: str) -> None:
        [field] = [
            each
            for each in sheet.findChildren(QLineEdit)
            if each.accessibleName() == label and each.isVisible()
        ]
        field.clear()
        self.bot.keyClicks(field, text)

    def user(self, username: str) -> UserRow:
        [found] = [row for row in self.shop.staff.users(by=self.by) if row.username == username]
        return found

    def choose(self, sheet: StaffSheet, username: str) -> None:
        assert sheet.table.choose(self.user(username).id)


@pytest.fixture
def editor(desk: Desk, window: QWidget, qtbot: QtBot, shop: Shop, owner: Clerk) -> Editor:
    shop.staff.add_user(username="ben", name="Ben", pin=BEN_PIN, role="clerk", by=owner)
    with qtbot.waitActive(window):
        window.show()
    return Editor(desk, window, qtbot)


class TestPeople:
    def test_who_works_here_is_listed(self, editor: Editor) -> None:
        sheet = editor.open()
        model = sheet.model
        shown = [
            [model.data(model.index(row, column)) for column in range(3)]
            for row in range(model.rowCount())
        ]
        assert shown == [["Ann", "Owner", "PIN"], ["Ben", "Clerk", "PIN"]]

    def test_a_manager_with_a_password_is_added(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.press(sheet, Qt.Key.Key_N, CTRL)
        form = editor.top(PersonSheet)
        assert isinstance(form, PersonSheet)
        editor.type(form, "Name", "Mia Chen")
        assert form.username.text() == "mia"
        assert not form.secret._chips.isVisible()  # a clerk has a PIN
        form.role.setCurrentIndex(form.role.findData("manager"))
        form.secret.choose("password")
        editor.type(form, "Password", "correct horse")
        editor.type(form, "Password once more", "correct house")
        editor.press(form, Qt.Key.Key_S, CTRL)
        assert form.secret.form._rows["password_again"]._line.text() == "The two passwords differ."
        editor.type(form, "Password once more", "correct horse")
        editor.press(form, Qt.Key.Key_S, CTRL)
        editor.bot.waitUntil(lambda: top_sheet(editor.window) is sheet)
        clerk = editor.shop.staff.sign_in("mia", pin="correct horse")
        assert clerk.name == "Mia Chen"
        assert sheet.model.rowCount() == 3

    def test_a_short_pin_is_said_under_it(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.press(sheet, Qt.Key.Key_N, CTRL)
        form = editor.top(PersonSheet)
        assert isinstance(form, PersonSheet)
        editor.type(form, "Name", "Bo")
        editor.type(form, "PIN", "123")
        editor.type(form, "PIN once more", "123")
        editor.press(form, Qt.Key.Key_S, CTRL)
        assert (
            form.secret.form._rows["pin"]._line.text()
            == "PIN is too short: take six digits or more."
        )
        assert form.name.text() == "Bo"

    def test_name_and_role_are_changed(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.choose(sheet, "ben")
        editor.press(sheet, Qt.Key.Key_F4)
        form = editor.top(PersonSheet)
        assert isinstance(form, PersonSheet)
        assert not form.secret.isVisible()
        editor.type(form, "Name", "Benjamin")
        form.role.setCurrentIndex(form.role.findData("supervisor"))
        editor.press(form, Qt.Key.Key_S, CTRL)
        assert (editor.user("ben").name, editor.user("ben").role) == ("Benjamin", "supervisor")

    def test_somebody_is_switched_off_and_on(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.choose(sheet, "ben")
        editor.press(sheet, Qt.Key.Key_Delete, CTRL)
        question = editor.top(ConfirmSheet)
        assert isinstance(question, ConfirmSheet)
        question.yes.click()
        editor.rest()
        assert not editor.user("ben").active
        assert sheet.active.text() == "Switch on"
        editor.press(sheet, Qt.Key.Key_Delete, CTRL)
        assert editor.user("ben").active

    def test_the_last_owner_stays(self, editor: Editor, desk: Desk) -> None:
        sheet = editor.open()
        editor.choose(sheet, "ann")
        editor.press(sheet, Qt.Key.Key_Delete, CTRL)
        question = editor.top(ConfirmSheet)
        assert isinstance(question, ConfirmSheet)
        question.yes.click()
        editor.rest()
        assert desk.notices.notices[0].text == "Ann is the last owner who can sign in."
        assert editor.user("ann").active

    def test_a_forgotten_pin_is_replaced(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.choose(sheet, "ben")
        editor.press(sheet, Qt.Key.Key_F6)
        form = editor.top(SecretSheet)
        editor.type(form, "PIN", "690417")
        editor.type(form, "PIN once more", "690417")
        editor.press(form, Qt.Key.Key_Return)
        assert editor.shop.staff.sign_in("ben", pin="690417").name == "Ben"

    def test_a_badge_is_made_and_printed(self, editor: Editor, tmp_path: Path) -> None:
        sheet = editor.open()
        editor.choose(sheet, "ben")
        editor.press(sheet, Qt.Key.Key_F7)
        form = editor.top(BadgeSheet)
        assert isinstance(form, BadgeSheet)
        assert not form.paper.isVisible()
        editor.press(form, Qt.Key.Key_F6)
        code = form.code.text()
        assert len(code) == 12
        form.write_to(str(tmp_path / "badge.pdf"))
        editor.rest()
        assert (tmp_path / "badge.pdf").read_bytes().startswith(b"%PDF")
        editor.press(form.code, Qt.Key.Key_Return)
        hit = editor.shop.codes.read(code)
        assert isinstance(hit, BadgeHit)
        assert (hit.id, hit.long_enough) == (editor.user("ben").id, True)

    def test_a_clerk_asks_before_the_list_and_before_each_change(
        self, editor: Editor, desk: Desk, shop: Shop
    ) -> None:
        ben = shop.staff.sign_in("ben", pin=BEN_PIN)
        desk.session.clerk, desk.session.rights = ben, shop.roles.mine(by=ben)
        open_staff(desk, editor.window)
        refuse(editor.window, editor.bot)
        assert not editor.window.findChildren(StaffSheet)
        open_staff(desk, editor.window)
        approve(editor.window, editor.bot, OWNER_PIN)
        sheet = editor.top(StaffSheet)
        assert isinstance(sheet, StaffSheet)
        editor.rest()
        assert sheet.model.rowCount() == 2
        editor.choose(sheet, "ben")
        editor.press(sheet, Qt.Key.Key_F4)
        assert "Change Ben" in approve(editor.window, editor.bot, OWNER_PIN)
        form = editor.top(PersonSheet)
        editor.type(form, "Name", "Benny")
        editor.press(form, Qt.Key.Key_S, CTRL)
        editor.bot.waitUntil(lambda: editor.user("ben").name == "Benny")


class TestRoles:
    def test_ticks_are_saved_together(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.press(sheet, Qt.Key.Key_F2)
        roles = sheet.roles
        assert not roles.save.isEnabled()
        roles.ticks["clerk", Permission.VOID].setChecked(True)
        roles.ticks["supervisor", Permission.VOID].setChecked(False)
        assert roles.changed
        before = {row.role: row.permissions for row in editor.shop.roles.all(by=editor.by)}
        assert Permission.VOID not in before["clerk"]
        editor.press(sheet, Qt.Key.Key_S, CTRL)
        after = {row.role: row.permissions for row in editor.shop.roles.all(by=editor.by)}
        assert after["clerk"] == before["clerk"] | {Permission.VOID}
        assert after["supervisor"] == before["supervisor"] - {Permission.VOID}
        assert (after["manager"], after["owner"]) == (before["manager"], before["owner"])
        assert not roles.changed

    def test_discard_takes_them_back_and_closing_asks(self, editor: Editor) -> None:
        sheet = editor.open()
        editor.press(sheet, Qt.Key.Key_F2)
        tick = sheet.roles.ticks["clerk", Permission.VOID]
        tick.setChecked(True)
        editor.press(sheet, Qt.Key.Key_Escape)
        question = editor.top(ConfirmSheet)
        assert isinstance(question, ConfirmSheet)
        question.no.click()
        sheet.roles.discard.click()
        assert not tick.isChecked()
        editor.press(sheet, Qt.Key.Key_Escape)
        assert top_sheet(editor.window) is None

    def test_what_an_owner_can_not_be_without_is_fixed(self, editor: Editor) -> None:
        ticks = editor.open().roles.ticks
        assert not ticks["owner", Permission.MANAGE_STAFF].isEnabled()
        assert ticks["owner", Permission.MANAGE_STAFF].isChecked()
        assert ticks["owner", Permission.VOID].isEnabled()
        assert ticks["manager", Permission.SETTINGS].isEnabled()

    def test_what_is_ticked_stays_when_news_comes(self, editor: Editor) -> None:
        sheet = editor.open()
        tick = sheet.roles.ticks["clerk", Permission.VOID]
        tick.setChecked(True)
        editor.shop.staff.add_user(username="zoe", name="Zoe", pin="402817", by=editor.by)
        editor.bot.waitUntil(lambda: sheet.model.rowCount() == 3)
        editor.rest()
        assert tick.isChecked()

    def test_every_right_has_its_place_and_its_words(self) -> None:
        told = [right for _, rights in GROUPS for right in rights]
        assert sorted(told) == sorted(Permission)
        assert set(MORE) == set(Permission)
        assert right_words(Permission.X_REPORT) == "Print an X report"


class TestOwnPin:
    @pytest.fixture
    def open_own(self, editor: Editor, desk: Desk, shop: Shop) -> Callable[[], OwnSecretSheet]:
        def make() -> OwnSecretSheet:
            desk.session.clerk = shop.staff.sign_in("ben", pin=BEN_PIN)
            sheet = OwnSecretSheet(desk, editor.window)
            sheet.open()
            editor.rest()
            return sheet

        return make

    def test_everybody_changes_their_own(
        self, open_own: Callable[[], OwnSecretSheet], editor: Editor, shop: Shop
    ) -> None:
        sheet = open_own()
        editor.type(sheet, "PIN or password until now", "000000")
        editor.type(sheet, "PIN", "690417")
        editor.type(sheet, "PIN once more", "690417")
        editor.press(sheet, Qt.Key.Key_Return)
        assert "That is not right." in sheet._form._rows["old"]._line.text()
        editor.type(sheet, "PIN or password until now", BEN_PIN)
        editor.press(sheet, Qt.Key.Key_Return)
        editor.bot.waitUntil(lambda: top_sheet(editor.window) is None)
        assert shop.staff.sign_in("ben", pin="690417").name == "Ben"
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("ben", pin=BEN_PIN)
