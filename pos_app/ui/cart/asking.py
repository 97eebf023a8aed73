"""What those have in common who ask over the counter and bring the answer into the open sale."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import PosError
from pos_app.ui import messages
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk
from pos_app.ui.refused_codes import said_on_the_clock
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460
_WIDE = 660
"""Room for a third button."""

Then = Callable[[], None]


class Asking(QObject):
    """Opens sheets by open_sheet, and asks who buys by ask_customer(then), which calls then() once
    somebody was chosen."""

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        counter: Counter,
        open_sheet: Callable[[Sheet], None],
        ask_customer: Callable[[Then], None],
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._desk = desk
        self._sale = sale
        self._counter = counter
        self._open = open_sheet
        self._ask_customer = ask_customer
        self._tab = tab

    def question(
        self,
        title: str,
        text: str,
        yes: str,
        then: Then,
        *,
        key: str,
        with_customer: Then | None = None,
    ) -> None:
        """Ask whether to go on, by a key, or to look at the cart. With with_customer it may be
        answered by choosing the customer too, and is called after that."""
        width = _WIDTH if with_customer is None else _WIDE
        sheet = ConfirmSheet(
            title, text, self._tab, yes=yes, no="Back to the cart", kind="primary", width=width
        )
        sheet.yes.set_key(key)
        sheet.accepted.connect(then)
        if with_customer is not None:
            self._offer_customer(sheet, with_customer)
        self._open(sheet)

    def _offer_customer(self, sheet: ConfirmSheet, then: Then) -> None:
        choose = KeyButton("Choose the customer", key="F4")
        sheet.footer.insertWidget(sheet.footer.indexOf(sheet.yes), choose)

        def leave() -> None:
            sheet.reject()
            self._ask_customer(then)

        choose.clicked.connect(leave)

    @property
    def lacks_customer(self) -> bool:
        """True while the sale has a code that counts by customer, and no customer."""
        cart = self._sale.cart
        return cart.code is not None and cart.code.needs_customer and cart.customer_id is None

    def say_refused(self, error: Exception) -> None:
        """Say why a code is not taken."""
        if isinstance(error, PosError):
            messages.show(said_on_the_clock(error, self._desk.shop.info))
