"""Reading one return whole: head, lines, taxes and what was given back; one in the books, or one
that was only worked out."""

from datetime import date

from pos_app.domain.errors import UnknownReturn
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rows import RepaymentRow, ReturnDetail, ReturnItemRow
from pos_app.domain.tax import TaxPart
from pos_app.services.books import Books
from pos_app.services.customer_rows import name_of
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.returned_lines import told, told_of_rates
from pos_app.services.returning import Refund
from pos_app.storage.database import Row
from pos_app.storage.fields import from_micros


def return_number(till: str, number: int) -> str:
    """A return's number as people read it: "T1-R12"."""
    return f"{till}-R{number}"


def document_number(
    sold_at: str | None, order: int | None, returned_at: str | None, returned: int | None
) -> str:
    """The number of the order or the return behind a move, "" where neither is."""
    if returned_at is not None and returned is not None:
        return return_number(returned_at, returned)
    return f"{sold_at}-{order}" if sold_at is not None else ""


def return_detail(books: Books, statements: ReturnStatements, return_id: int) -> ReturnDetail:
    """A return whole. Raises UnknownReturn."""
    database = books.database
    head = database.row(statements.head, (return_id,))
    if head is None:
        raise UnknownReturn(return_id)
    items = tuple(_item(row) for row in database.rows(statements.return_items, (return_id,)))
    return ReturnDetail(
        id=head[0],
        uuid=head[1],
        number=return_number(head[2], head[3]),
        till=head[2],
        at=from_micros(head[4]),
        business_date=date.fromisoformat(head[5]),
        order_id=head[6] or 0,
        order_number=f"{head[7]}-{head[8]}" if head[6] else "",
        customer_id=head[9],
        customer=name_of(books, head[9]),
        clerk=head[10],
        subtotal=head[11],
        discount=head[12],
        net=head[13],
        tax=head[14],
        total=head[15],
        rounding=head[16],
        reason=head[17],
        items=told(books, statements, head[6], items)
        if head[6]
        else told_of_rates(books, statements, return_id, items),
        taxes=tuple(TaxPart(*row) for row in database.rows(statements.return_taxes, (return_id,))),
        repayments=tuple(
            RepaymentRow(*row) for row in database.rows(statements.repayments, (return_id,))
        ),
        tax_included=bool(head[18]),
        kind=head[19],
        exchange_order_id=head[20] or 0,
    )


def _item(row: Row) -> ReturnItemRow:
    values = list(row)
    values[1], values[6], values[12] = row[1] or 0, from_thousandths(row[6]), bool(row[12])
    return ReturnItemRow(*values)


def previewed(books: Books, statements: ReturnStatements, refund: Refund) -> ReturnDetail:
    """A return that was worked out as it would be in the books: without id, uuid, number and
    clerk."""
    order, now = refund.order, books.now()
    items = tuple(
        ReturnItemRow(
            id=0,
            item_id=piece.item.id,
            product_id=piece.item.product_id,
            sku=piece.item.sku,
            name=piece.item.name,
            unit=piece.item.unit,
            quantity=from_thousandths(piece.refunded.quantity),
            list_total=piece.refunded.list_total,
            discount=piece.refunded.discount,
            net=piece.refunded.tax.net,
            tax=piece.refunded.tax.tax,
            gross=piece.refunded.tax.gross,
            damaged=piece.damaged,
            price=piece.item.price,
            parts=piece.refunded.tax.parts,
        )
        for piece in refund.pieces
    )
    return ReturnDetail(
        id=0,
        uuid="",
        number="",
        till="",
        at=now,
        business_date=books.business_date(now),
        order_id=order.id,
        order_number=order.number,
        customer_id=order.customer_id,
        customer=name_of(books, order.customer_id),
        clerk="",
        subtotal=refund.subtotal,
        discount=refund.discount,
        net=refund.net,
        tax=refund.tax,
        total=refund.total,
        rounding=refund.settlement.rounding,
        reason="",
        items=told(books, statements, order.id, items) if order.id else items,
        taxes=refund.taxes,
        repayments=tuple(
            RepaymentRow(each.method, each.amount, order.ledgers.get(each.payment_id, (0, ""))[1])
            for each in refund.settlement.repayments
        ),
        tax_included=order.tax_included,
    )
