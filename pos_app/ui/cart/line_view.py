"""The list of cart lines, with the stepper and buttons that lie over the selected one."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedCart
from pos_app.ui import theme
from pos_app.ui.cart.line_editor import LineEditor
from pos_app.ui.cart.line_paint import EDITOR_HEIGHT, SIDE, LineDelegate
from pos_app.ui.cart.lines import LinesModel
from pos_app.ui.cart.overlay_bar import OverlayBar
from pos_app.ui.cart.sale import Sale


class LineView(QListView):
    """The cart's lines; the sale's selected line is this list's current one, both ways."""

    note_asked = Signal()
    discount_asked = Signal()
    price_asked = Signal()
    editing_finished = Signal()

    def __init__(self, sale: Sale, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sale = sale
        self._following = False
        self._followed: tuple[Cart | None, PricedCart | None, int] = (None, None, -1)
        self._model = LinesModel(sale, money, self)
        self.editor = LineEditor(sale, (money.prefix or money.suffix).strip(), self.viewport())
        self._bar = OverlayBar(self)
        self.setModel(self._model)
        self._delegate = LineDelegate(self._model, money, sale, self)
        self.setItemDelegate(self._delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Lines in the cart")
        self.editor.hide()

        sale.changed.connect(self._follow)
        sale.selection_changed.connect(self._follow)
        sale.explained.connect(self._explain)
        self.selectionModel().currentChanged.connect(self._select)
        self.editor.note_asked.connect(self.note_asked)
        self.editor.discount_asked.connect(self.discount_asked)
        self.editor.price_asked.connect(self.price_asked)
        self.editor.finished.connect(self.editing_finished)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the arrows are the list's; every other key goes on to the tab."""
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.key() in arrows:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def updateGeometries(self) -> None:
        """The editor follows its line when the list is laid out."""
        super().updateGeometries()
        self._place_editor()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The editor follows its line when the list scrolls."""
        super().scrollContentsBy(dx, dy)
        self._place_editor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The editor is as wide as the list."""
        if self._delegate.width != self.viewport().width():
            self._delegate.width = self.viewport().width()
            self.scheduleDelayedItemsLayout()  # words may need another row now
        super().resizeEvent(event)
        self._bar.place(self.width(), 0, self.height())
        if self.currentIndex().isValid():  # the foot has grown: what is worked on stays in sight
            self.scrollTo(self.currentIndex())
        self._place_editor()

    def _select(self, current: QModelIndex) -> None:
        if not self._following and current.isValid():
            self._sale.select(current.row())

    def _follow(self) -> None:
        """Show the sale's selected line, open, and in sight."""
        sale, before = self._sale, self._followed
        if sale.cart is before[0] and sale.priced is before[1] and sale.selected == before[2]:
            return  # a change of cart and selection comes twice
        self._followed = sale.cart, sale.priced, sale.selected
        self._following = True  # Qt moves the current row when rows go: not the clerk's choice
        self._model.follow()
        index = self._model.index(self._sale.selected)
        self.setCurrentIndex(index)
        self._following = False
        if index.isValid():
            self.editor.show_line()
        self.doItemsLayout()
        if index.isValid():
            self.scrollTo(index)
        self._place_editor()

    def _explain(self) -> None:
        """More stands below the names: the lines may need other heights."""
        self._model.follow()
        self.doItemsLayout()
        self._place_editor()

    def _place_editor(self) -> None:
        if not hasattr(self, "editor"):  # Qt lays out once from within the base class
            return
        index = self._model.index(self._sale.selected)
        self.editor.setVisible(index.isValid())
        if index.isValid():
            rect = self.visualRect(index)
            top = rect.bottom() - EDITOR_HEIGHT + 2 * theme.GRID
            self.editor.setGeometry(SIDE, top, rect.width() - 2 * SIDE, theme.CONTROL)
