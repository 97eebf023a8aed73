"""Text in the cells of CSV files: kept from running as a formula, and codes of a product in one.

A spreadsheet runs a cell that begins with = + - @ as a formula, wherever it came from (OWASP,
"CSV Injection"). Such a cell is written with an apostrophe before it, which spreadsheets take as
"this is text"; plain numbers and phone numbers do no harm and stay as they are. Reading takes one
apostrophe off again, so that what was exported comes back unchanged.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from pos_app.domain.quantity import format_quantity, parse_quantity

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_HARMLESS = re.compile(r"[+\-][0-9]+(?:[.,][0-9]+)?")
_BETWEEN_CODES = " | "


def guarded(text: str) -> str:
    """The text as it may stand in a cell."""
    return "'" + text if _RUNS.match(text) and not _HARMLESS.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The text that a cell stands for."""
    if cell.startswith("'") and _RUNS.match(cell):
        return cell[1:]
    return cell


def join_codes(codes: Sequence[tuple[str, Decimal]]) -> str:
    """Codes with the quantity each stands for, in one cell: "4006381333931 | 15400638*12"."""
    return _BETWEEN_CODES.join(
        code if quantity == 1 and "*" not in code else f"{code}*{format_quantity(quantity)}"
        for code, quantity in codes
    )


def split_codes(cell: str) -> list[tuple[str, Decimal]]:
    """The codes of such a cell. Raises BadQuantity for a quantity that can't be taken."""
    codes = []
    for part in cell.split(_BETWEEN_CODES):
        match = re.fullmatch(r"(.+)\*([0-9.,]+)", part.strip())
        if match:
            codes.append((match[1].strip(), parse_quantity(match[2], "barcode")))
        elif part.strip():
            codes.append((part.strip(), Decimal(1)))
    return codes
