"""What a cart comes to by the books of now: its customer's terms, its code as it is today, and the
price that follows. Asked before the writer's lock is taken, and again under it where something has
changed between the two."""

from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadValue, ProductMoved
from pos_app.domain.pricing import PricedCart, Terms, price
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID
from pos_app.services.books import Books
from pos_app.services.discount_codes import current_code
from pos_app.services.price_rules import CustomerTerms, Rules


@dataclass(frozen=True, slots=True)
class Quote:
    """A cart with its price, and what the price was made by. history says that it was sold on
    another day or elsewhere: no money of it is in a drawer now."""

    cart: Cart
    priced: PricedCart
    terms: Terms
    rules: Rules
    own: CustomerTerms
    at: datetime
    history: bool = False


def own_terms(books: Books, customer_id: int | None) -> CustomerTerms:
    """A customer's own terms; none for a walk-in sale. Raises UnknownCustomer."""
    known = customer_id not in (None, WALK_IN_CUSTOMER_ID)
    return books.rules.customer(customer_id if known else None)


def quote(books: Books, cart: Cart, at: datetime) -> Quote:
    """Price a cart by the books of now. Raises UnknownCustomer, UnknownDiscountCode, ProductMoved
    where a line's tax class is gone, BadAmount, BadValue."""
    own = own_terms(books, cart.customer_id)
    rules, terms = books.terms(own, at)
    if cart.code is not None:
        cart = replace(cart, code=current_code(books, cart.code.code))
    try:
        priced = price(cart, terms)
    except BadValue as error:
        if error.field == "tax_class_id":
            for moved in moved_products(books, cart):
                raise moved from error
        raise
    return Quote(cart, priced, terms, rules, own, at)


def moved_products(books: Books, cart: Cart) -> list[ProductMoved]:
    """Products that have another unit, tax class or category by now than their lines have."""
    moved: dict[int, ProductMoved] = {}
    for line in cart.lines:
        row = books.database.row(books.hot.sold_product, (line.product_id,))
        agreed = line.agreed_list is not None or line.agreed_total is not None
        if row is None or line.gift_card or (agreed and not line.label):
            continue
        if (row[2], row[6], row[7]) != (line.unit, line.tax_class_id, line.category_id):
            moved[line.product_id] = ProductMoved(row[1], line.product_id, row[6], row[7], row[2])
    return list(moved.values())


def renewed(books: Books, quoted: Quote) -> Quote:
    """The quote itself while nothing that it was made by has changed, else a new one."""
    cart = quoted.cart
    if (
        books.rules.now() is quoted.rules
        and own_terms(books, cart.customer_id) == quoted.own
        and (cart.code is None or current_code(books, cart.code.code) == cart.code)
    ):
        return quoted
    return quote(books, cart, quoted.at)
