"""Taxes: one rate per line, inside the price or on top of it, rounded per line."""

from pos_app.domain.errors import BadValue
from pos_app.domain.money import divide_half_up

PPM = 1_000_000
"""A rate of 100 %: rates are whole parts per million, so 8.875 % is 88,750."""


def check_rate(rate_ppm: object) -> int:
    """The rate itself when it is an int from 0 to 100 % in ppm; raises BadValue."""
    if isinstance(rate_ppm, bool) or not isinstance(rate_ppm, int):
        raise BadValue("rate_ppm", rate_ppm, "not_a_number")
    if not 0 <= rate_ppm <= PPM:
        raise BadValue("rate_ppm", rate_ppm, "not_a_rate")
    return rate_ppm


def included(gross: int, rate_ppm: int) -> int:
    """The tax inside a gross amount; gross - tax is the net, so the price never moves."""
    return divide_half_up(gross * rate_ppm, PPM + rate_ppm)


def added(net: int, rate_ppm: int) -> int:
    """The tax on top of a net amount."""
    return divide_half_up(net * rate_ppm, PPM)
