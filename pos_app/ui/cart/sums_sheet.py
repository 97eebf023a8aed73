"""The sheet that shows what the sums of a sale are made of: every saving, every tax."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedCart
from pos_app.ui import theme
from pos_app.ui.cart.sums import Part, savings, taxes
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SumsSheet(Sheet):
    """Savings by what gave them, and taxes by rate; Enter closes."""

    def __init__(self, priced: PricedCart, money: MoneyFormat, parent: QWidget) -> None:
        super().__init__("Savings and taxes", parent, _WIDTH, scroll=True)
        close = KeyButton("Close", key="Enter", kind="primary")
        found = savings(priced, money)
        saved = money.plain(-priced.discount)
        self._add(
            "Savings", found or [Part("Nothing is taken off", "", "")], saved if found else ""
        )
        self.body.addWidget(separator())
        words = "Taxes, inside the prices" if priced.tax_included else "Taxes, on top"
        if any(part.amount for part in priced.taxes):
            words = "Taxes, deposits and fees"
        rates = taxes(priced, money)
        self._add(
            words, rates or [Part("No taxes", "", "")], money.plain(priced.tax) if rates else ""
        )
        self.footer.addWidget(close)

        close.clicked.connect(self.accept)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, title: str, parts: list[Part], total: str) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * theme.GRID)
        grid.setVerticalSpacing(2 * theme.GRID)
        grid.setColumnStretch(0, 1)
        self._row(grid, Part(title, "", total), "heading")
        for part in parts:
            self._row(grid, part, "")
        self.body.addLayout(grid)

    @staticmethod
    def _row(grid: QGridLayout, part: Part, kind: str) -> None:
        row = grid.rowCount()
        words = QLabel(part.words)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        figure = QLabel(part.figure)
        for label in (words, figure):
            label.setProperty("kind", kind)
        hint = QLabel(part.hint)
        hint.setProperty("kind", "small")
        grid.addWidget(words, row, 0)
        grid.addWidget(hint, row, 1, _RIGHT)
        grid.addWidget(figure, row, 2, _RIGHT)
