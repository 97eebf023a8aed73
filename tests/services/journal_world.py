"""A shop for the table of what the journal writes, and how the table's cases are collected."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import Clerk, CustomerRow, OrderDetail, ProductRow, Receipt
from pos_app.shop import Shop

PIN = "480213"  # of Ann, the owner of the template

# Whatever of these stood in a chain could not be erased.
PERSONAL = ("Zebulon", "Quimby", "zebulon@quimby.example", "2025550143", "Quimby Lane", "QX-777")
LATER = datetime(2026, 11, 20, 12, tzinfo=UTC)

Act = Callable[[], object]


@dataclass
class World:
    """A shop with goods and a customer; what a case needs beside them is made when it asks."""

    shop: Shop
    by: Clerk
    folder: Path
    made: int = field(default=0, init=False)

    def product(self, name: str = "Milk", price: int = 129, **more: Any) -> ProductRow:
        """Another product, a hundred on hand."""
        self.made += 1
        stock = more.pop("stock", 100)
        return self.shop.catalog.add_product(
            name=f"{name} {self.made}", price=price, stock=stock, by=self.by, **more
        )

    @cached_property
    def milk(self) -> ProductRow:
        return self.product()

    @cached_property
    def tea(self) -> ProductRow:
        return self.product("Tea", 350)

    @cached_property
    def customer(self) -> CustomerRow:
        """Somebody whose data must be found in no entry."""
        return self.shop.customers.register(
            first_name="Zebulon",
            last_name="Quimby",
            username="zebulonquimby",
            email="zebulon@quimby.example",
            password="Quimby-Lane-7",
            address=AddressDraft("7 Quimby Lane", "Boston", "US", phone="+12025550143"),
            card="QX-777-1",
            by=self.by,
        )

    def cart(self, *, customer: bool = False) -> Cart:
        """Three milks and a tea."""
        cart = Cart().add(self.milk, 3).add(self.tea)
        return cart.for_customer(self.customer.id, self.customer.name) if customer else cart

    def sold(self, *, customer: bool = False) -> Receipt:
        """A sale of that, paid in cash."""
        cart = self.cart(customer=customer)
        return self.shop.checkout.sell(cart, [Payment("cash", 1000)], by=self.by)

    def order(self, order_id: int) -> OrderDetail:
        """An order whole."""
        return self.shop.orders.get(order_id)

    def placed(self) -> OrderDetail:
        """A pending order of the customer."""
        return self.shop.orders.place(self.cart(), customer_id=self.customer.id, by=self.by)

    def file(self, name: str, text: str) -> str:
        """The path of a file with this text."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@dataclass(frozen=True)
class Case:
    """A command, the kinds of the entries it writes, and a call of it: prepare makes ready what it
    needs, and gives the call itself. why says why it writes none. With whole=False it is no single
    transaction, and can't be taken back as one."""

    method: str
    kinds: tuple[str, ...]
    prepare: Callable[[World], Act]
    why: str = ""
    whole: bool = True

    @property
    def name(self) -> str:
        return f"{self.method}-{self.prepare.__name__.strip('_')}"


CASES: list[Case] = []


def writes(
    method: str, *kinds: str, whole: bool = True
) -> Callable[[Callable[[World], Act]], Callable[[World], Act]]:
    """This call of a command writes entries of these kinds."""

    def collect(prepare: Callable[[World], Act]) -> Callable[[World], Act]:
        CASES.append(Case(method, kinds, prepare, whole=whole))
        return prepare

    return collect


def silent(method: str, why: str) -> Callable[[Callable[[World], Act]], Callable[[World], Act]]:
    """This call of a command writes no entry, and why that is right."""

    def collect(prepare: Callable[[World], Act]) -> Callable[[World], Act]:
        CASES.append(Case(method, (), prepare, why=why))
        return prepare

    return collect
