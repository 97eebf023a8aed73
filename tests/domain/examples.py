"""What the domain's properties are tried with: how often, and an oracle in exact fractions."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from pos_app.domain.tax import TaxRate, TaxRule

thorough = settings(
    max_examples=int(
        os.environ.get("COUNTERTOP_EXAMPLES") or (2000 if os.environ.get("CI") else 200)
    ),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # a busy computer is no defect
)
"""For properties: as often as it takes to meet the rare case, more often where nobody waits.
COUNTERTOP_EXAMPLES sets how often."""

PPM = 1_000_000


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half away from zero."""
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def largest_remainder(exact: Sequence[Fraction]) -> list[int]:
    """Whole numbers beside exact ones that add up to the rounded sum, ties to the earlier."""
    parts = [floor(each) for each in exact]
    missing = half_up(sum(exact, Fraction(0))) - sum(parts)
    byrest = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in byrest[:missing]:
        parts[index] += 1
    return parts


@dataclass
class ExactLine:
    """A line's taxes before rounding: each percentage's exact tax (by its rate), the fixed
    amounts as they are charged, what the percentages are charged on, and what is paid."""

    percents: dict[TaxRate, Fraction]
    fixed: dict[TaxRate, int]
    taxable: int
    payable: int


def shares_of_net(rates: Sequence[TaxRate]) -> dict[TaxRate, Fraction]:
    """What each percentage comes to on a net amount of one."""
    shares: dict[TaxRate, Fraction] = {}
    for rate in rates:
        if not rate.amount:
            before = sum(shares.values(), Fraction(0)) if rate.compound else 0
            shares[rate] = (1 + before) * Fraction(rate.rate_ppm, PPM)
    return shares


def exact_line(rates: Sequence[TaxRate], total: int, quantity: int, *, included: bool) -> ExactLine:
    """The taxes of a line (quantity in thousandths) by the sentences of the manual."""
    shares = shares_of_net(rates)
    inside, taxable, payable = total, total, total
    fixed = {}
    for rate in rates:
        if not rate.amount:
            continue
        amount = half_up(Fraction(rate.amount * quantity, 1000))
        if included and rate.on_top:
            payable += amount
            taxable += amount if rate.taxed else 0
        elif included:
            amount = min(amount, inside)
            inside -= amount
            taxable -= 0 if rate.taxed else amount
        else:
            taxable += amount if rate.taxed else 0
        fixed[rate] = amount
    whole = 1 + sum(shares.values(), Fraction(0)) if included else Fraction(1)
    percents = {rate: taxable * share / whole for rate, share in shares.items()}
    return ExactLine(percents, fixed, taxable, payable)


# --- strategies ------------------------------------------------------------------------------

KNOWN_RATES = (0, 50_000, 70_000, 88_750, 99_750, 190_000, 210_000, 333_333, 1_000_000)


@st.composite
def tax_rules(draw: st.DrawFn, most: int = 3) -> TaxRule:
    """Rules as they are and as nobody would make them: none to most rates, compound ones, fixed
    amounts of every kind, up to 100 % in all."""
    count = draw(st.integers(0, most))
    kinds = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    percents = sum(kind < 4 for kind in kinds)
    # So that taxes on taxes stay under 100 % too.
    cap = PPM // (percents * (2 if 3 in kinds[1:] else 1)) if percents else 0
    rates = []
    for number, kind in enumerate(kinds):
        if kind >= 4:
            amount = draw(st.sampled_from([1, 7, 25, 100, 10_000]))
            rates.append(
                TaxRate(f"Fee {number}", 0, amount, False, draw(st.booleans()), draw(st.booleans()))
            )
        else:
            rate = min(draw(st.sampled_from(KNOWN_RATES) | st.integers(0, PPM)), cap)
            # The same rate in several classes is one tax of the document.
            rates.append(TaxRate(f"Tax {number}", rate, compound=kind == 3))
    return TaxRule(tuple(rates))


# Large ones apart: drawn from one wide range, nearly all would be small.
amounts = st.integers(0, 40) | st.integers(0, 10_000) | st.integers(10**14, 10**15)
beyond_floats = st.integers(2**60, 2**80)
"""What a float would round."""

quantities = st.sampled_from([1, 250, 999, 1000, 1000, 2000, 3000, 12_345, 99_000])
"""Thousandths."""
