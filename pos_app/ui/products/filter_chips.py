"""The filters that are set, one chip each; pressing one takes it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.products.question import Question
from pos_app.ui.widgets.key_button import KeyButton


class FilterChips(QWidget):
    """Hidden while nothing is filtered; dropped names the filter whose chip was pressed."""

    dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3 * theme.GRID, 0, 3 * theme.GRID, 3 * theme.GRID)
        self._row.setSpacing(2 * theme.GRID)
        self._row.addStretch(1)
        self._chips: list[KeyButton] = []
        self.hide()

    def show_question(self, question: Question) -> None:
        """One chip for each filter of the question."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        words = {
            "category": question.category.path if question.category else "",
            "level": "Out of stock" if question.level == "out" else "",
            "archived": "Archived" if question.archived else "",
        }
        self._chips = [self._chip(name, text) for name, text in words.items() if text]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(place, chip)
        self.setVisible(bool(self._chips))

    def _chip(self, name: str, text: str) -> KeyButton:
        chip = KeyButton(text, icon="x", dense=True)
        chip.setToolTip("Take this filter away")
        chip.setAccessibleName(f"Take away the filter {text}")
        chip.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        chip.clicked.connect(lambda: self.dropped.emit(name))
        return chip
