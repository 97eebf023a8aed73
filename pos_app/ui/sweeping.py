"""Collects Python's garbage in the Qt thread only.

The collector runs in whichever thread happens to allocate. In a lane it would destroy widgets
that nothing refers to any more, and Qt takes that, from another thread, with a crash.
"""

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 1000
_OLDEST = 2


class Sweeper(QObject):
    """Takes the collector's work over for as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self, interval=PAUSE_MS)
        # What the start has made stays until the end: it need not be looked through each time.
        gc.collect()
        gc.freeze()
        gc.disable()

        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    def sweep(self) -> None:
        """Collect each generation that has grown over its threshold, as Python would."""
        for generation in range(_OLDEST, -1, -1):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()
        gc.unfreeze()
