"""A clerk in a great hurry, at a till whose lane is busy: whatever is pressed while something is
still looked up, booked or parked, each piece that was scanned is in one place, or was told."""

import random
from decimal import Decimal
from threading import Event

import pytest
from PySide6.QtCore import Qt

from pos_app.devices.sound import Sound
from pos_app.domain.rows import Clerk, ProductRow, SavedCart
from pos_app.shop import Shop
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.widgets.sheet import top_sheet
from tests.ui.cart.conftest import Till

Key = Qt.Key
STEPS = 120
DEEDS = ["scan"] * 10 + ["touch", "type", "park", "recall", "pay", "pay", "busy", "leave"]
PIECES = ("milk", "coffee", "beans")


class Hurry:
    """Does one thing after another without waiting for the last."""

    def __init__(self, till: Till, goods: dict[str, ProductRow], chance: random.Random) -> None:
        self.till = till
        self.taken = 0
        self._goods = [goods[name] for name in PIECES]
        self._chance = chance

    def do(self, deed: str) -> None:
        """One thing, if there is a way to it right now."""
        till, chance = self.till, self._chance
        row = chance.choice(self._goods)
        free = top_sheet(till.tab) is None
        if deed == "scan":
            self.taken += 1
            till.tab.scans.put(row.barcode)
        elif deed == "touch" and free:
            self.taken += 1
            till.tab._board.picked.emit(row)
        elif deed == "type" and free and till.tab.field.hasFocus() and not till.tab.field.text():
            self.taken += 1
            till.scan(row.barcode)
        elif deed in ("park", "recall") and free:
            till.key(Key.Key_F8 if deed == "park" else Key.Key_F9)
            self.pause(0, 0, 10, 40)
            till.key(Key.Key_Return)
        elif deed == "pay":
            till.key(Key.Key_F12)
            self.pause(0, 5, 20)
            if isinstance(top_sheet(till.tab), PaySheet):
                till.key(Key.Key_Return)
        elif deed == "busy":
            seconds = chance.choice((0.005, 0.03))
            till.desk.tasks.counter.run(lambda: Event().wait(seconds))
        elif deed == "leave" and not free:
            till.key(Key.Key_Escape)

    def pause(self, *ms: int) -> None:
        """Let the window run so many milliseconds, one of these."""
        wait = self._chance.choice(ms)
        if wait:
            self.till.bot.wait(wait)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_lost_or_doubled(
    till: Till, shop: Shop, owner: Clerk, goods: dict[str, ProductRow], seed: int
) -> None:
    for name in PIECES:
        shop.stock.receive(goods[name].id, Decimal(5000), by=owner)
    till.rest()
    chance = random.Random(seed)
    hurry = Hurry(till, goods, chance)
    for _ in range(STEPS):
        hurry.do(chance.choice(DEEDS))
        hurry.pause(0, 0, 0, 1, 5, 30)
    till.bot.waitUntil(lambda: till.tab.scans.idle and not till.tab._counter.asking)
    till.rest()
    told = till.sounds.played.count(Sound.BLOCKED)
    open_ones = sum(int(line.quantity) for line in till.sale.cart.lines)
    parked = sum(_pieces_of(shop, saved, owner) for saved in shop.carts.parked())
    sold = sum(
        int(item.quantity)
        for order in shop.orders.page(limit=1000)
        for item in shop.orders.get(order.id).items
    )
    assert sold + parked + open_ones + told == hurry.taken
    assert shop.check(by=owner) == ()


def _pieces_of(shop: Shop, saved: SavedCart, by: Clerk) -> int:
    return sum(int(line.quantity) for line in shop.carts.recall(saved.id, by=by).lines)
