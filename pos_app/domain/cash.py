"""The cash a customer is likely to hand over for an amount, from the currency's own notes."""

from pos_app.domain.money import decimals_of
from pos_app.domain.payment import NO_ROUNDING, CashRounding

# Coins and notes in whole units of the currency, from the smallest that people round a sum up to.
# Sources: the issuing central banks' lists of notes in circulation (2024).
_STEPS: dict[str, tuple[int, ...]] = {
    "USD": (1, 5, 10, 20, 50, 100),
    "CAD": (1, 5, 10, 20, 50, 100),
    "AUD": (1, 5, 10, 20, 50, 100),
    "NZD": (1, 5, 10, 20, 50, 100),
    "EUR": (1, 5, 10, 20, 50, 100, 200),
    "GBP": (1, 5, 10, 20, 50),
    "CHF": (1, 5, 10, 20, 50, 100, 200),
    "DKK": (10, 20, 50, 100, 200, 500),
    "NOK": (10, 20, 50, 100, 200, 500),
    "SEK": (10, 20, 50, 100, 200, 500),
    "PLN": (1, 5, 10, 20, 50, 100, 200, 500),
    "CZK": (10, 50, 100, 200, 500, 1000, 2000),
    "INR": (10, 20, 50, 100, 200, 500),
    "CNY": (1, 5, 10, 20, 50, 100),
    "MXN": (10, 20, 50, 100, 200, 500, 1000),
    "BRL": (1, 2, 5, 10, 20, 50, 100, 200),
    "JPY": (100, 500, 1000, 2000, 5000, 10000),
    "KRW": (100, 500, 1000, 5000, 10000, 50000),
}


# The smallest coin where it is not the currency's minor unit, in minor units: sums paid in cash are
# rounded to it. Sources: Royal Canadian Mint (cent withdrawn 2013), Reserve Bank of Australia (1
# and 2 cents, 1992), Reserve Bank of New Zealand (5 cents, 2006), Swiss federal act on currency
# (5 Rappen), Danmarks Nationalbank (50 oere), Norges Bank (1 krone), Sveriges Riksbank (1 krona),
# Czech National Bank (1 koruna), Magyar Nemzeti Bank (5 forint), Bank Negara Malaysia (5 sen),
# Monetary Authority of Singapore (5 cents), South African Reserve Bank (1 and 2 cents, 2002).
_SMALLEST_COIN = {
    "CAD": 5,
    "AUD": 5,
    "NZD": 10,
    "CHF": 5,
    "DKK": 50,
    "NOK": 100,
    "SEK": 100,
    "CZK": 100,
    "HUF": 500,
    "MYR": 5,
    "SGD": 5,
    "ZAR": 5,
}

# South Africa's shops leave the rest to the customer: tests/golden/sourced.json has the source.
_MODES = {"ZAR": "down"}

# Countries that keep the euro's cents and round at the till all the same, to the nearest five.
# Sources: Finland's act on rounding payments in euro (890/2000), De Nederlandsche Bank (1 September
# 2004), Central Bank of Ireland (28 October 2015), Belgium's Code of Economic Law, book VI (1
# December 2019), Slovakia's act on prices (1 July 2022), Eesti Pank (1 January 2025), Lithuania's
# law on the rounding of cash payments (1 May 2025).
_FIVE_CENTS = frozenset({"FI", "NL", "IE", "BE", "SK", "EE", "LT"})


def most_step(currency: str) -> int:
    """The largest step that cash may be rounded to, in minor units: the smallest amount that sums
    are rounded up to, or a thousand units of a currency that is not listed here."""
    unit: int = 10 ** decimals_of(currency)
    return (_STEPS[currency][0] if currency in _STEPS else 1000) * unit


def default_rounding(currency: str, country: str = "") -> CashRounding:
    """How a new shop of this currency and country (ISO 3166-1 alpha-2) rounds what is paid in
    cash; the shop may change it."""
    if currency == "EUR" and country in _FIVE_CENTS:
        return CashRounding(5)
    step = _SMALLEST_COIN.get(currency)
    return NO_ROUNDING if step is None else CashRounding(step, _MODES.get(currency, "half_up"))


def _steps(currency: str, due: int) -> list[int]:
    """The currency's steps in minor units; for one not listed, 1-2-5 around the size of due."""
    if currency in _STEPS:
        unit = 10 ** decimals_of(currency)
        return [step * unit for step in _STEPS[currency]]
    unit = int(10 ** max(0, len(str(due)) - 2))
    return [step * unit for step in (1, 2, 5, 10, 20, 50, 100)]


def quick_amounts(due: int, currency: str, count: int = 3) -> tuple[int, ...]:
    """At most count amounts above due, ascending, in minor units; the exact one is not among them.

    First the sum rounded up to the smallest step, then single notes that cover it, then bundles
    of large notes: 15.80 USD gives 16, 20, 50.
    """
    if due <= 0:
        return ()
    steps = _steps(currency, due)
    rounded = [-(-due // step) * step for step in steps]
    chosen: list[int] = []
    covering = [step for step in steps if step > due]
    for amount in (*rounded[:1], *covering, *reversed(rounded)):
        if amount > due and amount not in chosen:
            chosen.append(amount)
        if len(chosen) == count:
            break
    return tuple(sorted(chosen))


def plausible_limit(due: int, currency: str) -> int:
    """The most cash that may be tendered for due, in minor units: ten of the largest note above it.

    A barcode that is scanned into the amount reads as millions; beyond this it is no amount.
    """
    return due + 10 * _steps(currency, due)[-1]
