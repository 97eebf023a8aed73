"""A field made of lines that come and go: rates of a tax, steps of prices by quantity."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton


class Line(QFrame):
    """One line; edited comes with every change, removed when it is to go."""

    edited = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop = KeyButton(icon="x", kind="ghost", dense=True)
        self.setProperty("kind", "raised")
        self.drop.setFixedWidth(theme.DENSE)

        self.drop.clicked.connect(self.removed)

    def set_order(self, *fields: QWidget) -> None:
        """Tab and Enter go from field to field in this order, then to what removes the line."""
        for before, after in pairwise((*fields, self.drop)):
            QWidget.setTabOrder(before, after)

    def start(self) -> None:
        """Put the focus where typing starts."""
        raise NotImplementedError

    def raw(self) -> object:
        """Everything that stands in it."""
        raise NotImplementedError


Kind = TypeVar("Kind", bound=Line)


class Lines(QWidget, Generic[Kind]):
    """Lines under each other with a button that adds one; at least `least` stay."""

    edited = Signal()

    def __init__(self, make: Callable[[], Kind], add_words: str, *, least: int = 1) -> None:
        super().__init__()
        self._make = make
        self._least = least
        self.lines: list[Kind] = []
        self.add = KeyButton(add_words, icon="plus", kind="link")
        self._column = QVBoxLayout()
        self._column.setSpacing(2 * theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(self._column)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

        self.add.clicked.connect(self._add_by_hand)

    def show_lines(self, count: int) -> Sequence[Kind]:
        """Have so many lines, to be filled by who asks."""
        while len(self.lines) > count:
            self._take(self.lines[-1])
        while len(self.lines) < count:
            self._append()
        self._show_drops()
        return self.lines

    def raw(self) -> object:
        """Everything that stands in the lines."""
        return tuple(line.raw() for line in self.lines)

    def _append(self) -> Kind:
        line = self._make()
        self.lines.append(line)
        self._column.addWidget(line)
        line.edited.connect(self.edited)
        line.removed.connect(lambda: self._drop(line))
        self.setFocusProxy(self.lines[0])
        return line

    def _add_by_hand(self) -> None:
        line = self._append()
        self._show_drops()
        line.show()  # a layout shows it later, and the focus would not wait for it
        line.start()
        self.edited.emit()

    def _drop(self, line: Kind) -> None:
        place = self.lines.index(line)
        self._take(line)
        self._show_drops()
        if self.lines:
            self.lines[min(place, len(self.lines) - 1)].start()
        else:
            self.add.setFocus()
        self.edited.emit()

    def _take(self, line: Kind) -> None:
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.setFocusProxy(self.lines[0] if self.lines else self.add)

    def _show_drops(self) -> None:
        for line in self.lines:
            line.drop.setVisible(len(self.lines) > self._least)
