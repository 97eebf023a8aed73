"""One ledger beside the list: what it holds, and what changed it."""

from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.domain.rows import LedgerMoveRow, LedgerRow
from pos_app.ui import theme
from pos_app.ui.customers.balances import balance_words, load_moves, move_columns
from pos_app.ui.desk import Desk
from pos_app.ui.ledgers.columns import ledger_words
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.two_lines import TwoLines

_WORDS = {"gift_card": "Gift card", "store_credit": "Store credit", "account": "Customer account"}


class LedgerMoves(QWidget):
    """Shows the ledger it is given, with its newest moves first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.ledger: LedgerRow | None = None
        self._kind = QLabel()
        self._name = TwoLines(theme.LARGE, theme.BOLD)
        self.balance = QLabel()
        self.model: PagedModel[LedgerMoveRow] = PagedModel(
            move_columns(lambda: desk.shop.info, lambda: desk.shop.money),
            lambda *_: (),
            desk.tasks.office,
            parent=self,
        )
        self._table = PagedTable(self.model, name="Moves", choosing=False, padding=0, head=False)
        self._table.set_empty("", "Nothing yet", "What changes it from now on stands here.")
        self._kind.setProperty("kind", "label")
        self.balance.setProperty("kind", "title")
        self.balance.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        for part in (self._kind, self._name, self.balance):
            column.addWidget(part)
        column.addSpacing(2 * theme.GRID)
        column.addWidget(self._table, 1)
        self.show_ledger(None)

    def show_ledger(self, ledger: LedgerRow | None) -> None:
        """Show this one, or nothing."""
        before, self.ledger = self.ledger, ledger
        for part in (self._kind, self._name, self.balance, self._table):
            part.setVisible(ledger is not None)
        if ledger is None:
            return
        self._kind.setText(_WORDS[ledger.kind])
        self._name.set_text(ledger_words(ledger))
        self.balance.setText(balance_words(ledger, self._desk.shop.money))
        self.balance.setProperty("tone", "warn" if ledger.balance < 0 else "")
        theme.restyle(self.balance)
        if before is not None and before.id == ledger.id:
            self.model.refresh()
        else:
            self.model.ask(partial(load_moves, self._desk.shop, ledger.id))
