"""A till for a whole day in one window, with all its devices in memory: keys and scans only."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pos_app import config
from pos_app.app import build_window
from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.devices.scale import MemoryScale
from pos_app.devices.scanner import MemoryScanner
from pos_app.devices.sound import HeardSounds
from pos_app.ui.cart.age_sheet import AgeSheet
from pos_app.ui.cart.give_back_sheet import GiveBackSheet
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.price_sheet import PriceSheet
from pos_app.ui.cart.weigh_sheet import WeighSheet
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet, top_sheet
from tests.ui.day_ledger import (
    Back,
    Ledger,
    Line,
    Paper,
    Sale,
    Tender,
    in_coins,
    plain,
    weighed,
)
from tests.ui.open_till import PRINTER, OpenTill
from tests.ui.scanning.keyboard import Keyboard

POLE = "serial:///dev/pole"


class Day(OpenTill):
    """The window, its devices, and a ledger of what must come of what is done.

    goods says of each name the clerk uses how it is called, what one costs and the tax in it;
    codes what a scanner reads on it. cart is what must stand in the open sale.
    """

    patience_ms = 15_000

    def __init__(
        self,
        bot: QtBot,
        home: Path,
        shop_path: Path,
        goods: dict[str, tuple[str, int, int]],
        codes: dict[str, str],
    ) -> None:
        self.bot = bot
        self.ledger = Ledger()
        self.devices = MemoryDevices()
        self.sounds = HeardSounds()
        self.goods = goods
        self.codes = codes
        self.cart: list[Line] = []
        self.scanned = 0
        self.shut = 0
        """How often the drawer was asked to open while its printer was not there."""
        self._home = home
        self._shop_path = shop_path
        self._keyboard = Keyboard()
        self._settings = Config(printer=PRINTER, pole_display=POLE)
        self.scale: MemoryScale
        self.scanner: MemoryScanner

    # --- the window --------------------------------------------------------------------------

    def open(self) -> None:
        """Start the program; it asks who is at the till."""
        config.save(self._settings)
        self.main = build_window(
            str(self._home / "shop.db"),
            settings=self._settings,
            sounds=self.sounds,
            devices=self.devices,
        )
        self.main.show()
        self.main.activateWindow()
        with self.bot.waitSignal(self.floor.ready, timeout=20_000):
            self.floor.begin(str(self._shop_path))
        self.until(lambda: isinstance(self.page, SignIn))
        self.scale, self.scanner = MemoryScale(), MemoryScanner()
        self.floor.scans.set_scale(self.scale)
        self.floor.scans.add_scanner(self.scanner, "serial")

    def sign_in(self, badge: str, pin: str) -> None:
        """Somebody shows a badge and types a PIN."""
        self.scan(badge)
        self.until(lambda: isinstance(self.page, SignIn) and self.tab.scans.idle)
        self.rest()
        self.write(pin)
        self.press("Enter")
        self.until(lambda: self.page is self.tab)
        self.rest()

    def close(self) -> None:
        """End the program."""
        self.rest()
        self.main.close()

    @property
    def page(self) -> QWidget | None:
        """What stands in the window."""
        return self.floor._stack.currentWidget()

    @property
    def pole(self) -> tuple[str, str]:
        """What the customer reads."""
        return self.devices.display(POLE).shown[-1]

    def said(self, words: str) -> bool:
        """Whether a notice says this."""
        return words in self.notices

    # --- hands -------------------------------------------------------------------------------

    def rest(self) -> None:
        """Wait until every scan was answered and every lane is empty."""
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        self.until(
            lambda: (
                self.tab.scans.idle
                and (self.tab.keeper.idle or self.desk.session.clerk is None)
                and not any(lane.busy for lane in lanes)
            )
        )

    def press(self, *keys: str) -> None:
        """Keys by their names, where the focus is: "F12", "Ctrl+R", "Enter"."""
        for name in keys:
            combination = QKeySequence("Return" if name == "Enter" else name)[0]  # type: ignore[index]
            where = QApplication.focusWidget() or self.main
            self.bot.keyClick(where, combination.key(), combination.keyboardModifiers())

    def write(self, text: str) -> None:
        for sign in text:
            self.bot.keyClick(QApplication.focusWidget() or self.main, sign)

    def scan(self, code: str, *, serial: bool = False) -> None:
        """The scanner reads a code: that which types, or the serial one."""
        self.scanned += 1
        if serial:
            self.scanner.scan(code)
            QApplication.processEvents()
        else:
            self._keyboard.scan(code)

    def closed(self, sheet: Sheet) -> None:
        """Wait until it is gone."""
        self.until(lambda: not isValid(sheet) or not sheet.isVisible())

    def no_sheet(self) -> None:
        self.until(lambda: top_sheet(self.main) is None)

    def say_yes(self, kind: type[Sheet], *keys: str) -> None:
        """Answer a sheet with these keys; it closes."""
        sheet = self.sheet(kind)
        self.press(*keys)
        self.closed(sheet)

    # --- goods -------------------------------------------------------------------------------

    def take(self, *wanted: str) -> None:
        """Goods one after another: "milk", "3*milk", "bananas@750" (grams on the scale),
        "bananas=0.425" (typed), "flowers$12.50" (asked for its price). All the rest is a scan."""
        for each in wanted:
            self._take(each)
        self.rest()

    def _take(self, wanted: str) -> None:
        times, _, what = wanted.rpartition("*")
        for mark in "@=$":
            if mark in what:
                name, value = what.split(mark)
                self._ask(name, mark, value)
                return
        if times:
            self.rest()
            self._keyboard.type(f"{times}*")
        self.scan(self.codes[what], serial=what == "bread")
        self.expect(what, int(times or 1))

    def _ask(self, name: str, mark: str, value: str) -> None:
        self.rest()
        self.scan(self.codes[name])
        called, price, percent = self.goods[name]
        if mark == "$":
            sheet: Sheet = self.sheet(PriceSheet)
            self.write(value)
            self.add(Line(called, Decimal(1), int(Decimal(value) * 100), percent=percent))
        else:
            sheet = self.sheet(WeighSheet)
            if mark == "@":
                self.scale.lay(int(value))
                self.ready(sheet)
                value = str(Decimal(value) / 1000)
            else:
                self.write(value)
            self.weigh(called, Decimal(value), price)
        self.press("Enter")
        self.closed(sheet)
        self.scale.lay(0)
        QApplication.processEvents()

    def old_enough(self, name: str, *, yes: bool) -> None:
        """Scan something for grown-ups, and look at the buyer."""
        self.rest()
        self.scan(self.codes[name])
        sheet = self.sheet(AgeSheet)
        self.press("Enter")  # a scanner's ending: it answers nothing
        assert sheet.isVisible()
        self.press("F5" if yes else "Esc")
        self.closed(sheet)
        if yes:
            self.expect(name, 1)

    def expect(self, what: str, count: int) -> None:
        """So many more of these must be in the cart; a case counts for what is in it."""
        name, price, percent = self.goods[what]
        pieces = count * (12 if what == "case" else 1)
        self.add(Line(name, Decimal(pieces), pieces * price, percent=percent))

    def add(self, line: Line) -> None:
        """One more line, in the one that is there where both are plain and of one price."""
        for place, there in enumerate(self.cart):
            same = there.listed * line.quantity == line.listed * there.quantity
            if there.name == line.name and same and not there.off and line.quantity % 1 == 0:
                self.cart[place] = replace(
                    there,
                    quantity=there.quantity + line.quantity,
                    listed=there.listed + line.listed,
                )
                return
        self.cart.append(line)

    def weigh(self, name: str, quantity: Decimal, price: int) -> None:
        """So much more of goods by weight: what is weighed twice is one line."""
        for place, there in enumerate(self.cart):
            if there.name == name:
                self.cart[place] = weighed(name, str(there.quantity + quantity), price)
                return
        self.cart.append(weighed(name, str(quantity), price))

    def take_off(self, name: str, amount: int) -> None:
        """A discount that a line of the cart must have."""
        called = self.goods[name][0]
        (place,) = [place for place, line in enumerate(self.cart) if line.name == called]
        line = self.cart[place]
        self.cart[place] = replace(line, off=line.off + amount)

    @property
    def due(self) -> int:
        return sum(line.paid for line in self.cart)

    # --- money -------------------------------------------------------------------------------

    def pay(self, *tenders: str, exchanged: int = 0) -> Sale:
        """Take the money: "cash" (to the coin), "cash 20.00", "card", "card 5.00", and with "F5"
        what the customer has, one after another. The receipt must come out, and the drawer open
        for cash."""
        self.rest()
        self.press("F12")
        self.sheet(PaySheet)
        left, given = self.due - exchanged, []
        for tender in tenders:
            method, _, typed = tender.partition(" ")
            self.press({"cash": "F1", "card": "F2", "store_credit": "F5"}[method])
            if method == "store_credit":
                self.rest()
            self.write(typed)
            self.press("Enter")
            due = in_coins(left) if method == "cash" else left
            amount = int(Decimal(typed) * 100) if typed else due
            given.append(Tender(method, amount, max(amount - due, 0)))
            left -= given[-1].amount
        return self.sold(given, exchanged)

    def sold(self, tenders: list[Tender], exchanged: int = 0, given_back: int = 0) -> Sale:
        """The sale that was just paid, with all that follows from it; given_back is what an
        exchange has left for the customer."""
        sale = self.ledger.sell(self.cart, tenders, exchanged)
        self.until(lambda: self.tab.panel.shows_done and top_sheet(self.main) is None)
        done = self.tab._sheets.paying.sold
        assert done is not None
        assert (done.number, done.total) == (sale.number, sale.total)
        assert done.change_due == sale.change
        self.cart = []
        if any(tender.method == "cash" for tender in tenders):
            self.drawer_asked(sale.number)
        if not exchanged:
            self.ledger.papers.append(Paper("original", sale))
        last = f"Change {plain(sale.change)}" if sale.change else "Thank you!"
        last = f"Given back {plain(given_back)}" if given_back else last
        self.until(lambda: " ".join(self.pole[1].split()) == last)
        return sale

    def drawer_asked(self, why: str) -> None:
        """The drawer must have been told to open."""
        self.ledger.drawer.append(why)
        self.shut += self.printer.unplugged

    # --- goods that come back ----------------------------------------------------------------

    def open_return(self, sale: Sale) -> ReturnSheet:
        """Scan the barcode of a receipt: what may come back of it is shown."""
        self.rest()
        self.scan(sale.number)
        sheet = self.sheet(ReturnSheet)
        self.until(lambda: len(sheet._lines.rows) == len(sale.lines))
        return sheet

    def ready(self, sheet: Sheet) -> None:
        """Wait until Enter would do what the sheet is for."""
        buttons = [each for each in sheet.findChildren(KeyButton) if each.key == "Enter"]
        self.until(lambda: any(each.isVisible() and each.isEnabled() for each in buttons))

    def book_return(self, sheet: Sheet, of: str, lines: list[Line], *tenders: Tender) -> Back:
        """Enter gives back what the sheet shows, and a slip of its own must come out."""
        self.ready(sheet)
        self.press("Enter")
        slip = self.sheet(ReturnSlipSheet)
        back = self.ledger.give_back(of, lines, list(tenders))
        self.until(lambda: slip.accessibleName() == f"Return {back.number}")
        self.say_yes(ReturnSlipSheet, "Enter")
        self.ledger.papers.append(Paper("original", back=back))
        if any(tender.method == "cash" for tender in tenders):
            self.drawer_asked(back.number)
        self.rest()
        return back

    def exchange(self, sale: Sale, *wanted: str, pays: str = "") -> Sale:
        """All of a sale comes back for other goods; pays is how the rest is paid, "" where money
        goes back, in cash. One ticket must come out."""
        sheet = self.open_return(sale)
        self.press("F7")
        self.ready(sheet)
        self.press("F10")
        self.no_sheet()
        self.take(*wanted)
        balance, lines = self.due - sale.total, list(sale.lines)
        exchanged = min(self.due, sale.total)
        if balance > 0:
            back = self.ledger.give_back(sale.number, lines, [], exchanged)
            bought = self.pay(pays, exchanged=exchanged)
        else:
            coins = in_coins(-balance)
            repaid = Tender("cash", coins)
            back = self.ledger.give_back(sale.number, lines, [repaid], exchanged)
            self.press("F12")
            self.ready(self.sheet(GiveBackSheet))
            self.press("Enter")
            bought = self.sold([], exchanged, coins)
            self.drawer_asked(bought.number)
        self.ledger.papers.append(Paper("original", bought, back))
        return bought
