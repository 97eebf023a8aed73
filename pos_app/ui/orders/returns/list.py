"""The returns of an order in its panel: number, day, and what was given back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ReturnDetail, ShopInfo
from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

_AT_MOST = 3
"""Rows in sight; those behind them are scrolled to."""


class ReturnList(QWidget):
    """opened(id, number) asks for the slip of one; hidden while there is none."""

    opened = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[ReturnDetail, ...] = ()
        self.buttons: list[KeyButton] = []
        title = QLabel("Returns")
        title.setProperty("kind", "label")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(title)
        column.addWidget(self._area)
        self.hide()

    def show_returns(
        self, returns: Sequence[ReturnDetail], shop: ShopInfo, money: MoneyFormat
    ) -> None:
        """Show these, the newest first."""
        if tuple(returns) == self._shown:
            return
        self._shown = tuple(returns)
        self.buttons = []
        inner = QWidget()
        inner.setProperty("kind", "plain")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(2 * theme.GRID)
        grid.setColumnStretch(1, 1)
        now = datetime.now(UTC)
        for row, each in enumerate(reversed(self._shown)):
            button = KeyButton(each.number, kind="link")
            button.setAccessibleName(f"Open the slip of {each.number}")
            button.clicked.connect(partial(self._open, each))
            moment = QLabel(wording.near_moment(each.at, shop, now))
            moment.setProperty("kind", "muted")
            total = QLabel(money.plain(-(each.total + each.rounding)))
            total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for place, part in enumerate((button, moment, total)):
                grid.addWidget(part, row, place)
            self.buttons.append(button)
        self._area.setWidget(inner)
        rows = min(len(self._shown), _AT_MOST)
        self._area.setFixedHeight(
            rows * theme.DENSE + (theme.DENSE // 2 if rows == _AT_MOST else 0)
        )
        if len(self._shown) <= _AT_MOST:
            self._area.setFixedHeight(rows * theme.DENSE)
        self.setVisible(bool(self._shown))

    def _open(self, each: ReturnDetail, *_checked: bool) -> None:
        self.opened.emit(each.id, each.number)
