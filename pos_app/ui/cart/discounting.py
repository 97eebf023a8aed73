"""What a clerk takes off or adds beside the goods: discounts, discount codes, gift cards."""

from collections.abc import Callable

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import PosError
from pos_app.ui import approving
from pos_app.ui.cart.approved import discount_about
from pos_app.ui.cart.asking import Asking
from pos_app.ui.cart.discount_sheet import DiscountSheet
from pos_app.ui.cart.gift_card_sheet import GiftCardSheet
from pos_app.ui.widgets.ask_sheet import AskSheet


class Discounting(Asking):
    """One method per question; the counter lane is asked before anything is on the cart that its
    clerk may not give."""

    # --- discounts by hand -------------------------------------------------------------------

    def ask_line(self) -> None:
        """A discount on the selected line; on the whole sale where none is selected."""
        place = self._sale.selected
        if place < 0:
            self.ask_sale()
            return
        line = self._sale.cart.lines[place]
        if line.gift_card:
            self._desk.notices.say("A gift card takes no discount.", "It is money, not goods.")
            return

        def on(cart: Cart, discount: Discount | None) -> Cart:
            return cart.set_discount(place, discount)

        self._ask("Discount on this line", line.name, line.discount, "line", on)

    def ask_sale(self) -> None:
        """A discount on the whole sale."""
        cart = self._sale.cart
        if cart:
            about = "Shared over all lines; gift cards are left out."
            self._ask(
                "Discount on the sale",
                about,
                cart.discount,
                "order",
                lambda cart, discount: cart.with_discount(discount),
            )

    def _ask(
        self,
        title: str,
        about: str,
        present: Discount | None,
        kind: str,
        on: Callable[[Cart, Discount | None], Cart],
    ) -> None:
        place = self._sale.selected

        def effect(discount: Discount) -> tuple[int, int]:
            priced = self._sale.trial(on(self._sale.cart, discount))
            offs = priced.lines[place].offs if kind == "line" else priced.offs
            return sum(off.amount for off in offs if off.kind == kind), priced.total

        info, money = self._desk.shop.info, self._desk.shop.money
        sheet = DiscountSheet(
            title, about, money, info.discount_reasons, effect, self._tab, present=present,
            reason_needed=info.discount_reason_needed,
        )  # fmt: skip
        self._close_with_its_line(sheet, place if kind == "line" else -1)
        sheet.given.connect(lambda discount: self._give(sheet, discount, on))
        sheet.taken_off.connect(lambda: self._sale.replace(on(self._sale.cart, None), place))
        self._open(sheet)

    def _close_with_its_line(self, sheet: DiscountSheet, place: int) -> None:
        """Close the sheet when another sale takes the place of this one (it was being parked), so
        that nothing is taken off the wrong goods. place is a line, or -1 for the whole sale."""
        uuid = self._sale.cart.uuid
        product_id = self._sale.cart.lines[place].product_id if place >= 0 else 0

        def look() -> None:
            cart = self._sale.cart
            lines = cart.lines[place : place + 1] if place >= 0 else cart.lines[:1]
            gone = not lines or (place >= 0 and lines[0].product_id != product_id)
            if gone or cart.uuid != uuid:
                sheet.reject()

        self._sale.changed.connect(look)
        sheet.finished.connect(lambda _: self._sale.changed.disconnect(look))

    def _give(
        self,
        sheet: DiscountSheet,
        discount: Discount,
        on: Callable[[Cart, Discount | None], Cart],
    ) -> None:
        """Put it on the cart once it is sure that this clerk may give it."""
        clerk = self._counter.clerk()
        if clerk is None:
            sheet.reject()
            return
        checkout, place = self._desk.shop.checkout, self._sale.selected
        wanted = on(self._sale.cart, discount)
        of_line = wanted.discount == self._sale.cart.discount and place >= 0
        what = wanted.lines[place].name if of_line else "the sale"

        def allowed(_: None) -> None:
            self._sale.replace(on(self._sale.cart, discount), place)
            sheet.accept()

        def refused(error: Exception) -> None:
            approving.ask_for_cart(
                self._desk,
                wanted,
                error,
                lambda: allowed(None),
                sheet.refuse,
                about=discount_about(discount, what, self._desk.shop.money),
                parent=sheet,
            )

        self._counter.ask(
            lambda: checkout.check_discounts(wanted, by=clerk), allowed, refused, owner=sheet
        )

    # --- codes -------------------------------------------------------------------------------

    def ask_code(self) -> None:
        """A discount code for the whole sale."""
        if not self._sale.cart:
            return
        code = self._sale.cart.code
        sheet = AskSheet(
            "Discount code", "Code", "Take the code", self._tab,
            text=code.code if code else "",
            extra="Take it off" if code else "",
        )  # fmt: skip
        sheet.answered.connect(self.take_code)
        sheet.extra_asked.connect(lambda: self._sale.with_code(None))
        self._open(sheet)

    def take_code(self, typed: str) -> None:
        """Put a code on the sale that was typed or scanned; a refusal is said."""
        self._look_up_code(typed, self._has_code, self.say_refused)

    def _look_up_code(
        self, code: str, then: Callable[[CodeDiscount], None], failed: Callable[[Exception], None]
    ) -> None:
        carts, customer_id = self._desk.shop.carts, self._sale.cart.customer_id
        self._counter.ask(lambda: carts.discount(code, customer_id=customer_id), then, failed)

    def _has_code(self, code: CodeDiscount) -> None:
        self._sale.with_code(code)
        if self.lacks_customer:
            self.question(
                "This code needs a customer",
                f"How often {code.code} was used is counted for each customer, so that a sale to "
                "nobody can't be paid with it.",
                "Choose the customer",
                lambda: self._ask_customer(self._look_again),
                key="F4",
            )

    def _look_again(self) -> None:
        """The code's customer is known now: they may have used it."""
        code = self._sale.cart.code

        def refused(error: Exception) -> None:
            self._sale.with_code(None)
            self.say_refused(error)

        if code is not None:
            self._look_up_code(code.code, self._sale.with_code, refused)

    # --- gift cards --------------------------------------------------------------------------

    def sell_gift_card(self) -> None:
        """A gift card as a line of the sale."""
        if self._counter.clerk() is None:
            return
        sheet = GiftCardSheet(self._desk.shop.money, self._tab)
        ledgers = self._desk.shop.ledgers
        sheet.code_asked.connect(
            lambda: self._counter.ask(
                ledgers.new_gift_card_code, sheet.show_code, sheet.refuse, owner=sheet
            )
        )
        sheet.sold.connect(lambda code, amount: self._add_gift_card(sheet, code, amount))
        self._open(sheet)

    def _add_gift_card(self, sheet: GiftCardSheet, code: str, amount: int) -> None:
        clerk = self._counter.clerk()
        if clerk is None:
            sheet.reject()
            return
        ledgers = self._desk.shop.ledgers

        def made(line: CartLine) -> None:
            try:
                self._sale.add_line(line)
            except PosError as refusal:
                sheet.refuse(refusal)
            else:
                sheet.accept()

        self._counter.ask(
            lambda: ledgers.gift_card_line(code, amount, by=clerk), made, sheet.refuse, owner=sheet
        )
