"""Cash drawers that are opened by a box of their own; `Printer.pulse` opens one at the printer."""

from typing import Protocol

from pos_app.devices.serial_line import SerialLine, serial_line
from pos_app.domain.errors import DrawerTrouble

_BELL = b"\x07"
"""What boxes between a serial port and a drawer open it at, as most of their makers set them."""


class Drawer(Protocol):
    """A drawer that can be told to open; it does not tell whether it did."""

    def open(self) -> None:
        """Send the pulse. May wait: never in the window's thread. Raises DrawerTrouble."""


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
