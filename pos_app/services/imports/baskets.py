"""Books baskets that were sold elsewhere: each as one sale with its own time and customer."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.errors import ImportStopped, OutOfStock, PosError, SaleChanged, UnknownProduct
from pos_app.domain.offers import Offers
from pos_app.domain.payment import NO_ROUNDING, Payment
from pos_app.domain.pricing import price
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, ImportResult
from pos_app.domain.tax import UNTAXED
from pos_app.services.acting import FIRST_TILL
from pos_app.services.booking import book_sale, booked_sale
from pos_app.services.books import Books
from pos_app.services.catalog_rows import count_sales, fold_index
from pos_app.services.enrolment import NewCustomer, enrol
from pos_app.services.imports.basket_files import Basket, BasketFile
from pos_app.services.imports.pace import News, Progress
from pos_app.services.imports.reading import Faults, nocase
from pos_app.services.price_rules import CustomerTerms
from pos_app.services.quoting import Quote
from pos_app.storage.bulk import Bulk
from pos_app.storage.fields import to_micros

BASKETS = UUID("5f0f7a52-3c0e-4b8e-9d0c-6a9b1c1a7e55")
"""The namespace in which a basket's id gives its sale's uuid (RFC 9562, version 5)."""

_NO_OFFERS = Offers()

_CHECKPOINT_EVERY = 300
"""Baskets between two foldings of the log: small enough that none takes long."""

_NEEDED = (
    Permission.SELL,
    Permission.BACKDATE,
    Permission.PRICE_OVERRIDE,
    Permission.MANAGE_CUSTOMERS,
)
"""Baskets are sold on days of their own, at prices of their own, to whomever the file names."""


@dataclass(frozen=True, slots=True)
class _Sold:
    """A product as a basket sells it."""

    id: int
    sku: str
    name: str
    unit: str
    tax_class_id: int


def import_baskets(
    books: Books, file: str, *, by: Clerk, skip_bad_rows: bool, progress: Progress | None
) -> ImportResult:
    """See `Imports.baskets`."""
    with books.database.snapshot():
        for right in _NEEDED:
            books.authorise(by, right)
    faults = Faults(file)
    found = BasketFile(
        file,
        decimals=books.money.decimals,
        timezone=books.info.timezone,
        now=books.now(),
        faults=faults,
    )
    bulk = Bulk(books.database)
    with books.database.snapshot():
        booked = _booked(books, bulk, found, faults)
        products = _products(books, bulk, found, booked, faults)
    if faults and not skip_bad_rows:
        raise faults.refuse()
    found.note_left_out()
    seller = _Seller(books, bulk, products, by)
    added = 0
    topics = ("orders", "stock", "customers")
    with News(books, topics, len(found.baskets), progress) as news:
        for done, basket in enumerate(found.baskets):
            if basket.id not in booked:
                try:
                    added += seller.sell(basket)
                except PosError as cause:
                    raise ImportStopped(
                        file, _line_of(cause, basket, products), done, cause
                    ) from cause
                if added % _CHECKPOINT_EVERY == 0:
                    books.database.checkpoint()
            news.committed(done + 1)
    if added:
        count_sales(books)
        fold_index(books, whole=True)
        books.database.checkpoint()
    kept = sum(len(basket.lines) for basket in found.baskets)
    return ImportResult(added, 0, len(found.baskets) - added, found.rows - kept, faults.all())


def _uuid(basket_id: str) -> str:
    return str(uuid5(BASKETS, basket_id))


def _booked(books: Books, bulk: Bulk, found: BasketFile, faults: Faults) -> set[str]:
    """Ids of the baskets that are in the books as they stand here; a different one is a fault."""
    same, different = _compare(books, bulk, found.baskets)
    for basket in different:
        faults.add(basket.line, "basket_id", basket.id, "basket_changed")
    found.leave_out(different)
    return {basket.id for basket in same}


def _compare(
    books: Books, bulk: Bulk, baskets: Iterable[Basket]
) -> tuple[list[Basket], list[Basket]]:
    """Those in the books with this content, and those in the books with another one."""
    database = books.database
    by_uuid = {_uuid(basket.id): basket for basket in baskets}
    orders = database.rows(bulk.orders_by_uuid, (json.dumps(list(by_uuid)),))
    ids = json.dumps([order_id for _, order_id, _, _ in orders])
    items: dict[int, list[tuple[str, int, int, int]]] = {}
    for order_id, sku, quantity, list_total, total in database.rows(bulk.items_of_orders, (ids,)):
        items.setdefault(order_id, []).append((nocase(sku), quantity, list_total, total))
    payments: dict[int, list[tuple[str, int]]] = {}
    for order_id, method, amount in database.rows(bulk.payments_of_orders, (ids,)):
        payments.setdefault(order_id, []).append((method, amount))
    customers = _customers(books, bulk, by_uuid.values())
    same: list[Basket] = []
    different: list[Basket] = []
    for uuid, order_id, at, customer_id in orders:
        basket = by_uuid[uuid]
        # A customer whose username was changed since then is no other content.
        customer_now = customers.get(nocase(basket.customer), customer_id)
        wanted = sorted(
            (nocase(line.sku), line.quantity, line.list_total, line.total) for line in basket.lines
        )
        paid = sorted((payment.method, payment.amount) for payment in _payments(basket))
        equal = (
            at == to_micros(basket.at)
            and customer_id == customer_now
            and sorted(items.get(order_id, ())) == wanted
            and sorted(payments.get(order_id, ())) == paid
        )
        (same if equal else different).append(basket)
    return same, different


def _customers(books: Books, bulk: Bulk, baskets: Iterable[Basket]) -> dict[str, int]:
    """Customer ids by username, and the walk-in customer by none."""
    names = json.dumps(sorted({basket.customer for basket in baskets}))
    rows = books.database.rows(bulk.customers_by_username, (names,))
    return {nocase(username): row_id for username, row_id in rows} | {"": WALK_IN_CUSTOMER_ID}


def _products(
    books: Books, bulk: Bulk, found: BasketFile, booked: set[str], faults: Faults
) -> dict[str, _Sold]:
    """The products of the baskets to book, by SKU; what can't be sold is a fault."""
    to_book = [basket for basket in found.baskets if basket.id not in booked]
    skus = sorted({line.sku for basket in to_book for line in basket.lines})
    # Tax on top would raise what was paid: it is taken as settled where the basket was sold.
    taxed = books.info.tax_included
    products = {
        nocase(sku): _Sold(product_id, sku, name, unit, tax_class_id if taxed else UNTAXED)
        for sku, product_id, name, unit, tax_class_id in books.database.rows(
            bulk.sold_by_sku, (json.dumps(skus),)
        )
    }
    faulty = []
    for basket in to_book:
        for line in basket.lines:
            product = products.get(nocase(line.sku))
            if product is None:
                faults.add(line.line, "sku", line.sku, "unknown_sku")
            elif product.unit == "piece" and line.quantity % 1000:
                quantity = str(from_thousandths(line.quantity))
                faults.add(line.line, "quantity", quantity, "whole_pieces")
            else:
                continue
            faulty.append(basket)
    found.leave_out(faulty)
    return products


