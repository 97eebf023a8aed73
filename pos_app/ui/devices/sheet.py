"""The sheet of this till's devices: a page for each kind, saved together and used at once."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from pos_app import config as settings_file
from pos_app.devices.discovery import Found, ports, printers
from pos_app.domain.errors import BadValue, NotWritten, PosError
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.devices.backup_page import BackupPage
from pos_app.ui.devices.customer_page import CustomerPage
from pos_app.ui.devices.printer_page import PrinterPage
from pos_app.ui.devices.scale_page import ScalePage
from pos_app.ui.devices.scanner_page import ScannerPage
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    # The station opens this sheet.
    from pos_app.ui.station import Station

_WIDTH = 940
Page = PrinterPage | ScannerPage | ScalePage | CustomerPage | BackupPage
_PAGES = ("Printer and drawer", "Scanner", "Scale", "Customer display", "Backups")


class DevicesSheet(Sheet):
    """Nothing is kept before it is saved; each device can be tried before that."""

    def __init__(self, desk: Desk, station: "Station", parent: QWidget) -> None:
        super().__init__("This till's devices", parent, _WIDTH, scroll=True)
        self._desk = desk
        self._station = station
        config, devices = station.config, station.devices
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self.printer = PrinterPage(config, devices, desk.shop.info)
        self.scanner = ScannerPage(config)
        self.scale = ScalePage(config, desk.scans.plate if desk.scans is not None else None)
        self.customer = CustomerPage(config, devices)
        self.backup = BackupPage(config)
        devices_pages = (self.printer, self.scanner, self.scale, self.customer)
        self.pages: tuple[Page, ...] = (*devices_pages, self.backup)
        self.save = KeyButton("Save", key="Ctrl+S", kind="primary")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)

        chips = QHBoxLayout()
        chips.setSpacing(2 * theme.GRID)
        for place, words in enumerate(_PAGES):
            chip = KeyButton(words, key=f"Alt+{place + 1}", kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._group.addButton(chip, place)
            chips.addWidget(chip)
            self._stack.addWidget(self.pages[place])
        chips.addStretch(1)
        self.body.addLayout(chips)
        self.body.addWidget(self._stack)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self.save)

        self._group.idClicked.connect(self.show_page)
        self.save.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.reject)
        if desk.scans is not None:
            trial = desk.scans.try_out(self)
            trial.heard.connect(self.scanner.hear)
            trial.heard.connect(lambda _: self.show_page(1))
            self.finished.connect(lambda _: trial.close())
        desk.tasks.office.run(_search, self._propose, self._leave_it, owner=self)
        self.printer.printer.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, place: int) -> None:
        """Bring a page to the front."""
        self._group.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)

    def _propose(self, found: tuple[tuple[Found, ...], tuple[Found, ...]]) -> None:
        at_usb, serial = found
        self.printer.propose(at_usb, serial)
        for page in (self.scanner, self.scale, self.customer):
            page.propose(serial)

    def _leave_it(self, error: Exception) -> None:
        """Addresses can be typed all the same; the log has what went wrong."""

    def _ask(self) -> None:
        wanted: dict[str, Any] = {}
        for place, page in enumerate(self.pages):
            page.form.clear_faults()
            try:
                wanted |= page.values()
            except BadValue as fault:
                self.show_page(place)
                page.form.fail(fault.field, messages.words(fault).title)
                return
        self.save.setEnabled(False)
        self._desk.tasks.office.run(
            lambda: _keep(wanted), lambda _: self._saved(wanted), self._refused, owner=self
        )

    def _saved(self, wanted: dict[str, Any]) -> None:
        self._station.configure(replace(self._station.config, **wanted))
        self._desk.notices.say("Devices saved.")
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, PosError):
            messages.show(error)


def _search() -> tuple[tuple[Found, ...], tuple[Found, ...]]:
    return printers(), ports()


def _keep(wanted: dict[str, Any]) -> None:
    """Write the till's settings. Raises NotWritten."""
    try:
        settings_file.update(**wanted)
    except OSError as error:
        raise NotWritten(str(settings_file.file()), error.strerror or "") from error
