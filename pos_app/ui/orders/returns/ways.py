"""Why goods come back, and how their money is given back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

REASONS = ("Not wanted", "Wrong item", "Faulty", "Out of date")
"""Why goods come back most often, in the words that stand on the slip."""
MISTAKES = ("Rung up twice", "Wrong goods", "Wrong tender")
"""Why a whole sale is made void most often."""

WAYS = (
    ("", "As it was paid", "F6"),
    ("cash", "Cash", "F1"),
    ("card", "Card", "F2"),
    ("transfer", "Transfer", "F4"),
    ("store_credit", "Store credit", "F5"),
)
"""How money is given back (the returns' `instead`), in words, and the key: those of paying."""
_COLUMNS = 2


class WayButtons(QWidget):
    """changed comes when the money is to be given back another way. Without as_paid there is no
    receipt that says how it was paid; without a customer nobody could have credit."""

    changed = Signal()

    def __init__(self, *, customer: bool, as_paid: bool = True) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        self.buttons: dict[str, KeyButton] = {}
        for place, (way, words, key) in enumerate(WAYS):
            if not way and not as_paid:
                continue
            button = KeyButton(words, key=key)
            button.setCheckable(True)
            button.setProperty("snug", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(button, place)
            self.buttons[way] = button
            if not place:
                grid.addWidget(button, 1, 0, 1, _COLUMNS)
            else:
                below = place - 1
                grid.addWidget(button, 2 + below // _COLUMNS, below % _COLUMNS)
        first = next(iter(self.buttons.values()))
        first.setChecked(True)
        label = QLabel("Give back")
        label.setProperty("kind", "label")
        label.setBuddy(first)
        grid.addWidget(label, 0, 0, 1, _COLUMNS)
        self.set_customer(customer)

        self._group.idToggled.connect(self._tell)

    def set_customer(self, customer: bool) -> None:
        """Whether there is somebody who could have store credit."""
        credit = self.buttons["store_credit"]
        if not customer and credit.isChecked():
            next(iter(self.buttons.values())).setChecked(True)
        credit.setEnabled(customer)
        credit.setToolTip("" if customer else "There is no customer who could have credit.")

    def instead(self) -> str:
        """The way that is chosen, "" for that by which it was paid."""
        return WAYS[self._group.checkedId()][0]

    def _tell(self, _place: int, checked: bool) -> None:
        if checked:
            self.changed.emit()
