"""Asks whether the buyer is old enough. Enter can't answer it: a scanner types that."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.documents import wording
from pos_app.domain.ages import born_by
from pos_app.domain.rows import ShopInfo
from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 520


class AgeSheet(Sheet):
    """answered(True) where the buyer is old enough, answered(False) with Esc or "No"."""

    answered = Signal(bool)

    def __init__(
        self, product: str, age: int, today: date, info: ShopInfo, parent: QWidget
    ) -> None:
        super().__init__("Check the age", parent, _WIDTH)
        self._what = QLabel(f"{product} is for people of {age} and over.")
        self._ask = QLabel("Born on or before")
        self._day = QLabel(wording.day(born_by(age, today), info))
        self._no = KeyButton("No, take it out", key="Esc", kind="danger", listens=False)
        self._yes = KeyButton("Yes, old enough", key="F5", kind="primary")
        self._what.setWordWrap(True)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._ask.setProperty("kind", "muted")
        self._day.setProperty("kind", "change")
        self._day.setAccessibleName(f"Born on or before {self._day.text()}?")
        # The day has the focus, not a button: the Enter of a scan must not answer.
        self._day.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for button in (self._no, self._yes):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("touch", True)

        self.body.setSpacing(theme.GRID)
        self.body.addWidget(self._what)
        self.body.addSpacing(3 * theme.GRID)
        self.body.addWidget(self._ask)
        self.body.addWidget(self._day)
        self.footer.addWidget(self._no)
        self.footer.addWidget(self._yes)

        self._no.clicked.connect(self.reject)
        self._yes.clicked.connect(self.accept)
        self.finished.connect(self.answered)
        self._day.setFocus(Qt.FocusReason.OtherFocusReason)
