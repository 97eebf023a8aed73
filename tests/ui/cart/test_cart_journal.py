"""What a clerk takes out of a cart is in the journal, however fast it came and went."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt

from pos_app.domain.errors import ShopBusy
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.widgets.ask_sheet import AskSheet
from tests.ui.cart.conftest import Till

Key = Qt.Key
CART_KINDS = ("line_removed", "cart_cleared", "cart_parked", "cart_recalled")


def told(shop: Shop) -> list[tuple[str, list[tuple[str, int]]]]:
    """Kind, and name and quantity of each line, of what the journal says of carts."""
    rows = shop._database.rows("SELECT kind, entry FROM journal ORDER BY id")
    return [
        (kind, [(line["name"], line["quantity"]) for line in json.loads(entry)["facts"]["lines"]])
        for kind, entry in rows
        if kind in CART_KINDS
    ]


@contextmanager
def slow_lane(till: Till) -> Iterator[None]:
    """The lane of the counter is busy with something else: nothing reaches the disk meanwhile."""
    go_on, busy = threading.Event(), threading.Event()

    def work() -> None:
        busy.set()
        go_on.wait(10)

    till.desk.tasks.counter.run(work)
    assert busy.wait(10)
    try:
        yield
    finally:
        go_on.set()


MILK, BEANS = "Whole milk 1 gal", "Baked beans 15.75 oz"


def test_what_came_and_went_before_it_was_written(till: Till, shop: Shop, goods) -> None:
    till.sale.add(goods["beans"])
    till.rest()
    with slow_lane(till):
        till.sale.add(goods["milk"])
        till.key(Key.Key_Delete)
        assert told(shop) == []
    till.rest()
    assert told(shop) == [("line_removed", [(MILK, 1000)])]
    assert till.names == [BEANS]


def test_undo_takes_out_as_well_and_redo_puts_it_in_again(till: Till, shop: Shop, goods) -> None:
    with slow_lane(till):
        till.sale.add(goods["milk"])
        till.sale.undo()  # the very cart that is on disk, and still something happened
        till.sale.redo()
        till.sale.undo()
    till.rest()
    assert told(shop) == [("line_removed", [(MILK, 2000)])]
    till.sale.add(goods["beans"])
    till.key(Key.Key_Delete)
    till.sale.undo()
    till.rest()
    assert till.names == [BEANS]
    assert told(shop)[1:] == [("line_removed", [(BEANS, 1000)])]


def test_fewer_of_a_line_are_told_together(till: Till, shop: Shop, codes) -> None:
    till.scan("5*" + codes["milk"])
    till.wait_lines(1)
    till.rest()
    with slow_lane(till):
        till.key("---")
    till.rest()
    assert told(shop) == [("line_removed", [(MILK, 3000)])]


def test_a_cart_that_was_cleared(till: Till, shop: Shop, goods) -> None:
    till.sale.add(goods["milk"])
    till.rest()
    till.sale.clear()
    till.rest()
    till.sale.add(goods["beans"])
    till.key(Key.Key_Delete)
    till.rest()
    assert told(shop) == [("cart_cleared", [(MILK, 1000)]), ("line_removed", [(BEANS, 1000)])]


def test_a_sale_tells_only_what_was_taken_out_of_it(till: Till, shop: Shop, goods) -> None:
    with slow_lane(till):
        till.sale.add(goods["milk"])
        till.sale.add(goods["beans"])
        till.key(Key.Key_Delete)
    till.pay()
    till.key(Key.Key_Return)
    till.wait_sold()
    till.rest()
    assert told(shop) == [("line_removed", [(BEANS, 1000)])]


def test_what_went_before_it_was_parked_is_told_once(till: Till, shop: Shop, codes, goods) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.rest()
    till.key(Key.Key_F8)
    till.sheet(AskSheet)
    till.key("Mrs Novak")
    with slow_lane(till):
        till.sale.add(goods["beans"])
        till.sale.remove()
        till.key(Key.Key_Return)
    till.wait_lines(0)
    till.rest()
    assert told(shop) == [("line_removed", [(BEANS, 1000)]), ("cart_parked", [(MILK, 1000)])]


def test_another_clerk_writes_what_the_first_one_took_out(
    till: Till, shop: Shop, owner: Clerk, goods
) -> None:
    till.sale.add(goods["milk"])
    till.rest()
    shop.staff.add_user(username="bob", name="Bob", pin="731946", by=owner)
    with slow_lane(till):
        till.sale.add(goods["beans"])
        till.key(Key.Key_Delete)
        till.desk.session.clerk = None  # signed out before it could be written
    till.bot.waitUntil(lambda: not till.desk.tasks.counter.busy)
    assert told(shop) == []
    till.desk.session.clerk = shop.staff.sign_in("bob", pin="731946")
    till.tab.keeper.restore()
    till.rest()
    assert told(shop) == [("line_removed", [(BEANS, 1000)])]
    row = shop._database.row("SELECT entry FROM journal WHERE kind = 'line_removed'")
    assert row is not None
    entry = json.loads(row[0])
    assert entry["user"]["username"] == "bob"
    assert entry["facts"]["clerk"] == {"name": owner.name, "username": owner.username}


def test_a_write_that_failed_is_told_with_the_next(
    till: Till, shop: Shop, goods, monkeypatch
) -> None:
    till.sale.add(goods["milk"])
    till.rest()
    keep = shop.carts.keep_current
    refused: list[int] = []

    def fails_once(*args: object, **more: object) -> None:
        if not refused:
            refused.append(1)
            raise ShopBusy(shop.path)
        keep(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(shop.carts, "keep_current", fails_once)
    till.sale.add(goods["beans"])
    till.key(Key.Key_Delete)
    till.bot.waitUntil(lambda: bool(refused) and not till.desk.tasks.counter.busy)
    till.sale.add(goods["beans"])
    till.rest()
    assert told(shop) == [("line_removed", [(BEANS, 1000)])]


def test_the_next_start_goes_on_with_the_cart_and_tells_what_goes_then(
    till: Till, set_up_till: Callable[..., Till], shop: Shop, goods
) -> None:
    till.sale.add(goods["milk"])
    till.sale.add(goods["beans"])
    till.rest()
    till.desk.tasks.close()
    again = set_up_till()
    again.wait_lines(2)
    assert told(shop) == []
    again.key(Key.Key_Delete)
    again.rest()
    assert told(shop) == [("line_removed", [(BEANS, 1000)])]
