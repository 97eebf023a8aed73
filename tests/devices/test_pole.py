"""Pole displays: two lines of twenty, only the newest text, and no trouble for the till."""

import os
import pty
import threading
import time
import tty
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.devices import pole
from pos_app.devices.pole import MemoryDisplay, PoleDisplay, PoleLane
from pos_app.domain.errors import BadValue, DisplayTrouble


@pytest.fixture
def cable() -> Iterator[tuple[int, str]]:
    """A pseudo terminal: what is read at the first end was sent to the port named second."""
    ours, theirs = pty.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def shown(sent: bytes) -> list[tuple[str, str]]:
    """What a display of two lines would show, text by text."""
    begin, *texts = sent.split(b"\x0c")
    assert begin in (b"", b"\x1b@\x1bt\x13")
    assert all(len(text) in (0, 40) for text in texts)
    return [(text[:20].decode("cp858"), text[20:].decode("cp858")) for text in texts]


def test_a_text_stands_in_two_lines_of_twenty(cable):
    ours, name = cable
    display = PoleDisplay(f"serial://{name}?baud=9600")
    display.show(*pole.sold("Brötchen mit Käse und Schinken", "1,29 €", "Total", "12,30 €"))
    display.show("Thank you!", "")
    time.sleep(0.05)
    assert shown(os.read(ours, 4096)) == [
        ("Brötchen mit  1,29 €", "Total        12,30 €"),
        ("Thank you!          ", " " * 20),
    ]
    display.close()
    assert os.read(ours, 4096) == b"\x0c"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_a_command(upper, lower):
    display = PoleDisplay("serial:///dev/none")
    for text in (upper, lower):
        sent = display._bytes(text)
        assert len(sent) == 20
        assert all(byte >= 0x20 and byte != 0x7F for byte in sent)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_figure_is_not_cut_before_the_words(left, right):
    line = pole.two_ends(left, right)
    assert len(line) == 20
    assert line.endswith(right[:20])


def test_a_finished_sale_shows_the_change_or_thanks():
    assert pole.change("4.20", "") == ("Total           4.20", "Thank you!")
    assert pole.change("4.20", "0.80", "Given back")[1] == "Given back      0.80"
    assert pole.change("4.20", "0.80") == ("Total           4.20", "Change          0.80")


def test_an_address_says_its_table():
    with pytest.raises(BadValue) as refused:
        PoleDisplay("serial:///dev/ttyS0?page=klingon")
    assert refused.value.field == "pole_display"
    with pytest.raises(BadValue):
        PoleDisplay("tcp://host")
    assert PoleDisplay("serial:///dev/ttyS0?page=cp437")._bytes("5 €")[:5] == b"5 EUR"


def test_a_display_that_is_not_there_is_told():
    display = PoleDisplay("serial:///dev/countertop-no-such-port")
    with pytest.raises(DisplayTrouble) as trouble:
        display.show("a", "b")
    assert "no-such-port" in trouble.value.display
    display.close()


def wait_for(done: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not done():
        assert time.monotonic() < until
        time.sleep(0.002)


def test_only_the_newest_text_is_sent():
    inside, go_on = threading.Event(), threading.Event()

    class Slow(MemoryDisplay):
        def show(self, upper: str, lower: str) -> None:
            inside.set()
            assert go_on.wait(10)
            super().show(upper, lower)

    display = Slow()
    lane = PoleLane(display, lambda _: None)
    lane.show(("1", ""))
    assert inside.wait(10)
    for number in range(2, 50):
        lane.show((str(number), ""))
    go_on.set()
    wait_for(lambda: len(display.shown) == 2)
    assert display.shown == [("1", ""), ("49", "")]
    lane.close()
    assert display.closed


def test_trouble_is_told_once_and_its_end_too():
    told: list[DisplayTrouble | None] = []
    display = MemoryDisplay()
    display.unplugged = True
    lane = PoleLane(display, told.append, retry_s=0.01)
    lane.show(("1", ""))
    lane.show(("2", ""))
    wait_for(lambda: told)
    time.sleep(0.05)
    assert len(told) == 1
    display.unplugged = False
    wait_for(lambda: display.shown)
    assert display.shown == [("2", "")]
    wait_for(lambda: len(told) == 2)
    assert told[1] is None
    lane.close()
