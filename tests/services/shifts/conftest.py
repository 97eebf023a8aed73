"""A clerk who works blind, and her shift."""

import pytest

from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from tests.services.shifts.till import FLOAT


@pytest.fixture
def cleo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk: runs shifts, and works blind."""
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    return shop.staff.sign_in("cleo", pin="135790")


@pytest.fixture
def open_shift(shop: Shop, cleo: Clerk) -> None:
    """Cleo's shift, with 90.00 in the drawer."""
    shop.shifts.open(FLOAT, by=cleo)
