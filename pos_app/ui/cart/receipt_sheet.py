"""The receipt of the sale just finished, as a slip over the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import Paper, paper_of
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.slip_view import SlipView

_WIDTH = 480


class ReceiptSheet(Sheet):
    """Reads the order and shows its slip; Ctrl+C copies it as text, Enter closes."""

    def __init__(self, desk: Desk, order_id: int, parent: QWidget) -> None:
        super().__init__("Receipt", parent, _WIDTH, scroll=True)
        self._desk = desk
        self._paper: Paper | None = None
        self._slip = SlipView()
        self._copy = KeyButton("Copy", key="Ctrl+C", icon="copy")
        self._close_button = KeyButton("Close", key="Enter", kind="primary")
        self._copy.setEnabled(False)

        self.body.addWidget(self._slip)
        self.footer.addWidget(self._copy)
        self.footer.addWidget(self._close_button)

        self._copy.clicked.connect(self._copy_text)
        self._close_button.clicked.connect(self.accept)
        self._close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read(order_id)

    def _read(self, order_id: int) -> None:
        shop = self._desk.shop
        self._desk.tasks.office.run(
            lambda: paper_of(shop.orders.get(order_id), shop.info, shop.money), self._show
        )

    def _show(self, paper: Paper) -> None:
        self._paper = paper
        self._slip.show_slip(paper.slip)
        self._copy.setEnabled(True)
        self.resize_to_content()

    def _copy_text(self) -> None:
        if self._paper is not None:
            QGuiApplication.clipboard().setText(self._paper.text)
            self._desk.notices.say("Receipt copied.")
