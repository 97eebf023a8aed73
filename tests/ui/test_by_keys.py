"""The whole way of a sale from the start of the program to the receipt, and back, by keys alone:
nothing here touches a mouse, and nothing calls what a key does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.app import build_window
from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.cart import CartTab
from pos_app.ui.cart.age_sheet import AgeSheet
from pos_app.ui.cart.customer_sheet import CustomerSheet
from pos_app.ui.cart.discount_sheet import DiscountSheet
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.price_sheet import PriceSheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.receipt_find_sheet import ReceiptFindSheet
from pos_app.ui.cart.receipt_sheet import ReceiptSheet
from pos_app.ui.cart.weigh_sheet import WeighSheet
from pos_app.ui.floor import Floor
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.orders.returns.void_sheet import VoidSheet
from pos_app.ui.printing.keys import GIFT_KEY, PRINT_KEY
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import Sheet, top_sheet

S = TypeVar("S", bound=Sheet)
PRINTER = "tcp://printer:9100"


@dataclass
class Hands:
    """Two hands on a keyboard; the eyes only look."""

    floor: Floor
    devices: MemoryDevices
    bot: QtBot

    def press(self, *keys: str) -> None:
        """Keys by their names, where the focus is: "F12", "Ctrl+Z", "Return"."""
        for name in keys:
            stroke = QKeySequence(name)[0]  # type: ignore[index]
            self.bot.keyClick(self._focus(), stroke.key(), stroke.keyboardModifiers())

    def write(self, text: str) -> None:
        """Type where the focus is."""
        for sign in text:
            self.bot.keyClick(self._focus(), sign)

    def enter(self, text: str) -> None:
        """Type, then Enter."""
        self.write(text)
        self.press("Return")

    def until(self, done: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(done()), timeout=15_000)

    def rest(self) -> None:
        lanes = (self.floor.tasks.counter, self.floor.tasks.office)
        self.until(lambda: not any(lane.busy for lane in lanes) and self.cart.keeper.idle)

    def sheet(self, kind: type[S]) -> S:
        """Wait for a sheet of this kind on top."""
        self.until(lambda: isinstance(top_sheet(self.floor), kind))
        sheet = top_sheet(self.floor)
        assert isinstance(sheet, kind)
        return sheet

    def bare(self) -> None:
        """Wait until no sheet is open, and typing goes to the scan field again."""
        self.until(lambda: top_sheet(self.floor) is None)
        self.until(lambda: QApplication.focusWidget() is self.cart.field)

    @property
    def cart(self) -> CartTab:
        tab = self.floor.tab(0)
        assert isinstance(tab, CartTab)
        return tab

    @property
    def total(self) -> int:
        return self.cart.sale.priced.total

    def seen(self, widget: QWidget) -> str:
        return " | ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())

    def printed(self) -> int:
        return len(self.devices.printer(PRINTER).papers)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.floor


@pytest.fixture
def shelf(shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]) -> None:
    """A few goods, a customer, and somebody who may do everything."""
    add_product("Milk", 129, barcodes=("29000000017",))
    add_product("Tea", 350, barcodes=("29000000024",))
    add_product("Beer", 199, barcodes=("29000000031",), min_age=18)
    add_product("Cheese", 1200, barcodes=("29000000048",), unit="lb")
    shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


@pytest.fixture
def hands(
    shop: Shop, shelf: None, dressed: QApplication, home: Path, qtbot: QtBot
) -> Iterator[Hands]:
    devices = MemoryDevices()
    window = build_window(str(home / "shop.db"), settings=Config(printer=PRINTER), devices=devices)
    window.show()
    window.activateWindow()
    floor = window.furnish()
    with qtbot.waitSignal(floor.ready, timeout=20_000):
        floor.begin(shop.path)
    hands = Hands(floor, devices, qtbot)
    hands.until(lambda: isinstance(floor._stack.currentWidget(), SignIn))
    yield hands
    window.close()


def sign_in(hands: Hands) -> None:
    hands.enter("480213")
    hands.until(lambda: hands.floor.desk is not None and hands.floor.desk.session.clerk)
    hands.rest()


def test_from_the_first_key_to_the_receipt_and_back(hands: Hands, shop: Shop) -> None:
    sign_in(hands)
    sell_with_everything(hands)
    park_and_recall(hands)
    pay_by_two_tenders_and_print(hands, shop)
    give_back(hands, shop)
    exchange(hands, shop)
    make_void(hands, shop)
    assert shop.check(by=shop.staff.terminal()) == ()


def sell_with_everything(hands: Hands) -> None:
    """Scans, a quantity, a price, a weight, an age, discounts and a customer."""
    hands.enter("2*29000000017")
    hands.enter("29000000024")
    hands.until(lambda: hands.total == 258 + 350)
    hands.press("+")
    assert hands.total == 258 + 700
    hands.press("*")
    hands.enter("3")
    hands.until(lambda: hands.total == 258 + 1050)
    hands.press("F5")
    hands.sheet(PriceSheet)
    hands.enter("3")
    hands.bare()
    assert hands.total == 258 + 900
    hands.enter("29000000048")
    hands.sheet(WeighSheet)
    hands.enter("0.5")
    hands.bare()
    assert hands.total == 258 + 900 + 600
    hands.enter("29000000031")
    hands.sheet(AgeSheet)
    hands.press("F5")
    hands.bare()
    assert hands.total == 258 + 900 + 600 + 199
    hands.press("Del", "Ctrl+Z")
    assert hands.total == 258 + 900 + 600 + 199
    hands.press("Up", "F6")  # the cheese
    hands.sheet(DiscountSheet)
    hands.write("10")
    hands.press("F1", "Return")
    hands.bare()
    assert hands.total == 258 + 900 + 540 + 199
    hands.press("F4")
    hands.sheet(CustomerSheet)
    hands.enter("hansen")
    hands.bare()
    assert hands.cart.sale.cart.customer_name == "Maria Hansen"
    hands.press("F3")
    hands.sheet(AskSheet)
    hands.enter("cut thin")
    hands.bare()
    assert hands.cart.sale.cart.lines[2].note == "cut thin"


def park_and_recall(hands: Hands) -> None:
    hands.press("F8")
    hands.sheet(AskSheet)
    hands.press("Return")
    hands.bare()
    hands.until(lambda: not hands.cart.sale.cart)
    hands.press("F9")
    sheet = hands.sheet(RecallSheet)
    hands.until(sheet._go.isEnabled)
    hands.press("Return")
    hands.bare()
    hands.until(lambda: hands.total == 258 + 900 + 540 + 199)
    assert hands.cart.sale.cart.age_checked == 18


def pay_by_two_tenders_and_print(hands: Hands, shop: Shop) -> None:
    hands.press("F12")
    hands.sheet(PaySheet)
    hands.press("F2")
    hands.enter("10")
    hands.press("F1")
    hands.enter("10")
    hands.until(lambda: hands.cart.panel.shows_done)
    assert "$1.03" in hands.seen(hands.cart.panel.done)
    hands.until(lambda: hands.printed() == 1)
    hands.press("F11")
    sheet = hands.sheet(ReceiptSheet)
    hands.until(lambda: "T1-1" in sheet._slip.accessibleName())
    hands.press("Return")
    hands.bare()
    hands.press(PRINT_KEY)
    hands.until(lambda: hands.printed() == 2)
    hands.press(GIFT_KEY)
    hands.until(lambda: hands.printed() == 3)
    hands.press("Return")
    hands.until(lambda: not hands.cart.panel.shows_done)
    [order] = shop.orders.page()
    assert order.total == 258 + 900 + 540 + 199


def give_back(hands: Hands, shop: Shop) -> None:
    """One milk is bad and another comes back good."""
    hands.press("F10")
    found = hands.sheet(ReceiptFindSheet)
    hands.write("t1-1")
    hands.until(lambda: found._searched == "t1-1" and found._list.count() == 1)
    hands.press("Return")
    sheet = hands.sheet(ReturnSheet)
    hands.until(lambda: len(sheet._lines.rows) == 4)
    hands.write("2d1")
    hands.press("F3")
    hands.write("One was sour")
    hands.until(sheet._go.isEnabled)
    hands.press("Return")
    hands.sheet(ReturnSlipSheet)
    hands.press("Return")
    hands.bare()
    [back] = shop.returns.of_order(shop.orders.page()[-1].id)
    assert (back.total, back.reason) == (258, "One was sour")
    assert sorted(item.damaged for item in back.items) == [False, True]


def exchange(hands: Hands, shop: Shop) -> None:
    """A tea goes back for a milk; the rest is given in cash."""
    hands.press("F10")
    hands.sheet(ReceiptFindSheet)
    hands.enter("T1-1")
    sheet = hands.sheet(ReturnSheet)
    hands.until(lambda: len(sheet._lines.rows) == 4)
    hands.write("1")  # the first line that something is left of
    hands.until(sheet._side.exchange.isEnabled)
    hands.press("F10")
    hands.bare()
    hands.until(lambda: hands.cart.exchanging.ready)
    hands.enter("29000000017")
    hands.until(lambda: hands.total == 129)
    assert hands.cart.exchanging.balance == 129 - 300
    hands.press("F12")
    hands.until(lambda: top_sheet(hands.floor) is not None)
    hands.press("F1")
    hands.rest()
    hands.press("Return")
    hands.until(lambda: hands.cart.panel.shows_done)
    assert "To give back | $1.71" in hands.seen(hands.cart.panel.done)
    newest = shop.orders.page()[0]
    assert [(p.method, p.amount) for p in shop.orders.get(newest.id).payments] == [
        ("exchange", 129)
    ]
    hands.press("Return")


def make_void(hands: Hands, shop: Shop) -> None:
    hands.enter("29000000024")
    hands.until(lambda: hands.total == 350)
    hands.press("F12")
    hands.sheet(PaySheet)
    hands.press("Return")
    hands.until(lambda: hands.cart.panel.shows_done)
    hands.press("Ctrl+F10")
    sheet = hands.sheet(VoidSheet)
    hands.write("Rung up twice")
    hands.until(sheet._go.isEnabled)
    hands.press("Return")
    hands.sheet(ReturnSlipSheet)
    hands.press("Return")
    hands.until(lambda: top_sheet(hands.floor) is None)
    newest = shop.orders.page()[0]
    [back] = shop.returns.of_order(newest.id)
    assert (back.kind, back.total) == ("void", 350)


def test_the_palette_leads_through_a_sale_too(hands: Hands, shop: Shop) -> None:
    """Somebody who knows no key but Ctrl+K."""
    sign_in(hands)
    hands.enter("29000000017")
    hands.until(lambda: hands.total == 129)
    for words, kind in (("price of", PriceSheet), ("pay", PaySheet)):
        hands.press("Ctrl+K")
        hands.enter(words)
        hands.sheet(kind)
        hands.press("Esc")
        hands.bare()
    hands.press("Ctrl+K")
    hands.enter("void last")
    hands.until(lambda: hands.floor.notices.notices)
    assert hands.floor.notices.notices[-1].text == "Nothing was sold at this till yet."
