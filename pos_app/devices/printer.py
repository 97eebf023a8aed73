"""Receipt printers: what is asked of one, what it answers, and one that ships for trying out."""

import errno
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Protocol

from pos_app.documents.slip_escpos import drawer_kick
from pos_app.domain.errors import PrinterTrouble

ANSWER_S = 0.3
"""How long a printer's answer is waited for: it comes in real time or never."""

_SILENT_AFTER = 2
"""So many questions without an answer, and no more are asked until there is trouble."""

# Epson's reference, "DLE EOT n": each answer is one byte, 0xx1xx10 in its fixed bits.
_FIXED, _FIXED_VALUE = 0x93, 0x12
_QUESTION_OFFLINE = b"\x10\x04\x02"
_QUESTION_PAPER = b"\x10\x04\x04"
_COVER_OPEN, _PAPER_STOP, _ERROR = 0x04, 0x20, 0x40
_PAPER_END = 0x60

# "DLE DC4 1 m t": the pulse that a printer gives even while it has no paper.
_PULSE_AT_ONCE = b"\x10\x14\x01%c\x01"


class Printer(Protocol):
    """Takes a paper as bytes. Every call may wait for the device: never in the window's thread."""

    address: str

    def send(self, data: bytes) -> None:
        """Hand over a paper, all of it. Raises PrinterTrouble; it is handed over again then."""

    def pulse(self, pin: int = 0) -> None:
        """Open the cash drawer at pin 0 or 1 of the printer. Raises PrinterTrouble."""

    def present(self) -> bool:
        """False where there is surely nothing to talk to; told within a second."""

    def close(self) -> None:
        """The till lets go of it."""


class Link(Protocol):
    """An open connection to a printer; OSError tells that it is gone."""

    def write(self, data: bytes) -> None:
        """Send all of it, and wait until the other end has it where that can be told."""

    def read(self, seconds: float) -> bytes:
        """What has come within so many seconds; b"" for nothing."""

    def close(self) -> None:
        """End the connection."""


class LinkPrinter:
    """A printer at the end of a connection that is opened for each paper, so that a cable that
    was pulled is seen, and other tills get their turn."""

    def __init__(
        self,
        address: str,
        connect: Callable[[], Link],
        present: Callable[[], bool],
        *,
        answers: bool = True,
    ) -> None:
        self.address = address
        self._connect = connect
        self._present = present
        self._silent = 0 if answers else _SILENT_AFTER
        self._answers = answers

    def send(self, data: bytes) -> None:
        """Ask how it is, hand the paper over, and ask again."""
        with closing(self._open()) as link:
            self._check(link)
            try:
                link.write(data)
                kind = self._status(link)
            except OSError as error:
                raise self._trouble("interrupted") from error
            if kind:
                raise self._trouble(kind)

    def pulse(self, pin: int = 0) -> None:
        """Open the drawer; a printer without paper is told to do so at once."""
        with closing(self._open()) as link:
            try:
                stopped = self._status(link)
                link.write(_PULSE_AT_ONCE % pin if stopped else drawer_kick(pin))
            except OSError as error:
                raise self._trouble("offline") from error

    def present(self) -> bool:
        """As its connection tells."""
        return self._present()

    def close(self) -> None:
        """Nothing is kept open."""

    def _open(self) -> Link:
        try:
            return self._connect()
        except OSError as error:
            raise self._trouble(_kind_of(error)) from error

    def _check(self, link: Link) -> None:
        try:
            kind = self._status(link)
        except OSError as error:
            raise self._trouble("offline") from error
        if kind:
            raise self._trouble(kind)

    def _status(self, link: Link) -> str:
        """What keeps it from printing, as a kind of PrinterTrouble; "" for nothing it tells of."""
        if self._silent >= _SILENT_AFTER:
            return ""
        paper = _ask(link, _QUESTION_PAPER)
        if paper is None:
            self._silent += 1
            return ""
        self._silent = 0
        if paper & _PAPER_END:
            return "paper_out"
        cause = _ask(link, _QUESTION_OFFLINE) or 0
        if cause & _COVER_OPEN:
            return "cover_open"
        if cause & _PAPER_STOP:
            return "paper_out"
        return "unknown" if cause & _ERROR else ""

    def _trouble(self, kind: str) -> PrinterTrouble:
        if self._answers:
            self._silent = 0  # another one may hang there by now
        return PrinterTrouble(kind, self.address)


def _ask(link: Link, question: bytes) -> int | None:
    """A printer's one byte of status, or None where it says nothing of that form."""
    link.write(question)
    for byte in reversed(link.read(ANSWER_S)):
        if byte & _FIXED == _FIXED_VALUE:
            return byte
    return None


def _kind_of(error: OSError) -> str:
    # pyserial says in words alone that another program has locked the port.
    taken = error.errno in (errno.EBUSY, errno.EWOULDBLOCK) or "lock port" in str(error)
    return "busy" if taken else "offline"


class MemoryPrinter:
    """Keeps in memory what it was sent; for tests, training, and a till without a printer.

    unplugged, paper_out and cover_open are its switches. attempts counts papers that it was
    offered, pulses the openings of the drawer.
    """

    def __init__(self, address: str = "memory://printer") -> None:
        self.address = address
        self.papers: list[bytes] = []
        self.unplugged = False
        self.paper_out = False
        self.cover_open = False
        self.attempts = 0
        self.pulses = 0
        self.came = threading.Event()
        """Set with each paper."""

    def send(self, data: bytes) -> None:
        """Keep the paper, or have the trouble that the switches say."""
        self.attempts += 1
        for kind, wrong in (
            ("offline", self.unplugged),
            ("cover_open", self.cover_open),
            ("paper_out", self.paper_out),
        ):
            if wrong:
                raise PrinterTrouble(kind, self.address)
        self.papers.append(data)
        self.came.set()

    def pulse(self, pin: int = 0) -> None:
        """Count the opening; without paper too."""
        if self.unplugged:
            raise PrinterTrouble("offline", self.address)
        self.pulses += 1

    def present(self) -> bool:
        """True while it is plugged in."""
        return not self.unplugged

    def close(self) -> None:
        """Nothing to let go of."""
