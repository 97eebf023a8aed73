"""The shipped fonts, registered once: two for the first paint, the others with the theme."""

import logging
from functools import cache

from PySide6.QtGui import QFontDatabase, QGuiApplication

from pos_app import paths

log = logging.getLogger(__name__)

_FIRST = ("Inter-Medium.ttf", "Inter-Bold.ttf")
_OTHERS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")


def first_family() -> str:
    """The shipped family's name, with the two weights that the outline needs."""
    return _register(_FIRST)


def family() -> str:
    """The shipped family's name, with all its weights."""
    _register(_OTHERS)
    return _register(_FIRST)


@cache
def _register(files: tuple[str, ...]) -> str:
    found = ""
    for name in files:
        number = QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / name))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        found = found or (families[0] if families else "")
    if not found:
        log.warning("no fonts under resources: the system's own are used")
    return found or QGuiApplication.font().family()
