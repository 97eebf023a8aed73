"""By what terms a customer buys, and what they owe and are owed, at the Customers tab."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerGroupRow, CustomerRow, ProductRow
from pos_app.shop import Shop
from pos_app.ui.customers import CustomersTab
from pos_app.ui.customers.balances import MovesSheet
from pos_app.ui.customers.credit_sheet import CreditSheet
from pos_app.ui.customers.editor import CustomerEditor
from pos_app.ui.customers.pay_in_sheet import PayInSheet
from pos_app.ui.desk import Desk
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


@pytest.fixture
def trade(shop: Shop, owner: Clerk) -> CustomerGroupRow:
    return shop.groups.add("Trade", by=owner)


@pytest.fixture
def open_editor(
    desk: Desk, window: QWidget, qtbot: QtBot
) -> Callable[[CustomerRow], CustomerEditor]:
    def open_editor(customer: CustomerRow) -> CustomerEditor:
        with qtbot.waitActive(window):
            window.show()
        editor = CustomerEditor(desk, window, customer)
        editor.open()
        terms = editor._terms
        assert terms is not None
        qtbot.waitUntil(terms.group.isEnabled)
        return editor

    return open_editor


@pytest.fixture
def debtor(shop: Shop, owner: Clerk, maria: CustomerRow, milk: ProductRow) -> CustomerRow:
    """Maria owes for ten milk, 12.90."""
    row = shop.customers.set_terms(
        maria.id, group_id=None, tax_exempt="", credit_limit=5000, by=owner
    )
    cart = Cart().add(milk, 10).for_customer(maria.id, maria.name)
    shop.checkout.sell(cart, [Payment("account", 1290)], by=owner)
    return row


@pytest.fixture
def tab(desk: Desk, window: QWidget, qtbot: QtBot) -> CustomersTab:
    made = CustomersTab(desk)
    QVBoxLayout(window).addWidget(made)
    with qtbot.waitActive(window), qtbot.waitSignal(made._model.filled):
        window.show()
        made.refresh()
    return made


def test_terms_are_kept(
    open_editor: Callable[[CustomerRow], CustomerEditor],
    shop: Shop,
    maria: CustomerRow,
    trade: CustomerGroupRow,
    qtbot: QtBot,
) -> None:
    editor = open_editor(maria)
    terms = editor._terms
    assert terms is not None
    assert not editor.changed
    terms.group.setCurrentIndex(terms.group.findData(trade.id))
    terms.limit.setText("250")
    terms.exempt.setText(" Reseller 12-345 ")
    with qtbot.waitSignal(editor.saved):
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    row = shop.customers.get(maria.id)
    assert (row.group_id, row.credit_limit, row.tax_exempt) == (trade.id, 25000, "Reseller 12-345")
    assert row.name == "Maria Hansen"


def test_a_clerk_may_change_the_name_but_not_the_terms(
    open_editor: Callable[[CustomerRow], CustomerEditor],
    shop: Shop,
    owner: Clerk,
    desk: Desk,
    maria: CustomerRow,
    window: QWidget,
    qtbot: QtBot,
) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    desk.session.clerk = shop.staff.sign_in("bob", pin="135791")
    editor = open_editor(maria)
    terms = editor._terms
    assert terms is not None
    terms.limit.setText("1000000")
    editor.first_name.setText("Mary")
    qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    said = refuse(window, qtbot)
    assert "Bob may not change products alone." in said
    assert shop.customers.get(maria.id) == maria  # the name waits too: all of it or nothing
    terms.limit.clear()
    with qtbot.waitSignal(editor.saved):
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    assert shop.customers.get(maria.id).first_name == "Mary"


def test_a_limit_that_is_none_is_refused_at_its_field(
    open_editor: Callable[[CustomerRow], CustomerEditor],
    shop: Shop,
    maria: CustomerRow,
    qtbot: QtBot,
) -> None:
    editor = open_editor(maria)
    terms = editor._terms
    assert terms is not None
    for typed in ("much", "-5"):
        terms.limit.setText(typed)
        qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
        qtbot.waitUntil(lambda: bool(terms.limit.property("fault")))
        terms.clear_faults()
    assert shop.customers.get(maria.id).credit_limit == 0


def test_credit_out_of_goodwill(
    maria: CustomerRow, shop: Shop, tab: CustomersTab, window: QWidget, desk: Desk, qtbot: QtBot
) -> None:
    balances = tab._panel._balances
    qtbot.waitUntil(balances.isVisible)
    assert balances._credit.text() == "$0.00"
    assert not balances._account.isVisible()
    assert not balances.moves.isVisible()
    qtbot.keyClick(tab._table, Qt.Key.Key_F8)
    [sheet] = window.findChildren(CreditSheet)
    assert sheet.amount.hasFocus()
    qtbot.keyClicks(sheet.amount, "5")
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    assert sheet.note.property("fault")
    assert sheet.note.hasFocus()
    qtbot.keyClicks(sheet.note, "Waited too long")
    with qtbot.waitSignal(sheet.saved):
        qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: balances._credit.text() == "$5.00")
    assert desk.notices.notices[-1].text == "Maria Hansen has $5.00 store credit"
    [move] = shop.ledgers.moves(shop.ledgers.of_customer(maria.id)[0].id)
    assert (move.amount, move.note) == (500, "Waited too long")


def test_who_may_not_give_credit_asks_somebody_who_may(
    maria: CustomerRow,
    shop: Shop,
    owner: Clerk,
    tab: CustomersTab,
    window: QWidget,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    shop.staff.add_user(username="ben", name="Ben", pin="135790", role="clerk", by=owner)
    desk.session.clerk = shop.staff.sign_in("ben", pin="135790")
    qtbot.waitUntil(tab._panel._balances.isVisible)
    tab._panel._balances.give_credit.click()
    [sheet] = window.findChildren(CreditSheet)
    sheet.amount.setText("5")
    sheet.note.setText("Waited too long")
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    said = refuse(window, qtbot)
    assert "Ben may not give money back alone." in said
    assert shop.ledgers.of_customer(maria.id)[0].balance == 0
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    approve(window, qtbot, OWNER_PIN)
    qtbot.waitUntil(lambda: shop.ledgers.of_customer(maria.id)[0].balance == 500)


def test_paying_an_account(
    debtor: CustomerRow, shop: Shop, tab: CustomersTab, window: QWidget, desk: Desk, qtbot: QtBot
) -> None:
    panel = tab._panel
    qtbot.waitUntil(panel._balances.isVisible)
    assert panel._balances._account.text() == "$12.90 owed, $37.10 left to spend"
    panel._balances.pay_in.click()
    [sheet] = window.findChildren(PayInSheet)
    assert sheet.amount.hasFocus()
    assert sheet.amount.text() == "12.90"
    sheet.amount.setText("20")
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: bool(sheet.refusal.text))
    assert sheet.refusal.text == "Maria Hansen owes $12.90."
    sheet.amount.setText("2.90")
    sheet.method.setCurrentIndex(1)
    sheet.reference.setText("4111 1111 1111 1111")
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    assert sheet.reference.property("fault")
    sheet.reference.setText("Slip 7")
    with qtbot.waitSignal(sheet.saved):
        qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    assert shop.ledgers.of_customer(debtor.id)[1].balance == -1000
    [notice] = desk.notices.notices
    assert notice.accessibleName() == "Maria Hansen paid in $2.90. Still owed: $10.00"
    qtbot.waitUntil(lambda: panel._balances._account.text().startswith("$10.00 owed"))
    panel._balances.moves.click()
    [moves] = window.findChildren(MovesSheet)
    qtbot.waitUntil(lambda: moves.model.rowCount() == 2)
    QAbstractItemModelTester(
        moves.model, QAbstractItemModelTester.FailureReportingMode.Fatal, moves
    )
    assert [moves.model.index(row, 0).data() for row in range(2)] == [
        "Paid in by card",
        "Spent T1-1",
    ]
    assert [moves.model.index(row, 1).data() for row in range(2)] == ["+2.90", "−12.90"]


def test_an_account_is_settled_in_coins(
    debtor: CustomerRow,
    shop: Shop,
    owner: Clerk,
    tab: CustomersTab,
    window: QWidget,
    desk: Desk,
    qtbot: QtBot,
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    shop.ledgers.pay_in(debtor.id, 2, "card", by=owner)
    panel = tab._panel
    panel.refresh()
    qtbot.waitUntil(lambda: panel._balances._account.text().startswith("$12.88 owed"))
    panel._balances.pay_in.click()
    [sheet] = window.findChildren(PayInSheet)
    hint = "Owed: $12.88, in cash $12.90"
    assert (sheet.amount.text(), sheet.amount.accessibleDescription()) == ("12.90", hint)
    sheet.method.setCurrentIndex(1)
    assert (sheet.amount.text(), sheet.amount.accessibleDescription()) == ("12.88", "Owed: $12.88")
    sheet.method.setCurrentIndex(0)
    assert (sheet.amount.text(), sheet.amount.accessibleDescription()) == ("12.90", hint)
    sheet.amount.setText("12.88")
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    assert sheet.amount.property("fault")
    assert "no sum that coins make" in sheet.amount.accessibleDescription()
    sheet.amount.setText("5")
    sheet.method.setCurrentIndex(2)
    assert sheet.amount.text() == "5"  # a part stays as it was typed
    sheet.method.setCurrentIndex(0)
    sheet.amount.setText("12.90")
    with qtbot.waitSignal(sheet.saved):
        qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL)
    assert shop.ledgers.of_customer(debtor.id)[1].balance == 0
    [notice] = desk.notices.notices
    assert notice.accessibleName() == "Maria Hansen paid in $12.90. Nothing is owed any more."
    panel._balances.moves.click()
    [moves] = window.findChildren(MovesSheet)
    qtbot.waitUntil(lambda: moves.model.rowCount() == 4)
    told = [[moves.model.index(row, column).data() for column in (0, 1)] for row in (0, 1)]
    assert told == [["Rounded to coins", "\N{MINUS SIGN}0.02"], ["Paid in by cash", "+12.90"]]
