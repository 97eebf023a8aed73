"""Spans of business dates that people ask for by name."""

from dataclasses import dataclass
from datetime import date, timedelta

ANY_TIME = "all"
CUSTOM = "custom"

PRESETS = (
    ("today", "Today"),
    ("yesterday", "Yesterday"),
    ("week", "7 days"),
    ("month", "This month"),
    (ANY_TIME, "All"),
)
"""Keys and words of the spans that need no dates, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class Span:
    """Business dates from first to last, both included; None leaves that end open."""

    first: date | None = None
    last: date | None = None


ALWAYS = Span()
"""Every day there is."""


def span_of(preset: str, today: date) -> Span:
    """The dates of a preset, seen from the shop's today. Raises KeyError for an unknown one."""
    return {
        "today": Span(today, today),
        "yesterday": Span(today - timedelta(days=1), today - timedelta(days=1)),
        "week": Span(today - timedelta(days=6), today),
        "month": Span(today.replace(day=1), today),
        ANY_TIME: ALWAYS,
    }[preset]
