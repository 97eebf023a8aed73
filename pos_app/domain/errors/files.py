"""Lists that come in and go out."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in a file that is read: where it stands and what stood there.

    line counts from 1 with the heading as line 1, 0 where the file itself is meant; column is
    the heading's name, or "" where the whole line is meant; reason is one of BadValue's or one of
    those that `words` puts into words beside them: "missing_column", "unknown_sku" ...
    """

    line: int
    column: str
    value: str
    reason: str


@dataclass(eq=False)
class FileRefused(PosError):
    """A file has faults; nothing of it was taken in."""

    file: str
    faults: tuple[RowFault, ...]
    total_faults: int = 0


@dataclass(eq=False)
class ImportStopped(PosError):
    """Checkout refused a row; what came before it is kept and a repeat goes on from here."""

    file: str
    line: int
    done: int
    cause: PosError


class Cancelled(PosError):
    """The person asked to stop; what was finished stays."""
