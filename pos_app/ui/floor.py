"""What stands in the window: header, tabs, the screens before them, and the menu."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from pos_app import config as settings_file
from pos_app.config import Config
from pos_app.devices.sound import Sounds
from pos_app.domain.errors import NotSignedIn, PosError
from pos_app.domain.rows import SignInName
from pos_app.domain.training import MARK
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.door import Door
from pos_app.ui.header import Header
from pos_app.ui.idle import IdleWatch
from pos_app.ui.opening import Opening
from pos_app.ui.outline import Outline
from pos_app.ui.scanning.post import ScanPost
from pos_app.ui.session import LOCK, SWITCH_CLERK, Session
from pos_app.ui.tabs import CART, KEYS_KEY, MENU_KEY, PALETTE_KEY, Tabs, load_cart
from pos_app.ui.tasks import Tasks
from pos_app.ui.training import Practice
from pos_app.ui.widgets.notice import NoticeStack
from pos_app.ui.widgets.sheet import STAYS
from pos_app.ui.window_lock import WindowLock

if TYPE_CHECKING:
    # Only for annotations.
    from pos_app.devices.till import Devices
    from pos_app.shop import Shop
    from pos_app.ui.station import Station
    from pos_app.ui.window_lock import Doorbell

# Pages and sheets are loaded late on purpose, each when it is shown: a start should not wait for
# what it may never need.

log = logging.getLogger(__name__)

SHOP_FILES = "Shops (*.db);;All files (*)"


class Floor(QWidget):
    """One window's shop floor.

    ready(desk) comes when a shop is open and its cart tab stands; other_shop(location) asks for a
    window on another one ("" for the first start), practise(location, fresh) for one on the
    training copy of a shop.
    """

    ready = Signal(object)
    other_shop = Signal(str)
    practise = Signal(str, bool)

    def __init__(
        self,
        config: Config,
        sounds: Sounds,
        default_shop: str,
        lock: WindowLock,
        parent: QWidget,
        devices: "Devices | None" = None,
    ) -> None:
        super().__init__(parent)
        self.config = config
        self.desk: Desk | None = None
        self.station: Station | None = None
        self.devices = devices
        self.tasks = Tasks(self)
        self.opening = Opening(self.tasks, lock, self)
        self._sounds = sounds
        self._default_shop = default_shop
        self._location = ""
        self._tabs: Tabs | None = None
        self._door: Door | None = None
        self._watch: IdleWatch | None = None
        self._newcomer: tuple[str, str] | None = None
        self._bell: Doorbell | None = None
        self.header = Header()
        self.practice = Practice(self)
        self._stack = QStackedWidget()
        self._waiting = Outline(theme.current(), header=False)
        # The window's, not this one's: a sheet, which is the window's too, must not cover them.
        self.notices = NoticeStack(self.window())
        self.scans = ScanPost(config, self.notices, sounds, self)
        self._used_actions: list[str] = []
        self._menu_key = QShortcut(QKeySequence(MENU_KEY), self)
        self._palette_key = QShortcut(QKeySequence(PALETTE_KEY), self)
        self._keys_key = QShortcut(QKeySequence(KEYS_KEY), self)
        self._switch_key = QShortcut(QKeySequence(SWITCH_CLERK), self)
        self._lock_key = QShortcut(QKeySequence(LOCK), self)
        self._lock_key.setProperty(STAYS, True)  # what lies open is there again after it
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting.setAccessibleName("The shop is being opened")
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # It holds the focus, so that no tab shows a ring before anybody pressed a key.
        self._waiting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self._waiting)
        self._waiting.setFocus()

        self.header.chosen.connect(self.show_tab)
        self.header.clerk.clicked.connect(self.open_menu)
        self._menu_key.activated.connect(self.open_menu)
        self._palette_key.activated.connect(self.open_palette)
        self._keys_key.activated.connect(self.open_keys)
        self.tasks.refused.connect(self._refused)
        self.tasks.changes.settings.connect(self._name_place)
        self.opening.opened.connect(self._opened)
        self.opening.failed.connect(self._failed)
        theme.notifier().changed.connect(self._dress_outline)
        messages.say_through(self.notices, None)

    # --- screens before the shop -------------------------------------------------------------

    def begin(self, location: str) -> None:
        """Open this shop, or show the first start when there is none."""
        self.tasks.office.run(load_cart)
        if location:
            self.open_shop(location)
        else:
            self.show_first_start()

    def begin_practice(self, shop: str, fresh: bool) -> None:
        """Open the training copy of the shop in this file, a new one with fresh."""
        self.tasks.office.run(load_cart)
        self.practice.begin(shop, fresh)

    def open_shop(self, location: str) -> None:
        """Open the shop in this file; the outline of the cart stands meanwhile."""
        self._location = location
        self.show_page(self._waiting)
        self.opening.open(location)

    def show_first_start(self) -> None:
        """Ask how to begin."""
        from pos_app.ui.first_start import FirstStart

        page = FirstStart()
        page.setup.connect(self.show_setup)
        page.sample.connect(self.open_sample)
        page.open_file.connect(self.ask_for_shop)
        self.header.set_tabs_enabled(False)
        self.show_page(page)
        page.start()

    def show_setup(self) -> None:
        """Ask what a new shop has to know."""
        from pos_app.ui.setup_form import SetupForm

        page = SetupForm(self._default_shop)
        page.made.connect(self._make_shop)
        page.back.connect(self.show_first_start)
        self.show_page(page)
        page.start()

    def _make_shop(self, location: str, answers: dict[str, Any]) -> None:
        # Who has just typed a PIN twice need not type it a third time.
        self._newcomer = (answers["owner_username"], answers["owner_pin"])
        self.opening.create(location, answers)

    def open_sample(self) -> None:
        """Make the sample shop beside the default one, or open it again."""
        from pos_app.ui.making import Making, sample_beside

        page = Making("Filling the sample shop's shelves…")
        self.opening.progressed.connect(page.show_progress)
        self._location = sample_beside(self._default_shop)
        self.show_page(page)
        self.opening.create_sample(self._location)

    def ask_for_shop(self) -> None:
        """Ask for the file of an existing shop."""
        self._ask_for_file("Open a shop", self._shop_chosen)

    def ask_for_backup(self) -> None:
        """Ask for the backup that takes the place of the shop that can't be opened."""
        self._ask_for_file("Restore a backup", self._restore_from)

    # --- tabs --------------------------------------------------------------------------------

    def show_tab(self, index: int) -> None:
        """Show a tab, built when it is shown first; somebody must be signed in."""
        if self.desk is not None and self._tabs is not None and self.desk.session.clerk is not None:
            self._tabs.show(index)

    def tab(self, index: int) -> QWidget | None:
        """A tab that has been built; for tests and pictures."""
        return None if self._tabs is None else self._tabs.built(index)

    # --- a shop has come ---------------------------------------------------------------------

    def _opened(self, shop: "Shop") -> None:
        session = Session(shop, self.tasks, self, till=self.config.till)
        from pos_app.ui.station import Station

        self.station = Station(self, shop, session)
        hung = (self.scans, self.station.printing, self.station.shifts)
        self.desk = Desk(shop, self.tasks, session, self.notices, self.config, self._sounds, *hung)
        self._tabs = Tabs(self.desk, self.header, self._stack, self)
        self._location = shop.path
        self.tasks.watch(shop)
        messages.say_through(self.notices, shop.money)
        self._name_place()
        self._door = Door(self.desk, self.header, self._stack, self.show_page, self)
        self._door.came_in.connect(lambda: self.show_tab(CART))
        self._switch_key.activated.connect(self._door.switch)
        self._lock_key.activated.connect(self.lock)
        self._watch_idleness(self._door)
        if shop.info.training:
            self.practice.opened()
        else:
            self.tasks.office.run(
                lambda: settings_file.update(last_shop=shop.path), None, self._unkept
            )
        self._hang_bell()
        self.tasks.counter.run(shop.staff.sign_in_names, self._users_known)

    def _users_known(self, users: tuple[SignInName, ...]) -> None:
        assert self._door is not None
        newcomer, self._newcomer = self._newcomer, None
        self._door.welcome(users, newcomer)
        # The cart is built behind the screen to sign in, so that it stands when the PIN is right.
        QTimer.singleShot(0, self, self._build_cart)

    def _build_cart(self) -> None:
        if self._tabs is not None and self._door is not None:
            cart = self._tabs.build(CART)
            cart.scans.badge_scanned.connect(self._door.take_badge)
            cart.scans.stranger_scanned.connect(self._door.take_stranger)
            self.scans.serve(cart.scans.put)
            self.scans.plug_in(self.config)
            if self.station is not None:
                self.station.serve(cart)
            self.ready.emit(self.desk)
            self._tabs.load_others()

    def _failed(self, location: str, error: Exception) -> None:
        self._newcomer = None
        if self.practice.failed(error):
            return
        from pos_app.ui.setup_form import SetupForm
        from pos_app.ui.trouble import Trouble

        page = self._stack.currentWidget()
        if isinstance(page, SetupForm):
            page.refused(error)
            return
        self._location = location
        page = Trouble()
        page.retry.connect(lambda: self.open_shop(location))
        page.another.connect(self.ask_for_shop)
        page.restore.connect(self.ask_for_backup)
        page.fresh.connect(self.show_first_start)
        self.header.set_tabs_enabled(False)
        self.show_page(page)
        page.tell(error)

    # --- the rest ----------------------------------------------------------------------------

    def open_menu(self) -> None:
        """The menu under the clerk's name."""
        from pos_app.ui.menu import Menu

        menu = Menu(self)
        pill = self.header.clerk
        corner = pill.mapToGlobal(pill.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), -2 * theme.GRID))

    def open_palette(self) -> None:
        """Everything that the program can do, to be found by its name."""
        from pos_app.ui.actions import all_actions
        from pos_app.ui.palette.sheet import PaletteSheet

        PaletteSheet(all_actions(self), self._used_actions, self).open()

    def open_keys(self) -> None:
        """All keys, those of the tab in front first."""
        from pos_app.ui.actions import PLACES, key_lines
        from pos_app.ui.palette.keys_sheet import KeysSheet

        front = self._tabs.current() if self._tabs is not None else -1
        KeysSheet(key_lines(), PLACES[max(front, CART)], self).open()

    def lock(self) -> None:
        """Lock the till for who is signed in."""
        if self._door is not None:
            self._door.lock()

    def come_to_front(self) -> None:
        """Somebody started the program again with the same shop."""
        window = self.window()
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        self.notices.say("This shop is open here already.", "Go on in this window.")

    def close_down(self) -> None:
        """End the lanes, close the shop, let go of its file."""
        if self._bell is not None:
            self._bell.close()
        if self._watch is not None:
            self._watch.stop()
        messages.say_through(None, None)
        self.scans.close()
        ended = self.station is None or self.station.close()
        ended = self.tasks.close() and ended
        if self.desk is not None and ended:
            self.desk.shop.close()
        self.opening.release()

    def _refused(self, refusal: PosError) -> None:
        messages.show(refusal)
        if isinstance(refusal, NotSignedIn) and self.desk is not None:
            self.desk.session.forget()

    def _dress_outline(self) -> None:
        self._waiting.dress(theme.current())

    def show_page(self, page: QWidget) -> None:
        """Show a screen; the one before is thrown away when nobody comes back to it."""
        before = self._stack.currentWidget()
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        tabs = self._tabs.widgets() if self._tabs is not None else []
        kept = [self._waiting, self._door.screen if self._door is not None else None, *tabs]
        if before is not None and before is not page and before not in kept:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _name_place(self) -> None:
        if self.desk is not None:
            name = self.desk.shop.info.name
            before = f"{MARK} · " if self.practice.on else ""
            self.window().setWindowTitle(f"{before}{name} · Countertop")
            self.header.set_place(name, self.config.till or "Till 1")

    def _watch_idleness(self, door: Door) -> None:
        assert self.desk is not None
        shop = self.desk.shop
        watch = self._watch = IdleWatch(lambda: shop.info.lock_minutes, self)
        watch.idle.connect(lambda: door.lock(idle=True))
        self.scans.came.connect(watch.touched)
        self.desk.session.changed.connect(lambda _: watch.touched())

    def _hang_bell(self) -> None:
        from pos_app.ui.window_lock import Doorbell

        self._bell = Doorbell(self)
        self._bell.rung.connect(self.come_to_front)
        self._bell.listen(self._location)

    def _ask_for_file(self, title: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title, "", SHOP_FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()

    def _shop_chosen(self, file: str) -> None:
        if self.desk is None:
            self.open_shop(file)
        else:
            self.other_shop.emit(file)

    def _restore_from(self, file: str) -> None:
        from pos_app.ui.making import Making

        page = Making("Restoring the backup…")
        self.opening.progressed.connect(page.show_progress)
        self.show_page(page)
        self.opening.restore(file, self._location)

    def _unkept(self, error: Exception) -> None:
        log.warning("the till's settings could not be written: %s", type(error).__name__)
