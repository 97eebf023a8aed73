"""The right half of the pay sheet: total, tenders taken, due, and the change in large type."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.documents.slip import METHOD_WORDS
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.tender import Tender
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.key_button import KeyButton


class PaySums(QWidget):
    """Shows a Tender with the amount being typed."""

    take_back_asked = Signal()

    def __init__(self, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._total = _Row("Total", "muted")
        self._taken_rows: list[_Row] = []
        self._taken = QVBoxLayout()
        self._take_back = KeyButton("Take back", key="F6", kind="ghost")
        self._due = _Row("Due", "figure")
        self._now = _Row("", "")
        self._box = QFrame()
        self._box_words = QLabel()
        self._box_figure = QLabel()
        self._take_back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._box_words.setProperty("kind", "heading")
        self._box_figure.setProperty("kind", "change")
        self._box_figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

        box = QVBoxLayout(self._box)
        box.setContentsMargins(*[4 * theme.GRID] * 4)
        box.setSpacing(0)
        box.addWidget(self._box_words)
        box.addWidget(self._box_figure)
        self._taken.setSpacing(2 * theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._total)
        column.addLayout(self._taken)
        column.addWidget(self._take_back, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(separator())
        column.addWidget(self._due)
        column.addWidget(self._now)
        column.addSpacing(theme.GRID)
        column.addWidget(self._box)
        column.addStretch(1)

        self._take_back.clicked.connect(self.take_back_asked)

    def show_tender(self, tender: Tender, amount: int | None) -> None:
        """Show it; amount is what is being typed, None for nothing (which means exactly due)."""
        money = self._money
        self._total.show_figure("Total", money.plain(tender.total))
        self._show_taken(tender)
        self._due.show_figure("Due", money.plain(tender.due))
        given = tender.due if amount is None else amount
        shown = money.plain(given) if tender.is_plausible(amount) else "\N{EM DASH}"
        self._now.show_figure(METHOD_WORDS[tender.method], shown)
        rest, change = tender.rest(amount), tender.change(amount)
        if not tender.is_plausible(amount):
            self._say("No amount for this sale", "\N{EM DASH}", "bad")
        elif rest > 0:
            self._say("Still to pay", money.format(rest), "warn")
        elif tender.method == "cash":
            self._say("Change", money.format(change), "good")
        elif change > 0:
            self._say("Too much by", money.format(change), "bad")
        else:
            self._say(f"By {METHOD_WORDS[tender.method].lower()}", money.format(given), "good")

    def _show_taken(self, tender: Tender) -> None:
        for row in self._taken_rows:
            self._taken.removeWidget(row)
            row.deleteLater()
        self._taken_rows = []
        for payment in tender.taken:
            row = _Row(METHOD_WORDS[payment.method], "muted")
            row.show_figure(METHOD_WORDS[payment.method], self._money.plain(-payment.amount))
            self._taken.addWidget(row)
            self._taken_rows.append(row)
        self._take_back.setVisible(bool(tender.taken))

    def _say(self, words: str, figure: str, tone: str) -> None:
        self._box_words.setText(words)
        self._box_figure.setText(figure)
        if self._box.property("kind") != tone:
            self._box.setProperty("kind", tone)
            theme.restyle(self._box)
            for label in (self._box_words, self._box_figure):
                label.setProperty("tone", tone)
                theme.restyle(label)


class _Row(QWidget):
    """Words at the left, a figure at the right."""

    def __init__(self, words: str, kind: str) -> None:
        super().__init__()
        self._words = QLabel(words)
        self._figure = QLabel()
        for label in (self._words, self._figure):
            label.setProperty("kind", kind)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self._figure)

    def show_figure(self, words: str, figure: str) -> None:
        """Show these."""
        self._words.setText(words)
        self._figure.setText(figure)
