"""Two processes want the last of everything at once: each is sold once, and neither starves."""

import json
import subprocess
import sys
import time
from collections.abc import Callable

from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop

LAST_ONES = 300

# Says when it is ready, waits for the moment it is told, and then tries to sell each last one.
SELLER = """
import json, sys, time
from pos_app.domain.cart import Cart
from pos_app.domain.errors import OutOfStock
from pos_app.domain.payment import Payment
from pos_app.shop import Shop

shop = Shop.open(sys.argv[1])
by = shop.staff.terminal()
carts = [Cart().add(shop.catalog.get(int(key))) for key in sys.argv[2].split(",")]
print("ready", flush=True)
start = float(sys.stdin.readline())
while time.time() < start:
    pass
sold, refused = [], []
for cart in carts:
    product_id = cart.lines[0].product_id
    try:
        shop.checkout.sell(cart, [Payment("cash", 500)], by=by)
        sold.append(product_id)
    except OutOfStock as refusal:
        assert refusal.left == 0 and len(cart.lines) == 1
        refused.append(product_id)
shop.close()
print(json.dumps([sold, refused]))
"""


def test_two_processes_sell_each_last_one_once(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
) -> None:
    ids = [add_product(f"Last {number}", price=500, stock=1).id for number in range(LAST_ONES)]
    # From both ends, so that they meet: one that is a moment late would only be refused.
    orders = [",".join(str(key) for key in way) for way in (ids, ids[::-1])]
    sellers = [
        subprocess.Popen(
            [sys.executable, "-c", SELLER, shop.path, keys],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for keys in orders
    ]
    for seller in sellers:
        assert seller.stdout is not None
        assert seller.stdout.readline() == "ready\n"
    start = time.time() + 0.2
    for seller in sellers:
        assert seller.stdin is not None
        seller.stdin.write(f"{start}\n")
        seller.stdin.flush()
    answers = [json.loads(seller.communicate(timeout=60)[0]) for seller in sellers]
    assert [seller.returncode for seller in sellers] == [0, 0]
    assert sorted(answers[0][0] + answers[1][0]) == ids
    # Neither starves: SQLite's own way of waiting let the first one sell them all.
    assert min(len(sold) for sold, _ in answers) > 0
    assert sorted(answers[0][1] + answers[1][1]) == ids
    assert {int(shop.catalog.get(key).on_hand) for key in ids} == {0}
    assert shop.check(by=owner) == ()