def _payments(basket: Basket) -> list[Payment]:
    """Coupons of others, and the rest in cash without change."""
    parts = (("coupon", basket.coupon), ("cash", basket.total - basket.coupon))
    return [Payment(method, amount) for method, amount in parts if amount]


def _line_of(cause: PosError, basket: Basket, products: dict[str, _Sold]) -> int:
    """The row a refusal is about; the basket's first where it is about the whole."""
    for line in basket.lines:
        product = products[nocase(line.sku)]
        if isinstance(cause, OutOfStock) and cause.product_id == product.id:
            return line.line
        if isinstance(cause, UnknownProduct) and cause.key in (product.id, product.sku):
            return line.line
    return basket.line


class _Seller:
    """Books one basket after the other, each in a transaction of its own."""

    def __init__(self, books: Books, bulk: Bulk, products: dict[str, _Sold], by: Clerk) -> None:
        self._books = books
        self._bulk = bulk
        self._products = products
        self._by = by
        self._customers: dict[str, int] = {}

    def sell(self, basket: Basket) -> bool:
        """Book a basket; False when it is in the books already, booked by somebody meanwhile.

        Raises SaleChanged when that one has other content, and what `book_sale` refuses.
        """
        with self._books.database.transaction():
            self._books.authorise(self._by, Permission.SELL)
            customer_id = self._customer(basket)
            cart = self._cart(basket, customer_id)
            receipt = booked_sale(self._books, cart) or book_sale(
                self._books,
                self._quote(cart, basket),
                _payments(basket),
                by=self._by,
                till_id=FIRST_TILL,
            )
            if receipt.repeated and _compare(self._books, self._bulk, [basket])[1]:
                raise SaleChanged(receipt.uuid, receipt.order_id)
        self._customers[nocase(basket.customer)] = customer_id
        return not receipt.repeated

    def _quote(self, cart: Cart, basket: Basket) -> Quote:
        """What was paid is what is booked: only the taxes of its day are split out, a deposit that
        the shop adds to its prices too, and no customer's own terms, promotion or rounding to cash
        changes it."""
        own = CustomerTerms()
        rules, terms = self._books.terms(own, basket.at)
        taxes = {key: rule.all_inside() for key, rule in terms.taxes.items()}
        terms = replace(terms, taxes=taxes, offers=_NO_OFFERS, cash_rounding=NO_ROUNDING)
        return Quote(cart, price(cart, terms), terms, rules, own, basket.at, history=True)

    def _customer(self, basket: Basket) -> int:
        """The basket's customer, made on first sight: unregistered, at the shop's address."""
        known = self._customers.get(nocase(basket.customer))
        if known is None:
            in_books = _customers(self._books, self._bulk, [basket])
            known = in_books.get(nocase(basket.customer))
        if known is None:
            known = enrol(self._books, NewCustomer(first_name="", username=basket.customer))
        return known

    def _cart(self, basket: Basket, customer_id: int) -> Cart:
        lines = []
        for line in basket.lines:
            product = self._products[nocase(line.sku)]
            lines.append(
                CartLine(
                    product_id=product.id,
                    sku=product.sku,
                    name=product.name,
                    # For show, rounded half up: 3 for 10.00 have no price that multiplies.
                    price=(2000 * line.list_total + line.quantity) // (2 * line.quantity),
                    quantity=from_thousandths(line.quantity),
                    unit=product.unit,
                    tax_class_id=product.tax_class_id,
                    agreed_list=line.list_total,
                    agreed_total=line.total,
                )
            )
        return Cart(tuple(lines), customer_id=customer_id, uuid=_uuid(basket.id))
