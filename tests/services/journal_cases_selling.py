"""What the journal writes at the counter: commands that sell, give back, or handle a cart."""

from dataclasses import replace

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.cart_changes import TakenOut, held
from pos_app.domain.payment import Payment
from pos_app.domain.rows import LooseLine, ReturnLine
from tests.services.journal_world import Act, World, silent, writes

# --- sales -------------------------------------------------------------------------------------


@writes("checkout._sell", "sale")
def in_cash(w: World) -> Act:
    cart = w.cart()
    return lambda: w.shop.checkout.sell(
        cart, [Payment("cash", 1000)], by=w.by, paper=True, drawer=True
    )


@writes("checkout._sell", "sale")
def to_a_customer(w: World) -> Act:
    cart = w.cart(customer=True)
    return lambda: w.shop.checkout.sell(cart, [Payment("cash", 1000)], by=w.by)


@silent("checkout._sell", "it is in the books, and in the journal, already")
def once_more(w: World) -> Act:
    cart = w.cart()
    w.shop.checkout.sell(cart, [Payment("cash", 1000)], by=w.by)
    return lambda: w.shop.checkout.sell(cart, [Payment("cash", 1000)], by=w.by)


@writes("checkout._sell", "sale", "exchange")
def with_an_exchange(w: World) -> Act:
    order = w.order(w.sold().order_id)
    lines = (ReturnLine(order.items[1].id, 1),)
    cart = w.cart().with_exchange(Exchange(order.id, order.number, lines, "too bitter"))
    return lambda: w.shop.checkout.sell(cart, [Payment("cash", 1000)], by=w.by, drawer=True)


@writes("orders.place", "sale")
def a_pending_order(w: World) -> Act:
    cart, customer = w.cart(), w.customer
    return lambda: w.shop.orders.place(cart, customer_id=customer.id, by=w.by)


@writes("orders.set_status", "status")
def on_its_way(w: World) -> Act:
    order = w.placed()
    return lambda: w.shop.orders.set_status(order.id, "processing", by=w.by)


@writes("orders.set_status", "cancel")
def to_cancelled(w: World) -> Act:
    order = w.placed()
    return lambda: w.shop.orders.set_status(order.id, "cancelled", by=w.by)


@writes("orders.cancel", "cancel")
def a_placed_one(w: World) -> Act:
    order = w.placed()
    return lambda: w.shop.orders.cancel(order.id, by=w.by)


# --- giving back -------------------------------------------------------------------------------


@writes("returns.give_back", "refund")
def two_of_three(w: World) -> Act:
    order = w.order(w.sold(customer=True).order_id)
    lines = [ReturnLine(order.items[0].id, 2, damaged=True)]
    return lambda: w.shop.returns.give_back(
        order.id, lines, reason="sour", by=w.by, drawer=True, paper=True
    )


@writes("returns.void", "void")
def the_last_sale(w: World) -> Act:
    receipt = w.sold()
    return lambda: w.shop.returns.void(receipt.order_id, reason="wrong goods", by=w.by)


@writes("returns.without_receipt", "refund")
def for_store_credit(w: World) -> Act:
    lines, customer = [LooseLine(w.milk.id, 1)], w.customer
    return lambda: w.shop.returns.without_receipt(
        lines, reason="no receipt", instead="store_credit", customer_id=customer.id, by=w.by
    )


# --- carts -------------------------------------------------------------------------------------


@silent("carts.keep_current", "nothing was taken out")
def more_in_it(w: World) -> Act:
    cart = Cart().add(w.milk)
    w.shop.carts.keep_current(cart, by=w.by)
    more = cart.add(w.milk, 2).add(w.tea)
    return lambda: w.shop.carts.keep_current(more, by=w.by)


@writes("carts.keep_current", "line_removed")
def a_line_less(w: World) -> Act:
    cart = w.cart(customer=True)
    w.shop.carts.keep_current(cart, by=w.by)
    return lambda: w.shop.carts.keep_current(cart.remove(1), by=w.by)


@writes("carts.keep_current", "cart_cleared")
def nothing_left(w: World) -> Act:
    cart = w.cart()
    w.shop.carts.keep_current(cart, by=w.by)
    return lambda: w.shop.carts.keep_current(replace(cart, lines=()), by=w.by)


@writes("carts.keep_current", "cart_cleared")
def another_cart_in_its_place(w: World) -> Act:
    w.shop.carts.keep_current(w.cart(), by=w.by)
    other = Cart().add(w.tea)
    return lambda: w.shop.carts.keep_current(other, by=w.by)


