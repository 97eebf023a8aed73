"""Practising in the window: it can't be mistaken for selling, and the shop never notices it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app import config
from pos_app.app import _Till
from pos_app.devices.sound import HeardSounds
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.storage.training import make_training_copy
from pos_app.ui import theme
from pos_app.ui.actions import menu_actions
from pos_app.ui.cart.tab import CartTab
from pos_app.ui.faults import Faults
from pos_app.ui.floor import Floor
from pos_app.ui.main_window import MainWindow
from pos_app.ui.making import Making
from pos_app.ui.sign_in import SignIn
from pos_app.ui.tasks import Progress
from pos_app.ui.training import TRAINING_KEY
from pos_app.ui.training.frame import MARGINS, TrainingFrame
from pos_app.ui.training.sheet import PractiseSheet
from pos_app.ui.trouble import Trouble
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.sheet import Sheet
from tests.conftest import OWNER_PIN

TABS = range(6)


class Counter:
    """The program as it runs at a till, worked by keys; its window may be another one each time."""

    def __init__(self, till: _Till, bot: QtBot) -> None:
        self.till = till
        self.bot = bot

    @property
    def window(self) -> MainWindow:
        window = self.till._window
        assert window is not None
        return window

    @property
    def floor(self) -> Floor:
        return self.window.furnish()

    @property
    def shop(self) -> Shop:
        assert self.floor.desk is not None
        return self.floor.desk.shop

    @property
    def cart(self) -> CartTab:
        tab = self.floor.tab(0)
        assert isinstance(tab, CartTab)
        return tab

    @property
    def page(self) -> QWidget:
        page = self.floor._stack.currentWidget()
        assert page is not None
        return page

    def until(self, held: Callable[[], bool]) -> None:
        self.bot.waitUntil(held, timeout=20_000)

    def press(self, key: str) -> None:
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(key))

    def sheet(self, kind: type[Sheet]) -> Sheet:
        def found() -> list[Sheet]:
            return [sheet for sheet in self.window.findChildren(kind) if sheet.isVisible()]

        self.until(lambda: found() != [])
        return found()[0]

    def wait_for_window(self, *, training: bool) -> None:
        """Until a window of this kind asks who is there."""
        self.until(
            lambda: (
                self.window.floor is not None
                and self.floor.practice.on == training
                and isinstance(self.page, SignIn)
            )
        )
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)

    def sign_in(self) -> None:
        page = self.page
        assert isinstance(page, SignIn)
        self.bot.keyClicks(page.pad.field, OWNER_PIN)
        self.bot.keyClick(page.pad.field, Qt.Key.Key_Return)
        self.until(lambda: self.floor.tab(0) is not None and self.page is self.floor.tab(0))
        self.until(lambda: self.cart.keeper.idle)

    def practise(self) -> None:
        """Change over to the copy, and sign in there."""
        self.press(TRAINING_KEY)
        self.sheet(PractiseSheet)
        self.press("Return")
        self.wait_for_window(training=True)
        self.sign_in()

    def sell(self, code: str) -> str:
        """Sell one piece for exact cash; the number of the receipt."""
        count = len(self.cart.sale.cart.lines)
        self.bot.keyClicks(self.cart.field, code)
        self.bot.keyClick(self.cart.field, Qt.Key.Key_Return)
        self.until(lambda: len(self.cart.sale.cart.lines) == count + 1)
        self.press("F12")
        self.sheet(Sheet)
        self.press("Return")
        self.until(lambda: self.cart.panel.shows_done)
        return self.shop.orders.page()[0].number


@pytest.fixture
def counter(
    qtbot: QtBot, dressed: QApplication, shop: Shop, milk: ProductRow, home: Path
) -> Iterator[Counter]:
    """A till on a shop with milk, somebody signed in."""
    till = _Till(dressed, config.Config())
    till._faults, till._sounds = Faults(home / "log"), HeardSounds()
    till.show(shop.path)
    counter = Counter(till, qtbot)
    counter.wait_for_window(training=False)
    counter.sign_in()
    counter.until(lambda: config.load().last_shop == shop.path)
    yield counter
    counter.window.close()


def books(path: Path | str) -> dict[str, list[str]]:
    """Every row of every table but those that remember who was signed in, of the journal too."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    kept = {
        str(name): sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
        for (name,) in names
        if name not in ("sessions", "journal", "journal_heads")
    }
    # Each sign-in replaces it.
    kept["settings"] = [row for row in kept["settings"] if "people_version" not in row]
    kinds = "SELECT kind FROM journal WHERE kind NOT IN ('sign_in', 'sign_out') ORDER BY id"
    kept["journal"] = [str(kind) for (kind,) in connection.execute(kinds)]
    connection.close()
    return kept


