"""Printers: addresses, what is asked of one and answered; network, port and file for real."""

import contextlib
import os
import pty
import socket
import struct
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import usb.core
from hypothesis import given
from hypothesis import strategies as st

from pos_app.devices import printer_links
from pos_app.devices.drawer import MemoryDrawer, SerialDrawer
from pos_app.devices.printer import LinkPrinter, MemoryPrinter
from pos_app.devices.printer_address import (
    FileAddress,
    PrinterAddress,
    SerialAddress,
    TcpAddress,
    UsbAddress,
    printer_address,
)
from pos_app.devices.printer_links import UsbLink, open_printer
from pos_app.domain.errors import BadValue, DrawerTrouble, PrinterTrouble

PAPER = b"\x1b@A receipt\n\n\n\x1dV\x00"
WELL = {2: 0x12, 4: 0x12}


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("tcp://192.168.1.50", TcpAddress("192.168.1.50", 9100)),
        (" tcp://bar.local:9101/ ", TcpAddress("bar.local", 9101)),
        ("tcp://[fe80::1]:9100", TcpAddress("fe80::1", 9100)),
        ("usb://04b8:0202", UsbAddress(0x04B8, 0x0202)),
        ("usb://04B8:0E28", UsbAddress(0x04B8, 0x0E28)),
        ("file:///dev/usb/lp0", FileAddress("/dev/usb/lp0")),
        ("file:///tmp/my%20paper.bin", FileAddress("/tmp/my paper.bin")),
    ],
)
def test_an_address_is_read(text, where):
    assert printer_address(text) == where


def test_a_serial_address_says_how_it_talks():
    found = printer_address("serial:///dev/ttyUSB0?baud=19200&flow=rts")
    assert isinstance(found, SerialAddress)
    assert (found.line.port, found.line.baud, found.flow) == ("/dev/ttyUSB0", 19200, "rts")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "192.168.1.50",
        "tcp://",
        "tcp://host:0",
        "tcp://host:99999",
        "tcp://host/path",
        "usb://4b8:202",
        "usb://",
        "usb://04b8",
        "serial://",
        "serial:///dev/ttyUSB0?baud=fast",
        "serial:///dev/ttyUSB0?flow=water",
        "file://",
        "file:///",
        "file://server/share",
        "http://host:9100",
        "tcp://[::1",
        "tcp://..:9100",
        f"tcp://{'a' * 64}.local",
    ],
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(BadValue) as refused:
        printer_address(text)
    assert (refused.value.field, refused.value.reason) == ("printer", "not_a_printer")


@given(st.text(max_size=60) | st.from_regex(r"\A(tcp|usb|serial|file)://.{0,30}\Z"))
def test_an_address_is_read_or_refused(text):
    with contextlib.suppress(BadValue):
        assert isinstance(printer_address(text), PrinterAddress)


# --- asking and answering ------------------------------------------------------------------------


class FakeLink:
    """A printer that answers as `status` says, and notes what it was sent."""

    def __init__(self, status: dict[int, int], noise: bytes = b"") -> None:
        self.status = status
        self.noise = noise
        self.got = b""
        self.asked: list[int] = []
        self.closed = 0
        self._answer = b""

    def write(self, data: bytes) -> None:
        if data[:2] == b"\x10\x04":
            self.asked.append(data[2])
            answer = self.status.get(data[2])
            self._answer = b"" if answer is None else bytes((answer,)) + self.noise
        else:
            self.got += data

    def read(self, seconds: float) -> bytes:
        answer, self._answer = self._answer, b""
        return answer

    def close(self) -> None:
        self.closed += 1


def at(link: FakeLink) -> LinkPrinter:
    return LinkPrinter("fake://", lambda: link, lambda: True)