@writes("carts.keep_current", "line_removed", "cart_cleared")
def what_the_till_tells(w: World) -> Act:
    cart = w.cart()
    lines = tuple(held(line) for line in cart.lines)
    told = TakenOut(cart.uuid, lines[:1]), TakenOut(cart.uuid, lines[1:], cleared=True)
    return lambda: w.shop.carts.keep_current(Cart(), removed=told, by=w.by)


@writes("carts.park", "cart_parked")
def for_the_customer(w: World) -> Act:
    cart = w.cart(customer=True)
    w.shop.carts.keep_current(cart, by=w.by)
    return lambda: w.shop.carts.park(cart, name="Zebulon Quimby", by=w.by)


@writes("carts.recall", "cart_recalled")
def a_parked_one(w: World) -> Act:
    parked = w.shop.carts.park(w.cart(customer=True), name="Zebulon Quimby", by=w.by)
    return lambda: w.shop.carts.recall(parked.id, by=w.by)


@silent("carts.save", "a customer's own list, which no till has open")
def for_later(w: World) -> Act:
    cart = w.cart(customer=True)
    return lambda: w.shop.carts.save(cart, by=w.by)


@silent("carts.clear", "a customer's own list, which no till has open")
def the_customers(w: World) -> Act:
    w.shop.carts.save(w.cart(customer=True), by=w.by)
    return lambda: w.shop.carts.clear(w.customer.id, by=w.by)


# --- papers and drawer -------------------------------------------------------------------------


@silent("papers.ask", "the first one is the sale's own")
def the_original(w: World) -> Act:
    order_id = w.sold().order_id
    return lambda: w.shop.papers.ask(order_id=order_id, by=w.by)


@silent("papers.ask", "a gift receipt shows no amounts")
def a_gift_receipt(w: World) -> Act:
    order_id = w.sold().order_id
    return lambda: w.shop.papers.ask(order_id=order_id, copy="gift", by=w.by)


@writes("papers.ask", "reprint")
def a_second_original(w: World) -> Act:
    order_id = w.sold().order_id
    w.shop.papers.ask(order_id=order_id, by=w.by)
    return lambda: w.shop.papers.ask(order_id=order_id, by=w.by)


@silent("papers.give_up", "the sale stands, and whoever prints it anew is told of")
def a_paper(w: World) -> Act:
    job = w.shop.papers.ask(order_id=w.sold().order_id, by=w.by)
    return lambda: w.shop.papers.give_up(job.id, by=w.by)


@writes("drawer.open", "drawer")
def without_a_sale(w: World) -> Act:
    return lambda: w.shop.drawer.open(reason="change for the bakery", by=w.by)


# --- ledgers -----------------------------------------------------------------------------------


@writes("ledgers.gift_card_line", "product")
def the_first_card(w: World) -> Act:
    return lambda: w.shop.ledgers.gift_card_line("CARD-1234-5678", 2500, by=w.by)


@silent("ledgers.gift_card_line", "a card holds nothing before its sale is booked")
def another_card(w: World) -> Act:
    w.shop.ledgers.gift_card_line("CARD-1234-5678", 2500, by=w.by)
    return lambda: w.shop.ledgers.gift_card_line("CARD-8765-4321", 2500, by=w.by)


@writes("ledgers.pay_in", "ledger")
def what_is_owed(w: World) -> Act:
    customer = w.customer
    w.shop.customers.set_terms(
        customer.id, group_id=None, tax_exempt="", credit_limit=10_000, by=w.by
    )
    cart = w.cart(customer=True)
    w.shop.checkout.sell(cart, [Payment("account", w.shop.checkout.price(cart).total)], by=w.by)
    return lambda: w.shop.ledgers.pay_in(
        customer.id, 300, "transfer", reference="Zebulon Quimby", by=w.by
    )


@writes("ledgers.give_credit", "ledger")
def for_a_reason(w: World) -> Act:
    customer = w.customer
    return lambda: w.shop.ledgers.give_credit(customer.id, 500, "sour milk", by=w.by)


@writes("ledgers.correct", "ledger")
def a_mistake(w: World) -> Act:
    row = w.shop.ledgers.give_credit(w.customer.id, 500, "sour milk", by=w.by)
    return lambda: w.shop.ledgers.correct(row, -200, "was half a litre", by=w.by)
