"""A refusal that is kept for as long as somebody is asked leaves nothing open: what others wrote
meanwhile stands in nobody's way."""

import threading
from collections.abc import Callable

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import DiscountTooHigh, NotAllowed, OutOfStock, PosError, Underpaid
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.services import approvals
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN


@pytest.fixture
def cleo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk, who may take 10 % off."""
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    return shop.staff.sign_in("cleo", pin="135790")


def elsewhere(act: Callable[[], object]) -> None:
    """Do something by another connection, as another lane does."""
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


def refused(kind: type[PosError], act: Callable[[], object]) -> PosError:
    """What it was refused by, kept as a window keeps it."""
    try:
        act()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


CARTS: dict[str, tuple[type[PosError], Callable[[Cart], Cart]]] = {
    "discount": (
        DiscountTooHigh,
        lambda cart: cart.set_discount(0, Discount(rate_ppm=500_000, reason="Dent")),
    ),
    "price": (NotAllowed, lambda cart: cart.set_price(0, 1)),
    "stock": (OutOfStock, lambda cart: cart.set_quantity(0, 41)),
    "money": (Underpaid, lambda cart: cart.set_quantity(0, 40)),
}


@pytest.mark.parametrize("name", CARTS)
def test_a_sale_goes_on_after_one_that_was_refused(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow, name: str
) -> None:
    kind, change = CARTS[name]
    cart = change(Cart().add(milk))
    paid = [Payment("cash", 129 * (41 if name == "stock" else 1))]
    kept = refused(kind, lambda: shop.checkout.sell(cart, paid, by=cleo))
    elsewhere(lambda: shop.settings.update(name="Meanwhile", by=owner))
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=cleo)
    assert receipt.number == "T1-1"
    assert kept.__traceback__ is not None


def test_a_discount_is_approved_and_sold_whatever_others_write(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk).set_discount(0, Discount(rate_ppm=500_000, reason="Dent"))
    kept = refused(DiscountTooHigh, lambda: shop.checkout.check_discounts(cart, by=cleo))
    elsewhere(lambda: shop.settings.update(name="Meanwhile", by=owner))
    shop.staff.approve_cart(cart, Permission.DISCOUNT, by=cleo, username="ann", pin=OWNER_PIN)
    elsewhere(lambda: shop.settings.update(name="Again", by=owner))
    shop.checkout.sell(cart, [Payment("cash", 100)], by=cleo)
    assert kept.__traceback__ is not None


def test_others_may_write_while_a_pin_is_looked_at(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    cart = Cart().add(milk).set_discount(0, Discount(rate_ppm=500_000, reason="Dent"))
    proven = approvals._proven

    def slowly(*given: object) -> object:
        elsewhere(lambda: shop.settings.update(name="Meanwhile", by=owner))
        return proven(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(approvals, "_proven", slowly)
    name = shop.staff.approve_cart(
        cart, Permission.DISCOUNT, by=cleo, username="ann", pin=OWNER_PIN
    )
    assert name == "Ann"
