"""Writing one return into the books: its lines, taxes, goods and money. What returns, voids and
exchanges have in common; everything here runs inside the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.errors import UnknownTill
from pos_app.domain.exchanging import EXCHANGE
from pos_app.domain.payment import LEDGER_METHODS
from pos_app.domain.refunds import Repayment
from pos_app.domain.rows import Clerk
from pos_app.services.booked_lines import tax_rows
from pos_app.services.booked_payments import customer_ledger, gift_card_ledger, move
from pos_app.services.books import Books
from pos_app.services.recorded_returns import record_return
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.returning import Refund, SoldOrder
from pos_app.services.shift_rows import shift_for
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import MAIN_LOCATION


@dataclass(frozen=True, slots=True)
class Papers:
    """What stands on a return beside its goods: kind is "return", "void" or "exchange", then with
    the order that was bought; moment is when the goods came back, and drawer says that the drawer
    opens for cash. history says that it was another day: no money of it comes out of a drawer
    now."""

    uuid: str
    till_id: int
    reason: str
    moment: datetime
    kind: str = "return"
    exchange_order_id: int | None = None
    drawer: bool = False
    history: bool = False


def shelve(books: Books, refund: Refund) -> None:
    """Put the goods of a return that can be sold again back on the shelf."""
    for piece in refund.pieces:
        for product_id, quantity in () if piece.damaged else piece.goods:
            key = (product_id, MAIN_LOCATION)
            books.database.connection.execute(books.hot.put_stock, (quantity, *key)).fetchall()


def write_return(
    books: Books, statements: ReturnStatements, refund: Refund, papers: Papers, by: Clerk
) -> tuple[int, int]:
    """Write a return that was worked out and shelved; its id and its number at the till.

    Raises UnknownTill, NeedsCustomer, and NoOpenShift where the shop needs one.
    """
    connection, at = books.database.connection, to_micros(papers.moment)
    numbered = books.database.row(statements.next_number, (papers.till_id,))
    if numbered is None:
        raise UnknownTill(papers.till_id)
    number, till, open_shift = numbered
    shift_id = shift_for(books, till, open_shift, history=papers.history)
    connection.execute(
        statements.add_return,
        (
            papers.uuid,
            papers.till_id,
            number,
            papers.kind,
            refund.order.id or None,
            papers.exchange_order_id,
            refund.order.customer_id,
            by.id,
            books.business_date(papers.moment).isoformat(),
            refund.subtotal,
            refund.discount,
            refund.net,
            refund.tax,
            int(refund.order.tax_included),
            refund.total,
            refund.settlement.rounding,
            books.info.cash_step,
            papers.reason,
            shift_id,
            to_micros(books.now()),
            at,
        ),
    )
    return_id = connection.last_insert_rowid()
    _write_lines(books, statements, refund, return_id, by, at)
    for repayment in refund.settlement.repayments:
        _pay_out(books, statements, refund.order, repayment, return_id, by, at)
    methods = {repayment.method for repayment in refund.settlement.repayments}
    record_return(books, refund, return_id, drawer=papers.drawer and "cash" in methods)
    books.changed("returns", return_id)
    if refund.order.id:
        books.changed("orders", refund.order.id)
    return return_id, int(number)


def _write_lines(
    books: Books,
    statements: ReturnStatements,
    refund: Refund,
    return_id: int,
    by: Clerk,
    at: int,
) -> None:
    connection = books.database.connection
    moves: list[tuple[object, ...]] = []
    for piece in refund.pieces:
        item, back = piece.item, piece.refunded
        connection.execute(
            statements.add_item,
            (
                return_id,
                item.id or None,
                item.product_id,
                item.sku,
                item.name,
                item.unit,
                item.price,
                back.quantity,
                back.list_total,
                back.discount,
                back.tax.net,
                back.tax.tax,
                back.tax.gross,
                int(piece.damaged),
                at,
            ),
        )
        if not item.id:  # no sold line tells its rates
            line_id = connection.last_insert_rowid()
            rates = [
                (line_id, place, part.name, part.rate_ppm, part.amount, part.base, part.tax, at)
                for place, part in enumerate(back.tax.parts)
            ]
            if rates:
                connection.executemany(statements.add_item_tax, rates)
        if item.gift_card:
            ledger_id = gift_card_ledger(books, item.gift_card)
            move(books, ledger_id, -back.tax.gross, "returned", by=by, at=at, return_id=return_id)
        for product_id, quantity in piece.goods:
            moves.append((product_id, quantity, "return", return_id, by.id, at))
            if piece.damaged:
                moves.append((product_id, -quantity, "damaged", return_id, by.id, at))
            books.changed("stock", product_id)
    if refund.taxes:
        connection.executemany(statements.add_tax, tax_rows(refund.taxes, return_id, at))
    if moves:
        connection.executemany(statements.add_move, moves)


def _pay_out(
    books: Books,
    statements: ReturnStatements,
    order: SoldOrder,
    repayment: Repayment,
    return_id: int,
    by: Clerk,
    at: int,
) -> None:
    """Write a repayment; what goes back to a ledger is there from now on."""
    ledger_id = None
    if repayment.method in LEDGER_METHODS:
        if repayment.payment_id:
            ledger_id = order.ledgers[repayment.payment_id][0]
        else:
            ledger_id = customer_ledger(books, repayment.method, order.credit_to, at)
        move(books, ledger_id, repayment.amount, "returned", by=by, at=at, return_id=return_id)
    books.database.connection.execute(
        statements.add_repayment,
        (
            return_id,
            repayment.payment_id or None,
            repayment.method,
            repayment.amount,
            ledger_id,
            by.id,
            at,
        ),
    )


def pay_with_goods(
    books: Books, refund: Refund, order_id: int, by: Clerk, moment: datetime
) -> None:
    """Write what the goods of a return, which is in the books, pay of an order: money that goes
    over, and anew what they gave back to ledgers."""
    connection, at = books.database.connection, to_micros(moment)
    for each in refund.carried:
        ledger_id = None
        if each.method in LEDGER_METHODS:
            ledger_id = refund.order.ledgers[each.payment_id][0]
            move(books, ledger_id, -each.amount, "spent", by=by, at=at, order_id=order_id)
        reference = refund.order.number if each.method == EXCHANGE else ""
        connection.execute(
            books.hot.add_payment,
            (
                order_id,
                each.method,
                each.amount,
                0,
                each.amount,
                reference,
                "",
                ledger_id,
                by.id,
                at,
            ),
        )
