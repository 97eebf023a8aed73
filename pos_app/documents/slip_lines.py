"""The middle of a slip: sold lines, the sums below them, and the table of taxes."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from pos_app.documents import slip_words, wording
from pos_app.documents.slip_form import Entry, SlipLine, TaxRow
from pos_app.domain.money import MoneyFormat, times
from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import OffRow, OrderDetail, OrderItemRow
from pos_app.domain.tax import TaxPart

_RateKey = tuple[str, int]
_LONGEST_MARK = 3
"""Letters beside a figure; what has more is told below the line."""


def lines(order: OrderDetail, money: MoneyFormat) -> tuple[SlipLine, ...]:
    """The sold lines, each with the marks of its rates where there are several."""
    marks = _line_marks(order)
    beside = all(len(mark) <= _LONGEST_MARK for mark in marks)
    return tuple(
        _line(item, mark, order.tax_included, beside, money)
        for item, mark in zip(order.items, marks, strict=True)
    )


def _line(
    item: OrderItemRow, mark: str, tax_included: bool, beside: bool, money: MoneyFormat
) -> SlipLine:
    details = []
    if item.quantity != 1 or item.unit != "piece":
        words = wording.quantity(item.quantity, item.unit, money)
        # A line agreed elsewhere (3 for 10.00) has no price that multiplies: none is shown.
        if times(item.price, to_thousandths(item.quantity)) == item.list_total:
            words += f" × {money.plain(item.price)}"
        details.append(Entry(words))
    taken_off = offs(item.offs, item.discount)
    details += off_entries(taken_off, money)
    details += _fixed_entries(item, tax_included, money)
    if item.gift_card:
        details.append(Entry(f"Gift card {slip_words.masked(item.gift_card)}"))
    if mark and not beside:
        details.append(Entry(f"Tax {mark}"))
    if item.note:
        details.append(Entry(item.note))
    figure = money.plain(item.list_total)
    return SlipLine(item.name, figure, tuple(details), mark if beside else "")


def _fixed_entries(item: OrderItemRow, tax_included: bool, money: MoneyFormat) -> list[Entry]:
    """Deposits and other amounts per unit, and whether they are in the price or come on top."""
    fixed = [part for part in item.parts if part.amount]
    on_top = fixed if not tax_included else _on_top(item)
    inside = sum(_per_unit(item, part) for part in fixed if part not in on_top)
    entries = []
    for part in fixed:
        words = f"{part.name} {money.plain(part.amount)}"
        if item.quantity != 1 or item.unit != "piece":
            quantity = wording.quantity(item.quantity, item.unit, money)
            words = f"{part.name} {quantity} × {money.plain(part.amount)}"
        if part not in on_top and inside > item.total:
            # More than the line still costs: only so much of it is in the price.
            words = f"{part.name} {money.plain(part.tax)}"
        if part.tax:
            entries.append(Entry(f"{'plus' if part in on_top else 'incl.'} {words}"))
    return entries


def _per_unit(item: OrderItemRow, part: TaxPart) -> int:
    return times(part.amount, to_thousandths(item.quantity))


def _on_top(item: OrderItemRow) -> list[TaxPart]:
    """The amounts per unit that raised what was paid above a price that includes taxes."""
    fixed = [part for part in item.parts if part.amount]
    wanted = item.gross - item.total
    return [fixed[place] for place in _chosen([_per_unit(item, each) for each in fixed], wanted)]


def _chosen(amounts: Sequence[int], wanted: int) -> tuple[int, ...]:
    """The places of the amounts that come to what is wanted; none where that can't be told."""
    if wanted <= 0:
        return ()
    found = [
        places
        for count in range(1, len(amounts) + 1)
        for places in combinations(range(len(amounts)), count)
        if sum(amounts[place] for place in places) == wanted
    ]
    return found[0] if len(found) == 1 else ()


# --- what was taken off, what was added ------------------------------------------------------


def offs(rows: Iterable[OffRow], discount: int) -> dict[str, int]:
    """What was taken off by its name; together it is the discount."""
    named = slip_words.merged(
        (slip_words.off(row.kind, row.label, row.amount), row.amount) for row in rows
    )
    rest = discount - sum(named.values())
    return slip_words.merged([*named.items(), ("Discount", rest)]) if rest else named


