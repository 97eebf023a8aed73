"""The few statements of checkout and scan, compiled once from Peewee queries and run as they are.

Building SQL anew costs a sale several times what SQLite needs to carry it out. Every statement
takes raw column values: minor units, thousandths, microseconds.
"""

from functools import cached_property
from typing import Any

from peewee import JOIN, SQL, fn

from pos_app.storage.database import Database
from pos_app.storage.models import (
    Barcode,
    BundlePart,
    Category,
    Customer,
    CustomerAddress,
    Order,
    OrderDiscount,
    OrderItem,
    OrderItemPart,
    OrderItemTax,
    OrderTax,
    Payment,
    Product,
    RolePermission,
    Session,
    Stock,
    StockMove,
    Till,
    User,
)

# SQLite's mark for a value to come.
_VALUE = SQL("?")

MAIN_LOCATION = 1
"""The one place that holds stock to begin with."""


def insert_query(model: Any, *names: str, **fixed: str) -> Any:
    """An insert of these fields, given in the model's order, with a mark for each value; fixed
    names fields whose value stands in the statement itself, as SQL."""
    fields = {getattr(model, name): _VALUE for name in names}
    ordered = [field.name for field in model._meta.sorted_fields if field in fields]
    fields |= {getattr(model, name): SQL(literal) for name, literal in fixed.items()}
    if ordered != list(names):
        raise ValueError(f"{model.__name__}: the values would go to other columns")
    # Peewee would add the model's defaults as values of their own.
    left_out = [
        field.name
        for field in model._meta.sorted_fields
        if field.default is not None and field not in fields
    ]
    if left_out:
        raise ValueError(f"{model.__name__} needs a value for {left_out}")
    return model.insert(fields)


