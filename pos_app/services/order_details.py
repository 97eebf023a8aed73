"""Reading one order whole: head, lines with their taxes and discounts, payments."""

from datetime import date
from functools import cached_property

from peewee import SQL

from pos_app.domain.errors import UnknownOrder
from pos_app.domain.pricing import OFF_KINDS
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rows import (
    OffRow,
    OrderDetail,
    OrderItemRow,
    PaymentRow,
    TenderCorrectionRow,
)
from pos_app.domain.tax import TaxPart
from pos_app.services.customer_rows import display_name
from pos_app.storage import models
from pos_app.storage.database import Database
from pos_app.storage.fields import from_micros

_VALUE = SQL("?")

# In the order of TenderCorrectionRow.
_CORRECTIONS = """
SELECT c.id, c.payment_id, t.code || '-' || o.number, c.from_method, c.to_method, c.amount,
       c.reason, u.name, coalesce(a.name, ''), c.created_at
FROM payments p JOIN tender_corrections c ON c.payment_id = p.id
JOIN orders o ON o.id = p.order_id JOIN tills t ON t.id = o.till_id
JOIN users u ON u.id = c.user_id LEFT JOIN users a ON a.id = c.approver_id
WHERE p.order_id = ? ORDER BY c.id
"""


class OrderReader:
    """Reads orders of one shop; its statements are compiled when first needed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def detail(self, order_id: int) -> OrderDetail:
        """An order whole. Raises UnknownOrder."""
        head = self._database.row(self._head_sql, (order_id,))
        if head is None:
            raise UnknownOrder(order_id)
        payments = self._payments(order_id)
        cancelled = head[9] == "cancelled"
        returned = self._database.row(
            "SELECT coalesce(sum(total), 0) FROM returns WHERE order_id = ?", (order_id,)
        )
        items = self._items(order_id)
        return OrderDetail(
            id=head[0],
            uuid=head[1],
            till=head[2],
            number=f"{head[2]}-{head[3]}",
            at=from_micros(head[4]),
            business_date=date.fromisoformat(head[5]),
            customer_id=head[6],
            customer=head[7],
            clerk=head[8],
            status=head[9],
            subtotal=head[10],
            discount=head[11],
            discount_code=head[12],
            net=head[13],
            tax=head[14],
            tax_included=bool(head[15]),
            total=head[16],
            note=head[17],
            rounding=head[18],
            tax_exempt=head[19],
            # What was drawn from a ledger is back there once the order was cancelled.
            paid=sum(
                payment.amount
                for payment in payments
                if not (cancelled and payment.balance is not None)
            ),
            items=items,
            payments=payments,
            taxes=self._taxes(order_id),
            offs=_summed(items),
            returned=returned[0] if returned else 0,
        )

    # --- parts -------------------------------------------------------------------------------

    def _items(self, order_id: int) -> tuple[OrderItemRow, ...]:
        parts: dict[int, list[TaxPart]] = {}
        for item_id, *columns in self._database.rows(self._item_taxes_sql, (order_id,)):
            parts.setdefault(item_id, []).append(TaxPart(*columns))
        offs: dict[int, list[OffRow]] = {}
        for item_id, kind, label, amount in self._database.rows(
            "SELECT item_id, kind, label, amount FROM order_discounts WHERE order_id = ? "
            "ORDER BY item_id, id",
            (order_id,),
        ):
            offs.setdefault(item_id, []).append(OffRow(kind, label, amount))
        items = []
        for row in self._database.rows(self._items_sql, (order_id,)):
            values = [*row, tuple(parts.get(row[0], ())), tuple(offs.get(row[0], ()))]
            values[5] = from_thousandths(row[5])
            items.append(OrderItemRow(*values))
        return tuple(items)

    def _taxes(self, order_id: int) -> tuple[TaxPart, ...]:
        return tuple(
            TaxPart(*row)
            for row in self._database.rows(
                "SELECT name, rate_ppm, amount, net, tax FROM order_taxes WHERE order_id = ? "
                "ORDER BY position",
                (order_id,),
            )
        )

    def _payments(self, order_id: int) -> tuple[PaymentRow, ...]:
        corrected: dict[int, list[TenderCorrectionRow]] = {}
        for found in self._database.rows(_CORRECTIONS, (order_id,)):
            columns = [*found[:-1], from_micros(found[-1])]
            correction = TenderCorrectionRow(*columns)
            corrected.setdefault(correction.payment_id, []).append(correction)
        payments = []
        for row in self._database.rows(self._payments_sql, (order_id,)):
            values = list(row)
            values[6], values[8] = from_micros(row[6]), row[8] or ""
            values.append(tuple(corrected.get(row[0], ())))
            payments.append(PaymentRow(*values))
        return tuple(payments)

    # --- statements --------------------------------------------------------------------------

    @cached_property
    def _head_sql(self) -> str:
        order, till, customer = models.Order, models.Till, models.Customer
        return self._database.compile(
            order.select(
                order.id,
                order.uuid,
                till.code,
                order.number,
                order.created_at,
                order.business_date,
                order.customer,
                display_name(),
                models.User.name,
                order.status,
                order.subtotal,
                order.discount,
                order.discount_code,
                order.net,
                order.tax,
                order.tax_included,
                order.total,
                order.note,
                order.rounding,
                order.tax_exempt,
            )
            .join(till)
            .switch(order)
            .join(customer)
            .switch(order)
            .join(models.User)
            .where(order.id == _VALUE)
        )

    @cached_property
    def _items_sql(self) -> str:
        item = models.OrderItem
        return self._database.compile(
            item.select(
                item.id,
                item.product,
                item.sku,
                item.name,
                item.unit,
                item.quantity,
                item.price,
                item.list_total,
                item.discount,
                item.total,
                item.tax,
                item.tax_rate_ppm,
                item.note,
                item.gross,
                item.gift_card,
            )
            .where(item.order == _VALUE)
            .order_by(item.id)
        )

    @cached_property
    def _item_taxes_sql(self) -> str:
        tax, item = models.OrderItemTax, models.OrderItem
        return self._database.compile(
            tax.select(tax.item, tax.name, tax.rate_ppm, tax.amount, tax.net, tax.tax)
            .join(item)
            .where(item.order == _VALUE)
            .order_by(tax.item, tax.position)
        )

    @cached_property
    def _payments_sql(self) -> str:
        payment, moves = models.Payment, models.LedgerMove
        balance = moves.select(SQL("sum(amount)")).where(moves.ledger == payment.ledger)
        code = models.Ledger.select(models.Ledger.code).where(models.Ledger.id == payment.ledger)
        return self._database.compile(
            payment.select(
                payment.id,
                payment.method,
                payment.tendered,
                payment.change,
                payment.amount,
                payment.reference,
                payment.created_at,
                payment.last4,
                code,
                balance,
            )
            .where(payment.order == _VALUE)
            .order_by(payment.id)
        )


def _summed(items: tuple[OrderItemRow, ...]) -> tuple[OffRow, ...]:
    """What each reason took off the whole order."""
    sums: dict[tuple[str, str], int] = {}
    for item in items:
        for off in item.offs:
            sums[off.kind, off.label] = sums.get((off.kind, off.label), 0) + off.amount
    order = sorted(sums, key=lambda key: (OFF_KINDS.index(key[0]), key[1]))
    return tuple(OffRow(*key, sums[key]) for key in order)
