"""What a clerk types or scans into the one field: a quantity prefix ("3*") and a code or words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from pos_app.domain.errors import BadQuantity
from pos_app.domain.quantity import parse_quantity

_PREFIX = re.compile(r"\s*([0-9]+(?:[.,][0-9]{0,3})?|[.,][0-9]{1,3})\s*[*\N{MULTIPLICATION SIGN}]")


@dataclass(frozen=True, slots=True)
class Typed:
    """The field's text taken apart. quantity is None where no prefix was typed."""

    quantity: Decimal | None
    text: str

    @property
    def is_code(self) -> bool:
        """True for digits only: Enter looks such a text up as a code, never as words."""
        return self.text.isascii() and self.text.isdigit()


def take_apart(raw: str) -> Typed:
    """Read "3*4006381333931", "1,5 * bananas", "milk" or "3*" (a quantity for what comes next).

    A prefix that is no quantity (zero, too large) is left in the text, where it finds nothing.
    """
    match = _PREFIX.match(raw)
    if match:
        try:
            quantity = parse_quantity(match.group(1))
        except BadQuantity:
            quantity = Decimal(0)
        if quantity > 0:
            return Typed(quantity, raw[match.end() :].strip())
    return Typed(None, raw.strip())
