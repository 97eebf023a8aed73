"""The way into training and out of it: which file, which window, and what is shown meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from pos_app import config as settings_file
from pos_app.domain.errors import Cancelled, NewerShop, NotAShop, ShopDamaged
from pos_app.domain.training import copy_path, shop_path
from pos_app.ui.training.frame import TrainingFrame

if TYPE_CHECKING:
    # Only for annotations.
    from pos_app.ui.floor import Floor

# Its pages and sheets are loaded late on purpose: most days nobody practises.

TRAINING_KEY = "Ctrl+Shift+T"
"""Begins to practise, or goes back to the shop."""

_SPOILED = (ShopDamaged, NotAShop, NewerShop)
"""With these the copy there is can't be used any more: the next try makes a new one."""


class Practice(QObject):
    """Practising in one window. The copy is opened in a window of its own, which takes the place
    of the shop's; floor.practise(shop, fresh) and floor.other_shop(shop) ask for them."""

    def __init__(self, floor: "Floor") -> None:
        super().__init__(floor)
        self._floor = floor
        self._frame: TrainingFrame | None = None
        self._shop = ""
        self._opening = False
        self._key = QShortcut(QKeySequence(TRAINING_KEY), floor)

        self._key.activated.connect(self.change_over)

    @property
    def on(self) -> bool:
        """True in a window on a training copy, also while that is being made."""
        return self._frame is not None

    def begin(self, shop: str, fresh: bool) -> None:
        """Open the copy of the shop in this file here, made first where it is to be."""
        from pos_app.ui.making import Making

        self._shop, self._opening = shop, True
        self.put_up_frame()
        page = Making("Making a copy of the shop to practise on…", stop="Back to the shop")
        self._floor.opening.progressed.connect(page.show_progress)
        page.stopped.connect(self._floor.opening.stop)
        self._floor.show_page(page)
        self._floor.opening.practise(shop, copy_path(shop), fresh)

    def opened(self) -> None:
        """A copy has been opened in this window, by `begin` or by its own name."""
        self._opening = False
        self.put_up_frame()

    def put_up_frame(self) -> None:
        """Leave no doubt from now on."""
        window = self._floor.window()
        if self._frame is None and isinstance(window, QMainWindow):
            self._frame = TrainingFrame(window, f"{TRAINING_KEY}: back to the shop")

    def failed(self, error: Exception) -> bool:
        """True when the copy could not be made or opened, and this has answered."""
        if not self._opening:
            return False
        self._opening = False
        if isinstance(error, Cancelled):
            self.leave()
            return True
        from pos_app.ui.trouble import Trouble

        page = Trouble(back="Back to the shop")
        fresh = isinstance(error, _SPOILED)
        page.retry.connect(lambda: self.begin(self._shop, fresh))
        page.back.connect(self.leave)
        self._floor.show_page(page)
        page.tell(error)
        return True

    def change_over(self) -> None:
        """Ask whether to practise, or go back to the shop."""
        if self.on:
            self.leave()
        else:
            self.ask()

    def ask(self) -> None:
        """Say what practising is; where there is a copy already, go on in it or start over."""
        from pos_app.ui.training.sheet import PractiseSheet

        desk = self._floor.desk
        if desk is not None and desk.session.clerk is not None:
            sheet = PractiseSheet(desk, self._floor)
            sheet.chosen.connect(lambda fresh: self._floor.practise.emit(desk.shop.path, fresh))
            sheet.open()

    def ask_to_start_over(self) -> None:
        """Ask, then practise in a new copy of the shop as it is now."""
        from pos_app.ui.widgets.confirm import confirm

        confirm(
            self._floor,
            "Start over?",
            "What was practised so far goes, and a new copy of the shop as it is now is made.",
            yes="Start over",
            no="Go on practising",
            then=lambda: self._floor.practise.emit(self._real_shop(), True),
        )

    def leave(self) -> None:
        """Back to the shop; what was practised stays for the next time."""
        self._floor.other_shop.emit(self._real_shop())

    def _real_shop(self) -> str:
        """The shop whose copy this is; the till's own where the copy was renamed."""
        desk = self._floor.desk
        beside = self._shop or (shop_path(desk.shop.path) if desk is not None else "")
        return beside if beside and Path(beside).exists() else settings_file.load().last_shop
