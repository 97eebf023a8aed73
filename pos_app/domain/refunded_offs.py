"""What each reason had taken off the goods that come back."""

from collections.abc import Sequence

from pos_app.domain.money import divide_half_up


def offs_of_piece(amounts: Sequence[int], before: int, discount: int) -> tuple[int, ...] | None:
    """The shares that the reasons of a line have in the discount of a piece of it.

    amounts is what each took off the whole line, before the discount of the pieces that came back
    earlier, all in minor units. The shares add up to the piece's discount, and those of all pieces
    to the amounts. None where it can't be told: reasons that take off beside others that add.
    """
    if len(amounts) == 1:
        return (discount,)
    if not amounts or min(amounts) < 0 or not sum(amounts):
        return None
    first, last = _shares(amounts, before), _shares(amounts, before + discount)
    return tuple(new - old for old, new in zip(first, last, strict=True))


def _shares(amounts: Sequence[int], taken: int) -> list[int]:
    """The first so much of what all took off, by reason: each has a share of what those in front
    of it left, so that none falls while the goods that came back grow."""
    left, exact, shares = taken, sum(amounts), []
    for amount in amounts:
        share = divide_half_up(amount * left, exact) if exact else 0
        shares.append(share)
        left -= share
        exact -= amount
    return shares
