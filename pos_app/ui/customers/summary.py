"""What a customer has bought, in three figures."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import CustomerSummary, ShopInfo
from pos_app.ui import theme
from pos_app.ui.widgets.figure import Figure


class SummaryFigures(QWidget):
    """Orders, revenue, and when they came last; dashes where it isn't known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = Figure("Orders")
        self.revenue = Figure("Revenue")
        self.last = Figure("Last order")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.count, 2)
        row.addWidget(self.revenue, 3)
        row.addWidget(self.last, 3)

    def show_summary(
        self, summary: CustomerSummary | None, shop: ShopInfo, money: MoneyFormat
    ) -> None:
        """Show it, or dashes."""
        if summary is None:
            for figure in (self.count, self.revenue, self.last):
                figure.show_figure("–")
            return
        at = summary.last_order_at
        self.count.show_figure(f"{summary.orders:,}", "Orders that were not cancelled")
        self.revenue.show_figure(money.format(summary.revenue))
        if at is None:
            self.last.show_figure("–")
            return
        today = wording.shop_time(datetime.now(UTC), shop).date()
        on = wording.shop_time(at, shop).date()
        words = wording.near_day(on, shop, today) if on.year == today.year else ""
        self.last.show_figure(words or wording.month(on, shop), wording.moment(at, shop))
