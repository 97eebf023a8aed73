"""The board of product tiles under the scan field: a chip per category, a tile per product."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import CategoryRow, ProductRow
from pos_app.ui import theme
from pos_app.ui.cart.category_chips import CategoryChips
from pos_app.ui.cart.tiles import GAP, PRODUCT, TILE_HEIGHT, ProductListModel, TileDelegate
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.finger import Finger
from pos_app.ui.widgets.overlay_bar import OverlayBar
from pos_app.ui.widgets.states import EmptyState, ErrorState

FAVOURITES = 0
"""Stands for the best sellers where a category's id stands otherwise (ids begin with 1)."""

_TILE_WIDTH = 172
"""The least width of a tile in pixels; what is over is shared among them."""
SPARE = theme.GRID
"""Width that stays free: the list breaks a row that ends exactly at its edge."""
_TILES = 60
_REFRESH_MS = 400


class TileView(QListView):
    """The tiles themselves, in as many columns as fit; `picked` on a click, a touch or Enter.

    It is as much wider than what it shows as the gap between tiles, so that the last column ends
    where the field above it ends.
    """

    picked = Signal(ProductRow)
    held = Signal(ProductRow)
    """A finger rests on a tile: what is it, and what does it cost?"""

    def __init__(self, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._products = ProductListModel(money, self)
        self._tiles = TileDelegate(money, self)
        self._bar = OverlayBar(self, parent)
        self.setModel(self._products)
        self.setItemDelegate(self._tiles)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setProperty("kind", "tiles")
        self.setAccessibleName("Products to touch")
        self._finger = Finger(self)

        self.clicked.connect(self._tap)
        self._finger.held.connect(self._hold)

    def show_products(self, products: Sequence[ProductRow]) -> None:
        """Show a tile for each of these."""
        self._products.show(products)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The tile under the finger shows that it is pressed."""
        self._tiles.pressed = self.indexAt(event.position().toPoint()).row()
        super().mousePressEvent(event)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """And that it is let go."""
        self._tiles.pressed = -1
        super().mouseReleaseEvent(event)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick touches are two pieces."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds; arrows move; anything else is for the scan field."""
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self.currentIndex())
        elif event.key() in arrows:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit, equally wide."""
        width = self.viewport().width() - SPARE
        columns = max(1, width // (_TILE_WIDTH + GAP))
        size = QSize(width // columns, TILE_HEIGHT + GAP)
        if size != self.gridSize():
            self._tiles.tile = size
            self.setGridSize(size)
        super().resizeEvent(event)
        place = self.geometry()
        self._bar.place(place.right(), place.top(), place.height())

    def _tap(self, index: QModelIndex) -> None:
        if not self._finger.took:
            self._pick(index)

    def _hold(self, place: QPoint) -> None:
        self._tiles.pressed = -1
        self.viewport().update()
        product = self.indexAt(place).data(PRODUCT)
        if isinstance(product, ProductRow):
            self.held.emit(product)

    def _pick(self, index: QModelIndex) -> None:
        product = index.data(PRODUCT)
        if isinstance(product, ProductRow):
            self.picked.emit(product)


class TileBoard(QWidget):
    """Chips and tiles, read on the office lane and again when products or stock change."""

    picked = Signal(ProductRow)
    held = Signal(ProductRow)

    def __init__(self, desk: Desk, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chips = CategoryChips()
        self._pages = QStackedWidget()
        self._page = QWidget()
        self._tiles = TileView(money, self._page)
        self._empty = EmptyState("package", "", "")
        self._error = ErrorState(
            "The products could not be read", "The cart and the scan field go on working."
        )
        self._pause = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._again = QTimer(self, singleShot=True, interval=_REFRESH_MS)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._chips)
        column.addWidget(self._pages, 1)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._tiles)
        for widget in (self._page, self._empty, self._error):
            self._pages.addWidget(widget)

        self._chips.chosen.connect(lambda _: self._read_tiles())
        self._tiles.picked.connect(self.picked)
        self._tiles.held.connect(self.held)
        self._error.acted.connect(self.refresh)
        self._pause.timeout.connect(self._read_tiles)
        self._again.timeout.connect(self.refresh)
        desk.tasks.changes.products.connect(self._again.start)
        desk.tasks.changes.stock.connect(self._pause.start)

    def refresh(self) -> None:
        """Read categories and tiles again."""
        self._desk.tasks.office.run(
            self._desk.shop.catalog.categories,
            self._show_categories,
            self._failed,
            latest="categories",
            owner=self,
        )
        self._read_tiles()

    def step_category(self, by: int) -> None:
        """Show the category so many chips on."""
        self._chips.step(by)

    def _read_tiles(self) -> None:
        catalog, category = self._desk.shop.catalog, self._chips.current

        def read() -> tuple[ProductRow, ...]:
            if category == FAVOURITES:
                return catalog.favourites(limit=_TILES)
            return catalog.tiles(category, limit=_TILES)

        self._desk.tasks.office.run(
            read, self._show_tiles, self._failed, latest="tiles", owner=self
        )

    def _show_categories(self, categories: tuple[CategoryRow, ...]) -> None:
        self._chips.show_choices([(FAVOURITES, "Favourites"), *top_level(categories)])

    def _show_tiles(self, products: tuple[ProductRow, ...]) -> None:
        self._tiles.show_products(products)
        if products:
            self._pages.setCurrentWidget(self._page)
            return
        if self._chips.current == FAVOURITES:
            self._empty.say(
                "No products yet",
                "Add the first one in Products (Ctrl+2), or import a list there.",
            )
        else:
            self._empty.say("Nothing in this category", "Page Up and Page Down show the others.")
        self._pages.setCurrentWidget(self._empty)

    def _failed(self, error: Exception) -> None:
        self._pages.setCurrentWidget(self._error)


def top_level(categories: Sequence[CategoryRow]) -> list[tuple[int, str]]:
    """The top categories that hold products anywhere below them, the fullest first."""
    held: dict[str, int] = {}
    for category in categories:
        top = category.path.split(" > ", 1)[0]
        held[top] = held.get(top, 0) + category.products
    tops = [c for c in categories if c.depth == 0 and held.get(c.path, 0) > 0]
    tops.sort(key=lambda c: (-held[c.path], c.name))
    return [(c.id, c.name) for c in tops]
