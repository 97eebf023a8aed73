"""How much of what comes back is damaged: all of it, or a part that is typed."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from pos_app.domain.errors import BadQuantity
from pos_app.domain.quantity import format_quantity
from pos_app.ui import theme
from pos_app.ui.widgets.quantity_edit import QuantityEdit

_NOTHING = Decimal(0)


class DamagedPart(QWidget):
    """A tick, and beside it a field for a part where more than one comes back. Empty means all.

    left(step) comes where an arrow leads to another line, finished() where D takes the tick away.
    """

    changed = Signal()
    left = Signal(int)
    finished = Signal()

    def __init__(self, name: str, unit: str) -> None:
        super().__init__()
        self._unit = unit
        self._coming = _NOTHING
        self.tick = QCheckBox("Damaged")
        self.field = QuantityEdit(unit, field="damaged")
        self.tick.setAccessibleName(f"{name} is damaged")
        self.tick.setToolTip("It is not put back on the shelf (D)")
        self.tick.setMinimumHeight(theme.CONTROL)
        self.field.setProperty("stepper", True)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFixedWidth(theme.CONTROL + 2 * theme.GRID)
        self.field.setAccessibleName(f"How much of {name} is damaged")
        keeps = self.field.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the columns stay where they are
        self.field.setSizePolicy(keeps)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self.tick)
        row.addWidget(self.field)
        self.field.hide()

        self.field.installEventFilter(self)
        self.tick.toggled.connect(self._follow)
        self.field.textChanged.connect(self.changed)

    def show_coming(self, coming: Decimal) -> None:
        """So much comes back in all."""
        self._coming = coming
        self.setEnabled(coming > 0)
        self._place_field()

    def damaged(self) -> Decimal:
        """How much of it is damaged. Raises BadQuantity."""
        if not self.tick.isChecked():
            return _NOTHING
        typed = None if self.field.isHidden() else self.field.quantity()
        if typed is None:
            return self._coming
        if typed > self._coming:
            raise BadQuantity("damaged", self.field.text(), "too_large")
        return typed

    def press(self) -> None:
        """D: all is damaged, with the part ready to be typed; once more, nothing is."""
        if not self.isEnabled():
            return
        self.tick.setChecked(not self.tick.isChecked())
        if not self.field.isHidden():
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows lead on from the part, D takes the tick away."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.text().lower() == "d":
            self.tick.setChecked(False)
            self.finished.emit()
            return True
        return False

    def _follow(self) -> None:
        self.field.clear()
        self._place_field()
        self.changed.emit()

    def _place_field(self) -> None:
        divisible = self._coming > 1 or (self._unit != "piece" and self._coming > 0)
        self.field.setVisible(self.tick.isChecked() and divisible)
        self.field.setPlaceholderText(format_quantity(self._coming))
