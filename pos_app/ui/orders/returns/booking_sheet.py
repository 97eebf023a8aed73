"""What the sheets that book a return have in common: it is booked once, and then they close."""

from collections.abc import Callable
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import ReturnDetail
from pos_app.ui import approving
from pos_app.ui.desk import Desk
from pos_app.ui.orders.returns.at_till import at_till, open_drawer_for
from pos_app.ui.widgets.sheet import Sheet


class BookingSheet(Sheet):
    """booked(ReturnDetail) comes when the return is in the books; the sheet has closed by then."""

    booked = Signal(object)

    def __init__(self, desk: Desk, title: str, parent: QWidget, width: int) -> None:
        super().__init__(title, parent, width)
        self._desk = desk
        # Made with the sheet: however often the button is pressed, it is booked once.
        self._uuid = str(uuid4())
        self._booking = False

    def _book(self, call: Callable[..., ReturnDetail], *what: object, **more: object) -> None:
        """Book it by this method of the shop's, under this till's numbers."""
        self._set_booking(True)
        till, uuid = at_till(self._desk), self._uuid
        approving.ask(
            self._desk,
            lambda by: call(*what, **more, uuid=uuid, by=by, **till),
            self._take,
            self._refuse,
            about=self._about(),
            parent=self,
        )

    def _about(self) -> str:
        """What is booked, to whoever approves it."""
        raise NotImplementedError

    def _take(self, detail: ReturnDetail) -> None:
        self._set_booking(False)
        open_drawer_for(self._desk, detail)
        self.accept()
        self.booked.emit(detail)

    def _refuse(self, error: Exception) -> None:
        """Nothing was booked; a sheet says why."""
        self._set_booking(False)

    def _set_booking(self, booking: bool) -> None:
        """While it is booked the sheet stays; each locks what it has besides."""
        self._booking = booking
        self.set_closable(not booking)
