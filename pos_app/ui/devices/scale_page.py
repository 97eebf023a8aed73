"""Scale: where it is, what it weighs in, and what lies on it now."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from pos_app.config import Config
from pos_app.devices.discovery import Found
from pos_app.devices.scale import State
from pos_app.domain.quantity import format_quantity
from pos_app.ui import messages, theme
from pos_app.ui.devices.address_box import AddressBox
from pos_app.ui.devices.scanner_page import checked_port
from pos_app.ui.devices.trial import TrialLine
from pos_app.ui.scanning.plate import Plate
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form

_SAYS = {
    State.STABLE: "It lies still.",
    State.MOVING: "It moves still …",
    State.EMPTY: "Nothing lies on it.",
    State.OVER: "Too heavy for it.",
    State.UNDER: "It is below zero: take everything off and zero it.",
}
_NONE = "No scale is set up. Choose its port and save; what it weighs stands here then."


class ScalePage(QWidget):
    """Follows the till's scale while the page is open; another port counts once it is saved."""

    def __init__(self, config: Config, plate: Plate | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plate: Plate | None = None
        self.form = Form(columns=6)
        self.port = AddressBox(config.scale_port, "none")
        self._unit = Choice()
        self._alone = QCheckBox("Take a weight that lies still without Enter")
        self.figure = QLabel()
        self.line = TrialLine()
        self._unit.addItem("Kilograms", "kg")
        self._unit.addItem("Pounds", "lb")
        self._unit.setCurrentIndex(self._unit.findData(config.scale_unit))
        self._alone.setChecked(config.scale_by_itself)
        self.figure.setProperty("kind", "total")
        self.figure.setAccessibleName("Weight")

        form = self.form
        form.row("Scale at a serial port", self.port,
                 "It speaks Mettler Toledo's 8217; serial:///dev/ttyUSB1?baud=9600&bits=7&parity=E",
                 field="scale_port", span=6)  # fmt: skip
        form.row("It weighs in", self._unit, field="scale_unit", span=3)
        form.row("Goods sold by weight", self._alone, field="scale_by_itself", span=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(form)
        column.addWidget(self.figure)
        column.addWidget(self.line)
        column.addStretch(1)
        self.follow(plate)

    def follow(self, plate: Plate | None) -> None:
        """Show what this scale weighs from now on."""
        self._plate = plate
        if plate is not None:
            plate.changed.connect(self._show)
        self._show()

    def values(self) -> dict[str, Any]:
        """The settings that stand here. Raises BadValue, whose field is of the form."""
        return {
            "scale_port": checked_port(self.port, "scale_port"),
            "scale_unit": self._unit.currentData(),
            "scale_by_itself": self._alone.isChecked(),
        }

    def propose(self, ports: tuple[Found, ...]) -> None:
        """Offer what is plugged in."""
        self.port.propose(ports)

    def _show(self) -> None:
        plate, unit = self._plate, str(self._unit.currentData())
        self.figure.setVisible(plate is not None)
        if plate is None:
            self.line.say(_NONE)
        elif plate.trouble is not None:
            said = messages.words(plate.trouble)
            self.figure.setText("–")
            self.line.say(f"{said.title} {said.hint}", "bad")
        else:
            weight = plate.weight(unit)
            self.figure.setText("–" if weight is None else f"{format_quantity(weight)} {unit}")
            self.line.say(_SAYS[plate.state], "good" if weight is not None else "muted")
