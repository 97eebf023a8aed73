"""Where carts lie on disk: writing one down whole, and reading it back with today's products.

Everything that writes runs inside the caller's transaction.
"""

from functools import cached_property

from peewee import JOIN, SQL, fn

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadValue, UnknownCustomer, UnknownProduct
from pos_app.domain.money import MAX_AMOUNT
from pos_app.domain.pricing import price
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rows import Clerk, DiscountCodeRow, SavedCart
from pos_app.domain.tax import UNTAXED
from pos_app.services.books import Books
from pos_app.services.customer_rows import display_name
from pos_app.services.discount_codes import code_rows, discount_of
from pos_app.services.exchange_shelf import put_exchange, read_exchange
from pos_app.services.quoting import own_terms
from pos_app.storage import models
from pos_app.storage.database import Row
from pos_app.storage.fields import from_micros, to_micros
from pos_app.storage.hot import insert_query

_VALUE = SQL("?")


class CartShelf:
    """The saved carts of one shop; its statements are compiled when first needed."""

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- writing -----------------------------------------------------------------------------

    def put(
        self, cart: Cart, kind: str, *, by: Clerk, till_id: int | None = None, name: str = ""
    ) -> int:
        """Write a cart down; returns the id it is kept under.

        Raises UnknownCustomer, UnknownProduct, UnknownItem, BadQuantity, BadAmount.
        """
        connection, now = self._books.database.connection, to_micros(self._books.now())
        self._check(cart)
        off = cart.discount or Discount()
        total = self._total(cart)
        connection.execute(
            self._insert_cart,
            (
                cart.uuid,
                kind,
                name,
                till_id,
                cart.customer_id,
                by.id,
                cart.code.code if cart.code else "",
                off.rate_ppm,
                off.amount,
                off.reason,
                total,
                cart.note,
                cart.age_checked,
                cart.exchange.reason if cart.exchange else "",
                now,
            ),
        )
        cart_id = connection.last_insert_rowid()
        connection.executemany(
            self._insert_line,
            [
                (
                    cart_id,
                    position,
                    line.product_id,
                    line.quantity_thousandths,
                    line.price,
                    line.agreed_list,
                    line.agreed_total,
                    *_discount_columns(line.discount),
                    line.gift_card,
                    line.note,
                    line.own_price,
                    line.label,
                    now,
                )
                for position, line in enumerate(cart.lines)
            ],
        )
        if cart.exchange is not None:
            put_exchange(self._books, cart_id, cart.exchange, now)
        return cart_id

    def _total(self, cart: Cart) -> int:
        """What the cart comes to as it stands. One that can't be priced any more (its tax class is
        gone) is kept all the same, at its list prices."""
        own = own_terms(self._books, cart.customer_id)
        try:
            return price(cart, self._books.terms(own, self._books.now())[1]).total
        except BadValue:
            return min(sum(line.list_total for line in cart.lines), MAX_AMOUNT)

    def remove(self, cart_id: int) -> None:
        """Take a cart from the shelf."""
        self._books.database.connection.execute("DELETE FROM carts WHERE id = ?", (cart_id,))

    def _check(self, cart: Cart) -> None:
        database, hot = self._books.database, self._books.hot
        customer_id = cart.customer_id
        if customer_id is not None and not database.row(hot.customer_exists, (customer_id,)):
            raise UnknownCustomer(customer_id)
        for line in cart.lines:
            if database.row(hot.sold_product, (line.product_id,)) is None:
                raise UnknownProduct(line.sku or line.product_id)

    # --- reading -----------------------------------------------------------------------------

    def of_till(self, till_id: int) -> int | None:
        """The id of a till's open cart."""
        return self._id("kind = 'current' AND till_id = ?", till_id)

    def of_customer(self, customer_id: int) -> int | None:
        """The id of the cart a customer keeps."""
        return self._id("kind = 'customer' AND customer_id = ?", customer_id)

    def parked(self, cart_id: int) -> int | None:
        """The id itself while a cart is parked under it."""
        return self._id("kind = 'parked' AND id = ?", cart_id)

    def read(self, cart_id: int) -> Cart:
        """A cart with its own uuid and prices; names, units and taxes are the products' own of
        today. A line that can't be sold by today's unit (half a piece) is left out."""
        database = self._books.database
        head = database.row(self._select_cart, (cart_id,))
        assert head is not None, "read inside the transaction that found it"
        uuid, customer_id, customer, code, *off, note, age_checked, exchange_reason = head
        rows = code_rows(database, code) if code else ()
        return Cart(
            lines=tuple(
                _line(row)
                for row in database.rows(self._select_lines, (cart_id,))
                if row[5] != "piece" or row[4] % 1000 == 0
            ),
            customer_id=customer_id,
            customer_name=customer or "",
            discount=_discount(*off),
            code=self._code(rows[0]) if rows else None,
            note=note,
            age_checked=age_checked,
            exchange=read_exchange(self._books, cart_id, exchange_reason),
            uuid=uuid,
        )

    def _code(self, row: DiscountCodeRow) -> CodeDiscount | None:
        """What a code takes off; None for one that is spelled as none can be any more."""
        try:
            return discount_of(self._books, row)
        except BadValue:
            return None

    def list_parked(self, limit: int) -> tuple[SavedCart, ...]:
        """Parked carts, the newest first."""
        rows = self._books.database.rows(self._select_parked, (limit,))
        return tuple(
            SavedCart(
                id=row[0],
                name=row[1],
                customer_id=row[2],
                customer=row[3] or "",
                lines=row[4],
                total=row[5],
                at=from_micros(row[6]),
                by=row[7],
            )
            for row in rows
        )

    def _id(self, condition: str, key: int) -> int | None:
        row = self._books.database.row(f"SELECT id FROM carts WHERE {condition}", (key,))
        return None if row is None else int(row[0])

    # --- statements --------------------------------------------------------------------------

    @cached_property
    def _insert_cart(self) -> str:
        return self._books.database.compile(
            insert_query(
                models.SavedCart,
                *"uuid kind name till customer user discount_code discount_rate_ppm".split(),
                *"discount_amount discount_reason total note age_checked".split(),
                *"exchange_reason created_at".split(),
            )
        )

    @cached_property
    def _insert_line(self) -> str:
        return self._books.database.compile(
            insert_query(
                models.SavedCartItem,
                *"cart position product quantity price agreed_list agreed_total".split(),
                *"discount_rate_ppm discount_amount discount_reason gift_card note".split(),
                *"own_price label created_at".split(),
            )
        )

    @cached_property
    def _select_cart(self) -> str:
        cart, customer = models.SavedCart, models.Customer
        return self._books.database.compile(
            cart.select(
                cart.uuid,
                cart.customer,
                display_name(),
                cart.discount_code,
                cart.discount_rate_ppm,
                cart.discount_amount,
                cart.discount_reason,
                cart.note,
                cart.age_checked,
                cart.exchange_reason,
            )
            .join(customer, JOIN.LEFT_OUTER)
            .where(cart.id == _VALUE)
        )

    @cached_property
    def _select_lines(self) -> str:
        item, product = models.SavedCartItem, models.Product
        return self._books.database.compile(
            item.select(
                item.product,
                product.sku,
                product.name,
                item.price,
                item.quantity,
                product.unit,
                product.tax_class,
                product.category,
                item.note,
                item.agreed_list,
                item.agreed_total,
                item.discount_rate_ppm,
                item.discount_amount,
                item.discount_reason,
                item.gift_card,
                item.own_price,
                item.label,
            )
            .join(product)
            .where(item.cart == _VALUE)
            .order_by(item.position)
        )

    @cached_property
    def _select_parked(self) -> str:
        cart, customer, item = models.SavedCart, models.Customer, models.SavedCartItem
        lines = item.select(fn.COUNT(SQL("1"))).where(item.cart == cart.id)
        return self._books.database.compile(
            cart.select(
                cart.id,
                cart.name,
                cart.customer,
                display_name(),
                lines,
                cart.total,
                cart.created_at,
                models.User.name,
            )
            .join(customer, JOIN.LEFT_OUTER)
            .switch(cart)
            .join(models.User)
            .where(cart.kind == SQL("'parked'"))
            .order_by(cart.created_at.desc(), cart.id.desc())
            .limit(_VALUE)
        )


def _line(row: Row) -> CartLine:
    return CartLine(
        product_id=row[0],
        sku=row[1],
        name=row[2],
        price=row[3],
        quantity=from_thousandths(row[4]),
        unit=row[5],
        tax_class_id=UNTAXED if row[14] else row[6],
        category_id=row[7],
        note=row[8],
        agreed_list=row[9],
        agreed_total=row[10],
        discount=_discount(*row[11:14]),
        gift_card=row[14],
        own_price=row[15],
        label=row[16],
    )


def _discount(rate_ppm: int, amount: int, reason: str) -> Discount | None:
    return Discount(rate_ppm, amount, reason) if rate_ppm or amount else None


def _discount_columns(discount: Discount | None) -> tuple[int, int, str]:
    return (0, 0, "") if discount is None else (discount.rate_ppm, discount.amount, discount.reason)
