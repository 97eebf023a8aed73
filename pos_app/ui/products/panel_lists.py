"""The lists of one product, one at a time: what moved its stock, what it cost, and its facts."""

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.rights import Permission
from pos_app.domain.rows import PriceChange, StockMove
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.columns import move_columns, price_columns
from pos_app.ui.products.details import load_moves, load_prices
from pos_app.ui.products.fact_list import FactList
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable

_LIST_ROW = 8 * theme.GRID
_MOVES, _PRICES = 0, 1


class ProductLists(QWidget):
    """Reads moves and prices itself; the moves only for who looks after stock."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._moves_of = self._prices_of = 0
        self._turned_away = False
        self.sections = QButtonGroup(self)
        self._pages = QStackedWidget()
        info, money, office = lambda: desk.shop.info, lambda: desk.shop.money, desk.tasks.office
        self.moves: PagedModel[StockMove] = PagedModel(
            move_columns(info, money), lambda *_: (), office
        )
        self.prices: PagedModel[PriceChange] = PagedModel(
            price_columns(info, money), lambda *_: (), office
        )
        self.facts = FactList()

        self._lay_out()

        self.sections.idClicked.connect(self._choose)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        pages: tuple[tuple[str, QWidget], ...] = (
            ("Stock moves", self._list("Stock moves", self.moves)),
            ("Prices", self._list("Prices", self.prices)),
            ("About", self.facts),
        )
        for number, (title, page) in enumerate(pages):
            button = KeyButton(title, kind="tab")
            button.setCheckable(True)
            button.setChecked(number == _MOVES)
            self.sections.addButton(button, number)
            self._pages.addWidget(page)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(row)
        column.addWidget(self._pages, 1)

    def _list(self, name: str, model: PagedModel[StockMove] | PagedModel[PriceChange]) -> QWidget:
        table = PagedTable(
            model, name=name, row_height=_LIST_ROW, padding=0, head=False, choosing=False
        )
        table.set_empty("", "Nothing yet", "What changes from now on stands here.")
        return table

    def _choose(self, place: int) -> None:
        self._turned_away = False
        self._pages.setCurrentIndex(place)

    def _show_section(self, place: int) -> None:
        self.sections.button(place).setChecked(True)
        self._pages.setCurrentIndex(place)

    def show_moves(self, visible: bool) -> None:
        """Offer the moves, which stand first, or the prices in their place."""
        self.sections.button(_MOVES).setVisible(visible)
        if not visible and self.sections.checkedId() == _MOVES:
            self._turned_away = True
            self._show_section(_PRICES)
        elif visible and self._turned_away:
            self._turned_away = False
            self._show_section(_MOVES)

    def forget(self) -> None:
        """Somebody else acts: read everything anew when it is asked for next."""
        self._moves_of = self._prices_of = 0
        self.moves.ask(lambda *_: ())

    def read_prices(self, product_id: int) -> None:
        """Show the prices of this product, or what is newer of those that are shown."""
        if self._prices_of == product_id:
            self.prices.refresh()
        else:
            self._prices_of = product_id
            self.prices.ask(partial(load_prices, self._desk.shop, product_id))

    def show_details(
        self,
        product_id: int,
        rights: frozenset[Permission],
        facts: list[tuple[str, str]],
    ) -> None:
        """Show the facts, and the moves to who may see them."""
        self.facts.show_facts(facts)
        clerk = self._desk.session.clerk
        if clerk is None or Permission.RECEIVE_STOCK not in rights:
            return
        if self._moves_of == product_id:
            self.moves.refresh()
        else:
            self._moves_of = product_id
            self.moves.ask(partial(load_moves, self._desk.shop, clerk, product_id))
