"""The till's scale as the window knows it: the last reading, and whether its goods were sold."""

from decimal import Decimal

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.devices.scale import Reading, Scale, State
from pos_app.domain.errors import DeviceLost
from pos_app.domain.quantity import from_thousandths

WEIGHED = ("kg", "g", "lb", "oz")
"""Units that a scale can weigh in; litres and metres are typed."""


class Plate(QObject):
    """changed() comes with every new reading; lost(DeviceLost or None) when the scale is gone and
    when it is back. by_itself: a weight that lies still is taken without Enter.

    A weight is sold once: after take() the goods must be off the plate, or weigh something else,
    before the next is told.
    """

    changed = Signal()
    lost = Signal(object)
    _read = Signal(object)
    _troubled = Signal(object)

    def __init__(self, scale: Scale, parent: QObject, *, by_itself: bool = False) -> None:
        super().__init__(parent)
        self.by_itself = by_itself
        self.trouble: DeviceLost | None = None
        self._scale = scale
        self._reading = Reading(State.EMPTY)
        self._sold: Reading | None = None
        queued = Qt.ConnectionType.QueuedConnection  # both come from the scale's own thread

        self._read.connect(self._take_in, queued)
        self._troubled.connect(self._lose, queued)
        scale.start(self._read.emit, self._troubled.emit)

    @property
    def state(self) -> State:
        """What the scale says."""
        return self._reading.state

    @property
    def sold_already(self) -> bool:
        """True while what was weighed last still lies there."""
        return self._sold is not None and self._sold == self._reading

    def weight(self, unit: str) -> Decimal | None:
        """What lies still on the plate, in a product's unit; None while nothing can be taken."""
        measure = self._reading.weight
        if self.trouble is not None or measure is None or self.sold_already:
            return None
        amount = measure.in_unit(unit)
        return from_thousandths(amount) if amount else None

    def take(self) -> None:
        """What lies there was put on a line."""
        self._sold = self._reading

    def close(self) -> None:
        """The till closes."""
        self._scale.close()

    def _take_in(self, reading: Reading) -> None:
        self._reading = reading
        if reading.state is State.EMPTY:
            self._sold = None
        self.changed.emit()

    def _lose(self, trouble: DeviceLost | None) -> None:
        self.trouble = trouble
        self._reading = Reading(State.EMPTY)
        self.lost.emit(trouble)
        self.changed.emit()
