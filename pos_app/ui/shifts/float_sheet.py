"""The sheet that asks what stays in the drawer for the next shift."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from pos_app.domain.errors import BadAmount
from pos_app.domain.money import MoneyFormat
from pos_app.domain.next_float import banked, kept
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.drawer_sheet import DrawerSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit

_WIDTH = 620
_NOTHING = "Nothing"


class FloatSheet(DrawerSheet):
    """chosen(next_float) comes with the amount in minor units; the sheet stays until the owner
    closes it or says why not. back_wanted asks to count again. usual is what stayed last time."""

    chosen = Signal(int)
    back_wanted = Signal()

    def __init__(self, desk: Desk, counts: Mapping[int, int], usual: int, parent: QWidget) -> None:
        super().__init__(desk, "What stays for the next shift?", parent, _WIDTH)
        self._money = desk.shop.money
        self._counts = dict(counts)
        self._counted = sum(value * pieces for value, pieces in counts.items())
        self._amount = MoneyEdit(self._money)
        self._stays = QLabel()
        self._goes = QLabel()
        self._goes_head = QLabel()
        self._again = KeyButton("Count again", key="F6", icon="rotate-ccw")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self._go = KeyButton("Close the shift", key="Enter", kind="primary")
        self._amount.setProperty("figure", True)
        self._amount.setAccessibleName("Stays in the drawer")
        self._lay_out()

        self._amount.textChanged.connect(self._follow)
        self._again.clicked.connect(self.back_wanted)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._take)
        stays = sum(value * pieces for value, pieces in kept(counts, usual).items())
        self._amount.set_amount(stays)
        self._amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self._amount.selectAll()
        self._follow()

    def busy(self, busy: bool) -> None:
        """The books are asked; nothing here may change meanwhile."""
        self._set_acting(busy)

    def _lay_out(self) -> None:
        counted = QLabel(f"Counted: {self._money.format(self._counted)}")
        counted.setProperty("kind", "muted")
        self.body.addWidget(counted)
        label = QLabel("Stays in the drawer")
        label.setProperty("kind", "label")
        label.setBuddy(self._amount)
        self.body.addWidget(label)
        self.body.addWidget(self._amount)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8 * theme.GRID)
        heads = (QLabel("Leave in it"), self._goes_head)
        for place, (head, pieces) in enumerate(zip(heads, (self._stays, self._goes), strict=True)):
            head.setProperty("kind", "label")
            pieces.setTextFormat(Qt.TextFormat.PlainText)
            pieces.setWordWrap(True)
            pieces.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(head, 0, place)
            grid.addWidget(pieces, 1, place)
            grid.setColumnStretch(place, 1)
        self.body.addLayout(grid)
        for button in (self._again, self._cancel, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.footer.insertWidget(0, self._again)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self._go)

    def _follow(self) -> None:
        """Which pieces stay and which go, for the amount that is typed."""
        self.refusal.hide()
        try:
            wanted = self._amount.amount() or 0
        except BadAmount:
            wanted = -1
        fits = 0 <= wanted <= self._counted
        self._go.setEnabled(fits and not self._acting)
        if not fits:
            self._goes_head.setText("Goes to the safe")
            self._stays.setText("–")
            self._goes.setText("–")
            return
        stays = kept(self._counts, wanted)
        exact = sum(value * pieces for value, pieces in stays.items()) == wanted
        goes = banked(self._counts, stays)
        self._goes_head.setText(f"Goes to the safe: {self._money.format(self._counted - wanted)}")
        if exact:
            self._stays.setText(pieces_words(stays, self._money))
            self._goes.setText(pieces_words(goes, self._money))
        else:
            self._stays.setText("No pieces that were counted come to exactly this.")
            self._goes.setText(f"Nearest: leave {self._money.plain(sum(_worth(stays)))}")

    def _take(self) -> None:
        try:
            amount = self._amount.amount() or 0
        except BadAmount as fault:
            self._say(messages.words(fault).title)
            return
        if not self._acting:
            self.chosen.emit(amount)

    def _set_acting(self, acting: bool) -> None:
        super()._set_acting(acting)
        for part in (self._amount, self._again, self._cancel, self._go):
            part.setEnabled(not acting)
        if not acting:
            self._amount.setFocus(Qt.FocusReason.OtherFocusReason)


def _worth(pieces: Mapping[int, int]) -> list[int]:
    return [value * count for value, count in pieces.items()]


def pieces_words(pieces: Mapping[int, int], money: MoneyFormat) -> str:
    """ "3 × 50.00" line by line, the largest first; "Nothing" for none."""
    lines = [f"{pieces[value]} × {money.plain(value)}" for value in sorted(pieces, reverse=True)]
    return "\n".join(lines) or _NOTHING
