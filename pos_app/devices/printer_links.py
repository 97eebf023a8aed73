"""The connections that printers hang at: network, USB, serial port, file."""

import array
import os
import select
import socket
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pos_app.devices.printer import LinkPrinter, Printer
from pos_app.devices.printer_address import (
    FileAddress,
    SerialAddress,
    TcpAddress,
    UsbAddress,
    printer_address,
)

CONNECT_S = 3.0
WRITE_S = 10.0
"""So long a printer may take nothing before it counts as stuck."""

LOOK_S = 1.0
"""How long it is looked for in the network whether a printer is there again."""

_CHUNK = 512


def open_printer(address: str) -> Printer:
    """The printer at an address; nothing is opened yet. Raises BadValue ("printer")."""
    where = printer_address(address)
    if isinstance(where, TcpAddress):
        return LinkPrinter(address, lambda: TcpLink(where), lambda: _listens(where))
    if isinstance(where, UsbAddress):
        return LinkPrinter(address, lambda: UsbLink(where), lambda: _at_usb(where))
    if isinstance(where, SerialAddress):
        port = where.line.port
        return LinkPrinter(address, lambda: SerialLink(where), lambda: _has_port(port))
    path = where.path
    return LinkPrinter(
        address,
        lambda: FileLink(where),
        lambda: _has_file(path),
        answers=Path(path).is_relative_to("/dev"),  # a question would stand in a plain file
    )


# --- network -----------------------------------------------------------------------------------


class TcpLink:
    """Plain bytes to a port of a network printer."""

    def __init__(self, where: TcpAddress) -> None:
        self._socket = socket.create_connection((where.host, where.port), timeout=CONNECT_S)

    def write(self, data: bytes) -> None:
        """Send all of it. What was sent is on its way only: with a cable that is pulled now it
        would be lost, so that its acknowledgement is waited for where the system tells of it."""
        self._socket.settimeout(WRITE_S)
        rest = memoryview(data)
        while rest:  # as much as there is room for: one that is slow is not stuck
            rest = rest[self._socket.send(rest) :]
        _wait_for(lambda: _unacknowledged(self._socket))

    def read(self, seconds: float) -> bytes:
        """What came, b"" also after the printer has ended its side; a reset is an OSError."""
        self._socket.settimeout(seconds)
        try:
            return self._socket.recv(64)
        except TimeoutError:
            return b""

    def close(self) -> None:
        """End it in order: with something unread left, the printer would see a reset."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(0.05)
            while self._socket.recv(64):
                pass
        except OSError:
            pass
        finally:
            self._socket.close()


def _wait_for(left: Callable[[], int]) -> None:
    """Wait until no byte is left on its way. Raises TimeoutError where none goes for too long."""
    before, since = left(), time.monotonic()
    while before:
        time.sleep(0.005)
        now = left()
        if now < before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > WRITE_S:
            raise TimeoutError("the printer takes no more")


def _unacknowledged(connection: socket.socket) -> int:
    """Bytes that the other end has not confirmed; 0 where the system can't tell."""
    if not sys.platform.startswith("linux"):
        return 0
    import fcntl  # not on every system
    import termios

    count = array.array("i", [0])
    fcntl.ioctl(connection, termios.TIOCOUTQ, count)
    return count[0]


def _listens(where: TcpAddress) -> bool:
    try:
        socket.create_connection((where.host, where.port), timeout=LOOK_S).close()
    except OSError:
        return False
    return True


# --- USB ---------------------------------------------------------------------------------------


class UsbLink:
    """A printer at USB, through its first interface that has a way out."""

    def __init__(self, where: UsbAddress) -> None:
        self._device = _find_usb(where)
        if self._device is None:
            raise FileNotFoundError(f"no USB device {where.vendor:04x}:{where.product:04x}")
        self._out, self._in = _endpoints(self._device)

    def write(self, data: bytes) -> None:
        """Send all of it in pieces, so that one that is stuck is told from one that is slow."""
        for start in range(0, len(data), _CHUNK):
            self._out.write(data[start : start + _CHUNK], timeout=int(WRITE_S * 1000))

    def read(self, seconds: float) -> bytes:
        """What came; a printer without a way back says nothing."""
        if self._in is None:
            return b""
        import usb.core  # loaded with the first printer at USB

        try:
            return bytes(self._in.read(64, timeout=int(seconds * 1000)))
        except usb.core.USBTimeoutError:
            return b""

    def close(self) -> None:
        """Let go of the interface. (Never a reset: what is being printed would be cut off.)"""
        import usb.util  # loaded with the first printer at USB

        usb.util.dispose_resources(self._device)


