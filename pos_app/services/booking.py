"""Writing one order into the books: what checkout, placed orders and imports have in common.

Everything here runs inside the caller's transaction and works on raw column values.
"""

from collections.abc import Sequence
from datetime import datetime

from pos_app.domain import training
from pos_app.domain.cart import Cart
from pos_app.domain.cash import plausible_limit
from pos_app.domain.errors import (
    BadValue,
    EmptyCart,
    SaleChanged,
    UnknownCustomer,
    UnknownTill,
)
from pos_app.domain.gift_cards import check_bought_with_money
from pos_app.domain.payment import Payment, Settlement, settle
from pos_app.domain.rights import Permission
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, Receipt
from pos_app.services.acting import FIRST_TILL
from pos_app.services.booked_lines import check_discounts, check_products, write_lines
from pos_app.services.booked_payments import fill_gift_cards, write_payments
from pos_app.services.books import Books
from pos_app.services.discount_codes import use_code
from pos_app.services.quoting import Quote
from pos_app.services.recorded_sales import record_sale
from pos_app.services.shift_rows import shift_for
from pos_app.storage.fields import from_micros, to_micros

_FIRST_YEAR, _LAST_YEAR = 1970, 9998


def find_booked(books: Books, uuid: str, *, source: str = "") -> Receipt | None:
    """The receipt of a sale that is in the books already, or None.

    Raises SaleChanged when source ("counter" or "placed") is given and the one in the books has
    another: its uuid was used for something else.
    """
    found = books.database.row(books.hot.order_by_uuid, (uuid,))
    if found is None:
        return None
    order_id = found[0]
    row = books.database.row(books.hot.booked_order, (order_id,))
    assert row is not None
    till_code, number, created_at, business_date, booked_total, booked_source, rounding = row
    if source and source != booked_source:
        raise SaleChanged(uuid, order_id)
    paid = books.database.row(books.hot.tendered, (order_id,)) or (0, 0)
    return Receipt(
        order_id=order_id,
        uuid=uuid,
        number=f"{till_code}-{number}",
        at=from_micros(created_at),
        business_date=datetime.fromisoformat(business_date).date(),
        total=booked_total,
        tendered=paid[0],
        change_due=paid[1],
        repeated=True,
        rounding=rounding,
    )


def check_same_goods(books: Books, order_id: int, cart: Cart) -> None:
    """Raises SaleChanged when the order of this cart's uuid holds other goods than the cart.

    Prices may have changed since: what was sold stays sold for what it was.
    """
    booked = books.database.rows(
        "SELECT product_id, quantity FROM order_items WHERE order_id = ? ORDER BY 1, 2",
        (order_id,),
    )
    if booked != sorted((line.product_id, line.quantity_thousandths) for line in cart.lines):
        raise SaleChanged(cart.uuid, order_id)


def settle_quote(
    books: Books, quoted: Quote, payments: Sequence[Payment], *, exchanged: int = 0
) -> Settlement:
    """How payments meet a quote, of which goods that come back pay exchanged (minor units). Raises
    what `domain.payment.settle` does, and NeedsMoney."""
    priced = quoted.priced
    due = priced.total - exchanged
    most_cash = plausible_limit(due, books.info.currency)
    settlement = settle(due, payments, quoted.terms.cash_rounding, most_cash)
    lines = zip(quoted.cart.lines, priced.lines, strict=True)
    cards = sum(line_priced.gross for line, line_priced in lines if line.gift_card)
    check_bought_with_money(priced.total, cards, payments, exchanged)
    return settlement


def booked_sale(books: Books, cart: Cart) -> Receipt | None:
    """The receipt of this cart's counter sale when it is in the books, or None. Raises
    SaleChanged when its uuid was used for something else."""
    booked = find_booked(books, cart.uuid, source="counter")
    if booked is not None:
        check_same_goods(books, booked.order_id, cart)
    return booked


def book_sale(
    books: Books,
    quoted: Quote,
    payments: Sequence[Payment],
    *,
    by: Clerk,
    till_id: int,
    drawer: bool = False,
) -> Receipt:
    """Sell a quoted cart whose sale is not in the books: a delivered, paid order; drawer says
    that the drawer opens for cash.

    Raises Underpaid, Overpaid, ImplausibleTender, NeedsMoney, BadValue, BadAmount, and what
    `book_order` does.
    """
    settlement = settle_quote(books, quoted, payments)
    return book_order(
        books,
        quoted,
        payments,
        settlement,
        status="delivered",
        source="counter",
        by=by,
        till_id=till_id,
        drawer=drawer,
    )


