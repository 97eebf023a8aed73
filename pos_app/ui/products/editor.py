"""The sheet that makes a product or changes one; nothing typed is lost by a refusal or a slip."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import Clerk, ProductRow
from pos_app.ui import approving
from pos_app.ui.desk import Desk
from pos_app.ui.products.draft import Choices, add, changes, load_choices
from pos_app.ui.products.product_form import ProductForm
from pos_app.ui.widgets.edit_sheet import EditSheet

_ALSO = {
    "barcode": "barcodes",
    "code": "barcodes",
    "pack_quantity": "barcodes",
    "path": "category",
    "quantity": "parts",
}
"""Refusals may name one code, a path or a quantity; the form has one field for all codes, for all
parts, and a category."""


class ProductEditor(EditSheet):
    """saved(ProductRow) comes when the shop has taken it; Esc asks before typing is thrown away.

    A new product may begin with the code or the number in the scale that it was scanned by.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        product: ProductRow | None,
        *,
        code: str = "",
        scale_number: int | None = None,
        allowed: approving.Allowed | None = None,
    ) -> None:
        title = "New product" if product is None else "Edit product"
        super().__init__(title, parent, lambda: self.changed)
        self._desk = desk
        self._product = product
        self._found_by = (code, scale_number)
        self._allowed = allowed or approving.Allowed()
        self._choices: Choices | None = None
        self._opened_with: tuple[object, ...] = ()
        self.form = ProductForm(desk, product)
        self.save_button.setEnabled(False)

        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.form.name.setFocus()

        self.wanted.connect(self._save)
        self.form.barcodes.changed.connect(self._fit_soon)
        self.form.parts.changed.connect(self._fit_soon)
        desk.tasks.office.run(
            partial(load_choices, desk.shop, desk.session.clerk, product),
            self._offer,
            self._refuse,
            owner=self,
        )

    @property
    def changed(self) -> bool:
        """True when something stands in the sheet that the shop doesn't know."""
        return self._choices is not None and self.form.raw() != self._opened_with

    def _offer(self, choices: Choices) -> None:
        self._choices = choices
        self.form.offer(choices)
        self.form.begin_with(*self._found_by)
        self._opened_with = self.form.raw()
        self.save_button.setEnabled(True)
        self._fit_soon()

    def _save(self) -> None:
        draft, product = self.form.read(), self._product
        self.refusal.hide()
        if draft is None or self._choices is None:
            self.resize_to_content()
            return
        work: Callable[[Clerk], ProductRow] = partial(add, self._desk.shop, draft)
        if product is not None:
            wanted = changes(draft, product, self._choices)
            if not wanted:
                self.close_unchanged()
                return
            update = self._desk.shop.catalog.update_product
            product_id = product.id
            work = lambda by: update(product_id, **wanted, by=by)  # noqa: E731 - as add is one
        self._set_saving(True)
        approving.ask(
            self._desk,
            work,
            self.take,
            self._refuse,
            about=f"Add {draft.name}" if product is None else f"Change {product.name}",
            parent=self,
            allowed=self._allowed,
        )

    def _refuse(self, error: Exception) -> None:
        self._set_saving(False)
        self.refusal.show_refusal(error, self.form, _ALSO)
        self.resize_to_content()

    def _fit_soon(self) -> None:
        """Lines of barcodes come and go; the form knows its height after it was laid out."""
        QTimer.singleShot(0, self, self.resize_to_content)

    def _set_saving(self, saving: bool) -> None:
        self.save_button.setEnabled(not saving and self._choices is not None)
        self.form.setEnabled(not saving)
        self.set_closable(not saving)
