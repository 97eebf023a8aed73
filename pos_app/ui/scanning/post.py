"""Where all scanners of a window report: the keyboard, a serial line, a camera; and the scale."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from pos_app.config import Config
from pos_app.devices.scale import Mettler8217Scale, Scale, mettler_line
from pos_app.devices.scanner import Scanner, SerialScanner
from pos_app.devices.serial_line import serial_line
from pos_app.devices.sound import Sounds
from pos_app.devices.wedge import Scanned, WedgeRules
from pos_app.domain.errors import DeviceLost, PosError
from pos_app.ui import messages
from pos_app.ui.scanning.keys import WedgeKeys
from pos_app.ui.scanning.notices import ScanNotices
from pos_app.ui.scanning.plate import Plate
from pos_app.ui.scanning.trial import ScanTrial
from pos_app.ui.widgets.notice import Notice, NoticeStack


class ScanPost(QObject):
    """Brings scans from every device, in the order they come, to whoever serves them.

    Until serve(put) nobody does: the shop is still being opened, and each scan is told so.
    """

    came = Signal()
    """A scanner has read something, whatever becomes of it."""
    plate_changed = Signal()
    """The till has another scale than before, or none."""
    _read = Signal(str, str)
    _troubled = Signal(object)

    def __init__(
        self, config: Config, notices: NoticeStack, sounds: Sounds, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._said = ScanNotices(notices, sounds)
        self._put: Callable[[str], None] | None = None
        self._trial: ScanTrial | None = None
        self._lost: dict[str, Notice] = {}
        self._scanners: list[Scanner] = []
        self._keys = WedgeKeys(rules_of(config), parent)
        self.plate: Plate | None = None
        """The till's scale, None where it has none."""
        queued = Qt.ConnectionType.QueuedConnection  # both come from a device's own thread

        self._keys.scanned.connect(self._typed)
        self._read.connect(self._take_in, queued)
        self._troubled.connect(self._tell, queued)

    def serve(self, put: Callable[[str], None]) -> None:
        """From now on every scan goes there."""
        self._put = put

    def plug_in(self, config: Config) -> None:
        """Read from the scanner and the scale that the settings name, and no longer from those
        before; keys are told by their rules."""
        self._keys.set_rules(rules_of(config))
        self._unplug()
        try:
            if config.scanner_port:
                self.add_scanner(SerialScanner(serial_line(config.scanner_port)), "serial")
            if config.scale_port:
                scale = Mettler8217Scale(mettler_line(config.scale_port), config.scale_unit)
                self.set_scale(scale, by_itself=config.scale_by_itself)
        except PosError as refusal:
            messages.show(refusal)

    def add_scanner(self, scanner: Scanner, source: str) -> None:
        """Read from one more scanner; source is "serial" or "camera"."""
        self._scanners.append(scanner)
        scanner.start(lambda code: self._read.emit(code, source), self._troubled.emit)

    def set_scale(self, scale: Scale, *, by_itself: bool = False) -> None:
        """Weigh on this scale from now on."""
        if self.plate is not None:
            self.plate.close()
        self.plate = Plate(scale, self, by_itself=by_itself)
        self.plate.lost.connect(lambda trouble: self._tell_of("scale", trouble))
        self.plate_changed.emit()

    def try_out(self, parent: QObject) -> ScanTrial:
        """Hear scans instead of selling them, until the trial or its parent is closed."""
        self._trial = ScanTrial(parent)
        return self._trial

    def close(self) -> None:
        """The window closes."""
        self._keys.stop()
        self._unplug()

    # --- inside ------------------------------------------------------------------------------

    def _unplug(self) -> None:
        for scanner in self._scanners:
            scanner.close()
        self._scanners.clear()
        if self.plate is not None:
            self.plate.close()
            self.plate = None
            self.plate_changed.emit()

    def _typed(self, scan: Scanned[Any]) -> None:
        self._take_in(scan.text, "keys", scan)

    def _take_in(self, code: str, source: str, scan: Scanned[Any] | None = None) -> None:
        self.came.emit()
        trial = self._trial
        if trial is not None and isValid(trial) and trial.open:
            trial.hear(code, source, scan)
        elif self._put is not None:
            self._put(code)
        else:
            self._said.blocked(
                code, f"“{code}” was not added.", "The shop is not open yet. Scan it again then."
            )

    def _tell(self, trouble: DeviceLost | None) -> None:
        self._tell_of("scanner", trouble)

    def _tell_of(self, device: str, trouble: DeviceLost | None) -> None:
        before = self._lost.pop(device, None)
        if before is not None and isValid(before):
            before.deal()
        if trouble is None:
            self._notices.say(f"The {device} is back.")
        else:
            said = messages.words(trouble)
            self._lost[device] = self._notices.say(said.title, said.hint, "warn", sticky=True)


def rules_of(config: Config) -> WedgeRules:
    """How the till's keyboard-wedge scanner is told from typing."""
    return WedgeRules(
        gap_ms=max(1, config.scanner_gap_ms),
        min_length=max(1, config.scanner_min_length),
        prefix=config.scanner_prefix,
        ending=config.scanner_ending,
    )
