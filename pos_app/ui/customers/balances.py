"""A customer's store credit and account in the panel, and the sheet with their moves."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QWidget

from pos_app.documents import slip_words, wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    CustomerRow,
    LedgerMoveRow,
    LedgerRow,
    ShopInfo,
)
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import Column, PagedModel, PagedTable
from pos_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_LEDGERS = (slip_words.method("store_credit"), "Account")
"""Beside the name of whose it is, the account needs no more words."""
_REASONS = {
    "issued": "Filled",
    "spent": "Spent",
    "returned": "Given back",
    "cancelled": "Cancelled",
    "paid_in": "Paid in",
    "rounding": "Rounded to coins",
    "correction": "Corrected",
}
_MOVES = 400
_NOTHING = ("", "Nothing yet", "What changes it from now on stands here.")

Ledgers = tuple[LedgerRow, LedgerRow]
"""A customer's store credit and their account."""


def balance_words(ledger: LedgerRow, money: MoneyFormat) -> str:
    """How a ledger stands: "$5.00", "$20.00 owed"; of an account with how much may be spent."""
    balance = ledger.balance
    words = f"{money.format(-balance)} owed" if balance < 0 else money.format(balance)
    if ledger.kind == "account" and ledger.left != balance:
        words += f", {money.format(max(0, ledger.left))} left to spend"
    return words


class Balances(QWidget):
    """moves_wanted, pay_in_wanted and credit_wanted ask for a sheet; the walk-in has no balance."""

    moves_wanted = Signal()
    pay_in_wanted = Signal()
    credit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moves = KeyButton("Show moves", kind="link")
        self.pay_in = KeyButton("Pay in", key="F7", kind="link")
        self.give_credit = KeyButton("Give credit", key="F8", kind="link")
        self._credit = QLabel()
        self._account = QLabel(wordWrap=True)
        self._words = {
            figure: QLabel(words)
            for words, figure in zip(_LEDGERS, (self._credit, self._account), strict=True)
        }
        title = QLabel("Balances")
        title.setProperty("kind", "label")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 2 * theme.GRID)
        grid.setVerticalSpacing(2)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.pay_in)
        head.addWidget(self.moves)
        # A link keeps a few pixels free around its word; the word ends where the panel does.
        head.addSpacing(-theme.GRID - 1)
        grid.addLayout(head, 0, 0, 1, 3)
        for row, (figure, words) in enumerate(self._words.items(), start=1):
            words.setProperty("kind", "muted")
            grid.addWidget(words, row, 0)
            grid.addWidget(figure, row, 1, 1, 1 if figure is self._credit else 2)
        beside = QHBoxLayout()
        beside.addWidget(self.give_credit)
        beside.addSpacing(-theme.GRID - 1)
        grid.addLayout(beside, 1, 2)
        grid.setColumnStretch(1, 1)
        self.hide()

        self.moves.clicked.connect(self.moves_wanted)
        self.pay_in.clicked.connect(self.pay_in_wanted)
        self.give_credit.clicked.connect(self.credit_wanted)

    def show_ledgers(self, ledgers: Ledgers, money: MoneyFormat) -> None:
        """Show these."""
        credit, account = ledgers
        for ledger, figure in ((credit, self._credit), (account, self._account)):
            shown = bool(ledger.id or ledger.left or ledger is credit)
            figure.setText(balance_words(ledger, money))
            figure.setVisible(shown)
            self._words[figure].setVisible(shown)
        owed = account.balance < 0
        self._account.setProperty("tone", "warn" if owed else "")
        theme.restyle(self._account)
        self.pay_in.setVisible(owed)
        self.moves.setVisible(bool(credit.id or account.id))
        self.setVisible(credit.customer_id != WALK_IN_CUSTOMER_ID)


class MovesSheet(Sheet):
    """What changed a customer's store credit and account, newest first."""

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow, ledgers: Ledgers
    ) -> None:
        super().__init__(f"Balances of {customer.name}", parent, 640)
        self._desk = desk
        self._ledgers = ledgers
        self._chips = QButtonGroup(self)
        self._balance = QLabel()
        self.model: PagedModel[LedgerMoveRow] = PagedModel(
            move_columns(lambda: desk.shop.info, lambda: desk.shop.money),
            lambda *_: (),
            desk.tasks.office,
            parent=self,
        )
        self._table = PagedTable(self.model, name="Moves", choosing=False)
        self._table.set_empty(*_NOTHING)
        self._table.setMinimumHeight(9 * theme.ROW)
        self._balance.setProperty("kind", "heading")
        self._close = KeyButton("Close", key="Esc", listens=False)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        for place, words in enumerate(_LEDGERS):
            chip = KeyButton(words, kind="chip", dense=True)
            chip.setCheckable(True)
            self._chips.addButton(chip, place)
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self._balance)
        self.body.addLayout(row)
        self.body.addWidget(self._table, 1)
        self.footer.addWidget(self._close)

        self._chips.idClicked.connect(self._show)
        self._close.clicked.connect(self.reject)
        first = 1 if ledgers[1].id or not ledgers[0].id else 0
        self._chips.button(first).setChecked(True)
        self._show(first)

    def _show(self, place: int) -> None:
        ledger = self._ledgers[place]
        self._balance.setText(balance_words(ledger, self._desk.shop.money))
        self.model.ask(partial(load_moves, self._desk.shop, ledger.id))


def load_moves(
    shop: "Shop", ledger_id: int, after: LedgerMoveRow | None, limit: int, *_order: object
) -> Sequence[LedgerMoveRow]:
    """The newest moves; runs in a lane. One who looks for older ones has the orders."""
    # The locale is read from disk once: better here than while the first row is painted.
    wording.near_moment(datetime.now(UTC), shop.info, datetime.now(UTC))
    return () if after else shop.ledgers.moves(ledger_id, limit=_MOVES)[:limit]


def move_columns(
    shop: Callable[[], ShopInfo], money: Callable[[], MoneyFormat]
) -> tuple[Column[LedgerMoveRow], ...]:
    """Why a balance changed and when, and by how much."""

    def what(row: LedgerMoveRow) -> str:
        reason = _REASONS.get(row.reason, row.reason.capitalize())
        by = f"by {slip_words.method(row.method).lower()}" if row.method else ""
        return " ".join(part for part in (reason, row.number, by) if part)

    def when(row: LedgerMoveRow) -> str:
        at = wording.near_moment(row.at, shop(), datetime.now(UTC))
        return " · ".join(part for part in (at, row.by, row.note) if part)

    def ink(row: LedgerMoveRow) -> str:
        return "good" if row.amount > 0 else "text"

    return (
        Column("Move", what, hint=when),
        Column(
            "Change",
            lambda row: ("+" if row.amount > 0 else "") + money().plain(row.amount),
            width=112,
            align="right",
            ink=ink,
            weight=theme.SEMIBOLD,
        ),
    )
