"""Counting a drawer: the grid of coins and notes, its total, and a pad for thumbs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.denominations import Denomination
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.shifts.count_grid import CountGrid
from pos_app.ui.shifts.count_pad import CountPad
from pos_app.ui.widgets.key_button import KeyButton

_SIDE = 62 * theme.GRID


class Counting(QWidget):
    """changed comes with each figure, finished when Enter leaves the last row. What is said below
    the total is the owner's; what should be there is never said here."""

    changed = Signal()
    finished = Signal()

    def __init__(self, coins: Sequence[Denomination], money: MoneyFormat) -> None:
        super().__init__()
        self._money = money
        self.grid = CountGrid(coins, money)
        self._total = QLabel()
        self._note = QLabel()
        self._fault = QLabel()
        self._pad = CountPad()
        self._undo = KeyButton("Undo", key="Ctrl+Z")
        self._clear = KeyButton("Clear all", key="Ctrl+Del")
        self._rolls = KeyButton("Rolls", key="F4", kind="chip")
        self._dress()
        self._lay_out()

        self._pad.pressed.connect(self.grid.type_on)
        self._pad.erased.connect(self.grid.erase)
        self._pad.stepped.connect(self.grid.step)
        self._undo.clicked.connect(self.grid.undo)
        self._clear.clicked.connect(self.grid.clear_all)
        self._rolls.toggled.connect(self.grid.show_rolls)
        self.grid.changed.connect(self._follow)
        self.grid.finished.connect(self.finished)
        self._follow()

    def say(self, words: str) -> None:
        """Say something below the total: what the last shift left, say."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def start(self) -> None:
        """Go to the first row."""
        self.grid.start()

    # --- inside ------------------------------------------------------------------------------

    def _dress(self) -> None:
        self._total.setProperty("kind", "total")
        self._total.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setProperty("kind", "small")
        self._fault.setProperty("kind", "fault")
        for label in (self._note, self._fault):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.hide()
        self._rolls.setCheckable(True)
        for button in (self._undo, self._clear, self._rolls):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("snug", True)

    def _lay_out(self) -> None:
        label = QLabel("Counted")
        label.setProperty("kind", "label")
        side = QWidget()
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(label)
        column.addWidget(self._total)
        column.addWidget(self._note)
        column.addWidget(self._fault)
        column.addSpacing(theme.GRID)
        column.addWidget(self._pad)
        for_all = QHBoxLayout()
        for_all.setSpacing(2 * theme.GRID)
        for_all.addWidget(self._undo)
        for_all.addWidget(self._clear, 1)
        column.addLayout(for_all)
        column.addWidget(self._rolls)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8 * theme.GRID)
        row.addWidget(self.grid, 1)
        row.addWidget(side)
        # Only now that it has a parent: before, it would flash up as a window and take the focus.
        self._rolls.setVisible(self.grid.has_rolls)

    def _follow(self) -> None:
        self._total.setText(self._money.format(self.grid.total))
        self._total.setAccessibleName(f"Counted {self._total.text()}")
        faults = self.grid.faults
        self._fault.setText(f"{faults[0][:1].upper()}{faults[0][1:]}." if faults else "")
        self._fault.setVisible(bool(faults))
        self._undo.setEnabled(self.grid.can_undo)
        self._clear.setEnabled(not self.grid.untouched)
        self.changed.emit()