def _find_usb(where: UsbAddress) -> Any:
    import usb.core  # loaded with the first printer at USB

    try:
        return usb.core.find(idVendor=where.vendor, idProduct=where.product)
    except usb.core.NoBackendError as error:
        raise OSError("libusb is not installed") from error


def _endpoints(device: Any) -> tuple[Any, Any]:
    """The way out and the way back of a device's first interface that has a way out."""
    import usb.util  # loaded with the first printer at USB

    for interface in device.get_active_configuration():
        found: dict[int, Any] = {}
        for endpoint in interface:
            found.setdefault(usb.util.endpoint_direction(endpoint.bEndpointAddress), endpoint)
        if usb.util.ENDPOINT_OUT in found:
            number = interface.bInterfaceNumber
            try:
                if device.is_kernel_driver_active(number):
                    device.detach_kernel_driver(number)
            except NotImplementedError:  # a system without such drivers
                pass
            return found[usb.util.ENDPOINT_OUT], found.get(usb.util.ENDPOINT_IN)
    raise OSError("the USB device takes no data")


def _at_usb(where: UsbAddress) -> bool:
    try:
        return _find_usb(where) is not None
    except OSError:
        return False


# --- serial port -------------------------------------------------------------------------------


class SerialLink:
    """A printer at a serial port, which this till has for itself meanwhile."""

    def __init__(self, where: SerialAddress) -> None:
        import serial  # loaded with the first device at a serial port

        line = where.line
        self._port = serial.Serial(
            line.port,
            baudrate=line.baud,
            bytesize=line.bits,
            parity=line.parity,
            rtscts=where.flow == "rts",
            xonxoff=where.flow == "xon",
            timeout=0.1,
            write_timeout=WRITE_S,
            exclusive=None if os.name == "nt" else True,
        )

    def write(self, data: bytes) -> None:
        """Send all of it, and wait until it has gone out. (The driver's own wait knows no end.)"""
        for start in range(0, len(data), _CHUNK):
            self._port.write(data[start : start + _CHUNK])
        _wait_for(lambda: int(self._port.out_waiting))

    def read(self, seconds: float) -> bytes:
        """What came within the time; the first byte ends the wait."""
        self._port.timeout = seconds
        first = self._port.read(1)
        return bytes(first + self._port.read(self._port.in_waiting)) if first else b""

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()


def _has_port(port: str) -> bool:
    return os.name == "nt" or Path(port).exists()


# --- file --------------------------------------------------------------------------------------


class FileLink:
    """A device file that answers too, or a plain file that every paper is appended to."""

    def __init__(self, where: FileAddress) -> None:
        path = Path(where.path)
        # A cable that is pulled takes its device file away: a plain one must not take its place.
        made = 0 if path.is_relative_to("/dev") else os.O_CREAT
        self._is_device = path.exists() and not stat.S_ISREG(path.stat().st_mode)
        flags = os.O_RDWR if self._is_device else os.O_WRONLY | os.O_APPEND
        waits = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(path, flags | waits | made, 0o600)
        except PermissionError:
            self._file = os.open(path, os.O_WRONLY | waits)

    def write(self, data: bytes) -> None:
        """Write all of it; a plain file is on the disk then."""
        rest = memoryview(data)
        while rest:
            if self._is_device and not select.select([], [self._file], [], WRITE_S)[1]:
                raise TimeoutError("the printer takes no more")
            rest = rest[os.write(self._file, rest[:_CHUNK]) :]
        if not self._is_device:
            os.fsync(self._file)

    def read(self, seconds: float) -> bytes:
        """What came; a plain file says nothing."""
        if not self._is_device or not select.select([self._file], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._file, 64)
        except OSError:  # opened for writing alone
            return b""

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _has_file(path: str) -> bool:
    return Path(path).exists() or not Path(path).is_relative_to("/dev")
