"""Which orders the history shows."""

from dataclasses import dataclass
from datetime import date

from pos_app.ui.periods import ALWAYS, ANY_TIME, CUSTOM, Span, span_of


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
    custom: Span = ALWAYS

    def span(self, today: date) -> Span:
        """The dates it asks for, seen from the shop's today."""
        return self.custom if self.preset == CUSTOM else span_of(self.preset, today)

    @property
    def open(self) -> bool:
        """True when it leaves nothing out."""
        dated = self.preset != ANY_TIME and (self.preset != CUSTOM or self.custom != ALWAYS)
        return not (self.number or self.status or self.customer_id is not None or dated)
