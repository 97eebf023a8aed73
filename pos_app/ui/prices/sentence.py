"""Rules of price in plain sentences: what a promotion does, a code takes off, a tax comes to."""

from collections.abc import Sequence
from datetime import datetime, time

from PySide6.QtCore import QLocale, QTime

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.promotions import ALWAYS, DAY, Break, Goods, Hours, Promotion
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rows import DiscountCodeRow, PromotionRow
from pos_app.domain.tax import PPM, TaxRate
from pos_app.ui.prices.ground import Ground

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

KIND_WORDS = {
    "percent": "Per cent off",
    "amount": "Amount off each",
    "buy_get": "Buy some, get some",
    "bundle": "Several for a price",
    "breaks": "Prices by quantity",
}
"""The kinds of promotion as people call them, in the order they are offered."""

_NAMED = 3
"""So many goods are named in a sentence; of more the rest is counted."""


def clock_words(minutes: int, locale: str) -> str:
    """A minute of the day as the shop's people write it: "16:00", "4:00 PM"."""
    if minutes == DAY:
        return "24:00"
    at = QTime(minutes // 60, minutes % 60)
    shown = QLocale(locale).toString(at, QLocale.FormatType.ShortFormat)
    return shown.replace("\u202f", " ")


def promotion_sentence(promotion: Promotion, ground: Ground) -> str:
    """What it does, for what, when and for whom, in one sentence."""
    parts = [_what(promotion, ground)]
    if promotion.hours != ALWAYS:
        parts.append(hours_words(promotion.hours, ground))
    names = sorted(ground.group(key) for key in promotion.group_ids)
    parts.append(f"for {_joined(names, 'and')}" if names else "for everybody")
    sentence = ", ".join(parts) + "."
    return sentence[:1].upper() + sentence[1:]


def _what(promotion: Promotion, ground: Ground) -> str:
    goods, money = goods_words(promotion.goods, ground), ground.money
    if promotion.kind == "percent":
        return f"{wording.rate(promotion.rate_ppm, money)} off {goods}"
    if promotion.kind == "amount":
        return f"{money.format(promotion.amount)} off each unit of {goods}"
    if promotion.kind == "bundle":
        return f"every {promotion.buy} of {goods} cost {money.format(promotion.amount)}"
    if promotion.kind == "breaks":
        steps = _joined([_break_words(each, money) for each in promotion.breaks], "and")
        return f"{goods}: {steps}"
    reward = "" if promotion.reward is None else f" of {goods_words(promotion.reward, ground)}"
    free = promotion.rate_ppm == PPM
    how = "free" if free else f"at {wording.rate(promotion.rate_ppm, money)} off"
    return f"buy {promotion.buy} of {goods}, get {promotion.get}{reward} {how}"


def _break_words(step: Break, money: MoneyFormat) -> str:
    start = f"from {wording.quantity(from_thousandths(step.quantity), 'piece', money)} on"
    if step.price is None:
        return f"{start} {wording.rate(step.rate_ppm, money)} off"
    return f"{start} {money.format(step.price)} each"


def goods_words(goods: Goods, ground: Ground) -> str:
    """Which goods are meant: "Baked beans", "Grocery, Dairy or 4 others", "everything"."""
    if goods.everything:
        return "everything"
    names = sorted(ground.category(key) for key in goods.category_ids)
    names += sorted(ground.product(key) for key in goods.product_ids)
    if len(names) > _NAMED:
        rest = len(names) - _NAMED + 1
        names = [*names[: _NAMED - 1], f"{rest} others"]
    return _joined(names, "or")


def hours_words(hours: Hours, ground: Ground) -> str:
    """When: "Mon–Fri 4:00 PM–6:00 PM from Nov 1, 2026 until Dec 24, 2026"."""
    parts = []
    if hours.weekdays and len(hours.weekdays) < len(WEEKDAYS):
        parts.append(_weekday_words(sorted(hours.weekdays)))
    if (hours.since, hours.until) != (0, DAY):
        since, until = (clock_words(m, ground.info.locale) for m in (hours.since, hours.until))
        parts.append(f"{since}–{until}")
    if hours.first_day is not None:
        parts.append(f"from {wording.day(hours.first_day, ground.info)}")
    if hours.last_day is not None:
        parts.append(f"until {wording.day(hours.last_day, ground.info)}")
    return " ".join(parts) or "at any time"


def _weekday_words(days: Sequence[int]) -> str:
    """ "Mon–Fri", "Tue and Thu", "Mon–Wed and Sat"."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words = []
    for run in runs:
        if len(run) > 2:
            words.append(f"{WEEKDAYS[run[0]]}–{WEEKDAYS[run[-1]]}")
        else:
            words.extend(WEEKDAYS[day] for day in run)
    return _joined(words, "and")


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def promotion_state(row: PromotionRow, now: datetime) -> tuple[str, str]:
    """A word for how a promotion stands and its tone; now is on the shop's own clock."""
    hours = row.promotion.hours
    if not row.active:
        return "Off", ""
    if hours.last_day is not None and hours.last_day < now.date():
        return "Ended", ""
    if hours.first_day is not None and hours.first_day > now.date():
        return "Later", "accent"
    if hours.run_at(now):
        return "On now", "good"
    return "On", "good"


def rate_words(rate: TaxRate, money: MoneyFormat) -> str:
    """A rate by name: "VAT 19 %", "Deposit 0.25 per unit"."""
    if rate.amount:
        return f"{rate.name} {money.plain(rate.amount)} per unit"
    return f"{rate.name} {wording.rate(rate.rate_ppm, money)}"


def rates_words(rates: Sequence[TaxRate], money: MoneyFormat) -> str:
    """Rates together: "8.875 %", "5 % + 9.975 %", "19 % + 0.25"."""
    parts = [
        money.plain(rate.amount) if rate.amount else wording.rate(rate.rate_ppm, money)
        for rate in rates
    ]
    return " + ".join(parts) or wording.rate(0, money)


def code_takes(row: DiscountCodeRow, money: MoneyFormat) -> str:
    """What a code takes off: "10 %", "5.00"."""
    return wording.rate(row.rate_ppm, money) if row.rate_ppm else money.plain(row.amount)


def code_uses(row: DiscountCodeRow) -> str:
    """How often it was used: "12", "12 of 100"."""
    return f"{row.used:,}" if row.max_uses is None else f"{row.used:,} of {row.max_uses:,}"


def code_state(row: DiscountCodeRow, now: datetime) -> tuple[str, str]:
    """A word for how a code stands and its tone; now is an aware moment."""
    if not row.active:
        return "Withdrawn", ""
    if row.valid_until is not None and row.valid_until < now:
        return "Expired", ""
    if row.max_uses is not None and row.used >= row.max_uses:
        return "Used up", "warn"
    if row.valid_from is not None and row.valid_from > now:
        return "Not yet", "accent"
    return "Valid", "good"


def code_sentence(row: DiscountCodeRow, ground: Ground) -> str:
    """What a code does and when, in one sentence."""
    money, info = ground.money, ground.info
    takes = wording.rate(row.rate_ppm, money) if row.rate_ppm else money.format(row.amount)
    goods = goods_words(Goods(category_ids=frozenset(row.category_ids)), ground)
    parts = [f"{takes} off {goods}"]
    if row.minimum:
        parts.append(f"in baskets from {money.format(row.minimum)} on")
    if row.valid_from is not None:
        parts.append(f"from {wording.moment(row.valid_from, info)}")
    if row.valid_until is not None:
        parts.append(f"until {wording.moment(row.valid_until, info)}")
    if row.max_uses is not None:
        parts.append("once in all" if row.max_uses == 1 else f"{row.max_uses:,} times in all")
    per = row.max_uses_per_customer
    if per is not None:
        parts.append("once per customer" if per == 1 else f"{per:,} times per customer")
    return ", ".join(parts) + "."


def minutes_of(moment: datetime | time) -> int:
    """The minute of its day."""
    return moment.hour * 60 + moment.minute
