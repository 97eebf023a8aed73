"""kill -9 in the middle of scanning: the next start has what was on the screen."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.shop import Shop


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("seed", range(3))
def test_killed_while_scanning(shop: Shop, shop_path: Path, codes: dict[str, str], seed) -> None:
    enough = random.Random(seed).randint(5, 60)
    scanned = [codes[name] for name in ("milk", "coffee", "beans")]
    counter = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.cart.busy_counter", str(shop_path), *scanned],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parents[3],
    )
    assert counter.stdout is not None
    on_disk = 0
    with counter:
        for line in counter.stdout:
            on_disk = int(line)
            if on_disk >= enough:
                break
        counter.send_signal(signal.SIGKILL)
    assert counter.returncode == -signal.SIGKILL
    assert on_disk >= enough
    kept = shop.carts.current(by=shop.staff.terminal())
    assert sum(line.quantity for line in kept.lines) >= on_disk
    assert shop.check(by=shop.staff.terminal()) == ()
