"""The drawer counted: notes in one column, coins in the other, the largest first."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.denominations import Denomination
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.shifts.count_row import CountRow

_LESS = theme.GRID


class CountGrid(QWidget):
    """changed comes with each figure; finished when Enter leaves the last row. Nothing is known
    here of what should be there."""

    changed = Signal()
    finished = Signal()

    def __init__(self, coins: Sequence[Denomination], money: MoneyFormat) -> None:
        super().__init__()
        notes, loose, rolls = (
            sorted((each for each in coins if each.kind == kind), key=lambda d: -d.value)
            for kind in ("note", "coin", "roll")
        )
        self._columns = (("Notes", notes), ("Coins", loose))
        self._rolls = [CountRow(each, money) for each in rolls]
        self._roll_heading = _heading("Rolls")
        self.rows: list[CountRow] = []
        self._undo: list[tuple[tuple[str, ...], int]] = []
        self._texts: tuple[str, ...] = ()
        self._typing = -1
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(8 * theme.GRID)
        for title, members in self._columns:
            rows = [CountRow(each, money) for each in members]
            columns.addLayout(self._column(title, rows), 1)
            self.rows += rows
        self._end_with_rolls(columns)
        for place, row in enumerate(self.rows):
            row.changed.connect(partial(self._follow, place))
            row.field.arrived.connect(self._rest)
            row.field.moved.connect(partial(self._move, place))
            row.field.undo_wanted.connect(self.undo)
        self._texts = tuple(row.field.text() for row in self.rows)

    # --- what was counted --------------------------------------------------------------------

    @property
    def total(self) -> int:
        """What lies there, in minor units."""
        return sum(row.total for row in self.rows)

    @property
    def faults(self) -> tuple[str, ...]:
        """What can't be read, in words; () when all can."""
        return tuple(row.fault for row in self.rows if row.fault)

    @property
    def untouched(self) -> bool:
        """True while nothing stands in any row."""
        return not any(self._texts)

    @property
    def can_undo(self) -> bool:
        """True when a row, or clearing all, can be taken back."""
        return bool(self._undo)

    @property
    def has_rolls(self) -> bool:
        """True for a currency whose coins come in rolls."""
        return bool(self._rolls)

    def counts(self) -> dict[int, int]:
        """Value in minor units -> pieces, of what there is."""
        found: dict[int, int] = {}
        for row in self.rows:
            if row.pieces:
                found[row.coin.value] = found.get(row.coin.value, 0) + row.pieces
        return found

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Let so many of each stand there; can't be taken back."""
        left = dict(counts)
        for row in self.rows:
            pieces = left.pop(row.coin.value, 0) if row.coin.kind != "roll" else 0
            row.field.setText(str(pieces) if pieces else "")
        self._undo.clear()
        self._typing = -1
        self.changed.emit()

    # --- what is done to all of it -----------------------------------------------------------

    def start(self) -> None:
        """Go to the first row, or the first that can't be read."""
        wrong = (row for row in self.rows if row.fault)
        first = next(wrong, self.rows[0])
        first.field.setFocus(Qt.FocusReason.TabFocusReason)
        first.field.selectAll()  # it may have had the focus already

    def undo(self) -> None:
        """Take back what was typed last: a row, or clearing all."""
        if not self._undo:
            return
        texts, place = self._undo.pop()
        self._write(texts)
        self.rows[place].field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def clear_all(self) -> None:
        """Empty every row; it can be taken back."""
        if not self.untouched:
            self._undo.append((self._texts, max(0, self.focused())))
            self._write(("",) * len(self.rows))
            self.start()
            self.changed.emit()

    def focused(self) -> int:
        """The row that has the window's focus; -1 for none."""
        now = self.window().focusWidget()
        return next((place for place, row in enumerate(self.rows) if row.field is now), -1)

    def type_on(self, text: str) -> None:
        """What a key of the pad says, into the row that has the focus."""
        place = max(0, self.focused())
        field = self.rows[place].field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if text in ("+", "-"):
            field.stepped.emit(1 if text == "+" else -1)
        else:
            field.insert(text)

    def erase(self) -> None:
        """One step back in the row that has the focus."""
        self.rows[max(0, self.focused())].field.backspace()

    def step(self) -> None:
        """Go on to the next row."""
        self._move(self.focused(), 1)

    def show_rolls(self, shown: bool) -> None:
        """Rolls of coins too, where the currency has them; what was counted is never hidden."""
        for row in self._rolls:
            row.setVisible(shown or bool(row.field.text()))
        self._roll_heading.setVisible(any(not row.isHidden() for row in self._rolls))

    # --- inside ------------------------------------------------------------------------------

    def _column(self, title: str, rows: Iterable[CountRow]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(_LESS)
        column.addWidget(_heading(title))
        for row in rows:
            column.addWidget(row)
        column.addStretch(1)
        return column

    def _end_with_rolls(self, columns: QHBoxLayout) -> None:
        """Rolls stand in the shorter column's room, below it."""
        item = columns.itemAt(0)
        column = item.layout() if item is not None else None
        assert isinstance(column, QVBoxLayout)
        for place, part in enumerate((self._roll_heading, *self._rolls)):
            column.insertWidget(column.count() - 1, part)
            part.setVisible(False)
            if place:
                self.rows.append(self._rolls[place - 1])

    def _write(self, texts: tuple[str, ...]) -> None:
        self._typing = -1
        self._texts = texts  # what follows from it is no typing of a person
        for row, text in zip(self.rows, texts, strict=True):
            row.field.setText(text)

    def _rest(self) -> None:
        """What is typed after coming to a row is one step to take back."""
        self._typing = -1

    def _follow(self, place: int) -> None:
        texts = tuple(row.field.text() for row in self.rows)
        if texts == self._texts or not self._texts:
            return
        if texts[place] != self._texts[place]:
            if self._typing != place:
                self._undo.append((self._texts, place))
                self._typing = place
            self._texts = texts
            self.changed.emit()

    def _move(self, place: int, by: int) -> None:
        ahead = self.rows[place + 1 :] if by > 0 else list(reversed(self.rows[: max(0, place)]))
        for row in ahead:
            if not row.isHidden():
                row.field.setFocus(Qt.FocusReason.TabFocusReason)
                return
        if by > 0:
            self.finished.emit()


def _heading(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("kind", "label")
    return label
