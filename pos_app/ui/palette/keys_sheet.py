"""The sheet of all keys, place by place; the place one stands in comes first."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.actions import KeyLine
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 980
_COLUMNS = 2
_STEPS = {
    Qt.Key.Key_Up: -theme.ROW, Qt.Key.Key_Down: theme.ROW,
    Qt.Key.Key_PageUp: -10 * theme.ROW, Qt.Key.Key_PageDown: 10 * theme.ROW,
}  # fmt: skip


class KeysSheet(Sheet):
    """Shows the lines in two columns; arrows scroll, Enter or F1 closes."""

    def __init__(self, lines: Iterable[KeyLine], first: str, parent: QWidget) -> None:
        super().__init__("Keys", parent, _WIDTH, scroll=True)
        blocks: dict[str, list[KeyLine]] = {}
        for line in lines:
            blocks.setdefault(line.place, []).append(line)
        order = sorted(blocks, key=lambda place: place != first)  # sorting keeps the rest in order
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for place in order:
            shortest = heights.index(min(heights))
            columns[shortest].addLayout(_block(place, blocks[place]))
            heights[shortest] += len(blocks[place]) + 2
        row = QHBoxLayout()
        row.setSpacing(10 * theme.GRID)
        for column in columns:
            column.setSpacing(6 * theme.GRID)
            column.addStretch(1)
            row.addLayout(column, 1)
        words = QLabel("Buttons show their keys too, and Ctrl+K finds everything by its name.")
        words.setProperty("kind", "muted")
        self._close = KeyButton("Close", key="Enter", kind="primary")
        self.body.addLayout(row)
        self.footer.insertWidget(0, words)
        self.footer.addWidget(self._close)

        self._close.clicked.connect(self.accept)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows scroll, F1 closes."""
        step = _STEPS.get(Qt.Key(event.key()))
        area = self.findChild(QScrollArea)
        if event.key() == Qt.Key.Key_F1:
            self.accept()
        elif step is not None and isinstance(area, QScrollArea):
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)


def _block(place: str, lines: list[KeyLine]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(4 * theme.GRID)
    grid.setVerticalSpacing(theme.GRID)
    grid.setColumnMinimumWidth(0, 36 * theme.GRID)
    grid.setColumnStretch(1, 1)
    title = QLabel(place)
    title.setProperty("kind", "heading")
    grid.addWidget(title, 0, 0, 1, 2)
    for row, line in enumerate(lines, start=1):
        key, words = QLabel(line.key), QLabel(line.words[:1].upper() + line.words[1:])
        key.setProperty("kind", "heading")
        key.setProperty("tone", "muted")
        words.setWordWrap(True)
        for label in (key, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
        key.setWordWrap(True)
        grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    return grid
