"""Why goods come back, and how their money is given back."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

REASONS = ("Not wanted", "Wrong item", "Faulty", "Out of date")
"""Why goods come back most often, in the words that stand on the slip."""
LONGEST_REASON = 200

WAYS = (
    ("", "As it was paid", "F6"),
    ("cash", "Cash", "F1"),
    ("card", "Card", "F2"),
    ("transfer", "Transfer", "F4"),
    ("store_credit", "Store credit", "F5"),
)
"""How money is given back (the returns' `instead`), in words, and the key: those of paying."""
_COLUMNS = 2


class ReasonEdit(QWidget):
    """A line to type the reason, and the usual ones to press."""

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit(maxLength=LONGEST_REASON)
        self.line.setPlaceholderText("Optional, stands on the slip")
        self.line.setAccessibleName("Reason")
        self.buttons = [KeyButton(words, kind="chip", dense=True) for words in REASONS]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        grid.addWidget(_label("Reason", self.line), 0, 0, 1, _COLUMNS)
        grid.addWidget(self.line, 1, 0, 1, _COLUMNS)
        for place, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.setProperty("snug", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._take, button.text()))
            grid.addWidget(button, 2 + place // _COLUMNS, place % _COLUMNS)

        self.line.textChanged.connect(self._follow)

    def reason(self) -> str:
        """What was typed or pressed."""
        return self.line.text().strip()

    def _take(self, words: str, *_checked: bool) -> None:
        self.line.setText("" if self.line.text() == words else words)

    def _follow(self, text: str) -> None:
        for button in self.buttons:
            button.setChecked(button.text() == text)


class WayButtons(QWidget):
    """changed comes when the money is to be given back another way."""

    changed = Signal()

    def __init__(self, *, customer: bool) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        self.buttons: dict[str, KeyButton] = {}
        for place, (way, words, key) in enumerate(WAYS):
            button = KeyButton(words, key=key, dense=True)
            button.setCheckable(True)
            button.setProperty("snug", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, place)
            self.buttons[way] = button
            if not place:
                grid.addWidget(_label("Give back", button), 0, 0, 1, _COLUMNS)
                grid.addWidget(button, 1, 0, 1, _COLUMNS)
            else:
                below = place - 1
                grid.addWidget(button, 2 + below // _COLUMNS, below % _COLUMNS)
        self.buttons[""].setChecked(True)
        credit = self.buttons["store_credit"]
        credit.setEnabled(customer)
        credit.setToolTip("" if customer else "The order has no customer who could have credit.")

        self._group.idToggled.connect(self._tell)

    def instead(self) -> str:
        """The way that is chosen, "" for that by which it was paid."""
        return WAYS[self._group.checkedId()][0]

    def _tell(self, _place: int, checked: bool) -> None:
        if checked:
            self.changed.emit()


def _label(words: str, buddy: QWidget) -> QLabel:
    label = QLabel(words)
    label.setProperty("kind", "label")
    label.setBuddy(buddy)
    return label


def column(*parts: QWidget) -> QVBoxLayout:
    """The parts under each other."""
    layout = QVBoxLayout()
    layout.setSpacing(4 * theme.GRID)
    for part in parts:
        layout.addWidget(part)
    return layout
