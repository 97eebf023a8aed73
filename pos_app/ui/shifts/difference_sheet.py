"""The count is in, and it is not what should be there: what is missing or too much, and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.drawer_sheet import DrawerSheet
from pos_app.ui.widgets.figure import Figure
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.reason_edit import ReasonEdit

_WIDTH = 760
_REASONS = ("Wrong change given", "Not written down", "Can't be found")


class DifferenceSheet(DrawerSheet):
    """reasoned(reason) closes with the difference; the sheet stays until the owner closes it or
    says why not. again_wanted asks for another count. Amounts are minor units."""

    reasoned = Signal(str)
    again_wanted = Signal()

    def __init__(self, desk: Desk, expected: int, counted: int, parent: QWidget) -> None:
        away = counted - expected
        super().__init__(desk, difference_words(away, desk.shop.money), parent, _WIDTH)
        money = desk.shop.money
        self._reason = ReasonEdit(_REASONS, "Needed, on the report")
        self._again = KeyButton("Count again", key="F6", icon="rotate-ccw")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self._go = KeyButton("Close with the difference", key="Enter", kind="danger")
        figures = QHBoxLayout()
        figures.setSpacing(2 * theme.GRID)
        signed = f"+{money.plain(away)}" if away > 0 else money.plain(away)
        for word, amount in (
            ("Should be there", money.plain(expected)),
            ("Counted", money.plain(counted)),
            ("Difference", signed),
        ):
            figure = Figure(word)
            figure.show_figure(amount)
            figures.addWidget(figure, 1)
        words = QLabel("Count again if it may be a slip. Each count is kept in the journal.")
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        self.body.addLayout(figures)
        self.body.addWidget(words)
        self.body.addWidget(self._reason)
        self.footer.insertWidget(0, self._again)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self._go)
        for button in (self._again, self._cancel, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self._reason.changed.connect(self._follow)
        self._again.clicked.connect(self.again_wanted)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._take)
        self._reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def busy(self, busy: bool) -> None:
        """The books are asked; nothing here may change meanwhile."""
        self._set_acting(busy)

    def _follow(self) -> None:
        self._go.setEnabled(bool(self._reason.reason()) and not self._acting)

    def _take(self) -> None:
        if not self._acting:
            self.reasoned.emit(self._reason.reason())

    def _set_acting(self, acting: bool) -> None:
        super()._set_acting(acting)
        for part in (self._reason, self._again, self._cancel):
            part.setEnabled(not acting)
        self._follow()
        if not acting:
            self._reason.line.setFocus(Qt.FocusReason.OtherFocusReason)


def difference_words(away: int, money: MoneyFormat) -> str:
    """ "12.00 is missing" for -1200, "3.00 too much" for 300."""
    if away < 0:
        return f"{money.format(-away)} is missing"
    return f"{money.format(away)} too much"
