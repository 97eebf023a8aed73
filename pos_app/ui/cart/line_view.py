"""The list of cart lines, with the stepper and buttons that lie over the selected one."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedCart
from pos_app.ui import theme
from pos_app.ui.cart.line_editor import LineEditor
from pos_app.ui.cart.line_menu import LineMenu
from pos_app.ui.cart.line_paint import EDITOR_HEIGHT, SIDE, LineDelegate
from pos_app.ui.cart.lines import LinesModel
from pos_app.ui.cart.sale import Sale
from pos_app.ui.widgets.finger import Finger
from pos_app.ui.widgets.overlay_bar import OverlayBar


class LineView(QListView):
    """The cart's lines; the sale's selected line is this list's current one, both ways.

    A finger that rests on a line opens its menu, as a right click does; one that draws it to the
    left takes it out: swept(name) tells of that.
    """

    swept = Signal(str)
    quantity_asked = Signal()
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
        self._finger = Finger(self)

        sale.changed.connect(self._follow)
        sale.selection_changed.connect(self._follow)
        sale.explained.connect(self._explain)
        self.selectionModel().currentChanged.connect(self._select)
        self.editor.note_asked.connect(self.note_asked)
        self.editor.discount_asked.connect(self.discount_asked)
        self.editor.price_asked.connect(self.price_asked)
        self.editor.quantity_asked.connect(self.quantity_asked)
        self.editor.finished.connect(self.editing_finished)
        self._finger.held.connect(self._open_menu)
        self._finger.swiping.connect(self._draw_aside)
        self._finger.swiped.connect(self._sweep)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the arrows are the list's; every other key goes on to the tab."""
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.key() in arrows:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click, or the menu key on the selected line."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
        self._open_menu(at)

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

    # --- fingers -----------------------------------------------------------------------------

    def _open_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        self._sale.select(index.row())
        entries = (
            ("Quantity …\t*", "pencil", self.quantity_asked.emit),
            ("Price …\tF5", "tag", self.price_asked.emit),
            ("Discount …\tF6", "percent", self.discount_asked.emit),
            ("Note …\tF3", "sticky-note", self.note_asked.emit),
            ("Remove\tDel", "trash-2", self._sale.remove),
        )
        LineMenu(entries, self).popup(self.viewport().mapToGlobal(place))

    def _draw_aside(self, place: QPoint, dx: int) -> None:
        row = self.indexAt(place).row()
        self._delegate.swiped = (row, min(dx, 0))
        self.editor.setVisible(self._sale.selected >= 0 and (row != self._sale.selected or dx >= 0))
        self.viewport().update()

    def _sweep(self, place: QPoint, direction: int) -> None:
        index = self.indexAt(place)
        if direction < 0 and index.isValid():
            name = self._model.line(index.row()).name
            self._sale.select(index.row())
            self._sale.remove()
            self.swept.emit(name)

    # --- following the sale ------------------------------------------------------------------

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
