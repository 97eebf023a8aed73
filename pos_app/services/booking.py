"""Writing one order into the books: what checkout, placed orders and imports have in common.

Everything here runs inside the caller's transaction and works on raw column values.
"""

from collections.abc import Sequence
from datetime import datetime

import apsw

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    EmptyCart,
    OutOfStock,
    PriceChanged,
    SaleChanged,
    UnknownCustomer,
    UnknownProduct,
    UnknownTill,
)
from pos_app.domain.payment import Payment, Settlement, settle
from pos_app.domain.pricing import PricedCart
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, Receipt
from pos_app.services.books import Books
from pos_app.storage.fields import from_micros, to_micros
from pos_app.storage.hot import MAIN_LOCATION

FIRST_TILL = 1

_FIRST_YEAR, _LAST_YEAR = 1970, 9998


def find_booked(
    books: Books, uuid: str, *, source: str = "", total: int | None = None
) -> Receipt | None:
    """The receipt of a sale that is in the books already, or None.

    Raises SaleChanged when source ("counter" or "placed") or total is given and the one in the
    books has another: its uuid was used for something else.
    """
    found = books.database.row(books.hot.order_by_uuid, (uuid,))
    if found is None:
        return None
    order_id = found[0]
    row = books.database.row(books.hot.booked_order, (order_id,))
    assert row is not None
    till_code, number, created_at, business_date, booked_total, booked_source = row
    if (source and source != booked_source) or (total is not None and total != booked_total):
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
    )


def check_same_goods(books: Books, order_id: int, cart: Cart, priced: PricedCart) -> None:
    """Raises SaleChanged when the order of this cart's uuid holds other goods than the cart."""
    booked = books.database.rows(
        "SELECT product_id, quantity, total FROM order_items WHERE order_id = ? ORDER BY 1, 2, 3",
        (order_id,),
    )
    wanted = sorted(
        (line.product_id, line.quantity_thousandths, sums.total)
        for line, sums in zip(cart.lines, priced.lines, strict=True)
    )
    if booked != wanted:
        raise SaleChanged(cart.uuid, order_id)


def book_sale(
    books: Books,
    cart: Cart,
    priced: PricedCart,
    payments: Sequence[Payment],
    *,
    by: Clerk,
    at: datetime,
    till_id: int,
) -> Receipt:
    """Sell a priced cart: a delivered, paid order. Once per uuid: a repeat gets the first receipt.

    Raises EmptyCart, UnknownProduct, PriceChanged, OutOfStock, UnknownCustomer, Underpaid,
    Overpaid, BadValue, BadAmount, NotAllowed, SaleChanged.
    """
    booked = find_booked(books, cart.uuid, source="counter", total=priced.total)
    if booked is not None:
        check_same_goods(books, booked.order_id, cart, priced)
        return booked
    settlement = settle(priced.total, payments)
    return book_order(
        books,
        cart,
        priced,
        payments,
        settlement,
        status="delivered",
        source="counter",
        by=by,
        at=at,
        till_id=till_id,
    )


def book_order(
    books: Books,
    cart: Cart,
    priced: PricedCart,
    payments: Sequence[Payment],
    settlement: Settlement,
    *,
    status: str,
    source: str,
    by: Clerk,
    at: datetime,
    till_id: int,
) -> Receipt:
    """Write order, items, payments and stock of a priced cart, and give it its number.

    Raises EmptyCart, UnknownProduct, PriceChanged, OutOfStock, UnknownCustomer, UnknownTill,
    NotAllowed (agreed prices need a right of their own).
    """
    if not cart.lines:
        raise EmptyCart
    connection = books.database.connection
    # One cursor for all: a new one per statement would be a good part of a small one's time.
    cursor = connection.cursor()
    products = _products(books, cursor, cart, by)
    customer_id = _customer(books, cart)
    number, till_code = _next_number(books, till_id)
    sold_at = to_micros(at)
    business_date = books.business_date(at)
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
            business_date.isoformat(),
            len(cart.lines),
            priced.subtotal,
            priced.discount,
            cart.discount.code if cart.discount else "",
            priced.net,
            priced.tax,
            int(books.info.tax_included),
            priced.total,
            0,
            cart.note,
            to_micros(books.now()),
            sold_at,
        ),
    )
    order_id = connection.last_insert_rowid()
    _write_lines(books, cursor, cart, priced, products, order_id, by, sold_at)
    write_payments(books, cursor, order_id, payments, settlement, by, sold_at)
    books.changed("orders", order_id)
    books.changed("stock", *products)
    return Receipt(
        order_id=order_id,
        uuid=cart.uuid,
        number=f"{till_code}-{number}",
        at=at,
        business_date=business_date,
        total=priced.total,
        tendered=settlement.tendered,
        change_due=settlement.change_due,
    )


