"""What a bundle is made of: one line for each part, with how much of it is in one bundle."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import BadQuantity
from pos_app.domain.rows import BundlePartRow, ProductRow, ScanHit
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.quantity_edit import QuantityEdit
from pos_app.ui.widgets.two_lines import TwoLines

_QUANTITY_WIDTH = 24 * theme.GRID


class _Part(QWidget):
    """One product, its quantity and a button that takes it out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, part: BundlePartRow) -> None:
        super().__init__()
        self.product_id = part.product_id
        self.quantity = QuantityEdit(part.unit, field="parts")
        name = TwoLines(theme.BODY, theme.REGULAR, lines=1)
        times = QLabel("×" if part.unit == "piece" else part.unit)
        remove = KeyButton(icon="x", kind="ghost", dense=True)
        name.set_text(f"{part.name} · {part.sku}")
        self.quantity.set_quantity(part.quantity)
        self.quantity.setProperty("dense", True)
        self.quantity.setFixedWidth(_QUANTITY_WIDTH)
        self.quantity.setAccessibleName(f"How much of {part.name} is in one")
        times.setProperty("kind", "muted")
        remove.setFixedWidth(theme.DENSE)
        remove.setAccessibleName(f"Take {part.name} out")
        remove.setToolTip("Take this part out")

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(name, 1)
        row.addWidget(times)
        row.addWidget(self.quantity)
        row.addWidget(remove)

        self.quantity.textChanged.connect(self.changed)
        remove.clicked.connect(self.removed)


class PartsEdit(QWidget):
    """The parts under each other, and a field that takes the next one by scan, code or SKU."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parts: list[_Part] = []
        self.code = QLineEdit()
        self.choose = KeyButton("Choose a product", icon="package", kind="link")
        self._refusal = QLabel()
        self.code.setPlaceholderText("Scan or type the code of a part")
        self.code.setAccessibleName("Code of a part")
        self.code.setMaxLength(64)
        self.code.setProperty("dense", True)
        self.code.setProperty(WANTS_SCANS, True)
        self._refusal.setProperty("kind", "fault")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self.setFocusProxy(self.code)

        find = QHBoxLayout()
        find.setSpacing(2 * theme.GRID)
        find.addWidget(self.code, 1)
        find.addWidget(self.choose)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(self._lines)
        column.addLayout(find)
        column.addWidget(self._refusal)

        self.code.installEventFilter(self)
        self.code.textEdited.connect(self._refusal.hide)
        self.choose.clicked.connect(self._choose)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter behind a code looks it up; in the empty field it goes on as everywhere."""
        enter = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if not enter or not self.code.text().strip():
            return super().eventFilter(watched, event)
        self._look_up(self.code.text().strip())
        return True

    def set_parts(self, parts: Sequence[BundlePartRow]) -> None:
        """Show these."""
        for line in tuple(self._parts):
            self._drop(line)
        for part in parts:
            self._add(part)

    def parts(self) -> tuple[tuple[int, Decimal], ...]:
        """Each part with its quantity; raises BadQuantity."""
        found = []
        for line in self._parts:
            quantity = line.quantity.quantity()
            if quantity is None or quantity <= 0:
                raise BadQuantity("parts", line.quantity.text(), "zero")
            found.append((line.product_id, quantity))
        return tuple(found)

    def raw(self) -> tuple[tuple[int, str], ...]:
        """What stands in the lines, to tell whether something was changed."""
        return tuple((line.product_id, line.quantity.text().strip()) for line in self._parts)

    def take(self, product: ProductRow) -> None:
        """One more of a product: on its line where it is a part already."""
        for line in self._parts:
            if line.product_id == product.id:
                line.quantity.set_quantity(_one_more(line.quantity))
                return
        self._add(
            BundlePartRow(
                product_id=product.id,
                sku=product.sku,
                name=product.name,
                quantity=Decimal(1),
                unit=product.unit,
                on_hand=product.on_hand,
            )
        )
        self.changed.emit()

    # --- finding -----------------------------------------------------------------------------

    def _look_up(self, code: str) -> None:
        self.code.clear()
        self._desk.tasks.counter.run(
            lambda: self._desk.shop.catalog.scan(code), self._take_hit, self._refuse, owner=self
        )

    def _take_hit(self, hit: ScanHit) -> None:
        self._refusal.hide()
        self.take(hit.product)

    def _refuse(self, error: Exception) -> None:
        self._refusal.setText(messages.words(error).title)
        self._refusal.show()
        self.changed.emit()

    def _choose(self) -> None:
        picker = ProductPicker(self._desk, self, "Add a part")
        picker.chosen.connect(self.take)
        picker.open()

    # --- lines -------------------------------------------------------------------------------

    def _add(self, part: BundlePartRow) -> None:
        line = _Part(part)
        self._parts.append(line)
        self._lines.addWidget(line)
        line.changed.connect(self.changed)
        line.removed.connect(lambda: self._remove(line))

    def _remove(self, line: _Part) -> None:
        self._drop(line)
        self.code.setFocus()
        self.changed.emit()

    def _drop(self, line: _Part) -> None:
        self._parts.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()


def _one_more(field: QuantityEdit) -> Decimal:
    try:
        return (field.quantity() or Decimal(0)) + 1
    except BadQuantity:
        return Decimal(1)
