"""What was taken out of a cart before it was paid: worked out from the cart before and after."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.money import divide_half_up


@dataclass(frozen=True, slots=True)
class Held:
    """A line of a cart, or a part of one: quantity in thousandths, price of one unit and amount of
    all of it in minor units, before discounts. mark is the scanned label or the gift card that
    tells it from other lines of its product."""

    product_id: int
    sku: str
    name: str
    unit: str
    quantity: int
    price: int
    amount: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What somebody took out of a cart in one go; cleared says that nothing was left in it.
    username and name are of who was signed in at the till then."""

    cart: str
    lines: tuple[Held, ...]
    cleared: bool = False
    username: str = ""
    name: str = ""


def held(line: CartLine) -> Held:
    """A line of a cart."""
    return Held(
        line.product_id,
        line.sku,
        line.name,
        line.unit,
        line.quantity_thousandths,
        line.price if line.own_price is None else line.own_price,
        line.list_total,
        line.gift_card or line.label,
    )


def taken_out(before: Cart, after: Cart) -> tuple[Held, ...]:
    """What of a cart is in it no more. A price, a note or a discount that is another takes nothing
    out."""
    old, new = list(before.lines), list(after.lines)
    # Carts share the lines that stay: most of them need no look.
    while old and new and old[-1] is new[-1]:
        old.pop()
        new.pop()
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] is new[begin]:
        begin += 1
    if begin == len(old):
        return ()
    return taken([held(each) for each in old[begin:]], [held(each) for each in new[begin:]])


def taken(before: Sequence[Held], after: Sequence[Held]) -> tuple[Held, ...]:
    """What of these lines is gone, line by line; of a line that is smaller, the difference."""
    spare = Counter(after)
    changed = []
    for line in before:
        if spare[line]:
            spare[line] -= 1
        else:
            changed.append(line)
    left = sorted(spare.elements(), key=_quantity, reverse=True)
    gone: dict[int, Held] = {}
    # The largest becomes the largest: so no order of the lines shows more missing than there is.
    for place in sorted(range(len(changed)), key=lambda each: -changed[each].quantity):
        line = changed[place]
        other = _successor(line, left)
        if other is None:
            gone[place] = line
            continue
        left.remove(other)
        if not (line.mark and line.mark == other.mark) and other.quantity < line.quantity:
            gone[place] = _part(line, line.quantity - other.quantity)
    return tuple(gone[place] for place in sorted(gone))


def _quantity(line: Held) -> int:
    return line.quantity


def _successor(line: Held, left: Sequence[Held]) -> Held | None:
    """What a line may have become: the same label or card, or else other goods of its product that
    have no other mark."""
    own = [each for each in left if each.product_id == line.product_id]
    same = [each for each in own if each.mark == line.mark]
    unmarked = [each for each in own if not (each.mark and line.mark)]
    return next(iter(same or unmarked), None)


def not_told(gone: Iterable[Held], told: Iterable[Held]) -> tuple[Held, ...]:
    """What of these is left when what was told of each product already is taken off."""
    covered: Counter[int] = Counter()
    for line in told:
        covered[line.product_id] += line.quantity
    left = []
    for line in gone:
        known = min(line.quantity, covered[line.product_id])
        covered[line.product_id] -= known
        if known < line.quantity:
            left.append(_part(line, line.quantity - known))
    return tuple(left)


def noted(before: Sequence[TakenOut], more: TakenOut) -> list[TakenOut]:
    """What was taken out so far, and this; one more of the same goods makes the last one larger."""
    if before and _alike(before[-1], more):
        last, line = before[-1], more.lines[0]
        whole = last.lines[0]
        whole = replace(
            whole, quantity=whole.quantity + line.quantity, amount=whole.amount + line.amount
        )
        return [*before[:-1], replace(last, lines=(whole,))]
    return [*before, more]


def _alike(one: TakenOut, other: TakenOut) -> bool:
    if one.cleared or other.cleared or len(one.lines) != 1 or len(other.lines) != 1:
        return False
    goods, more = (replace(each.lines[0], quantity=0, amount=0) for each in (one, other))
    return goods == more and replace(one, lines=()) == replace(other, lines=())


def _part(line: Held, quantity: int) -> Held:
    """So many thousandths of a line."""
    if quantity == line.quantity:
        return line
    amount = divide_half_up(line.amount * quantity, line.quantity)
    return replace(line, quantity=quantity, amount=amount)