def test_a_paper_goes_to_a_printer_that_is_well():
    link = FakeLink(WELL)
    at(link).send(PAPER)
    assert link.got == PAPER
    assert link.closed == 1
    assert link.asked == [4, 2, 4, 2]  # before, and once it has it


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ({4: 0x72, 2: 0x12}, "paper_out"),
        ({4: 0x12, 2: 0x32}, "paper_out"),
        ({4: 0x12, 2: 0x16}, "cover_open"),
        ({4: 0x12, 2: 0x52}, "unknown"),
    ],
)
def test_a_printer_in_trouble_is_sent_nothing(status, kind):
    link = FakeLink(status)
    with pytest.raises(PrinterTrouble) as trouble:
        at(link).send(PAPER)
    assert (trouble.value.kind, trouble.value.printer) == (kind, "fake://")
    assert link.got == b""
    assert link.closed == 1


def test_paper_that_ends_in_the_midst_is_told():
    class EndsMeanwhile(FakeLink):
        def write(self, data: bytes) -> None:
            super().write(data)
            if self.got:
                self.status = {4: 0x72}

    with pytest.raises(PrinterTrouble) as trouble:
        at(EndsMeanwhile(WELL)).send(PAPER)
    assert trouble.value.kind == "paper_out"


def test_paper_that_is_near_its_end_prints():
    link = FakeLink({4: 0x1E, 2: 0x12})
    at(link).send(PAPER)
    assert link.got == PAPER


def test_what_a_printer_tells_unasked_is_no_answer():
    # The first byte of Epson's automatic status back is 0xx1xx00.
    link = FakeLink({4: 0x72}, noise=b"\x10\x00\x00\x00")
    with pytest.raises(PrinterTrouble) as trouble:
        at(link).send(PAPER)
    assert trouble.value.kind == "paper_out"


def test_a_printer_that_never_answers_is_soon_asked_no_more():
    link = FakeLink({})
    printer = at(link)
    for _ in range(3):
        printer.send(PAPER)
    assert link.got == 3 * PAPER
    assert len(link.asked) == 2


def test_a_drawer_is_opened_without_paper_by_a_pulse_at_once():
    link = FakeLink({4: 0x72})
    at(link).pulse(1)
    assert link.got == b"\x10\x14\x01\x01\x01"
    well = FakeLink(WELL)
    at(well).pulse()
    assert well.got[:3] == b"\x1bp\x00"


def test_a_drawer_that_does_not_open_says_so():
    memory = MemoryPrinter("memory://1")
    memory.pulse()
    memory.unplugged = True
    with pytest.raises(PrinterTrouble) as trouble:
        memory.pulse()
    assert trouble.value.printer == "memory://1"
    assert memory.pulses == 1
    box = MemoryDrawer()
    box.open()
    box.stuck = True
    with pytest.raises(DrawerTrouble):
        box.open()
    assert box.openings == 1


# --- network -------------------------------------------------------------------------------------


