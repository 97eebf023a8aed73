"""A receipt that waits for its printer, on the screen instead."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from pos_app.documents.slip_form import Slip
from pos_app.documents.slip_text import slip_text
from pos_app.domain.rows import PrintJobRow
from pos_app.ui.desk import Desk
from pos_app.ui.printing.composing import slip_of
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.slip_view import SlipView

_WIDTH = 480


class JobSlipSheet(Sheet):
    """Reads what the job is to print; Ctrl+C copies it as text, Enter closes."""

    def __init__(self, desk: Desk, job: PrintJobRow, parent: QWidget) -> None:
        super().__init__(job.number, parent, _WIDTH, scroll=True)
        self._desk = desk
        self._text = ""
        self._slip = SlipView()
        self._copy = KeyButton("Copy", key="Ctrl+C", icon="copy")
        self._close = KeyButton("Close", key="Enter", kind="primary")
        self._copy.setEnabled(False)

        self.body.addWidget(self._slip)
        self.footer.addWidget(self._copy)
        self.footer.addWidget(self._close)

        self._copy.clicked.connect(self._copy_text)
        self._close.clicked.connect(self.accept)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        shop = desk.shop
        desk.tasks.office.run(lambda: slip_of(shop, *shop.papers.document(job.id)), self._show)

    def _show(self, slip: Slip) -> None:
        self._slip.show_slip(slip)
        self._text = slip_text(slip)
        self._copy.setEnabled(True)
        self.resize_to_content()

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._desk.notices.say("Receipt copied.")
