"""A shop that takes the sample's lists: it has the tax classes that they name."""

from pathlib import Path

import pytest

from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop


@pytest.fixture
def shop_path(shop_path: Path) -> Path:
    """The file of a shop of this test's own, ready for the sample's products."""
    shop = Shop.open(shop_path)
    shop.taxes.add_class("Fresh food", [TaxRate("Tax", 0)], by=shop.staff.terminal())
    shop.close()
    return shop_path
