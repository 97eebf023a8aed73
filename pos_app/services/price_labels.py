"""Prices that are printed on goods: whether a line says what its label does."""

from pos_app.domain.cart import CartLine
from pos_app.domain.errors import LabelRefused
from pos_app.services.books import Books
from pos_app.services.code_reading import label_hit


def label_fits(books: Books, line: CartLine) -> bool:
    """True when the line's label, as the shop reads it now, names this product, this quantity and
    this price; inside the caller's transaction."""
    try:
        hit = label_hit(books, line.label)
    except LabelRefused:
        return False
    return (
        hit is not None
        and line.agreed_total is None
        and (hit.product.id, hit.quantity, hit.total)
        == (line.product_id, line.quantity, line.agreed_list)
    )
