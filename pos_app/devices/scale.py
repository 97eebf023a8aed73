"""Counter scales: a weight counts once it lies still.

The protocol is Mettler Toledo's 8217, which most counter scales and scanner scales can be set
to: the till sends "W"; a stable weight comes back as STX, digits with a point, CR, and anything
else as STX, "?", a status byte, CR (METTLER TOLEDO DIVA Service Manual, 6.1.4.3).
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import serial

from pos_app.devices.serial_line import RETRY_S, AttendedLine, OnTrouble, SerialLine, serial_line
from pos_app.domain.measures import Measure, scaled

POLL_S = 0.15
"""Seven questions a second: a weight is shown as fast as a hand leaves it."""

_ANSWER_S = 0.5
_SILENT_TIMES = 4
_MOVING, _OVER, _UNDER, _CENTRE = 0x01, 0x02, 0x04, 0x10
# A counter scale shows five or six digits; a line that only makes noise would show any number.
_WEIGHT = re.compile(rb"\x02 *([0-9]{0,6})(?:\.([0-9]{0,4}))?N?\r")
_STATUS = re.compile(rb"\x02 *\?(.)\r", re.DOTALL)


class State(Enum):
    """What a scale says of itself."""

    STABLE = "stable"
    MOVING = "moving"
    EMPTY = "empty"
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Reading:
    """What lies on a scale; weight only in the state STABLE, and above zero there."""

    state: State
    weight: Measure | None = None


OnReading = Callable[[Reading], None]
"""Called with each reading that differs from the one before, from the scale's own thread."""


class Scale(Protocol):
    """Whatever weighs."""

    def start(self, on_reading: OnReading, on_trouble: OnTrouble) -> None:
        """Begin to weigh; comes back at once. Both are called from another thread."""

    def close(self) -> None:
        """Weigh no more."""


class MemoryScale:
    """A scale for tests and for trying things out; lay() puts something on it."""

    def __init__(self) -> None:
        self._on_reading: OnReading | None = None
        self._on_trouble: OnTrouble | None = None

    def start(self, on_reading: OnReading, on_trouble: OnTrouble) -> None:
        """Begin to weigh; it is empty."""
        self._on_reading, self._on_trouble = on_reading, on_trouble
        self.say(State.EMPTY)

    def lay(self, thousandths: int, unit: str = "kg") -> None:
        """Something lies still on it, so heavy; 0 takes it off."""
        weight = Measure(thousandths, unit) if thousandths else None
        self._show(Reading(State.STABLE if weight else State.EMPTY, weight))

    def say(self, state: State) -> None:
        """It has no weight to tell."""
        self._show(Reading(state))

    def close(self) -> None:
        """Weigh no more."""
        self._on_reading = self._on_trouble = None

    def _show(self, reading: Reading) -> None:
        if self._on_reading is not None:
            self._on_reading(reading)


def read_8217(answer: bytes, unit: str) -> Reading | None:
    """What an answer of an 8217 scale says, in unit ("kg" or "lb"); None where it is garbled.

    The parity bit, where the line left it in, is ignored.
    """
    answer = bytes(byte & 0x7F for byte in answer)
    if found := _WEIGHT.fullmatch(answer):
        whole, places = found.group(1), found.group(2) or b""
        if not whole + places:
            return None
        amount = scaled(int(whole + places), len(places))
        return Reading(State.STABLE, Measure(amount, unit)) if amount else Reading(State.EMPTY)
    if found := _STATUS.fullmatch(answer):
        status = found.group(1)[0]
        for bit, state in (
            (_OVER, State.OVER),
            (_UNDER, State.UNDER),
            (_MOVING, State.MOVING),
            (_CENTRE, State.EMPTY),
        ):
            if status & bit:
                return Reading(state)
        return Reading(State.MOVING)  # no weight and no reason: not one to sell by
    return None


def mettler_line(address: str) -> SerialLine:
    """The line of an 8217 scale: 7E1 at 9600 baud unless the address says otherwise.

    Raises BadValue.
    """
    return serial_line(address, bits=7, parity="E")


class Mettler8217Scale:
    """A scale that speaks 8217, on a serial line (see mettler_line); unit is what it is set to."""

    def __init__(
        self,
        line: SerialLine,
        unit: str = "kg",
        *,
        poll_s: float = POLL_S,
        retry_s: float = RETRY_S,
    ) -> None:
        self._unit = unit
        self._poll_s = poll_s
        self._on_reading: OnReading = lambda _: None
        self._line = AttendedLine("scale", line, self._serve, retry_s=retry_s)

    def start(self, on_reading: OnReading, on_trouble: OnTrouble) -> None:
        """Begin to weigh; a scale that is unplugged is waited for."""
        self._on_reading = on_reading
        self._line.start(on_trouble)

    def close(self) -> None:
        """Weigh no more."""
        self._line.close()

    def _serve(self, port: serial.Serial, stopped: threading.Event) -> None:
        last: Reading | None = None
        silent = 0
        while not stopped.wait(self._poll_s):
            port.write(b"W")
            answer = _until_cr(port, stopped)
            reading = read_8217(answer, self._unit)
            if reading is None:  # what was weighed before it must not go on counting
                silent += 1
                if silent >= _SILENT_TIMES:
                    raise OSError("the scale does not answer")
                continue
            silent = 0
            self._line.served()
            if reading != last:
                last = reading
                self._on_reading(reading)


def _until_cr(port: serial.Serial, stopped: threading.Event) -> bytes:
    """One answer, from its STX to its CR; what came in time where it is cut off."""
    answer = b""
    until = time.monotonic() + _ANSWER_S
    while not stopped.is_set() and time.monotonic() < until:
        answer += port.read(port.in_waiting or 1)
        if (answer[-1:] or b"\0")[0] & 0x7F == 0x0D:
            break
    start = max(answer.rfind(b"\x02"), answer.rfind(b"\x82"))
    return answer[start:] if start >= 0 else answer
