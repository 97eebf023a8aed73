"""Another price for the selected line: of goods without a price of their own, or by right."""

from pos_app.domain.cart import CartLine
from pos_app.domain.errors import NotAllowed, PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import ProductRow
from pos_app.ui import approving, messages
from pos_app.ui.cart.asking import Asking
from pos_app.ui.cart.price_sheet import PriceSheet


class OwnPrice(Asking):
    """The right is looked at when the price is typed, where somebody else may approve it, and
    again when the sale is booked."""

    def ask_line(self) -> None:
        """Another price for one unit of the selected line."""
        place, clerk = self._sale.selected, self._counter.clerk()
        if place < 0 or clerk is None:
            return
        line, uuid = self._sale.cart.lines[place], self._sale.cart.uuid
        if line.gift_card:
            self._desk.notices.say("A gift card costs what it holds.", "It is money, not goods.")
            return
        catalog = self._desk.shop.catalog

        def opened(product: ProductRow) -> None:
            if self._sale.holds(place, line, uuid):
                self._open_sheet(place, line, product)

        self._counter.ask(lambda: catalog.get(line.product_id), opened, _say)

    def _open_sheet(self, place: int, line: CartLine, product: ProductRow) -> None:
        uuid = self._sale.cart.uuid
        shelf = None if product.open_price else line.price
        money = self._desk.shop.money
        sheet = PriceSheet(line.name, line.unit, money, self._tab, shelf=shelf, own=line.own_price)

        def set_price(price: int | None) -> None:
            if not self._sale.holds(place, line, uuid):
                return
            try:
                self._sale.set_price(place, price)
            except PosError as refusal:
                messages.show(refusal)

        def set_by_right(price: int) -> None:
            if product.open_price or self._desk.session.may(Permission.PRICE_OVERRIDE):
                set_price(price)
                return
            clerk, cart = self._counter.clerk(), self._sale.cart
            if clerk is None or not self._sale.holds(place, line, uuid):
                return
            approving.ask_for_cart(
                self._desk,
                cart.set_price(place, price),
                NotAllowed(Permission.PRICE_OVERRIDE.value, clerk.name),
                lambda: set_price(price),
                lambda _error: None,
                about=f"Sell {line.name} at {money.format(price)}, not {money.format(line.price)}",
                parent=self._tab,
            )

        sheet.priced.connect(set_by_right)
        sheet.taken_off.connect(lambda: set_price(None))
        self._open(sheet)


def _say(error: Exception) -> None:
    if isinstance(error, PosError):
        messages.show(error)