class Hot:
    """Compiled statements of one open shop; each is built when first asked for."""

    def __init__(self, database: Database) -> None:
        self._compile = database.compile

    def _insert(self, model: Any, *names: str) -> str:
        return self._compile(insert_query(model, *names))

    @cached_property
    def session(self) -> str:
        """(permission, session id) -> role, whether it has the permission, active, ended_at,
        token_hash, user id, username, name, till id or None, origin."""
        has = RolePermission.select(SQL("1")).where(
            (RolePermission.role == User.role) & (RolePermission.permission == _VALUE)
        )
        return self._compile(
            Session.select(
                User.role,
                fn.EXISTS(has),
                User.active,
                Session.ended_at,
                Session.token_hash,
                User.id,
                User.username,
                User.name,
                Session.till,
                Session.origin,
            )
            .join(User)
            .where(Session.id == _VALUE)
        )

    @cached_property
    def order_by_uuid(self) -> str:
        """(uuid) -> id."""
        return self._compile(Order.select(Order.id).where(Order.uuid == _VALUE))

    @cached_property
    def booked_order(self) -> str:
        """(order id) -> till code, number, created_at, business_date, total, source, rounding."""
        return self._compile(
            Order.select(
                Till.code,
                Order.number,
                Order.created_at,
                Order.business_date,
                Order.total,
                Order.source,
                Order.rounding,
            )
            .join(Till)
            .where(Order.id == _VALUE)
        )

    @cached_property
    def tendered(self) -> str:
        """(order id) -> tendered, change: sums over its payments."""
        return self._compile(
            Payment.select(
                SQL("coalesce(sum(tendered), 0)"), SQL("coalesce(sum(change), 0)")
            ).where(Payment.order == _VALUE)
        )

    @cached_property
    def sold_product(self) -> str:
        """(product id) -> sku, name, unit, price, archived_at, cost, tax class, category,
        open_price, min_age. (One by one is faster than by a list of ids for any cart of a few
        dozen lines.)"""
        return self._compile(
            Product.select(
                Product.sku,
                Product.name,
                Product.unit,
                Product.price,
                Product.archived_at,
                Product.cost,
                Product.tax_class,
                Product.category,
                Product.open_price,
                Product.min_age,
            ).where(Product.id == _VALUE)
        )

    @cached_property
    def addresses_of(self) -> str:
        """(customer id) -> ids of their addresses, the oldest first."""
        return self._compile(
            CustomerAddress.select(CustomerAddress.address)
            .where(CustomerAddress.customer == _VALUE)
            .order_by(CustomerAddress.address)
        )

    @cached_property
    def customer_exists(self) -> str:
        """(customer id) -> 1 when there is one."""
        return self._compile(Customer.select(SQL("1")).where(Customer.id == _VALUE))

    @cached_property
    def next_number(self) -> str:
        """(till id) -> the number just given out, the till's code, its open shift or None."""
        return self._compile(
            Till.update(last_number=Till.last_number + SQL("1"))
            .where(Till.id == _VALUE)
            .returning(Till.last_number, Till.code, Till.open_shift)
        )

    @cached_property
    def till_by_code(self) -> str:
        """(code) -> id."""
        return self._compile(Till.select(Till.id).where(Till.code == _VALUE))

    @cached_property
    def add_order(self) -> str:
        """(uuid, till, number, customer, user, status, source, business_date, items, subtotal,
        discount, discount_code, net, tax, tax_included, tax_exempt, total, rounding,
        cash_step, note, age_checked, shift, booked_at, created_at)."""
        return self._insert(
            Order,
            *"uuid till number customer user status source business_date items subtotal".split(),
            *"discount discount_code net tax tax_included tax_exempt total rounding".split(),
            *"cash_step note age_checked shift booked_at created_at".split(),
        )

    @cached_property
    def add_item(self) -> str:
        """(order, product, sku, name, unit, quantity, price, list_total, discount, total, tax,
        gross, tax_rate_ppm, gift_card, note, shelf_price, label, created_at)."""
        return self._insert(
            OrderItem,
            *"order product sku name unit quantity price list_total discount total tax".split(),
            *"gross tax_rate_ppm gift_card note shelf_price label created_at".split(),
        )

    @cached_property
    def add_item_part(self) -> str:
        """(item, product, quantity, created_at)."""
        return self._insert(OrderItemPart, *"item product quantity created_at".split())

    @cached_property
    def add_item_tax(self) -> str:
        """(item, position, name, rate_ppm, amount, net, tax, created_at)."""
        return self._insert(
            OrderItemTax, *"item position name rate_ppm amount net tax created_at".split()
        )

    @cached_property
    def add_order_tax(self) -> str:
        """(order, position, name, rate_ppm, amount, net, tax, gross, created_at)."""
        return self._insert(
            OrderTax, *"order position name rate_ppm amount net tax gross created_at".split()
        )

    @cached_property
    def add_discount(self) -> str:
        """(order, item, kind, label, promotion_id, amount, user, created_at)."""
        return self._insert(
            OrderDiscount,
            *"order item kind label promotion_id amount user created_at".split(),
        )

    @cached_property
    def add_payment(self) -> str:
        """(order, method, tendered, change, amount, reference, last4, ledger, user,
        created_at)."""
        return self._insert(
            Payment,
            *"order method tendered change amount reference last4 ledger user".split(),
            "created_at",
        )

    @cached_property
    def add_move(self) -> str:
        """(product, location, quantity, reason, note, order, unit_cost, user, created_at)."""
        return self._insert(
            StockMove,
            *"product location quantity reason note order unit_cost user created_at".split(),
        )

    @cached_property
    def add_sale_move(self) -> str:
        """(product, quantity, order, user, created_at): a sale from the main location."""
        return self._compile(
            insert_query(
                StockMove,
                *"product quantity order user created_at".split(),
                location=str(MAIN_LOCATION),
                reason="'sale'",
                note="''",
            )
        )

    @cached_property
    def take_stock(self) -> str:
        """(quantity, product, location): takes it only where enough is on hand; one row changes
        when it was. (RETURNING would take as long again as the update.)"""
        quantity, product, location = SQL("?1"), SQL("?2"), SQL("?3")
        return self._compile(
            Stock.update(on_hand=Stock.on_hand - quantity).where(
                (Stock.product == product)
                & (Stock.location == location)
                & ((Stock.on_hand >= quantity) | (Stock.oversell == SQL("1")))
            )
        )

    @cached_property
    def put_stock(self) -> str:
        """(quantity, product, location): puts it back or adds to it; the new on_hand returns."""
        return self._compile(
            Stock.update(on_hand=Stock.on_hand + _VALUE)
            .where((Stock.product == _VALUE) & (Stock.location == _VALUE))
            .returning(Stock.on_hand)
        )

    @cached_property
    def on_hand(self) -> str:
        """(product, location) -> on_hand."""
        return self._compile(
            Stock.select(Stock.on_hand).where(
                (Stock.product == _VALUE) & (Stock.location == _VALUE)
            )
        )

    @cached_property
    def scan_barcode(self) -> str:
        """(code) -> the columns of product_columns, then pack_quantity; archived ones left out."""
        return self._compile(
            product_rows(Barcode.pack_quantity)
            .switch(Product)
            .join(Barcode, on=(Barcode.product == Product.id))
            .where((Barcode.code == _VALUE) & Product.archived_at.is_null())
        )

    @cached_property
    def product_by_sku(self) -> str:
        """(sku) -> the columns of product_columns; archived ones left out."""
        return self._compile(
            product_rows().where((Product.sku == _VALUE) & Product.archived_at.is_null())
        )

    @cached_property
    def product_by_scale_number(self) -> str:
        """(number in the scale) -> the columns of product_columns; archived ones left out."""
        return self._compile(
            product_rows().where((Product.scale_number == _VALUE) & Product.archived_at.is_null())
        )

    @cached_property
    def products_by_id(self) -> str:
        """(JSON list of ids) -> the columns of product_columns, in no set order."""
        return self._compile(
            product_rows().where(Product.id.in_(SQL("(SELECT value FROM json_each(?))")))
        )

    @cached_property
    def codes_of_products(self) -> str:
        """(JSON list of ids) -> product id, code."""
        return self._compile(
            Barcode.select(Barcode.product, Barcode.code).where(
                Barcode.product.in_(SQL("(SELECT value FROM json_each(?))"))
            )
        )


