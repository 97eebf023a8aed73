"""What a return comes to before it is booked, and by which tenders it is given back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.documents.slip import Entry, Slip
from pos_app.ui import theme

_TONES = {"saving": "good"}
_MOST = 6
"""Rows of sums, taxes and tenders; what goes beyond stands on the slip."""
_DRAWN = "What no money was paid for goes back where it came from."
_ROOM = 58 * theme.GRID
"""Height for all of it, whatever is shown: the sheet must not grow under the hand."""
_FIGURE = 13 * theme.GRID
"""Height of what is to be given back."""


class ReturnSums(QWidget):
    """Shows the slip of a preview: its sums, and large what is handed out."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows("muted")
        self._box = QFrame()
        self._words = QLabel()
        self._figure = QLabel()
        self._hint = QLabel()
        self._tenders = _Rows("")
        self._words.setProperty("kind", "heading")
        self._figure.setProperty("kind", "change")
        self._figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._hint.setProperty("kind", "small")
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        box = QVBoxLayout(self._box)
        box.setContentsMargins(*[3 * theme.GRID] * 4)
        box.setSpacing(theme.GRID)
        for part in (self._words, self._figure, self._hint, self._tenders):
            box.addWidget(part)
        self._figure.setMinimumHeight(_FIGURE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._rows)
        column.addWidget(self._box)
        column.addStretch(1)
        self.setMinimumHeight(_ROOM)
        self.ask()

    @property
    def told(self) -> str:
        """All that it says, for a screen reader."""
        rows = [*self._rows.entries, *self._tenders.entries]
        said = [self._words.text(), self._figure.text(), self._hint.text()]
        said += [f"{entry.label} {entry.figure}" for entry in rows]
        return ". ".join(part for part in said if part)

    def ask(self, hint: str = "Choose what comes back.") -> None:
        """Nothing is chosen yet, or what is typed is no quantity."""
        self._say("Nothing to give back", "", hint, "", (), ())

    def hint(self, words: str) -> None:
        """Say this below the figure, in place of how it is given back."""
        self._hint.setText(words)
        self._hint.show()
        self.setAccessibleName(self.told)

    def show_slip(
        self, slip: Slip, paid_out: str, taxes_in_all: str, *, drawn: bool = False
    ) -> None:
        """What a return would come to; paid_out is all that is given back, as money, taxes_in_all
        what is said where there is no room for each rate. With drawn it is explained why not all
        of it goes the way that was chosen."""
        told = {entry.label for entry in slip.sums}
        taxes = [
            Entry(f"incl. {row.label}", row.tax)
            for row in slip.taxes
            if row.net and row.label not in told and row.tax.strip("0., ")
        ]
        rounded = [entry for entry in slip.settling if entry.kind != "strong"]
        tenders = slip.payments if len(slip.payments) > 1 else ()
        by = f"By {slip.payments[0].label.lower()}" if len(slip.payments) == 1 else ""
        if not slip.payments:
            by = "No money: less than a coin, or paid by somebody else."
        if drawn:
            by = f"{by}. {_DRAWN}" if by else _DRAWN
        room = _MOST - len(tenders) - len(slip.sums) - len(rounded)
        if len(taxes) > max(room, 1):
            taxes = [Entry("incl. taxes", taxes_in_all)]
        rows = [*slip.sums, *rounded, *taxes]
        self._say("To give back", paid_out, by, "good", rows, tenders)

    def _say(
        self,
        words: str,
        figure: str,
        hint: str,
        tone: str,
        rows: "list[Entry] | tuple[Entry, ...]",
        tenders: tuple[Entry, ...],
    ) -> None:
        self._words.setText(words)
        self._figure.setText(figure)
        self._hint.setText(hint)
        self._figure.setVisible(bool(figure))
        self._hint.setVisible(bool(hint))
        self._rows.show_entries(tuple(rows))
        self._tenders.show_entries(tenders)
        kind = tone or "plain"
        if self._box.property("kind") != kind:
            self._box.setProperty("kind", kind)
            theme.restyle(self._box)
            for label in (self._words, self._figure, self._hint):
                label.setProperty("tone", tone or "muted")
                theme.restyle(label)
        self.setAccessibleName(self.told)


class _Rows(QWidget):
    """Words at the left, figures at the right; hidden while there are none."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.entries: tuple[Entry, ...] = ()
        self._labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.GRID)
        self._grid.setColumnStretch(0, 1)
        self.hide()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these."""
        if entries == self.entries:
            return
        self.entries = entries
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for row, entry in enumerate(entries):
            for place, text in enumerate((entry.label, entry.figure)):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setProperty("kind", self._kind)
                if place and entry.kind in _TONES:
                    label.setProperty("tone", _TONES[entry.kind])
                if place:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                else:
                    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                    label.setToolTip(text)
                self._grid.addWidget(label, row, place)
                self._labels.append(label)
        self.setVisible(bool(entries))
