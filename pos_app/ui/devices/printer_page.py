"""Receipts and drawer: the printer and its spare, how they are set, and when they print."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.config import Config
from pos_app.devices.discovery import Found
from pos_app.devices.printer_address import printer_address
from pos_app.devices.serial_line import serial_line
from pos_app.devices.till import Devices
from pos_app.documents.printer_letters import CODE_PAGES
from pos_app.domain.errors import BadValue, DrawerTrouble, PrinterTrouble
from pos_app.domain.rows import ShopInfo
from pos_app.ui import theme
from pos_app.ui.devices.address_box import AddressBox
from pos_app.ui.devices.trial import Trial, TrialLine
from pos_app.ui.devices.trial_paper import trial_paper
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton

_COLUMNS = (
    (48, "48 letters, 80 mm"),
    (42, "42 letters, 80 mm"),
    (32, "32 letters, 58 mm"),
)
_PRINTING = (
    ("always", "With each sale"),
    ("ask", "When somebody asks"),
    ("never", "Never by itself"),
)
_EXAMPLES = "tcp://192.168.1.50:9100, usb://04b8:0202, serial:///dev/ttyUSB0, file:///dev/usb/lp0"


class PrinterPage(QWidget):
    """What stands here is tried as it stands, and kept when the sheet is saved."""

    def __init__(
        self, config: Config, devices: Devices, info: ShopInfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._config = config
        self._devices = devices
        self._info = info
        self.form = Form(columns=6)
        self.printer = AddressBox(config.printer, "no printer")
        self.spare = AddressBox(config.spare_printer, "none")
        self._columns = Choice()
        self._pages = QLineEdit(config.code_pages, maxLength=60)
        self.drawn = QCheckBox("Draw letters that the printer lacks")
        self._printing = Choice()
        self._opens = QCheckBox("Opens with each sale in cash")
        self.drawer = AddressBox(config.drawer, "at the printer")
        self._line = TrialLine()
        self._trial = Trial(self._line, self)
        self.try_printer = KeyButton("Test print", key="F5", icon="printer", dense=True)
        self.try_spare = KeyButton("Test the spare", key="F6", icon="printer", dense=True)
        self.try_drawer = KeyButton("Open the drawer", key="F7", icon="wallet", dense=True)
        self.drawn.setChecked(config.print_drawn)
        self._opens.setChecked(config.open_drawer)
        for number, words in _COLUMNS:
            self._columns.addItem(words, number)
        if self._columns.findData(config.columns) < 0:
            self._columns.addItem(f"{config.columns} letters", config.columns)
        self._columns.setCurrentIndex(self._columns.findData(config.columns))
        for key, words in _PRINTING:
            self._printing.addItem(words, key)
        self._printing.setCurrentIndex(self._printing.findData(config.print_receipts))
        self._lay_out()

        self.try_printer.clicked.connect(lambda: self._try(self.printer))
        self.try_spare.clicked.connect(lambda: self._try(self.spare))
        self.try_drawer.clicked.connect(self._try_drawer)

    def _lay_out(self) -> None:
        form = self.form
        form.row("Receipt printer", self.printer, _EXAMPLES, field="printer", span=6)
        form.row("Another printer for when it fails", self.spare, field="spare_printer", span=3)
        form.row("Other letters", self.drawn, "Such a receipt goes out as a picture.",
                 field="print_drawn", span=3)  # fmt: skip
        form.row("Receipts are printed", self._printing, field="print_receipts", span=2)
        form.row("Width of the paper", self._columns, field="columns", span=2)
        form.row("Tables of letters", self._pages, "As the printer is set: cp858 cp866 …",
                 field="code_pages", span=2)  # fmt: skip
        form.row("Cash drawer", self._opens, field="open_drawer", span=3)
        form.row("Its box at a serial port", self.drawer,
                 "Empty when its cable ends in the printer.", field="drawer", span=3)  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        for button in (self.try_printer, self.try_spare, self.try_drawer):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(form)
        column.addLayout(row)
        column.addWidget(self._line)
        column.addStretch(1)

    def propose(self, printers: tuple[Found, ...], ports: tuple[Found, ...]) -> None:
        """Offer what is plugged in."""
        for box in (self.printer, self.spare):
            box.propose((*printers, *ports))
        self.drawer.propose(ports)

    def values(self) -> dict[str, Any]:
        """The settings that stand here. Raises BadValue, whose field is of the form."""
        return {
            "printer": _checked(self.printer, "printer"),
            "spare_printer": _checked(self.spare, "spare_printer"),
            "columns": self._columns.currentData(),
            "code_pages": self._tables(),
            "print_drawn": self.drawn.isChecked(),
            "print_receipts": self._printing.currentData(),
            "open_drawer": self._opens.isChecked(),
            "drawer": self._box(),
        }

    def _tables(self) -> str:
        named = self._pages.text().replace(",", " ").lower().split()
        unknown = [name for name in named if name not in CODE_PAGES]
        if unknown or not named:
            raise BadValue("code_pages", " ".join(unknown), "unknown_choice" if named else "empty")
        return " ".join(dict.fromkeys(named))

    def _box(self) -> str:
        address = self.drawer.address
        if address:
            try:
                serial_line(address)
            except BadValue as refusal:
                raise BadValue("drawer", address, refusal.reason) from refusal
        return address

    def _try(self, box: AddressBox) -> None:
        config = replace(self._config, **self.values() | {"printer": box.address})
        address, info, devices = box.address, self._info, self._devices

        def work() -> None:
            if not address:
                raise PrinterTrouble("offline", "")
            devices.printer(address).send(trial_paper(info, config))

        self._trial.run(work, f"Printing at {address} …", "Printed. Scan its bar code to be sure.")

    def _try_drawer(self) -> None:
        box, printer, devices = self.drawer.address, self.printer.address, self._devices

        def work() -> None:
            if box:
                devices.drawer(box).open()
            elif printer:
                devices.printer(printer).pulse()
            else:
                raise DrawerTrouble("")

        self._trial.run(work, "Opening the drawer …", "The drawer was told to open.")


def _checked(box: AddressBox, field: str) -> str:
    if box.address:
        try:
            printer_address(box.address)
        except BadValue as refusal:
            raise BadValue(field, box.address, refusal.reason) from refusal
    return box.address
