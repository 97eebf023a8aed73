"""What hands changed on a cart: prices, and discounts on lines and on the whole. An approval names
each of them with its exact values; what is not among them was not approved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pos_app.domain.cart import Cart, CartLine


@dataclass(frozen=True, slots=True)
class HandChange:
    """One change: kind is "price", "line" (a discount on a line) or "cart" (one on the whole).

    values are own price, agreed list and agreed total of a price (None where there is none),
    rate_ppm and amount of a discount. quantity (thousandths) and lines say how much of the product
    has it; both are 0 for the whole cart, and product_id is too.
    """

    kind: str
    product_id: int
    values: tuple[int | None, ...]
    name: str = ""
    quantity: int = 0
    lines: int = 0


def price_changes(lines: Iterable[CartLine]) -> tuple[HandChange, ...]:
    """The prices of these lines, each as one change."""
    return tuple(
        HandChange(
            "price",
            line.product_id,
            (line.own_price, line.agreed_list, line.agreed_total),
            line.name,
            line.quantity_thousandths,
            1,
        )
        for line in lines
    )


def discount_changes(cart: Cart) -> tuple[HandChange, ...]:
    """Every discount that was given by hand."""
    changes = []
    if cart.discount is not None:
        changes.append(HandChange("cart", 0, (cart.discount.rate_ppm, cart.discount.amount)))
    for line in cart.lines:
        given = line.discount
        if given is not None:
            values = given.rate_ppm, given.amount
            quantity = line.quantity_thousandths
            changes.append(HandChange("line", line.product_id, values, line.name, quantity, 1))
    return tuple(changes)


def summed(changes: Iterable[HandChange]) -> tuple[HandChange, ...]:
    """Equal changes of one product as one."""
    sums: dict[tuple[object, ...], HandChange] = {}
    for change in changes:
        key = change.kind, change.product_id, change.values
        before = sums.get(key)
        if before is not None:
            quantity, lines = before.quantity + change.quantity, before.lines + change.lines
            change = HandChange(
                change.kind, change.product_id, change.values, change.name, quantity, lines
            )
        sums[key] = change
    return tuple(sums.values())


def covers(allowed: Sequence[HandChange], wanted: Iterable[HandChange]) -> bool:
    """True when each of wanted was allowed: with the same values, on no more of the product, and
    an amount of money on no more lines."""
    known = {(each.kind, each.product_id, each.values): each for each in summed(allowed)}
    for change in summed(wanted):
        found = known.get((change.kind, change.product_id, change.values))
        if found is None or change.quantity > found.quantity:
            return False
        if change.lines > found.lines and _per_line(change):
            return False
    return True


def _per_line(change: HandChange) -> bool:
    """Whether it takes something off once a line, and not once a unit."""
    _, *of_line = change.values
    return any(value for value in of_line)
