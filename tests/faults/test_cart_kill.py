"""kill -9 while a cart is kept: the next start has it as it was after one change or the other."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart
from pos_app.shop import Shop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

ROOT = Path(__file__).resolve().parents[2]
LABEL = "2200042004509"

# Changes the open cart over and over, and says after each that it is kept.
CLERK = """
import sys
from decimal import Decimal
from pos_app.domain.cart import Cart
from pos_app.shop import Shop

shop = Shop.open(sys.argv[1])
by = shop.staff.terminal()
rum, ham = shop.catalog.by_sku("R1"), shop.catalog.by_sku("H1")
cart = Cart(uuid="kept").add_label(ham, Decimal("0.226"), 450, sys.argv[2]).checked_age(18)
for price in range(1, 100_000):
    shop.carts.keep_current(cart.add(rum, own_price=price), by=by)
    print(price, flush=True)
"""


@pytest.mark.parametrize("changes", [1, 7, 40])
def test_a_cart_with_all_that_was_agreed_on_survives_a_kill(shop_path: Path, changes: int) -> None:
    shop = Shop.open(shop_path)
    by = shop.staff.terminal()
    add = shop.catalog.add_product
    rum = add(name="Rum", sku="R1", price=1500, stock=9, open_price=True, min_age=18, by=by)
    ham = add(name="Ham", sku="H1", price=1990, stock=9, unit="kg", scale_number=42, by=by)
    shop.close()
    clerk = subprocess.Popen(
        [sys.executable, "-c", CLERK, str(shop_path), LABEL], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert clerk.stdout is not None
    kept = 0
    while kept < changes:
        kept = int(clerk.stdout.readline())
    clerk.kill()
    rest = clerk.stdout.read().split()
    clerk.wait()
    clerk.stdout.close()
    kept = int(rest[-1]) if rest else kept

    shop = Shop.open(shop_path)
    found = shop.carts.current(by=shop.staff.terminal())
    shop.close()
    before = Cart(uuid="kept").add_label(ham, Decimal("0.226"), 450, LABEL).checked_age(18)
    # The last change that it told of, or one more that it had no time to tell of.
    assert found in [before.add(rum, own_price=price) for price in (kept, kept + 1)]