def off_entries(taken_off: Mapping[str, int], money: MoneyFormat) -> list[Entry]:
    """Entries of what was taken off."""
    return [
        Entry(words, money.plain(-amount), "saving" if amount > 0 else "")
        for words, amount in taken_off.items()
        if amount
    ]


def sums(
    subtotal: int, taken_off: Mapping[str, int], added: Mapping[str, int], money: MoneyFormat
) -> tuple[Entry, ...]:
    """From the subtotal to the total; nothing where both are one."""
    below = off_entries(taken_off, money)
    below += [Entry(words, money.plain(amount)) for words, amount in added.items() if amount]
    return (Entry("Subtotal", money.plain(subtotal)), *below) if below else ()


def added_to_order(order: OrderDetail, money: MoneyFormat) -> dict[str, int]:
    """What comes on top of the lines: taxes outside the price, deposits on top of it."""
    if order.tax_included:
        known = [
            (part.name, _per_unit(item, part)) for item in order.items for part in _on_top(item)
        ]
    else:
        known = [(slip_words.rate(part, money), part.tax) for part in rates_first(order.taxes)]
    return _all_of(known, order.total - order.subtotal + order.discount, order.tax_included)


def added_to_return(
    taxes: Sequence[TaxPart], wanted: int, tax_included: bool, money: MoneyFormat
) -> dict[str, int]:
    """What comes on top of lines given back, of which only the taxes in all are known."""
    known = [(slip_words.rate(part, money), part.tax) for part in rates_first(taxes)]
    if tax_included:
        fixed = [(part.name, part.tax) for part in taxes if part.amount]
        known = [fixed[place] for place in _chosen([tax for _, tax in fixed], wanted)]
    return _all_of(known, wanted, tax_included)


def _all_of(known: list[tuple[str, int]], wanted: int, tax_included: bool) -> dict[str, int]:
    """What is known by name, and the rest under a word for it, so that sums add up always."""
    named = slip_words.merged(known)
    rest = wanted - sum(named.values())
    words = "Deposits and fees" if tax_included else "Taxes"
    return slip_words.merged([*named.items(), (words, rest)]) if rest else named


# --- taxes -----------------------------------------------------------------------------------


def tax_rows(
    taxes: Sequence[TaxPart], marks: Mapping[_RateKey, str], money: MoneyFormat
) -> tuple[TaxRow, ...]:
    """The table of taxes: net, tax and gross of each rate, the tax alone of a fixed amount."""
    rows = []
    for part in rates_first(taxes):
        label, tax = slip_words.rate(part, money), money.plain(part.tax)
        if part.amount and part.tax:
            rows.append(TaxRow(f"{label} {money.plain(part.amount)}", "", tax, ""))
        elif not part.amount and (part.base or part.tax):
            net, gross = money.plain(part.base), money.plain(part.base + part.tax)
            rows.append(TaxRow(label, net, tax, gross, marks.get((part.name, part.rate_ppm), "")))
    return tuple(rows)


def rates_first(taxes: Iterable[TaxPart]) -> list[TaxPart]:
    """Taxes as they are told: the rates, then the fixed amounts."""
    return sorted(taxes, key=lambda part: part.amount > 0)


def rate_marks(order: OrderDetail) -> dict[_RateKey, str]:
    """The mark of each rate; none where all lines bear the same one."""
    by_line = [_rates(item.parts) for item in order.items]
    used = {rate for rates in by_line for rate in rates}
    if not used or (len(used) == 1 and all(by_line)):
        return {}
    ordered = [rate for rate in dict.fromkeys(_rates(order.taxes)) if rate in used]
    ordered += sorted(used - set(ordered))
    return {rate: slip_words.mark(place) for place, rate in enumerate(ordered)}


def _line_marks(order: OrderDetail) -> list[str]:
    marks = rate_marks(order)
    return [
        "".join(sorted(marks.get(rate, "") for rate in _rates(item.parts))) for item in order.items
    ]


def _rates(parts: Iterable[TaxPart]) -> list[_RateKey]:
    return [(part.name, part.rate_ppm) for part in parts if not part.amount]
