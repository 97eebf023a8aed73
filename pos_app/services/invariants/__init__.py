"""The books' invariants, each as one question whose every answer is a breach."""

from pos_app.services.invariants import (
    goods,
    journal,
    ledgers,
    papers,
    people,
    returns,
    sales,
    shifts,
)

RULES: dict[str, str] = {
    **goods.RULES,
    **sales.RULES,
    **returns.RULES,
    **ledgers.RULES,
    **papers.RULES,
    **shifts.RULES,
    **journal.RULES,
    **people.RULES,
}
"""rule -> a query of (subject, expected, found) for each place where it does not hold."""
