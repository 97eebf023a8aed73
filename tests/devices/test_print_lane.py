"""One printer's lane: in order, once, again after trouble, and the drawer ahead of all."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from pos_app.devices.print_lane import LaneEvents, PrintLane
from pos_app.devices.printer import MemoryPrinter
from pos_app.domain.errors import PrinterTrouble


class Heard:
    """What a lane told, and a way to wait for more of it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []
        self.events = LaneEvents(
            printed=lambda job: self.told.append(("printed", job)),
            failed=lambda job, trouble: self.told.append((trouble.kind, job)),
            dropped=lambda job: self.told.append(("dropped", job)),
            not_opened=lambda trouble: self.told.append(("shut", trouble.kind)),
            well=lambda: self.told.append(("well", None)),
        )

    def wait(self, done: Callable[[], object]) -> None:
        until = time.monotonic() + 10
        while not done():
            assert time.monotonic() < until, self.told
            time.sleep(0.002)


def papers(data: bytes) -> Callable[[], bytes]:
    return lambda: data


@pytest.fixture
def printer() -> MemoryPrinter:
    return MemoryPrinter()


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def lane(printer: MemoryPrinter, heard: Heard) -> Iterator[PrintLane]:
    made = PrintLane(printer, heard.events, pauses_s=(0.01, 0.02), look_s=0.01)
    yield made
    assert made.close()


def slow_lane(printer: MemoryPrinter, heard: Heard) -> PrintLane:
    """One that tries again by itself only after an hour."""
    return PrintLane(printer, heard.events, pauses_s=(3600.0,), look_s=0.01)


def test_papers_come_out_in_order(lane, printer, heard):
    for number in range(20):
        lane.put(number, papers(bytes((number,))))
    heard.wait(lambda: len(printer.papers) == 20)
    assert printer.papers == [bytes((number,)) for number in range(20)]
    heard.wait(lambda: heard.told == [("printed", number) for number in range(20)])
    assert lane.trouble is None


def test_paper_out_waits_and_prints_once_when_there_is_paper(lane, printer, heard):
    printer.paper_out = True
    lane.put(1, papers(b"one"))
    lane.put(2, papers(b"two"))
    heard.wait(lambda: heard.told.count(("paper_out", 1)) >= 3)
    assert lane.trouble is not None
    assert lane.trouble.kind == "paper_out"
    assert printer.papers == []
    printer.paper_out = False
    heard.wait(lambda: len(printer.papers) == 2)
    assert printer.papers == [b"one", b"two"]
    heard.wait(lambda: ("printed", 2) in heard.told)
    assert heard.told.count(("printed", 1)) == 1
    assert heard.told.count(("well", None)) == 1
    assert lane.trouble is None


def test_a_cable_that_is_back_prints_at_once(printer, heard):
    printer.unplugged = True
    lane = slow_lane(printer, heard)
    lane.put(1, papers(b"one"))
    heard.wait(lambda: ("offline", 1) in heard.told)
    printer.unplugged = False
    heard.wait(lambda: printer.papers == [b"one"])
    assert lane.close()


def test_retry_does_not_wait_for_the_pause(printer, heard):
    printer.cover_open = True
    lane = slow_lane(printer, heard)
    lane.put(1, papers(b"one"))
    heard.wait(lambda: ("cover_open", 1) in heard.told)
    printer.cover_open = False
    lane.retry()
    heard.wait(lambda: printer.papers == [b"one"])
    assert lane.close()


def test_a_new_paper_tries_the_old_one_at_once(printer, heard):
    printer.paper_out = True
    lane = slow_lane(printer, heard)
    lane.put(1, papers(b"one"))
    heard.wait(lambda: ("paper_out", 1) in heard.told)
    printer.paper_out = False
    lane.put(2, papers(b"two"))
    heard.wait(lambda: printer.papers == [b"one", b"two"])
    assert lane.close()


def test_the_drawer_goes_ahead_of_papers_that_wait_and_is_not_repeated(printer, heard):
    printer.paper_out = True
    lane = slow_lane(printer, heard)
    lane.put(1, papers(b"one"))
    heard.wait(lambda: ("paper_out", 1) in heard.told)
    lane.pulse()
    heard.wait(lambda: printer.pulses == 1)
    printer.unplugged = True
    lane.pulse()
    heard.wait(lambda: ("shut", "offline") in heard.told)
    printer.unplugged = printer.paper_out = False
    lane.retry()
    heard.wait(lambda: printer.papers == [b"one"])
    assert printer.pulses == 1
    assert lane.close()


def test_a_printer_that_breaks_off_again_and_again_is_left_alone(heard):
    class BreaksOff(MemoryPrinter):
        def send(self, data: bytes) -> None:
            self.attempts += 1
            raise PrinterTrouble("interrupted", self.address)

    printer = BreaksOff()
    lane = PrintLane(printer, heard.events, pauses_s=(0.0,), look_s=0.01)
    lane.put(1, papers(b"one"))
    heard.wait(lambda: printer.attempts == 3)
    lane.put(2, papers(b"two"))
    time.sleep(0.05)
    assert printer.attempts == 3
    lane.retry()
    heard.wait(lambda: printer.attempts == 6)
    assert lane.close()


def test_a_driver_that_fails_in_its_own_way_ends_nothing(heard, caplog):
    class Odd(MemoryPrinter):
        def send(self, data: bytes) -> None:
            if not self.attempts:
                self.attempts = 1
                raise ZeroDivisionError
            super().send(data)

        def pulse(self, pin: int = 0) -> None:
            raise ZeroDivisionError

    printer = Odd()
    lane = PrintLane(printer, heard.events, pauses_s=(0.0,))
    lane.pulse()
    lane.put(1, papers(b"one"))
    heard.wait(lambda: printer.papers == [b"one"])
    assert ("unknown", 1) in heard.told
    assert ("shut", "unknown") in heard.told
    assert "driver" in caplog.text
    assert lane.close()


def test_a_paper_is_taken_out_unless_it_is_being_sent(heard):
    inside, go_on = threading.Event(), threading.Event()

    class Slow(MemoryPrinter):
        def send(self, data: bytes) -> None:
            inside.set()
            assert go_on.wait(10)
            super().send(data)

    printer = Slow()
    lane = PrintLane(printer, heard.events)
    lane.put(1, papers(b"one"))
    lane.put(2, papers(b"two"))
    assert inside.wait(10)
    assert not lane.take(1)
    assert lane.take(2)
    assert not lane.take(3)
    go_on.set()
    heard.wait(lambda: printer.papers == [b"one"])
    assert lane.close()


def test_the_one_behind_goes_on_when_the_first_is_given_up(printer, heard):
    printer.paper_out = True
    lane = slow_lane(printer, heard)
    lane.put(1, papers(b"one"))
    lane.put(2, papers(b"two"))
    heard.wait(lambda: ("paper_out", 1) in heard.told)
    printer.paper_out = False
    assert lane.take(1)
    heard.wait(lambda: printer.papers == [b"two"])
    assert lane.close()


def test_a_paper_that_can_not_be_made_keeps_no_other_one_back(lane, printer, heard, caplog):
    def broken() -> bytes:
        raise ZeroDivisionError

    lane.put(1, broken)
    lane.put(2, papers(b"two"))
    heard.wait(lambda: ("printed", 2) in heard.told)
    assert heard.told == [("dropped", 1), ("printed", 2)]
    assert printer.papers == [b"two"]
    assert "can't be printed" in caplog.text
