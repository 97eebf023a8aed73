"""The sale that is open at this till: its cart, the selected line, the sums, undo and redo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from pos_app.domain.cart import Cart, CartLine, Exchange
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadQuantity, PosError, ProductMoved
from pos_app.domain.pricing import PricedCart, Terms, price
from pos_app.domain.rows import BundlePartRow, ProductRow
from pos_app.ui import messages

UNDO_LIMIT = 500


class ReplaceCart(QUndoCommand):
    """One step: the cart as it was, the cart as it is. Carts are frozen, so that is all of it."""

    def __init__(
        self, show: Callable[[Cart, int], None], before: tuple[Cart, int], after: tuple[Cart, int]
    ) -> None:
        super().__init__()
        self._show = show
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._show(*self._after)

    def undo(self) -> None:
        self._show(*self._before)


class Sale(QObject):
    """The open cart and every way a clerk changes it. All in memory: nothing here waits.

    It is priced by `terms`, at the moment that clock tells on the shop's own clock. A change the
    domain refuses (BadQuantity, BadAmount, BadValue) raises and leaves the cart as it was.
    """

    changed = Signal()
    """Another cart than before: lines, customer, discounts, or what it comes to."""
    explained = Signal()
    """More is known of its lines; they and what they come to are the same."""
    clearing = Signal()
    """All of the cart is about to be taken out at once; `changed` follows."""
    selection_changed = Signal()
    """Another line is selected (comes after `changed` when both happen)."""

    def __init__(
        self,
        terms: Terms,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._terms = terms
        self._clock = clock
        self._cart = Cart()
        self._selected = -1
        self._priced = self.trial(self._cart)
        self._ready: tuple[Cart, PricedCart] | None = None
        self._shelf: dict[int, Decimal] = {}
        self._parts: dict[int, tuple[BundlePartRow, ...]] = {}
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)

    # --- what is -----------------------------------------------------------------------------

    @property
    def cart(self) -> Cart:
        """The cart as it stands."""
        return self._cart

    @property
    def priced(self) -> PricedCart:
        """The cart's sums, in minor units."""
        return self._priced

    @property
    def terms(self) -> Terms:
        """What it is priced by."""
        return self._terms

    def trial(self, cart: Cart) -> PricedCart:
        """What another cart would come to here and now. Raises BadAmount, BadValue."""
        terms = self._terms
        if terms.offers.promotions:
            terms = replace(terms, at=self._clock())
        return price(cart, terms)

    @property
    def selected(self) -> int:
        """The selected line's place; -1 while the cart is empty."""
        return self._selected

    def holds(self, place: int, line: CartLine, uuid: str) -> bool:
        """False where another sale, or another line, has come in the place of this one."""
        lines = self._cart.lines[place : place + 1]
        same_sale = self._cart.uuid == uuid
        return same_sale and bool(lines) and lines[0].product_id == line.product_id

    def short_by(self, line: CartLine) -> Decimal | None:
        """What the shelf was last seen to hold of a line's product, where that is less than the
        cart asks for."""
        product_id = line.product_id
        left = self._shelf.get(product_id)
        if left is None:
            return None
        wanted = sum(
            (each.quantity for each in self._cart.lines if each.product_id == product_id),
            Decimal(0),
        )
        return left if wanted > left else None

    def shelf_price(self, line: CartLine) -> int | None:
        """What everybody else pays for a unit of a line, where it has a price of its own here or
        for the customer's group; stated as the sale states its prices, in minor units."""
        terms = self._terms
        if line.own_price is not None:
            other = line.price not in (0, line.own_price)
        else:
            by_list = line.agreed_list is None and not line.gift_card
            other = by_list and terms.group_prices.get(line.product_id, line.price) != line.price
        if not other:
            return None
        included = self._priced.tax_included
        if included == terms.prices_include_tax:
            return line.price
        return terms.rule(line.tax_class_id).restate(line.price, 1000, included=included)

    def parts(self, line: CartLine) -> tuple[BundlePartRow, ...]:
        """What a line's bundle is made of; nothing for other goods, or while it is not known."""
        return self._parts.get(line.product_id, ())

    def without_parts(self) -> list[int]:
        """The products in the cart of which it is not known what they are made of."""
        return [
            line.product_id
            for line in self._cart.lines
            if line.product_id not in self._parts and not line.gift_card
        ]

    def note_parts(self, parts: dict[int, tuple[BundlePartRow, ...]]) -> None:
        """From now on these are known."""
        self._parts.update(parts)
        if any(parts.values()):
            self.explained.emit()

    def offers_for(self, product: ProductRow) -> tuple[str, ...]:
        """The names of the promotions that run now for a product, alone or in some number."""
        terms, now = self._terms, self._clock()
        return tuple(
            each.name
            for each in terms.offers.promotions
            if each.runs(now, terms.group_id) and each.goods.has(product.id, product.category_id)
        )

    # --- changes of the cart -----------------------------------------------------------------

    def add(
        self,
        product: ProductRow,
        quantity: Decimal | int = 1,
        *,
        total: int | None = None,
        label: str = "",
        note: str = "",
        own_price: int | None = None,
    ) -> None:
        """Add a product and select its line. total is the price of all of it on the scanned label
        `label`, in minor units, own_price that of one unit where it was asked; note is kept on the
        line."""
        if total is not None:
            cart = self._cart.add_label(product, quantity, total, label)
            cart = cart.set_note(len(cart.lines) - 1, note)
        else:
            line = Cart().add(product, quantity, own_price=own_price).lines[0]
            cart = self._cart.add_line(replace(line, note=note) if note else line)
        self._shelf[product.id] = product.on_hand
        if not product.bundle:
            self._parts[product.id] = ()
        self.replace(cart, _changed_line(self._cart, cart))

    def step(self, by: int) -> None:
        """More or less of the selected line; the line goes when none is left."""
        if self._selected >= 0:
            if by > 0:
                self._check_quantity(by + 1)
            self.replace(self._cart.step(self._selected, by), self._selected)

    def set_quantity(self, quantity: Decimal | int) -> None:
        """Another quantity on the selected line; 0 removes it."""
        if self._selected < 0:
            return
        if quantity == 0:
            self.remove()
        else:
            self._check_quantity(quantity)
            self.replace(self._cart.set_quantity(self._selected, quantity), self._selected)

    def set_note(self, note: str) -> None:
        """Another note on the selected line ("" takes it away)."""
        if self._selected >= 0:
            self.replace(self._cart.set_note(self._selected, note), self._selected)

    def set_price(self, index: int, price: int | None) -> None:
        """Another price for one unit of a line, in minor units; None is the shelf price again."""
        self.replace(self._cart.set_price(index, price), index)

    def see_age(self, age: int) -> None:
        """The buyer was seen to be so many years old. Nothing to undo: it stays true."""
        self._show(self._cart.checked_age(age), self._selected)

    def take_out(self, product_id: int) -> None:
        """Take every line of a product out."""
        lines = tuple(line for line in self._cart.lines if line.product_id != product_id)
        self.replace(replace(self._cart, lines=lines))

    def exchange(self, exchange: Exchange | None) -> None:
        """These goods come back on the same ticket; None takes them out again."""
        self.replace(self._cart.with_exchange(exchange), self._selected)

    def remove(self) -> None:
        """Take the selected line out."""
        if self._selected >= 0:
            self.replace(self._cart.remove(self._selected), self._selected)

    def clear(self) -> None:
        """Take every line, the discount and the customer out; undo brings them back."""
        if self._cart.lines:
            self.clearing.emit()
        self.replace(Cart(uuid=self._cart.uuid))

    def for_customer(self, customer_id: int | None, name: str = "") -> None:
        """Sell to this customer; None makes it a walk-in sale."""
        self.replace(self._cart.for_customer(customer_id, name), self._selected)

    def add_line(self, line: CartLine) -> None:
        """Add a line that is no product of the shelf, and select it."""
        cart = self._cart.add_line(line)
        self.replace(cart, _changed_line(self._cart, cart))

    def set_discount(self, index: int, discount: Discount | None) -> None:
        """Give a discount on a line, or take it off."""
        self.replace(self._cart.set_discount(index, discount), index)

    def with_discount(self, discount: Discount | None) -> None:
        """Give a discount on the whole sale, or take it off."""
        self.replace(self._cart.with_discount(discount), self._selected)

    def with_code(self, code: CodeDiscount | None) -> None:
        """Put a discount code on the cart, or take it off."""
        self.replace(self._cart.with_code(code), self._selected)

    def at_price(self, product_id: int, now: int) -> None:
        """Bring a product's lines to the shelf price of now."""
        self.replace(self._cart.at_price(product_id, now), self._selected)

    def follow(self, moved: ProductMoved) -> None:
        """Bring a product's lines to its tax class and category of now; those whose unit is
        another one go, and that is said."""
        before = len(self._cart.lines)
        cart = self._cart.moved(moved.product_id, moved.tax_class_id, moved.category_id, moved.unit)
        self.replace(cart, self._selected)
        if len(cart.lines) < before:
            messages.show(moved)

    def replace(self, cart: Cart, select: int | None = None) -> None:
        """Show this cart as one step that can be undone; select is a line of it."""
        place = self._selected if select is None else select
        if cart == self._cart:
            self.select(place)
            return
        self._ready = cart, self.trial(cart)  # refuses here, before anything changes
        self.undo_stack.push(ReplaceCart(self._show, (self._cart, self._selected), (cart, place)))

    def undo(self) -> None:
        """Take the last change back."""
        self.undo_stack.undo()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self.undo_stack.redo()

    # --- another sale ------------------------------------------------------------------------

    def start(self, cart: Cart | None = None, terms: Terms | None = None) -> None:
        """Begin another sale, empty or recalled, by other terms where they are given; what was
        before can't be undone into it."""
        if terms is not None:
            self._terms = terms
        self.undo_stack.clear()
        self._shelf.clear()
        self._parts.clear()
        cart = Cart() if cart is None else cart
        self._show(cart, len(cart.lines) - 1)

    def set_terms(self, terms: Terms) -> None:
        """Price by other terms from now on."""
        before, self._terms = self._terms, terms
        told = self.reprice()
        if not told and (before.exempt, before.cash_rounding) != (
            terms.exempt,
            terms.cash_rounding,
        ):
            self.changed.emit()

    def reprice(self) -> bool:
        """Price the cart as it is by the clock of now; True where it comes to something else."""
        try:
            priced = self.trial(self._cart)
        except PosError:  # what can't be priced any more is refused when it is sold, in words
            return False
        if priced == self._priced:
            return False
        self._priced = priced
        self.changed.emit()
        return True

    # --- selection ---------------------------------------------------------------------------

    def select(self, index: int) -> None:
        """Select a line; a place outside the cart becomes the nearest one in it."""
        index = max(min(index, len(self._cart.lines) - 1), 0 if self._cart.lines else -1)
        if index != self._selected:
            self._selected = index
            self.selection_changed.emit()

    def _check_quantity(self, quantity: Decimal | int) -> None:
        if self._cart.lines[self._selected].gift_card and quantity != 1:
            raise BadQuantity("quantity", quantity, "one_a_line")

    def _show(self, cart: Cart, selected: int) -> None:
        ready, self._ready = self._ready, None
        self._priced = ready[1] if ready and ready[0] is cart else self.trial(cart)
        self._cart = cart
        place = max(min(selected, len(cart.lines) - 1), 0 if cart.lines else -1)
        moved = place != self._selected
        self._selected = place
        self.changed.emit()
        if moved:
            self.selection_changed.emit()


def _changed_line(before: Cart, after: Cart) -> int:
    """The place of the line that was added or grew; lines keep their places."""
    for index, line in enumerate(after.lines):
        if index >= len(before.lines) or before.lines[index] != line:
            return index
    return len(after.lines) - 1
