"""Scanner: how one that types is told from a person, and a serial one; with a place to try it."""

from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.config import GAPS_MS, LENGTHS, Config
from pos_app.devices.discovery import Found
from pos_app.devices.serial_line import serial_line
from pos_app.domain.errors import BadValue
from pos_app.ui import theme
from pos_app.ui.devices.address_box import AddressBox
from pos_app.ui.devices.trial import TrialLine
from pos_app.ui.scanning.trial import Heard
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form

_ENDINGS = (("enter", "Enter (usual)"), ("tab", "Tab"), ("none", "Nothing"))
_TRY = "Scan something: what was heard stands here, and nothing is sold."


class ScannerPage(QWidget):
    """Shows each scan that comes while the page is open."""

    def __init__(self, config: Config, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(columns=6)
        self._ending = Choice()
        self._prefix = QLineEdit(config.scanner_prefix, maxLength=8)
        self._gap = QLineEdit(str(config.scanner_gap_ms), maxLength=3)
        self._length = QLineEdit(str(config.scanner_min_length), maxLength=2)
        self.port = AddressBox(config.scanner_port, "none: it types, as most do")
        self.line = TrialLine()
        for key, words in _ENDINGS:
            self._ending.addItem(words, key)
        self._ending.setCurrentIndex(self._ending.findData(config.scanner_ending))
        self.line.say(_TRY)

        form = self.form
        form.row("The scanner ends a code with", self._ending, field="scanner_ending", span=3)
        form.row("It begins each code with", self._prefix, "Mostly nothing.",
                 field="scanner_prefix", span=3)  # fmt: skip
        form.row("Longest pause between two keys, in ms", self._gap,
                 "People are slower, scanners faster.", field="scanner_gap_ms", span=3)  # fmt: skip
        form.row("Shortest code, in characters", self._length,
                 field="scanner_min_length", span=3)  # fmt: skip
        form.row("A scanner at a serial port", self.port,
                 "serial:///dev/ttyACM0?baud=9600", field="scanner_port", span=6)  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(form)
        column.addWidget(self.line)
        column.addStretch(1)

    def hear(self, heard: Heard) -> None:
        """A scan has come."""
        how = {"keys": "It typed", "serial": "The serial port sent"}.get(heard.source, "It read")
        self.line.say(f"{how} {heard.words}.", "good")

    def values(self) -> dict[str, Any]:
        """The settings that stand here. Raises BadValue, whose field is of the form."""
        return {
            "scanner_ending": self._ending.currentData(),
            "scanner_prefix": self._prefix.text(),
            "scanner_gap_ms": _number(self._gap, "scanner_gap_ms", GAPS_MS),
            "scanner_min_length": _number(self._length, "scanner_min_length", LENGTHS),
            "scanner_port": checked_port(self.port, "scanner_port"),
        }

    def propose(self, ports: tuple[Found, ...]) -> None:
        """Offer what is plugged in."""
        self.port.propose(ports)


def checked_port(box: AddressBox, field: str) -> str:
    """The serial port that stands in a field, "" for none. Raises BadValue with this field."""
    if box.address:
        try:
            serial_line(box.address)
        except BadValue as refusal:
            raise BadValue(field, box.address, refusal.reason) from refusal
    return box.address


def _number(field: QLineEdit, name: str, allowed: range) -> int:
    text = field.text().strip()
    if not (text.isascii() and text.isdigit()):
        raise BadValue(name, text, "not_a_number")
    if int(text) not in allowed:
        raise BadValue(name, text, "range")
    return int(text)
