"""The sheets in which the drawer is counted: to open a shift, and blind to close it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from pos_app.domain.denominations import denominations
from pos_app.domain.rows import ShiftRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.counting import Counting
from pos_app.ui.shifts.drawer_sheet import DrawerSheet
from pos_app.ui.shifts.left_over import LeftOver, left_over_words
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.key_button import KeyButton

_WIDTH = 960
_EMPTY = "Nothing was counted"


class CountSheet(DrawerSheet):
    """Counts, and asks once more where nothing was counted. Who builds on it answers `take`."""

    def __init__(self, desk: Desk, title: str, action: str, parent: QWidget) -> None:
        super().__init__(desk, title, parent, _WIDTH, scroll=True)
        self.counting = Counting(denominations(desk.shop.info.currency), desk.shop.money)
        self._box = KeyButton("Open the drawer", key="F8", icon="wallet")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self.go = KeyButton(action, key="F12", kind="primary")
        printing = desk.printing
        self.body.addWidget(self.counting)
        self.footer.insertWidget(0, self._box)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self.go)
        # Only now that it has a parent: before, it would flash up as a window and take the focus.
        self._box.setVisible(printing is not None and printing.has_drawer)

        self.counting.finished.connect(self.go.setFocus)
        self._box.clicked.connect(self._open_box)
        self._cancel.clicked.connect(self._escape)
        self.go.clicked.connect(self._check)
        self.counting.start()

    def take(self, counts: dict[int, int]) -> None:
        """The drawer is counted: pieces by value in minor units."""
        raise NotImplementedError

    def _escape(self) -> None:
        if not self._acting:
            self.reject()

    def _check(self) -> None:
        grid = self.counting.grid
        if self._acting:
            return
        if grid.faults:
            grid.start()
        elif grid.total:
            self.take(grid.counts())
        else:
            sure = ConfirmSheet(
                _EMPTY,
                "Is the drawer empty?",
                self,
                yes="It is empty",
                no="Go on counting",
                kind="primary",
            )
            sure.accepted.connect(lambda: self.take({}))
            sure.open()

    def _open_box(self) -> None:
        """The drawer springs open, and the books know why."""
        shifts, till, printing = self._desk.shop.shifts, self._till, self._desk.printing
        if printing is not None:
            self._act(
                lambda clerk: shifts.open_to_count(by=clerk, till=till),
                lambda _: printing.pulse(),
                about="Open the drawer to count it",
            )

    def _set_acting(self, acting: bool) -> None:
        super()._set_acting(acting)
        for part in (self.counting, self._box, self._cancel, self.go):
            part.setEnabled(not acting)
        if not acting:
            self.counting.start()


class OpenShiftSheet(CountSheet):
    """opened(ShiftRow) comes when the shift is open; left is what the last one left, in minor
    units: only to compare, the count decides."""

    opened = Signal(object)

    def __init__(self, desk: Desk, left: int, parent: QWidget) -> None:
        super().__init__(desk, "Open a shift: count the drawer", "Open the shift", parent)
        self._left = left
        self.counting.changed.connect(self._compare)
        self._compare()

    def take(self, counts: dict[int, int]) -> None:
        """Open the shift with it."""
        shifts, till = self._desk.shop.shifts, self._till
        self._act(
            lambda clerk: shifts.open(counts, by=clerk, till=till), self._done, about="Open a shift"
        )

    def _done(self, row: ShiftRow) -> None:
        self.accept()
        self.opened.emit(row)

    def _compare(self) -> None:
        money, counted = self._desk.shop.money, self.counting.grid.total
        words = f"The last shift left {money.format(self._left)}." if self._left else ""
        if self._left and counted:
            away = counted - self._left
            if away:
                more = "more" if away > 0 else "less"
                words += f" This is {money.plain(abs(away))} {more}."
            else:
                words += " So it is."
        self.counting.say(words)


class CloseCountSheet(CountSheet):
    """counted(counts) comes with the count; the sheet has closed by then. What is not paid for yet
    is told above it: parked sales stay, and park_wanted asks for the open one to be parked."""

    counted = Signal(object)
    park_wanted = Signal()

    def __init__(
        self, desk: Desk, shift: ShiftRow, parent: QWidget, counts: Mapping[int, int] | None = None
    ) -> None:
        super().__init__(desk, f"Close shift {shift.number}: count the drawer", "Counted", parent)
        self._words = QLabel()
        self._park = KeyButton("Park it", key="F6", icon="pause", dense=True)
        self._words.setProperty("kind", "muted")
        self._words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self._words, 1)
        row.addWidget(self._park)
        self.body.insertLayout(1, row)
        self.show_left(LeftOver())
        if counts is not None:
            self.counting.grid.show_counts(counts)
        self.counting.say("What should be there is told when the count is in.")

        self._park.clicked.connect(self.park_wanted)
        self.counting.start()

    def show_left(self, left: LeftOver) -> None:
        """Say what is parked, and what stands in the open cart."""
        words = left_over_words(left)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._park.setVisible(left.lines > 0)
        self.resize_to_content()

    def take(self, counts: dict[int, int]) -> None:
        """Hand the count on."""
        self.accept()
        self.counted.emit(counts)
