"""The addresses of one customer in the panel: two lines each, with what can be done to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.rows import AddressRow, ShopInfo
from pos_app.ui import theme
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.two_lines import TwoLines

_ENTRY = 13 * theme.GRID
_IN_SIGHT = 2.6
"""So many addresses are seen at once; the half one says that more follow."""


class _Entry(QWidget):
    """One address; its menu edits or removes it."""

    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, address: AddressRow, shop: ShopInfo, *, only: bool) -> None:
        super().__init__()
        self._address = address
        street, place = wording.address_lines(address, shop)
        phone = wording.phone(address.phone, shop.country)
        words = [part for part in (street, " · ".join(p for p in (place, phone) if p)) if part]
        first = TwoLines(theme.BODY, theme.REGULAR, lines=1)
        second = TwoLines(theme.SMALL, theme.REGULAR, tone="muted", lines=1)
        first.set_text(words[0] if words else "No street known")
        second.set_text(words[1] if len(words) > 1 else "")
        self._more = KeyButton(icon="ellipsis", kind="ghost", dense=True)
        self._menu = QMenu(self)
        edit = QAction("Edit address…", self)
        remove = QAction("Remove", self)
        if only:
            remove.setText("Remove (a customer keeps the last address)")
            remove.setEnabled(False)
        self._menu.addActions([edit, remove])
        self._more.setAccessibleName(f"Edit or remove {street or place or phone}")
        self._more.setToolTip("Edit or remove")
        self.setFixedHeight(_ENTRY)

        column = QVBoxLayout()
        column.setSpacing(1)
        column.addStretch(1)
        column.addWidget(first)
        column.addWidget(second)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(column, 1)
        row.addWidget(self._more)
        row.addSpacing(-3 * theme.GRID)

        self._more.clicked.connect(self._open_menu)
        edit.triggered.connect(lambda: self.edit_wanted.emit(self._address))
        remove.triggered.connect(lambda: self.remove_wanted.emit(self._address))

    def _open_menu(self) -> None:
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


class AddressList(QScrollArea):
    """Grows with its addresses up to _IN_SIGHT of them, then scrolls."""

    edit_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Addresses")
        self._nothing = TwoLines(theme.SMALL, theme.REGULAR, tone="muted", lines=2)
        self.show_addresses((), None)

    def show_addresses(self, addresses: Sequence[AddressRow], shop: ShopInfo | None) -> None:
        """Show these; none means that the shop's own address stands in for them."""
        if self._shown == (addresses, shop):
            return
        self._shown = (addresses, shop)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for address in addresses if shop else ():
            assert shop is not None
            entry = _Entry(address, shop, only=len(addresses) == 1)
            entry.edit_wanted.connect(self.edit_wanted)
            entry.remove_wanted.connect(self.remove_wanted)
            column.addWidget(entry)
            column.addWidget(separator())
        if not addresses:
            nothing = TwoLines(theme.SMALL, theme.REGULAR, tone="muted")
            nothing.set_text("None known: the shop's own stands in for it.")
            column.addWidget(nothing)
        column.addStretch(1)
        self.setWidget(inner)
        count = len(addresses)
        height = (_ENTRY + 1) * min(count, _IN_SIGHT) if count else 6 * theme.GRID
        self.setFixedHeight(round(height))
