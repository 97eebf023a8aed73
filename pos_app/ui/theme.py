"""The only source of colours and sizes: palette, type scale, grid, icons, light and dark."""

import logging
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QWidget

from pos_app import paths
from pos_app.ui import fonts, stylesheet
from pos_app.ui.tokens import (
    BODY,
    CAP,
    CHANGE,
    CONTROL,
    DARK,
    DENSE,
    GRID,
    HEADER,
    HUGE,
    ICON,
    LARGE,
    LIGHT,
    MARGIN,
    PAY,
    RADIUS,
    ROW,
    SMALL,
    SMALL_RADIUS,
    TOUCH,
    Palette,
)

__all__ = [
    "BODY",
    "BOLD",
    "CAP",
    "CHANGE",
    "CONTROL",
    "DARK",
    "DARK_MODE",
    "DENSE",
    "GRID",
    "HEADER",
    "HUGE",
    "ICON",
    "LARGE",
    "LIGHT",
    "LIGHT_MODE",
    "MARGIN",
    "MEDIUM",
    "PAY",
    "RADIUS",
    "REGULAR",
    "ROW",
    "SEMIBOLD",
    "SMALL",
    "SMALL_RADIUS",
    "SWATCHES",
    "SYSTEM",
    "TOUCH",
    "Palette",
    "apply",
    "current",
    "dressed",
    "font",
    "icon",
    "mode",
    "notifier",
    "pixmap",
    "restyle",
    "swatch",
]

log = logging.getLogger(__name__)

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold

SYSTEM, LIGHT_MODE, DARK_MODE = "system", "light", "dark"


SWATCHES = (
    "#4F8FE8", "#E0A03A", "#4FA65B", "#7A5AD6", "#A8604A", "#E8803F",
    "#E6C63C", "#3AA6A0", "#C65B8E", "#6F7F94", "#8FB346", "#B8873F",
)  # fmt: skip
"""Colours that tell categories apart at a glance; they stand on light and dark ground alike."""


def swatch(number: int) -> str:
    """The colour of category number, always the same one."""
    return SWATCHES[number % len(SWATCHES)]


class _Notifier(QObject):
    """Tells hand-painted widgets that the palette is another one now."""

    changed = Signal()


class _State:
    """What is applied right now; one per process, as the application's style is."""

    palette = LIGHT
    mode = SYSTEM
    dressed = False
    notifier: _Notifier | None = None
    follows_system = False


def current() -> Palette:
    """The palette in use."""
    return _State.palette


def dressed() -> bool:
    """True once apply() was called."""
    return _State.dressed


def mode() -> str:
    """What was asked for: "system", "light" or "dark"."""
    return _State.mode


def notifier() -> _Notifier:
    """Its signal `changed` comes after every change of palette."""
    if _State.notifier is None:
        _State.notifier = _Notifier()
    return _State.notifier


def apply(app: QApplication, wanted: str = SYSTEM) -> None:
    """Dress the whole application; wanted is "system", "light" or "dark". Safe to call again."""
    _State.mode = wanted
    if not _State.dressed:
        _State.dressed = True
        app.setStyle("Fusion")
    if not _State.follows_system:
        _State.follows_system = True
        app.styleHints().colorSchemeChanged.connect(_follow_system)
    _State.palette = DARK if _wants_dark(wanted) else LIGHT
    app.setFont(font(BODY))
    app.setPalette(_qt_palette(_State.palette))
    # Taken off before the next is put on: Qt then dresses each widget once, in a sixth of the time.
    app.setStyleSheet("")
    app.setStyleSheet(stylesheet.text(_State.palette, _sizes(), _pictures()))
    notifier().changed.emit()


def _follow_system() -> None:
    app = QApplication.instance()
    if _State.mode == SYSTEM and isinstance(app, QApplication):
        apply(app, SYSTEM)


def _wants_dark(wanted: str) -> bool:
    if wanted == SYSTEM:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return wanted == DARK_MODE


def _pictures() -> dict[str, str]:
    tone = "dark" if _State.palette.dark else "light"
    folder = paths.resources() / "icons" / "style"
    return {
        "arrow_down": (folder / f"chevron-down-{tone}.svg").as_posix(),
        "check": (folder / f"check-{tone}.svg").as_posix(),
    }


def _sizes() -> dict[str, int]:
    return {
        "small": SMALL,
        "body": BODY,
        "large": LARGE,
        "huge": HUGE,
        "change": CHANGE,
        "radius": RADIUS,
        "small_radius": SMALL_RADIUS,
        "control": CONTROL,
        "pay": PAY,
        "row": ROW,
        "dense": DENSE,
        "grid": GRID,
        "touch": TOUCH,
    }


def _qt_palette(p: Palette) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: p.bg,
        role.WindowText: p.text,
        role.Base: p.surface,
        role.AlternateBase: p.raised,
        role.Text: p.text,
        role.Button: p.surface,
        role.ButtonText: p.text,
        role.BrightText: p.on_accent,
        role.Highlight: p.accent,
        role.HighlightedText: p.on_accent,
        role.PlaceholderText: p.faint,
        role.ToolTipBase: p.ink,
        role.ToolTipText: p.on_ink,
        role.Link: p.accent,
        role.LinkVisited: p.accent,
        role.Light: p.surface,
        role.Midlight: p.line,
        role.Mid: p.line,
        role.Dark: p.faint,
        role.Shadow: p.line,
        role.Accent: p.accent,
    }
    for name, colour in pairs.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(p.faint))
    return palette


# --- type ------------------------------------------------------------------------------------


def font(size: int = BODY, weight: QFont.Weight = REGULAR) -> QFont:
    """The window's font at a size of the scale, with figures of equal width."""
    made = QFont(fonts.family())
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


# --- icons -----------------------------------------------------------------------------------


def icon(name: str, tone: str = "text", size: int = ICON) -> QIcon:
    """An icon of the set under resources/icons, in a colour of the palette.

    tone is the name of a `Palette` colour. An icon is a picture of its moment: what keeps one
    over a change of theme asks again when `notifier().changed` comes. Unknown names are empty.
    """
    made = QIcon()
    made.addPixmap(pixmap(name, tone, size))
    faded = pixmap(name, "faint", size)
    made.addPixmap(faded, QIcon.Mode.Disabled)
    return made


def pixmap(name: str, tone: str = "text", size: int = ICON) -> QPixmap:
    """The same as a picture of size logical pixels, sharp at the screen's own scale."""
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _pixmap(name, getattr(_State.palette, tone), size, ratio)


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    source = _svg(name)
    if source:
        # Loaded late on purpose: the first view paints before any icon is asked for.
        from PySide6.QtSvg import QSvgRenderer

        drawing = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
        painter = QPainter(picture)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
    return picture


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    file: Path = paths.resources() / "icons" / f"{name}.svg"
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        log.warning("no icon named %s", name)
        return ""


def restyle(widget: QWidget) -> None:
    """Make a widget read the style sheet again after one of its properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
