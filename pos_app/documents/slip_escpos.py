"""A slip as what a receipt printer is sent: rows of letters, or the whole paper as a picture."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pos_app.documents import code128, logo
from pos_app.documents.printer_letters import CODE_PAGES, PrinterLetters
from pos_app.documents.slip_form import Slip, spelled
from pos_app.documents.slip_text import Row, slip_rows

if TYPE_CHECKING:
    # Heavy, and loaded only where something is drawn.
    from PIL.Image import Image

DOTS_PER_COLUMN = 12
"""Width of the usual font in dots: 48 columns are the 576 dots of 80 mm paper, 32 the 384 of 58."""

_BAR_HEIGHT = 72
_QR_DOT = 5
_STRIP = 240
"""Dots of a picture that are sent in one piece: printers of little memory take no more."""
_PULSE = bytes((50, 250))
"""100 ms on, 500 ms off, in steps of 2 ms (Epson's reference, "ESC p")."""


def drawer_kick(pin: int = 0) -> bytes:
    """What opens the cash drawer at the printer; pin 0 is connector pin 2, pin 1 is pin 5.

    Raises ValueError for another pin.
    """
    if pin not in (0, 1):
        raise ValueError(f"a drawer hangs at pin 0 or 1, not {pin}")
    return b"\x1bp" + bytes((pin,)) + _PULSE


def escpos_bytes(
    slip: Slip,
    *,
    columns: int = 48,
    code_pages: Iterable[str] = ("cp858",),
    cut: bool = True,
    kick: bool = False,
    drawn: bool | None = None,
) -> bytes:
    """The slip in ESC/POS, after an opening of the drawer where kick is set.

    columns is how many letters of its usual font the printer has on a line. code_pages are the
    tables it is set to, of `CODE_PAGES`. drawn sends the paper as one picture; None does so where
    it holds letters that those tables can't spell and the fonts can draw. Raises ValueError for
    an unknown table, and for columns below `slip_text.NARROWEST`.
    """
    letters = PrinterLetters(code_pages)
    if drawn is None:
        drawn = _is_better_drawn(slip, letters)
    width = columns * DOTS_PER_COLUMN
    body = (
        _picture(_drawn(slip, width))
        if drawn
        else _written(spelled(slip, letters.spell), letters, columns)
    )
    return b"".join(
        (
            drawer_kick() if kick else b"",
            _RESET,
            body,
            # The knife stands that many rows behind what was printed last.
            _FEED + (b"\x05" + _CUT if cut else b"\x02"),
        )
    )


# --- letters ---------------------------------------------------------------------------------

_RESET = b"\x1b@"
_FEED, _CUT = b"\x1bd", b"\x1dV\x00"
_CODE_PAGE = b"\x1bt"
_LETTERS_BELOW = b"\x1df\x00\x1dH\x02"
_BOLD, _NOT_BOLD = b"\x1bE\x01", b"\x1bE\x00"
_TALL, _LARGE, _USUAL = b"\x1d!\x01", b"\x1d!\x11", b"\x1d!\x00"
_WHITE_ON_BLACK, _BLACK_ON_WHITE = b"\x1dB\x01", b"\x1dB\x00"
_MIDDLE, _LEFT = b"\x1ba\x01", b"\x1ba\x00"
_STYLES = {
    "shop": (_BOLD + _LARGE, _USUAL + _NOT_BOLD),
    "stamp": (_BOLD + _TALL, _USUAL + _NOT_BOLD),
    "training": (_BOLD + _WHITE_ON_BLACK, _BLACK_ON_WHITE + _NOT_BOLD),
    "total": (_BOLD + _TALL, _USUAL + _NOT_BOLD),
    "strong": (_BOLD, _NOT_BOLD),
}


def _written(slip: Slip, letters: PrinterLetters, columns: int) -> bytes:
    width = columns * DOTS_PER_COLUMN
    shown = slip.logo if slip.logo is not None and logo.is_readable(slip.logo) else None
    pieces = []
    page = ""
    for row in slip_rows(slip, columns, columns // 2):
        if row.kind == "codes":
            pieces.append(_bars(slip.code, width) + _square_code(slip.qr))
            continue
        if row.kind == "shop" and shown is not None:
            pieces.append(_picture(logo.for_paper(shown, width)))
            shown = None  # above the first row of a long name alone
        written, page = _row(row, letters, page, columns)
        pieces.append(written)
    return b"".join(pieces)


def _row(row: Row, letters: PrinterLetters, page: str, columns: int) -> tuple[bytes, str]:
    """One row, and the table that is set after it."""
    on, off = _STYLES.get(row.kind, (b"", b""))
    words = row.text.center(columns) if row.kind == "training" else row.text.rstrip()
    pieces = [_MIDDLE if row.middle else b"", on]
    for fitting, piece in letters.encoded(words, page):
        if fitting != page:
            page = fitting
            pieces.append(_CODE_PAGE + bytes((CODE_PAGES[page],)))
        pieces.append(piece)
    pieces += [off, b"\n", _LEFT if row.middle else b""]
    return b"".join(pieces), page


def _bars(code: str, room: int) -> bytes:
    """The Code 128 in the printer's own bars, with its letters below (Epson, "GS k", function B).

    Set B; a brace stands for itself where it is doubled.
    """
    dots = _bar_width(code, room) if code else 0
    if not dots:
        return b""
    content = b"{B" + code.replace("{", "{{").encode("ascii")
    size = b"\x1dh" + bytes((_BAR_HEIGHT,)) + b"\x1dw" + bytes((dots,))
    head = b"\x1dkI" + bytes((len(content),))
    return _MIDDLE + size + _LETTERS_BELOW + head + content + b"\n" + _LEFT


def _square_code(text: str) -> bytes:
    """The QR code, drawn by the printer (Epson, "GS ( k", functions 165 to 181)."""
    if not text:
        return b""
    steps = (b"A2\x00", b"C" + bytes((_QR_DOT,)), b"E1", b"P0" + text.encode(), b"Q0")
    sent = (b"\x1d(k" + _two(len(step) + 1) + b"1" + step for step in steps)
    return _MIDDLE + b"".join(sent) + b"\n" + _LEFT


def _two(number: int) -> bytes:
    return number.to_bytes(2, "little")


def _bar_width(code: str, room: int) -> int:
    """Dots of the narrowest bar with which a code fits beside its white; 0 where none does."""
    modules = code128.modules(code)
    return next((dots for dots in (3, 2) if modules * dots <= room), 0)


# --- a picture -------------------------------------------------------------------------------


def _is_better_drawn(slip: Slip, letters: PrinterLetters) -> bool:
    lost: set[str] = set()

    def note(text: str) -> str:
        lost.update(letters.lost(text))
        return text

    spelled(slip, note)
    if not lost:
        return False
    # The fonts are read only where the printer's own letters don't do.
    from pos_app.documents.receipt_fonts import can_draw

    return any(map(can_draw, lost))


def _drawn(slip: Slip, width: int) -> "Image":
    # Heavy, and only for letters that the printer doesn't have.
    from pos_app.documents.slip_image import slip_image

    return slip_image(slip, width)


def _picture(picture: "Image") -> bytes:
    """A picture in black and white in strips from top to bottom (Epson, "GS v 0")."""
    across = (picture.width + 7) // 8
    strips = []
    for top in range(0, picture.height, _STRIP):
        bottom = min(top + _STRIP, picture.height)
        strip = picture.crop((0, top, picture.width, bottom))
        # A dot that is set is black, a pixel that is set is white.
        dots = strip.convert("L").point(lambda ink: 255 - ink).convert("1").tobytes()
        strips.append(b"\x1dv0\x00" + _two(across) + _two(bottom - top) + dots)
    return b"".join(strips)
