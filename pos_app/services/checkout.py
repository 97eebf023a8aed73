"""Checkout: what a cart comes to, and selling it: all of it or nothing, and exactly once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.pricing import PricedCart, price
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, Receipt
from pos_app.services.booking import book_sale, check_moment, till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command


class Checkout:
    """Prices carts and sells them."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def price(self, cart: Cart) -> PricedCart:
        """What the cart comes to, in minor units, by this shop's tax rule. Reads nothing."""
        return price(cart, tax_included=self._books.info.tax_included)

    def sell(
        self,
        cart: Cart,
        payments: Sequence[Payment] = (),
        *,
        by: Clerk,
        customer: int | None = None,
        at: datetime | None = None,
        till: str | None = None,
    ) -> Receipt:
        """Sell a cart: order, items, payments, stock and number in one transaction.

        customer overrides the cart's own (a customer id), at is an aware datetime (now), till a
        code ("T1"). Selling the same cart again, by its uuid, gives the first receipt with
        repeated set and changes nothing. A total of zero needs no payment.

        Raises EmptyCart, UnknownProduct, PriceChanged, OutOfStock, UnknownCustomer, UnknownTill,
        Underpaid, Overpaid, BadValue, BadAmount, NotSignedIn, NotAllowed and what every command
        raises; the cart stays as it was.
        """
        check_moment(at)
        if customer is not None:
            cart = replace(cart, customer_id=customer)
        # Pricing needs nothing from the database: the writer's lock is taken after it.
        return self._sell(cart, self.price(cart), payments, by=by, at=at, till=till)

    @command(Permission.SELL)
    def _sell(
        self,
        cart: Cart,
        priced: PricedCart,
        payments: Sequence[Payment],
        *,
        by: Clerk,
        at: datetime | None,
        till: str | None,
    ) -> Receipt:
        books = self._books
        return book_sale(
            books,
            cart,
            priced,
            payments,
            by=by,
            at=at or books.now(),
            till_id=till_id_of(books, till),
        )
