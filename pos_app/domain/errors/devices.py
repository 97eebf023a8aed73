"""What hangs at the till's cables does not do what it was asked for."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class PrinterTrouble(PosError):
    """A printer, named by its address, did not take a paper.

    kind is "offline" (not there, or switched off), "paper_out", "cover_open", "busy" (another
    till has it, or it takes no more), "interrupted" (it broke off, so that some of the paper may
    be there) or "unknown".
    """

    kind: str
    printer: str


@dataclass(eq=False)
class DrawerTrouble(PosError):
    """The cash drawer was not opened. device is where its pulse was sent, "" for nowhere."""

    device: str


@dataclass(eq=False)
class DisplayTrouble(PosError):
    """The display for customers, named by its address, does not answer."""

    display: str
