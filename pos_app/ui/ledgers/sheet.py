"""The sheet of gift cards, store credits and accounts: what is outstanding, and each with its
moves."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.errors import NotAllowed
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, LedgerRow
from pos_app.ui import messages, theme
from pos_app.ui.approving import before_reading
from pos_app.ui.desk import Desk
from pos_app.ui.ledgers.columns import KINDS, ledger_columns, load_ledgers
from pos_app.ui.ledgers.moves import LedgerMoves
from pos_app.ui.widgets.figure import Figure
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.list_search import ListSearch
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 1200
_ROWS = 10
GATHER_MS = 150
"""Changes that come so close together are answered by one look at the shop."""

_EMPTY = {
    "gift_card": ("No gift card holds anything", "Sell one in the Cart tab with Ctrl+G."),
    "store_credit": ("Nobody has store credit", "A return can be given back as store credit."),
    "account": ("Nobody owes anything", "Customers with a credit limit can buy on their account."),
}


class LedgersSheet(Sheet):
    """Chips choose the kind; a code that is scanned or typed shows its card."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Gift cards and credit", parent, _WIDTH)
        self._desk = desk
        self._kind = KINDS[0][0]
        self._looked_up: LedgerRow | None = None
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self.figures = {kind: Figure(f"{words}: {_side(kind)}") for kind, words in KINDS}
        self.search = ListSearch("Scan or type a gift card's code", "Ctrl+F")
        self._refusal = RefusalLine()
        self._chips = QButtonGroup(self)
        self._empties = KeyButton("Empty ones too", key="F4", kind="chip", dense=True)
        self.model: PagedModel[LedgerRow] = PagedModel(
            ledger_columns(lambda: desk.shop.info, lambda: desk.shop.money),
            partial(load_ledgers, desk.shop, self._who, self._kind, True),
            desk.tasks.office,
            parent=self,
        )
        self.table = PagedTable(self.model, name="Gift cards and credit")
        self.moves = LedgerMoves(desk)
        self._close = KeyButton("Close", key="Esc", listens=False)
        self._lay_out()

        self.table.let_approve(self._ask_approval)
        self.search.submitted.connect(self._look_up)
        self.search.left.connect(self._enter_rows)
        self._chips.idClicked.connect(self._choose)
        self._empties.toggled.connect(lambda _on: self._ask())
        self.table.row_changed.connect(self._show)
        self._close.clicked.connect(self.reject)
        self._gather.timeout.connect(self._refresh)
        desk.tasks.changes.ledgers.connect(self._gather.start)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_empty()
        self.model.ask()
        self._read_sums()

    # --- making ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._empties.setCheckable(True)
        figures = QHBoxLayout()
        figures.setSpacing(2 * theme.GRID)
        for figure in self.figures.values():
            figure.show_figure("–")
            figures.addWidget(figure, 1)
        chips = QHBoxLayout()
        chips.setSpacing(2 * theme.GRID)
        for place, (_, words) in enumerate(KINDS):
            chip = KeyButton(words, key=f"F{place + 1}", kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._chips.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        chips.addWidget(self._empties)
        left = QVBoxLayout()
        left.setSpacing(2 * theme.GRID)
        left.addWidget(self.search)
        left.addWidget(self._refusal)
        left.addLayout(chips)
        left.addWidget(self.table, 1)
        self.table.setMinimumHeight(_ROWS * theme.ROW)
        whole = QHBoxLayout()
        whole.setSpacing(6 * theme.GRID)
        whole.addLayout(left, 1)
        whole.addWidget(self.moves, 1)
        self.body.addLayout(figures)
        self.body.addLayout(whole, 1)
        self.footer.addWidget(self._close)

    # --- reading -----------------------------------------------------------------------------

    def _choose(self, place: int) -> None:
        self._kind = KINDS[place][0]
        self._ask()

    def _ask(self) -> None:
        self._looked_up = None
        self._refusal.hide()
        self._say_empty()
        holding = not self._empties.isChecked()
        self.model.ask(partial(load_ledgers, self._desk.shop, self._who, self._kind, holding))

    def _say_empty(self) -> None:
        if self._empties.isChecked():
            self.table.set_empty("wallet", "None yet", "")
        else:
            self.table.set_empty("wallet", *_EMPTY[self._kind])

    def _refresh(self) -> None:
        self.table.refresh()
        self._read_sums()
        if self._looked_up is not None:
            self._find(self._looked_up.code)
        elif self.moves.ledger is not None:
            self.moves.model.refresh()

    def _who(self) -> Clerk:
        """Who sees all of them, for a lane."""
        return self._desk.session.acting(Permission.REPORTS)

    def _ask_approval(self, error: NotAllowed) -> None:
        before_reading(
            self._desk,
            Permission(error.permission),
            self._read_all,
            about="See all gift cards and credit",
            parent=self,
        )

    def _read_all(self) -> None:
        self._ask()
        self._read_sums()

    def _read_sums(self) -> None:
        outstanding, who = self._desk.shop.ledgers.outstanding, self._who
        self._desk.tasks.office.run(
            lambda: outstanding(by=who()), self._show_sums, self._leave_it, latest="sums"
        )

    def _show_sums(self, sums: dict[str, int]) -> None:
        money = self._desk.shop.money
        for kind, figure in self.figures.items():
            figure.show_figure(_sum_words(kind, sums.get(kind, 0), money))

    def _leave_it(self, error: Exception) -> None:
        """The list says why: the person may not, or something is wrong with the shop."""

    # --- showing -----------------------------------------------------------------------------

    def _show(self, row: LedgerRow | None) -> None:
        if self._looked_up is None:
            self.moves.show_ledger(row)

    def _enter_rows(self) -> None:
        if self.model.rowCount():
            self._looked_up = None
            self._show(self.table.current_row())
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _look_up(self, text: str) -> None:
        if text.strip():
            self._find(text.strip())

    def _find(self, code: str) -> None:
        self._desk.tasks.counter.run(
            partial(self._desk.shop.ledgers.gift_card, code),
            self._found,
            self._not_found,
            latest="card",
        )

    def _found(self, card: LedgerRow) -> None:
        self._refusal.hide()
        self._looked_up = card
        self.moves.show_ledger(card)
        with QSignalBlocker(self.search):
            self.search.selectAll()

    def _not_found(self, error: Exception) -> None:
        message = messages.words(error)
        self._refusal.say(message.title, message.hint)
        self.search.selectAll()


def _side(kind: str) -> str:
    """Who owes whom what ledgers of this kind come to."""
    return "owed to the shop" if kind == "account" else "owed by the shop"


def _sum_words(kind: str, amount: int, money: MoneyFormat) -> str:
    return money.format(-amount if kind == "account" and amount else amount)
