"""The till's own settings: one small JSON file per person and machine, never a shop's facts."""

import contextlib
import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from pos_app import paths

THEMES = ("system", "light", "dark")
PRINTING = ("always", "ask", "never")
ENDINGS = ("enter", "tab", "none")
GAPS_MS = range(5, 201)
"""A longer pause between two keys would hold back what people type."""
LENGTHS = range(1, 21)
"""How few characters a code may have."""
_RANGES = {
    "columns": range(24, 97),  # no receipt is set on fewer
    "scanner_gap_ms": GAPS_MS,
    "scanner_min_length": LENGTHS,
}
_CHOICES = {
    "theme": THEMES,
    "print_receipts": PRINTING,
    "scanner_ending": ENDINGS,
    "scale_unit": ("kg", "lb"),
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Config:
    """What this till remembers.

    last_shop is the location opened last ("" before the first); theme is one of THEMES; geometry
    is the window's place and state as base64; till is this till's name ("" for the shop's first);
    backup_folder is where backups of closings go ("" for "backups" beside the shop's file).

    Devices are named by addresses, "" where there is none: printers, the spare one included, by
    "tcp://host:9100", "serial:///dev/ttyUSB0?baud=9600", "usb://04b8:0202" or "file:///...";
    scanner_port, scale_port and pole_display by "serial://...". columns is how many letters of the
    printer's usual font a line has, code_pages those it is set to; with print_drawn a receipt
    with letters that it lacks is sent as a picture. print_receipts is one of PRINTING; drawer is
    a serial port, "" for a drawer that hangs at the printer. A scanner that types is told by its
    speed: keys at most scanner_gap_ms apart, at least scanner_min_length of them, after
    scanner_prefix and before scanner_ending (one of ENDINGS). With scale_by_itself a weight that
    lies still is taken without Enter.
    """

    last_shop: str = ""
    theme: str = "system"
    geometry: str = ""
    till: str = ""
    backup_folder: str = ""
    sounds: bool = True
    printer: str = ""
    spare_printer: str = ""
    columns: int = 48
    code_pages: str = "cp858"
    print_drawn: bool = True
    print_receipts: str = "always"
    open_drawer: bool = True
    drawer: str = ""
    scanner_port: str = ""
    scanner_gap_ms: int = 35
    scanner_min_length: int = 4
    scanner_prefix: str = ""
    scanner_ending: str = "enter"
    scale_port: str = ""
    scale_unit: str = "kg"
    scale_by_itself: bool = False
    pole_display: str = ""
    customer_window: bool = False


def file() -> Path:
    """Where the settings lie."""
    return paths.config_dir() / "config.json"


def load(path: Path | None = None) -> Config:
    """The settings on disk, or the defaults.

    A file that can't be understood is set aside as `config.broken.json` and logged: a till must
    start whatever an editor or a full disk did to its settings. A single value that is out of
    place falls back alone.
    """
    path = path or file()
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(kept, dict):
            raise ValueError("not an object")
    except FileNotFoundError:
        return Config()
    except OSError as error:
        _log.warning("settings can't be read: %s", error)
        return Config()
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, not an object
        _set_aside(path, error)
        return Config()
    return Config(**{name: value for name, value in kept.items() if _fits(name, value)})


def save(config: Config, path: Path | None = None) -> None:
    """Write the settings: the old ones stay whole until the new ones are. Raises OSError."""
    path = path or file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(asdict(config), out, indent=2, ensure_ascii=False)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def update(path: Path | None = None, **changes: Any) -> Config:
    """Change these settings and keep what another window wrote meanwhile. Raises OSError."""
    config = replace(load(path), **changes)
    save(config, path)
    return config


def _fits(name: str, value: object) -> bool:
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name in _RANGES:
        return type(value) is int and value in _RANGES[name]
    return any(name == field.name and type(value) is field.type for field in fields(Config))


def _set_aside(path: Path, error: Exception) -> None:
    aside = path.with_name("config.broken.json")
    try:
        path.replace(aside)
    except OSError as trouble:
        _log.warning("broken settings stay in %s: %s", path, trouble)
    else:
        _log.warning("broken settings set aside as %s: %s", aside, error)
