"""What the customer is shown of the open sale: on a second window, on a pole display, or both."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from pos_app.config import Config
from pos_app.devices import pole
from pos_app.devices.pole import PoleLane
from pos_app.devices.till import Devices
from pos_app.documents import wording
from pos_app.domain.cart import CartLine
from pos_app.domain.errors import BadValue, DisplayTrouble
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedLine
from pos_app.domain.rows import Receipt
from pos_app.domain.training import MARK
from pos_app.ui import messages
from pos_app.ui.customer_paint import Shown, ShownLine
from pos_app.ui.customer_window import CustomerWindow
from pos_app.ui.desk import Desk

if TYPE_CHECKING:
    # Only for annotations: the tab is made before this and handed in.
    from pos_app.ui.cart import CartTab

THANKS_MS = 30_000
"""So long the change stays in sight when nothing new is sold."""


class CustomerSide(QObject):
    """Follows one Cart tab. Displays are told on their own threads; nothing here waits."""

    _troubled = Signal(object)

    def __init__(self, desk: Desk, cart_tab: "CartTab", devices: Devices, parent: QObject) -> None:
        super().__init__(parent)
        self.window: CustomerWindow | None = None
        self._desk = desk
        self._tab = cart_tab
        self._devices = devices
        self._pole: PoleLane | None = None
        self._address = ""
        self._done = False
        self._rest = QTimer(self, singleShot=True, interval=THANKS_MS)
        self._shown = self._idle()
        self._lines: pole.Lines = (desk.shop.info.name, "")

        desk.session.changed.connect(self._follow)
        cart_tab.sale.changed.connect(self._follow)
        cart_tab.exchanging.changed.connect(self._follow)
        cart_tab.sold.connect(self._thank)
        desk.tasks.changes.settings.connect(self._follow)
        self._rest.timeout.connect(self._be_idle)
        self._troubled.connect(self._say_trouble, Qt.ConnectionType.QueuedConnection)

    def configure(self, config: Config) -> None:
        """Show it on the displays of these settings from now on."""
        if config.pole_display != self._address:
            self._change_pole(config.pole_display)
        if config.customer_window and self.window is None:
            self.window = CustomerWindow(self._tab.window())
            self.window.say(self._shown)
            self.window.appear()
        elif not config.customer_window and self.window is not None:
            self._close_window()

    def close(self) -> None:
        """Empty the displays and let go of them."""
        if self._pole is not None:
            self._pole.close()
            self._pole = None
        self._close_window()

    # --- following -----------------------------------------------------------------------------

    def _follow(self) -> None:
        sale = self._tab.sale
        if self._desk.session.clerk is None:  # a locked till shows nobody's sale
            self._be_idle()
            return
        if sale.cart.empty:
            if not self._done:
                self._be_idle()
            return
        if not sale.cart and not self._tab.exchanging.ready:
            return  # the next change tells what comes back
        self._done = False
        self._rest.stop()
        info, money = self._desk.shop.info, self._desk.shop.money
        priced, place = sale.priced, sale.selected
        sold = tuple(
            ShownLine(
                line.name,
                _detail(line, each, money),
                money.plain(each.total),
                newest=row == place,
            )
            for row, (line, each) in enumerate(zip(sale.cart.lines, priced.lines, strict=True))
        )
        lines = self._returned() + sold
        mark = MARK if info.training else ""
        words, balance = self._balance()
        newest = sold[place] if 0 <= place < len(sold) else lines[-1]
        self._say(
            Shown(info.name, lines, self._sums(), words, money.format(balance), mark=mark),
            pole.sold(newest.name, newest.amount, words, money.plain(balance)),
        )

    def _returned(self) -> tuple[ShownLine, ...]:
        """What comes back with the sale, above what is sold."""
        back, money = self._tab.exchanging.given_back, self._desk.shop.money
        return tuple(
            ShownLine(
                item.name,
                f"{wording.quantity(item.quantity, item.unit, money)} returned",
                money.plain(-item.gross),
            )
            for item in (() if back is None else back.items)
        )

    def _balance(self) -> tuple[str, int]:
        """What is to be paid in the end, with its words; of an exchange, what is left of both."""
        exchanging, total = self._tab.exchanging, self._tab.sale.priced.total
        if self._tab.sale.cart.exchange is None or not exchanging.ready:
            return "Total", total
        return ("To give back" if exchanging.balance < 0 else "To pay"), abs(exchanging.balance)

    def _sums(self) -> tuple[tuple[str, str], ...]:
        """What stands above the balance."""
        priced, money = self._tab.sale.priced, self._desk.shop.money
        sums = []
        if priced.discount > 0:
            sums.append(("You save", money.format(priced.discount)))
        if not priced.tax_included:
            sums.append(("Taxes", money.format(priced.tax)))
        if self._tab.sale.cart.exchange is not None and self._tab.exchanging.ready:
            sums.append(("Returned", money.format(-self._tab.exchanging.worth)))
        return tuple(sums)

    def _thank(self, receipt: Receipt) -> None:
        info, money = self._desk.shop.info, self._desk.shop.money
        words = "Given back" if receipt.given_back else "Change"
        handed_out = receipt.given_back or receipt.change_due
        self._done = True
        self._rest.start()
        self._say(
            Shown(
                info.name,
                figure_words=words if handed_out else "",
                figure=money.format(handed_out) if handed_out else "",
                thanks="Thank you!",
                mark=MARK if info.training else "",
            ),
            pole.change(
                money.plain(receipt.total), money.plain(handed_out) if handed_out else "", words
            ),
        )

    def _be_idle(self) -> None:
        self._done = False
        self._say(self._idle(), (self._desk.shop.info.name, ""))

    def _idle(self) -> Shown:
        info = self._desk.shop.info
        return Shown(info.name, mark=MARK if info.training else "")

    def _say(self, shown: Shown, lines: pole.Lines) -> None:
        self._shown, self._lines = shown, lines
        if self.window is not None:
            self.window.say(shown)
        if self._pole is not None:
            self._pole.show(lines)

    # --- displays ------------------------------------------------------------------------------

    def _change_pole(self, address: str) -> None:
        before, self._pole, self._address = self._pole, None, address
        if before is not None:
            self._desk.tasks.office.run(before.close)  # a display that hangs is waited for there
        if address:
            try:
                self._pole = PoleLane(self._devices.display(address), self._troubled.emit)
            except BadValue as refusal:
                messages.show(refusal)
                return
            self._pole.show(self._lines)

    def _close_window(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def _say_trouble(self, trouble: DisplayTrouble | None) -> None:
        if trouble is not None:
            messages.show(trouble)
        else:
            self._desk.notices.say("The display for customers is back.")


def _detail(line: CartLine, priced: PricedLine, money: MoneyFormat) -> str:
    """How many at which price; one piece at its price needs no words."""
    if line.unit == "piece" and line.quantity == 1 and priced.price == priced.total:
        return ""
    return f"{wording.quantity(line.quantity, line.unit, money)} × {money.plain(priced.price)}"
