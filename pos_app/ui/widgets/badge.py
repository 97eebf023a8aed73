"""A short word about a state, with a colour that underlines it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pos_app.ui import theme


class Badge(QLabel):
    """A word in a soft field; tone is "good", "warn", "bad", "accent" or "" (neutral)."""

    def __init__(self, text: str = "", tone: str = "good", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "badge")
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def set(self, text: str, tone: str) -> None:
        """Say something else."""
        self.setText(text)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            theme.restyle(self)
