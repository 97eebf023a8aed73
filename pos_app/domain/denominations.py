"""The coins and notes of a currency, as a drawer is counted by them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.domain.money import decimals_of


@dataclass(frozen=True, slots=True)
class Denomination:
    """A coin or a note: value in minor units, name as it is written on it ("20", "0.05"), kind
    "coin", "note" or "roll". A roll is coins in paper, as a bank hands them out: so many pieces of
    its coin's value, and counted as those."""

    value: int
    name: str
    kind: str
    pieces: int = 1


# Coins and notes in minor units, the ones in use. Sources: the issuing central banks' and mints'
# pages on coins and notes in circulation (2025); what they call in or hardly make any more is left
# out, such as the half dollar, the two-dollar note and the euro's note of 500.
_COINS: dict[str, tuple[int, ...]] = {
    "USD": (1, 5, 10, 25, 100),
    "CAD": (5, 10, 25, 100, 200),
    "AUD": (5, 10, 20, 50, 100, 200),
    "NZD": (10, 20, 50, 100, 200),
    "EUR": (1, 2, 5, 10, 20, 50, 100, 200),
    "GBP": (1, 2, 5, 10, 20, 50, 100, 200),
    "CHF": (5, 10, 20, 50, 100, 200, 500),
    "DKK": (50, 100, 200, 500, 1000, 2000),
    "NOK": (100, 500, 1000, 2000),
    "SEK": (100, 200, 500, 1000),
    "PLN": (1, 2, 5, 10, 20, 50, 100, 200, 500),
    "CZK": (100, 200, 500, 1000, 2000, 5000),
    "HUF": (500, 1000, 2000, 5000, 10000, 20000),
    "INR": (100, 200, 500, 1000, 2000),
    "CNY": (10, 50, 100),
    "MXN": (50, 100, 200, 500, 1000),
    "BRL": (5, 10, 25, 50, 100),
    "ZAR": (10, 20, 50, 100, 200, 500),
    "SGD": (5, 10, 20, 50, 100),
    "MYR": (5, 10, 20, 50),
    "HKD": (10, 20, 50, 100, 200, 500, 1000),
    "JPY": (1, 5, 10, 50, 100, 500),
    "KRW": (10, 50, 100, 500),
    "KWD": (5, 10, 20, 50, 100),
    "BHD": (5, 10, 25, 50, 100),
    "TND": (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
}
_NOTES: dict[str, tuple[int, ...]] = {
    "USD": (100, 500, 1000, 2000, 5000, 10000),
    "CAD": (500, 1000, 2000, 5000, 10000),
    "AUD": (500, 1000, 2000, 5000, 10000),
    "NZD": (500, 1000, 2000, 5000, 10000),
    "EUR": (500, 1000, 2000, 5000, 10000, 20000),
    "GBP": (500, 1000, 2000, 5000),
    "CHF": (1000, 2000, 5000, 10000, 20000, 100000),
    "DKK": (5000, 10000, 20000, 50000),
    "NOK": (5000, 10000, 20000, 50000, 100000),
    "SEK": (2000, 5000, 10000, 20000, 50000),
    "PLN": (1000, 2000, 5000, 10000, 20000, 50000),
    "CZK": (10000, 20000, 50000, 100000, 200000),
    "HUF": (50000, 100000, 200000, 500000, 1000000, 2000000),
    "INR": (1000, 2000, 5000, 10000, 20000, 50000),
    "CNY": (100, 500, 1000, 2000, 5000, 10000),
    "MXN": (2000, 5000, 10000, 20000, 50000, 100000),
    "BRL": (200, 500, 1000, 2000, 5000, 10000, 20000),
    "ZAR": (1000, 2000, 5000, 10000, 20000),
    "SGD": (200, 500, 1000, 5000, 10000),
    "MYR": (100, 500, 1000, 2000, 5000, 10000),
    "HKD": (1000, 2000, 5000, 10000, 50000, 100000),
    "JPY": (1000, 2000, 5000, 10000),
    "KRW": (1000, 5000, 10000, 50000),
    "KWD": (250, 500, 1000, 5000, 10000, 20000),
    "BHD": (500, 1000, 5000, 10000, 20000),
    "TND": (5000, 10000, 20000, 50000),
}
# How many coins of a value stand in a roll. Sources: US Mint and Federal Reserve (coin wrappers:
# 50, 40, 50, 40, 25), Regulation (EU) 1210/2010's usual rolls of 50, 40 and 25, as the euro area's
# banks hand them out.
_ROLLS: dict[str, dict[int, int]] = {
    "USD": {1: 50, 5: 40, 10: 50, 25: 40, 100: 25},
    "EUR": {1: 50, 2: 50, 5: 50, 10: 40, 20: 40, 50: 40, 100: 25, 200: 25},
}


def denominations(currency: str) -> tuple[Denomination, ...]:
    """What a drawer of this currency (ISO 4217) may hold, each kind from the largest down: notes,
    coins, rolls.

    A coin and a note may have one value (the dollar): they are counted as one, the note. For a
    currency that is not listed here: 1, 2 and 5 of each power of ten from its minor unit up,
    without a claim that there is such a coin. Raises BadValue for what is no currency.
    """
    decimals = decimals_of(currency)
    coins, notes = _made_up(decimals)
    if currency in _COINS:
        coins, notes = _COINS[currency], _NOTES[currency]
    found = [Denomination(value, _name(value, decimals), "note") for value in reversed(notes)]
    found += [
        Denomination(value, _name(value, decimals), "coin")
        for value in reversed(coins)
        if value not in notes
    ]
    found += [
        Denomination(value, f"{pieces} x {_name(value, decimals)}", "roll", pieces)
        for value, pieces in reversed(_ROLLS.get(currency, {}).items())
    ]
    return tuple(found)


def _made_up(decimals: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Coins below five units and notes from there, by ones, twos and fives."""
    values = [step * 10**power for power in range(decimals + 4) for step in (1, 2, 5)]
    unit = 10**decimals
    return (
        tuple(value for value in values if value < 5 * unit),
        tuple(value for value in values if 5 * unit <= value <= 1000 * unit),
    )


def _name(value: int, decimals: int) -> str:
    """A value in units without needless places: "20", "0.50"."""
    whole, rest = divmod(value, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if rest else str(whole)


def counted(counts: Mapping[int, int]) -> int:
    """What so many pieces of each value come to, in minor units."""
    return sum(value * pieces for value, pieces in counts.items())
