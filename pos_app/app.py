"""The window's composition root: arguments, display, log, faults, settings, sounds, window.

Each step imports what it needs where it begins: whatever the first paint can do without comes after
it (docs/adr/0008-first-paint.md).
"""

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app import __version__, config, display, paths

if TYPE_CHECKING:
    # Qt is loaded in _run, after the display was asked: without its system libraries the import
    # itself fails, and a traceback helps nobody at a counter.
    from PySide6.QtWidgets import QApplication

    from pos_app.devices.sound import Sounds
    from pos_app.devices.till import Devices
    from pos_app.ui.faults import Faults
    from pos_app.ui.floor import Floor
    from pos_app.ui.main_window import MainWindow
    from pos_app.ui.sweeping import Sweeper
    from pos_app.ui.window_lock import WindowLock

    Begin = Callable[[MainWindow], None]

log = logging.getLogger("pos_app")

SWITCH_INTERVAL = 0.0005
"""Seconds before a busy thread must let the window paint; Python's own 0.005 drops frames."""

TRACE = "COUNTERTOP_TRACE"
"""In the environment: "1" tells on stderr when the first paint was done, "quit" ends then too."""

NO_DISPLAY = 2
FAILED = 1
_LOG_BYTES = 1_000_000
_LOG_FILES = 3
_STARTED = time.perf_counter()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window; returns the exit code: 0, 1 (failed), 2 (no display or bad arguments)."""
    arguments = _arguments(argv)
    reason = display.trouble()
    if reason and not arguments.self_test:
        print(f"{reason} {display.HOW_TO_GO_ON}", file=sys.stderr)  # noqa: T201
        return NO_DISPLAY
    if reason:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        print(  # noqa: T201
            f"Qt can't be loaded: {error}. `make run` installs what it needs, or names it.",
            file=sys.stderr,
        )
        return NO_DISPLAY
    sys.setswitchinterval(SWITCH_INTERVAL)
    if arguments.self_test:
        return _self_test()
    return _run(arguments.shop, arguments.theme)


def build_window(
    default_shop: str = "",
    *,
    settings: config.Config | None = None,
    sounds: "Sounds | None" = None,
    lock: "WindowLock | None" = None,
    devices: "Devices | None" = None,
) -> "MainWindow":
    """A window that is not shown yet and has nothing open; `begin(location)` goes on.

    For `main`, pictures, benchmarks and tests; a `QApplication` must exist. default_shop is where
    a new shop would be kept ("" for the default place). Without devices they are in memory.
    """
    from pos_app.ui.main_window import MainWindow

    settings = settings or config.Config()

    def make_floor(window: "MainWindow") -> "Floor":
        # All that the outline does without: half of what a start takes.
        from PySide6.QtWidgets import QApplication

        from pos_app.devices.sound import Silence
        from pos_app.ui import theme
        from pos_app.ui.floor import Floor
        from pos_app.ui.window_lock import WindowLock

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if not theme.dressed():
            theme.apply(app, settings.theme)
        floor = Floor(
            settings,
            sounds or Silence(),
            default_shop or str(paths.default_shop()),
            lock or WindowLock(),
            window,
            devices,
        )
        floor.other_shop.connect(window.other_shop)
        floor.practise.connect(window.practise)
        return floor

    return MainWindow(settings, make_floor)


class _Till:
    """The program while it runs: one window at a time, the next one before the last is gone."""

    def __init__(self, app: "QApplication", settings: config.Config) -> None:
        self._app = app
        self._settings = settings
        self._window: MainWindow | None = None
        self._sounds: Sounds | None = None
        self._faults: Faults | None = None
        self._sweeper: Sweeper | None = None

    def show(self, location: str, begin: "Begin | None" = None) -> bool:
        """Show a window on this shop; False when another process has one and was brought up.

        begin opens the shop in the window once it is painted (`MainWindow.begin` unless given).
        """
        from pos_app.devices.till import RealDevices
        from pos_app.ui.window_lock import WindowLock

        lock = WindowLock()
        holder = lock.try_take(location) if location else 0
        if holder:
            from pos_app.ui.window_lock import ring

            words = f"A window has {location} open already (process {holder})."
            print(words, file=sys.stderr)  # noqa: T201
            if ring(location):
                return False
        before = self._window
        window = build_window(
            settings=self._settings, sounds=self._sounds, lock=lock, devices=RealDevices()
        )
        self._window = window
        window.other_shop.connect(self._another)
        window.practise.connect(self._practise)
        go_on = begin or (lambda painted: painted.begin(location))
        window.painted.connect(lambda: self._painted(window, go_on))
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()
        return True

    def close(self) -> None:
        """The program ends."""
        if self._sweeper is not None:
            self._sweeper.stop()
        if self._sounds is not None:
            self._sounds.close()

    def _painted(self, window: "MainWindow", begin: "Begin") -> None:
        _trace("painted")
        if os.environ.get(TRACE) == "quit":
            self._app.quit()
            return
        if self._faults is None:
            self._make_ready()
        if self._sounds is not None:
            begin(window)

    def _make_ready(self) -> None:
        """What runs before the shop is opened, and after somebody sees a window."""
        from PySide6.QtCore import Qt

        from pos_app.devices.sound import Silence, system_sounds
        from pos_app.ui.faults import Faults
        from pos_app.ui.sweeping import Sweeper

        # The system's own dialogs for files would keep scans from us: their keys never come here.
        self._app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        self._sweeper = Sweeper()
        self._faults = Faults(_start_log())
        self._faults.install()
        folder = paths.resources() / "sounds"
        self._sounds = system_sounds(folder) if self._settings.sounds else Silence()

    def _another(self, location: str) -> None:
        self._settings = config.load()
        self.show(location)

    def _practise(self, shop: str, fresh: bool) -> None:
        from pos_app.domain.training import copy_path

        before, copy = self._window, copy_path(shop)
        floor = before.floor if before is not None else None
        if floor is not None and floor.practice.on:
            # To start over: the next window is on the same file, and this one closes right after.
            floor.opening.release()
        self._settings = config.load()
        self.show(copy, lambda window: window.begin_practice(shop, fresh))


def _run(shop: str, wanted_theme: str) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    settings = config.load()
    if wanted_theme:
        settings = replace(settings, theme=wanted_theme)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Countertop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("countertop")
    till = _Till(app, settings)
    location = str(Path(shop).resolve()) if shop else settings.last_shop
    if not till.show(location):
        return FAILED
    for number in (signal.SIGINT, signal.SIGTERM):
        # The window's own timers let Python see the signal within a second, perhaps in the midst
        # of a paint: it closes when that is over.
        signal.signal(number, lambda *_: QTimer.singleShot(0, app.closeAllWindows))
    code = app.exec()
    till.close()
    return int(code)


def _self_test() -> int:
    from PySide6.QtWidgets import QApplication

    from pos_app.ui import self_test

    app = QApplication(sys.argv[:1])
    windows: list[MainWindow] = []

    def make_floor(default_shop: str) -> "tuple[MainWindow, Floor]":
        windows.append(build_window(default_shop))
        return windows[0], windows[0].furnish()

    code = self_test.run(make_floor)
    app.processEvents()
    return code


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    given = sys.argv[1:] if argv is None else argv
    if len(given) <= 1 and not "".join(given).startswith("-"):
        # How it is started at a counter. A parser would look for translations of its own words
        # and take a tenth of the time to the first paint.
        return argparse.Namespace(shop="".join(given), theme="", self_test=False)
    parser = argparse.ArgumentParser(
        prog="countertop",
        description="Countertop, a point of sale. Without SHOP the last one is opened.",
        epilog="The same shop from a terminal: python -m pos_app --help",
    )
    parser.add_argument("shop", nargs="?", default="", metavar="SHOP", help="the shop's file")
    parser.add_argument(
        "--theme", choices=config.THEMES, default="", help="light, dark, or as the system is"
    )
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="make a shop in a temporary folder, sell, show every view, and exit with 0",
    )
    parser.add_argument("--version", action="version", version=f"Countertop {__version__}")
    return parser.parse_args(given)


def _start_log() -> Path:
    """Log into a file that turns over; a till must start even where none can be written."""
    import logging.handlers

    file = paths.log_dir() / "countertop.log"
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    log.info("Countertop %s starts", __version__)
    return file


def _trace(what: str) -> None:
    if os.environ.get(TRACE):
        words = f"{what} {time.perf_counter() - _STARTED:.4f}"
        print(words, file=sys.stderr, flush=True)  # noqa: T201
