"""The sheet of codes that were scanned and belong to nothing."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.domain.rows import ProductRow, UnknownCodeRow
from pos_app.ui import approving, theme
from pos_app.ui.codes.columns import code_words, load_unknown, unknown_columns
from pos_app.ui.codes.give_sheet import GiveCodeSheet
from pos_app.ui.codes.making import make_product
from pos_app.ui.desk import Desk
from pos_app.ui.prices.pickers import Rows
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 820
_ROWS = 9
GATHER_MS = 150
"""Changes that come so close together are answered by one look at the shop."""


class UnknownCodesSheet(Sheet):
    """Each may become a product, be given to one that is there, or be forgotten."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Unknown codes", parent, _WIDTH)
        self._desk = desk
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._rows = Rows(_key)
        self.model: PagedModel[UnknownCodeRow] = PagedModel(
            unknown_columns(lambda: desk.shop.info),
            self._rows,
            desk.tasks.office,
            row_id=_key,
            parent=self,
        )
        self.table = PagedTable(self.model, name="Unknown codes")
        self.forget = KeyButton("Forget", key="Del", kind="danger")
        self.give = KeyButton("Add to a product…", key="F4")
        self.make = KeyButton("Make a product", key="Enter", kind="primary", listens=False)
        self._lay_out()

        self._gather.timeout.connect(self._read)
        self.table.row_changed.connect(self._show)
        self.table.row_activated.connect(self._make)
        self.make.clicked.connect(lambda: self._make(self.table.current_row()))
        self.give.clicked.connect(self._pick)
        self.forget.clicked.connect(self._forget)
        desk.tasks.changes.codes.connect(self._gather.start)
        desk.tasks.changes.products.connect(self._gather.start)
        self._show(None)
        self._read()

    def _lay_out(self) -> None:
        words = QLabel("Scanned at the counter, and found nowhere. Codes that get a product go.")
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        self.table.setMinimumHeight(_ROWS * theme.ROW)
        self.table.set_empty(
            "scan-barcode", "Every code is known", "What a till can't find is listed here."
        )
        self.body.addWidget(words)
        self.body.addWidget(self.table, 1)
        for button in (self.forget, self.give, self.make):
            self.footer.addWidget(button)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list ----------------------------------------------------------------------------

    def _read(self) -> None:
        self._desk.tasks.office.run(
            partial(load_unknown, self._desk.shop), self._fill, latest="unknown", owner=self
        )

    def _fill(self, rows: Sequence[UnknownCodeRow]) -> None:
        self._rows.show(rows)
        self.table.refresh()
        self.set_title(f"Unknown codes ({len(rows):,})" if rows else "Unknown codes")

    def _show(self, row: UnknownCodeRow | None) -> None:
        for button in (self.forget, self.give, self.make):
            button.setEnabled(row is not None)

    # --- what becomes of one -----------------------------------------------------------------

    def _make(self, row: UnknownCodeRow | None) -> None:
        if row is not None:
            make_product(self._desk, self, row.code)

    def _pick(self) -> None:
        row = self.table.current_row()
        if row is not None:
            picker = ProductPicker(self._desk, self, f"Whose code is {code_words(row)}?")
            picker.chosen.connect(partial(self._give, row))
            picker.open()

    def _give(self, row: UnknownCodeRow, product: ProductRow) -> None:
        GiveCodeSheet(self._desk, self, product, row).open()

    def _forget(self) -> None:
        row, forget = self.table.current_row(), self._desk.shop.codes.forget_unknown
        if row is None:
            return
        approving.ask(
            self._desk,
            lambda by: forget(row.code, by=by),
            lambda _: self._tell_forgotten(row),
            about="Forget an unknown code",
            parent=self,
        )

    def _tell_forgotten(self, row: UnknownCodeRow) -> None:
        self._desk.notices.say(
            f"{code_words(row)} forgotten", "It comes back when it is scanned again."
        )


def _key(row: UnknownCodeRow) -> int:
    """The table tells rows apart by a number."""
    return int.from_bytes(row.code.encode(), "big")
