"""A till's devices in memory: for tests, for pictures, and for trying out."""

from pos_app.devices.drawer import MemoryDrawer
from pos_app.devices.pole import MemoryDisplay
from pos_app.devices.printer import MemoryPrinter


class MemoryDevices:
    """One device for each address, whatever it says."""

    def __init__(self) -> None:
        self.printers: dict[str, MemoryPrinter] = {}
        self.drawers: dict[str, MemoryDrawer] = {}
        self.displays: dict[str, MemoryDisplay] = {}

    def printer(self, address: str) -> MemoryPrinter:
        """The same printer each time."""
        return self.printers.setdefault(address, MemoryPrinter(address))

    def drawer(self, address: str) -> MemoryDrawer:
        """The same drawer each time."""
        return self.drawers.setdefault(address, MemoryDrawer())

    def display(self, address: str) -> MemoryDisplay:
        """The same display each time."""
        return self.displays.setdefault(address, MemoryDisplay())
