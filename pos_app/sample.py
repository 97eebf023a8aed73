"""The sample shop: a small grocery store with half a year of real baskets, and some of everything
that makes a price, to look around in."""

import csv
import errno
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pos_app import paths
from pos_app.domain.cart import Cart
from pos_app.domain.errors import DiskFull, ShopExists
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Hours, Promotion
from pos_app.domain.rows import Clerk, ReturnLine
from pos_app.domain.tax import PPM, TaxRate
from pos_app.shop import Shop, ShopSetup

USERNAME = "ann"
PIN = "246810"
"""Signs in the sample shop's owner; on a sign-in screen it may be shown to everyone."""

BREAD = "962229"
"""The SKU of a best seller; three of it are cheaper together."""
CODE = "SAVE10"
GIFT_CARD = "K7XF-M3RD-4471"
"""A card that holds GIFT_CARD_AMOUNT minor units."""
GIFT_CARD_AMOUNT = 1200

_FRESH = "Fresh food"
"""The tax class without tax that the list of products names."""
_TRADE_PRICES = (BREAD, "873964", "995242")
_TRADE_CUSTOMER, _ACCOUNT_CUSTOMER = "338", "47"
_BROUGHT_BACK = "1031376"
"""The SKU of something that one of the newest baskets holds two of."""

_SETUP = ShopSetup(
    "Sample Shop",
    currency="USD",
    country="US",
    tax_included=True,
    tax_rate_ppm=50_000,
    line1="100 Main Street",
    city="Cincinnati",
    zip="45202",
    timezone="America/New_York",
    owner_username=USERNAME,
    owner_name="Ann",
    owner_pin=PIN,
    is_sample=True,
)

