"""Where benchmarks keep their shops, and the table of figures at the end of a run."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.machine import machine
from benchmarks.making import ROOT, cached, make_history, make_stocked
from benchmarks.measuring import Verdicts
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop

_verdicts = pytest.StashKey[Verdicts]()
_place = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("bounds")
    group.addoption("--hold", action="store_true", help="fail when a bound does not hold")
    group.addoption("--bench-folder", help="where to keep the shops (a real disk)")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_verdicts] = Verdicts()
    given = config.getoption("--bench-folder")
    config.stash[_place] = Path(given) if given else ROOT / "build" / "bench"


@pytest.fixture
def verdicts(request: pytest.FixtureRequest) -> Iterator[Verdicts]:
    """The figures of the run; with --hold a test whose bound does not hold fails."""
    kept = request.config.stash[_verdicts]
    before = len(kept)
    yield kept
    missed = [verdict for verdict in kept[before:] if verdict.holds is False]
    if missed and request.config.getoption("--hold"):
        pytest.fail("\n".join(f"{v.question}: {v.found}, not {v.bound}" for v in missed))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    kept = terminalreporter.config.stash[_verdicts]
    if not kept:
        return
    terminalreporter.section("figures")
    terminalreporter.write_line(machine(terminalreporter.config.stash[_place]))
    for verdict in kept:
        mark = {True: "holds ", False: "MISSED", None: "      "}[verdict.holds]
        colour = {True: {"green": True}, False: {"red": True}, None: {}}[verdict.holds]
        terminalreporter.write(f"{mark}  ", **colour)
        terminalreporter.write_line(f"{verdict.question}  {verdict.bound}")
        terminalreporter.write_line(f"        {verdict.found}")


@pytest.fixture(scope="session")
def folder(request: pytest.FixtureRequest) -> Path:
    """A folder on a real disk: what is measured has to reach it."""
    place = request.config.stash[_place]
    place.mkdir(parents=True, exist_ok=True)
    asked = ["stat", "--file-system", "--format=%T", str(place)]
    kind = subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()
    if kind in ("tmpfs", "ramfs"):
        pytest.exit(f"{place} lies in memory ({kind}); give --bench-folder on a real disk", 2)
    return place


@pytest.fixture(scope="session")
def stocked(folder: Path) -> Path:
    """A shop's file with 100,000 products; copy it before writing."""
    return cached(folder / "cache", "stocked", make_stocked)


@pytest.fixture(scope="session")
def history(folder: Path) -> Path:
    """A shop's file with a million orders; copy it before writing."""
    return cached(folder / "cache", "history", make_history)


class Copies:
    """Fresh copies of a shop's file, removed after the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Path] = []

    def of(self, source: Path, name: str) -> Path:
        """A copy named so, without a log beside it."""
        target = self._folder / f"{name}.db"
        self._remove(target)
        shutil.copyfile(source, target)
        self._made.append(target)
        return target

    def clear(self) -> None:
        """Remove what was made."""
        for path in self._made:
            self._remove(path)

    def _remove(self, path: Path) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)


@pytest.fixture
def copies(folder: Path) -> Iterator[Copies]:
    """Makes copies of shops to write to."""
    made = Copies(folder)
    yield made
    made.clear()


@pytest.fixture
def shop(stocked: Path) -> Iterator[Shop]:
    """The shop with 100,000 products, for reading."""
    opened = Shop.open(stocked)
    yield opened
    opened.close()


def clerk_of(path: Path) -> Clerk:
    """The terminal's user, signed in once in the file at path; the chain of its till goes on today
    and by this machine's key from here, for twins too."""
    shop = Shop.open(path)
    clerk = shop.staff.terminal()
    shop.drawer.open(reason="to begin with", by=clerk)
    shop.close()
    return clerk
