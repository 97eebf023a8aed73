"""What a rule for codes does, in words for people."""

import re

from pos_app.documents import wording
from pos_app.domain.code_rules import CodeRule, Reading
from pos_app.domain.errors import BadValue
from pos_app.domain.gs1 import Price
from pos_app.domain.money import MoneyFormat
from pos_app.domain.quantity import from_thousandths

KIND_WORDS = {
    "weight": "A weight",
    "price": "A price",
    "pieces": "A number of pieces",
    "customer": "A customer's card",
    "coupon": "A discount code",
    "staff": "A badge of the staff",
}
"""What a code may stand for."""

_RUNS = re.compile(r"(I+\*?|V+|K|C|\?+)")

_ITEM, _VALUE = "12345678", "12345678"


def spaced(pattern: str) -> str:
    """A pattern with its parts apart, so that one can count: "21 IIIII VVVVV C"."""
    return " ".join(part for part in _RUNS.split(pattern) if part)


def reading_words(reading: Reading, money: MoneyFormat) -> str:
    """What was read in a code: "article 12345, 1.234 kg"."""
    if reading.kind == "customer":
        return f"the customer with the card {reading.item}"
    if reading.kind == "coupon":
        return f"the discount code {reading.item}"
    if reading.kind == "staff":
        return f"the person with the badge {reading.item}"
    value = reading.value or 0
    if reading.kind == "pieces":
        return f"article {reading.item}, {value:,} {'piece' if value == 1 else 'pieces'}"
    if reading.kind == "weight":
        amount = from_thousandths(value * 10 ** (3 - reading.decimals))
        return f"article {reading.item}, {wording.quantity(amount, 'kg', money)}"
    total = Price(value, reading.decimals).in_minor_units(money.currency, money.decimals)
    if total is None:
        return f"article {reading.item}, a price with parts of a coin: it will be refused"
    return f"article {reading.item} for {money.format(total)}"


def rule_sentence(rule: CodeRule, money: MoneyFormat) -> str:
    """What the rule reads in a code that fits it."""
    places, value = rule.pattern.count("I"), rule.pattern.count("V")
    item = "AB-1234" if rule.pattern.endswith("I*") else _ITEM[:places]
    try:
        code = rule.spell(item, int(_VALUE[: max(value - 1, 1)]) if value else 0)
    except BadValue:
        return ""
    reading = rule.read(code)
    if reading is None:
        return ""
    unit = " (lb where it is sold by the pound)" if rule.kind == "weight" else ""
    return (
        f"{code} is {reading_words(reading, money)}{unit}. "
        "A product that has such a code itself is found first."
    )


def trial_words(rule: CodeRule | None, text: str, money: MoneyFormat) -> str:
    """What the rule makes of a code that was typed or scanned to try it."""
    if not text.strip():
        return "Scan or type one to see what the rule makes of it."
    reading = rule.read(text) if rule is not None else None
    if reading is None:
        return (
            "The rule does not read this code: it is spelled otherwise, or a check digit is wrong."
        )
    return f"This is {reading_words(reading, money)}."
