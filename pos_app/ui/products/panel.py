"""One product at the side of the list: what it is, what it earns, how it moves, what to do."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.rows import PriceChange, ProductRow, StockMove
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.columns import move_columns, price_columns
from pos_app.ui.products.details import (
    Details,
    facts,
    load_details,
    load_moves,
    load_prices,
)
from pos_app.ui.products.fact_list import FactList
from pos_app.ui.products.panel_head import PanelHead
from pos_app.ui.products.week_chart import WEEKS, WeekChart
from pos_app.ui.products.wording import margin
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.figure import Figure
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.states import EmptyState

PAUSE_MS = 60
"""So long the choice must rest before more is read: an arrow key held down reads nothing."""

_LONG = 10
"""Signs of an amount that a third of the panel holds: "$99,999.99"."""

_LIST_ROW = 8 * theme.GRID


class ProductPanel(Card):
    """Shows the row it is given and reads the rest itself; says what the person wants done."""

    receive_wanted = Signal(object)
    adjust_wanted = Signal(object)
    edit_wanted = Signal(object)
    archive_wanted = Signal(object)
    restore_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._desk = desk
        # Asked for anew each time: the shop's settings may change while the window is open.
        self._money = lambda: desk.shop.money
        self._product: ProductRow | None = None
        self._read_id = 0
        self._rates: Mapping[int, int] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._nothing = EmptyState("package", "No product chosen", "Choose one in the list.")
        self._shown = QWidget()
        self._head = PanelHead(self._money)
        self._price, self._cost, self._margin = Figure("Price"), Figure("Cost"), Figure("Margin")
        self._figures = QHBoxLayout()
        self._chart = WeekChart(self._money)
        self._sections = QButtonGroup(self)
        self._pages = QStackedWidget()
        self._moves: PagedModel[StockMove] = PagedModel(
            move_columns(lambda: desk.shop.info, self._money), lambda *_: (), desk.tasks.office
        )
        self._prices: PagedModel[PriceChange] = PagedModel(
            price_columns(lambda: desk.shop.info, self._money), lambda *_: (), desk.tasks.office
        )
        self._facts = FactList()
        self._receive = KeyButton("Receive", key="F6", dense=True)
        self._adjust = KeyButton("Adjust", key="F7", dense=True)
        # Enter belongs to the list: while the search has the focus it means something else.
        self._edit = KeyButton("Edit", key="Enter", listens=False, dense=True)
        self._archive = KeyButton("Archive", key="F8", dense=True)

        self._lay_out()

        self._pause.timeout.connect(self._read)
        self._sections.idClicked.connect(self._pages.setCurrentIndex)
        self._receive.clicked.connect(lambda: self.receive_wanted.emit(self._product))
        self._adjust.clicked.connect(lambda: self.adjust_wanted.emit(self._product))
        self._edit.clicked.connect(lambda: self.edit_wanted.emit(self._product))
        self._archive.clicked.connect(self._archive_or_restore)
        self.show_product(None)

    @property
    def product(self) -> ProductRow | None:
        """The product that is shown."""
        return self._product

    def show_product(self, product: ProductRow | None) -> None:
        """Show this product, or a newer version of the one that is shown."""
        same = product is not None and self._product is not None and product.id == self._product.id
        self._product = product
        if product is None:
            self._pause.stop()
            self._shown.hide()
            self._nothing.show()
            return
        # Both at once, for a moment, would need more height than a small window has.
        self._nothing.hide()
        self._shown.show()
        self._head.show_product(product, self._head.sold if same else ())
        self._show_money(product)
        for button in (self._receive, self._adjust):
            button.setEnabled(not product.archived and not product.bundle)
            button.setToolTip("Move the stock of its parts" if product.bundle else "")
        self._archive.setText("Restore" if product.archived else "Archive")
        self._pause.start()

    def refresh(self) -> None:
        """Read again what the panel reads itself, because something has changed."""
        if self._product is not None:
            self._pause.start()

    # --- laying out --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        figures = self._figures
        figures.setSpacing(2 * theme.GRID)
        for figure in (self._price, self._cost, self._margin):
            figures.addWidget(figure, 1)
        sold = QHBoxLayout()
        for words in ("Sold per week", f"last {WEEKS}"):
            label = QLabel(words)
            label.setProperty("kind", "label")
            sold.addWidget(label)
            sold.addStretch(1 if words != f"last {WEEKS}" else 0)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(*[5 * theme.GRID] * 4)
        column.setSpacing(4 * theme.GRID)
        column.addWidget(self._head)
        column.addLayout(figures)
        column.addLayout(sold)
        column.addSpacing(-2 * theme.GRID)
        column.addWidget(self._chart)
        column.addLayout(self._section_row())
        column.addSpacing(-2 * theme.GRID)
        column.addWidget(self._pages, 1)
        column.addLayout(self._button_rows())
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._shown)

    def _section_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GRID)
        pages: tuple[tuple[str, QWidget], ...] = (
            ("Stock moves", self._list("Stock moves", self._moves)),
            ("Prices", self._list("Prices", self._prices)),
            ("About", self._facts),
        )
        for number, (title, page) in enumerate(pages):
            button = KeyButton(title, kind="tab")
            button.setCheckable(True)
            button.setChecked(number == 0)
            self._sections.addButton(button, number)
            self._pages.addWidget(page)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _list(self, name: str, model: PagedModel[StockMove] | PagedModel[PriceChange]) -> QWidget:
        table = PagedTable(
            model, name=name, row_height=_LIST_ROW, padding=0, head=False, choosing=False
        )
        table.set_empty("", "Nothing yet", "What changes from now on stands here.")
        return table

    def _button_rows(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setSpacing(2 * theme.GRID)
        rows.addWidget(self._receive, 0, 0)
        rows.addWidget(self._adjust, 0, 1)
        rows.addWidget(self._edit, 1, 0)
        rows.addWidget(self._archive, 1, 1)
        return rows

    # --- filling -----------------------------------------------------------------------------

    def _show_money(self, product: ProductRow) -> None:
        money, price, cost = self._money(), product.price, product.cost
        included = self._desk.shop.info.tax_included
        unit = "" if product.unit == "piece" else f"Per {product.unit}"
        # Millions need more room than per cents, and no sign of the currency takes it away.
        long = max(len(money.format(amount)) for amount in (price, cost or 0)) > _LONG
        write = money.plain if long else money.format
        for place, stretch in enumerate((3, 3, 2) if long else (1, 1, 1)):
            self._figures.setStretch(place, stretch)
        self._price.show_figure(write(price), unit)
        self._cost.show_figure("–" if cost is None else write(cost), unit)
        rate = self._rates.get(product.tax_class_id)
        if rate is None:  # told with the details, before the first of which nothing is known
            self._margin.show_figure("–")
            return
        tip = "Of the price without tax" if included and rate else "Of the price"
        share = margin(price, cost, rate, included, money)
        self._margin.show_figure(share, tip)

    def _read(self) -> None:
        product, shop = self._product, self._desk.shop
        if product is None:
            return
        self._desk.tasks.office.run(
            partial(load_details, shop, product), self._fill, self._not_read, latest="details"
        )
        if self._read_id == product.id:
            self._moves.refresh()
            self._prices.refresh()
        else:
            self._read_id = product.id
            self._moves.ask(partial(load_moves, shop, product.id))
            self._prices.ask(partial(load_prices, shop, product.id))

    def _fill(self, details: Details) -> None:
        if self._product is None or details.product.id != self._product.id:
            return
        self._rates = details.rates
        self._show_money(self._product)
        self._head.show_product(self._product, details.sold_per_week)
        self._chart.show_weeks(details.sold_per_week, details.product.unit)
        self._facts.show_facts(facts(details, self._money()))

    def _not_read(self, error: Exception) -> None:
        """Gone in this moment: the list tells. Anything else the lists below show in its place."""
        self._chart.show_weeks(None, "piece")

    def _archive_or_restore(self) -> None:
        if self._product is not None:
            wanted = self.restore_wanted if self._product.archived else self.archive_wanted
            wanted.emit(self._product)
