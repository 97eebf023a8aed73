"""A slip as what a receipt printer is sent: rows of letters, or the whole paper as a picture."""

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pos_app.documents import code128, escpos_library, logo
from pos_app.documents.printer_letters import CODE_PAGES, PrinterLetters
from pos_app.documents.slip_form import Slip
from pos_app.documents.slip_text import Row, slip_rows

DOTS_PER_COLUMN = 12
"""Width of the usual font in dots: 48 columns are the 576 dots of 80 mm paper, 32 the 384 of 58."""

_BAR_HEIGHT = 72
_QR_DOT = 5
_STRIP = 240
"""Dots of a picture that are sent in one piece: printers of little memory take no more."""
_PULSE = bytes((50, 250))
"""100 ms on, 500 ms off, in steps of 2 ms (Epson's reference, "ESC p")."""

_Part = TypeVar("_Part")


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
    # Loaded with the first paper, see there.
    printer = escpos_library.load().Dummy()
    if kick:
        printer._raw(drawer_kick())
    printer.hw("INIT")
    width = columns * DOTS_PER_COLUMN
    if drawn:
        _draw(printer, slip, width)
    else:
        _write(printer, spelled(slip, letters.spell), letters, columns)
    printer._raw(b"\n" * 2)
    if cut:
        printer.cut(feed=True)
    return bytes(printer.output)


def spelled(part: _Part, spell: Callable[[str], str]) -> _Part:
    """A slip or a part of it with all its words spelled; codes and pictures stay."""
    changed: Any
    if isinstance(part, str):
        changed = spell(part)
    elif isinstance(part, tuple):
        changed = tuple(spelled(each, spell) for each in part)
    elif isinstance(part, Slip):
        words = {field.name: spelled(getattr(part, field.name), spell) for field in fields(part)}
        changed = Slip(**words | {"code": part.code, "qr": part.qr, "logo": part.logo})
    elif is_dataclass(part) and not isinstance(part, type):
        words = {field.name: spelled(getattr(part, field.name), spell) for field in fields(part)}
        changed = replace(part, **words)
    else:
        changed = part
    return changed


# --- letters ---------------------------------------------------------------------------------

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


def _write(printer: Any, slip: Slip, letters: PrinterLetters, columns: int) -> None:
    width = columns * DOTS_PER_COLUMN
    if slip.logo is not None:
        _send_picture(printer, logo.for_paper(slip.logo, width))
    page = ""
    for row in slip_rows(slip, columns, columns // 2):
        page = _write_row(printer, row, letters, page)
    if slip.code and (dots := _bar_width(slip.code, width)):
        printer._raw(b"\n")
        # Set B; a brace stands for itself where it is doubled (Epson's reference, "GS k").
        content = "{B" + slip.code.replace("{", "{{")
        printer.barcode(content, "CODE128", _BAR_HEIGHT, dots, function_type="B", check=False)
        printer._raw(_LEFT)
    if slip.qr:
        printer._raw(_MIDDLE + b"\n")
        printer.qr(slip.qr, ec=1, size=_QR_DOT, native=True)
        printer._raw(b"\n" + _LEFT)


def _write_row(printer: Any, row: Row, letters: PrinterLetters, page: str) -> str:
    """Print one row; gives the table that is set after it."""
    on, off = _STYLES.get(row.kind, (b"", b""))
    printer._raw((_MIDDLE if row.middle else b"") + on)
    for fitting, piece in letters.encoded(row.text.rstrip(), page):
        if fitting != page:
            page = fitting
            printer._raw(b"\x1bt" + bytes((CODE_PAGES[page],)))
        printer._raw(piece)
    printer._raw(off + b"\n" + (_LEFT if row.middle else b""))
    return page


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
    from pos_app.documents.typesetting import can_draw

    return any(map(can_draw, lost))


def _draw(printer: Any, slip: Slip, width: int) -> None:
    # Heavy, and only for letters that the printer doesn't have.
    from pos_app.documents.slip_image import slip_image

    _send_picture(printer, slip_image(slip, width))


def _send_picture(printer: Any, picture: Any) -> None:
    printer.image(picture, fragment_height=_STRIP)