_ZONE = ZoneInfo(_SETUP.timezone)
_BASKETS = "-baskets.csv"
"""Ends the name of the list that is read while the shop is made."""

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled to stop."""


def create_sample(
    location: str | os.PathLike[str],
    progress: Progress | None = None,
    today: date | None = None,
) -> Shop:
    """Make the sample shop at location from the lists in `resources/sample_shop` and open it.

    The baskets are moved by whole weeks: the newest one was sold in the seven days before today,
    the shop's own day where none is given. It is filled under another name and takes its own
    when it is whole, so that a start that was broken off leaves nothing half made. Raises
    ShopExists, ShopReadOnly, DiskFull, Cancelled.
    """
    target = os.fspath(location)
    if Path(target).exists():
        raise ShopExists(target)
    growing = f"{target}.sample-{os.getpid()}"
    _remove(growing)
    try:
        clock = _Clock()
        shop = Shop.create(growing, _SETUP, clock=clock)
        try:
            _fill(shop, clock, today or clock().astimezone(_ZONE).date(), progress)
            shop.backup(target, by=shop.staff.terminal())
        finally:
            shop.close()
    finally:
        _remove(growing)
    return Shop.open(target)


class _Clock:
    """The shop's clock; it may stand at another day while the shelves are filled for the first
    time."""

    stopped: datetime | None = None

    def __call__(self) -> datetime:
        return self.stopped or datetime.now(UTC)


def _fill(shop: Shop, clock: _Clock, today: date, progress: Progress | None) -> None:
    lists = paths.resources() / "sample_shop"
    moved = shop.path + _BASKETS
    first, newest = _move(lists / "baskets.csv", moved, today)
    # Before anybody signs in: a journal whose clock was set back would say so.
    clock.stopped = first - timedelta(days=1)
    by = shop.staff.terminal()
    shop.taxes.add_class(_FRESH, [TaxRate("Tax", 0)], by=by)
    shop.imports.products(str(lists / "products.csv"), by=by, progress=_part(progress, 0, 20))
    shop.imports.customers(str(lists / "customers.csv"), by=by, progress=_part(progress, 20, 40))
    _make_terms(shop, by)
    clock.stopped = None
    shop.imports.baskets(moved, by=by, progress=_part(progress, 40, 100))
    _bring_back(shop, newest + timedelta(minutes=10), by)
    card = Cart().add_line(shop.ledgers.gift_card_line(GIFT_CARD, GIFT_CARD_AMOUNT, by=by))
    paid = [Payment("cash", GIFT_CARD_AMOUNT)]
    shop.checkout.sell(card, paid, by=by, at=newest + timedelta(minutes=15))
    shop.staff.sign_out(by=by)


def _make_terms(shop: Shop, by: Clerk) -> None:
    """Trade customers with prices of their own, promotions, a code."""
    trade = shop.groups.add("Trade", tax_included=False, by=by)
    for sku in _TRADE_PRICES:
        product = shop.catalog.by_sku(sku)
        shop.groups.set_price(trade.id, product.id, product.price * 9 // 10, by=by)
    for username, group_id in ((_TRADE_CUSTOMER, trade.id), (_ACCOUNT_CUSTOMER, None)):
        customer = shop.customers.by_username(username)
        shop.customers.set_terms(
            customer.id, group_id=group_id, tax_exempt="", credit_limit=20_000, by=by
        )
    branches = {category.path: category.id for category in shop.catalog.categories()}
    bread = Goods(frozenset({shop.catalog.by_sku(BREAD).id}))
    candy, cheese, paper = (
        Goods(category_ids=frozenset({branches[path]}))
        for path in ("Drug Gm > Candy - Checklane", "Grocery > Cheese", "Grocery > Bath Tissues")
    )
    after_work = Hours(weekdays=frozenset(range(5)), since=16 * 60, until=18 * 60)
    for promotion in (
        Promotion(0, "3 for 7.00", "bundle", bread, buy=3, amount=700),
        Promotion(0, "Buy 2, get 1", "buy_get", candy, buy=2, get=1, rate_ppm=PPM),
        Promotion(0, "Happy hour", "percent", cheese, rate_ppm=50_000, hours=after_work),
        Promotion(
            0, "Trade 10 %", "percent", paper, rate_ppm=100_000, group_ids=frozenset({trade.id})
        ),
    ):
        shop.promotions.add(promotion, by=by)
    shop.discounts.add_code(CODE, rate_ppm=100_000, minimum=2500, by=by)


def _bring_back(shop: Shop, at: datetime, by: Clerk) -> None:
    """One piece of something that was sold in one of the newest baskets."""
    for row in shop.orders.page(limit=20):
        for item in shop.orders.get(row.id).items:
            if item.sku == _BROUGHT_BACK:
                lines = [ReturnLine(item.id, 1)]
                shop.returns.give_back(row.id, lines, reason="Bought one too many", by=by, at=at)
                return
    raise AssertionError("the newest baskets hold it")


def _move(source: Path, target: str, today: date) -> tuple[datetime, datetime]:
    """Copy the baskets with their times moved by whole weeks; the first and the newest of the
    moved times.

    Each keeps its day of the week and its time on the shop's clock.
    """
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        columns = reader.fieldnames or []
    times = [datetime.fromisoformat(row["sold_at"]) for row in rows]
    by = timedelta(weeks=(today - timedelta(days=1) - max(times).date()).days // 7)
    try:
        with Path(target).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            for row, at in zip(rows, times, strict=True):
                writer.writerow({**row, "sold_at": (at + by).isoformat(" ")})
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(target) from error
        raise
    first, newest = (
        (at + by).replace(tzinfo=_ZONE).astimezone(UTC) for at in (min(times), max(times))
    )
    return first, newest


def _part(progress: Progress | None, begin: int, end: int) -> Progress | None:
    """One list's progress as its part of the whole, in per cent."""
    if progress is None:
        return None
    return lambda done, total: progress(begin + (end - begin) * done // max(total, 1), 100)


def _remove(path: str) -> None:
    for suffix in ("", "-wal", "-shm", "-journal", _BASKETS):
        beside = Path(path + suffix)
        if beside.exists():  # on a read-only disk even removing nothing is refused
            beside.unlink()
