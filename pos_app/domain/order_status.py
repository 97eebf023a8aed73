"""The life of an order: its statuses and the moves between them."""

STATUSES = ("pending", "processing", "shipped", "delivered", "cancelled")
"""Every status an order can have, in the order of its life."""

_MOVES: dict[str, tuple[str, ...]] = {
    "pending": ("processing", "cancelled"),
    "processing": ("shipped", "cancelled"),
    "shipped": ("delivered",),
    "delivered": (),
    "cancelled": (),
}

OPEN = tuple(status for status, moves in _MOVES.items() if "cancelled" in moves)
"""Statuses of orders that still wait for someone to pack them; only these can be cancelled."""

RETURNABLE = ("shipped", "delivered")
"""Statuses of orders whose goods the customer may have: only those can be brought back."""


def allowed_moves(status: str) -> tuple[str, ...]:
    """The statuses an order can go to from this one; () where it stays."""
    return _MOVES.get(status, ())
