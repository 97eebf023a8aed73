"""What the sheets that change the drawer have in common: they go to the books once, and then
close."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import Cancelled, PosError
from pos_app.domain.rows import Clerk
from pos_app.ui import messages
from pos_app.ui.approving import ask
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

T = TypeVar("T")


class DrawerSheet(Sheet):
    """While the books are asked the sheet can't be closed; a refusal is said in it, above all
    else."""

    def __init__(
        self, desk: Desk, title: str, parent: QWidget, width: int, *, scroll: bool = False
    ) -> None:
        super().__init__(title, parent, width, scroll=scroll)
        self._desk = desk
        self._till = desk.config.till or None
        self._acting = False
        self.refusal = RefusalLine()
        self.body.addWidget(self.refusal)

    def _act(self, job: Callable[[Clerk], T], done: Callable[[T], None], *, about: str) -> None:
        """Do it in the books, once; whoever lacks the right has it approved. about says what it
        is, for the one who approves."""
        if self._acting:
            return
        self.refusal.hide()
        self._set_acting(True)

        def taken(answer: T) -> None:
            self._set_acting(False)
            done(answer)

        ask(self._desk, job, taken, self.refuse, about=about, parent=self)

    def refuse(self, error: Exception) -> None:
        """Say why it was not done; what was typed stays."""
        self._set_acting(False)
        if isinstance(error, Cancelled):
            self._say("Nobody approved it.", "Nothing was done.")
        elif isinstance(error, PosError):
            message = messages.words(error, self._desk.shop.money)
            self._say(message.title, message.hint)

    def _say(self, title: str, hint: str = "") -> None:
        self.refusal.say(title, hint)
        self.resize_to_content()

    def _set_acting(self, acting: bool) -> None:
        self._acting = acting
        self.set_closable(not acting)
