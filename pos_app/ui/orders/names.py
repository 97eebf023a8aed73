"""What an order's states and the moves between them are called, and how loud they are."""

STATUSES = ("pending", "processing", "shipped", "delivered", "cancelled")

STATUS_WORDS = {
    "pending": "Pending",
    "processing": "Processing",
    "shipped": "Shipped",
    "delivered": "Delivered",
    "cancelled": "Cancelled",
}

STATUS_TONES = {
    "pending": "warn",
    "processing": "accent",
    "shipped": "accent",
    "delivered": "good",
    "cancelled": "bad",
}

MOVE_WORDS = {
    "processing": "Start processing",
    "shipped": "Mark shipped",
    "delivered": "Mark delivered",
    "cancelled": "Cancel order",
}
"""What the button says that moves an order into a state."""


def status_words(status: str) -> str:
    """A status as people read it; one that is not known is shown as it is."""
    return STATUS_WORDS.get(status, status.capitalize())


def status_tone(status: str) -> str:
    """The colour of a status badge."""
    return STATUS_TONES.get(status, "warn")
