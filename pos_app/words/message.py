"""What a message is, and how single values are written in one."""

from dataclasses import dataclass
from decimal import Decimal

from pos_app.domain.quantity import format_quantity

LONGEST = 60
"""Characters of a value that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, in one sentence, and how to go on ("" where the first says it all)."""

    title: str
    hint: str = ""


def clipped(value: object, longest: int = LONGEST) -> str:
    """A value as it may stand in a sentence: short, on one line, nothing that drives a terminal."""
    shown = quantity_words(value) if isinstance(value, Decimal) else str(value)
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def quantity_words(value: Decimal) -> str:
    """A quantity as people write it."""
    return format_quantity(value) if value.is_finite() else str(value)


def percent_words(rate_ppm: int) -> str:
    """A rate in parts per million as people write it: 88,750 -> "8.875 %"."""
    whole, rest = divmod(rate_ppm, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".") + " %"
