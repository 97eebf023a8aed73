"""What the window shows while a shop is being filled, copied or restored."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

_WIDTH = 420


class Making(QWidget):
    """A sentence and a bar; with stop a button of that name below, and stopped when it is
    pressed."""

    stopped = Signal()

    def __init__(self, title: str, parent: QWidget | None = None, *, stop: str = "") -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        self._bar = QProgressBar()
        self._stop = KeyButton(stop, key="Esc" if stop else "")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title.setProperty("kind", "heading")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_WIDTH)
        self._bar.setAccessibleName(title)
        self._stop.setVisible(bool(stop))

        column = QVBoxLayout(self)
        column.setSpacing(3 * theme.GRID)
        column.addStretch(2)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._stop, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

        self._stop.clicked.connect(self.stopped)

    def show_progress(self, done: int, total: int) -> None:
        """How far it is."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)


def sample_beside(default_shop: str) -> str:
    """Where the sample shop is kept: beside the real one, never in its place."""
    return str(Path(default_shop).with_name("sample.db"))
