"""What comes back with the open sale, between its lines and its sums; it can be taken out again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.documents.wording import quantity
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ReturnDetail, ReturnItemRow
from pos_app.ui import theme
from pos_app.ui.cart.exchanging import Exchanging
from pos_app.ui.cart.sale import Sale
from pos_app.ui.widgets.key_button import KeyButton

_MOST = 3
"""Lines shown one by one; where there are more, the last row says how many."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ExchangeBlock(QFrame):
    """Hidden while nothing comes back; removed() asks for it to be taken out of the sale."""

    removed = Signal()

    def __init__(
        self, sale: Sale, exchanging: Exchanging, money: MoneyFormat, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sale = sale
        self._exchanging = exchanging
        self._money = money
        self._picture = QLabel()
        self._title = QLabel()
        self._total = QLabel()
        self._remove = KeyButton(icon="x", kind="ghost")
        self._rows = [(QLabel(), QLabel()) for _ in range(_MOST)]
        self.setProperty("kind", "foot")
        self._title.setProperty("kind", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._total.setProperty("kind", "heading")
        self._total.setProperty("tone", "good")
        self._remove.setFixedWidth(theme.CONTROL)
        self._remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._remove.setAccessibleName("Take the returned goods out of the sale")
        self._remove.setToolTip("Take it out of the sale (Ctrl+Z brings it back)")

        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(self._picture)
        head.addWidget(self._title, 1)
        head.addWidget(self._total)
        head.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GRID, theme.GRID, 2 * theme.GRID)
        column.setSpacing(2)
        column.addLayout(head)
        for words, figure in self._rows:
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            figure.setAlignment(_RIGHT)
            for label in (words, figure):
                label.setProperty("kind", "small")
            row = QHBoxLayout()
            row.setContentsMargins(theme.ICON + 2 * theme.GRID, 0, theme.CONTROL + 8, 0)
            row.addWidget(words, 1)
            row.addWidget(figure)
            column.addLayout(row)

        self._remove.clicked.connect(self.removed)
        exchanging.changed.connect(self.refresh)
        sale.changed.connect(self.refresh)
        theme.notifier().changed.connect(self._paint_picture)
        self._paint_picture()
        self.refresh()

    def refresh(self) -> None:
        """Show what comes back now."""
        exchange, detail = self._sale.cart.exchange, self._exchanging.given_back
        self.setVisible(exchange is not None)
        if exchange is None:
            return
        self._title.setText(f"Returned from {exchange.number}")
        self._total.setText("…" if detail is None else self._money.plain(-detail.total))
        rows = [] if detail is None else _told(detail, self._money)
        for place, (words, figure) in enumerate(self._rows):
            shown = place < len(rows)
            words.setVisible(shown)
            figure.setVisible(shown)
            if shown:
                words.setText(rows[place][0])
                words.setToolTip(rows[place][0])
                figure.setText(rows[place][1])
        spoken = [f"{words} {figure}" for words, figure in rows]
        self.setAccessibleName(", ".join([self._title.text(), *spoken, self._total.text()]))

    def _paint_picture(self) -> None:
        self._picture.setPixmap(theme.pixmap("undo-2", "good"))


def _told(detail: ReturnDetail, money: MoneyFormat) -> list[tuple[str, str]]:
    """A row for each line that comes back; more than there is room for are summed up."""
    items = detail.items
    shown = items if len(items) <= _MOST else items[: _MOST - 1]
    rows = [(_line_words(item, money), money.plain(-item.gross)) for item in shown]
    rest = items[len(shown) :]
    if rest:
        rows.append((f"and {len(rest)} more", money.plain(-sum(item.gross for item in rest))))
    return rows


def _line_words(item: ReturnItemRow, money: MoneyFormat) -> str:
    damaged = ", damaged" if item.damaged else ""
    return f"{quantity(item.quantity, item.unit, money)} {item.name}{damaged}"
