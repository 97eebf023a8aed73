"""What a manager does to products: each opens its sheet or asks the lane, and says what became."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.domain.training import FILE_PREFIX
from pos_app.ui.approving import Allowed, ask, before
from pos_app.ui.desk import Desk
from pos_app.ui.products.editor import ProductEditor
from pos_app.ui.products.export_sheet import ExportSheet
from pos_app.ui.products.import_sheet import ImportSheet
from pos_app.ui.products.stock_sheets import AdjustSheet, ReceiveSheet
from pos_app.ui.widgets.notice import Notice

T = TypeVar("T")


class ProductActions(QObject):
    """added(ProductRow) and archived() come after these; `tasks.changes` tells every change."""

    added = Signal(object)
    archived = Signal()

    def __init__(self, desk: Desk, tab: QWidget) -> None:
        super().__init__(tab)
        self._desk = desk
        self._tab = tab
        self._archived: ProductRow | None = None
        self._offer: Notice | None = None
        # A field with the focus keeps Ctrl+Z for what was typed in it.
        self._undo_key = QShortcut(QKeySequence("Ctrl+Z"), tab)
        self._undo_key.setEnabled(False)

        self._undo_key.activated.connect(self._undo)

    def new(self) -> None:
        """Open an empty editor."""
        self._open_editor(None)

    def edit(self, product: ProductRow) -> None:
        """Open the editor on a product."""
        self._open_editor(product)

    def receive(self, product: ProductRow) -> None:
        """Open the sheet that takes delivered goods into stock."""
        ReceiveSheet(self._desk, self._tab, product).open()

    def adjust(self, product: ProductRow) -> None:
        """Open the sheet that sets the stock right."""
        AdjustSheet(self._desk, self._tab, product).open()

    def archive(self, product: ProductRow) -> None:
        """Take a product out of sale; the notice takes it back."""
        catalog = self._desk.shop.catalog
        self._change(
            lambda by: catalog.archive_product(product.id, by=by),
            self._offer_undo,
            f"Take {product.name} out of sale",
        )

    def restore(self, product: ProductRow) -> None:
        """Take an archived product back into sale."""
        catalog = self._desk.shop.catalog
        self._change(
            lambda by: catalog.restore_product(product.id, by=by),
            self._tell_restored,
            f"Take {product.name} back into sale",
        )

    def import_file(self) -> None:
        """Ask for a file and take its products in."""
        before(
            self._desk,
            Permission.MANAGE_CATALOG,
            lambda allowed: self._ask_file(
                "Import products",
                QFileDialog.FileMode.ExistingFile,
                lambda file: self.open_import(file, allowed),
            ),
            about="Import products",
            parent=self._tab,
        )

    def export_file(self) -> None:
        """Ask for a place and write all products there."""
        before(
            self._desk,
            Permission.EXPORT,
            lambda allowed: self._ask_file(
                "Export products",
                QFileDialog.FileMode.AnyFile,
                lambda file: self.open_export(file, allowed),
            ),
            about="Export products",
            parent=self._tab,
        )

    def open_import(self, file: str, allowed: Allowed | None = None) -> None:
        """Take the products of this file in, with what was approved before."""
        sheet = ImportSheet(self._desk, self._tab, file, allowed or Allowed())
        sheet.another_wanted.connect(self.import_file)
        sheet.open()

    def open_export(self, file: str, allowed: Allowed | None = None) -> None:
        """Write all products to this file, with what was approved before."""
        ExportSheet(self._desk, self._tab, file, allowed or Allowed()).open()

    def _open_editor(self, product: ProductRow | None) -> None:
        def open_it(allowed: Allowed) -> None:
            editor = ProductEditor(self._desk, self._tab, product, allowed=allowed)
            editor.saved.connect(lambda row: self._tell_saved(row, new=product is None))
            editor.open()

        before(
            self._desk,
            Permission.MANAGE_CATALOG,
            open_it,
            about="Add a product" if product is None else f"Change {product.name}",
            parent=self._tab,
        )

    def _tell_saved(self, row: ProductRow, *, new: bool) -> None:
        self._desk.notices.say(f"Added {row.name}" if new else f"Saved {row.name}")
        if new:
            self.added.emit(row)

    def _offer_undo(self, row: ProductRow) -> None:
        self._offer = self._desk.notices.say(
            f"Archived {row.name}",
            "Not sold any more; its history stays. Ctrl+Z takes it back.",
            action="Undo",
            on_action=partial(self._take_back, row),
        )
        self._archived = row
        self._undo_key.setEnabled(True)
        self.archived.emit()

    def _undo(self) -> None:
        if self._archived is not None:
            self._take_back(self._archived)

    def _take_back(self, row: ProductRow) -> None:
        if row is self._archived:
            self._archived = None
            self._undo_key.setEnabled(False)
            if self._offer is not None and self._offer in self._desk.notices.notices:
                self._offer.deal()
        self.restore(row)

    def _tell_restored(self, row: ProductRow) -> None:
        self._desk.notices.say(f"{row.name} is sold again")

    def _change(self, work: Callable[[Clerk], T], then: Callable[[T], None], about: str) -> None:
        ask(self._desk, work, then, about=about, parent=self._tab)

    def _ask_file(
        self, title: str, mode: QFileDialog.FileMode, then: Callable[[str], None]
    ) -> None:
        dialog = QFileDialog(self._tab.window(), title, "", "CSV files (*.csv);;All files (*)")
        dialog.setFileMode(mode)
        if mode == QFileDialog.FileMode.AnyFile:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("csv")
            before = FILE_PREFIX if self._desk.shop.info.training else ""
            dialog.selectFile(str(Path.home() / f"{before}products.csv"))
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
