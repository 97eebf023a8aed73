"""What an entry says, laid out for people: a fact to a line, amounts in the shop's own money."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rows import ShopInfo
from pos_app.words.journal import label_words, value_words

_AMOUNTS = frozenset(
    "amount balance banked cancelled cash_in cash_out cash_step cost counted credit_limit "
    "difference discount drops expected floor_price gross left_before limit list minimum net "
    "next_float opening opening_float paid paid_in price refunded revenue rounding shelf_price "
    "sold subtotal tax tendered total change unit_cost unpaid difference_limit gift_cards".split()
)
_QUANTITIES = frozenset("quantity on_hand stock pack reorder_level".split())
_MONEY_WITHIN = frozenset(("cash",))
"""Facts all of whose whole numbers are amounts, also those that are counts elsewhere."""

_FIRST = tuple(
    "action change number order sale kind status name username role sku category code customer "
    "reason note quantity on_hand unit lines offs subtotal discount net taxes tax total rounding "
    "payments repayments carried changes".split()
)
"""What is told first, in this order; the others follow as they stand."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is called, what it says ("" where only what follows says it), and how deep
    it stands below another."""

    label: str
    value: str
    depth: int = 0


class FactTeller:
    """Lays facts out as this shop writes amounts, times and quantities."""

    def __init__(self, shop: ShopInfo, money: MoneyFormat) -> None:
        self._shop = shop
        self._money = money

    def told(self, facts: Mapping[str, Any], depth: int = 0) -> tuple[Fact, ...]:
        """Every fact that says something, the most telling first."""
        return tuple(self._of_mapping(facts, depth, ""))

    # --- below -------------------------------------------------------------------------------

    def _of_mapping(self, facts: Mapping[str, Any], depth: int, within: str) -> Iterator[Fact]:
        known = [name for name in _FIRST if name in facts]
        rest = [name for name in facts if name not in _FIRST]
        unit = str(facts.get("unit", "piece"))
        for name in (*known, *rest):
            value = facts[name]
            if value not in (None, "") and value != [] and value != {}:
                yield from self._fact(name, value, depth, within, unit)

    def _fact(self, name: str, value: Any, depth: int, within: str, unit: str) -> Iterator[Fact]:
        label = label_words(name)
        if name == "customer" and isinstance(value, Mapping):
            yield Fact(label, f"no. {value.get('id', '?')}", depth)
        elif name == "counts":
            yield Fact(label, self._pieces(value), depth)
        elif isinstance(value, Mapping):
            yield from self._nested(name, value, depth, unit)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from self._listed(name, value, depth, within, unit)
        else:
            yield Fact(label, self._value(name, value, within, unit), depth)

    def _nested(self, name: str, value: Mapping[str, Any], depth: int, unit: str) -> Iterator[Fact]:
        label = label_words(name)
        if set(value) == {"old", "new"}:
            old, new = value["old"], value["new"]
            if not any(isinstance(each, list | dict) for each in (old, new)):
                words = (self._or_none(name, each, unit) for each in (old, new))
                yield Fact(label, " → ".join(words), depth)
                return
        if set(value) == {"amount", "count"}:
            amount = self._money.format(value["amount"])
            yield Fact(label, f"{value['count']:,} for {amount}" if value["count"] else "0", depth)
            return
        yield Fact(label, "", depth)
        yield from self._of_mapping(value, depth + 1, name)

    def _listed(
        self, name: str, values: Sequence[Any], depth: int, within: str, unit: str
    ) -> Iterator[Fact]:
        label = label_words(name)
        if not any(isinstance(each, Mapping | list) for each in values):
            told = ", ".join(self._value(name, each, within, unit) for each in values)
            yield Fact(label, told, depth)
            return
        yield Fact(label, "", depth)
        for each in values:
            if isinstance(each, Mapping):
                yield from self._item(each, depth + 1)
            else:
                yield Fact("", ", ".join(str(part) for part in each), depth + 1)

    def _item(self, item: Mapping[str, Any], depth: int) -> Iterator[Fact]:
        """One of a list: a sold line and a payment on one line, with what else it says below."""
        rest = dict(item)
        name = next(
            (str(rest.pop(key)) for key in ("name", "method", "label") if rest.get(key)), ""
        )
        name = value_words("method", name)
        if "quantity" in rest:
            count = self._quantity(rest.pop("quantity"), str(rest.pop("unit", "piece")))
            name = f"{count} × {name}"
        key = _sum_of(rest)
        amount = self._money.format(rest.pop(key)) if key else ""
        yield Fact(name, amount, depth)
        deep = {key: value for key, value in rest.items() if isinstance(value, Mapping | list)}
        flat = self._of_mapping(
            {key: value for key, value in rest.items() if key not in deep and value != 0}, depth, ""
        )
        details = " · ".join(f"{fact.label} {fact.value}" for fact in flat)
        if details:
            yield Fact("", details, depth)
        yield from self._of_mapping(deep, depth + 1, "")

    def _value(self, name: str, value: Any, within: str, unit: str) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return self._number(name, value, within, unit)
        text = str(value)
        if _MOMENT.fullmatch(text):
            return wording.moment(datetime.fromisoformat(text), self._shop)
        if _DAY.fullmatch(text):
            return wording.day(date.fromisoformat(text), self._shop)
        return value_words(name, text)

    def _number(self, name: str, value: int, within: str, unit: str) -> str:
        if name in _AMOUNTS or within in _MONEY_WITHIN:
            return self._money.format(value)
        if name in _QUANTITIES:
            return self._quantity(value, unit)
        if name == "rate" or name.endswith("_ppm"):
            return wording.rate(value, self._money)
        return f"{value:,}"

    def _or_none(self, name: str, value: Any, unit: str) -> str:
        return "none" if value in (None, "") else self._value(name, value, "", unit)

    def _quantity(self, thousandths: int, unit: str) -> str:
        return wording.quantity(from_thousandths(thousandths), unit, self._money)

    def _pieces(self, counts: Sequence[Sequence[int]]) -> str:
        return ", ".join(f"{pieces:,} × {self._money.format(value)}" for value, pieces in counts)


def _sum_of(item: Mapping[str, Any]) -> str:
    """The fact that stands for what one of a list comes to; "" for none."""
    sums = [name for name in ("gross", "amount", "tax") if isinstance(item.get(name), int)]
    return next((name for name in sums if item[name]), sums[0] if sums else "")
