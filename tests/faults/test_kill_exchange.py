"""kill -9 in the middle of exchanges: each is in the books with both of its halves or not at all,
and the cart that was open is there again with what comes back on it."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pos_app.shop import Shop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

ROOT = Path(__file__).resolve().parents[2]

TILL = """
import sys
from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ReturnLine
from pos_app.shop import Shop

shop = Shop.open(sys.argv[1])
by = shop.staff.terminal()
milk, tea = shop.catalog.get(1), shop.catalog.get(2)
receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=by)
while True:
    order = shop.orders.get(receipt.order_id)
    lines = (ReturnLine(order.items[0].id, 1),)
    other = tea if order.items[0].product_id == milk.id else milk
    cart = Cart().add(other).with_exchange(Exchange(order.id, order.number, lines, "Other"))
    shop.carts.keep_current(cart, by=by)
    print("kept", cart.uuid, flush=True)
    receipt = shop.checkout.sell(cart, [Payment("cash", 500)] if other is tea else [], by=by)
    print("sold", cart.uuid, flush=True)
"""


@pytest.fixture
def stocked(shop_path: Path) -> Path:
    """A shop with milk and tea."""
    shop = Shop.open(shop_path)
    by = shop.staff.terminal()
    for name, price in (("Milk", 129), ("Tea", 350)):
        shop.catalog.add_product(name=name, price=price, stock=10_000, by=by)
    shop.close()
    return shop_path


def exchange_and_kill(path: Path, seconds: float) -> list[tuple[str, str]]:
    """What a till said it had kept and sold before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", TILL, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(seconds)  # the moment of the kill; nothing is waited for
        process.kill()
        said = (first + process.stdout.read()).splitlines()
    whole = [line.split() for line in said if len(line.split()) == 2 and len(line) == 41]
    return [(word, uuid) for word, uuid in whole]


def test_an_exchange_is_whole_or_not_there(stocked: Path) -> None:
    seed = int(os.environ.get("FAULTS_SEED", time.time_ns() % 10**9))
    print(f"FAULTS_SEED={seed}")  # noqa: T201
    moments = random.Random(seed)
    sold, exchanged = set(), 0
    for _ in range(4):
        said = exchange_and_kill(stocked, moments.uniform(0, 0.4))
        sold |= {uuid for word, uuid in said if word == "sold"}
        shop = Shop.open(stocked)
        assert shop.check(by=shop.staff.terminal()) == ()
        booked: dict[str, int] = dict(shop._database.rows("SELECT uuid, id FROM orders"))
        assert sold <= booked.keys()
        backs = shop._database.rows("SELECT uuid, exchange_order_id FROM returns")
        assert backs
        for uuid, order_id in backs:
            assert booked[uuid] == order_id
        exchanged = len(backs)
        last = said[-1][1]
        cart = shop.carts.current(by=shop.staff.terminal())
        if last in booked:
            assert cart.exchange is None or cart.uuid not in booked
        else:
            assert cart.uuid == last
            assert cart.exchange is not None
            assert (len(cart.lines), len(cart.exchange.lines)) == (1, 1)
            assert cart.exchange.reason == "Other"
        shop.close()
    assert exchanged >= len(sold)
