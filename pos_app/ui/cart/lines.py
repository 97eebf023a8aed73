"""The cart's lines as a list: the model over the open sale, and what stands below each name."""

from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pos_app.documents import wording
from pos_app.domain.cart import CartLine
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedLine
from pos_app.ui.cart.sale import Sale

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

_OF_THE_WHOLE = ("code", "order")
"""What is taken off the sale as a whole stands below it, not at each line."""

STRUCK = "struck"
"""The tone of a price that doesn't count."""


class Phrase(NamedTuple):
    """Words below a line's name. tone is a colour of the palette, or STRUCK; tail is what must be
    read even where text is cut off; spoken, where given, is said instead."""

    text: str
    tone: str = "muted"
    tail: str = ""
    spoken: str = ""


class LinesModel(QAbstractListModel):
    """One row per cart line. Only what differs is told to the view, so that a scan costs a row."""

    def __init__(self, sale: Sale, money: MoneyFormat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sale = sale
        self._money = money
        self._lines: tuple[CartLine, ...] = sale.cart.lines
        self._priced: tuple[PricedLine, ...] = sale.priced.lines

    def line(self, row: int) -> CartLine:
        """The cart line in a row."""
        return self._lines[row]

    def plain(self, row: int) -> bool:
        """True where nothing is taken off a line: its words take one row."""
        line = self._lines[row]
        return not self._priced[row].offs and line.discount is None and not self._sale.parts(line)

    def total(self, row: int) -> int:
        """What a line comes to, before what is taken off the whole sale; minor units."""
        priced = self._priced[row]
        return priced.total + sum(off.amount for off in priced.offs if off.kind in _OF_THE_WHOLE)

    def phrases(self, row: int) -> list[Phrase]:
        """What stands below the name: the unit price, what it saves, what the shelf lacks."""
        line, priced, money = self._lines[row], self._priced[row], self._money
        if line.gift_card:
            return [Phrase("Code ", tail=line.gift_card)]
        each = "each" if line.unit == "piece" else f"per {line.unit}"
        phrases = [Phrase(f"{money.plain(priced.price)} {each}")]
        shelf = self._sale.shelf_price(line)
        if shelf is not None:
            figure = money.plain(shelf)
            phrases.append(Phrase(figure, STRUCK, spoken=f"instead of {figure}"))
        phrases += self._savings(line, priced)
        parts = self._sale.parts(line)
        if parts:
            named = (wording.quantity(each.quantity, each.unit, money) for each in parts)
            made_of = [f"{figure} {each.name}" for figure, each in zip(named, parts, strict=True)]
            phrases.append(Phrase(f"with {', '.join(made_of)}"))
        left = self._sale.short_by(line)
        if left is not None:
            amount = wording.quantity(left, line.unit, money)
            short = f"only {amount} on the shelf" if left > 0 else "none on the shelf"
            phrases.append(Phrase(short, "warn"))
        return phrases

    def _savings(self, line: CartLine, priced: PricedLine) -> list[Phrase]:
        phrases, given = [], line.discount
        for off in priced.offs:
            if off.kind in _OF_THE_WHOLE:
                continue
            label = off.label
            if off.kind == "line" and given is not None:
                rate = wording.rate(given.rate_ppm, self._money) if given.rate_ppm else ""
                label, given = f"{rate} {off.label}".strip() or "Discount", None
            saves = f"saves {self._money.plain(off.amount)}"
            phrases.append(Phrase(label, "good", f" {saves}" if label else saves))
        if given is not None:  # nothing was left for it
            phrases.append(Phrase(given.reason or "Discount", "muted", " saves nothing"))
        return phrases

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((line.name, line.sku, *self._everything(index.row())))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            quantity = wording.quantity(line.quantity, line.unit, self._money)
            total = self._money.format(self.total(index.row()))
            second = ", ".join(self._everything(index.row()))
            note = f", {line.note}" if line.note else ""
            return f"{quantity} {line.name}, {second}, {total}{note}"
        return None

    def _everything(self, row: int) -> list[str]:
        return [each.spoken or each.text + each.tail for each in self.phrases(row)]

    def follow(self) -> None:
        """Show the sale's cart of now; the view is told the least that differs."""
        before, after = self._lines, self._sale.cart.lines
        priced = self._sale.priced.lines
        start = 0
        while start < min(len(before), len(after)) and before[start] == after[start]:
            start += 1
        tail = 0
        while (
            tail < min(len(before), len(after)) - start
            and before[len(before) - 1 - tail] == after[len(after) - 1 - tail]
        ):
            tail += 1
        gone, come = len(before) - start - tail, len(after) - start - tail
        same = min(gone, come)
        if gone > same:
            self.beginRemoveRows(_NOWHERE, start + same, start + gone - 1)
            self._lines = after if not come else (*before[: start + same], *before[start + gone :])
            self._priced = priced  # as many as are left
            self.endRemoveRows()
        elif come > same:
            self.beginInsertRows(_NOWHERE, start + same, start + come - 1)
            self._lines, self._priced = after, priced
            self.endInsertRows()
        self._lines, self._priced = after, priced
        if after:  # what the shelf lacks, or a promotion, may change any line's words
            self.dataChanged.emit(self.index(0), self.index(len(after) - 1))
