"""The list of cart lines, with the stepper and buttons that lie over the selected one."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadAmount, BadQuantity
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages, theme
from pos_app.ui.cart.lines import EDITOR_HEIGHT, SIDE, LineDelegate, LinesModel
from pos_app.ui.cart.overlay_bar import OverlayBar
from pos_app.ui.cart.sale import Sale
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.quantity_edit import QuantityEdit

SHORTEST_CODE = 8
"""From this many digits on it is a barcode (EAN-8 is the shortest) and no quantity."""


class LineEditor(QWidget):
    """Less, quantity, more, note and remove for the selected line."""

    note_asked = Signal()
    scanned = Signal(str)
    """A code was scanned while the quantity had the focus."""
    finished = Signal()
    """The quantity was typed, or Esc was pressed: the focus may go home."""

    def __init__(self, sale: Sale, parent: QWidget) -> None:
        super().__init__(parent)
        self._sale = sale
        self._less = KeyButton("\N{MINUS SIGN}", parent=self)
        self._quantity = QuantityEdit(parent=self)
        self._more = KeyButton("+", parent=self)
        self._note = KeyButton("Note", key="F3", parent=self)
        self._remove = KeyButton("Remove", key="Del", kind="danger", parent=self)
        self._less.setAccessibleName("One less")
        self._more.setAccessibleName("One more")
        self._quantity.setAccessibleName("Quantity")
        self._quantity.setAccessibleDescription("*")
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._quantity.setFixedWidth(theme.CONTROL + 2 * theme.GRID)
        self._quantity.setProperty("stepper", True)
        for button in (self._less, self._more):
            button.setFixedWidth(theme.CONTROL)
            button.setAutoRepeat(True)
            button.setProperty("figure", True)
        for button in (self._note, self._remove):
            button.setProperty("snug", True)
        for widget in (self._less, self._more, self._note, self._remove):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self._less)
        row.addWidget(self._quantity)
        row.addWidget(self._more)
        row.addWidget(self._note)
        row.addStretch(1)
        row.addWidget(self._remove)

        self._less.clicked.connect(lambda: self.step(-1))
        self._more.clicked.connect(lambda: self.step(1))
        self._note.clicked.connect(self.note_asked)
        self._remove.clicked.connect(sale.remove)
        self._quantity.editingFinished.connect(self._take)
        self._quantity.returnPressed.connect(self.finished)

    def step(self, by: int) -> None:
        """One more or one less of the selected line; what can't be is said."""
        try:
            self._sale.step(by)
        except (BadQuantity, BadAmount) as refusal:
            messages.show(refusal)

    def show_line(self) -> None:
        """Show the selected line's figures."""
        line = self._sale.cart.lines[self._sale.selected]
        self._quantity.set_unit(line.unit)
        self._quantity.set_quantity(line.quantity)

    def type_quantity(self) -> None:
        """Let the clerk type the quantity."""
        if self._sale.selected >= 0:
            self._quantity.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._quantity.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the quantity as it was."""
        if event.key() == Qt.Key.Key_Escape and self._quantity.hasFocus():
            self.show_line()
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if self._sale.selected < 0 or not self._quantity.isModified():
            return
        self._quantity.setModified(False)
        typed = self._quantity.text().strip()
        if len(typed) >= SHORTEST_CODE and typed.isdigit():
            self.show_line()
            self.scanned.emit(typed)
            return
        try:
            quantity = self._quantity.quantity()
            if quantity is not None:
                self._sale.set_quantity(quantity)
        except (BadQuantity, BadAmount) as refusal:
            messages.show(refusal)
        if self._sale.selected >= 0:
            self.show_line()


class LineView(QListView):
    """The cart's lines; the sale's selected line is this list's current one, both ways."""

    note_asked = Signal()
    editing_finished = Signal()

    def __init__(self, sale: Sale, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sale = sale
        self._following = False
        self._followed: tuple[Cart | None, int] = (None, -1)
        self._model = LinesModel(sale, money, self)
        self.editor = LineEditor(sale, self.viewport())
        self._bar = OverlayBar(self)
        self.setModel(self._model)
        self.setItemDelegate(LineDelegate(self._model, money, sale, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Lines in the cart")
        self.editor.hide()

        sale.changed.connect(self._follow)
        sale.selection_changed.connect(self._follow)
        self.selectionModel().currentChanged.connect(self._select)
        self.editor.note_asked.connect(self.note_asked)
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
        super().resizeEvent(event)
        self._bar.place(self.width(), 0, self.height())
        self._place_editor()

    def _select(self, current: QModelIndex) -> None:
        if not self._following and current.isValid():
            self._sale.select(current.row())

    def _follow(self) -> None:
        """Show the sale's selected line, open, and in sight."""
        now = (self._sale.cart, self._sale.selected)
        if (
            now[0] is self._followed[0] and now[1] == self._followed[1]
        ):  # a change of both comes twice
            return
        self._followed = now
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

    def _place_editor(self) -> None:
        if not hasattr(self, "editor"):  # Qt lays out once from within the base class
            return
        index = self._model.index(self._sale.selected)
        self.editor.setVisible(index.isValid())
        if index.isValid():
            rect = self.visualRect(index)
            top = rect.bottom() - EDITOR_HEIGHT + 2 * theme.GRID
            self.editor.setGeometry(SIDE, top, rect.width() - 2 * SIDE, theme.CONTROL)
