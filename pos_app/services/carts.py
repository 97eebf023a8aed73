"""Carts on disk: a till's open one, parked ones, and those that customers keep."""

from collections.abc import Sequence
from datetime import datetime

from pos_app.domain.cart import Cart
from pos_app.domain.cart_changes import TakenOut
from pos_app.domain.discounts import CodeDiscount
from pos_app.domain.errors import EmptyCart, SaleChanged, UnknownCart, UnknownCustomer
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, SavedCart
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.cart_shelf import CartShelf
from pos_app.services.command import command, query
from pos_app.services.customer_pages import CustomerPages
from pos_app.services.discount_codes import check_usable, find_code
from pos_app.services.recorded_carts import record_kept, record_parked, record_recalled

_LONGEST_NAME = 80


class Carts:
    """Carts that outlive the program; each keeps the uuid that makes its sale happen once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._shelf = CartShelf(books)
        self._customers = CustomerPages(books.database)

    # --- the cart that is open at a till -----------------------------------------------------

    @command(Permission.SELL)
    def keep_current(
        self,
        cart: Cart,
        *,
        removed: Sequence[TakenOut] = (),
        by: Clerk,
        till: str | None = None,
    ) -> None:
        """Write down the cart that is open at a till (its code; the first one), as it is now.

        An empty cart is kept too, with its uuid and customer. Nobody is told: only this till
        shows it. What was taken out of the cart that was kept before goes into the journal, and
        with it all that removed tells: what came and went again in between. Raises UnknownTill,
        UnknownCustomer, UnknownProduct, BadQuantity.
        """
        till_id = till_id_of(self._books, till)
        kept_id = self._shelf.of_till(till_id)
        record_kept(self._books, kept_id, cart, removed)
        self._remove(kept_id)
        self._shelf.put(cart, "current", by=by, till_id=till_id)

    @query
    def current(self, *, by: Clerk, till: str | None = None) -> Cart:
        """The cart that is open at a till; a new one when there is none, or when its sale is in
        the books already (the power went between the two). Raises UnknownTill, NotAllowed."""
        self._books.authorise(by, Permission.SELL)
        cart = self._unsold(self._shelf.of_till(till_id_of(self._books, till)))
        return Cart() if cart is None else cart

    # --- parked ------------------------------------------------------------------------------

    @command(Permission.SELL)
    def park(self, cart: Cart, *, name: str = "", by: Clerk) -> SavedCart:
        """Put a cart aside under a name, for any till to recall; it is no till's open one then.

        Raises EmptyCart, SaleChanged for one that was sold, BadValue, UnknownCustomer,
        UnknownProduct, BadQuantity.
        """
        if cart.empty:
            raise EmptyCart
        sold = self._books.database.row(self._books.hot.order_by_uuid, (cart.uuid,))
        if sold is not None:
            raise SaleChanged(cart.uuid, sold[0])
        label = check_text("name", name, longest=_LONGEST_NAME)
        where = "FROM carts WHERE kind IN ('current', 'parked') AND uuid = ?"
        kept = self._books.database.rows(f"SELECT id {where}", (cart.uuid,))
        for (kept_id,) in kept:
            record_kept(self._books, kept_id, cart)
        self._books.database.connection.execute(f"DELETE {where}", (cart.uuid,))
        cart_id = self._shelf.put(cart, "parked", by=by, name=label)
        record_parked(self._books, cart.uuid, cart_id)
        self._books.changed("carts", cart_id)
        return next(row for row in self._shelf.list_parked(-1) if row.id == cart_id)

    @query
    def parked(self, *, limit: int | None = None) -> tuple[SavedCart, ...]:
        """Parked carts, the newest first; no more than limit, or all of them: one that is not
        listed can't be recalled."""
        return self._shelf.list_parked(-1 if limit is None else limit)

    @command(Permission.SELL)
    def recall(self, saved_cart_id: int, *, by: Clerk, till: str | None = None) -> Cart:
        """Take a parked cart out again; one till gets it, whoever else asks.

        Where the till's own open cart is empty, this one is kept in its place at once, so that it
        can't be lost between the two. Raises UnknownCart, UnknownTill.
        """
        till_id = till_id_of(self._books, till)
        cart_id = self._shelf.parked(saved_cart_id)
        if cart_id is None:
            raise UnknownCart(saved_cart_id)
        cart = self._shelf.read(cart_id)
        record_recalled(self._books, cart.uuid, cart_id)
        self._shelf.remove(cart_id)
        open_id = self._shelf.of_till(till_id)
        if open_id is None or self._shelf.read(open_id).empty:
            self._remove(open_id)
            self._shelf.put(cart, "current", by=by, till_id=till_id)
        self._books.changed("carts", cart_id)
        return cart

    # --- a customer's own --------------------------------------------------------------------

    @command(Permission.SELL)
    def save(self, cart: Cart, *, by: Clerk) -> None:
        """Keep a cart for its customer, in place of the one they had.

        Raises UnknownCustomer (also for a cart of nobody), UnknownProduct, BadQuantity.
        """
        if cart.customer_id is None:
            raise UnknownCustomer(None)
        self._remove(self._shelf.of_customer(cart.customer_id))
        self._books.changed("carts", self._shelf.put(cart, "customer", by=by))

    @query
    def load(self, customer_id: int) -> Cart:
        """The cart a customer keeps; a new one for them when there is none, or when it was sold.

        Raises UnknownCustomer.
        """
        customer = self._customers.get(customer_id)
        cart = self._unsold(self._shelf.of_customer(customer_id))
        return Cart().for_customer(customer_id, customer.name) if cart is None else cart

    @command(Permission.SELL)
    def clear(self, customer_id: int, *, by: Clerk) -> None:
        """Forget the cart a customer keeps. Raises UnknownCustomer."""
        self._customers.get(customer_id)
        cart_id = self._shelf.of_customer(customer_id)
        if cart_id is not None:
            self._shelf.remove(cart_id)
            self._books.changed("carts", cart_id)

    # --- discount codes ----------------------------------------------------------------------

    @query
    def discount(
        self, code: str, *, at: datetime | None = None, customer_id: int | None = None
    ) -> CodeDiscount:
        """What a code gives at a moment (an aware datetime; now), to put on a cart; capitals don't
        matter. With a customer_id, how often they used it counts.

        Raises UnknownDiscountCode, and CodeRefused for one that can't be used then.
        """
        books = self._books
        row = find_code(books, code)
        return check_usable(books, row, at or books.now(), customer_id)

    # --- below -------------------------------------------------------------------------------

    def _remove(self, cart_id: int | None) -> None:
        if cart_id is not None:
            self._shelf.remove(cart_id)

    def _unsold(self, cart_id: int | None) -> Cart | None:
        """A cart on the shelf, empty or not; None when there is none or its sale is booked."""
        if cart_id is None:
            return None
        cart = self._shelf.read(cart_id)
        booked = self._books.database.row(self._books.hot.order_by_uuid, (cart.uuid,))
        return cart if booked is None else None
