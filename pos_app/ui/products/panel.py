"""One product at the side of the list: what it is, what it earns, how it moves, what to do."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.rights import Permission
from pos_app.domain.rows import ProductRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.details import (
    Details,
    facts,
    load_details,
)
from pos_app.ui.products.panel_head import PanelHead
from pos_app.ui.products.panel_lists import ProductLists
from pos_app.ui.products.week_chart import WEEKS, WeekChart
from pos_app.ui.products.wording import margin
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.figure import Figure
from pos_app.ui.widgets.key_button import KeyButton
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
        self._rates: Mapping[int, int] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._nothing = EmptyState("package", "No product chosen", "Choose one in the list.")
        self._shown = QWidget()
        self._head = PanelHead(self._money)
        self._price, self._cost, self._margin = Figure("Price"), Figure("Cost"), Figure("Margin")
        self._figures = QHBoxLayout()
        self._chart = WeekChart(self._money)
        self._sold = QWidget()
        self._lists = ProductLists(desk)
        self._receive = KeyButton("Receive", key="F6", dense=True)
        self._adjust = KeyButton("Adjust", key="F7", dense=True)
        # Enter belongs to the list: while the search has the focus it means something else.
        self._edit = KeyButton("Edit", key="Enter", listens=False, dense=True)
        self._archive = KeyButton("Archive", key="F8", dense=True)

        self._lay_out()

        self._pause.timeout.connect(self._read)
        self._receive.clicked.connect(lambda: self.receive_wanted.emit(self._product))
        self._adjust.clicked.connect(lambda: self.adjust_wanted.emit(self._product))
        self._edit.clicked.connect(lambda: self.edit_wanted.emit(self._product))
        self._archive.clicked.connect(self._archive_or_restore)
        desk.session.changed.connect(self._forget)
        self._show_rights(frozenset())
        self.show_product(None)

    @property
    def product(self) -> ProductRow | None:
        """The product that is shown."""
        return self._product

    def show_product(self, product: ProductRow | None) -> None:
        """Show this product, or a newer version of the one that is shown."""
        same = product is not None and self._product is not None and product.id == self._product.id
        if product is not None and self._product is not None and same:
            product = replace(product, cost=self._product.cost)  # the list's rows have none
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
        chart = QVBoxLayout(self._sold)
        chart.setContentsMargins(0, 0, 0, 0)
        chart.setSpacing(2 * theme.GRID)
        chart.addLayout(sold)
        chart.addWidget(self._chart)
        column.addWidget(self._sold)
        column.addWidget(self._lists, 1)
        column.addLayout(self._button_rows())
        self.body.addWidget(self._nothing)
        self.body.addWidget(self._shown)

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

    def _show_rights(self, rights: frozenset[Permission]) -> None:
        """Leave out what this person may not see."""
        for figure in (self._cost, self._margin):
            figure.setVisible(Permission.SEE_COST in rights)
        self._sold.setVisible(Permission.RECEIVE_STOCK in rights)
        self._lists.show_moves(Permission.RECEIVE_STOCK in rights)

    def _forget(self) -> None:
        """Somebody else acts: what the last one might see is read anew for them."""
        if self._product is not None:
            self._product = replace(self._product, cost=None)
        self._lists.forget()
        self._show_rights(frozenset())
        self.refresh()

    def _read(self) -> None:
        product, desk = self._product, self._desk
        if product is None:
            return
        work = partial(load_details, desk.shop, desk.session.clerk, product)
        desk.tasks.office.run(work, self._fill, self._not_read, latest="details")
        self._lists.read_prices(product.id)

    def _fill(self, details: Details) -> None:
        if self._product is None or details.product.id != self._product.id:
            return
        self._rates = details.rates
        self._product = replace(self._product, cost=details.product.cost)
        self._show_rights(details.rights)
        self._show_money(self._product)
        self._head.show_product(self._product, details.sold_per_week)
        self._chart.show_weeks(details.sold_per_week, details.product.unit)
        shown = facts(details, self._money())
        self._lists.show_details(details.product.id, details.rights, shown)

    def _not_read(self, error: Exception) -> None:
        """Gone in this moment: the list tells. Anything else the lists below show in its place."""
        self._chart.show_weeks(None, "piece")

    def _archive_or_restore(self) -> None:
        if self._product is not None:
            wanted = self.restore_wanted if self._product.archived else self.archive_wanted
            wanted.emit(self._product)
