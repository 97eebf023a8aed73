"""The sheet of gift cards and credit: what is outstanding, whose it is, and what a card holds."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.errors import ShopBusy
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, LedgerRow, ProductRow
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.ledgers import LedgersSheet

Key = Qt.Key
CARDS = {"K7XF-M3RD-4471": 2500, "AAAA-BBBB-CCCC": 1000}


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


@pytest.fixture
def cards(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    """Two cards, the second of them spent whole."""
    for code, amount in CARDS.items():
        cart = Cart().add_line(shop.ledgers.gift_card_line(code, amount, by=owner))
        shop.checkout.sell(cart, [Payment("card", amount)], by=owner)
    spent = [Payment("gift_card", 1000, code="AAAA-BBBB-CCCC"), Payment("cash", 32)]
    shop.checkout.sell(Cart().add(milk, 8), spent, by=owner)


@pytest.fixture
def open_sheet(desk: Desk, window: QWidget, qtbot: QtBot) -> Callable[[], LedgersSheet]:
    def open_sheet() -> LedgersSheet:
        with qtbot.waitActive(window):
            window.show()
        sheet = LedgersSheet(desk, window)
        with qtbot.waitSignal(sheet.model.filled):
            sheet.open()
        return sheet

    return open_sheet


Open = Callable[[], LedgersSheet]


def listed(sheet: LedgersSheet) -> list[tuple[str, str]]:
    """Whose, and with what on it, from the top."""
    model = sheet.model
    return [
        (model.index(row, 0).data(), model.index(row, 2).data()) for row in range(model.rowCount())
    ]


@pytest.mark.usefixtures("cards")
def test_cards_that_hold_something_with_their_moves(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    assert listed(sheet) == [("···· 4471", "25.00")]
    qtbot.waitUntil(lambda: sheet.figures["gift_card"].text == "$25.00")
    assert sheet.moves.balance.text() == "$25.00"
    qtbot.waitUntil(lambda: sheet.moves.model.rowCount() == 1)
    assert sheet.moves.model.index(0, 0).data() == "Filled T1-1"
    qtbot.keyClick(sheet.search, Key.Key_F4)
    qtbot.waitUntil(lambda: listed(sheet) == [("···· CCCC", "0.00"), ("···· 4471", "25.00")])


@pytest.mark.usefixtures("cards")
def test_what_is_on_a_card_is_asked_by_its_code(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet()
    assert sheet.search.hasFocus()
    qtbot.keyClicks(sheet.search, "aaaa-bbbb-cccc")
    qtbot.keyClick(sheet.search, Key.Key_Return)
    qtbot.waitUntil(lambda: sheet.moves.balance.text() == "$0.00")
    qtbot.waitUntil(lambda: sheet.moves.model.rowCount() == 2)
    assert sheet.isVisible()
    qtbot.keyClicks(sheet.search, "ZZZZ-ZZZZ")  # typed over: the code is selected
    qtbot.keyClick(sheet.search, Key.Key_Return)
    qtbot.waitUntil(sheet._refusal.isVisible)
    assert "ZZZZ-ZZZZ" in sheet._refusal.text
    qtbot.keyClick(sheet.search, Key.Key_Down)
    assert sheet.table.hasFocus()
    assert sheet.moves.balance.text() == "$25.00"


def test_who_owes_and_who_has_credit(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    maria: CustomerRow,
    open_sheet: Open,
    qtbot: QtBot,
) -> None:
    shop.customers.set_terms(maria.id, group_id=None, tax_exempt="", credit_limit=5000, by=owner)
    shop.checkout.sell(
        Cart().add(milk, 10), [Payment("account", 1290)], by=owner, customer=maria.id
    )
    sheet = open_sheet()
    assert listed(sheet) == []
    assert sheet.table._empty._title.text() == "No gift card holds anything"
    qtbot.keyClick(sheet.search, Key.Key_F3)
    qtbot.waitUntil(lambda: listed(sheet) == [("Maria Hansen", "12.90 owed")])
    qtbot.waitUntil(lambda: sheet.figures["account"].text == "$12.90")
    assert sheet.moves.balance.text() == "$12.90 owed, $37.10 left to spend"
    shop.ledgers.pay_in(maria.id, 290, "card", by=owner)
    qtbot.waitUntil(lambda: listed(sheet) == [("Maria Hansen", "10.00 owed")])
    qtbot.waitUntil(lambda: sheet.moves.model.rowCount() == 2)
    assert sheet.moves.balance.text() == "$10.00 owed, $40.00 left to spend"
    shop.ledgers.give_credit(maria.id, 500, "Waited", by=owner)
    qtbot.keyClick(sheet.search, Key.Key_F2)
    qtbot.waitUntil(lambda: listed(sheet) == [("Maria Hansen", "5.00")])
    qtbot.waitUntil(lambda: sheet.figures["store_credit"].text == "$5.00")


def test_a_list_that_can_not_be_read_says_so_and_can_be_asked_again(
    open_sheet: Open, shop: Shop, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    sheet = open_sheet()
    real = shop.ledgers.page

    def busy(*_: object, **__: object) -> tuple[LedgerRow, ...]:
        raise ShopBusy(shop.path)

    monkeypatch.setattr(shop.ledgers, "page", busy)
    qtbot.keyClick(sheet.search, Key.Key_F2)
    qtbot.waitUntil(lambda: sheet.table._error.isVisible())  # noqa: PLW0108 - it is made anew
    monkeypatch.setattr(shop.ledgers, "page", real)
    sheet.table._error.button.click()
    qtbot.waitUntil(lambda: not sheet.table._error.isVisible())
    assert listed(sheet) == []
