"""What is wrong with a file, as a table: where it stands, what stood there, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app import words
from pos_app.domain.errors import RowFault
from pos_app.ui import theme
from pos_app.ui.tasks import Lane
from pos_app.ui.widgets.paged_table import Column, PagedModel, PagedTable

_ROW = 8 * theme.GRID


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A fault with its place in the list: two faults may be alike."""

    id: int
    fault: RowFault


class FaultList(PagedTable):
    """Hundreds of faults scroll as well as three."""

    def __init__(self, lane: Lane) -> None:
        columns: tuple[Column[_Numbered], ...] = (
            Column("Line", _line, width=64, align="right", ink="muted"),
            Column("Column", lambda row: row.fault.column or "–", width=104, weight=theme.MEDIUM),
            Column("Value", _value, width=176, ink="bad"),
            Column("What is wrong", _wrong),
        )
        self._model: PagedModel[_Numbered] = PagedModel(columns, _nothing, lane)
        super().__init__(self._model, name="Faults in the file", row_height=_ROW)

    def show_faults(self, faults: Sequence[RowFault]) -> None:
        """Show these."""
        numbered = [_Numbered(number, fault) for number, fault in enumerate(faults)]

        def load(after: _Numbered | None, limit: int, *_order: object) -> Sequence[_Numbered]:
            start = after.id + 1 if after else 0
            return numbered[start : start + limit]

        self._model.ask(load)


def as_text(faults: Sequence[RowFault]) -> str:
    """The same as lines of text, for the clipboard."""
    head = "Line\tColumn\tValue\tWhat is wrong"
    lines = ((str(f.line), f.column, f.value, words.reason_words(f.reason)) for f in faults)
    return "\n".join([head, *("\t".join(line) for line in lines)])


def _nothing(*_question: object) -> Sequence[_Numbered]:
    return ()


def _line(row: _Numbered) -> str:
    return str(row.fault.line) if row.fault.line else "–"


def _value(row: _Numbered) -> str:
    return words.clipped(row.fault.value) or "(nothing)"


def _wrong(row: _Numbered) -> str:
    sentence = words.reason_words(row.fault.reason)
    return sentence[:1].upper() + sentence[1:]
