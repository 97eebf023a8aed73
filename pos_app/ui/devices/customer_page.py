"""What the customer sees: a window on a second screen, a pole display, or both."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.config import Config
from pos_app.devices.discovery import Found
from pos_app.devices.till import Devices
from pos_app.domain.errors import DisplayTrouble
from pos_app.ui import theme
from pos_app.ui.devices.address_box import AddressBox
from pos_app.ui.devices.scanner_page import checked_port
from pos_app.ui.devices.trial import Trial, TrialLine
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton

_SCREENS = (
    "It fills the second screen where there is one. A double click changes between whole screen "
    "and window."
)


class CustomerPage(QWidget):
    """The display is tried as it stands here, the window shows once it is saved."""

    def __init__(self, config: Config, devices: Devices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._used = config.pole_display
        self._devices = devices
        self.form = Form(columns=6)
        self._window = QCheckBox("Show the sale in a window of its own")
        self.pole = AddressBox(config.pole_display, "none")
        self._line = TrialLine()
        self._trial = Trial(self._line, self)
        self.try_pole = KeyButton("Test the display", key="F5", icon="monitor", dense=True)
        self._window.setChecked(config.customer_window)

        self.form.row("Window for the customer", self._window, _SCREENS,
                      field="customer_window", span=6)  # fmt: skip
        self.form.row("Display on a pole at a serial port", self.pole,
                      "Two lines of twenty letters; serial:///dev/ttyUSB2?baud=9600&page=cp858",
                      field="pole_display", span=6)  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(self.try_pole)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self.form)
        column.addLayout(row)
        column.addWidget(self._line)
        column.addStretch(1)

        self.try_pole.clicked.connect(self._try)

    def values(self) -> dict[str, Any]:
        """The settings that stand here. Raises BadValue, whose field is of the form."""
        return {
            "customer_window": self._window.isChecked(),
            "pole_display": checked_port(self.pole, "pole_display"),
        }

    def propose(self, ports: tuple[Found, ...]) -> None:
        """Offer what is plugged in."""
        self.pole.propose(ports)

    def _try(self) -> None:
        address, devices = self.pole.address, self._devices
        if address and address == self._used:
            self._line.say("It shows the open sale: scan something to see it.")
            return

        def work() -> None:
            if not address:
                raise DisplayTrouble("")
            display = devices.display(address)
            try:
                display.show("Äpfel 1 kg      2,49", "Total           2,49")
            finally:
                display.close()

        self._trial.run(work, f"Writing to {address} …", "Both lines were sent.")
