"""A serial port that is opened, watched, and opened again when the cable comes back."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import serial

from pos_app.domain.errors import BadValue, DeviceLost

RETRY_S = 1.0
"""Between two looks for a cable that is gone."""

READ_S = 0.1
"""How long a read waits at most: so soon a closed line ends."""

OnTrouble = Callable[[DeviceLost | None], None]
"""Called from the device's thread: once when the device is lost, with None when it is back."""


@dataclass(frozen=True, slots=True)
class SerialLine:
    """Where a device is plugged in, and how it talks: 8N1 at 9600 baud unless set."""

    port: str
    baud: int = 9600
    bits: int = 8
    parity: str = "N"

    def open(self) -> serial.Serial:
        """Open the port for this program alone. Raises OSError."""
        try:
            return serial.Serial(
                self.port,
                baudrate=self.baud,
                bytesize=self.bits,
                parity=self.parity,
                timeout=READ_S,
                write_timeout=1.0,
                exclusive=True,
            )
        except OSError:
            raise
        except Exception as error:
            # pyserial lets through what the system says of a name or a setting (ValueError,
            # termios.error), also of a cable that is pulled meanwhile.
            raise OSError(f"the port can't be opened: {error}") from error


def serial_line(address: str, *, baud: int = 9600, bits: int = 8, parity: str = "N") -> SerialLine:
    """The line at "serial:///dev/ttyUSB0?baud=9600&bits=7&parity=E", or at a bare port ("COM3").

    What the address leaves open is as given here. Raises BadValue("port", ..., "not_serial").
    """
    parts = urlsplit(address.strip())
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    port = parts.path if parts.scheme == "serial" else address.strip()
    if re.fullmatch(r"/COM\d+", port, re.IGNORECASE):
        port = port[1:]
    wanted = (asked.get("baud", str(baud)), asked.get("bits", str(bits)))
    parity = asked.get("parity", parity).upper()
    well = all(re.fullmatch(r"[0-9]{1,7}", each) for each in wanted) and wanted[1] in ("7", "8")
    if not port or (parts.netloc and parts.scheme) or not well or parity not in ("N", "E", "O"):
        raise BadValue("port", address, "not_serial")
    return SerialLine(port, int(wanted[0]), int(wanted[1]), parity)


class AttendedLine:
    """A thread that keeps a line open and serves it.

    serve(port, stopped) talks until stopped is set, and raises OSError when the device is gone;
    it is called again as soon as the port can be opened. Trouble is told once, not each second.
    """

    def __init__(
        self,
        device: str,
        line: SerialLine,
        serve: Callable[[serial.Serial, threading.Event], None],
        *,
        retry_s: float = RETRY_S,
    ) -> None:
        self._device = device
        self._line = line
        self._serve = serve
        self._retry_s = retry_s
        self._stopped = threading.Event()
        self._well = True
        self._on_trouble: OnTrouble = lambda _: None
        self._thread = threading.Thread(target=self._run, name=device, daemon=True)

    def start(self, on_trouble: OnTrouble) -> None:
        """Begin; comes back at once."""
        self._on_trouble = on_trouble
        self._thread.start()

    def served(self) -> None:
        """The device has answered: trouble is over."""
        self._tell(well=True)

    def close(self) -> None:
        """End the thread and let go of the port."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._line.open() as port:
                    self._serve(port, self._stopped)
            except OSError:  # pyserial's own errors are among them
                if not self._stopped.is_set():
                    self._tell(well=False)
                    self._stopped.wait(self._retry_s)

    def _tell(self, *, well: bool) -> None:
        if well != self._well:
            self._well = well
            self._on_trouble(None if well else DeviceLost(self._device, self._line.port))
