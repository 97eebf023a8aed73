"""Rights on selling, giving back, money, shifts, papers: how each method is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission as Right
from pos_app.domain.rows import LooseLine, ReturnLine
from tests.services.rights_shop import CARD, PRICE, World
from tests.services.rights_table import anybody, needs, needs_one

_RECEIPT = "it is on the receipt, which the customer holds in their hand"
_LANE = "the till's own work, also after who asked for the paper has signed out"
_CARD = "the card or the customer is at the counter, and pays with it"
_COUNTS = "it works out a cart, and changes nothing"
_MUCH = {100_000: 20}


def _sell(w: World, cart: Cart, at: datetime | None = None) -> object:
    return w.shop.checkout.sell(cart, [Payment("card", PRICE)], by=w.by, at=at)


def _lines(w: World) -> list[ReturnLine]:
    return [ReturnLine(w.shop.orders.get(w.ids["order"]).items[0].id, 1)]


def _pay_in(w: World) -> object:
    return w.shop.ledgers.pay_in(w.ids["bea"], 5, "card", by=w.by)


def _close(w: World) -> object:
    found = w.shop.shifts.x_report(by=w.clerks["owner"])
    assert found.cash is not None
    return w.shop.shifts.close({1: found.cash.expected}, next_float=0, by=w.by)


def _open(w: World) -> object:
    if w.shop.shifts.current() is not None:
        w.shop.shifts.close(_MUCH, next_float=0, reason="Lunch", by=w.clerks["owner"])
    return w.shop.shifts.open({10_000: 1}, by=w.by)


SELLING = (
    # --- carts and selling ---
    needs("carts.keep_current", lambda w: w.shop.carts.keep_current(w.cart(), by=w.by), Right.SELL),
    needs("carts.current", lambda w: w.shop.carts.current(by=w.by), Right.SELL),
    needs("carts.park", lambda w: w.shop.carts.park(w.cart(), by=w.by), Right.SELL),
    needs("carts.recall", lambda w: w.shop.carts.recall(w.ids["parked"], by=w.by), Right.SELL),
    needs(
        "carts.save",
        lambda w: w.shop.carts.save(replace(w.cart(), customer_id=w.ids["dan"]), by=w.by),
        Right.SELL,
    ),
    needs("carts.clear", lambda w: w.shop.carts.clear(w.ids["bea"], by=w.by), Right.SELL),
    anybody(
        "carts.parked",
        lambda w: w.shop.carts.parked(),
        "which sales wait: who serves next sees them",
    ),
    anybody(
        "carts.load",
        lambda w: w.shop.carts.load(w.ids["bea"]),
        "what a customer has put aside, while they are served",
    ),
    anybody(
        "carts.discount", lambda w: w.shop.carts.discount("TEN"), "the customer has told the code"
    ),
    needs("checkout.sell", lambda w: _sell(w, w.cart()), Right.SELL),
    needs(
        "checkout.sell",
        lambda w: _sell(w, w.cart(), datetime.now(UTC) - timedelta(days=1)),
        Right.SELL,
        Right.BACKDATE,
        what="yesterday",
    ),
    needs(
        "checkout.sell",
        lambda w: w.shop.checkout.sell(
            w.cart().set_discount(0, Discount(amount=1, reason="Scratch")),
            [Payment("card", PRICE - 1)],
            by=w.by,
        ),
        Right.SELL,
        Right.DISCOUNT,
        what="a cent off",
    ),
    needs(
        "checkout.sell",
        lambda w: w.shop.checkout.sell(
            Cart((replace(w.cart().lines[0], own_price=PRICE + 5),)),
            [Payment("card", PRICE + 5)],
            by=w.by,
        ),
        Right.SELL,
        Right.PRICE_OVERRIDE,
        what="at another price",
    ),
    needs(
        "checkout.sell",
        lambda w: w.shop.checkout.sell(w.exchange(), by=w.by),
        Right.SELL,
        Right.REFUND,
        what="an exchange",
    ),
    needs(
        "checkout.check_discounts",
        lambda w: w.shop.checkout.check_discounts(
            w.cart().set_discount(0, Discount(amount=1, reason="Scratch")), by=w.by
        ),
        Right.DISCOUNT,
    ),
    anybody("checkout.terms", lambda w: w.shop.checkout.terms(), "the till prices carts by them"),
    anybody("checkout.price", lambda w: w.shop.checkout.price(w.cart()), _COUNTS),
    anybody(
        "checkout.exchange_preview",
        lambda w: w.shop.checkout.exchange_preview(w.exchange()),
        _COUNTS,
    ),
    anybody("checkout.moved", lambda w: w.shop.checkout.moved(w.cart()), _COUNTS),
    # --- orders ---
    needs(
        "orders.place",
        lambda w: w.shop.orders.place(w.cart(), customer_id=w.ids["bea"], by=w.by),
        Right.SELL,
    ),
    needs(
        "orders.set_status",
        lambda w: w.shop.orders.set_status(w.ids["placed"], "processing", by=w.by),
        Right.MANAGE_ORDERS,
    ),
    needs(
        "orders.set_status",
        lambda w: w.shop.orders.set_status(w.ids["placed"], "cancelled", by=w.by),
        Right.MANAGE_ORDERS,
        Right.CANCEL_ORDER,
        what="cancelled",
    ),
    needs(
        "orders.cancel",
        lambda w: w.shop.orders.cancel(w.ids["placed"], by=w.by),
        Right.CANCEL_ORDER,
    ),
    anybody(
        "orders.page",
        lambda w: w.shop.orders.page(),
        "the receipt of a customer who comes back is found here",
    ),
    anybody(
        "orders.find",
        lambda w: w.shop.orders.find("lamp"),
        "the receipt of a customer who comes back is found here",
    ),
    anybody("orders.get", lambda w: w.shop.orders.get(w.ids["order"]), _RECEIPT),
    anybody("orders.by_uuid", lambda w: w.shop.orders.by_uuid(w.uuids["last"]), _RECEIPT),
    anybody(
        "orders.allowed_moves",
        lambda w: w.shop.orders.allowed_moves("pending"),
        "a rule, the same for every order",
    ),
    # --- goods that come back ---
    needs(
        "returns.give_back",
        lambda w: w.shop.returns.give_back(w.ids["order"], _lines(w), reason="Broken", by=w.by),
        Right.REFUND,
    ),
    needs(
        "returns.void",
        lambda w: w.shop.returns.void(w.ids["last"], reason="Wrong one", by=w.by),
        Right.VOID,
    ),
    needs(
        "returns.without_receipt",
        lambda w: w.shop.returns.without_receipt(
            [LooseLine(w.ids["lamp"], 1)], reason="Broken", instead="cash", by=w.by
        ),
        Right.REFUND_WITHOUT_RECEIPT,
    ),
    anybody("returns.returnable", lambda w: w.shop.returns.returnable(w.ids["order"]), _RECEIPT),
    anybody(
        "returns.preview", lambda w: w.shop.returns.preview(w.ids["order"], _lines(w)), _COUNTS
    ),
    anybody(
        "returns.preview_without_receipt",
        lambda w: w.shop.returns.preview_without_receipt(
            [LooseLine(w.ids["lamp"], 1)], instead="cash"
        ),
        _COUNTS,
    ),
    anybody(
        "returns.last_sale",
        lambda w: w.shop.returns.last_sale(),
        "the sale that the till has just made",
    ),
    anybody("returns.get", lambda w: w.shop.returns.get(w.ids["return"]), _RECEIPT),
    anybody("returns.of_order", lambda w: w.shop.returns.of_order(w.ids["order"]), _RECEIPT),
    anybody(
        "returns.of_exchange", lambda w: w.shop.returns.of_exchange(w.ids["exchange"]), _RECEIPT
    ),
    # --- ledgers ---
    needs("ledgers.page", lambda w: w.shop.ledgers.page(by=w.by), Right.REPORTS),
    needs("ledgers.outstanding", lambda w: w.shop.ledgers.outstanding(by=w.by), Right.REPORTS),
    needs(
        "ledgers.gift_card_line",
        lambda w: w.shop.ledgers.gift_card_line("CARD-8888", 500, by=w.by),
        Right.SELL,
    ),
    needs("ledgers.pay_in", _pay_in, Right.SELL),
    needs(
        "ledgers.give_credit",
        lambda w: w.shop.ledgers.give_credit(w.ids["bea"], 5, "Sorry", by=w.by),
        Right.REFUND,
    ),
    needs(
        "ledgers.correct",
        lambda w: w.shop.ledgers.correct(w.ids["credit"], -5, "Typed twice", by=w.by),
        Right.SETTINGS,
    ),
    anybody("ledgers.gift_card", lambda w: w.shop.ledgers.gift_card(CARD), _CARD),
    anybody("ledgers.of_customer", lambda w: w.shop.ledgers.of_customer(w.ids["bea"]), _CARD),
    anybody("ledgers.moves", lambda w: w.shop.ledgers.moves(w.ids["card"]), _CARD),
    anybody(
        "ledgers.new_gift_card_code",
        lambda w: w.shop.ledgers.new_gift_card_code(),
        "a code that nobody has yet",
    ),
    # --- papers and the drawer ---
    needs("papers.ask", lambda w: w.shop.papers.ask(order_id=w.ids["order"], by=w.by), Right.SELL),
    needs("papers.give_up", lambda w: w.shop.papers.give_up(w.ids["job"], by=w.by), Right.SELL),
    anybody("papers.waiting", lambda w: w.shop.papers.waiting(), _LANE),
    anybody("papers.document", lambda w: w.shop.papers.document(w.ids["job"]), _LANE),
    anybody("papers.printed", lambda w: w.shop.papers.printed(w.ids["job"], "usb:1"), _LANE),
    anybody("papers.failed", lambda w: w.shop.papers.failed(w.ids["job"], "paper_out"), _LANE),
    anybody("papers.prints_of", lambda w: w.shop.papers.prints_of(w.ids["order"]), _RECEIPT),
    anybody(
        "papers.was_printed",
        lambda w: w.shop.papers.was_printed(order_id=w.ids["order"]),
        "what is told again says Duplicate",
    ),
    needs("drawer.open", lambda w: w.shop.drawer.open(reason="Change", by=w.by), Right.OPEN_DRAWER),
    needs("drawer.openings", lambda w: w.shop.drawer.openings(by=w.by), Right.SEE_OPENINGS),
    # --- shifts ---
    needs("shifts.open", _open, Right.RUN_SHIFT),
    needs("shifts.open_to_count", lambda w: w.shop.shifts.open_to_count(by=w.by), Right.RUN_SHIFT),
    needs("shifts.close", _close, Right.RUN_SHIFT),
    needs(
        "shifts.close",
        lambda w: w.shop.shifts.close(_MUCH, next_float=0, reason="No idea", by=w.by),
        Right.RUN_SHIFT,
        Right.APPROVE_DIFFERENCE,
        what="with a difference",
    ),
    needs(
        "shifts.cash_in",
        lambda w: w.shop.shifts.cash_in(5, reason="Change", by=w.by),
        Right.CASH_IN,
    ),
    needs(
        "shifts.cash_out",
        lambda w: w.shop.shifts.cash_out(5, reason="Milk", by=w.by),
        Right.CASH_OUT,
    ),
    needs("shifts.drop", lambda w: w.shop.shifts.drop(5, reason="Safe", by=w.by), Right.CASH_DROP),
    needs("shifts.x_report", lambda w: w.shop.shifts.x_report(by=w.by), Right.X_REPORT),
    needs(
        "shifts.correct_tender",
        lambda w: w.shop.shifts.correct_tender(
            w.ids["last"], payment_id=w.ids["payment"], to_method="card", reason="Typed", by=w.by
        ),
        Right.CORRECT_TENDER,
    ),
    needs_one("shifts.page", lambda w: w.shop.shifts.page(by=w.by), Right.REPORTS, Right.RUN_SHIFT),
    needs("shifts.report", lambda w: w.shop.shifts.report(w.ids["shift"], by=w.by), Right.REPORTS),
    needs(
        "shifts.print_report",
        lambda w: w.shop.shifts.print_report(w.ids["shift"], by=w.by),
        Right.RUN_SHIFT,
        Right.REPORTS,
    ),
    anybody(
        "shifts.current",
        lambda w: w.shop.shifts.current(),
        "whether the till may sell; nothing of what should be in its drawer",
    ),
    anybody(
        "shifts.default_float",
        lambda w: w.shop.shifts.default_float(),
        "it lies in the drawer that is about to be counted",
    ),
)