def bundles_on_hand() -> Any:
    """The query for how many of a bundle (in thousandths) its parts are enough for; NULL for a
    product that is none. Bundles are sold whole."""
    stock = Stock.alias()
    return (
        BundlePart.select(fn.MIN(stock.on_hand / BundlePart.quantity) * SQL("1000"))
        .join(stock, on=((stock.product == BundlePart.part) & (stock.location == SQL("1"))))
        .where(BundlePart.bundle == Product.id)
    )


def product_rows(*more: Any, by_stock: bool = False) -> Any:
    """The query behind every product row: its raw columns in the order of `catalog_rows`.

    by_stock lets the stock lead, for lists in the order of on_hand. Otherwise products do: the
    outer joins (every product has both) keep SQLite from sorting the whole stock of the
    place for each page of a list that an index of products has in order.
    """
    join = JOIN.INNER if by_stock else JOIN.LEFT_OUTER
    first_code = (
        Barcode.select(Barcode.code)
        .where(Barcode.product == Product.id)
        .order_by(Barcode.position, Barcode.code)
        .limit(SQL("1"))
    )
    return (
        Product.select(
            Product.id,
            Product.sku,
            Product.name,
            Product.price,
            Stock.on_hand,
            Product.category,
            Category.path,
            Product.unit,
            Product.tax_class,
            Product.description,
            Product.brand,
            first_code,
            Product.cost,
            Product.reorder_level,
            Product.archived_at,
            Product.open_price,
            Product.min_age,
            Product.scale_number,
            bundles_on_hand(),
            *more,
        )
        .join(Category, join)
        .switch(Product)
        .join(Stock, join, on=((Stock.product == Product.id) & (Stock.location == SQL("1"))))
    )
