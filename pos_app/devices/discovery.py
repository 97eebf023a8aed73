"""What is plugged into this machine: printers at USB, serial ports, device files of printers."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PRINTER_CLASS = 7
"""The USB class of printers (USB.org, "Defined Class Codes")."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """A device by its address, and what it calls itself."""

    address: str
    name: str = ""


def printers() -> tuple[Found, ...]:
    """Printers at USB and their device files. May take a while: never in the window's thread."""
    files = [Found(f"file://{path}") for path in sorted(Path("/dev/usb").glob("lp*"))]
    return (*_at_usb(), *files)


def ports() -> tuple[Found, ...]:
    """Serial ports with what hangs at them, as far as the system knows."""
    from serial.tools import list_ports  # loaded when somebody looks at the devices

    found = []
    for port in sorted(list_ports.comports()):
        known = port.description if port.description not in (None, "n/a") else ""
        found.append(Found(f"serial://{_slashed(port.device)}", known))
    return tuple(found)


def _slashed(port: str) -> str:
    return port if port.startswith("/") else f"/{port}"


def _at_usb() -> list[Found]:
    import usb.core  # loaded when somebody looks at the devices

    try:
        devices = list(usb.core.find(find_all=True, custom_match=_is_printer))
    except (usb.core.NoBackendError, usb.core.USBError) as error:
        _log.info("USB was not searched for printers: %s", error)
        return []
    return [
        Found(f"usb://{device.idVendor:04x}:{device.idProduct:04x}", _name(device))
        for device in devices
    ]


def _is_printer(device: Any) -> bool:
    return any(
        interface.bInterfaceClass == _PRINTER_CLASS
        for configuration in device
        for interface in configuration
    )


def _name(device: Any) -> str:
    """What it calls itself; a device that this account may not open keeps its name."""
    try:
        return str(device.product or "")
    except (ValueError, OSError):
        return ""
