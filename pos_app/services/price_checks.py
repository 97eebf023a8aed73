"""What a product costs now, without selling it."""

from decimal import Decimal

from pos_app.domain.cart import Cart
from pos_app.domain.pricing import price
from pos_app.domain.rows import OffRow, PriceCheck, ProductRow
from pos_app.services.books import Books
from pos_app.services.quoting import own_terms


def price_check(
    books: Books, product: ProductRow, customer_id: int | None, quantity: Decimal | int
) -> PriceCheck:
    """See `Catalog.price_check`; inside the caller's transaction."""
    cart = Cart().add(product, quantity)
    _, terms = books.terms(own_terms(books, customer_id), books.now())
    (line,) = price(cart, terms).lines
    return PriceCheck(
        product=product,
        quantity=cart.lines[0].quantity,
        shelf=cart.lines[0].list_total,
        price=line.gross,
        tax=line.tax,
        offs=tuple(OffRow(off.kind, off.label, off.amount) for off in line.offs),
    )
