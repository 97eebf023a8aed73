"""A customer's own data in the window: into a file for them, or gone for good."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.domain.rights import Permission
from pos_app.domain.rows import CustomerRow, Erased
from pos_app.ui.approving import Allowed, before
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

    def export(self, customer: CustomerRow) -> None:
        """Ask where to, then write all that is kept on them; somebody else may have to approve."""
        about = f"Export the data of customer {customer.id}"
        before(
            self._desk,
            Permission.PERSONAL_DATA,
            lambda allowed: self._ask_file(customer, allowed),
            about=about,
            parent=self._view,
        )

    def erase(self, customer: CustomerRow) -> None:
        """Ask, then forget them; somebody else may have to approve."""
        before(
            self._desk,
            Permission.PERSONAL_DATA,
            lambda allowed: self._ask_name(customer, allowed),
            about=f"Erase customer {customer.id}",
            parent=self._view,
        )

    def _ask_file(self, customer: CustomerRow, allowed: Allowed) -> None:
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
            lambda name: self._write(customer, name, _KINDS[dialog.selectedNameFilter()], allowed)
        )
        dialog.open()

    def _ask_name(self, customer: CustomerRow, allowed: Allowed) -> None:
        sheet = EraseSheet(self._desk, self._view, customer, allowed)
        sheet.erased.connect(self._say_erased)
        sheet.open()

    def _write(self, customer: CustomerRow, name: str, suffix: str, allowed: Allowed) -> None:
        target = Path(name)
        if target.suffix.lower() not in _KINDS.values():
            target = target.with_name(target.name + suffix)
        customers, acting = self._desk.shop.customers, self._desk.session.acting
        self._desk.tasks.office.run(
            lambda: customers.export_personal_data(
                customer.id, str(target), by=allowed.clerk(acting())
            ),
            lambda _none: self._say_written(target),
            owner=self,
        )

    def _say_written(self, target: Path) -> None:
        self._desk.notices.say("Their data is written.", f"Only you may read {target}.")

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
        before(
            self._desk,
            Permission.PERSONAL_DATA,
            self._write_anew,
            about="Write the shop's file anew",
            parent=self._view,
        )

    def _write_anew(self, allowed: Allowed) -> None:
        shop, acting = self._desk.shop, self._desk.session.acting
        self._desk.tasks.office.run(
            lambda: shop.customers.rewrite_file(by=allowed.clerk(acting())), self._say_rewritten
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
