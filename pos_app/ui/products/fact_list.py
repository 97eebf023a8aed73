"""Label and value, line under line, for what is looked up now and then."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from pos_app.ui import theme

_LABEL_WIDTH = 24 * theme.GRID


class FactList(QScrollArea):
    """Scrolls where the facts need more room; a value can be marked and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inner = QWidget()
        self._inner.setProperty("kind", "plain")
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, theme.GRID, 0, theme.GRID)
        self._grid.setHorizontalSpacing(3 * theme.GRID)
        self._grid.setVerticalSpacing(2 * theme.GRID)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[tuple[str, str]] = []
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("About this product")

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is shown."""
        return self._shown

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show these; a label "" belongs to the one above."""
        if facts == self._shown:
            return
        self._shown = facts
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for row, (label, value) in enumerate(facts):
            self._grid.addWidget(self._words(label, "muted"), row, 0)
            words = self._words(value, "")
            flags = Qt.TextInteractionFlag
            words.setTextInteractionFlags(flags.TextSelectableByMouse)
            self._grid.addWidget(words, row, 1)
        self._grid.setRowStretch(len(facts), 1)

    def _words(self, text: str, kind: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return label
