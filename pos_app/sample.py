"""The sample shop: a small grocery store with half a year of real baskets, to look around in."""

import os
from collections.abc import Callable
from pathlib import Path

from pos_app import paths
from pos_app.domain.errors import ShopExists
from pos_app.shop import Shop, ShopSetup

USERNAME = "ann"
PIN = "246810"
"""Signs in the sample shop's owner; on a sign-in screen it may be shown to everyone."""

_SETUP = ShopSetup(
    "Sample Shop",
    currency="USD",
    country="US",
    tax_included=True,
    line1="100 Main Street",
    city="Cincinnati",
    zip="45202",
    timezone="America/New_York",
    owner_username=USERNAME,
    owner_name="Ann",
    owner_pin=PIN,
    is_sample=True,
)

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled to stop."""


def create_sample(location: str | os.PathLike[str], progress: Progress | None = None) -> Shop:
    """Make the sample shop at location from the lists in `resources/sample_shop` and open it.

    It is filled under another name and takes its own when it is whole, so that a start that was
    broken off leaves nothing half made. Raises ShopExists, ShopReadOnly, DiskFull, Cancelled.
    """
    target = os.fspath(location)
    if Path(target).exists():
        raise ShopExists(target)
    growing = f"{target}.sample-{os.getpid()}"
    _remove(growing)
    try:
        shop = Shop.create(growing, _SETUP)
        try:
            _fill(shop, progress)
            shop.backup(target)
        finally:
            shop.close()
    finally:
        _remove(growing)
    return Shop.open(target)


def _fill(shop: Shop, progress: Progress | None) -> None:
    lists = paths.resources() / "sample_shop"
    by = shop.staff.terminal()
    steps = (
        (shop.imports.products, "products.csv", 0, 20),
        (shop.imports.customers, "customers.csv", 20, 40),
        (shop.imports.baskets, "baskets.csv", 40, 100),
    )
    for take_in, name, begin, end in steps:
        take_in(str(lists / name), by=by, progress=_part(progress, begin, end))
    shop.staff.sign_out(by=by)


def _part(progress: Progress | None, begin: int, end: int) -> Progress | None:
    """One list's progress as its part of the whole, in per cent."""
    if progress is None:
        return None
    return lambda done, total: progress(begin + (end - begin) * done // max(total, 1), 100)


def _remove(path: str) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        beside = Path(path + suffix)
        if beside.exists():  # on a read-only disk even removing nothing is refused
            beside.unlink()
