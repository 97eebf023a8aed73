"""Checkout: what a cart comes to, and selling it: all of it or nothing, and exactly once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pos_app.domain.cart import OLDEST_AGE, Cart
from pos_app.domain.errors import PosError, ProductMoved, TotalChanged
from pos_app.domain.exchanging import ExchangePreview
from pos_app.domain.payment import Payment
from pos_app.domain.pricing import PricedCart, Terms
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, Receipt
from pos_app.services.booked_lines import check_discounts, check_products
from pos_app.services.booking import (
    book_sale,
    booked_sale,
    check_moment,
    check_moment_of,
    find_booked,
    is_history,
    till_id_of,
)
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.exchanging import (
    book_exchange,
    booked_exchange,
    moment_of_return,
    preview_exchange,
)
from pos_app.services.paper_queue import note_drawer, queue_paper
from pos_app.services.quoting import Quote, moved_products, own_terms, quote, renewed
from pos_app.services.return_statements import ReturnStatements


class Checkout:
    """Prices carts and sells them."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._statements = ReturnStatements(books.database)

    @query
    def terms(self, customer_id: int | None = None, *, at: datetime | None = None) -> Terms:
        """What a cart of this customer (None: nobody in particular) is priced by at a moment (an
        aware datetime; now): `domain.pricing.price(cart, terms)` then needs no database.

        Raises UnknownCustomer, BadValue.
        """
        check_moment(at)
        return self._books.terms(own_terms(self._books, customer_id), at or self._books.now())[1]

    @query
    def price(self, cart: Cart, *, at: datetime | None = None) -> PricedCart:
        """What the cart comes to at a moment (an aware datetime; now), in minor units: with its
        customer's prices, the promotions that run then, its discounts and taxes.

        Raises UnknownCustomer, UnknownDiscountCode, BadValue, BadAmount.
        """
        check_moment(at)
        return quote(self._books, cart, at or self._books.now()).priced

    @query
    def exchange_preview(self, cart: Cart, *, instead: str = "") -> ExchangePreview:
        """What the exchange of a cart comes to now: what the goods are worth that come back, and
        what is to be paid or given back. instead is another way for the latter, see `sell`.

        Raises BadValue ("exchange") for a cart without one, and what `price` and
        `Returns.preview` do.
        """
        quoted = quote(self._books, cart, self._moment(cart, None))
        return preview_exchange(self._books, self._statements, quoted, instead)

    @query
    def moved(self, cart: Cart) -> tuple[ProductMoved, ...]:
        """Products that have another unit, tax class or category by now than in the cart."""
        return tuple(moved_products(self._books, cart))

    @query
    def check_discounts(self, cart: Cart, *, by: Clerk) -> None:
        """Whether this person may give the discounts that are on the cart by hand.

        Raises BadValue ("reason") for one without a reason where the shop wants them,
        DiscountTooHigh, BelowFloor, NotAllowed, and what `price` does.
        """
        books = self._books
        quoted = quote(books, cart, books.now())
        cursor = books.database.connection.cursor()
        # Discounts are given before the buyer's age is asked for.
        products = check_products(books, cursor, quoted.cart.checked_age(OLDEST_AGE), by)
        check_discounts(books, quoted, products, by)

    def sell(
        self,
        cart: Cart,
        payments: Sequence[Payment] = (),
        *,
        by: Clerk,
        customer: int | None = None,
        at: datetime | None = None,
        till: str | None = None,
        shown: int | None = None,
        paper: bool = False,
        drawer: bool = False,
        instead: str = "",
        shown_back: int | None = None,
    ) -> Receipt:
        """Sell a cart: order, items, taxes, payments, stock and number in one transaction.

        customer overrides the cart's own (a customer id), at is an aware datetime (now; another
        moment needs a right of its own), till a code ("T1"), shown the total that the customer was
        told, in minor units. With paper its receipt is put into the till's print queue, with drawer
        it is noted that the drawer opens for a sale in cash. Selling the same cart again, by its
        uuid, gives the first receipt with repeated set and changes nothing. A total of zero needs
        no payment.

        A cart with an exchange is sold and its return booked as one: what comes back pays first,
        and payments are for the rest. Is it worth more, the rest is given back as
        `Returns.give_back` has it, with `instead` another way; shown_back is what the customer was
        told that it is worth. That needs the right to give back, and raises what giving back does.

        Raises EmptyCart, UnknownProduct, PriceChanged, ProductMoved, TotalChanged, OutOfStock,
        UnknownCustomer, UnknownTill, Underpaid, Overpaid, ImplausibleTender, DiscountTooHigh,
        BelowFloor, UnknownDiscountCode, CodeRefused, UnknownGiftCard, NotEnoughCredit,
        NeedsCustomer, NeedsMoney, NoOpenShift, BadValue, BadAmount, NotSignedIn, NotAllowed and
        what every command raises; the cart stays as it was.
        """
        check_moment(at)
        if customer is not None:
            cart = replace(cart, customer_id=customer)
        # Priced before the writer's lock is taken; under it only what has changed is done again.
        quoted = self._quote(cart, at)
        return self._sell(
            cart,
            quoted,
            payments,
            by=by,
            at=at,
            till=till,
            shown=shown,
            paper=paper,
            drawer=drawer,
            instead=instead,
            shown_back=shown_back,
        )

    def _quote(self, cart: Cart, at: datetime | None) -> Quote | None:
        """None where it can't be priced any more, but was sold before."""
        books = self._books
        try:
            return quote(books, cart, self._moment(cart, at))
        except PosError:
            if find_booked(books, cart.uuid) is None:
                raise
            return None

    def _moment(self, cart: Cart, at: datetime | None) -> datetime:
        """When a cart is sold: at, or now, but not before what is exchanged for it was. Raises
        BadValue."""
        if cart.exchange is None:
            return at or self._books.now()
        return moment_of_return(self._books, self._statements, cart.exchange.order_id, at)

    @command(Permission.SELL)
    def _sell(
        self,
        cart: Cart,
        quoted: Quote | None,
        payments: Sequence[Payment],
        *,
        by: Clerk,
        at: datetime | None,
        till: str | None,
        shown: int | None,
        paper: bool,
        drawer: bool,
        instead: str,
        shown_back: int | None,
    ) -> Receipt:
        books, statements = self._books, self._statements
        check_moment_of(books, at, by)
        booked = booked_sale(books, cart)
        if booked is not None:
            return booked_exchange(books, statements, cart, booked)
        assert quoted is not None, "orders are never removed"
        quoted = replace(renewed(books, quoted), history=is_history(books, at))
        if shown is not None and shown != quoted.priced.total:
            raise TotalChanged(shown, quoted.priced.total)
        till_id = till_id_of(books, till)
        methods = {payment.method for payment in payments}
        if cart.exchange is None:
            receipt = book_sale(books, quoted, payments, by=by, till_id=till_id, drawer=drawer)
        else:
            receipt = book_exchange(
                books,
                statements,
                quoted,
                cart.exchange,
                payments,
                instead=instead,
                shown_back=shown_back,
                by=by,
                till_id=till_id,
                drawer=drawer,
            )
            methods |= {
                row[0] for row in books.database.rows(statements.repayments, (receipt.return_id,))
            }
        order_id, return_id = receipt.order_id, receipt.return_id or None
        if paper:
            queue_paper(books, till_id=till_id, by=by, order_id=order_id, return_id=return_id)
        if drawer and "cash" in methods:
            note_drawer(books, till_id=till_id, by=by, order_id=order_id, return_id=return_id)
            return replace(receipt, opens_drawer=True)
        return receipt
