"""Scanners that are no keyboard: on a serial line, behind a camera, and in memory."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import serial

from pos_app.devices.serial_line import RETRY_S, AttendedLine, OnTrouble, SerialLine
from pos_app.devices.wedge import GROUP_SEPARATOR
from pos_app.domain.errors import DeviceLost

OnScan = Callable[[str], None]
"""Called with each code, in order, from the scanner's own thread."""

QUIET_S = 0.2
"""After so long without a byte a code without an ending is complete."""

AGAIN_S = 1.0
"""A code that stays in the picture is one scan; it must be gone this long to be another."""

_TOO_LONG = 4096


class Scanner(Protocol):
    """Whatever reads codes."""

    def start(self, on_scan: OnScan, on_trouble: OnTrouble) -> None:
        """Begin to read; comes back at once. Both are called from another thread."""

    def close(self) -> None:
        """Read no more."""


class MemoryScanner:
    """A scanner for tests and for trying things out: scan() is its trigger."""

    def __init__(self) -> None:
        self._on_scan: OnScan | None = None
        self._on_trouble: OnTrouble | None = None

    def start(self, on_scan: OnScan, on_trouble: OnTrouble) -> None:
        """Begin to read."""
        self._on_scan, self._on_trouble = on_scan, on_trouble

    def scan(self, code: str) -> None:
        """Read a code, if somebody listens."""
        if self._on_scan is not None:
            self._on_scan(code)

    def lose(self, trouble: DeviceLost | None) -> None:
        """Tell of trouble, or with None that it is over."""
        if self._on_trouble is not None:
            self._on_trouble(trouble)

    def close(self) -> None:
        """Read no more."""
        self._on_scan = self._on_trouble = None


class SerialScanner:
    """A scanner on a serial line: a code a line, ended by CR, LF, both, or a pause."""

    def __init__(self, line: SerialLine, *, retry_s: float = RETRY_S) -> None:
        self._on_scan: OnScan = lambda _: None
        self._line = AttendedLine("scanner", line, self._serve, retry_s=retry_s)

    def start(self, on_scan: OnScan, on_trouble: OnTrouble) -> None:
        """Begin to read; a scanner that is unplugged is waited for."""
        self._on_scan = on_scan
        self._line.start(on_trouble)

    def close(self) -> None:
        """Read no more."""
        self._line.close()

    def _serve(self, port: serial.Serial, stopped: threading.Event) -> None:
        self._line.served()
        waiting = b""
        heard = time.monotonic()
        while not stopped.is_set():
            chunk = port.read(port.in_waiting or 1)
            if chunk:
                heard = time.monotonic()
                *ended, waiting = (waiting + chunk).replace(b"\r", b"\n").split(b"\n")
                for each in ended:
                    self._hand_on(each)
            if waiting and (time.monotonic() - heard > QUIET_S or len(waiting) > _TOO_LONG):
                self._hand_on(waiting)
                waiting = b""

    def _hand_on(self, raw: bytes) -> None:
        text = raw.decode("utf-8", errors="replace")
        code = "".join(sign for sign in text if sign.isprintable() or sign == GROUP_SEPARATOR)
        if code.strip():
            self._on_scan(code)


class FrameSource(Protocol):
    """Where a camera's pictures come from; which library that is, this package doesn't care."""

    def next_frame(self) -> object | None:
        """The next picture, or None when there is none within a moment. Raises OSError when the
        camera is gone."""

    def close(self) -> None:
        """Let go of the camera."""


Decoder = Callable[[object], Sequence[str]]
"""Finds the codes in a picture (none, one or several)."""


class CameraScanner:
    """A camera as a scanner: pictures from a source, read by a decoder.

    A code that is held before the camera is read once, until it was out of the picture for
    AGAIN_S seconds; another code counts at once.
    """

    def __init__(
        self,
        source: FrameSource,
        decoder: Decoder,
        *,
        clock: Callable[[], float] = time.monotonic,
        retry_s: float = RETRY_S,
    ) -> None:
        self._source = source
        self._decoder = decoder
        self._clock = clock
        self._retry_s = retry_s
        self._seen: dict[str, float] = {}
        self._stopped = threading.Event()
        self._on_scan: OnScan = lambda _: None
        self._on_trouble: OnTrouble = lambda _: None
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self, on_scan: OnScan, on_trouble: OnTrouble) -> None:
        """Begin to look."""
        self._on_scan, self._on_trouble = on_scan, on_trouble
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)
        self._source.close()

    def look_at(self, frame: object) -> None:
        """Read one picture."""
        now = self._clock()
        for code in self._decoder(frame):
            last = self._seen.get(code)
            self._seen[code] = now
            if last is None or now - last >= AGAIN_S:
                self._on_scan(code)
        self._seen = {code: at for code, at in self._seen.items() if now - at < AGAIN_S}

    def _run(self) -> None:
        well = True
        while not self._stopped.is_set():
            try:
                frame = self._source.next_frame()
            except OSError:
                if well:
                    self._on_trouble(DeviceLost("camera", ""))
                well = False
                self._stopped.wait(self._retry_s)
                continue
            if not well:
                self._on_trouble(None)
            well = True
            if frame is not None:
                self.look_at(frame)
