"""Which right a refusal asks for."""

from pos_app.domain.errors import (
    BelowFloor,
    DifferenceNeedsApproval,
    DiscountTooHigh,
    NotAllowed,
)
from pos_app.domain.rights import Permission


def needed(error: Exception) -> Permission | None:
    """The permission that somebody else may approve by; None where no approval helps."""
    if isinstance(error, NotAllowed):
        return Permission(error.permission)
    if isinstance(error, DiscountTooHigh | BelowFloor):
        return Permission.DISCOUNT
    if isinstance(error, DifferenceNeedsApproval):
        return Permission.APPROVE_DIFFERENCE
    return None
