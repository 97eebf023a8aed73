"""A whole window with three people: an owner, a supervisor with a badge and a clerk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.app import build_window
from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.devices.scanner import MemoryScanner
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.main_window import MainWindow
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.sheet import top_sheet
from tests.ui.open_till import OpenTill

SUE_PIN, BEN_PIN, MIA_PASSWORD = "246813", "135790", "correct horse"
SUE_BADGE, BEN_BADGE, SHORT_BADGE = "BADGE-OF-SUE-77", "BADGE-OF-BEN-12", "B-77"
MILK = "29000000017"


@dataclass
class Place(OpenTill):
    """The window of an open shop, worked by keys, by touch and by a scanner."""

    main: MainWindow
    devices: MemoryDevices
    bot: QtBot
    scanner: MemoryScanner = field(default_factory=MemoryScanner)

    @property
    def front(self) -> QWidget:
        page = self.floor._stack.currentWidget()
        assert page is not None
        return page

    @property
    def screen(self) -> SignIn:
        """The screen to sign in; waits for it."""
        self.until(lambda: isinstance(self.front, SignIn))
        page = self.front
        assert isinstance(page, SignIn)
        return page

    @property
    def who(self) -> str:
        clerk = self.desk.session.clerk
        return clerk.username if clerk is not None else ""

    def press(self, *keys: str) -> None:
        """Keys by their names, where the focus is."""
        for name in keys:
            stroke = QKeySequence(name)[0]  # type: ignore[index]
            self.bot.keyClick(self._focus(), stroke.key(), stroke.keyboardModifiers())
            self.rest()

    def write(self, text: str) -> None:
        """Type where the focus is."""
        self.bot.keyClicks(self._focus(), text)

    def touch(self, name: str) -> None:
        """A button in front by its words."""

        def found() -> list[QAbstractButton]:
            top = top_sheet(self.floor) or self.floor
            return [
                button
                for button in top.findChildren(QAbstractButton)
                if button.isVisible() and name in (button.text(), button.accessibleName())
            ]

        self.until(lambda: len(found()) == 1)
        [button] = found()
        assert button.height() >= 44
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def scan(self, code: str) -> None:
        """The scanner on its cable reads a code."""
        with self.bot.waitSignal(self.floor.scans.came):
            self.scanner.scan(code)
        self.until(lambda: self.tab.scans.idle)
        self.rest()

    def rest(self) -> None:
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        kept = self.tab.keeper
        self.until(lambda: not any(lane.busy for lane in lanes) and (not self.who or kept.idle))

    def come(self, username: str, secret: str) -> None:
        """Somebody signs in by keys."""
        screen = self.screen
        person = next(each for each in screen._people if each.username == username)
        screen.choose(person.id)
        self.write(secret)
        self.press("Return")
        self.until(lambda: self.who == username)
        self.rest()

    def entries(self, kind: str) -> list[tuple[str, str]]:
        """(user, approver) of the journal's entries of a kind, the newest first."""
        by = self.shop.staff.terminal()
        found = [(row.user, row.approver) for row in self.shop.journal.page(by=by, kind=kind)]
        self.shop.staff.sign_out(by=by)
        return found

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.main


def fill(shop: Shop, owner: Clerk) -> None:
    """Milk, three people beside the owner, and one sale of the first till."""
    milk = shop.catalog.add_product(name="Milk", price=129, stock=40, barcodes=[MILK], by=owner)
    add = shop.staff.add_user
    sue = add(username="sue", name="Sue", pin=SUE_PIN, role="supervisor", by=owner)
    ben = add(username="ben", name="Ben", pin=BEN_PIN, role="clerk", by=owner)
    add(username="mia", name="Mia", password=MIA_PASSWORD, role="manager", by=owner)
    shop.staff.set_badge(sue.id, SUE_BADGE, by=owner)
    shop.staff.set_badge(ben.id, BEN_BADGE, by=owner)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)


@pytest.fixture
def open_place(
    qtbot: QtBot, dressed: QApplication, home: Path, shop_path: Path
) -> Iterator[Callable[..., Place]]:
    """Opens the window on the filled shop; nobody is signed in yet."""
    windows: list[MainWindow] = []

    def make(more: Callable[[Shop, Clerk], object] = lambda _shop, _owner: None) -> Place:
        shop = Shop.open(shop_path)
        owner = shop.staff.terminal()
        fill(shop, owner)
        more(shop, owner)
        shop.close()
        devices = MemoryDevices()
        window = build_window(str(home / "shop.db"), settings=Config(), devices=devices)
        windows.append(window)
        window.show()
        window.activateWindow()
        floor = window.furnish()
        with qtbot.waitSignal(floor.ready, timeout=20_000):
            floor.begin(str(shop_path))
        place = Place(window, devices, qtbot)
        floor.scans.add_scanner(place.scanner, "serial")
        place.until(lambda: isinstance(place.front, SignIn))
        place.rest()
        return place

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def place(open_place: Callable[..., Place]) -> Place:
    """Ben is at the till, with a milk in his cart."""
    place = open_place()
    place.come("ben", BEN_PIN)
    place.scan(MILK)
    assert len(place.tab.sale.cart.lines) == 1
    return place
