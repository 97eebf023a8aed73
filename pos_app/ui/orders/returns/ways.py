"""Why goods come back, and how their money is given back."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.key_cap import KeyCap

REASONS = ("Not wanted", "Wrong item", "Faulty", "Out of date")
"""Why goods come back most often, in the words that stand on the slip."""
MISTAKES = ("Rung up twice", "Wrong goods", "Wrong tender")
"""Why a whole sale is made void most often."""
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
    """A line to type the reason (F3 goes there), and the usual ones to press, in one row."""

    changed = Signal()

    def __init__(
        self, hint: str = "Optional, on the slip", reasons: Sequence[str] = REASONS
    ) -> None:
        super().__init__()
        self.line = QLineEdit(maxLength=LONGEST_REASON)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName("Reason")
        self.line.setAccessibleDescription("F3")
        self.buttons = [KeyButton(words, kind="chip") for words in reasons]
        self._key = QShortcut(QKeySequence("F3"), self)
        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(_label("Reason", self.line))
        head.addWidget(KeyCap("F3"))
        head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.line, 1)
        for button in self.buttons:
            button.setCheckable(True)
            button.setProperty("snug", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._take, button.text()))
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.GRID)
        whole.addLayout(head)
        whole.addLayout(row)

        self._key.activated.connect(self._start)
        self.line.textChanged.connect(self._follow)
        self.line.textChanged.connect(lambda _text: self.changed.emit())

    def reason(self) -> str:
        """What was typed or pressed."""
        return self.line.text().strip()

    def _start(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _take(self, words: str, *_checked: bool) -> None:
        self.line.setText("" if self.line.text() == words else words)

    def _follow(self, text: str) -> None:
        for button in self.buttons:
            button.setChecked(button.text() == text)


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
        grid.addWidget(_label("Give back", first), 0, 0, 1, _COLUMNS)
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


def _label(words: str, buddy: QWidget) -> QLabel:
    label = QLabel(words)
    label.setProperty("kind", "label")
    label.setBuddy(buddy)
    return label
