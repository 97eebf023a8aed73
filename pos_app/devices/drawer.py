"""Cash drawers: opened through the receipt printer, or by a box at a serial port."""

from typing import Protocol

from pos_app.devices.printer import Printer
from pos_app.devices.serial_line import SerialLine, serial_line
from pos_app.domain.errors import DrawerTrouble, PrinterTrouble

_BELL = b"\x07"
"""What boxes between a serial port and a drawer open it at, as most of their makers set them."""


class Drawer(Protocol):
    """A drawer that can be told to open; it does not tell whether it did."""

    def open(self) -> None:
        """Send the pulse. May wait: never in the window's thread. Raises DrawerTrouble."""


class PrinterDrawer:
    """A drawer whose cable ends in the receipt printer; pin is 0 or 1, as the cable is made."""

    def __init__(self, printer: Printer, pin: int = 0) -> None:
        self._printer = printer
        self._pin = pin

    def open(self) -> None:
        """Through the printer, also while it has no paper."""
        try:
            self._printer.pulse(self._pin)
        except PrinterTrouble as trouble:
            raise DrawerTrouble(trouble.printer) from trouble


class SerialDrawer:
    """A drawer behind a box of its own at a serial port."""

    def __init__(self, address: str) -> None:
        """address as in `serial_line`. Raises BadValue ("port")."""
        self._line: SerialLine = serial_line(address)

    def open(self) -> None:
        """Send the one byte that opens it."""
        try:
            with self._line.open() as port:
                port.write(_BELL)
                port.flush()
        except OSError as error:
            raise DrawerTrouble(self._line.port) from error


class MemoryDrawer:
    """Counts its openings; for tests and for trying out. stuck makes it refuse."""

    def __init__(self) -> None:
        self.openings = 0
        self.stuck = False

    def open(self) -> None:
        """Count one more."""
        if self.stuck:
            raise DrawerTrouble("memory")
        self.openings += 1
