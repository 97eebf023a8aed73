"""What the sheets that book a return have in common: it is booked once, and then they close."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rows import ReturnDetail
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
        clerk = self._desk.session.clerk
        if clerk is None:
            self._refuse(NotSignedIn())
            return
        self._set_booking(True)
        work = partial(call, *what, **more, uuid=self._uuid, by=clerk, **at_till(self._desk))
        self._desk.tasks.counter.run(work, self._take, self._refuse, owner=self)

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
