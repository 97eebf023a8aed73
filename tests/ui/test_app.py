"""The program as it is started: its arguments, a machine without a display, a second start."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app import config, display

ROOT = Path(__file__).resolve().parents[2]

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts the program offscreen; what is left of it goes with the test."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environ: str) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), *arguments],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environ},
            stderr=subprocess.PIPE,
            text=True,
            cwd=home.parent,
        )
        running.append(program)
        return program

    yield start
    for program in running:
        if program.poll() is None:
            program.kill()
        program.wait()
        assert program.stderr is not None
        program.stderr.close()


def first_line(program: subprocess.Popen[str]) -> str:
    assert program.stderr is not None
    return program.stderr.readline()


def until(held: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for another process, which sends no signal that could be waited for."""
    end = time.monotonic() + seconds
    while not held():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def last_shop(home: Path) -> str:
    return config.load(home / "config.json").last_shop


class TestWithoutDisplay:
    def test_it_says_so_in_one_line_and_how_to_go_on(self, start: Start) -> None:
        program = start(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
        _, words = program.communicate(timeout=30)
        assert program.returncode == 2
        assert words.startswith("There is no display for a window.")
        assert "python -m pos_app --help" in words
        assert words.count("\n") == 1

    @pytest.mark.skipif(sys.platform != "linux", reason="asks an X server")
    def test_a_display_that_does_not_answer_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISPLAY", ":4711")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
        assert ":4711" in display.trouble() or "missing" in display.trouble()

    @pytest.mark.skipif(sys.platform != "linux", reason="asks a Wayland server")
    def test_a_wayland_that_does_not_answer_is_named(self, tmp_path: Path) -> None:
        asked = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert "wayland-9" in display.trouble(asked)

    def test_a_platform_that_somebody_chose_is_theirs(self) -> None:
        assert display.trouble({"QT_QPA_PLATFORM": "offscreen"}) == ""
        assert display.trouble({"QT_QPA_PLATFORM": "vnc:size=1366x768"}) == ""


class TestArguments:
    def test_an_unknown_theme_is_refused(self, start: Start) -> None:
        program = start("--theme", "pink")
        _, words = program.communicate(timeout=30)
        assert program.returncode == 2
        assert "pink" in words

    def test_the_first_paint_can_be_measured(self, start: Start) -> None:
        program = start(COUNTERTOP_TRACE="quit")
        word, seconds = first_line(program).split()
        assert word == "painted"
        assert float(seconds) > 0
        assert program.wait(timeout=30) == 0


class TestSelfTest:
    def test_it_passes_and_leaves_nothing_behind(self, start: Start, home: Path) -> None:
        program = start("--self-test", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
        _, words = program.communicate(timeout=120)
        assert program.returncode == 0, words
        assert "self-test passed" in words
        assert not home.exists()


class TestOneWindowPerShop:
    def test_a_second_start_names_the_first_and_raises_it(
        self, start: Start, shop_path: Path, home: Path
    ) -> None:
        first = start(str(shop_path))
        until(lambda: last_shop(home) == str(shop_path))
        second = start(str(shop_path))
        assert f"process {first.pid}" in first_line(second)
        assert second.wait(timeout=30) == 1
        assert first.poll() is None

    def test_a_double_click_opens_one_window(self, start: Start, shop_path: Path) -> None:
        both = [start(str(shop_path)), start(str(shop_path))]
        until(lambda: any(program.poll() is not None for program in both))
        [second] = [program for program in both if program.poll() is not None]
        [first] = [program for program in both if program is not second]
        assert second.returncode == 1
        assert f"process {first.pid}" in first_line(second)

    @pytest.mark.skipif(os.name == "nt", reason="sends a signal")
    def test_a_killed_window_holds_nothing(self, start: Start, shop_path: Path, home: Path) -> None:
        first = start(str(shop_path))
        until(lambda: last_shop(home) == str(shop_path))
        first.send_signal(signal.SIGKILL)
        first.wait()
        (home / "config.json").unlink()
        second = start(str(shop_path))
        until(lambda: last_shop(home) == str(shop_path))
        assert second.poll() is None

    @pytest.mark.skipif(os.name == "nt", reason="sends a signal")
    def test_a_terminated_window_closes_its_shop(
        self, start: Start, shop_path: Path, home: Path
    ) -> None:
        program = start(str(shop_path))
        until(lambda: last_shop(home) == str(shop_path))
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=20) == 0
        assert not shop_path.with_name(shop_path.name + "-wal").exists()
        assert config.load(home / "config.json").geometry
