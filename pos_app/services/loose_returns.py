"""Goods that come back without a receipt: what they are worth today, and how it is paid out. Read
from the books and worked out, nothing written."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pos_app.domain.cart import GIFT_CARD_SKU, Cart, CartLine
from pos_app.domain.errors import AboveShelfPrice, BadValue, NeedsPrice, UnknownProduct
from pos_app.domain.money import check_amount
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import PricedCart, PricedLine, Terms, price
from pos_app.domain.quantity import to_sold_thousandths
from pos_app.domain.refunds import RefundedLine, RefundSettlement, Repayment, SoldLine
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, LooseLine
from pos_app.domain.tax import LineTax
from pos_app.services.books import Books
from pos_app.services.bundles import parts_of
from pos_app.services.quoting import own_terms
from pos_app.services.returning import (
    Piece,
    Refund,
    SoldItem,
    SoldOrder,
    cash_rounding,
    check_instead,
    refund_of,
)


def work_out_loose(
    books: Books, lines: Sequence[LooseLine], instead: str, customer_id: int | None
) -> Refund:
    """What goods without a receipt come to by today's prices and taxes for this customer (None:
    nobody in particular), and how it is paid out.

    Lines of the same product, price and state are one. Raises BadValue, BadQuantity, BadAmount,
    UnknownProduct, UnknownCustomer, AboveShelfPrice, NeedsPrice for goods whose price is asked at
    the till, NeedsCustomer.
    """
    own = own_terms(books, customer_id)
    known_id = customer_id or WALK_IN_CUSTOMER_ID
    if not instead:
        raise BadValue("instead", instead, "empty")
    check_instead(instead, known_id)
    summed = loose_lines(books, lines)
    _, terms = books.terms(own, books.now())
    cart = Cart(tuple(_today(books, line) for line in summed))
    priced = _at_their_prices(books, cart, summed, replace(terms, offers=Offers()))
    pieces = tuple(
        _piece(books, line, each, sums)
        for line, each, sums in zip(summed, cart.lines, priced.lines, strict=True)
    )
    sold = SoldOrder(
        0, "", known_id, priced.total, priced.tax_included, 0, {}, (), (), {}, known_id
    )
    paid_out = cash_rounding(books).apply(priced.total) if instead == "cash" else priced.total
    given = (Repayment(instead, paid_out),) if paid_out else ()
    settlement = RefundSettlement(priced.total, paid_out - priced.total, given)
    return refund_of(sold, pieces, settlement)


def loose_lines(books: Books, lines: Sequence[LooseLine]) -> tuple[LooseLine, ...]:
    """The lines with those of the same product, price and state summed. Raises BadValue,
    BadQuantity, BadAmount, UnknownProduct."""
    if not lines:
        raise BadValue("lines", "", "empty")
    summed: dict[tuple[int, int | None, bool], LooseLine] = {}
    for line in lines:
        row = books.database.row(books.hot.sold_product, (line.product_id,))
        if row is None or row[4] is not None:
            raise UnknownProduct(line.product_id)
        if row[0] == GIFT_CARD_SKU:  # it comes back with the receipt, which tells which card
            raise BadValue("gift_card", row[1], "unknown_choice")
        if line.price is not None:
            check_amount("price", line.price)
        elif row[8]:
            raise NeedsPrice(row[1], line.product_id)
        to_sold_thousandths(line.quantity, row[2])
        key = line.product_id, line.price, bool(line.damaged)
        known = summed.get(key)
        quantity = Decimal(line.quantity) + (known.quantity if known else 0)
        summed[key] = LooseLine(line.product_id, quantity, line.price, bool(line.damaged))
    return tuple(summed.values())


def _today(books: Books, line: LooseLine) -> CartLine:
    """The line as it would be sold today, at its shelf price."""
    row = books.database.row(books.hot.sold_product, (line.product_id,))
    assert row is not None, "read in one snapshot"
    sku, name, unit, shelf, _, _, tax_class_id, category_id, *_ = row
    return CartLine(
        product_id=line.product_id,
        sku=sku,
        name=name,
        price=shelf,
        quantity=Decimal(line.quantity),
        unit=unit,
        tax_class_id=tax_class_id,
        category_id=category_id,
    )


def _at_their_prices(
    books: Books, cart: Cart, lines: Sequence[LooseLine], terms: Terms
) -> PricedCart:
    """The cart priced as its customer pays today, but for lines that were given another price,
    which is stated as the customer's own prices are. Raises AboveShelfPrice."""
    today = price(cart, terms)
    if all(line.price is None for line in lines):
        return today
    stated = terms.tax_included and not terms.exempt
    taxes = terms.taxes
    if stated != terms.prices_include_tax:
        taxes = {key: rule.restated(included=stated) for key, rule in taxes.items()}
    anew = replace(
        terms, prices_include_tax=stated, tax_included=stated, taxes=taxes, group_prices={}
    )
    repriced = [
        _repriced(books, line, each, sums)
        for line, each, sums in zip(lines, cart.lines, today.lines, strict=True)
    ]
    return price(replace(cart, lines=tuple(repriced)), anew)


def _repriced(books: Books, line: LooseLine, each: CartLine, today: PricedLine) -> CartLine:
    if line.price is None:
        return replace(each, price=today.price, agreed_list=today.list_total)
    row = books.database.row(books.hot.sold_product, (line.product_id,))
    asked_at_the_till = row is not None and row[8]
    if line.price > today.price and not asked_at_the_till:
        raise AboveShelfPrice(each.name, line.price, today.price)
    return replace(each, price=line.price)


def _piece(books: Books, line: LooseLine, each: CartLine, sums: PricedLine) -> Piece:
    quantity = each.quantity_thousandths
    tax = LineTax(sums.net, sums.tax, sums.gross, sums.parts)
    parts = tuple(
        (part.product_id, int(part.quantity * quantity))
        for part in parts_of(books, line.product_id)
    )
    item = SoldItem(
        0,
        each.product_id,
        each.sku,
        each.name,
        each.unit,
        sums.price,
        "",
        SoldLine(quantity, sums.list_total, sums.discount, tax),
        0,
        parts,
    )
    back = RefundedLine(quantity, sums.list_total, sums.discount, tax)
    return Piece(item, line.damaged, back)
