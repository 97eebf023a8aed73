"""A customer's own data in the window: into a file for them, or gone for good."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.domain.rows import CustomerRow, Erased
from pos_app.ui.customers.erase_sheet import EraseSheet
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.confirm import confirm

_KINDS = {"Page to read (*.html)": ".html", "For other programs (*.json)": ".json"}
_REWRITE = (
    "Bytes of what was erased may lie in unused corners of the shop's file. Writing the file anew "
    "takes them away. No till can sell meanwhile: some seconds for a large shop."
)


class OwnData(QObject):
    """Opens its questions over the window of `view`."""

    def __init__(self, desk: Desk, view: QWidget) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view

    def export(self, customer: CustomerRow) -> QFileDialog:
        """Ask where to, then write all that is kept on them."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in customer.username)
        proposed = Path(QStandardPaths.writableLocation(documents)) / f"Data of {safe}.html"
        dialog = QFileDialog(self._view.window(), f"Data of {customer.name}", str(proposed))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(_KINDS))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filterSelected.connect(
            lambda kind: dialog.selectFile(f"Data of {safe}{_KINDS[kind]}")
        )
        dialog.fileSelected.connect(
            lambda name: self._write(customer, name, _KINDS[dialog.selectedNameFilter()])
        )
        dialog.open()
        return dialog

    def erase(self, customer: CustomerRow) -> EraseSheet:
        """Ask, then forget them."""
        sheet = EraseSheet(self._desk, self._view, customer)
        sheet.erased.connect(self._say_erased)
        sheet.open()
        return sheet

    def _write(self, customer: CustomerRow, name: str, suffix: str) -> None:
        target = Path(name)
        if target.suffix.lower() not in _KINDS.values():
            target = target.with_name(target.name + suffix)
        shop, acting = self._desk.shop, self._desk.session.acting
        self._desk.tasks.office.run(
            lambda: shop.customers.export_personal_data(customer.id, str(target), by=acting()),
            lambda _none: self._desk.notices.say(
                "Their data is written.", f"Only you may read {target}."
            ),
            owner=self,
        )

    def _say_erased(self, erased: Erased) -> None:
        words = f"Their orders stand under {erased.username}."
        self._desk.notices.say("The customer is erased.", words)
        if erased.traces:
            confirm(
                self._view,
                "Write the shop's file anew?",
                _REWRITE,
                yes="Write it now",
                no="Later",
                then=self._rewrite,
            )

    def _rewrite(self) -> None:
        shop, acting = self._desk.shop, self._desk.session.acting
        self._desk.tasks.office.run(
            lambda: shop.customers.rewrite_file(by=acting()),
            self._say_rewritten,
        )

    def _say_rewritten(self, whole: bool) -> None:
        if whole:
            self._desk.notices.say("The shop's file is written anew.")
        else:
            self._desk.notices.say(
                "The shop's file is written anew, its log is still in use.",
                "It is cleared once no other program reads the shop.",
                "warn",
            )
