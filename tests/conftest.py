"""Shops for tests: real files, made once by the real migrations and copied for each test."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop, ShopSetup

# Also without the Makefile: no test opens a window on somebody's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Nor is the journal of a test signed with somebody's own key.
_keys = tempfile.TemporaryDirectory(prefix="countertop-key-")  # gone when Python ends
os.environ["COUNTERTOP_KEY"] = str(Path(_keys.name) / "key.pem")

OWNER_PIN = "480213"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new shop's file with the owner "ann", tax of 5 % included."""
    path = tmp_path_factory.mktemp("template") / "shop.db"
    Shop.create(
        path,
        ShopSetup(
            "Corner Shop",
            tax_rate_ppm=50_000,
            line1="1 Main Street",
            city="Springfield",
            zip="12345",
            timezone="America/New_York",
            owner_username="ann",
            owner_name="Ann",
            owner_pin=OWNER_PIN,
        ),
    ).close()
    return path


@pytest.fixture
def shop_path(template: Path, tmp_path: Path) -> Path:
    """The file of a shop of this test's own."""
    path = tmp_path / "corner.db"
    shutil.copyfile(template, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def shop(shop_path: Path) -> Iterator[Shop]:
    """An open shop."""
    opened = Shop.open(shop_path)
    yield opened
    opened.close()


@pytest.fixture
def owner(shop: Shop) -> Clerk:
    """Somebody with every right: the terminal's user, who needs no PIN."""
    return shop.staff.terminal()


@pytest.fixture
def add_product(shop: Shop, owner: Clerk) -> Callable[..., ProductRow]:
    """Adds a product with plain defaults: Milk at 1.29, forty on hand."""

    def add(
        name: str = "Milk 1 l", price: int = 129, stock: Decimal | int = 40, **more: object
    ) -> ProductRow:
        return shop.catalog.add_product(name=name, price=price, stock=stock, by=owner, **more)  # type: ignore[arg-type]

    return add


@pytest.fixture
def milk(add_product: Callable[..., ProductRow]) -> ProductRow:
    """Milk at 1.29, forty on hand."""
    return add_product()
