"""What an order's states and the moves between them are called, and how loud they are."""

_TONES = {
    "pending": "warn",
    "processing": "accent",
    "shipped": "accent",
    "delivered": "good",
    "cancelled": "bad",
}

_RETURNED = {"part": "part returned", "whole": "returned"}

_MOVES = {
    "processing": "Start processing",
    "shipped": "Mark shipped",
    "delivered": "Mark delivered",
    "cancelled": "Cancel order",
}


def status_words(status: str) -> str:
    """A status as people read it."""
    return status.capitalize()


def returned_words(returned: str) -> str:
    """How much of an order's goods came back, "" for nothing."""
    return _RETURNED.get(returned, "")


def status_tone(status: str) -> str:
    """The colour of a status badge."""
    return _TONES.get(status, "warn")


def move_words(status: str) -> str:
    """What the button says that moves an order into this status."""
    return _MOVES.get(status, status_words(status))
