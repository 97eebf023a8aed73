"""Where a printer is, as one line of text: tcp://, usb://, serial:// or file://."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from pos_app.devices.serial_line import SerialLine, serial_line
from pos_app.domain.errors import BadValue

RAW_PORT = 9100
"""Where network printers listen for plain bytes (AppSocket, as HP's JetDirect began it)."""

_FLOWS = ("", "rts", "xon")


@dataclass(frozen=True, slots=True)
class TcpAddress:
    """A printer in the network."""

    host: str
    port: int = RAW_PORT


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """A printer at USB by the numbers of its vendor and product."""

    vendor: int
    product: int


@dataclass(frozen=True, slots=True)
class SerialAddress:
    """A printer at a serial port; flow is how it says that it takes no more: "rts", "xon", ""."""

    line: SerialLine
    flow: str = ""


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A device file such as /dev/usb/lp0, or a plain file that papers are appended to."""

    path: str


PrinterAddress = TcpAddress | UsbAddress | SerialAddress | FileAddress


def printer_address(text: str) -> PrinterAddress:
    """Read "tcp://192.168.1.50:9100", "usb://04b8:0202",
    "serial:///dev/ttyUSB0?baud=9600&flow=rts" or "file:///dev/usb/lp0".

    Raises BadValue ("printer", ..., "not_a_printer").
    """
    kind = text.strip().partition("://")[0].lower()
    try:
        found = _READERS[kind](text.strip()) if kind in _READERS else None
    except ValueError:  # not a host, not a port
        found = None
    if found is None:
        raise BadValue("printer", text, "not_a_printer")
    return found


def _tcp(text: str) -> TcpAddress | None:
    parts = urlsplit(text)
    host, port = parts.hostname, parts.port
    if not host or port == 0 or parts.path not in ("", "/"):
        return None
    host.encode("idna")  # a name that nobody can be asked for is a ValueError
    return TcpAddress(host, port or RAW_PORT)


def _file(text: str) -> FileAddress | None:
    parts = urlsplit(text)
    path = unquote(parts.path)
    well = parts.netloc in ("", "localhost") and path.strip("/") and "\0" not in path
    return FileAddress(path) if well else None


def _usb(text: str) -> UsbAddress | None:
    numbers = re.fullmatch(r"usb://([0-9a-f]{4}):([0-9a-f]{4})/?", text, re.IGNORECASE)
    return UsbAddress(int(numbers[1], 16), int(numbers[2], 16)) if numbers else None


def _serial(text: str) -> SerialAddress | None:
    flow = parse_qs(urlsplit(text).query).get("flow", [""])[-1]
    try:
        line = serial_line(text)
    except BadValue:
        return None
    return SerialAddress(line, flow) if flow in _FLOWS else None


_READERS: dict[str, Callable[[str], PrinterAddress | None]] = {
    "tcp": _tcp,
    "usb": _usb,
    "serial": _serial,
    "file": _file,
}
