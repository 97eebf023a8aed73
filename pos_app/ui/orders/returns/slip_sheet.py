"""The slip of a return over the window: to show, to copy, to save."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.ui import messages
from pos_app.ui.desk import Desk
from pos_app.ui.orders.paper_buttons import PaperButtons
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import ReturnPaper, paper_of_return
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.slip_view import SlipView
from pos_app.ui.widgets.states import BusyBar, ErrorState

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_WIDTH = 480


def _load(shop: "Shop", return_id: int, again: bool) -> ReturnPaper:
    detail = shop.returns.get(return_id)
    printed = again and shop.papers.was_printed(return_id=return_id)
    copy = "duplicate" if printed else "original"
    return paper_of_return(detail, shop.info, shop.money, shop.settings.logo(), copy=copy)


class ReturnSlipSheet(Sheet):
    """Reads a return and shows its slip; Enter closes. With again it is one of the history, and a
    duplicate where it was printed; else it is the one just booked."""

    def __init__(
        self, desk: Desk, return_id: int, number: str, parent: QWidget, *, again: bool = False
    ) -> None:
        super().__init__(f"Return {number}", parent, _WIDTH, scroll=True)
        self._desk = desk
        self._return_id = return_id
        self._again = again
        self._busy = BusyBar()
        self._error = ErrorState("", "")
        self._slip = SlipView()
        self._files = PaperButtons(desk)
        self._close = KeyButton("Close", key="Enter", kind="primary")
        self._error.hide()
        for part in (self._busy, self._error, self._slip):
            self.body.addWidget(part)
        self.footer.addWidget(self._files)
        self.footer.addWidget(self._close)

        self._error.acted.connect(self._read)
        self._close.clicked.connect(self.accept)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _read(self) -> None:
        self._busy.set_busy(True)
        self._desk.tasks.counter.run(
            partial(_load, self._desk.shop, self._return_id, self._again), self._show, self._fail
        )

    def _show(self, paper: ReturnPaper) -> None:
        self._busy.set_busy(False)
        self._error.hide()
        self._slip.show_slip(paper.slip)
        self._files.show_paper(paper)
        self.resize_to_content()

    def _fail(self, error: Exception) -> None:
        self._busy.set_busy(False)
        message = messages.words(error)
        self._error.say(message.title, message.hint)
        self._error.show()