class NetworkPrinter:
    """A real server on this machine; serve(connection) is what it does with each connection."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._serve = serve
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self.got: list[bytes] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self._serve(connection)

    def stop(self) -> None:
        if self._listener.fileno() < 0:
            return
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., NetworkPrinter]]:
    monkeypatch.setattr(printer_links, "WRITE_S", 0.5)
    running: list[NetworkPrinter] = []

    def start(serve: Callable[[socket.socket], None]) -> NetworkPrinter:
        running.append(NetworkPrinter(serve))
        return running[-1]

    yield start
    for printer in running:
        printer.stop()


def reader(into: list[bytes], answers: dict[int, int] | None = None):
    """Takes everything; answers DLE EOT where it is told what to say."""

    def serve(connection: socket.socket) -> None:
        got = b""
        while data := connection.recv(65536):
            got += data
            if answers and data[-3:-1] == b"\x10\x04":
                connection.sendall(bytes((answers[data[-1]],)))
        into.append(got)

    return serve


def wait_for(done: Callable[[], object]) -> None:
    until = time.monotonic() + 10
    while not done():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_paper_goes_over_the_network(network):
    got: list[bytes] = []
    printer = open_printer(network(reader(got, WELL)).address)
    paper = PAPER * 20_000
    printer.send(paper)
    wait_for(lambda: got)
    assert got[0].replace(b"\x10\x04\x04", b"").replace(b"\x10\x04\x02", b"") == paper
    assert printer.present()


def test_a_network_printer_that_is_slow_is_not_stuck(network, monkeypatch):
    got: list[bytes] = []
    left = iter(range(20, -1, -1))

    def slowly_fewer(_: socket.socket) -> int:
        time.sleep(0.05)  # the printer's mechanics: a second for all of it
        return next(left, 0)

    monkeypatch.setattr(printer_links, "_unacknowledged", slowly_fewer)
    open_printer(network(reader(got)).address).send(PAPER)
    wait_for(lambda: got)
    assert PAPER in got[0]
    assert next(left, None) is None


def test_a_network_printer_that_never_answers_prints(network):
    got: list[bytes] = []
    open_printer(network(reader(got)).address).send(PAPER)
    wait_for(lambda: got)
    assert PAPER in got[0]


def test_a_network_printer_without_paper_says_so(network):
    got: list[bytes] = []
    with pytest.raises(PrinterTrouble) as trouble:
        open_printer(network(reader(got, {4: 0x72, 2: 0x12})).address).send(PAPER)
    assert trouble.value.kind == "paper_out"
    wait_for(lambda: got)
    assert PAPER not in got[0]


def test_a_network_printer_that_drops_the_line_has_not_taken_the_paper(network):
    def drop(connection: socket.socket) -> None:
        connection.recv(100)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    printer = open_printer(network(drop).address)
    with pytest.raises(PrinterTrouble) as trouble:
        printer.send(PAPER * 200_000)
    assert trouble.value.kind in ("interrupted", "offline")


def test_a_network_printer_that_takes_no_more_is_not_waited_for_without_end(network):
    stuck = threading.Event()

    def hang(connection: socket.socket) -> None:
        stuck.wait(10)

    printer = open_printer(network(hang).address)
    with pytest.raises(PrinterTrouble) as trouble:
        printer.send(PAPER * 1_000_000)
    assert trouble.value.kind == "interrupted"
    stuck.set()


def test_a_network_printer_that_is_off_is_told(network):
    server = network(reader([]))
    printer = open_printer(server.address)
    assert printer.present()
    server.stop()
    with pytest.raises(PrinterTrouble) as trouble:
        printer.send(PAPER)
    assert trouble.value.kind == "offline"
    assert not printer.present()
    printer.close()


# --- file and serial port ------------------------------------------------------------------------


def test_a_plain_file_gets_every_paper_and_no_questions(tmp_path: Path):
    path = tmp_path / "my paper.bin"
    printer = open_printer(f"file://{str(path).replace(' ', '%20')}")
    assert printer.present()
    printer.send(PAPER)
    printer.send(PAPER)
    assert path.read_bytes() == 2 * PAPER


def test_a_device_that_is_gone_is_no_plain_file():
    printer = open_printer("file:///dev/countertop-no-such-printer")
    assert not printer.present()
    with pytest.raises(PrinterTrouble) as trouble:
        printer.send(PAPER)
    assert trouble.value.kind == "offline"
    assert not Path("/dev/countertop-no-such-printer").exists()


@pytest.fixture
def cable() -> Iterator[tuple[int, str]]:
    """A pseudo terminal: what is read at the first end was sent to the port named second."""
    ours, theirs = pty.openpty()
    tty.setraw(ours)
    tty.setraw(theirs)
    os.set_blocking(ours, False)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def answering(ours: int, got: list[bytes], answers: dict[int, int], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            data = os.read(ours, 4096)
        except BlockingIOError:
            time.sleep(0.005)
            continue
        got.append(data)
        if data[:2] == b"\x10\x04" and data[2] in answers:
            os.write(ours, bytes((answers[data[2]],)))


@pytest.mark.parametrize("kind", ["serial", "file"])
@pytest.mark.parametrize(("answers", "trouble"), [(WELL, ""), ({4: 0x72}, "paper_out"), ({}, "")])
def test_a_printer_at_a_port_answers_and_prints(cable, kind, answers, trouble):
    ours, name = cable
    got: list[bytes] = []
    stop = threading.Event()
    served = threading.Thread(target=answering, args=(ours, got, answers, stop))
    served.start()
    printer = open_printer(f"{kind}://{name}")
    try:
        assert printer.present()
        if trouble:
            with pytest.raises(PrinterTrouble) as told:
                printer.send(PAPER)
            assert told.value.kind == trouble
        else:
            printer.send(PAPER)
            wait_for(lambda: PAPER in b"".join(got))
    finally:
        stop.set()
        served.join()


def test_a_port_that_is_gone_is_told():
    printer = open_printer("serial:///dev/countertop-no-such-port")
    assert not printer.present()
    with pytest.raises(PrinterTrouble) as trouble:
        printer.send(PAPER)
    assert trouble.value.kind == "offline"


def test_a_drawer_at_a_port_of_its_own_gets_its_byte(cable):
    ours, name = cable
    SerialDrawer(f"serial://{name}").open()
    assert os.read(ours, 10) == b"\x07"
    with pytest.raises(DrawerTrouble):
        SerialDrawer("serial:///dev/countertop-no-such-port").open()
    with pytest.raises(BadValue):
        SerialDrawer("tcp://host")


# --- USB -----------------------------------------------------------------------------------------


class FakeEndpoint:
    def __init__(self, address: int, answers: list[bytes] | None = None) -> None:
        self.bEndpointAddress = address
        self.got = b""
        self._answers = answers if answers is not None else []

    def write(self, data: bytes, timeout: int) -> None:
        self.got += data

    def read(self, count: int, timeout: int) -> bytes:
        if not self._answers:
            raise usb.core.USBTimeoutError("nothing")
        return self._answers.pop(0)


class FakeInterface(list[FakeEndpoint]):
    bInterfaceNumber = 0  # noqa: N815 - pyusb's own name


class FakeDevice:
    """As pyusb hands one out, with a kernel driver that must give way."""

    def __init__(self, *endpoints: FakeEndpoint) -> None:
        self.interface = FakeInterface(endpoints)
        self.detached: list[int] = []

    def get_active_configuration(self) -> list[FakeInterface]:
        return [self.interface]

    def is_kernel_driver_active(self, number: int) -> bool:
        return True

    def detach_kernel_driver(self, number: int) -> None:
        self.detached.append(number)


def test_a_printer_at_usb_is_sent_through_its_own_endpoints(monkeypatch):
    out, back = FakeEndpoint(0x03), FakeEndpoint(0x81, [b"\x12", b"\x12"])
    device = FakeDevice(back, out)
    monkeypatch.setattr("usb.core.find", lambda **_: device)
    monkeypatch.setattr("usb.util.dispose_resources", lambda _: None)
    printer = open_printer("usb://04b8:0202")
    assert printer.present()
    printer.send(PAPER * 100)
    assert device.detached == [0]
    assert PAPER * 100 in out.got


def test_a_printer_at_usb_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr("usb.core.find", lambda **_: None)
    printer = open_printer("usb://04b8:0202")
    assert not printer.present()
    with pytest.raises(PrinterTrouble) as trouble:
        printer.send(PAPER)
    assert trouble.value.kind == "offline"


def test_without_libusb_no_printer_is_there(monkeypatch):
    def find(**_: int) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr("usb.core.find", find)
    with pytest.raises(OSError, match="libusb"):
        UsbLink(UsbAddress(1, 2))
