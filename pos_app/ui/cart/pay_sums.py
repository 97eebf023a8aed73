"""The right half of the pay sheet: total, tenders taken, due, and the change in large type."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.documents import slip_words
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.tender import Tender
from pos_app.ui.cart.ways import payment_words
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.key_button import KeyButton

_DASH = "\N{EM DASH}"


class PaySums(QWidget):
    """Shows a Tender with the amount being typed. words name what is paid: an exchange's is no
    total."""

    take_back_asked = Signal()

    def __init__(self, money: MoneyFormat, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._words = words
        self._total = _Row("muted")
        self._taken_rows: list[_Row] = []
        self._taken = QVBoxLayout()
        self._take_back = KeyButton("Take back", key="F6", kind="ghost")
        self._rounding = _Row("muted")
        self._due = _Row("figure")
        self._now = _Row("")
        self._box = QFrame()
        self._box_words = QLabel()
        self._box_figure = QLabel()
        self._box_hint = QLabel()
        self._take_back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._box_words.setProperty("kind", "heading")
        self._box_figure.setProperty("kind", "change")
        self._box_figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._box_hint.setProperty("kind", "small")
        self._box_hint.setWordWrap(True)

        box = QVBoxLayout(self._box)
        box.setContentsMargins(*[4 * theme.GRID] * 4)
        box.setSpacing(0)
        for label in (self._box_words, self._box_figure, self._box_hint):
            box.addWidget(label)
        self._taken.setSpacing(theme.GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._total)
        column.addLayout(self._taken)
        column.addWidget(self._take_back, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(separator())
        column.addWidget(self._rounding)
        column.addWidget(self._due)
        column.addWidget(self._now)
        column.addSpacing(theme.GRID)
        column.addWidget(self._box)
        column.addStretch(1)

        self._take_back.clicked.connect(self.take_back_asked)

    def show_tender(self, tender: Tender, given: int, left: int | None) -> None:
        """Show it with what Enter would take now; left is what the ledger behind it holds."""
        money = self._money
        plausible = tender.is_plausible(given)
        self._total.show_figure(self._words, money.plain(tender.total))
        self._show_taken(tender)
        self._rounding.setVisible(tender.rounded != 0)
        sign = "+" if tender.rounded > 0 else ""
        self._rounding.show_figure("Rounding", sign + money.plain(tender.rounded))
        self._due.show_figure("Due", money.plain(tender.due))
        shown = money.plain(given) if plausible else _DASH
        self._now.show_figure(slip_words.method(tender.method), shown)
        if not plausible:
            self._say("No amount for this sale", _DASH, "bad", "Type what is handed over.")
        elif left is not None and given > left:
            self._say("Too much by", money.format(given - left), "bad", "No more is left on it.")
        else:
            unknown = tender.method == "gift_card" and left is None
            self._say(*self._outcome(tender, given, unknown=unknown))

    def _outcome(self, tender: Tender, given: int, *, unknown: bool) -> tuple[str, str, str, str]:
        money, rest = self._money, tender.rest(given)
        by = slip_words.method(tender.method).lower()
        if rest > 0:
            hint = "Choose another way."
            if unknown:
                hint = "Its code tells what is on the card."
            elif given:
                hint = f"Enter takes {money.plain(given)} by {by}."
            return "Still to pay", money.format(rest), "warn", hint
        change = tender.change(given)
        if tender.method == "cash":
            gone = tender.due == 0 and tender.rounded != 0 and not tender.cash
            hint = f"The last {money.plain(abs(tender.rounded))} are rounded." if gone else ""
            return "Change", money.format(change), "good", hint
        if change > 0:
            hint = "Change is given for cash only."
            return "Too much by", money.format(change), "bad", hint
        return f"By {by}", money.format(given), "good", ""

    def _show_taken(self, tender: Tender) -> None:
        for row in self._taken_rows:
            self._taken.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._taken_rows = []
        for payment in tender.taken:
            row = _Row("muted")
            row.show_figure(payment_words(payment), self._money.plain(-payment.amount))
            self._taken.addWidget(row)
            self._taken_rows.append(row)
        self._take_back.setVisible(bool(tender.taken))

    def _say(self, words: str, figure: str, tone: str, hint: str) -> None:
        self._box_words.setText(words)
        self._box_figure.setText(figure)
        self._box_hint.setText(hint)
        self._box_hint.setVisible(bool(hint))
        if self._box.property("kind") != tone:
            self._box.setProperty("kind", tone)
            theme.restyle(self._box)
            for label in (self._box_words, self._box_figure, self._box_hint):
                label.setProperty("tone", tone)
                theme.restyle(label)


class _Row(QWidget):
    """Words at the left, a figure at the right."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._words = QLabel()
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
