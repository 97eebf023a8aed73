"""Where things lie: resources in the tree, a wheel or a frozen program; a person's own files.

`COUNTERTOP_HOME` in the environment puts settings, log, key and shop into one folder of its own: a
stick to carry along, a second till on one machine, or a test that leaves nothing behind.
"""

import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs

_APP = "countertop"
_HERE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder with icons, fonts, sounds and the sample shop. Raises FileNotFoundError."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [_HERE / "resources", _HERE.parent / "resources"]
    if frozen is not None:
        places.insert(0, Path(frozen) / "resources")
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no resources beside {_HERE}")


def default_shop() -> Path:
    """The file a shop is kept in when nobody named another. Its folder may not be there yet."""
    home = _own_home()
    return (home or _dirs().user_data_path) / "shop.db"


def config_dir() -> Path:
    """The folder of the till's settings. It may not be there yet."""
    home = _own_home()
    return home or _dirs().user_config_path


def key_file() -> Path:
    """The file of the key that signs the journal, of this person on this machine; COUNTERTOP_KEY in
    the environment names another. It may not be there yet."""
    named = os.environ.get("COUNTERTOP_KEY", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    home = _own_home()
    return (home or _dirs().user_data_path) / "journal.key"


def closing_backups(shop_file: str, chosen: str) -> Path:
    """Where backups of closings go: the till's own folder, or "backups" beside the shop's file."""
    return Path(chosen) if chosen else Path(shop_file).parent / "backups"


def log_dir() -> Path:
    """The folder of the log files. It may not be there yet."""
    home = _own_home()
    return home / "log" if home else _dirs().user_log_path


def _own_home() -> Path | None:
    home = os.environ.get("COUNTERTOP_HOME", "").strip()
    return Path(home).expanduser().resolve() if home else None


def _dirs() -> PlatformDirs:
    # Made at each call: it reads XDG_* from the environment, and a test may set them.
    return PlatformDirs(_APP, appauthor=False)
