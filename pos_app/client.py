"""A shop by the calls of a classic e-commerce platform class, for scripts.

Amounts are whole minor units (cents), quantities are int or Decimal. Every call is one finished
change, or a refusal (a `PosError`) that changed nothing.
"""

import os
from collections.abc import Sequence
from decimal import Decimal
from types import TracebackType

from pos_app.domain.cart import Cart
from pos_app.domain.errors import UnknownCategory
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import Clerk, CustomerRow, OrderDetail, OrderRow, ProductRow, StockLevel
from pos_app.shop import Shop


class StoreClient:
    """One shop and who acts in it. Use it as a context manager, or call `close`.

    What these calls leave out is in `shop`: the same services that the window uses.
    """

    def __init__(self, shop: Shop, by: Clerk | None = None) -> None:
        """by is who acts; without one it is the terminal's own user."""
        self.shop = shop
        self.by = by or shop.staff.terminal()

    @classmethod
    def open(cls, location: str | os.PathLike[str]) -> "StoreClient":
        """Open the shop kept in this file. Raises as `Shop.open`."""
        return cls(Shop.open(location))

    def close(self) -> None:
        """End the session and close the shop."""
        self.shop.staff.sign_out(by=self.by)
        self.shop.close()

    def __enter__(self) -> "StoreClient":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    # --- customers ---------------------------------------------------------------------------

    def create_customer(
        self,
        username: str,
        email: str,
        password: str,
        first_name: str,
        last_name: str,
        address: AddressDraft,
    ) -> CustomerRow:
        """Register a customer, with an address that has a phone.

        The password has eight characters or more and is kept only as a hash. Raises BadValue,
        Duplicate ("username", "email", "phone").
        """
        return self.shop.customers.register(
            username=username,
            email=email,
            password=password,
            first_name=first_name,
            last_name=last_name,
            address=address,
            by=self.by,
        )

    def get_customer(self, customer_id: int) -> CustomerRow:
        """The customer with this id. Raises UnknownCustomer."""
        return self.shop.customers.get(customer_id)

    # --- products ----------------------------------------------------------------------------

    def add_product(
        self,
        name: str,
        price: int,
        stock: Decimal | int = 0,
        *,
        category: str = "",
        description: str = "",
        sku: str = "",
        barcodes: Sequence[str] = (),
    ) -> ProductRow:
        """Add a product; category is a path ("Dairy > Milk"), sku is made up when empty.

        Raises BadValue, BadAmount, BadQuantity, Duplicate ("sku", "barcode").
        """
        return self.shop.catalog.add_product(
            name=name,
            price=price,
            stock=stock,
            category=category,
            description=description,
            sku=sku,
            barcodes=barcodes,
            by=self.by,
        )

    def get_products(self, category: str = "", limit: int = 50) -> tuple[ProductRow, ...]:
        """Products in sale by name, of one category with all below it, or of all.

        Raises UnknownCategory.
        """
        category_id = None
        if category:
            rows = {row.path.casefold(): row.id for row in self.shop.catalog.categories()}
            category_id = rows.get(category.strip().casefold())
            if category_id is None:
                raise UnknownCategory(category)
        return self.shop.catalog.page(category_id=category_id, limit=limit)

    def update_stock(
        self, product_id: int, quantity_change: Decimal | int, *, reason: str = "correction"
    ) -> StockLevel:
        """Add to what is on hand, or take from it with a change below zero.

        reason is "count", "damaged", "lost", "found" or "correction". Raises UnknownProduct,
        BadQuantity, OutOfStock when less would be left than nothing.
        """
        return self.shop.stock.adjust(product_id, quantity_change, reason=reason, by=self.by)

    # --- a customer's cart -------------------------------------------------------------------

    def add_to_cart(self, customer_id: int, product_id: int, quantity: Decimal | int = 1) -> Cart:
        """Put so much of a product into the customer's cart, which is kept on disk.

        Raises UnknownCustomer, UnknownProduct, BadQuantity.
        """
        cart = self.get_cart(customer_id).add(self.shop.catalog.get(product_id), quantity)
        self.shop.carts.save(cart, by=self.by)
        return cart

    def get_cart(self, customer_id: int) -> Cart:
        """The customer's cart; an empty one when there is none. Raises UnknownCustomer."""
        return self.shop.carts.load(customer_id)

    def clear_cart(self, customer_id: int) -> None:
        """Empty the customer's cart. Raises UnknownCustomer."""
        self.shop.carts.clear(customer_id, by=self.by)

    def apply_discount(self, customer_id: int, code: str) -> Cart:
        """Put a discount code on the customer's cart; it takes the place of the one before.

        Raises UnknownCustomer, UnknownDiscountCode, CodeRefused.
        """
        cart = self.get_cart(customer_id).with_code(
            self.shop.carts.discount(code, customer_id=customer_id)
        )
        self.shop.carts.save(cart, by=self.by)
        return cart

    # --- orders ------------------------------------------------------------------------------

    def create_order(self, customer_id: int, payments: Sequence[Payment] = ()) -> OrderDetail:
        """Make a pending order of the customer's cart, take its stock, and empty the cart.

        Without payments it is paid later. Raises UnknownCustomer, EmptyCart, UnknownProduct,
        PriceChanged, OutOfStock, UnknownDiscountCode, CodeRefused, Underpaid, Overpaid; the cart
        stays then.
        """
        order = self.shop.orders.place(
            self.get_cart(customer_id), customer_id=customer_id, payments=payments, by=self.by
        )
        # Were this never reached, the cart's uuid would tell that it was sold.
        self.clear_cart(customer_id)
        return order

    def get_order(self, order_id: int) -> OrderDetail:
        """An order with its lines and payments. Raises UnknownOrder."""
        return self.shop.orders.get(order_id)

    def update_order_status(self, order_id: int, status: str) -> OrderDetail:
        """Move an order on: pending, processing, shipped, delivered; or cancelled, which brings
        its stock back. Raises UnknownOrder, BadStatusMove with the moves that are allowed."""
        return self.shop.orders.set_status(order_id, status, by=self.by)

    def get_customer_orders(self, customer_id: int, limit: int = 50) -> tuple[OrderRow, ...]:
        """The customer's orders, newest first. Raises UnknownCustomer."""
        return self.shop.customers.orders(customer_id, limit=limit)
