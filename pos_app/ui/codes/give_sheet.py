"""The sheet that gives an unknown code to a product that is there already."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from pos_app.domain.errors import BadQuantity
from pos_app.domain.rows import Clerk, ProductRow, UnknownCodeRow
from pos_app.ui import approving, messages
from pos_app.ui.codes.columns import code_words
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.quantity_edit import QuantityEdit
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from decimal import Decimal

    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_WIDTH = 520
_ALSO = {"barcode": "pack_quantity", "code": "pack_quantity"}


class GiveCodeSheet(Sheet):
    """Asks how much one scan stands for; the number of a scale's label stands for what it says."""

    def __init__(
        self, desk: Desk, parent: QWidget, product: ProductRow, row: UnknownCodeRow
    ) -> None:
        super().__init__("Give the code to this product", parent, _WIDTH)
        self._desk = desk
        self._product = product
        self._row = row
        self.form = Form()
        self.pack = QuantityEdit(product.unit, field="pack_quantity")
        self.refusal = RefusalLine()
        self.give = KeyButton("Give the code", key="Enter", kind="primary")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        words = QLabel(f"{code_words(row)} becomes a code of {product.name}.")
        words.setWordWrap(True)
        words.setProperty("kind", "muted")
        self.pack.set_quantity(1)
        self.body.addWidget(words)
        self.body.addWidget(self.refusal)
        if row.scale_number is None:
            hint = "1 for a single one, 12 for a case of twelve."
            self.form.row("One scan stands for", self.pack, hint, field="pack_quantity")
            self.body.addWidget(self.form)
            self.pack.setFocus()
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self.give)

        self.give.clicked.connect(self._save)
        self._cancel.clicked.connect(self.reject)

    def _save(self) -> None:
        self.refusal.hide()
        self.form.clear_faults()
        try:
            pack = self.pack.quantity()
            if pack is None or pack <= 0:
                raise BadQuantity("pack_quantity", pack, "zero")
        except BadQuantity as fault:
            self.form.fail("pack_quantity", messages.words(fault).title)
            self.resize_to_content()
            return
        self.give.setEnabled(False)
        approving.ask(
            self._desk,
            partial(_give, self._desk.shop, self._product.id, self._row, pack),
            self._given,
            self._refuse,
            about=f"Give {self._product.name} another code",
            parent=self,
        )

    def _given(self, product: ProductRow) -> None:
        self._desk.notices.say(f"{product.name} is found by this code now")
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.give.setEnabled(True)
        self.refusal.show_refusal(error, self.form, _ALSO)
        self.resize_to_content()


def _give(
    shop: "Shop", product_id: int, row: UnknownCodeRow, pack: "Decimal", by: Clerk
) -> ProductRow:
    """Add the code to those the product has; runs in a lane."""
    catalog = shop.catalog
    if row.scale_number is not None:
        return catalog.update_product(product_id, scale_number=row.scale_number, by=by)
    kept = [(each.code, each.pack_quantity) for each in catalog.barcodes(product_id)]
    return catalog.update_product(product_id, barcodes=[*kept, (row.code, pack)], by=by)
