"""A receipt printer that burns its paper into a picture: to set one up, to train, to test.

It reads what a printer is sent and draws what would come out, dot by dot, at 203 dots to the inch.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from pos_app.devices.escpos_commands import Command, UnknownCommand, commands
from pos_app.documents import code128, qr_code
from pos_app.documents.printer_letters import CODE_PAGES
from pos_app.documents.receipt_fonts import face_for, shipped_face

CELL = (12, 24)
"""Dots of a letter in the usual font."""

_PITCH = 30
"""Dots from row to row of usual letters."""
_FONT_SIZE = 20
_PAGES = {number: name for name, number in CODE_PAGES.items()}
_LEFT, _MIDDLE = 0, 1


@dataclass(frozen=True, slots=True)
class Style:
    """How the printer is set; as made is how ESC @ leaves it."""

    page: int = 0
    bold: bool = False
    wide: int = 1
    tall: int = 1
    inverted: bool = False
    align: int = _LEFT


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    style: Style


class EscposPaper:
    """Paper of so many dots; `send` may be called with piece after piece, command by command."""

    def __init__(self, width: int = 576) -> None:
        self.width = width
        self.style = Style()
        self.rows: list[str] = []
        """The rows of letters as they stand on paper, from left to right."""
        self.wrapped = 0
        """How often a row was longer than the paper: the rest went to the next."""
        self.cuts = 0
        self.kicks: list[int] = []
        self.codes: list[str] = []
        """What is in the bar codes and QR codes."""
        self._letters: list[_Letter] = []
        self._strips: list[Image.Image] = []
        self._bar_height = 162
        self._bar_width = 3
        self._bar_text = 0
        self._square_size = 3
        self._square_text = ""

    def send(self, sent: bytes) -> None:
        """Print this. Raises UnknownCommand for what is no part of a receipt."""
        for command in commands(sent):
            self._do(command)

    @property
    def pending(self) -> str:
        """Letters that still wait for the end of their row."""
        return "".join(letter.text for letter in self._letters)

    def picture(self) -> Image.Image:
        """All that came out so far, in grey tones (mode "L")."""
        height = sum(strip.height for strip in self._strips)
        paper = Image.new("L", (self.width, max(1, height)), 255)
        top = 0
        for strip in self._strips:
            paper.paste(strip, (0, top))
            top += strip.height
        return paper

    def _do(self, command: Command) -> None:
        values = command.values
        match command.name:
            case "text":
                self._write(values)
            case "row":
                self._end_row()
            case "feed rows":
                self._end_row(keep_empty=False)
                self._blank(_PITCH * values[0])
            case "cut":
                self.cuts += 1
            case "kick":
                self.kicks.append(values[0])
            case "bars":
                self._bars(values)
            case "square code":
                self._square_code(values)
            case "picture":
                self._picture(values)
            case _:
                self._set(command.name, values)

    def _set(self, name: str, values: bytes) -> None:
        """Commands that change how the next things come out."""
        match name:
            case "reset":
                self.style = Style()
                self._letters.clear()
            case "code page":
                if values[0] not in _PAGES:
                    raise UnknownCommand(f"code page {values[0]}")
                self.style = replace(self.style, page=values[0])
            case "bold":
                self.style = replace(self.style, bold=bool(values[0] & 1))
            case "align":
                self.style = replace(self.style, align=values[0])
            case "size":
                wide, tall = (values[0] >> 4) + 1, (values[0] & 7) + 1
                self.style = replace(self.style, wide=wide, tall=tall)
            case "white on black":
                self.style = replace(self.style, inverted=bool(values[0] & 1))
            case "bar height":
                self._bar_height = values[0]
            case "bar width":
                self._bar_width = values[0]
            case "bar text":
                self._bar_text = values[0]

    # --- letters -----------------------------------------------------------------------------

    def _write(self, letters: bytes) -> None:
        for letter in letters.decode(_PAGES[self.style.page]):
            used = sum(each.style.wide for each in self._letters) * CELL[0]
            if used + self.style.wide * CELL[0] > self.width:
                self.wrapped += 1
                self._end_row()
            self._letters.append(_Letter(letter, self.style))

    def _end_row(self, *, keep_empty: bool = True) -> None:
        if not self._letters and not keep_empty:
            return
        self.rows.append(self.pending)
        tall = max((letter.style.tall for letter in self._letters), default=1)
        strip = self._strip(_PITCH - CELL[1] + CELL[1] * tall)
        used = sum(letter.style.wide for letter in self._letters) * CELL[0]
        # A row stands where it was told to when its first letter came.
        align = self._letters[0].style.align if self._letters else self.style.align
        left = self._left(used, align)
        for letter in self._letters:
            style = letter.style
            cell = _cell(letter.text, style.bold, style.inverted)
            size = CELL[0] * style.wide, CELL[1] * style.tall
            cell = cell.resize(size, Image.Resampling.NEAREST)
            strip.paste(cell, (left, CELL[1] * (tall - style.tall)))
            left += size[0]
        self._letters.clear()

    def _left(self, used: int, align: int) -> int:
        spare = max(0, self.width - used)
        if align == _LEFT:
            return 0
        return spare // 2 if align == _MIDDLE else spare

    def _blank(self, height: int) -> None:
        if height:
            self._strip(height)

    def _strip(self, height: int) -> Image.Image:
        strip = Image.new("L", (self.width, height), 255)
        self._strips.append(strip)
        return strip

    # --- codes and pictures ------------------------------------------------------------------

    def _bars(self, content: bytes) -> None:
        if not content.startswith(b"{B"):
            raise UnknownCommand(f"bars of another set: {content!r}")
        text = content[2:].decode("ascii").replace("{{", "\0")
        if "{" in text:
            raise UnknownCommand(f"a change of set within the bars: {content!r}")
        text = text.replace("\0", "{")
        self.codes.append(text)
        modules = code128.bars(text)
        used = sum(modules) * self._bar_width
        if used > self.width:
            return  # a printer leaves out what doesn't fit
        strip = self._strip(self._bar_height + 4)
        pen = ImageDraw.Draw(strip)
        left = self._left(used, self.style.align)
        for place, module in enumerate(modules):
            right = left + module * self._bar_width
            if place % 2 == 0:
                pen.rectangle((left, 0, right - 1, self._bar_height - 1), fill=0)
            left = right
        if self._bar_text & 2:
            self._letters = [_Letter(letter, Style(align=self.style.align)) for letter in text]
            self._end_row()
            self.rows.pop()  # it belongs to the bars

    def _square_code(self, values: bytes) -> None:
        kind, function, content = values[0], values[1], values[2:]
        if kind != ord("1"):
            raise UnknownCommand(f"a square code of kind {kind}")
        if function == ord("C"):
            self._square_size = content[0]
        elif function == ord("P"):
            self._square_text = content[1:].decode("utf-8")
        elif function == ord("Q"):
            self._print_square_code()
        elif function not in b"AE":
            raise UnknownCommand(f"square code function {function}")

    def _print_square_code(self) -> None:
        self.codes.append(self._square_text)
        rows, size = qr_code.squares(self._square_text), self._square_size
        side = len(rows) * size
        strip = self._strip(side)
        pen = ImageDraw.Draw(strip)
        left = self._left(side, self.style.align)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    x, y = left + across * size, down * size
                    pen.rectangle((x, y, x + size - 1, y + size - 1), fill=0)

    def _picture(self, values: bytes) -> None:
        across, down = values[0] + 256 * values[1], values[2] + 256 * values[3]
        dots = Image.frombytes("1", (across * 8, down), values[4:]).convert("L")
        strip = self._strip(down)
        # A dot that is set is black.
        strip.paste(
            dots.point(lambda ink: 255 - ink), (self._left(dots.width, self.style.align), 0)
        )


@lru_cache(maxsize=1024)
def _cell(letter: str, bold: bool, inverted: bool) -> Image.Image:
    """A letter in its cell, in dots without greys."""
    paper, ink = (0, 255) if inverted else (255, 0)
    cell = Image.new("L", CELL, paper)
    pen = ImageDraw.Draw(cell)
    for shift in (0, 1) if bold else (0,):
        pen.text((shift, 0), letter, fill=ink, font=_font_for(letter))
    return cell.point(lambda grey: 255 if grey > 110 else 0)


def _font_for(letter: str) -> ImageFont.FreeTypeFont:
    """The font of the cells; where it lacks the letter, one that has it."""
    mono = shipped_face("DejaVuSansMono.ttf")
    face = mono if mono.has(letter) else face_for(letter, "regular") or mono
    return _font(str(face.path))


@lru_cache(maxsize=8)
def _font(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, _FONT_SIZE, layout_engine=ImageFont.Layout.BASIC)
