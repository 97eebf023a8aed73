"""Carts on disk: a till's open one, parked ones, and those that customers keep; discount codes."""

from datetime import datetime

from pos_app.domain.cart import Cart, CartDiscount
from pos_app.domain.errors import (
    BadAmount,
    BadValue,
    EmptyCart,
    UnknownCart,
    UnknownCustomer,
    UnknownDiscountCode,
)
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, DiscountCodeRow, SavedCart
from pos_app.domain.tax import check_rate
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.cart_shelf import CartShelf
from pos_app.services.command import command, query
from pos_app.services.customer_pages import CustomerPages
from pos_app.services.duplicates import unique
from pos_app.storage.models import DiscountCode

_LONGEST_NAME = 80
_LONGEST_CODE = 40


class Carts:
    """Carts that outlive the program; each keeps the uuid that makes its sale happen once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._shelf = CartShelf(books)
        self._customers = CustomerPages(books.database)

    # --- the cart that is open at a till -----------------------------------------------------

    @command(Permission.SELL)
    def keep_current(self, cart: Cart, *, by: Clerk, till: str | None = None) -> None:
        """Write down the cart that is open at a till (its code; the first one), as it is now.

        An empty cart is kept too, with its uuid and customer. Nobody is told: only this till
        shows it. Raises UnknownTill, UnknownCustomer, UnknownProduct, BadQuantity.
        """
        till_id = till_id_of(self._books, till)
        self._remove(self._shelf.of_till(till_id))
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

        Raises EmptyCart, BadValue, UnknownCustomer, UnknownProduct, BadQuantity.
        """
        if not cart:
            raise EmptyCart
        label = check_text("name", name, longest=_LONGEST_NAME)
        self._books.database.connection.execute(
            "DELETE FROM carts WHERE kind IN ('current', 'parked') AND uuid = ?", (cart.uuid,)
        )
        cart_id = self._shelf.put(cart, "parked", by=by, name=label)
        self._books.changed("carts", cart_id)
        return next(row for row in self._shelf.list_parked(-1) if row.id == cart_id)

    @query
    def parked(self, *, limit: int = 50) -> tuple[SavedCart, ...]:
        """Parked carts, the newest first."""
        return self._shelf.list_parked(limit)

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
        self._shelf.remove(cart_id)
        open_id = self._shelf.of_till(till_id)
        if open_id is None or not self._shelf.read(open_id):
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

    @command(Permission.MANAGE_CATALOG)
    def add_discount_code(
        self,
        code: str,
        *,
        rate_ppm: int = 0,
        amount: int = 0,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        by: Clerk,
    ) -> DiscountCodeRow:
        """Add a code that takes a rate (ppm) or an amount (minor units) off a cart.

        It is kept in capitals, and valid from and until these aware datetimes, both included;
        None leaves an end open. Raises BadValue, BadAmount, Duplicate("code").
        """
        spelled = _spelled(code)
        check_rate(rate_ppm)
        check_amount("amount", amount)
        if bool(rate_ppm) == bool(amount):
            raise BadAmount("amount", amount, "range" if amount else "zero")
        for field, moment in (("valid_from", valid_from), ("valid_until", valid_until)):
            if moment is not None and moment.tzinfo is None:
                raise BadValue(field, moment, "not_a_date")
        if valid_from is not None and valid_until is not None and valid_until < valid_from:
            raise BadValue("valid_until", valid_until, "range")
        with unique(code=spelled):
            code_id = int(
                DiscountCode.insert(
                    code=spelled,
                    rate_ppm=rate_ppm,
                    amount=amount,
                    valid_from=valid_from,
                    valid_until=valid_until,
                    active=True,
                    created_at=self._books.now(),
                ).execute(self._books.database.peewee)
            )
        self._books.changed("carts")
        return DiscountCodeRow(code_id, spelled, rate_ppm, amount, valid_from, valid_until, True)

    @command(Permission.MANAGE_CATALOG)
    def withdraw_discount_code(self, code: str, *, by: Clerk) -> None:
        """Let a code count no more; carts that have it keep their discount.

        Raises UnknownDiscountCode.
        """
        changed = (
            DiscountCode.update(active=False)
            .where((DiscountCode.code == code.strip().upper()) & DiscountCode.active)
            .execute(self._books.database.peewee)
        )
        if not changed:
            raise UnknownDiscountCode(code)
        self._books.changed("carts")

    @query
    def discount(self, code: str, *, at: datetime | None = None) -> CartDiscount:
        """The discount a code gives at a moment (an aware datetime; now); capitals don't matter.

        Raises UnknownDiscountCode, also for one that is not valid then.
        """
        moment = at or self._books.now()
        for row in self._codes(DiscountCode.code == code.strip().upper()):
            if (
                row.active
                and (row.valid_from is None or row.valid_from <= moment)
                and (row.valid_until is None or moment <= row.valid_until)
            ):
                return CartDiscount(row.rate_ppm, row.amount, row.code)
        raise UnknownDiscountCode(code)

    @query
    def discount_codes(self) -> tuple[DiscountCodeRow, ...]:
        """Every discount code by its spelling, those that count no more too."""
        return self._codes()

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

    def _codes(self, *conditions: object) -> tuple[DiscountCodeRow, ...]:
        chosen = DiscountCode.select(
            DiscountCode.id,
            DiscountCode.code,
            DiscountCode.rate_ppm,
            DiscountCode.amount,
            DiscountCode.valid_from,
            DiscountCode.valid_until,
            DiscountCode.active,
        ).order_by(DiscountCode.code)
        if conditions:
            chosen = chosen.where(*conditions)
        return tuple(
            DiscountCodeRow(*row) for row in chosen.tuples().execute(self._books.database.peewee)
        )


def _spelled(code: str) -> str:
    spelled = check_text("code", code, longest=_LONGEST_CODE, needed=True).upper()
    if " " in spelled:
        raise BadValue("code", code, "unknown_choice")
    return spelled
