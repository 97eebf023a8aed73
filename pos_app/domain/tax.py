"""Taxes: classes with one or more rates, inside the price or on top of it, rounded per line or on
the document.

All of it is whole numbers: a rate is parts per million, and an exact tax is a numerator over a
denominator that the rates of a class give once. Rates on their own are each rounded on their own,
as the tax authorities ask (Canada's GST and QST are two sums, not one).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import lcm
from typing import Protocol

from pos_app.domain.errors import BadValue
from pos_app.domain.money import check_amount, divide_half_up, times
from pos_app.domain.people import check_text

PPM = 1_000_000
"""A rate of 100 %: rates are whole parts per million, so 8.875 % is 88,750."""

MOST_RATES = 8
"""Rates in one class; no known system of taxes has half as many."""

ROUNDINGS = ("line", "document")
"""Where taxes are rounded: on each line, or once per rate on the whole document."""

UNTAXED = 0
"""The tax class of what bears no tax here: sold elsewhere, or a gift card."""


def check_rate(rate_ppm: object) -> int:
    """The rate itself when it is an int from 0 to 100 % in ppm; raises BadValue."""
    if isinstance(rate_ppm, bool) or not isinstance(rate_ppm, int):
        raise BadValue("rate_ppm", rate_ppm, "not_a_number")
    if not 0 <= rate_ppm <= PPM:
        raise BadValue("rate_ppm", rate_ppm, "not_a_rate")
    return rate_ppm


def check_rounding(rounding: object) -> str:
    """The way to round itself when it is one of ROUNDINGS; raises BadValue."""
    if rounding not in ROUNDINGS:
        raise BadValue("tax_rounding", rounding, "unknown_choice")
    return str(rounding)


@dataclass(frozen=True, slots=True)
class TaxRate:
    """One rate of a tax class: a share of the price (rate_ppm), or amount minor units per unit.

    compound: charged on the price with the rates before it (a tax on a tax). For amounts, stated
    as the shop states its prices: taxed says that the other rates are charged on it too, on_top
    that it comes on top of a shelf price that includes taxes (a bottle deposit). Making one
    raises BadValue, BadAmount.
    """

    name: str
    rate_ppm: int = 0
    amount: int = 0
    compound: bool = False
    taxed: bool = False
    on_top: bool = False

    def __post_init__(self) -> None:
        check_text("tax_name", self.name, longest=40, needed=True)
        check_rate(self.rate_ppm)
        check_amount("tax_amount", self.amount)
        if self.rate_ppm and self.amount:
            raise BadValue("tax_amount", self.amount, "rate_or_amount")
        if self.compound and self.amount:
            raise BadValue("compound", self.compound, "rates_only")
        if (self.taxed or self.on_top) and not self.amount:
            raise BadValue("taxed", self.taxed, "amounts_only")


@dataclass(frozen=True, slots=True)
class TaxPeriod:
    """The rates of a class from a day on (None: from the beginning)."""

    valid_from: date | None
    rates: tuple[TaxRate, ...]


@dataclass(frozen=True, slots=True)
class TaxClass:
    """A tax class with its rates through time, the earliest period first."""

    id: int
    name: str
    periods: tuple[TaxPeriod, ...]

    def rates_on(self, day: date) -> tuple[TaxRate, ...]:
        """The rates of a business date; none before the first period."""
        rates: tuple[TaxRate, ...] = ()
        for period in self.periods:
            if period.valid_from is None or period.valid_from <= day:
                rates = period.rates
        return rates


@dataclass(frozen=True, slots=True)
class TaxPart:
    """One rate's part of a line or an order: base + tax is the gross it lies in, minor units.

    amount is the rate's fixed amount per unit; its base is 0.
    """

    name: str
    rate_ppm: int
    amount: int
    base: int
    tax: int


@dataclass(frozen=True, slots=True)
class LineTax:
    """A line split: net + tax = gross, and the parts' taxes add up to tax."""

    net: int
    tax: int
    gross: int
    parts: tuple[TaxPart, ...]


