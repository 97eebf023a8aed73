"""Statements that write or look up many rows at once, compiled once from Peewee queries.

Every statement takes raw column values: minor units, thousandths, microseconds; lists of keys
are JSON.
"""

from functools import cached_property
from typing import Any

from peewee import SQL

from pos_app.storage.database import Database
from pos_app.storage.hot import insert_query
from pos_app.storage.models import (
    Address,
    Barcode,
    BundlePart,
    Customer,
    CustomerAddress,
    Order,
    OrderItem,
    Payment,
    PriceHistory,
    Product,
    Stock,
)

_VALUE = SQL("?")
_KEYS = SQL("(SELECT value FROM json_each(?))")


class Bulk:
    """Compiled statements of one import; each is built when first asked for."""

    def __init__(self, database: Database) -> None:
        self._compile = database.compile

    # --- products ----------------------------------------------------------------------------

    @cached_property
    def products_by_sku(self) -> str:
        """(SKUs) -> id, sku, name, description, brand, category id, price, cost, tax class id,
        unit, reorder_level, open_price, min_age, scale_number; archived ones too."""
        return self._compile(
            Product.select(
                Product.id,
                Product.sku,
                Product.name,
                Product.description,
                Product.brand,
                Product.category,
                Product.price,
                Product.cost,
                Product.tax_class,
                Product.unit,
                Product.reorder_level,
                Product.open_price,
                Product.min_age,
                Product.scale_number,
            ).where(Product.sku.in_(_KEYS))
        )

    @cached_property
    def add_product(self) -> str:
        """(sku, name, description, brand, category, price, cost, tax class, unit, reorder_level,
        open_price, min_age, scale_number, created_at) -> id."""
        return self._compile(
            insert_query(
                Product,
                *"sku name description brand category price cost tax_class unit".split(),
                *"reorder_level open_price min_age scale_number created_at".split(),
            ).returning(Product.id)
        )

    @cached_property
    def set_product(self) -> str:
        """(name, description, brand, category, price, cost, tax class, unit, reorder_level,
        open_price, min_age, scale_number, id)."""
        columns = (
            Product.name,
            Product.description,
            Product.brand,
            Product.category,
            Product.price,
            Product.cost,
            Product.tax_class,
            Product.unit,
            Product.reorder_level,
            Product.open_price,
            Product.min_age,
            Product.scale_number,
        )
        changed: dict[Any, Any] = dict.fromkeys(columns, _VALUE)
        return self._compile(Product.update(changed).where(Product.id == _VALUE))

    @cached_property
    def add_price(self) -> str:
        """(product, old price or None, new price, user, created_at)."""
        return self._compile(
            insert_query(PriceHistory, *"product old_price new_price user created_at".split())
        )

    @cached_property
    def add_stock(self) -> str:
        """(product, location, on_hand, oversell, created_at)."""
        return self._compile(
            insert_query(Stock, *"product location on_hand oversell created_at".split())
        )

    @cached_property
    def add_code(self) -> str:
        """(code, product, position, pack quantity, created_at)."""
        return self._compile(
            insert_query(Barcode, *"code product position pack_quantity created_at".split())
        )

    @cached_property
    def owners_of_codes(self) -> str:
        """(codes) -> code, product id, its SKU."""
        return self._compile(
            Barcode.select(Barcode.code, Barcode.product, Product.sku)
            .join(Product)
            .where(Barcode.code.in_(_KEYS))
        )

    @cached_property
    def owners_of_scale_numbers(self) -> str:
        """(numbers in the scale) -> number, SKU of its product."""
        return self._compile(
            Product.select(Product.scale_number, Product.sku).where(Product.scale_number.in_(_KEYS))
        )

    @cached_property
    def bundles_among(self) -> str:
        """(product ids) -> those of them that are bundles."""
        return self._compile(
            BundlePart.select(BundlePart.bundle).where(BundlePart.bundle.in_(_KEYS)).distinct()
        )

    @cached_property
    def first_positions(self) -> str:
        """(product ids) -> product id, the lowest position among its codes."""
        return self._compile(
            Barcode.select(Barcode.product, SQL("min(position)"))
            .where(Barcode.product.in_(_KEYS))
            .group_by(Barcode.product)
        )

    # --- customers ---------------------------------------------------------------------------

    @cached_property
    def customer_by_username(self) -> str:
        """(username) -> id, first_name, last_name, email, card, group id, tax_exempt,
        credit_limit."""
        return self._compile(
            Customer.select(
                Customer.id,
                Customer.first_name,
                Customer.last_name,
                Customer.email,
                Customer.card,
                Customer.group,
                Customer.tax_exempt,
                Customer.credit_limit,
            ).where(Customer.username == _VALUE)
        )

    @cached_property
    def emails(self) -> str:
        """(e-mails) -> e-mail, username of its customer."""
        return self._compile(
            Customer.select(Customer.email, Customer.username).where(Customer.email.in_(_KEYS))
        )

    @cached_property
    def cards(self) -> str:
        """(codes) -> the code on a customer's card, their username."""
        return self._compile(
            Customer.select(Customer.card, Customer.username).where(Customer.card.in_(_KEYS))
        )

    @cached_property
    def registered(self) -> str:
        """(usernames) -> those of them that are registered."""
        return self._compile(
            Customer.select(Customer.username).where(
                Customer.username.in_(_KEYS) & (Customer.registered == SQL("1"))
            )
        )

    @cached_property
    def erased(self) -> str:
        """(usernames) -> those that stand for customers who were erased."""
        return self._compile(
            Customer.select(Customer.username).where(
                Customer.username.in_(_KEYS) & Customer.erased_at.is_null(False)
            )
        )

    @cached_property
    def address_by_phone(self) -> str:
        """(phone) -> address id."""
        return self._compile(Address.select(Address.id).where(Address.phone == _VALUE))

    @cached_property
    def addresses_by_phone(self) -> str:
        """(phones) -> username of a customer there, line1, city, country, line2, state, zip,
        phone; a row for each customer."""
        return self._compile(
            Address.select(
                Customer.username,
                Address.line1,
                Address.city,
                Address.country,
                Address.line2,
                Address.state,
                Address.zip,
                Address.phone,
            )
            .join(CustomerAddress)
            .join(Customer)
            .where(Address.phone.in_(_KEYS))
        )

    # --- baskets -----------------------------------------------------------------------------

    @cached_property
    def sold_by_sku(self) -> str:
        """(SKUs) -> sku, id, name, unit, tax class id; those in sale."""
        return self._compile(
            Product.select(
                Product.sku, Product.id, Product.name, Product.unit, Product.tax_class
            ).where(Product.sku.in_(_KEYS) & Product.archived_at.is_null())
        )

    @cached_property
    def customers_by_username(self) -> str:
        """(usernames) -> username, id."""
        return self._compile(
            Customer.select(Customer.username, Customer.id).where(Customer.username.in_(_KEYS))
        )

    @cached_property
    def orders_by_uuid(self) -> str:
        """(uuids) -> uuid, order id, created_at, customer id."""
        return self._compile(
            Order.select(Order.uuid, Order.id, Order.created_at, Order.customer).where(
                Order.uuid.in_(_KEYS)
            )
        )

    @cached_property
    def items_of_orders(self) -> str:
        """(order ids) -> order id, sku as it was sold, quantity, list_total, total."""
        return self._compile(
            OrderItem.select(
                OrderItem.order,
                OrderItem.sku,
                OrderItem.quantity,
                OrderItem.list_total,
                OrderItem.total,
            ).where(OrderItem.order.in_(_KEYS))
        )

    @cached_property
    def payments_of_orders(self) -> str:
        """(order ids) -> order id, method, amount."""
        return self._compile(
            Payment.select(Payment.order, Payment.method, Payment.amount).where(
                Payment.order.in_(_KEYS)
            )
        )
