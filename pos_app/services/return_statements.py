"""The statements of returns, compiled once from Peewee queries and run as they are; they take raw
column values."""

from functools import cached_property
from typing import Any

from peewee import JOIN, SQL, fn

from pos_app.storage.database import Database
from pos_app.storage.hot import MAIN_LOCATION, insert_query
from pos_app.storage.models import (
    Ledger,
    Order,
    OrderItem,
    OrderItemPart,
    OrderItemTax,
    Payment,
    Repayment,
    Return,
    ReturnItem,
    ReturnItemTax,
    ReturnTax,
    StockMove,
    Till,
    User,
)

_VALUE = SQL("?")


def _sum(column: Any) -> Any:
    return fn.COALESCE(fn.SUM(column), SQL("0"))


class ReturnStatements:
    """Compiled statements of one open shop; each is built when first asked for."""

    def __init__(self, database: Database) -> None:
        self._compile = database.compile

    def _insert(self, model: Any, names: str, **fixed: str) -> str:
        return self._compile(insert_query(model, *names.split(), **fixed))

    # --- what was sold -----------------------------------------------------------------------

    @cached_property
    def order(self) -> str:
        """(order id) -> id, till code, number, customer, status, total, rounding, tax_included,
        paid, returned."""
        paid = Payment.select(_sum(Payment.amount)).where(Payment.order == Order.id)
        returned = Return.select(_sum(Return.total)).where(Return.order == Order.id)
        return self._compile(
            Order.select(
                Order.id,
                Till.code,
                Order.number,
                Order.customer,
                Order.status,
                Order.total,
                Order.rounding,
                Order.tax_included,
                paid,
                returned,
            )
            .join(Till)
            .where(Order.id == _VALUE)
        )

    @cached_property
    def sold_at(self) -> str:
        """(order id) -> created_at, business_date, till."""
        return self._compile(
            Order.select(Order.created_at, Order.business_date, Order.till).where(
                Order.id == _VALUE
            )
        )

    @cached_property
    def last_sale(self) -> str:
        """(till id) -> id of the last sale at the counter there, by its number."""
        return self._compile(
            Order.select(Order.id)
            .where((Order.till == _VALUE) & (Order.source == SQL("'counter'")))
            .order_by(Order.number.desc())
            .limit(SQL("1"))
        )

    @cached_property
    def items(self) -> str:
        """(order id) -> id, product, sku, name, unit, gift_card, quantity, list_total, discount,
        tax, gross, price."""
        return self._compile(
            OrderItem.select(
                OrderItem.id,
                OrderItem.product,
                OrderItem.sku,
                OrderItem.name,
                OrderItem.unit,
                OrderItem.gift_card,
                OrderItem.quantity,
                OrderItem.list_total,
                OrderItem.discount,
                OrderItem.tax,
                OrderItem.gross,
                OrderItem.price,
            )
            .where(OrderItem.order == _VALUE)
            .order_by(OrderItem.id)
        )

    # The order leads: of all that was ever sold and returned only its own lines are looked at.

    @cached_property
    def item_taxes(self) -> str:
        """(order id) -> item, name, rate_ppm, amount, net, tax."""
        return self._compile(
            OrderItem.select(
                OrderItemTax.item,
                OrderItemTax.name,
                OrderItemTax.rate_ppm,
                OrderItemTax.amount,
                OrderItemTax.net,
                OrderItemTax.tax,
            )
            .join(OrderItemTax, JOIN.CROSS)
            .where((OrderItemTax.item == OrderItem.id) & (OrderItem.order == _VALUE))
            .order_by(OrderItemTax.item, OrderItemTax.position)
        )

    @cached_property
    def item_parts(self) -> str:
        """(order id) -> item, product, thousandths that the whole line took of it."""
        return self._compile(
            OrderItem.select(OrderItemPart.item, OrderItemPart.product, OrderItemPart.quantity)
            .join(OrderItemPart, JOIN.CROSS)
            .where((OrderItemPart.item == OrderItem.id) & (OrderItem.order == _VALUE))
            .order_by(OrderItemPart.item, OrderItemPart.product)
        )

    @cached_property
    def returned(self) -> str:
        """(order id) -> item, thousandths that were given back of it."""
        return self._compile(
            OrderItem.select(ReturnItem.item, fn.SUM(ReturnItem.quantity))
            .join(ReturnItem, JOIN.CROSS)
            .where((ReturnItem.item == OrderItem.id) & (OrderItem.order == _VALUE))
            .group_by(ReturnItem.item)
        )

    @cached_property
    def payments(self) -> str:
        """(order id) -> id, method, amount, ledger, gift card's code."""
        return self._compile(
            Payment.select(
                Payment.id,
                Payment.method,
                Payment.amount,
                Payment.ledger,
                fn.COALESCE(Ledger.code, SQL("''")),
            )
            .join(Ledger, JOIN.LEFT_OUTER)
            .where(Payment.order == _VALUE)
            .order_by(Payment.id)
        )

    @cached_property
    def repaid(self) -> str:
        """(order id) -> payment, method, amount that was given back of it."""
        return self._compile(
            Return.select(Repayment.payment, Repayment.method, fn.SUM(Repayment.amount))
            .join(Repayment, JOIN.CROSS)
            .where((Repayment.return_ == Return.id) & (Return.order == _VALUE))
            .group_by(Repayment.payment, Repayment.method)
        )

    @cached_property
    def exchanged_for(self) -> str:
        """(order id) -> order, payment and method of what its exchange payments came from, in the
        order of those."""
        return self._compile(
            Return.select(Return.order, Repayment.payment, Payment.method)
            .join(Repayment, JOIN.CROSS)
            .join(Payment, JOIN.LEFT_OUTER, on=(Payment.id == Repayment.payment))
            .where(
                (Repayment.return_ == Return.id)
                & (Repayment.method == SQL("'exchange'"))
                & (Return.exchange_order == _VALUE)
            )
            .order_by(Repayment.id)
        )

    # --- writing -----------------------------------------------------------------------------

    @cached_property
    def next_number(self) -> str:
        """(till id) -> the number just given out, the till's code, its open shift or None."""
        return self._compile(
            Till.update(last_return=Till.last_return + SQL("1"))
            .where(Till.id == _VALUE)
            .returning(Till.last_return, Till.code, Till.open_shift)
        )

    @cached_property
    def add_return(self) -> str:
        """(uuid, till, number, kind, order, exchange_order, customer, user, business_date,
        subtotal, discount, net, tax, tax_included, total, rounding, cash_step, reason, shift,
        booked_at, created_at)."""
        return self._insert(
            Return,
            "uuid till number kind order exchange_order customer user business_date subtotal "
            "discount net tax tax_included total rounding cash_step reason shift booked_at "
            "created_at",
        )

    @cached_property
    def add_item(self) -> str:
        """(return, item, product, sku, name, unit, price, quantity, list_total, discount, net, tax,
        gross, damaged, created_at)."""
        return self._insert(
            ReturnItem,
            "return_ item product sku name unit price quantity list_total discount net tax gross "
            "damaged created_at",
        )

    @cached_property
    def add_item_tax(self) -> str:
        """(item, position, name, rate_ppm, amount, net, tax, created_at)."""
        return self._insert(ReturnItemTax, "item position name rate_ppm amount net tax created_at")

    @cached_property
    def add_tax(self) -> str:
        """(return, position, name, rate_ppm, amount, net, tax, gross, created_at)."""
        return self._insert(
            ReturnTax, "return_ position name rate_ppm amount net tax gross created_at"
        )

    @cached_property
    def add_repayment(self) -> str:
        """(return, payment, method, amount, ledger, user, created_at)."""
        return self._insert(Repayment, "return_ payment method amount ledger user created_at")

    @cached_property
    def add_move(self) -> str:
        """(product, quantity, reason, return, user, created_at): at the main location."""
        return self._insert(
            StockMove,
            "product quantity reason return_ user created_at",
            location=str(MAIN_LOCATION),
            note="''",
        )

    # --- what was returned -------------------------------------------------------------------

    @cached_property
    def by_uuid(self) -> str:
        """(uuid) -> id, order, kind."""
        return self._compile(
            Return.select(Return.id, Return.order, Return.kind).where(Return.uuid == _VALUE)
        )

    @cached_property
    def by_exchange(self) -> str:
        """(order id) -> id, till code, number, order, total, rounding of the return that was booked
        with it."""
        return self._compile(
            Return.select(
                Return.id, Till.code, Return.number, Return.order, Return.total, Return.rounding
            )
            .join(Till)
            .where(Return.exchange_order == _VALUE)
        )

    @cached_property
    def kinds_of_order(self) -> str:
        """(order id) -> kind of each of its returns."""
        return self._compile(Return.select(Return.kind).where(Return.order == _VALUE))

    @cached_property
    def of_order(self) -> str:
        """(order id) -> ids of its returns, the first one first."""
        return self._compile(
            Return.select(Return.id).where(Return.order == _VALUE).order_by(Return.id)
        )

    @cached_property
    def head(self) -> str:
        """(return id) -> id, uuid, till code, number, created_at, business_date, order, the
        order's till code and number, customer, clerk, subtotal, discount, net, tax, total,
        rounding, reason, tax_included, kind, exchange order."""
        sold_at = Till.alias()
        return self._compile(
            Return.select(
                Return.id,
                Return.uuid,
                Till.code,
                Return.number,
                Return.created_at,
                Return.business_date,
                Return.order,
                sold_at.code,
                Order.number,
                Return.customer,
                User.name,
                Return.subtotal,
                Return.discount,
                Return.net,
                Return.tax,
                Return.total,
                Return.rounding,
                Return.reason,
                Return.tax_included,
                Return.kind,
                Return.exchange_order,
            )
            .join(Till)
            .switch(Return)
            .join(User)
            .switch(Return)
            .join(Order, JOIN.LEFT_OUTER, on=(Order.id == Return.order))
            .join(sold_at, JOIN.LEFT_OUTER, on=(sold_at.id == Order.till))
            .where(Return.id == _VALUE)
        )

    @cached_property
    def return_items(self) -> str:
        """(return id) -> id, item, product, sku, name, unit, quantity, list_total, discount, net,
        tax, gross, damaged, price."""
        return self._compile(
            ReturnItem.select(
                ReturnItem.id,
                ReturnItem.item,
                ReturnItem.product,
                ReturnItem.sku,
                ReturnItem.name,
                ReturnItem.unit,
                ReturnItem.quantity,
                ReturnItem.list_total,
                ReturnItem.discount,
                ReturnItem.net,
                ReturnItem.tax,
                ReturnItem.gross,
                ReturnItem.damaged,
                ReturnItem.price,
            )
            .where(ReturnItem.return_ == _VALUE)
            .order_by(ReturnItem.id)
        )

    @cached_property
    def return_item_taxes(self) -> str:
        """(return id) -> line, name, rate_ppm, amount, net, tax of lines without a receipt."""
        return self._compile(
            ReturnItem.select(
                ReturnItemTax.item,
                ReturnItemTax.name,
                ReturnItemTax.rate_ppm,
                ReturnItemTax.amount,
                ReturnItemTax.net,
                ReturnItemTax.tax,
            )
            .join(ReturnItemTax, JOIN.CROSS)
            .where((ReturnItemTax.item == ReturnItem.id) & (ReturnItem.return_ == _VALUE))
            .order_by(ReturnItemTax.item, ReturnItemTax.position)
        )

    @cached_property
    def return_taxes(self) -> str:
        """(return id) -> name, rate_ppm, amount, net, tax."""
        return self._compile(
            ReturnTax.select(
                ReturnTax.name, ReturnTax.rate_ppm, ReturnTax.amount, ReturnTax.net, ReturnTax.tax
            )
            .where(ReturnTax.return_ == _VALUE)
            .order_by(ReturnTax.position)
        )

    @cached_property
    def repayments(self) -> str:
        """(return id) -> method, amount, gift card's code."""
        return self._compile(
            Repayment.select(
                Repayment.method, Repayment.amount, fn.COALESCE(Ledger.code, SQL("''"))
            )
            .join(Ledger, JOIN.LEFT_OUTER)
            .where(Repayment.return_ == _VALUE)
            .order_by(Repayment.id)
        )
