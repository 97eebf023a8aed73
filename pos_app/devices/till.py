"""What hangs at a till: the way from an address in its settings to the device there.

Drivers are loaded when a device is first asked for: a till paints before that.
"""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pos_app.devices.drawer import Drawer
    from pos_app.devices.pole import CustomerDisplay
    from pos_app.devices.printer import Printer


class Devices(Protocol):
    """Makes devices; nothing is opened yet. An address that can't be read is a BadValue."""

    def printer(self, address: str) -> "Printer":
        """The receipt printer at an address."""

    def drawer(self, address: str) -> "Drawer":
        """The cash drawer behind a box of its own at a serial port."""

    def display(self, address: str) -> "CustomerDisplay":
        """The pole display at an address."""


class RealDevices:
    """Those at this machine's cables."""

    def printer(self, address: str) -> "Printer":
        """By the kind of its address, see `printer_address`."""
        from pos_app.devices.printer_links import open_printer

        return open_printer(address)

    def drawer(self, address: str) -> "Drawer":
        """At a serial port."""
        from pos_app.devices.drawer import SerialDrawer

        return SerialDrawer(address)

    def display(self, address: str) -> "CustomerDisplay":
        """At a serial port."""
        from pos_app.devices.pole import PoleDisplay

        return PoleDisplay(address)
