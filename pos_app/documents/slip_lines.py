"""The middle of a slip: sold lines, the sums below them, and the table of taxes."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from pos_app.documents import slip_words, wording
from pos_app.documents.slip_form import Entry, SlipLine, TaxRow
from pos_app.domain.money import MoneyFormat, times
from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import (
    OffRow,
    OrderDetail,
    OrderItemRow,
    ReturnDetail,
    ReturnItemRow,
    ShopInfo,
)
from pos_app.domain.tax import TaxPart

_RateKey = tuple[str, int]
Item = OrderItemRow | ReturnItemRow
_LONGEST_MARK = 3
"""Letters beside a figure; what has more is told below the line."""
_ADRIFT = 2
"""Minor units by which roundings may part the amounts of a piece that came back."""


def lines(
    document: OrderDetail | ReturnDetail,
    shop: ShopInfo,
    money: MoneyFormat,
    rates: Mapping[_RateKey, str],
) -> tuple[SlipLine, ...]:
    """The lines sold or given back, each with the marks that `rate_marks` gave its rates."""
    restated = document.tax_included != shop.tax_included
    items: Sequence[Item] = document.items
    marks = _line_marks(document, rates)
    beside = all(len(mark) <= _LONGEST_MARK for mark in marks)
    return tuple(
        SlipLine(
            item.name,
            money.plain(item.list_total),
            tuple(_details(item, document.tax_included, money, "" if beside else mark, restated)),
            mark if beside else "",
        )
        for item, mark in zip(items, marks, strict=True)
    )


def gift_lines(document: OrderDetail, money: MoneyFormat) -> tuple[SlipLine, ...]:
    """The lines sold, by name and quantity alone: what a thing cost is not told with a gift."""
    return tuple(SlipLine(item.name, "", _gift_details(item, money)) for item in document.items)


def _gift_details(item: OrderItemRow, money: MoneyFormat) -> tuple[Entry, ...]:
    words = ""
    if item.quantity != 1 or item.unit != "piece":
        words = wording.quantity(item.quantity, item.unit, money)
        words = f"× {words}" if item.unit == "piece" else words
    return tuple(Entry(each) for each in (words, item.note) if each)


def _details(
    item: Item, tax_included: bool, money: MoneyFormat, mark: str, restated: bool
) -> list[Entry]:
    details = []
    if item.quantity != 1 or item.unit != "piece":
        words = wording.quantity(item.quantity, item.unit, money)
        if _multiplies(item, restated):
            words += f" × {money.plain(item.price)}"
        details.append(Entry(words))
    details += off_entries(offs(item.offs, item.discount), money)
    details += _fixed_entries(item, tax_included, money)
    if item.gift_card:
        details.append(Entry(f"Gift card {slip_words.masked(item.gift_card)}"))
    if mark:
        details.append(Entry(f"Tax {mark}"))
    remark = item.note if isinstance(item, OrderItemRow) else "Damaged" if item.damaged else ""
    if remark:
        details.append(Entry(remark))
    return details


def _multiplies(item: Item, restated: bool) -> bool:
    """True where the line's total is so many times its unit price.

    A line agreed elsewhere (3 for 10.00) has no price that multiplies: none is shown. Where prices
    are stated another way than the shop's own, both were rounded by themselves.
    """
    thousandths = to_thousandths(item.quantity)
    if times(item.price, thousandths) == item.list_total:
        return True
    apart = abs(item.price * thousandths - item.list_total * 1000)
    return restated and 2 * apart <= thousandths + 1000


def _fixed_entries(item: Item, tax_included: bool, money: MoneyFormat) -> list[Entry]:
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


def _per_unit(item: Item, part: TaxPart) -> int:
    return times(part.amount, to_thousandths(item.quantity))


def _on_top(item: Item) -> list[TaxPart]:
    """The amounts per unit that raised what was paid above a price that includes taxes."""
    fixed = [part for part in item.parts if part.amount]
    wanted, whole = item.gross - item.total, isinstance(item, OrderItemRow)
    amounts = [_per_unit(item, each) for each in fixed]
    return [fixed[place] for place in _chosen(amounts, wanted, 0 if whole else _ADRIFT)]


def _chosen(amounts: Sequence[int], wanted: int, adrift: int = 0) -> tuple[int, ...]:
    """The places of the amounts that come to what is wanted, or closest to it and no further than
    adrift; none where that can't be told."""
    best: list[tuple[int, ...]] = []
    nearest = adrift
    for count in range(len(amounts) + 1):
        for places in combinations(range(len(amounts)), count):
            apart = abs(sum(amounts[place] for place in places) - wanted)
            if apart < nearest:
                best, nearest = [places], apart
            elif apart == nearest:
                best.append(places)
    return best[0] if len(best) == 1 else ()


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


def added_to_return(detail: ReturnDetail, money: MoneyFormat) -> dict[str, int]:
    """What comes on top of lines given back; of some only the taxes in all are known."""
    wanted = detail.total - detail.subtotal + detail.discount
    known = [(slip_words.rate(part, money), part.tax) for part in rates_first(detail.taxes)]
    if detail.tax_included:
        known = [each for item in detail.items for each in _added_to_piece(item)]
        if not any(item.parts for item in detail.items):
            fixed = [(part.name, part.tax) for part in detail.taxes if part.amount]
            known = [fixed[place] for place in _chosen([tax for _, tax in fixed], wanted)]
    return _all_of(known, wanted, detail.tax_included)


def _added_to_piece(item: ReturnItemRow) -> list[tuple[str, int]]:
    """What came on top of a piece, by name: together what was paid for it above its price."""
    left, known = item.gross - item.total, []
    on_top = _on_top(item)
    for place, part in enumerate(on_top, start=1):
        amount = left if place == len(on_top) else part.tax
        known.append((part.name, amount))
        left -= amount
    return known


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


def rate_marks(*documents: OrderDetail | ReturnDetail) -> dict[_RateKey, str]:
    """The mark of each rate on one paper; none where all lines bear the same one."""
    by_line = [_rates(item.parts) for document in documents for item in document.items]
    used = {rate for rates in by_line for rate in rates}
    if not used or (len(used) == 1 and all(by_line)):
        return {}
    summed = [rate for document in documents for rate in _rates(document.taxes)]
    ordered = [rate for rate in dict.fromkeys(summed) if rate in used]
    ordered += sorted(used - set(ordered))
    return {rate: slip_words.mark(place) for place, rate in enumerate(ordered)}


def _line_marks(document: OrderDetail | ReturnDetail, marks: Mapping[_RateKey, str]) -> list[str]:
    return [
        "".join(sorted(marks.get(rate, "") for rate in _rates(item.parts)))
        for item in document.items
    ]


def _rates(parts: Iterable[TaxPart]) -> list[_RateKey]:
    return [(part.name, part.rate_ppm) for part in parts if not part.amount]
