"""What a shift's report is as plain data: its one spelling as a document, what a blind one leaves
out, and how much may be moved out of a drawer."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from pos_app.domain.errors import BadValue
from pos_app.domain.journal import canonical
from pos_app.domain.money import check_amount
from pos_app.domain.rows import (
    CashMoveRow,
    CashSums,
    DiscountTally,
    ShiftReport,
    TakingsRow,
    Tally,
    TaxSummaryRow,
)

CASH_MOVES = ("in", "out", "drop")
"""Cash put into a drawer, taken out of it, and brought to the safe."""

X, Z = "x", "z"
"""The report of a shift that runs, and that of a closed one."""

_MOST_PIECES = 1_000_000

_TALLIES = (
    "sales",
    "refunds",
    "voids",
    "exchanges",
    "cancelled",
    "corrections",
    "lines_removed",
    "carts_cleared",
)
_HEAD = ("sequence", "hash", "key", "perpetual")


def report_number(till: str, kind: str, shift: int) -> str:
    """A report's number as people read it: "T1-Z5"."""
    return f"{till}-{kind.upper()}{shift}"


def checked_counts(counts: Mapping[int, int]) -> dict[int, int]:
    """Pieces by value (minor units) of a count, those of which there are none left out. Raises
    BadValue ("counts") for anything but whole numbers above and from zero, BadAmount for more money
    than the program keeps."""
    kept: dict[int, int] = {}
    for value, pieces in counts.items():
        whole = type(value) is int and type(pieces) is int
        if not whole or value <= 0 or not 0 <= pieces <= _MOST_PIECES:
            raise BadValue("counts", f"{pieces} x {value}", "range")
        if pieces:
            kept[value] = pieces
    check_amount("counted", sum(value * pieces for value, pieces in kept.items()))
    return dict(sorted(kept.items(), reverse=True))


def expected_cash(sums: CashSums) -> int:
    """What should be in the drawer, in minor units."""
    came = sums.opening_float + sums.sales + sums.paid_in + sums.cash_in
    return came - sums.refunds - sums.cancelled - sums.cash_out - sums.drops


def blinded(report: ShiftReport) -> ShiftReport:
    """A report for who may not see what should be in the drawer, and nothing to work it out from:
    what was sold less what other ways to pay took is the cash, so neither sums nor totals that
    run on are told, nor what was taken off, which is a share of the sums."""

    def count(tally: Tally) -> Tally:
        return Tally(tally.count, None)

    return replace(
        report,
        blind=True,
        sales=count(report.sales),
        refunds=count(report.refunds),
        voids=count(report.voids),
        exchanges=count(report.exchanges),
        cancelled=count(report.cancelled),
        corrections=count(report.corrections),
        revenue=None,
        rounding=None,
        gift_cards=None,
        paid_in=None,
        unpaid=None,
        discounts=tuple(replace(each, amount=None) for each in report.discounts),
        taxes=(),
        tenders=tuple(row for row in report.tenders if row.method != "cash"),
        cash=None,
        perpetual={},
    )


def facts_of(report: ShiftReport) -> dict[str, Any]:
    """All that stands on a report as its entry in the journal has it: without that entry's own
    place in the chain."""
    plain = _plain(report)
    return {name: value for name, value in plain.items() if name not in _HEAD}


def spelled(report: ShiftReport) -> str:
    """A report as it is kept: canonical JSON, read back by `read_report`."""
    return canonical(_plain(report))


def _plain(report: ShiftReport) -> dict[str, Any]:
    plain: dict[str, Any] = _told(asdict(report))
    del plain["id"]
    return plain


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def read_report(document: str, report_id: int) -> ShiftReport:
    """A kept report, as it was made."""
    kept = json.loads(document)
    for name in _TALLIES:
        kept[name] = Tally(**kept[name])
    for name in ("at", "opened_at"):
        kept[name] = datetime.fromisoformat(kept[name])
    kept["business_date"] = date.fromisoformat(kept["business_date"])
    kept["discounts"] = tuple(DiscountTally(**each) for each in kept["discounts"])
    kept["taxes"] = tuple(TaxSummaryRow(**each) for each in kept["taxes"])
    kept["tenders"] = tuple(TakingsRow(**each) for each in kept["tenders"])
    kept["cash_moves"] = tuple(
        CashMoveRow(**each | {"at": datetime.fromisoformat(each["at"])})
        for each in kept["cash_moves"]
    )
    kept["cash"] = None if kept["cash"] is None else CashSums(**kept["cash"])
    kept["counts"] = tuple((value, pieces) for value, pieces in kept["counts"])
    return ShiftReport(**kept, id=report_id)
