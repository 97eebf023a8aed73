"""Spans of business dates that people ask for by name, and the whole filter of the history."""

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


def span_of(preset: str, today: date) -> Span:
    """The dates of a preset, seen from the shop's today. Raises KeyError for an unknown one."""
    return {
        "today": Span(today, today),
        "yesterday": Span(today - timedelta(days=1), today - timedelta(days=1)),
        "week": Span(today - timedelta(days=6), today),
        "month": Span(today.replace(day=1), today),
        ANY_TIME: Span(),
    }[preset]


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders to show. status "" is any, customer_id None anybody, number "" all.

    custom counts only with the preset CUSTOM.
    """

    number: str = ""
    status: str = ""
    customer_id: int | None = None
    customer: str = ""
    preset: str = ANY_TIME
    custom: Span = Span()

    def span(self, today: date) -> Span:
        """The dates it asks for, seen from the shop's today."""
        return self.custom if self.preset == CUSTOM else span_of(self.preset, today)

    @property
    def open(self) -> bool:
        """True when it leaves nothing out."""
        dated = self.preset != ANY_TIME and (self.preset != CUSTOM or self.custom != Span())
        return not (self.number or self.status or self.customer_id is not None or dated)
