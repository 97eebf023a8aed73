"""The Products tab: search, filters and the list on the left, one product on the right."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.rows import ProductRow
from pos_app.ui.desk import Desk
from pos_app.ui.products.actions import ProductActions
from pos_app.ui.products.columns import product_columns
from pos_app.ui.products.filter_chips import FilterChips
from pos_app.ui.products.filter_sheet import FilterSheet
from pos_app.ui.products.panel import ProductPanel
from pos_app.ui.products.question import BEST_MATCH, BY_NAME, Question, load_page
from pos_app.ui.products.toolbar import Toolbar
from pos_app.ui.widgets.list_and_panel import ListAndPanel
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable

GATHER_MS = 150
"""Changes that come so close together are answered by one look at the shop."""

_MOST_CODES = 1000
"""Unknown codes are counted up to here."""

_FEW = 50
"""So many changed products are read one by one; more of them, and the list is read again."""


class ProductsTab(QWidget):
    """What a manager sees of the catalogue. All reading and changing goes through the lanes."""

    unknown_wanted = Signal()
    """The list of codes that were scanned and found nowhere is to be shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._question = Question()
        self._changed: set[int] = set()
        self._everything_changed = False
        self._codes_changed = False
        self._wanted: ProductRow | None = None
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._toolbar = Toolbar()
        self._chips = FilterChips()
        self._model: PagedModel[ProductRow] = PagedModel(
            product_columns(lambda: desk.shop.money),
            partial(load_page, desk.shop, self._question),
            desk.tasks.office,
            sort=BY_NAME,
        )
        self._table = PagedTable(self._model, name="Products")
        self._panel = ProductPanel(desk)
        self._actions = ProductActions(desk, self)

        self._lay_out()
        self._say_when_empty()

        changes = desk.tasks.changes
        changes.products.connect(self._note_products)
        changes.stock.connect(self._note_stock)
        changes.settings.connect(self._show_settings)
        changes.prices.connect(self._panel.refresh)
        changes.codes.connect(self._note_codes)
        self._gather.timeout.connect(self._catch_up)
        self._model.filled.connect(self._choose_wanted)
        self._table.row_changed.connect(self._panel.show_product)
        self._table.row_activated.connect(self._actions.edit)
        self._table.empty_acted.connect(self._act_on_empty)
        self._toolbar.searched.connect(self._search)
        self._toolbar.entered.connect(self._enter_rows)
        self._toolbar.low_wanted.connect(self._filter_low)
        self._toolbar.filter_wanted.connect(self._open_filter)
        self._toolbar.import_wanted.connect(self._actions.import_file)
        self._toolbar.export_wanted.connect(self._actions.export_file)
        self._toolbar.new_wanted.connect(self._actions.new)
        self._toolbar.unknown_wanted.connect(self.unknown_wanted)
        self._chips.dropped.connect(self._drop_filter)
        self._panel.receive_wanted.connect(self._actions.receive)
        self._panel.adjust_wanted.connect(self._actions.adjust)
        self._panel.edit_wanted.connect(self._actions.edit)
        self._panel.archive_wanted.connect(self._actions.archive)
        self._panel.restore_wanted.connect(self._actions.restore)
        self._actions.added.connect(self._want)
        # In the search field Ctrl+Z would only undo what was typed there.
        self._actions.archived.connect(self._table.setFocus)

    def _lay_out(self) -> None:
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._toolbar)
        column.addWidget(self._chips)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndPanel(above, self._table, self._panel))

    # --- what the window asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """Read everything anew; the window asks for it when the tab is shown first."""
        self._ask(self._question)
        self._count()

    @property
    def table(self) -> PagedTable:
        """The list of products."""
        return self._table

    def focus_start(self) -> None:
        """Put the focus where typing starts."""
        self._toolbar.search.start()

    # --- questions ---------------------------------------------------------------------------

    def _ask(
        self, question: Question, sort: str | None = None, descending: bool | None = None
    ) -> None:
        if sort is None and bool(question.text) != bool(self._question.text):
            sort, descending = (BEST_MATCH if question.text else BY_NAME), False
        self._question = question
        self._toolbar.low.setChecked(question.level == "low")
        self._toolbar.filter.set_count(question.filters or None)
        self._chips.show_question(question)
        self._say_when_empty()
        load = partial(load_page, self._desk.shop, question)
        self._model.ask(load, sort=sort, descending=descending)

    def _search(self, text: str) -> None:
        self._ask(replace(self._question, text=text.strip()))

    def _filter_low(self, low: bool) -> None:
        self._ask(replace(self._question, level="low" if low else None))

    def _drop_filter(self, name: str) -> None:
        self._ask(self._question.without(name))

    def _open_filter(self) -> None:
        order = (self._model.sort_key, self._model.descending)
        sheet = FilterSheet(self, self._question, order, self._ask)
        sheet.open()
        self._desk.tasks.office.run(self._desk.shop.catalog.categories, sheet.offer)

    def _enter_rows(self) -> None:
        if self._model.rowCount():
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_when_empty(self) -> None:
        self._table.set_empty(*_empty_words(self._question))

    def _act_on_empty(self) -> None:
        if self._question.narrowed:
            self._toolbar.search.set_quietly("")
            self._ask(Question())
        else:
            self._actions.new()

    # --- what others have changed ------------------------------------------------------------

    def _note_products(self, ids: tuple[int, ...]) -> None:
        new = any(not self._model.knows(product_id) for product_id in ids)
        self._note(ids, everything=not ids or new)

    def _note_stock(self, ids: tuple[int, ...]) -> None:
        self._note(ids, everything=not ids)

    def _note_codes(self) -> None:
        self._codes_changed = True
        self._note((), everything=False)

    def _show_settings(self) -> None:
        """Taxes, the time zone or the form of amounts may be others now."""
        self._table.viewport().update()
        self._panel.show_product(self._panel.product)

    def _note(self, ids: tuple[int, ...], *, everything: bool) -> None:
        self._changed.update(ids)
        self._everything_changed = self._everything_changed or everything
        if self.isVisible() and not self._gather.isActive():
            self._gather.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed while another tab was in front."""
        super().showEvent(event)
        if self._changed or self._everything_changed or self._codes_changed:
            self._gather.start()

    def _catch_up(self) -> None:
        changed, everything = self._changed, self._everything_changed
        self._changed, self._everything_changed, self._codes_changed = set(), False, False
        self._count()
        chosen = self._panel.product
        if chosen is not None and (everything or chosen.id in changed):
            self._panel.refresh()
        if everything or len(changed) > _FEW:
            self._table.refresh()
            return
        shown = [product_id for product_id in changed if self._model.knows(product_id)]
        if shown:
            get = self._desk.shop.catalog.get
            self._desk.tasks.office.run(
                lambda: [get(product_id) for product_id in shown],
                self._take_newer,
                lambda _error: self._table.refresh(),
                owner=self,
            )

    def _take_newer(self, rows: list[ProductRow]) -> None:
        self._model.replace(rows)
        if any(row.archived != self._question.archived for row in rows):
            self._table.refresh()

    def _count(self) -> None:
        catalog, codes = self._desk.shop.catalog, self._desk.shop.codes
        self._desk.tasks.office.run(
            lambda: (
                catalog.count(),
                catalog.low_stock_count(),
                len(codes.unknown_codes(limit=_MOST_CODES)),
            ),
            lambda counts: self._toolbar.show_counts(*counts),
            _leave_it,  # the list says what is wrong with the shop
            latest="counts",
            owner=self,
        )

    def _want(self, product: ProductRow) -> None:
        """Look for this new product in the list, to choose it."""
        self._wanted = product
        self._table.refresh(until=product.id)

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not self._table.choose(wanted.id):
            self._panel.show_product(wanted)  # the filters keep it out of the list


def _leave_it(error: Exception) -> None:
    """Nothing to say: another view tells the person already."""


def _empty_words(question: Question) -> tuple[str, str, str, str]:
    """Icon, title, hint and action for a list without rows."""
    if question.text:
        hint = "Look for fewer words or another spelling"
        hint += ", or take the filters away." if question.filters or question.level else "."
        return "search", f"Nothing found for “{question.text}”", hint, "Show all products"
    if question.archived:
        return "archive", "Nothing archived", "Archived products wait here.", "Show all products"
    if question.level is not None:
        title = "Nothing is low" if question.level == "low" else "Nothing is out of stock"
        title += f" in {question.category.name}" if question.category else ""
        return "circle-check", title, "Every shelf is filled as it should be.", "Show all products"
    if question.category is not None:
        title = f"Nothing in {question.category.name}"
        return "package", title, "No product stands in this category.", "Show all products"
    hint = "Add the first one, or import a list from a CSV file."
    return "package", "No products yet", hint, "New product"
