"""What may be given back of an order, and what a return of it comes to: read from the books and
worked out, nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_app.domain.errors import (
    BadValue,
    NeedsCustomer,
    NotEnoughCredit,
    NotReturnable,
    ReturnedAlready,
    UnknownItem,
    UnknownOrder,
)
from pos_app.domain.exchanging import EXCHANGE, settle_exchange
from pos_app.domain.money import divide_half_up
from pos_app.domain.order_status import RETURNABLE
from pos_app.domain.payment import CashRounding
from pos_app.domain.quantity import from_thousandths, to_sold_thousandths
from pos_app.domain.refunds import (
    Paid,
    RefundedLine,
    RefundSettlement,
    Repayment,
    SoldLine,
    refund_line,
)
from pos_app.domain.repaying import INSTEAD
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, ReturnLine
from pos_app.domain.tax import LineTax, TaxPart, sum_parts
from pos_app.services.booked_payments import balance_of, gift_card_ledger
from pos_app.services.books import Books
from pos_app.services.price_rules import CustomerTerms
from pos_app.services.return_statements import ReturnStatements
from pos_app.storage.database import Row

_CORRECTED = """
SELECT c.payment_id, c.from_method, c.to_method, c.amount
FROM payments p CROSS JOIN tender_corrections c ON c.payment_id = p.id
WHERE p.order_id = ? ORDER BY c.id
"""


@dataclass(frozen=True, slots=True)
class SoldItem:
    """A line of an order, with what was given back of it before, in thousandths; id is 0 for goods
    that come without a receipt. parts are the products and thousandths that a bundle was put
    together from, for the whole line."""

    id: int
    product_id: int
    sku: str
    name: str
    unit: str
    price: int
    gift_card: str
    line: SoldLine
    before: int
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def left(self) -> int:
        """What may still be given back, in thousandths."""
        return self.line.quantity - self.before


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """An order whose goods may be given back, and what was given back of it before, in minor
    units, both without what went on to other sales by exchanges; elsewhere is what went back by
    other tenders than its own. ledgers has the ledger and card code of each payment that drew on
    one; credit_to is whose store credit money may be given on. id is 0 and number "" for goods that
    come without a receipt."""

    id: int
    number: str
    customer_id: int
    total: int
    tax_included: bool
    refunded_before: int
    items: dict[int, SoldItem]
    paid: tuple[Paid, ...]
    elsewhere: tuple[tuple[str, int], ...]
    ledgers: dict[int, tuple[int, str]]
    credit_to: int = WALK_IN_CUSTOMER_ID


@dataclass(frozen=True, slots=True)
class Piece:
    """So much of a sold line, worked out; before is what was given back of the line until then,
    in thousandths."""

    item: SoldItem
    damaged: bool
    refunded: RefundedLine
    before: int = 0

    @property
    def goods(self) -> tuple[tuple[int, int], ...]:
        """The products that come back, and thousandths of each: of a bundle its parts, of a gift
        card none."""
        item, quantity = self.item, self.refunded.quantity
        if item.gift_card:
            return ()
        if not item.parts:
            return ((item.product_id, quantity),)
        sold = item.line.quantity
        shares = (
            (
                product_id,
                divide_half_up(whole * (self.before + quantity), sold)
                - divide_half_up(whole * self.before, sold),
            )
            for product_id, whole in item.parts
        )
        return tuple((product_id, share) for product_id, share in shares if share)


@dataclass(frozen=True, slots=True)
class Refund:
    """A return worked out, in minor units: net + tax = total, and the settlement pays it out;
    carried is the part of it that pays for what is bought on the same ticket."""

    order: SoldOrder
    pieces: tuple[Piece, ...]
    subtotal: int
    discount: int
    net: int
    tax: int
    total: int
    taxes: tuple[TaxPart, ...]
    settlement: RefundSettlement
    carried: tuple[Repayment, ...] = ()


def sold_order(books: Books, statements: ReturnStatements, order_id: int) -> SoldOrder:
    """The order as it was sold, less what was given back. Raises UnknownOrder, NotReturnable."""
    rows = books.database.rows
    head = books.database.row(statements.order, (order_id,))
    if head is None:
        raise UnknownOrder(order_id)
    _, till, count, customer_id, status, total, rounding, tax_included, paid, refunded = head
    number = f"{till}-{count}"
    if status not in RETURNABLE:
        raise NotReturnable(number, "cancelled" if status == "cancelled" else "not_delivered")
    if paid != total + rounding:
        raise NotReturnable(number, "unpaid")
    returned: dict[int, int] = {}
    carried: dict[int | None, int] = {}
    elsewhere = []
    for payment_id, method, amount in rows(statements.repaid, (order_id,)):
        if method == EXCHANGE:
            carried[payment_id] = carried.get(payment_id, 0) + amount
        elif payment_id is None:
            elsewhere.append((method, amount))
        else:
            returned[payment_id] = amount
    payments = _as_corrected(rows(statements.payments, (order_id,)), rows(_CORRECTED, (order_id,)))
    exchanged = any(row[1] == EXCHANGE for row in payments)
    origins = iter(_origins(books, statements, order_id) if exchanged else ())
    return SoldOrder(
        id=order_id,
        number=number,
        customer_id=customer_id,
        total=total - sum(carried.values()),
        tax_included=bool(tax_included),
        refunded_before=refunded - sum(carried.values()),
        items=sold_items(books, statements, order_id),
        paid=tuple(
            Paid(
                key,
                next(origins) if method == EXCHANGE else method,
                # Coins may have rounded away a little of what was carried on.
                max(amount - carried.get(key, 0), 0),
                returned.get(key, 0),
                carried=method == EXCHANGE or key in carried,
            )
            for key, method, amount, *_ in payments
        ),
        elsewhere=tuple(elsewhere),
        ledgers={row[0]: (row[3], row[4]) for row in payments if row[3] is not None},
        credit_to=customer_id,
    )


def _as_corrected(payments: list[Row], corrections: list[Row]) -> list[Row]:
    """Payments as they really came in: money that was all paid another way than was typed goes back
    that way. One that was paid in two ways stays what was typed."""
    if not corrections:
        return payments
    parts = {row[0]: {row[1]: row[2]} for row in payments}
    for payment_id, typed, really, amount in corrections:
        came = parts[payment_id]
        came[typed] -= amount
        came[really] = came.get(really, 0) + amount
    found = []
    for row in payments:
        came_by = [method for method, amount in parts[row[0]].items() if amount]
        found.append((row[0], came_by[0], *row[2:]) if len(came_by) == 1 else row)
    return found


def _origins(books: Books, statements: ReturnStatements, order_id: int) -> list[str]:
    """How the money of each exchange payment of an order once came in: what was paid by card goes
    back to a card, through however many exchanges."""
    rows = books.database.rows
    steps, methods = [], {EXCHANGE}
    while EXCHANGE in methods:  # back to the sale that was paid for in money
        came = rows(statements.exchanged_for, (order_id,))
        steps.append((order_id, came))
        methods = {method for _, _, method in came}
        order_id = came[0][0]
    known: dict[int, str] = {}
    for order, came in reversed(steps):
        found = [
            known[payment_id] if method == EXCHANGE else method or "cash"
            for _, payment_id, method in came
        ]
        payments = rows(statements.payments, (order,))
        known = dict(zip((row[0] for row in payments if row[1] == EXCHANGE), found, strict=True))
    return list(known.values())


def sold_items(books: Books, statements: ReturnStatements, order_id: int) -> dict[int, SoldItem]:
    """The lines of an order by id, as they were sold."""
    rows = books.database.rows
    parts: dict[int, list[TaxPart]] = {}
    for item_id, *columns in rows(statements.item_taxes, (order_id,)):
        parts.setdefault(item_id, []).append(TaxPart(*columns))
    before: dict[int, int] = dict(rows(statements.returned, (order_id,)))
    goods: dict[int, list[tuple[int, int]]] = {}
    for item_id, product_id, quantity in rows(statements.item_parts, (order_id,)):
        goods.setdefault(item_id, []).append((product_id, quantity))
    items: dict[int, SoldItem] = {}
    for row in rows(statements.items, (order_id,)):
        item_id, product_id, sku, name, unit, card, quantity, *amounts = row
        list_total, discount, tax, gross, price = amounts
        split = LineTax(gross - tax, tax, gross, tuple(parts.get(item_id, ())))
        line = SoldLine(quantity, list_total, discount, split)
        items[item_id] = SoldItem(
            item_id,
            product_id,
            sku,
            name,
            unit,
            price,
            card,
            line,
            before.get(item_id, 0),
            tuple(goods.get(item_id, ())),
        )
    return items


def check_instead(instead: str, customer_id: int) -> None:
    """Raises BadValue for no other way to give money back, NeedsCustomer for store credit to nobody
    in particular."""
    if instead and instead not in INSTEAD:
        raise BadValue("instead", instead, "unknown_choice")
    if instead == "store_credit" and customer_id == WALK_IN_CUSTOMER_ID:
        raise NeedsCustomer(instead)


def cash_rounding(books: Books) -> CashRounding:
    """How the shop rounds cash now."""
    return books.terms(CustomerTerms(), books.now())[1].cash_rounding


def work_out(
    books: Books,
    sold: SoldOrder,
    lines: Sequence[ReturnLine],
    instead: str,
    *,
    sale_total: int = 0,
    credit_to: int | None = None,
) -> Refund:
    """What a return of these lines comes to, and how it is paid out; it pays for a sale of
    sale_total first (minor units). Store credit goes to the order's customer, or to credit_to.

    Raises BadValue, BadQuantity, UnknownItem, ReturnedAlready, NotEnoughCredit for a gift card
    that was spent meanwhile, UnknownCustomer, NeedsCustomer for store credit to nobody in
    particular.
    """
    if credit_to is not None:
        books.rules.customer(credit_to)
        sold = replace(sold, credit_to=credit_to)
    check_instead(instead, sold.credit_to)
    pieces = _pieces(sold, lines)
    check_cards(books, pieces)
    total = sum(piece.refunded.tax.gross for piece in pieces)
    settled = settle_exchange(
        sold.paid,
        order_total=sold.total,
        refunded_before=sold.refunded_before,
        total=total,
        exchanged=min(sale_total, total),
        rounding=cash_rounding(books),
        elsewhere=sold.elsewhere,
        instead=instead,
    )
    return refund_of(sold, pieces, settled.settlement, settled.carried)


def refund_of(
    sold: SoldOrder,
    pieces: tuple[Piece, ...],
    settlement: RefundSettlement,
    carried: tuple[Repayment, ...] = (),
) -> Refund:
    """The sums of a return of these pieces that is paid out so."""
    refunded = [piece.refunded for piece in pieces]
    return Refund(
        order=sold,
        pieces=pieces,
        subtotal=sum(each.list_total for each in refunded),
        discount=sum(each.discount for each in refunded),
        net=sum(each.tax.net for each in refunded),
        tax=sum(each.tax.tax for each in refunded),
        total=sum(each.tax.gross for each in refunded),
        taxes=sum_parts(each.tax for each in refunded),
        settlement=settlement,
        carried=carried,
    )


def wanted_of(sold: SoldOrder, lines: Sequence[ReturnLine]) -> dict[tuple[int, bool], int]:
    """Thousandths by item and whether they are damaged: lines that name the same are one. Raises
    BadValue, BadQuantity, UnknownItem."""
    if not lines:
        raise BadValue("lines", "", "empty")
    wanted: dict[tuple[int, bool], int] = {}
    for line in lines:
        item = sold.items.get(line.item_id)
        if item is None:
            raise UnknownItem(line.item_id)
        key = item.id, bool(line.damaged)
        scaled = to_sold_thousandths(line.quantity, item.unit)
        wanted[key] = wanted.get(key, 0) + scaled
    return wanted


def _pieces(sold: SoldOrder, lines: Sequence[ReturnLine]) -> tuple[Piece, ...]:
    """Raises ReturnedAlready, and what wanted_of does."""
    wanted = wanted_of(sold, lines)
    pieces, taken = [], dict.fromkeys(sold.items, 0)
    # In the order's own order: which line was named first decides nothing.
    for (item_id, damaged), quantity in sorted(wanted.items()):
        item = sold.items[item_id]
        both = wanted.get((item_id, False), 0) + wanted.get((item_id, True), 0)
        if both > item.left:
            raise ReturnedAlready(
                item.name, from_thousandths(both), from_thousandths(max(item.left, 0))
            )
        before = item.before + taken[item_id]
        refunded = refund_line(item.line, before, quantity)
        taken[item_id] += quantity
        pieces.append(Piece(item, damaged, refunded, before))
    return tuple(pieces)


def check_cards(books: Books, pieces: Sequence[Piece]) -> None:
    """A gift card is taken back only while it holds what was paid for it. Raises
    NotEnoughCredit."""
    wanted: dict[str, int] = {}
    for piece in pieces:
        code = piece.item.gift_card.strip().upper()
        if code:
            wanted[code] = wanted.get(code, 0) + piece.refunded.tax.gross
    for code, amount in wanted.items():
        left = balance_of(books, gift_card_ledger(books, code))
        if left < amount:
            raise NotEnoughCredit("gift_card", code, amount, max(left, 0))
