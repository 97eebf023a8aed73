"""The row above the list: search, filters, files in and out, a new product."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from pos_app.ui import theme
from pos_app.ui.products.count_button import CountButton
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.list_search import ListSearch

_MARGIN = 3 * theme.GRID
_GAP = 2 * theme.GRID
_LEAST_SEARCH = 35 * theme.GRID
_NEW, _NEW_SHORT = "New product", "New"
_ROOMY = 840
"""Wide enough for every button in words; narrower, import and export go into a menu."""
_WIDE = 1000
"""Wide enough for them and for the button that tells of unknown codes."""


class Toolbar(QWidget):
    """Only says what the person wants; the tab does it."""

    searched = Signal(str)
    entered = Signal()
    """Enter or Down in the search: on to the rows."""
    low_wanted = Signal(bool)
    filter_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    new_wanted = Signal()
    unknown_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._products = 0
        self._roomy = False
        self.search = ListSearch("Search products", "Ctrl+F")
        self.low = CountButton("Low stock", "warn", "Only what is low or out (Ctrl+L)")
        self.filter = CountButton("Filter", "accent", "Category, stock, archived (Ctrl+Shift+F)")
        self.unknown = CountButton(
            "Unknown codes", "warn", "Codes that were scanned and found nowhere (Ctrl+U)"
        )
        self._import = KeyButton("Import")
        self._export = KeyButton("Export")
        self._more = KeyButton(icon="ellipsis")
        self._new = KeyButton(_NEW, key="Ctrl+N", kind="primary")
        self._menu = QMenu(self)
        self._into = QAction("Import products…", self)
        self._out = QAction("Export products…", self)
        self._codes = QAction("Unknown codes…", self)
        self._low_key = QShortcut(QKeySequence("Ctrl+L"), self)
        self._filter_key = QShortcut(QKeySequence("Ctrl+Shift+F"), self)
        self.low.setCheckable(True)
        self._import.setToolTip("Import products from a CSV file (Ctrl+I)")
        self._export.setToolTip("Export all products to a CSV file (Ctrl+E)")
        self._more.setToolTip("Import, export, unknown codes")
        self._more.setAccessibleName("More")
        self._into.setShortcut(QKeySequence("Ctrl+I"))
        self._out.setShortcut(QKeySequence("Ctrl+E"))
        self._codes.setShortcut(QKeySequence("Ctrl+U"))

        row = QHBoxLayout(self)
        row.setContentsMargins(*[_MARGIN] * 4)
        row.setSpacing(_GAP)
        row.addWidget(self.search, 1)
        shown = (self.low, self.filter, self.unknown, self._import, self._export)
        for button in (*shown, self._more, self._new):
            row.addWidget(button)
        for action in (self._into, self._out, self._codes):
            self._menu.addAction(action)
            self.addAction(action)

        self.search.searched.connect(self.searched)
        self.search.submitted.connect(lambda _text: self.entered.emit())
        self.search.left.connect(self.entered)
        self.low.clicked.connect(self.low_wanted)
        self.filter.clicked.connect(self.filter_wanted)
        self._import.clicked.connect(self._into.trigger)
        self._export.clicked.connect(self._out.trigger)
        self._more.clicked.connect(self._open_menu)
        self._into.triggered.connect(self.import_wanted)
        self._out.triggered.connect(self.export_wanted)
        self._new.clicked.connect(self.new_wanted)
        self.unknown.clicked.connect(self._codes.trigger)
        self._codes.triggered.connect(self.unknown_wanted)
        self._low_key.activated.connect(self.low.click)
        self._filter_key.activated.connect(self.filter.click)

    def show_counts(self, products: int, low: int, unknown: int) -> None:
        """How many products there are, how many of them are low or out, and how many codes were
        scanned that belong to none."""
        self._products = products
        self.low.set_count(low or None)
        self.unknown.set_count(unknown or None)
        self._codes.setText(f"Unknown codes ({unknown:,})…" if unknown else "Unknown codes…")
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """The narrow form's: the wide one must not keep the window from getting small."""
        buttons = (self.low, self.filter, self._more, self._new)
        width = _LEAST_SEARCH + sum(button.sizeHint().width() + _GAP for button in buttons)
        shown, short = self._new.text(), _NEW_SHORT
        width -= self._new.fontMetrics().horizontalAdvance(shown.removeprefix(short))
        return QSize(width + 2 * _MARGIN, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the search: what is rarely needed goes into the menu."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        unknown = self.unknown.count is not None
        roomy = self._roomy = self.width() >= (_WIDE if unknown else _ROOMY)
        needed = self.minimumSizeHint().width() + self.unknown.sizeHint().width() + _GAP
        self.unknown.setVisible(unknown and self.width() >= needed)
        self._import.setVisible(roomy)
        self._export.setVisible(roomy)
        self._more.setVisible(not roomy)
        self._say_placeholder()
        self._new.setText(_NEW if roomy else _NEW_SHORT)
        self._new.setAccessibleName(_NEW)

    def _say_placeholder(self) -> None:
        words = f"{self._products:,} product{'' if self._products == 1 else 's'}"
        short = not self._roomy or not self._products
        self.search.setPlaceholderText("Search" if short else f"Search {words}")

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))
