"""Scanners on a serial line and behind a camera, driven over a real pseudo-terminal."""

import queue
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app.devices.scanner import CameraScanner, MemoryScanner, SerialScanner
from pos_app.devices.serial_line import SerialLine, serial_line
from pos_app.domain.errors import BadValue, DeviceLost
from tests.devices.lines import Cable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

PATIENCE_S = 10


class Heard:
    """What a scanner told, from whichever thread."""

    def __init__(self) -> None:
        self.codes: queue.Queue[str] = queue.Queue()
        self.troubles: queue.Queue[DeviceLost | None] = queue.Queue()

    def take(self, count: int) -> list[str]:
        return [self.codes.get(timeout=PATIENCE_S) for _ in range(count)]

    def trouble(self) -> DeviceLost | None:
        return self.troubles.get(timeout=PATIENCE_S)


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path)
    yield made
    made.unplug()


@pytest.fixture
def heard(cable: Cable) -> Iterator[Heard]:
    """A serial scanner that waited for its cable, and has found it."""
    told = Heard()
    scanner = SerialScanner(SerialLine(cable.port), retry_s=0.02)
    scanner.start(told.codes.put, told.troubles.put)
    assert isinstance(told.trouble(), DeviceLost)
    cable.plug()
    assert told.trouble() is None
    yield told
    scanner.close()


def test_codes_come_in_order_whatever_ends_them(cable: Cable, heard: Heard) -> None:
    cable.send(b"4006381333931\r2900008189807\n")
    cable.send(b"0104006381333931\x1d10LOT7\r\n")
    cable.send(b"half")
    cable.send(b"-whole\r\r\n\x02\x03\r")
    assert heard.take(4) == [
        "4006381333931", "2900008189807", "0104006381333931\x1d10LOT7", "half-whole",
    ]  # fmt: skip
    assert heard.codes.empty()


def test_a_code_without_an_ending_is_ended_by_a_pause(cable: Cable, heard: Heard) -> None:
    cable.send(b"2900008189807")
    assert heard.take(1) == ["2900008189807"]


def test_two_hundred_at_once_are_two_hundred(cable: Cable, heard: Heard) -> None:
    codes = [f"29000081{number:05}" for number in range(200)]
    for start in range(0, 200, 20):
        cable.send("".join(f"{code}\r" for code in codes[start : start + 20]).encode())
    assert heard.take(200) == codes


def test_an_unplugged_scanner_is_told_once_and_taken_up_again(cable: Cable, heard: Heard) -> None:
    cable.send(b"11111\r")
    assert heard.take(1) == ["11111"]
    cable.unplug()
    lost = heard.trouble()
    assert isinstance(lost, DeviceLost)
    assert (lost.device, lost.port) == ("scanner", cable.port)
    cable.plug()
    assert heard.trouble() is None
    cable.send(b"22222\r")
    assert heard.take(1) == ["22222"]
    assert heard.troubles.empty()


def no_such_name(*_: object) -> None:
    raise ValueError("embedded null byte")


def not_taken(*_: object) -> None:
    raise termios.error(22, "Invalid argument")


@pytest.mark.parametrize("refuse", [no_such_name, not_taken])
def test_a_port_whose_settings_the_system_refuses_is_told_as_lost(
    cable: Cable, monkeypatch: pytest.MonkeyPatch, refuse: Callable[..., None]
) -> None:
    cable.plug()
    monkeypatch.setattr("serial.serialposix.termios.tcsetattr", refuse)
    troubles: queue.Queue[DeviceLost | None] = queue.Queue()
    scanner = SerialScanner(SerialLine(cable.port), retry_s=0.02)
    scanner.start(lambda _: None, troubles.put)
    assert isinstance(troubles.get(timeout=PATIENCE_S), DeviceLost)
    monkeypatch.undo()
    assert troubles.get(timeout=PATIENCE_S) is None
    scanner.close()


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("serial:///dev/ttyUSB0?baud=19200", SerialLine("/dev/ttyUSB0", 19200)),
        ("serial:///dev/ttyS0?bits=7&parity=e", SerialLine("/dev/ttyS0", 9600, 7, "E")),
        ("serial:///COM3", SerialLine("COM3")),
        (" COM4 ", SerialLine("COM4")),
        ("/dev/ttyACM0", SerialLine("/dev/ttyACM0")),
    ],
)
def test_an_address_names_a_line(address: str, line: SerialLine) -> None:
    assert serial_line(address) == line


@pytest.mark.parametrize(
    "address",
    ["", "serial://", "tcp://10.0.0.7:9100", "serial:///dev/x?baud=fast", "serial:///x?parity=Z",
     "serial:///x?bits=9"],
)  # fmt: skip
def test_what_is_no_serial_port_is_refused(address: str) -> None:
    with pytest.raises(BadValue, match="not_serial"):
        serial_line(address)


class Film:
    """A camera that shows pictures (here: the codes in them) one after another."""

    def __init__(self, *frames: object) -> None:
        self._frames = list(frames)
        self.closed = False

    def next_frame(self) -> object | None:
        frame = self._frames.pop(0) if self._frames else None
        if isinstance(frame, OSError):
            raise frame
        return frame

    def close(self) -> None:
        self.closed = True


def test_a_code_that_stays_in_the_picture_is_one_scan() -> None:
    now, codes = [0.0], list[str]()
    scanner = CameraScanner(Film(), lambda frame: frame.split(), clock=lambda: now[0])  # type: ignore[attr-defined]
    scanner._on_scan = codes.append
    for at, frame in ((0, "A"), (0.4, "A B"), (1.2, "A"), (1.9, "A"), (2.0, ""), (2.95, "A B")):
        now[0] = at
        scanner.look_at(frame)
    assert codes == ["A", "B", "A", "B"]


def test_a_camera_that_is_gone_is_told_once() -> None:
    told = Heard()
    film = Film("A", OSError("gone"), OSError("gone"), "B")
    scanner = CameraScanner(film, lambda frame: [str(frame)], retry_s=0.01)
    scanner.start(told.codes.put, told.troubles.put)
    assert told.take(2) == ["A", "B"]
    assert isinstance(told.trouble(), DeviceLost)
    assert told.trouble() is None
    scanner.close()
    assert film.closed
    assert told.troubles.empty()


def test_a_scanner_in_memory_reads_while_somebody_listens() -> None:
    told, scanner = Heard(), MemoryScanner()
    scanner.scan("0")
    scanner.start(told.codes.put, told.troubles.put)
    scanner.scan("1")
    scanner.lose(DeviceLost("scanner", "here"))
    scanner.close()
    scanner.scan("2")
    assert told.take(1) == ["1"]
    assert told.codes.empty()
    assert isinstance(told.trouble(), DeviceLost)
