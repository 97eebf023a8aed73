"""Trying a scanner out: what the program hears of it, while its settings are looked at."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from pos_app.devices.wedge import GROUP_SEPARATOR, Scanned


@dataclass(frozen=True, slots=True)
class Heard:
    """A scan as it was heard: per_key_ms is None for one that was not typed by keys; source is
    "keys", "serial" or "camera"."""

    code: str
    source: str
    per_key_ms: float | None = None

    @property
    def words(self) -> str:
        """For people: "“2900008189807”, 13 characters, a key every 8 ms"."""
        shown = self.code.replace(GROUP_SEPARATOR, "\N{SYMBOL FOR GROUP SEPARATOR}")
        speed = "" if self.per_key_ms is None else f", a key every {self.per_key_ms:.0f} ms"
        return f"“{shown}”, {len(self.code)} characters{speed}"


class ScanTrial(QObject):
    """heard(Heard) comes for each scan; none goes into the sale until close().

    Made by `ScanPost.try_out()`.
    """

    heard = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.open = True

    def close(self) -> None:
        """Scans are sold again."""
        self.open = False

    def hear(self, code: str, source: str, scan: Scanned[object] | None = None) -> None:
        """A scan has come."""
        self.heard.emit(Heard(code, source, scan.per_key_ms if scan is not None else None))
