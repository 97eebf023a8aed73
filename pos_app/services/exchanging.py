"""Exchanges: a sale and a return on one ticket, booked together; what comes back pays for what is
bought as far as it reaches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import BadValue, EmptyCart, SaleChanged, TotalChanged
from pos_app.domain.exchanging import ExchangePreview
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, Receipt
from pos_app.services.booking import book_order, settle_quote
from pos_app.services.books import Books
from pos_app.services.quoting import Quote
from pos_app.services.return_booking import Papers, pay_with_goods, shelve, write_return
from pos_app.services.return_details import previewed, return_number
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.returning import Refund, check_cards, sold_order, wanted_of, work_out
from pos_app.storage.fields import from_micros


def preview_exchange(
    books: Books, statements: ReturnStatements, quoted: Quote, instead: str
) -> ExchangePreview:
    """What the exchange of a quoted cart comes to. Raises BadValue for a cart without one, and what
    `book_exchange` does of the goods that come back."""
    exchange = quoted.cart.exchange
    if exchange is None:
        raise BadValue("exchange", "", "empty")
    refund = _worked_out(books, statements, quoted, exchange, instead)
    exchanged = min(quoted.priced.total, refund.total)
    paid_out = refund.total + refund.settlement.rounding - exchanged
    return ExchangePreview(
        given_back=replace(previewed(books, statements, refund), kind="exchange"),
        sold=quoted.priced,
        exchanged=exchanged,
        to_pay=quoted.priced.total - exchanged,
        to_give_back=paid_out,
    )


def book_exchange(
    books: Books,
    statements: ReturnStatements,
    quoted: Quote,
    exchange: Exchange,
    payments: Sequence[Payment],
    *,
    instead: str,
    shown_back: int | None,
    by: Clerk,
    till_id: int,
    drawer: bool = False,
) -> Receipt:
    """Sell a quoted cart and take back what is exchanged for it, as one; drawer says that the
    drawer opens for cash.

    Raises what `book_sale` and `Returns.give_back` do, TotalChanged also when what comes back is
    worth another amount than shown_back (minor units), SaleChanged where a return has the uuid.
    """
    books.authorise(by, Permission.REFUND)
    cart = quoted.cart
    if not cart.lines:
        raise EmptyCart
    used = books.database.row(statements.by_uuid, (cart.uuid,))
    if used is not None:
        raise SaleChanged(cart.uuid, used[1] or 0)
    refund = _worked_out(books, statements, quoted, exchange, instead)
    if shown_back is not None and shown_back != refund.total:
        raise TotalChanged(shown_back, refund.total)
    exchanged = min(quoted.priced.total, refund.total)
    # The goods that come back may be sold again on the same ticket.
    shelve(books, refund)
    receipt = book_order(
        books,
        quoted,
        payments,
        settle_quote(books, quoted, payments, exchanged=exchanged),
        status="delivered",
        source="counter",
        by=by,
        till_id=till_id,
        drawer=drawer,
    )
    # A gift card that comes back may have paid for the sale just now.
    check_cards(books, refund.pieces)
    return_id, number = write_return(
        books,
        statements,
        refund,
        Papers(
            cart.uuid,
            till_id,
            exchange.reason,
            quoted.at,
            "exchange",
            receipt.order_id,
            drawer,
            quoted.history,
        ),
        by,
    )
    pay_with_goods(books, refund, receipt.order_id, by, quoted.at)
    return replace(
        receipt,
        return_id=return_id,
        return_number=return_number(receipt.number.rpartition("-")[0], number),
        given_back=refund.total + refund.settlement.rounding - exchanged,
        exchanged=exchanged,
    )


def booked_exchange(
    books: Books, statements: ReturnStatements, cart: Cart, receipt: Receipt
) -> Receipt:
    """The receipt of a sale that is in the books already, with what was exchanged for it. Raises
    SaleChanged where that was something else than the cart has."""
    row = books.database.row(statements.by_exchange, (receipt.order_id,))
    exchange = cart.exchange
    if row is None and exchange is None:
        return receipt
    if row is None or exchange is None or row[3] != exchange.order_id:
        raise SaleChanged(cart.uuid, receipt.order_id)
    return_id, till, number, order_id, total, rounding = row
    wanted = wanted_of(sold_order(books, statements, order_id), exchange.lines)
    if wanted != booked_lines(books, statements, return_id):
        raise SaleChanged(cart.uuid, receipt.order_id)
    exchanged = min(receipt.total, total)
    return replace(
        receipt,
        tendered=receipt.tendered - exchanged,
        return_id=return_id,
        return_number=return_number(till, number),
        given_back=total + rounding - exchanged,
        exchanged=exchanged,
    )


def booked_lines(
    books: Books, statements: ReturnStatements, return_id: int
) -> dict[tuple[int, bool], int]:
    """Thousandths by sold item and whether they were damaged, of a return in the books."""
    rows = books.database.rows(statements.return_items, (return_id,))
    return {(row[1], bool(row[12])): row[6] for row in rows}


def moment_of_return(
    books: Books, statements: ReturnStatements, order_id: int, at: datetime | None
) -> datetime:
    """When goods of an order come back: at, or now (None). Never before they were sold: by a clock
    that was set back since, at the moment of the sale. Raises BadValue for an earlier at."""
    row = books.database.row(statements.sold_at, (order_id,))
    sold_at = None if row is None else from_micros(row[0])
    if at is None:
        now = books.now()
        return now if sold_at is None else max(now, sold_at)
    if sold_at is not None and at < sold_at:
        raise BadValue("at", "", "range")
    return at


def _worked_out(
    books: Books, statements: ReturnStatements, quoted: Quote, exchange: Exchange, instead: str
) -> Refund:
    sold = sold_order(books, statements, exchange.order_id)
    return work_out(
        books,
        sold,
        exchange.lines,
        instead,
        sale_total=quoted.priced.total,
        credit_to=quoted.cart.customer_id,
    )
