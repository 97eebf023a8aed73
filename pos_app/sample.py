"""The sample shop: a small grocery store with half a year of real baskets, to look around in."""

import csv
import errno
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pos_app import paths
from pos_app.domain.errors import DiskFull, ShopExists
from pos_app.shop import Shop, ShopSetup

USERNAME = "ann"
PIN = "246810"
"""Signs in the sample shop's owner; on a sign-in screen it may be shown to everyone."""

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
            shop.backup(target)
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
    first = _move(lists / "baskets.csv", moved, today)
    by = shop.staff.terminal()
    clock.stopped = first - timedelta(days=1)
    shop.imports.products(str(lists / "products.csv"), by=by, progress=_part(progress, 0, 20))
    shop.imports.customers(str(lists / "customers.csv"), by=by, progress=_part(progress, 20, 40))
    clock.stopped = None
    shop.imports.baskets(moved, by=by, progress=_part(progress, 40, 100))
    shop.staff.sign_out(by=by)


def _move(source: Path, target: str, today: date) -> datetime:
    """Copy the baskets with their times moved by whole weeks; the first of the moved times.

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
    return (min(times) + by).replace(tzinfo=_ZONE).astimezone(UTC)


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
