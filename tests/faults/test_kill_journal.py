"""kill -9 in the midst of sales at two tills: each chain is whole, and has each sale once."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pos_app.shop import Shop, verify_journal
from tests.journals import add_till

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12

SELLER = """
import sys
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.shop import Shop
shop = Shop.open(sys.argv[1], key_file=sys.argv[2])
by = shop.staff.terminal(till=sys.argv[3])
milk = shop.catalog.get(int(sys.argv[4]))
print("ready", flush=True)
while True:
    sold = shop.checkout.sell(Cart().add(milk), [Payment("cash", 500)], by=by, till=sys.argv[3])
    print(sold.number, flush=True)
"""


def test_chains_survive_kills(shop_path: Path, tmp_path: Path) -> None:
    chance = random.Random(int(os.environ.get("FAULTS_SEED", time.time_ns() % 10**9)))
    key_file = tmp_path / "key"
    shop = Shop.open(shop_path, key_file=key_file)
    milk = shop.catalog.add_product(name="Milk", price=129, stock=100_000, by=shop.staff.terminal())
    shop.close()
    add_till(shop_path, "T2")
    told: set[str] = set()
    for _ in range(KILLS // 2):
        sellers = [
            subprocess.Popen(
                [sys.executable, "-c", SELLER, shop_path, key_file, till, str(milk.id)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            for till in ("T1", "T2")
        ]
        for seller in sellers:
            assert seller.stdout is not None
            assert seller.stdout.readline() == "ready\n"
        for seller in sellers:
            time.sleep(chance.uniform(0, 0.15))
            seller.kill()
        for seller in sellers:
            told |= set(seller.communicate()[0].split())
        report = verify_journal(shop_path, key_file=key_file)
        assert report.faults == ()
    shop = Shop.open(shop_path, key_file=key_file)
    by = shop.staff.terminal()
    assert shop.check(by=by) == ()
    sold = {
        number
        for (number,) in shop._database.rows("SELECT document FROM journal WHERE kind = 'sale'")
    }
    assert told <= sold
    assert len(told) > KILLS
    shop.close()
