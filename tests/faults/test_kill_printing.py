"""kill -9 while receipts are sold and printed: each sale's receipt is on paper after the next
start, and none but the one that was in the printer's hands is there twice."""

import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pos_app.shop import Shop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

ROOT = Path(__file__).resolve().parents[2]

TILL = """
import sys, threading
from functools import partial
from pos_app.config import Config
from pos_app.devices.print_lane import LaneEvents, PrintLane
from pos_app.devices.printer_links import open_printer
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.shop import Shop
from pos_app.ui.printing.composing import paper

path, file, sales = sys.argv[1], sys.argv[2], int(sys.argv[3])
shop = Shop.open(path)
by = shop.staff.terminal()
milk = shop.catalog.get(1)
address = f"file://{file}"
nothing = lambda *_: None
lane = PrintLane(
    open_printer(address),
    LaneEvents(lambda job: shop.papers.printed(job, address), nothing, nothing, nothing, nothing),
)
known = set()

def look():
    for job in shop.papers.waiting():
        if job.id not in known:
            known.add(job.id)
            lane.put(job.id, partial(paper, shop, job.id, Config()))

look()
print("ready", flush=True)
while sales:
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by, paper=True, drawer=True)
    look()
    sales -= 1
while shop.papers.waiting():
    threading.Event().wait(0.005)
"""


def start(path: Path, file: Path, sales: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", TILL, str(path), str(file), str(sales)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_no_receipt_is_lost_by_a_kill(shop_path: Path, tmp_path: Path) -> None:
    seed = int(os.environ.get("FAULTS_SEED", time.time_ns() % 10**9))
    print(f"FAULTS_SEED={seed}")  # noqa: T201
    moments, file, kills = random.Random(seed), tmp_path / "paper.bin", 4
    shop = Shop.open(shop_path)
    shop.catalog.add_product(name="Milk", price=129, stock=90_000, by=shop.staff.terminal())
    for _ in range(kills):
        with start(shop_path, file, 10_000) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0.02, 0.4))
            process.kill()
        assert shop.check(by=shop.staff.terminal()) == ()
    with start(shop_path, file, 1) as process:
        assert process.wait(timeout=60) == 0
    sold = [f"{number}" for (number,) in shop._database.rows("SELECT number FROM orders")]
    assert len(sold) > 1
    assert shop.papers.waiting() == ()
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()
    # Each paper names itself in its bar code, once.
    printed = Counter(re.findall(rb"\x1dk[^\x1d]*?T1-([0-9]+)", file.read_bytes()))
    assert set(printed) == {number.encode() for number in sold}
    assert sum(printed.values()) <= len(sold) + kills
