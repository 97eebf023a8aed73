"""The form of a slip: what stands on a receipt from top to bottom, in words and written figures."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from pos_app.domain.rows import Picture

TAX_HEADS = ("Rate", "Net", "Tax", "Gross")
"""What stands above the columns of the tax table."""

RETURNED_TAXES = "Rate, returned"
"""The first of them above the taxes of what came back in an exchange."""

TRAINING = "Training"
"""The stamp of a shop to practise on."""

TRAINING_WORDS = "Training: not a receipt"
"""What its papers say above and below."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Words on the left and a figure, or words, on the right; either may be "".

    kind is "" or how it is drawn: "detail" explains the entry above it, "saving" was taken off,
    "strong" is what is to be paid.
    """

    label: str
    figure: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A sold line: its name and list total, and what explains them (quantity, discounts, note).

    mark names its rates in the tax table ("A", "AB"), "" where there is nothing to tell apart.
    """

    name: str
    figure: str
    details: tuple[Entry, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A rate of the tax table; net and gross are "" for a fixed amount per unit."""

    label: str
    net: str
    tax: str
    gross: str
    mark: str = ""

    @property
    def words(self) -> str:
        """The rate with its mark in front."""
        return f"{self.mark} {self.label}" if self.mark else self.label

    @property
    def figures(self) -> tuple[str, str, str]:
        """Net, tax and gross."""
        return self.net, self.tax, self.gross

    def entries(self) -> tuple[Entry, ...]:
        """The row as entries below each other, where the columns find no room."""
        below = zip(TAX_HEADS[1:], self.figures, strict=True)
        return (
            Entry(self.words),
            *(Entry(head, figure, "detail") for head, figure in below if figure),
        )


@dataclass(frozen=True, slots=True)
class SlipPart:
    """The half of an exchange that came back, under a heading of its own; its figures stand
    without a minus, the last of its sums is taken off what was sold."""

    heading: str
    lines: tuple[SlipLine, ...]
    sums: tuple[Entry, ...]
    taxes: tuple[TaxRow, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt from top to bottom. The figures of its lines add up to the subtotal less what was
    taken off, those of sums to the total, those of settling from there to what is paid.

    Of an exchange back is what came back, and the total is what is left of both. A gift receipt
    has no figures at all, and total is "".

    stamps change the paper's worth: "Training", "Duplicate", "Gift receipt", "Return", "Void",
    "Exchange", "Cancelled", "Not paid", "Partly paid". training tells that nothing was sold, and
    is said above and below. remarks say how prices and taxes are meant, later what happened since.
    header and closing are the shop's own lines; code stands as a Code 128 at the end, qr as a QR
    code, "" for none.
    """

    shop: str
    address: tuple[str, ...]
    number: str
    moment: str
    facts: tuple[Entry, ...]
    lines: tuple[SlipLine, ...]
    sums: tuple[Entry, ...]
    total: str
    taxes: tuple[TaxRow, ...]
    payments: tuple[Entry, ...]
    stamps: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    settling: tuple[Entry, ...] = ()
    remarks: tuple[str, ...] = ()
    later: tuple[Entry, ...] = ()
    total_words: str = "Total"
    language: str = "en"
    header: tuple[str, ...] = ()
    back: SlipPart | None = None
    training: bool = False
    code: str = ""
    qr: str = ""
    logo: Picture | None = None

    @property
    def longest_mark(self) -> int:
        """Letters of the longest mark of a line; 0 where none has one."""
        lines = (*self.lines, *(self.back.lines if self.back else ()))
        return max((len(line.mark) for line in lines), default=0)

    @property
    def other_stamps(self) -> tuple[str, ...]:
        """The stamps without the one that every rendering sets apart."""
        return tuple(stamp for stamp in self.stamps if stamp != TRAINING)


_Part = TypeVar("_Part")


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
