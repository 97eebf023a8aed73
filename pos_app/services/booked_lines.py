"""Writing the lines of an order: products as they were sold, their taxes and discounts, and the
stock they take. Everything here runs inside the caller's transaction, on raw column values."""

from typing import Any

import apsw

from pos_app.domain.cart import GIFT_CARD_SKU, Cart, CartLine
from pos_app.domain.errors import (
    AgeUnchecked,
    BadValue,
    NeedsPrice,
    OutOfStock,
    PriceChanged,
    ProductMoved,
    UnknownProduct,
)
from pos_app.domain.gift_cards import check_card_amount, check_card_code
from pos_app.domain.hand_changes import discount_changes, price_changes
from pos_app.domain.pricing import PricedCart, PricedLine
from pos_app.domain.quantity import from_thousandths, to_sold_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.domain.tax import UNTAXED, TaxPart
from pos_app.services.books import Books
from pos_app.services.price_labels import label_fits
from pos_app.services.quoting import Quote
from pos_app.storage.hot import MAIN_LOCATION

_BY_HAND = ("line", "order")

Product = tuple[str, str, str, int | None]
"""SKU, name, unit and cost."""

Products = dict[int, Product]
"""Those in a cart, by id."""


def check_products(books: Books, cursor: apsw.Cursor, cart: Cart, by: Clerk) -> Products:
    """The products of a cart, after `read_products`, and after the person's right to each price.

    A price that is neither the shelf's nor that of a label which fits, nor asked for at the till,
    needs a right of its own, or an approval; so does giving an open-price product away. What was
    agreed elsewhere (an imported sale) was looked after there: no age is asked for it.

    Raises what `read_products` does, and NotAllowed.
    """
    products, overridden = read_products(books, cursor, cart)
    if overridden:
        changes = price_changes(overridden)
        books.authorise_changes(by, Permission.PRICE_OVERRIDE, cart.uuid, changes)
    return products


def read_products(books: Books, cursor: apsw.Cursor, cart: Cart) -> tuple[Products, list[CartLine]]:
    """The products of a cart, after price and state of each were checked, and the buyer's age; and
    the lines whose price somebody needs a right for.

    Raises UnknownProduct, PriceChanged, ProductMoved, NeedsPrice, AgeUnchecked, BadValue.
    """
    sold_product = books.hot.sold_product
    products: Products = {}
    overridden: list[CartLine] = []
    for line in cart.lines:
        # Read to its end: whoever keeps a refusal keeps this cursor too, and a statement that waits
        # for its next row would hold a moment of the file from which nothing can be written.
        found = cursor.execute(sold_product, (line.product_id,)).fetchall()
        row: Any = found[0] if found else None
        if row is None or row[4] is not None:
            raise UnknownProduct(line.sku or line.product_id)
        agreed = line.agreed_total is not None or line.agreed_list is not None
        if line.gift_card or (row[0] == GIFT_CARD_SKU and not agreed):
            _check_gift_card(line, row[0], books.info.cash_step)
        elif agreed and not line.label:
            overridden.append(line)
        elif row[3] != line.price:
            raise PriceChanged(row[1], line.product_id, line.price, row[3])
        elif (row[2], row[6], row[7]) != (line.unit, line.tax_class_id, line.category_id):
            raise ProductMoved(row[1], line.product_id, row[6], row[7], row[2])
        elif agreed or line.own_price is not None:
            fits = label_fits(books, line) if agreed else row[8] and line.own_price
            if not fits:
                overridden.append(line)
        elif row[8]:
            raise NeedsPrice(row[1], line.product_id)
        if row[9] > cart.age_checked and line.agreed_total is None:
            raise AgeUnchecked(row[1], row[9], line.product_id)
        products[line.product_id] = (*row[:3], row[5])
    return products, overridden


def _check_gift_card(line: CartLine, sku: str, step: int) -> None:
    """A card is filled with money, once a line, and bears no tax until it is spent."""
    if sku != GIFT_CARD_SKU or line.tax_class_id != UNTAXED:
        raise BadValue("gift_card", line.gift_card, "unknown_choice")
    if check_card_code(line.gift_card) != line.gift_card:
        raise BadValue("gift_card", line.gift_card, "unknown_choice")
    if line.quantity != 1 or not line.price:
        raise BadValue("gift_card", line.gift_card, "one_a_line")
    check_card_amount(line.price, step)
    if line.agreed_total is not None or line.agreed_list is not None:
        raise BadValue("gift_card", line.gift_card, "no_discount")


def check_discounts(books: Books, quoted: Quote, products: Products, by: Clerk) -> None:
    """Why something is taken off by hand, and how far a person may go: line by line, and on the
    whole. Who approved the cart may have gone further.

    Raises BadValue ("reason") where the shop wants one, DiscountTooHigh, BelowFloor, NotAllowed.
    """
    cart = quoted.cart
    discounts = (cart.discount, *(line.discount for line in cart.lines))
    given = [discount for discount in discounts if discount is not None]
    if not given:
        return
    needed = quoted.rules.facts[0].discount_reason_needed
    if needed and not all(discount.reason.strip() for discount in given):
        raise BadValue("reason", "", "empty")
    books.authorise_changes(
        by,
        Permission.DISCOUNT,
        cart.uuid,
        discount_changes(cart),
        lambda role: check_limit(quoted, products, role),
    )


