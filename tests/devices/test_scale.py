"""A scale that speaks 8217, played over a real pseudo-terminal."""

import queue
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.devices.scale import (
    MemoryScale,
    Mettler8217Scale,
    Reading,
    State,
    mettler_line,
    read_8217,
)
from pos_app.devices.serial_line import SerialLine
from pos_app.domain.errors import DeviceLost
from pos_app.domain.measures import Measure
from tests.devices.lines import Cable

PATIENCE_S = 10


class Plate:
    """The scale's side: says what lies on it when it is asked with "W"."""

    def __init__(self) -> None:
        self.says = b"\x0200.000\r"

    def __call__(self, asked: bytes) -> bytes:
        return self.says if asked.strip(b"\x80").endswith(b"W") else b""


def kilograms(thousandths: int) -> Reading:
    return Reading(State.STABLE, Measure(thousandths, "kg"))


@pytest.mark.parametrize(
    ("answer", "reading"),
    [
        (b"\x0201.250\r", kilograms(1250)),
        (b"\x0212.345N\r", kilograms(12345)),
        (b"\x02  0.5\r", kilograms(500)),
        (b"\x0200.000\r", Reading(State.EMPTY)),
        (b"\x02?A\r", Reading(State.MOVING)),  # bit 6 is always set
        (b"\x02?B\r", Reading(State.OVER)),
        (b"\x02?D\r", Reading(State.UNDER)),
        (b"\x02?E\r", Reading(State.UNDER)),
        (b"\x02?P\r", Reading(State.EMPTY)),
        (b"\x02?@\r", Reading(State.MOVING)),
        (b"\x82\xb01\xae250\x8d", Reading(State.STABLE, Measure(1250, "kg"))),  # parity left in
        (b"", None),
        (b"\x02.\r", None),
        (b"\x0201.2x0\r", None),
        (b"01.250\r", None),
        (b"\x0201.250", None),
    ],
)
def test_an_answer_is_read(answer: bytes, reading: Reading | None) -> None:
    assert read_8217(answer, "kg") == reading


def test_pounds_have_two_places() -> None:
    assert read_8217(b"\x0202.35\r", "lb") == Reading(State.STABLE, Measure(2350, "lb"))


@given(st.binary(max_size=20))
def test_noise_on_the_line_is_never_a_surprise(answer: bytes) -> None:
    reading = read_8217(answer, "kg")
    assert reading is None or (reading.weight is None) == (reading.state is not State.STABLE)


@pytest.mark.parametrize("digits", [b"9" * 5000, b"9999999", b"1.23456"])
def test_a_number_that_no_scale_shows_is_noise(digits: bytes) -> None:
    assert read_8217(b"\x02" + digits + b"\r", "kg") is None


def test_a_scale_is_set_to_seven_bits_and_even_parity() -> None:
    assert mettler_line("serial:///dev/ttyS0") == SerialLine("/dev/ttyS0", 9600, 7, "E")
    line = mettler_line("serial:///dev/ttyS0?bits=8&parity=n")
    assert line == SerialLine("/dev/ttyS0", 9600, 8, "N")


def test_a_scale_in_memory() -> None:
    told: list[Reading] = []
    scale = MemoryScale()
    scale.lay(5)
    scale.start(told.append, lambda _: None)
    scale.lay(1250)
    scale.say(State.MOVING)
    scale.lay(0)
    scale.close()
    scale.lay(7)
    assert told == [
        Reading(State.EMPTY), kilograms(1250), Reading(State.MOVING), Reading(State.EMPTY),
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
class TestOverTheLine:
    @pytest.fixture
    def cable(self, tmp_path: Path) -> Iterator[Cable]:
        made = Cable(tmp_path)
        yield made
        made.unplug()

    def start(
        self, cable: Cable, settings: str = ""
    ) -> tuple[Mettler8217Scale, "queue.Queue[Reading]", "queue.Queue[DeviceLost | None]"]:
        line = mettler_line(f"serial://{cable.port}{settings}")
        scale = Mettler8217Scale(line, poll_s=0.01, retry_s=0.02)
        readings: queue.Queue[Reading] = queue.Queue()
        troubles: queue.Queue[DeviceLost | None] = queue.Queue()
        scale.start(readings.put, troubles.put)
        return scale, readings, troubles

    def test_goods_are_laid_on_and_lie_still(self, cable: Cable) -> None:
        plate = Plate()
        cable.plug(plate)
        scale, readings, troubles = self.start(cable)
        assert readings.get(timeout=PATIENCE_S) == Reading(State.EMPTY)
        for says, reading in (
            (b"\x02?A\r", Reading(State.MOVING)),
            (b"\x0200.532\r", kilograms(532)),
            (b"\x02?B\r", Reading(State.OVER)),
            (b"\x0200.000\r", Reading(State.EMPTY)),
        ):
            plate.says = says
            assert readings.get(timeout=PATIENCE_S) == reading
        scale.close()
        assert readings.empty()  # each change is told once
        assert troubles.empty()

    def test_a_scale_that_is_switched_off_is_told_once_and_taken_up_again(
        self, cable: Cable
    ) -> None:
        plate = Plate()
        cable.plug(plate)
        scale, readings, troubles = self.start(cable)
        assert readings.get(timeout=PATIENCE_S) == Reading(State.EMPTY)
        cable.unplug()
        lost = troubles.get(timeout=PATIENCE_S)
        assert isinstance(lost, DeviceLost)
        assert lost.device == "scale"
        plate.says = b"\x0201.000\r"
        cable.plug(plate)
        assert troubles.get(timeout=PATIENCE_S) is None
        assert readings.get(timeout=PATIENCE_S) == kilograms(1000)
        scale.close()

    def test_a_scale_that_answers_nothing_is_lost_too(self, cable: Cable) -> None:
        plate = Plate()
        plate.says = b""
        cable.plug(plate)
        scale, _, troubles = self.start(cable)
        assert isinstance(troubles.get(timeout=PATIENCE_S), DeviceLost)
        scale.close()

    def test_a_scale_that_only_makes_noise_is_lost_and_its_last_weight_with_it(
        self, cable: Cable
    ) -> None:
        plate = Plate()
        plate.says = b"\x0201.000\r"
        cable.plug(plate)
        # A pseudo-terminal takes neither seven bits nor parity.
        scale, readings, troubles = self.start(cable, "?bits=8&parity=n")
        assert readings.get(timeout=PATIENCE_S) == kilograms(1000)
        plate.says = b"\xff\x00" * 500 + b"\r"
        assert isinstance(troubles.get(timeout=PATIENCE_S), DeviceLost)
        plate.says = b"\x0200.750\r"
        assert troubles.get(timeout=PATIENCE_S) is None
        assert readings.get(timeout=PATIENCE_S) == kilograms(750)
        scale.close()

    def test_a_garbled_answer_is_asked_for_again(self, cable: Cable) -> None:
        plate = Plate()
        plate.says = b"xx\x0200.\r"
        cable.plug(plate)
        scale, readings, _ = self.start(cable)
        plate.says = b"xx\x0200.750\r"
        seen = {readings.get(timeout=PATIENCE_S) for _ in range(1)}
        while kilograms(750) not in seen:
            seen.add(readings.get(timeout=PATIENCE_S))
        scale.close()
        assert seen <= {kilograms(750), Reading(State.EMPTY)}