def is_framed(window: QWidget) -> bool:
    """True when stripes in both colours stand along each side, in this very picture."""
    picture = window.grab().toImage()
    palette = theme.current()
    warn, soft = QColor(palette.warn).rgb(), QColor(palette.warn_soft).rgb()
    right, foot = picture.width() - 3, picture.height() - 3
    sides = (
        [picture.pixel(x, 3) for x in range(picture.width())],
        [picture.pixel(x, foot) for x in range(picture.width())],
        [picture.pixel(3, y) for y in range(MARGINS.top(), picture.height())],
        [picture.pixel(right, y) for y in range(MARGINS.top(), picture.height())],
    )
    return all(
        side.count(warn) > len(side) // 4 and side.count(soft) > len(side) // 8 for side in sides
    )


def test_the_frame_stands_on_every_tab_and_around_every_sheet(counter: Counter) -> None:
    assert not is_framed(counter.window)
    assert counter.window.findChildren(TrainingFrame) == []
    counter.practise()
    for mode in (theme.LIGHT_MODE, "dark"):
        theme.apply(QApplication.instance(), mode)  # type: ignore[arg-type]
        for tab in TABS:
            counter.floor.show_tab(tab)
            assert is_framed(counter.window), (mode, tab)
            counter.press("Ctrl+K")
            assert counter.sheet(Sheet).isVisible()
            assert is_framed(counter.window), (mode, tab)
            counter.press("Escape")
    counter.press("Ctrl+Shift+L")
    counter.until(lambda: isinstance(counter.page, SignIn))
    assert is_framed(counter.window)
    [frame] = counter.window.findChildren(TrainingFrame)
    assert frame.accessibleName().startswith("TRAINING: nothing is sold")


@pytest.mark.parametrize("size", [(1024, 700), (1366, 768), (3840, 2160)])
def test_the_frame_covers_nothing(counter: Counter, size: tuple[int, int]) -> None:
    counter.practise()
    counter.window.resize(*size)
    counter.until(lambda: counter.window.width() == size[0])
    inside = counter.window.rect().marginsRemoved(MARGINS)
    counter.until(lambda: counter.floor.geometry() == inside)
    [frame] = counter.window.findChildren(TrainingFrame)
    assert frame.geometry() == counter.window.rect()
    assert not frame.mask().intersects(inside)
    counter.press("Ctrl+K")
    assert counter.sheet(Sheet).geometry() == inside
    corner = QPoint(inside.left() + 2, inside.top() + 2)
    assert counter.window.childAt(corner) not in (None, frame)


def test_practice_leaves_no_trace_in_the_shop(counter: Counter, milk: ProductRow) -> None:
    counter.bot.keyClicks(counter.cart.field, "3*" + milk.sku)
    counter.bot.keyClick(counter.cart.field, Qt.Key.Key_Return)
    counter.until(lambda: len(counter.cart.sale.cart.lines) == 1 and counter.cart.keeper.idle)
    real = counter.shop.path
    counter.press(TRAINING_KEY)
    counter.sheet(PractiseSheet)
    before = books(real)
    counter.press("Return")
    counter.wait_for_window(training=True)
    assert counter.window.windowTitle() == "TRAINING · Corner Shop · Countertop"
    counter.sign_in()
    counter.press("F8")
    counter.sheet(Sheet)
    counter.press("Return")
    counter.until(lambda: not counter.cart.sale.cart)
    assert counter.sell(milk.sku) == "TR-T1-1"
    counter.press("Return")
    assert counter.sell(milk.sku) == "TR-T1-2"
    counter.press(TRAINING_KEY)
    counter.wait_for_window(training=False)
    assert counter.shop.path == real
    assert not is_framed(counter.window)
    assert "TRAINING" not in counter.window.windowTitle()
    after = books(real)
    assert after.pop("journal") == [*before.pop("journal"), "training"]  # that a copy was made
    assert after == before
    counter.sign_in()
    assert [line.quantity for line in counter.cart.sale.cart.lines] == [3]
    assert config.load().last_shop == real
    assert counter.shop.check(by=counter.shop.staff.terminal()) == ()