def check_limit(quoted: Quote, products: Products, role: str) -> None:
    """Raises DiscountTooHigh or BelowFloor where a cart's discounts by hand go further than a role
    may."""
    cart, priced, terms = quoted.cart, quoted.priced, quoted.terms
    limit = quoted.rules.limits.get(role)
    if limit is None:
        return
    # Stated with taxes or without them anew, an amount may be another by the rounding of a cent.
    spare = int(priced.tax_included != terms.prices_include_tax)
    whole = by_hand = 0
    for line, sums in zip(cart.lines, priced.lines, strict=True):
        if line.gift_card:  # bears no discount, so none may be given on the strength of it
            continue
        own = sum(off.amount - spare for off in sums.offs if off.kind == "line")
        hand = sum(off.amount for off in sums.offs if off.kind in _BY_HAND)
        basis = sums.total + sum(off.amount for off in sums.offs if off.kind in (*_BY_HAND, "code"))
        _, name, _, cost = products[line.product_id]
        limit.check_share(name, basis, own)
        if hand and cost is not None:
            limit.check_floor(name, sums.net, cost * line.quantity_thousandths // 1000)
        whole += basis
        by_hand += sum(off.amount - spare for off in sums.offs if off.kind in _BY_HAND)
    limit.check_share("", whole, by_hand)


def write_lines(
    books: Books,
    cursor: apsw.Cursor,
    quoted: Quote,
    products: Products,
    order_id: int,
    by: Clerk,
    sold_at: int,
) -> None:
    """Write the items of an order with their taxes, discounts and stock moves. Raises OutOfStock,
    BadQuantity for a piece of a bundle."""
    priced, bundles = quoted.priced, quoted.rules.bundles
    items, moves, parts = [], [], []
    wanted: dict[int, int] = {}
    for place, (line, sums) in enumerate(zip(quoted.cart.lines, priced.lines, strict=True)):
        product_id = line.product_id
        quantity = line.quantity_thousandths
        items.append(_item(order_id, line, products[product_id], sums, sold_at))
        if bundles and product_id in bundles:
            pieces = to_sold_thousandths(line.quantity, "piece") // 1000
            for part_id, of_one in bundles[product_id].items():
                taken = pieces * of_one
                parts.append((place, part_id, taken))
                wanted[part_id] = wanted.get(part_id, 0) + taken
                moves.append((part_id, -taken, order_id, by.id, sold_at))
        elif not line.gift_card:
            wanted[product_id] = wanted.get(product_id, 0) + quantity
            moves.append((product_id, -quantity, order_id, by.id, sold_at))
    _take_stock(books, cursor, wanted, products)
    cursor.executemany(books.hot.add_item, items)
    # One writer, one statement, ids one after another: the last one tells them all.
    first_item = books.database.connection.last_insert_rowid() - len(items) + 1
    if moves:
        cursor.executemany(books.hot.add_sale_move, moves)
    if parts:
        rows = [(first_item + place, part_id, taken, sold_at) for place, part_id, taken in parts]
        cursor.executemany(books.hot.add_item_part, rows)
        books.changed("stock", *(part_id for _, part_id, _ in parts))
    _write_taxes(books, cursor, priced, order_id, first_item, sold_at)
    if priced.offs:
        offs = [
            (
                order_id,
                item,
                off.kind,
                off.label,
                off.promotion_id or None,
                off.amount,
                by.id,
                sold_at,
            )
            for item, sums in enumerate(priced.lines, start=first_item)
            for off in sums.offs
        ]
        cursor.executemany(books.hot.add_discount, offs)


def _item(
    order_id: int, line: CartLine, product: Product, sums: PricedLine, sold_at: int
) -> tuple[object, ...]:
    """The row of a sold line; see `Hot.add_item`."""
    return (
        order_id,
        line.product_id,
        *product[:3],
        line.quantity_thousandths,
        sums.price,
        sums.list_total,
        sums.discount,
        sums.total,
        sums.tax,
        sums.gross,
        sums.tax_rate_ppm,
        line.gift_card,
        line.note,
        sums.shelf_price,
        line.label,
        sold_at,
    )


def _write_taxes(
    books: Books,
    cursor: apsw.Cursor,
    priced: PricedCart,
    order_id: int,
    first_item: int,
    sold_at: int,
) -> None:
    rows = [
        (item, position, part.name, part.rate_ppm, part.amount, part.base, part.tax, sold_at)
        for item, sums in enumerate(priced.lines, start=first_item)
        for position, part in enumerate(sums.parts)
    ]
    if rows:
        cursor.executemany(books.hot.add_item_tax, rows)
        cursor.executemany(books.hot.add_order_tax, tax_rows(priced.taxes, order_id, sold_at))


def tax_rows(parts: tuple[TaxPart, ...], document_id: int, at: int) -> list[tuple[object, ...]]:
    """The rows of a document's taxes by rate."""
    return [
        (
            document_id,
            position,
            part.name,
            part.rate_ppm,
            part.amount,
            part.base,
            part.tax,
            part.base + part.tax,
            at,
        )
        for position, part in enumerate(parts)
    ]


def _take_stock(
    books: Books, cursor: apsw.Cursor, wanted: dict[int, int], products: Products
) -> None:
    """Take thousandths of each product off the shelf, in the cart's order; parts of bundles are
    not among the products that were sold."""
    take, changes = books.hot.take_stock, books.database.connection.changes
    for product_id, quantity in wanted.items():
        cursor.execute(take, (quantity, product_id, MAIN_LOCATION))
        if changes() == 0:
            row = books.database.row(books.hot.on_hand, (product_id, MAIN_LOCATION))
            known = products.get(product_id) or books.database.row(
                books.hot.sold_product, (product_id,)
            )
            assert known is not None, "parts are products"
            raise OutOfStock(
                known[1],
                from_thousandths(quantity),
                from_thousandths(max(row[0], 0) if row else 0),
                product_id,
            )