def book_order(
    books: Books,
    quoted: Quote,
    payments: Sequence[Payment],
    settlement: Settlement,
    *,
    status: str,
    source: str,
    by: Clerk,
    till_id: int,
    drawer: bool = False,
) -> Receipt:
    """Write order, items, taxes, discounts, payments and stock of a quoted cart, use its code up,
    and give it its number. Unless it is history it belongs to the till's open shift, and
    NoOpenShift is raised where the shop needs one; who orders what is paid for later needs none.

    Raises EmptyCart, UnknownProduct, PriceChanged, ProductMoved, OutOfStock, UnknownCustomer,
    UnknownTill, NotAllowed (agreed prices need a right of their own), DiscountTooHigh, BelowFloor,
    CodeRefused, UnknownGiftCard, NotEnoughCredit, NeedsCustomer.
    """
    cart, priced, at = quoted.cart, quoted.priced, quoted.at
    if not cart.lines:
        raise EmptyCart
    # One cursor for all: a new one per statement would be a good part of a small one's time.
    cursor = books.database.connection.cursor()
    products = check_products(books, cursor, cart, by)
    check_discounts(books, quoted, products, by)
    customer_id = _customer(books, cart)
    needs_shift = source == "counter" or bool(payments)
    order_id, number = _write_head(
        books, quoted, settlement, customer_id, status, source, by, till_id, needs_shift
    )
    sold_at = to_micros(at)
    write_lines(books, cursor, quoted, products, order_id, by, sold_at)
    paid = write_payments(books, cursor, order_id, customer_id, payments, settlement, by, sold_at)
    fill_gift_cards(books, cart, order_id, by, sold_at)
    if cart.code is not None:
        use_code(books, cart.code, priced, order_id=order_id, customer_id=customer_id, at=at)
    record_sale(
        books,
        quoted,
        products,
        paid,
        settlement,
        customer_id,
        number,
        status=status,
        source=source,
        till_id=till_id,
        drawer=drawer,
    )
    books.changed("orders", order_id)
    books.changed("stock", *products)
    return Receipt(
        order_id=order_id,
        uuid=cart.uuid,
        number=number,
        at=at,
        business_date=books.business_date(at),
        total=priced.total,
        tendered=settlement.tendered,
        change_due=settlement.change_due,
        rounding=settlement.rounding,
    )


def _write_head(
    books: Books,
    quoted: Quote,
    settlement: Settlement,
    customer_id: int,
    status: str,
    source: str,
    by: Clerk,
    till_id: int,
    needs_shift: bool,
) -> tuple[int, str]:
    """Write the order itself; its id, and the number that it was given. Raises UnknownTill,
    NoOpenShift."""
    cart, priced = quoted.cart, quoted.priced
    number, till_code, open_shift = _next_number(books, till_id)
    shift_id = shift_for(books, till_code, open_shift, history=quoted.history, needed=needs_shift)
    connection = books.database.connection
    connection.execute(
        books.hot.add_order,
        (
            cart.uuid,
            till_id,
            number,
            customer_id,
            by.id,
            status,
            source,
            books.business_date(quoted.at).isoformat(),
            len(cart.lines),
            priced.subtotal,
            priced.discount,
            cart.code.code if cart.code else "",
            priced.net,
            priced.tax,
            int(priced.tax_included),
            quoted.terms.exempt,
            priced.total,
            settlement.rounding,
            quoted.terms.cash_rounding.step,
            cart.note,
            cart.age_checked,
            shift_id,
            to_micros(books.now()),
            to_micros(quoted.at),
        ),
    )
    return connection.last_insert_rowid(), f"{till_code}-{number}"


def _next_number(books: Books, till_id: int) -> tuple[int, str, int | None]:
    """The number that the till gives out now, the till's code, and its open shift. Raises
    UnknownTill."""
    numbered = books.database.row(books.hot.next_number, (till_id,))
    if numbered is None:
        raise UnknownTill(till_id)
    return numbered[0], numbered[1], numbered[2]


def _customer(books: Books, cart: Cart) -> int:
    """Whose order it is. Raises UnknownCustomer."""
    if cart.customer_id is None or cart.customer_id == WALK_IN_CUSTOMER_ID:
        return WALK_IN_CUSTOMER_ID
    if books.database.connection.execute(books.hot.customer_exists, (cart.customer_id,)).fetchone():
        return cart.customer_id
    raise UnknownCustomer(cart.customer_id)


def check_moment_of(books: Books, at: datetime | None, by: Clerk) -> None:
    """As `check_moment`, and NotAllowed where the person may not book at another moment than now:
    its prices, taxes and codes, and a day that may be closed."""
    check_moment(at)
    if at is not None:
        books.authorise(by, Permission.BACKDATE)


def is_history(books: Books, at: datetime | None) -> bool:
    """Whether what is booked at a moment (None: now) is of another day of the shop's than today:
    no money of it is in a drawer now."""
    return at is not None and books.business_date(at) != books.business_date(books.now())


def check_moment(at: object) -> None:
    """Raises BadValue unless at is None or a moment that the books can keep: an aware datetime
    from 1970 on, with a day left behind it for any time zone."""
    if at is None:
        return
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise BadValue("at", at, "not_a_date")
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise BadValue("at", at, "range")


def till_id_of(books: Books, code: str | None) -> int:
    """The id of a till by its code ("T1"); the first till for None. In a training copy the till
    is known by its real code too. Raises UnknownTill."""
    if code is None:
        return FIRST_TILL
    try:
        row = books.database.row(books.hot.till_by_code, (code,))
    except UnicodeEncodeError as error:  # half a surrogate pair: no till is called so
        raise UnknownTill(code) from error
    if row is None and books.info.training:
        row = books.database.row(books.hot.till_by_code, (training.till_code(code),))
    if row is None:
        raise UnknownTill(code)
    return int(row[0])
