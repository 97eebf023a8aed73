"""The codes of a product: one line each, with how many of it the code stands for."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import BadQuantity
from pos_app.domain.rows import BarcodeRow
from pos_app.ui import theme
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.quantity_edit import QuantityEdit

_PACK_WIDTH = 24 * theme.GRID


class _Line(QWidget):
    """One code, its pack and a button that takes it away."""

    entered = Signal()
    changed = Signal()
    removed = Signal()

    def __init__(self, code: str, pack: Decimal | None) -> None:
        super().__init__()
        self.code = QLineEdit(code)
        self.pack = QuantityEdit(field="barcodes")
        self._remove = KeyButton(icon="x", kind="ghost", dense=True)
        self.code.setMaxLength(64)
        self.code.setPlaceholderText("Scan or type a code")
        self.code.setAccessibleName("Barcode")
        self.code.setProperty(WANTS_SCANS, True)
        self.pack.setAccessibleName("Pieces that the barcode stands for")
        self.pack.setFixedWidth(_PACK_WIDTH)
        self.pack.set_quantity(pack)
        stays = self._remove.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self._remove.setSizePolicy(stays)
        self._remove.setFixedWidth(theme.DENSE)
        self._remove.setAccessibleName("Take this barcode away")
        self._remove.setToolTip("Take this barcode away")
        for field in (self.code, self.pack):
            field.setProperty("dense", True)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.code, 1)
        row.addWidget(QLabel("×"))
        row.addWidget(self.pack)
        row.addWidget(self._remove)
        # Only now that it has a parent: before, it would flash up as a window and take the focus.
        self._remove.setVisible(bool(code))

        # A scanner ends each code with Enter: the sheet must not take it for its own.
        self.code.installEventFilter(self)
        self.code.textChanged.connect(self._show_pack)
        self.code.textChanged.connect(self.changed)
        self.pack.textChanged.connect(self.changed)
        self._remove.clicked.connect(self.removed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the code goes on to a new line."""
        enter = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if enter:
            self.entered.emit()
        return enter

    def _show_pack(self, text: str) -> None:
        self._remove.setVisible(bool(text))
        if text.strip() and not self.pack.text():
            self.pack.set_quantity(1)


class BarcodeEdit(QWidget):
    """All codes of a product; there is always an empty line to scan the next one into."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GRID)
        self.set_barcodes(())

    def set_barcodes(self, barcodes: Sequence[BarcodeRow]) -> None:
        """Show these."""
        for line in tuple(self._lines):
            self._drop(line)
        for row in barcodes:
            self._add(row.code, row.pack_quantity)
        self._keep_empty_line()

    def barcodes(self) -> tuple[tuple[str, Decimal], ...]:
        """Each code with its pack; raises BadQuantity for a pack that is none."""
        found = []
        for line in self._lines:
            code = line.code.text().strip()
            if code:
                pack = line.pack.quantity()
                if pack is not None and pack <= 0:
                    raise BadQuantity("barcodes", pack, "zero")
                found.append((code, Decimal(1) if pack is None else pack))
        return tuple(found)

    def raw(self) -> tuple[tuple[str, str], ...]:
        """What stands in the lines, to tell whether something was changed."""
        lines = ((line.code.text().strip(), line.pack.text().strip()) for line in self._lines)
        return tuple((code, pack) for code, pack in lines if code)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The focus goes to the first code."""
        self._lines[0].code.setFocus(reason)

    def _add(self, code: str, pack: Decimal | None) -> None:
        line = _Line(code, pack)
        self._lines.append(line)
        self._column.addWidget(line)
        line.entered.connect(self._go_on)
        line.changed.connect(self._keep_empty_line)
        line.changed.connect(self.changed)
        line.removed.connect(lambda: self._remove(line))

    def _remove(self, line: _Line) -> None:
        self._drop(line)
        self._keep_empty_line()
        self._lines[-1].code.setFocus()
        self.changed.emit()

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _keep_empty_line(self) -> None:
        if not self._lines or self._lines[-1].code.text().strip():
            self._add("", None)
            self.updateGeometry()

    def _go_on(self) -> None:
        self._keep_empty_line()
        self._lines[-1].code.setFocus(Qt.FocusReason.TabFocusReason)
