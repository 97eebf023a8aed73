"""A list that drops down, for one entry out of a few."""

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget


class Choice(QComboBox):
    """QComboBox whose entries are as high and as calm as those of every other list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Qt's own delegate for the entries paints past the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