def test_practice_goes_on_or_starts_over(counter: Counter, milk: ProductRow) -> None:
    counter.practise()
    assert counter.sell(milk.sku) == "TR-T1-1"
    counter.press(TRAINING_KEY)
    counter.wait_for_window(training=False)
    counter.sign_in()
    counter.press(TRAINING_KEY)
    sheet = counter.sheet(PractiseSheet)
    assert isinstance(sheet, PractiseSheet)
    counter.until(sheet.over.isVisible)
    assert sheet.go.text() == "Go on practising"
    counter.press("Return")
    counter.wait_for_window(training=True)
    counter.sign_in()
    assert len(counter.shop.orders.page()) == 1

    [over] = [each for each in menu_actions(counter.floor) if each.name == "shop.start_over"]
    over.run()
    question = counter.sheet(ConfirmSheet)
    assert isinstance(question, ConfirmSheet)
    first = counter.window
    question.yes.click()
    counter.until(lambda: counter.window is not first)
    counter.wait_for_window(training=True)
    assert counter.shop.orders.page() == ()
    assert is_framed(counter.window)


def test_the_sheet_starts_over_too(counter: Counter, milk: ProductRow) -> None:
    counter.practise()
    counter.sell(milk.sku)
    counter.press(TRAINING_KEY)
    counter.wait_for_window(training=False)
    counter.sign_in()
    counter.press(TRAINING_KEY)
    sheet = counter.sheet(PractiseSheet)
    assert isinstance(sheet, PractiseSheet)
    counter.until(sheet.over.isVisible)
    counter.press("F6")
    counter.wait_for_window(training=True)
    assert counter.shop.orders.page() == ()


def test_the_menu_offers_what_fits(counter: Counter) -> None:
    def offered() -> set[str]:
        return {each.name for each in menu_actions(counter.floor)}

    ways = {"shop.practise", "shop.leave_training", "shop.start_over"}
    assert offered() & ways == {"shop.practise"}
    counter.practise()
    assert offered() & ways == {"shop.leave_training", "shop.start_over"}


def test_a_copy_that_is_being_made_can_be_stopped(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()

    def slowly(source: apsw.Connection, target: str, progress: Progress) -> None:
        assert stopped.wait(20)
        make_training_copy(source, target, progress)

    monkeypatch.setattr("pos_app.shop.make_training_copy", slowly)
    real = counter.shop.path
    counter.press(TRAINING_KEY)
    counter.sheet(PractiseSheet)
    first = counter.window
    counter.press("Return")
    counter.until(lambda: counter.window is not first and counter.window.floor is not None)
    page = counter.page
    assert isinstance(page, Making)
    assert counter.floor.practice.on
    [stop] = page.findChildren(QPushButton)
    counter.until(stop.isVisible)
    assert stop.text() == "Back to the shop"
    stop.click()
    stopped.set()
    counter.wait_for_window(training=False)
    assert counter.shop.path == real
    assert not Path(real).with_name("corner.training.db").exists()


def test_what_stands_in_the_way_is_told_with_a_way_back(counter: Counter, template: Path) -> None:
    real = counter.shop.path
    stranger = Path(real).with_name("corner.training.db")
    stranger.write_bytes(template.read_bytes())
    counter.press(TRAINING_KEY)
    counter.sheet(PractiseSheet)
    counter.press("Return")
    counter.until(lambda: counter.window.floor is not None and isinstance(counter.page, Trouble))
    words = [
        button.text() for button in counter.page.findChildren(QPushButton) if not button.isHidden()
    ]
    assert words == ["Try again", "Back to the shop"]
    counter.window.activateWindow()
    counter.until(counter.window.isActiveWindow)
    counter.press("Escape")
    counter.wait_for_window(training=False)
    assert counter.shop.path == real
    assert stranger.read_bytes() == template.read_bytes()


def test_a_spoiled_copy_is_made_anew_by_trying_again(counter: Counter) -> None:
    broken = Path(counter.shop.path).with_name("corner.training.db")
    broken.write_bytes(b"not a shop")
    counter.press(TRAINING_KEY)
    counter.sheet(PractiseSheet)
    counter.press("Return")
    counter.until(lambda: counter.window.floor is not None and isinstance(counter.page, Trouble))
    counter.window.activateWindow()
    counter.until(counter.window.isActiveWindow)
    counter.press("F5")
    counter.wait_for_window(training=True)
    assert counter.shop.info.training


def test_a_copy_opened_by_its_name_is_framed_and_not_remembered(counter: Counter) -> None:
    real = counter.shop.path
    copy = counter.shop.training_copy(by=counter.shop.staff.terminal())
    first = counter.window
    counter.till.show(copy)
    counter.until(lambda: counter.window is not first)
    counter.wait_for_window(training=True)
    counter.sign_in()
    assert is_framed(counter.window)
    counter.press(TRAINING_KEY)
    counter.wait_for_window(training=False)
    assert counter.shop.path == real
    assert config.load().last_shop == real
