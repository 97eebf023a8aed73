"""One window per file, and a bell for the second start."""

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos_app.cli.window import window_on
from pos_app.ui.window_lock import Doorbell, WindowLock, ring


def test_only_one_holds_it_and_it_names_the_process(tmp_path: Path) -> None:
    shop = str(tmp_path / "shop.db")
    first, second = WindowLock(), WindowLock()
    assert first.try_take(shop) == 0
    assert first.try_take(shop) == 0, "who holds it may ask again"
    assert second.try_take(shop) > 0
    assert window_on(shop) is not None
    first.release()
    assert second.try_take(shop) == 0
    second.release()
    assert window_on(shop) is None


def test_two_names_of_one_file_are_one_shop(tmp_path: Path) -> None:
    (tmp_path / "shop.db").touch()
    (tmp_path / "link.db").symlink_to(tmp_path / "shop.db")
    first, second = WindowLock(), WindowLock()
    assert first.try_take(str(tmp_path / "shop.db")) == 0
    assert second.try_take(str(tmp_path / "link.db")) > 0
    first.release()


def test_taking_another_lets_the_first_go(tmp_path: Path) -> None:
    first, second = WindowLock(), WindowLock()
    assert first.try_take(str(tmp_path / "a.db")) == 0
    assert first.try_take(str(tmp_path / "b.db")) == 0
    assert second.try_take(str(tmp_path / "a.db")) == 0
    first.release()
    second.release()


def test_the_lock_of_a_process_that_was_killed_counts_for_nothing(tmp_path: Path) -> None:
    shop = str(tmp_path / "shop.db")
    script = (
        "import os, sys; from pos_app.ui.window_lock import WindowLock;"
        "lock = WindowLock(); assert lock.try_take(sys.argv[1]) == 0; os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", script, shop], check=False).returncode == 9
    assert Path(f"{shop}.window").exists()
    lock = WindowLock()
    assert lock.try_take(shop) == 0
    lock.release()


def test_the_bell_is_heard_from_another_process(tmp_path: Path, qtbot: QtBot) -> None:
    shop = str(tmp_path / "shop.db")
    bell = Doorbell()
    bell.listen(shop)
    script = (
        "import sys; from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
        "from pos_app.ui.window_lock import ring; sys.exit(0 if ring(sys.argv[1]) else 1)"
    )
    with qtbot.waitSignal(bell.rung, timeout=10_000):
        caller = subprocess.Popen([sys.executable, "-c", script, shop])
    assert caller.wait(timeout=10) == 0
    bell.close()


@pytest.mark.usefixtures("qapp")
def test_nobody_answers_where_no_bell_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.ui.window_lock._TRIES", 2)
    assert not ring(str(tmp_path / "shop.db"))
