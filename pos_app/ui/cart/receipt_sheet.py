"""The receipt of the sale just finished, as a slip over the window."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import Receipt
from pos_app.ui.desk import Desk
from pos_app.ui.orders.paper_buttons import PaperButtons
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import Paper, paper_of
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.slip_view import SlipView

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_WIDTH = 480


def _load(shop: "Shop", sold: Receipt) -> Paper:
    back = shop.returns.get(sold.return_id) if sold.return_id else None
    order = shop.orders.get(sold.order_id)
    return paper_of(order, shop.info, shop.money, shop.settings.logo(), back)


class ReceiptSheet(Sheet):
    """Reads the sale, of an exchange both halves, and shows its slip: to print, to copy, to save;
    Enter closes."""

    def __init__(self, desk: Desk, sold: Receipt, parent: QWidget) -> None:
        super().__init__("Receipt", parent, _WIDTH, scroll=True)
        self._slip = SlipView()
        self._files = PaperButtons(desk)
        self._close_button = KeyButton("Close", key="Enter", kind="primary")

        self.body.addWidget(self._slip)
        self.footer.addWidget(self._files)
        self.footer.addWidget(self._close_button)

        self._close_button.clicked.connect(self.accept)
        self._close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        desk.tasks.office.run(partial(_load, desk.shop, sold), self._show, owner=self)

    def _show(self, paper: Paper) -> None:
        self._slip.show_slip(paper.slip)
        self._files.show_paper(paper)
        self.resize_to_content()
