"""A surface with a border and rounded corners that holds things which belong together."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from pos_app.ui import theme


class Card(QFrame):
    """A QFrame(kind="card"); what it shows goes into `body`. margin is its padding in pixels."""

    def __init__(self, parent: QWidget | None = None, *, margin: int = theme.MARGIN) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(2 * theme.GRID)


def separator(parent: QWidget | None = None) -> QFrame:
    """A line of one pixel across a layout."""
    line = QFrame(parent)
    line.setProperty("kind", "separator")
    line.setFixedHeight(1)
    return line
