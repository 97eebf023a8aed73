"""ESC/POS taken apart into commands, as a receipt printer reads it.

By Epson's ESC/POS command reference, as far as receipts go; what isn't known here is refused, so
that nothing goes to a printer by mistake and unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ESC, GS = 0x1B, 0x1D
LINE_FEED = 0x0A

_ESC = {
    ord("@"): ("reset", 0),
    ord("t"): ("code page", 1),
    ord("E"): ("bold", 1),
    ord("a"): ("align", 1),
    ord("d"): ("feed rows", 1),
    ord("p"): ("kick", 3),
}
_GS = {
    ord("!"): ("size", 1),
    ord("B"): ("white on black", 1),
    ord("h"): ("bar height", 1),
    ord("w"): ("bar width", 1),
    ord("f"): ("bar font", 1),
    ord("H"): ("bar text", 1),
}
_CODE_128 = 73


class UnknownCommand(ValueError):
    """Bytes that no receipt of ours should send to a printer."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command by name with what belongs to it; "text" are letters of the set code page."""

    name: str
    values: bytes = b""


def commands(sent: bytes) -> Iterator[Command]:
    """What a printer is told, in order. Raises UnknownCommand, also where bytes are missing."""
    at = 0
    while at < len(sent):
        if sent[at] == ESC:
            command, at = _simple(sent, at, _ESC)
        elif sent[at] == GS:
            command, at = _group(sent, at)
        elif sent[at] == LINE_FEED:
            command, at = Command("row"), at + 1
        else:
            end = at
            while end < len(sent) and sent[end] >= 0x20 and sent[end] != 0x7F:
                end += 1
            if end == at:
                raise UnknownCommand(f"byte {sent[at]:#04x} at {at}")
            command, at = Command("text", sent[at:end]), end
        yield command


def _simple(sent: bytes, at: int, table: dict[int, tuple[str, int]]) -> tuple[Command, int]:
    """A command of a letter and a fixed number of bytes."""
    letter = _bytes(sent, at + 1, 1)[0]
    if letter not in table:
        raise UnknownCommand(f"{sent[at]:#04x} {letter:#04x} at {at}")
    name, count = table[letter]
    return Command(name, _bytes(sent, at + 2, count)), at + 2 + count


def _group(sent: bytes, at: int) -> tuple[Command, int]:
    """A command of the group that begins with GS."""
    head = _bytes(sent, at + 1, 1)
    if head == b"V":
        count = 2 if _bytes(sent, at + 2, 1)[0] >= 65 else 1
        return Command("cut", _bytes(sent, at + 2, count)), at + 2 + count
    if head == b"k":
        kind, count = _bytes(sent, at + 2, 2)
        if kind != _CODE_128:
            raise UnknownCommand(f"a bar code of kind {kind} at {at}")
        return Command("bars", _bytes(sent, at + 4, count)), at + 4 + count
    if head == b"v":
        mode = _bytes(sent, at + 2, 2)
        if mode != b"0\x00":
            raise UnknownCommand(f"a picture of mode {mode!r} at {at}")
        across, down = _two(sent, at + 4), _two(sent, at + 6)
        count = across * down
        return Command("picture", _bytes(sent, at + 4, 4 + count)), at + 8 + count
    if sent[at + 1 : at + 3] == b"(k":
        count = _two(sent, at + 3)
        return Command("square code", _bytes(sent, at + 5, count)), at + 5 + count
    return _simple(sent, at, _GS)


def _two(sent: bytes, at: int) -> int:
    """A number in two bytes, the low one first."""
    low, high = _bytes(sent, at, 2)
    return low + 256 * high


def _bytes(sent: bytes, at: int, count: int) -> bytes:
    if at + count > len(sent):
        raise UnknownCommand(f"cut off at {len(sent)}")
    return sent[at : at + count]