@dataclass(frozen=True, slots=True)
class TaxRule:
    """The rates of a class on a day, worked out: share i of a net amount is weights[i] / scale,
    of a gross amount weights[i] / (scale + their sum).

    Making one raises BadValue when there are too many rates, two of one name, or more than 100 %
    in all (no line could then keep a net of zero or more).
    """

    rates: tuple[TaxRate, ...]
    percents: tuple[TaxRate, ...] = field(init=False, repr=False)
    fixed: tuple[TaxRate, ...] = field(init=False, repr=False)
    weights: tuple[int, ...] = field(init=False, repr=False)
    scale: int = field(init=False, repr=False)
    total_weight: int = field(init=False, repr=False)
    rate_ppm: int = field(init=False, repr=False)
    """What all the percentages come to on a net amount, in ppm, rounded half up."""

    def __post_init__(self) -> None:
        if len(self.rates) > MOST_RATES:
            raise BadValue("rates", len(self.rates), "too_many")
        names = [rate.name.casefold() for rate in self.rates]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise BadValue("rates", self.rates[place].name, "name_twice")
        percents = tuple(rate for rate in self.rates if not rate.amount)
        scale = PPM ** max(1, len(percents))
        weights: list[int] = []
        for rate in percents:
            base = scale + sum(weights) if rate.compound else scale
            weights.append(base * rate.rate_ppm // PPM)
        if sum(weights) > scale:
            raise BadValue("rates", sum(weights) * PPM // scale, "over_100")
        object.__setattr__(self, "percents", percents)
        object.__setattr__(self, "fixed", tuple(rate for rate in self.rates if rate.amount))
        object.__setattr__(self, "weights", tuple(weights))
        object.__setattr__(self, "scale", scale)
        object.__setattr__(self, "total_weight", sum(weights))
        object.__setattr__(self, "rate_ppm", divide_half_up(sum(weights) * PPM, scale))

    def restated(self, *, included: bool) -> "TaxRule":
        """The same rule where prices are stated the other way from now on: with taxes when
        included, else without. Amounts that bear taxes are stated anew with or without them, and
        those on top of a shelf price are part of what is on top (or inside) of all."""
        with_taxes = self.scale + self.total_weight
        up, down = (with_taxes, self.scale) if included else (self.scale, with_taxes)
        fixed = (
            replace(
                rate,
                amount=divide_half_up(rate.amount * up, down) if rate.taxed else rate.amount,
                on_top=False,
            )
            for rate in self.fixed
        )
        return TaxRule((*self.percents, *(rate for rate in fixed if rate.amount)))

    def restate(self, total: int, quantity: int, *, included: bool) -> int:
        """A line's total stated the other way: with its taxes when included, else without.

        Minor units, quantity in thousandths. Never falls when total grows: without taxes it is
        rounded once, as several that are rounded on their own may all go up at the same cent.
        """
        line = _Line(self, total, quantity, not included)
        if included:
            line.round_percents()
            return line.split(included=False).gross
        charges = list(zip(self.fixed, line.fixed, strict=True))
        if sum(amount for rate, amount in charges if not rate.on_top) == total:
            return 0  # all of it is fees: nothing is left, however each of them is rounded
        net = divide_half_up(line.taxable * self.scale, line.denominator)
        taxed = (
            divide_half_up(amount * self.scale, line.denominator)
            for rate, amount in charges
            if rate.taxed
        )
        return max(0, net - sum(taxed))

    def all_inside(self) -> "TaxRule":
        """The rule where nothing comes on top of a price that includes taxes: every fixed amount
        is a part of what was paid."""
        if not any(rate.on_top for rate in self.fixed):
            return self
        return TaxRule(tuple(replace(rate, on_top=False) for rate in self.rates))

    def without_percents(self) -> "TaxRule":
        """The rule for a tax-exempt customer: deposits and fees stay."""
        return TaxRule(self.fixed)


NO_TAX = TaxRule(())
"""The rule of the class UNTAXED."""


class _Line:
    """One line on its way: its fixed amounts are known, its percentages being worked out."""

    __slots__ = ("denominator", "fixed", "payable", "percents", "rule", "taxable")

    def __init__(self, rule: TaxRule, total: int, quantity: int, included: bool) -> None:
        self.rule = rule
        self.percents: list[int] = []
        self.fixed: list[int] = []
        self.denominator = rule.scale + rule.total_weight if included else rule.scale
        self.payable = self.taxable = total
        if rule.fixed:
            self._add_fixed(total, quantity, included)

    def _add_fixed(self, total: int, quantity: int, included: bool) -> None:
        """Amounts inside the price can't be more than the price; those on top raise it."""
        inside = total
        for rate in self.rule.fixed:
            amount = times(rate.amount, quantity)
            if not included:
                if rate.taxed:
                    self.taxable += amount
            elif rate.on_top:
                self.payable += amount
                if rate.taxed:
                    self.taxable += amount
            else:
                amount = min(amount, inside)
                inside -= amount
                if not rate.taxed:
                    self.taxable -= amount
            self.fixed.append(amount)

    def round_percents(self) -> None:
        """Round each percentage on its own."""
        taxable, denominator = self.taxable, self.denominator
        self.percents = [
            divide_half_up(taxable * weight, denominator) for weight in self.rule.weights
        ]

    def exact(self, place: int) -> int:
        """The numerator of percentage number place; its denominator is `denominator`."""
        return self.taxable * self.rule.weights[place]

    def split(self, included: bool) -> LineTax:
        """The line with the percentages as they were rounded."""
        base = self.taxable - sum(self.percents) if included else self.taxable
        rule, parts = self.rule, []
        before = base
        for rate, tax in zip(rule.percents, self.percents, strict=True):
            parts.append(
                TaxPart(rate.name, rate.rate_ppm, 0, before if rate.compound else base, tax)
            )
            before += tax
        left = base
        for rate, amount in zip(rule.fixed, self.fixed, strict=True):
            tax = amount
            if included and rate.taxed:
                # Stated with its own taxes inside: those are in the percentages already.
                tax = min(divide_half_up(amount * rule.scale, self.denominator), left)
                left -= tax
            parts.append(TaxPart(rate.name, 0, rate.amount, 0, tax))
        tax_sum = sum(part.tax for part in parts)
        gross = self.payable if included else self.payable + tax_sum
        return LineTax(gross - tax_sum, tax_sum, gross, tuple(parts))


def split_lines(
    lines: Sequence[tuple[TaxRule, int, int]], *, included: bool, rounding: str
) -> list[LineTax]:
    """The taxes of a document's lines, each (rule, total, quantity in thousandths).

    total is what the line comes to in the prices' own terms: with taxes when included, else
    without. rounding is "line", or "document": then each rate is rounded once over all lines and
    shared over them by largest remainder, ties to the earlier line. Totals are zero or more.
    """
    if rounding == "line":
        return [split_line(*line, included=included) for line in lines]
    under_way = [_Line(rule, total, quantity, included) for rule, total, quantity in lines]
    _round_on_document(under_way, included)
    return [line.split(included) for line in under_way]


def split_line(rule: TaxRule, total: int, quantity: int, *, included: bool) -> LineTax:
    """The taxes of one line, rounded on it; see `split_lines`."""
    if len(rule.rates) == 1 and not rule.fixed:  # as most goods have it: nothing else to look at
        (rate,) = rule.rates
        weight, scale = rule.total_weight, rule.scale
        if included:
            tax = divide_half_up(total * weight, scale + weight)
            net, gross = total - tax, total
        else:
            tax = divide_half_up(total * weight, scale)
            net, gross = total, total + tax
        return LineTax(net, tax, gross, (TaxPart(rate.name, rate.rate_ppm, 0, net, tax),))
    line = _Line(rule, total, quantity, included)
    line.round_percents()
    return line.split(included)


def _round_on_document(lines: list[_Line], included: bool) -> None:
    places: dict[TaxRate, list[tuple[_Line, int]]] = {}
    for line in lines:
        line.percents = [0] * len(line.rule.percents)
        for place, rate in enumerate(line.rule.percents):
            places.setdefault(rate, []).append((line, place))
    rests = []
    # All whole shares first: what is handed out one by one then knows how full a line is.
    for where in places.values():
        scale = lcm(*{line.denominator for line, _ in where})
        exact = [line.exact(place) * (scale // line.denominator) for line, place in where]
        missing = divide_half_up(sum(exact), scale)
        for (line, place), share in zip(where, exact, strict=True):
            line.percents[place] = share // scale
            missing -= share // scale
        rests.append((where, [share % scale for share in exact], missing))
    for where, rest, missing in rests:
        for index in sorted(range(len(where)), key=rest.__getitem__, reverse=True):
            if not missing:
                break
            line, place = where[index]
            # With the tax inside the price, no line may owe more tax than it comes to.
            if not (included and sum(line.percents) >= line.taxable):
                line.percents[place] += 1
                missing -= 1


class HasParts(Protocol):
    """Anything split into tax parts."""

    @property
    def parts(self) -> tuple[TaxPart, ...]:
        """The parts, one per rate."""


def sum_parts(lines: Iterable[HasParts]) -> tuple[TaxPart, ...]:
    """The parts of a document: one per rate, by name, then rate."""
    found: dict[tuple[str, int, int], list[int]] = {}
    for line in lines:
        for part in line.parts:
            sums = found.setdefault((part.name, part.rate_ppm, part.amount), [0, 0])
            sums[0] += part.base
            sums[1] += part.tax
    return tuple(TaxPart(*key, *found[key]) for key in sorted(found))
