"""Displays on a pole: two lines of twenty characters that the customer reads."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import serial

from pos_app.devices.serial_line import serial_line
from pos_app.documents.printer_letters import CODE_PAGES, PrinterLetters
from pos_app.domain.errors import BadValue, DisplayTrouble

COLUMNS = 20

RETRY_S = 2.0
"""Between two tries to reach a display that does not answer."""

# The commands that Epson's DM-D series and those that follow it (CD5220 in its ESC/POS mode)
# have in common: ESC @ begins anew, ESC t takes a table of characters, CLR empties both lines.
_BEGIN, _TABLE, _CLEAR = b"\x1b@", b"\x1bt", b"\x0c"

_log = logging.getLogger(__name__)

Lines = tuple[str, str]


class CustomerDisplay(Protocol):
    """Two lines for the customer. Every call may wait for the device."""

    def show(self, upper: str, lower: str) -> None:
        """Show these instead of what stood there. Raises DisplayTrouble."""

    def close(self) -> None:
        """Show nothing any more, and let go of it."""


def sold(name: str, amount: str, words: str, total: str) -> Lines:
    """A line that was added, and what all of them come to, in these words."""
    return two_ends(name, amount), two_ends(words, total)


def change(total: str, due: str, words: str = "Change") -> Lines:
    """The sale is finished; words say what is handed out."""
    return two_ends("Total", total), two_ends(words, due) if due else "Thank you!"


def two_ends(left: str, right: str) -> str:
    """One line with words at its left and a figure at its right, which is never cut before them."""
    right = right[:COLUMNS]
    room = max(0, COLUMNS - len(right) - 1)
    return f"{left[:room]:<{room}} {right}"[-COLUMNS:] if room else right.rjust(COLUMNS)


class PoleDisplay:
    """A display at a serial port; it is opened with the first text, and again after trouble."""

    def __init__(self, address: str) -> None:
        """address as in `serial_line`, also with page=cp437 and the like for its table of
        characters (cp858 unless set). Raises BadValue ("port", "pole_display")."""
        self._address = address
        self._line = serial_line(address)
        page = parse_qs(urlsplit(address).query).get("page", ["cp858"])[-1]
        if page not in CODE_PAGES:
            raise BadValue("pole_display", address, "unknown_choice")
        self._page = page
        self._letters = PrinterLetters((page,))
        self._port: serial.Serial | None = None

    def show(self, upper: str, lower: str) -> None:
        """Show both lines, cut or filled up to twenty; a full line wraps into the next."""
        try:
            if self._port is None:
                self._port = self._line.open()
                self._port.write(_BEGIN + _TABLE + bytes((CODE_PAGES[self._page],)))
            self._port.write(_CLEAR + self._bytes(upper) + self._bytes(lower))
        except OSError as error:
            self._let_go()
            raise DisplayTrouble(self._address) from error

    def close(self) -> None:
        """Empty it; a display that is gone is empty already."""
        if self._port is not None:
            try:
                self._port.write(_CLEAR)
                self._port.flush()
            except OSError:
                _log.info("the pole display was gone before it was emptied")
        self._let_go()

    def _bytes(self, text: str) -> bytes:
        spelled = f"{self._letters.spell(text)[:COLUMNS]:<{COLUMNS}}"
        return b"".join(piece for _, piece in self._letters.encoded(spelled))[:COLUMNS]

    def _let_go(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None


class MemoryDisplay:
    """Keeps what it was told to show; unplugged is its switch. For tests and for trying out."""

    def __init__(self) -> None:
        self.shown: list[Lines] = []
        self.unplugged = False
        self.closed = False

    def show(self, upper: str, lower: str) -> None:
        """Remember both lines."""
        if self.unplugged:
            raise DisplayTrouble("memory")
        self.shown.append((upper, lower))

    def close(self) -> None:
        """Remember that it was let go of."""
        self.closed = True


class PoleLane:
    """A display's own thread: only the newest text is sent, and trouble is told once.

    on_trouble(trouble) is called in that thread, with None when the display is back.
    """

    def __init__(
        self,
        display: CustomerDisplay,
        on_trouble: Callable[[DisplayTrouble | None], None],
        *,
        retry_s: float = RETRY_S,
    ) -> None:
        self._display = display
        self._on_trouble = on_trouble
        self._retry_s = retry_s
        self._changed = threading.Condition()
        self._wanted: Lines | None = None
        self._well = True
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="pole", daemon=True)
        self._thread.start()

    def show(self, lines: Lines) -> None:
        """Show these as soon as the display takes them; comes back at once."""
        with self._changed:
            self._wanted = lines
            self._changed.notify()

    def close(self) -> None:
        """Empty the display and end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout=2.0)

    def _run(self) -> None:
        while (lines := self._next()) is not None:
            try:
                self._display.show(*lines)
            except DisplayTrouble as trouble:
                self._tell(trouble)
                with self._changed:
                    if self._wanted is None:
                        self._wanted = lines  # nothing newer has come meanwhile
                    self._changed.wait_for(lambda: self._closing, self._retry_s)
            else:
                self._tell(None)
        self._display.close()

    def _next(self) -> Lines | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._wanted is not None)
            lines, self._wanted = self._wanted, None
            return None if self._closing else lines

    def _tell(self, trouble: DisplayTrouble | None) -> None:
        if (trouble is None) != self._well:
            self._well = trouble is None
            self._on_trouble(trouble)