def _next_number(books: Books, till_id: int) -> tuple[int, str]:
    """The number that the till gives out now, and the till's code. Raises UnknownTill."""
    numbered = books.database.row(books.hot.next_number, (till_id,))
    if numbered is None:
        raise UnknownTill(till_id)
    return numbered[0], numbered[1]


def _customer(books: Books, cart: Cart) -> int:
    """Whose order it is. Raises UnknownCustomer."""
    if cart.customer_id is None or cart.customer_id == WALK_IN_CUSTOMER_ID:
        return WALK_IN_CUSTOMER_ID
    if books.database.connection.execute(books.hot.customer_exists, (cart.customer_id,)).fetchone():
        return cart.customer_id
    raise UnknownCustomer(cart.customer_id)


def write_payments(
    books: Books,
    cursor: apsw.Cursor,
    order_id: int,
    payments: Sequence[Payment],
    settlement: Settlement,
    by: Clerk,
    paid_at: int,
) -> None:
    """Write the payments of an order; the change is taken from cash, last tender first."""
    left = settlement.change_due
    rows = []
    for payment in reversed(payments):
        change = min(left, payment.amount) if payment.method == "cash" else 0
        left -= change
        rows.append(
            (
                order_id,
                payment.method,
                payment.amount,
                change,
                payment.amount - change,
                payment.reference,
                by.id,
                paid_at,
            )
        )
    if rows:
        cursor.executemany(books.hot.add_payment, rows[::-1])


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
    """The id of a till by its code ("T1"); the first till for None. Raises UnknownTill."""
    if code is None:
        return FIRST_TILL
    row = books.database.row(books.hot.till_by_code, (code,))
    if row is None:
        raise UnknownTill(code)
    return int(row[0])


def _products(
    books: Books, cursor: apsw.Cursor, cart: Cart, by: Clerk
) -> dict[int, tuple[str, str, str]]:
    """SKU, name and unit of each product in the cart, after its price and state were checked."""
    sold_product = books.hot.sold_product
    products: dict[int, tuple[str, str, str]] = {}
    agreed = False
    for line in cart.lines:
        row = cursor.execute(sold_product, (line.product_id,)).fetchone()
        if row is None or row[4] is not None:
            raise UnknownProduct(line.sku or line.product_id)
        if line.agreed_total is not None or line.agreed_list is not None:
            agreed = True
        elif row[3] != line.price:
            raise PriceChanged(row[1], line.product_id, line.price, row[3])
        products[line.product_id] = row[:3]
    if agreed:
        books.authorise(by, Permission.PRICE_OVERRIDE)
    return products


def _write_lines(
    books: Books,
    cursor: apsw.Cursor,
    cart: Cart,
    priced: PricedCart,
    products: dict[int, tuple[str, str, str]],
    order_id: int,
    by: Clerk,
    sold_at: int,
) -> None:
    items, moves = [], []
    wanted: dict[int, int] = {}
    for line, sums in zip(cart.lines, priced.lines, strict=True):
        product_id = line.product_id
        quantity = line.quantity_thousandths
        wanted[product_id] = wanted.get(product_id, 0) + quantity
        items.append(
            (
                order_id,
                product_id,
                *products[product_id],
                quantity,
                line.price,
                sums.list_total,
                sums.discount,
                sums.total,
                sums.tax,
                sums.tax_rate_ppm,
                line.note,
                sold_at,
            )
        )
        moves.append((product_id, -quantity, order_id, by.id, sold_at))
    _take_stock(books, cursor, wanted, products)
    cursor.executemany(books.hot.add_item, items)
    cursor.executemany(books.hot.add_sale_move, moves)


def _take_stock(
    books: Books,
    cursor: apsw.Cursor,
    wanted: dict[int, int],
    products: dict[int, tuple[str, str, str]],
) -> None:
    """Take thousandths of each product off the shelf, in the cart's order."""
    take, changes = books.hot.take_stock, books.database.connection.changes
    for product_id, quantity in wanted.items():
        cursor.execute(take, (quantity, product_id, MAIN_LOCATION))
        if changes() == 0:
            row = books.database.row(books.hot.on_hand, (product_id, MAIN_LOCATION))
            raise OutOfStock(
                products[product_id][1],
                from_thousandths(quantity),
                from_thousandths(max(row[0], 0) if row else 0),
                product_id,
            )
