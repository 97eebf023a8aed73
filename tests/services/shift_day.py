"""One shift of one till, from the first count to the copy that is kept: Tom sells, Sue approves
what he may not do. What must come of it is kept by hand beside it, in whole numbers: nothing here
asks the program what anything costs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import (
    DifferenceNeedsApproval,
    DifferenceNeedsReason,
    DiscountTooHigh,
    NoOpenShift,
    NotAllowed,
    SignInRefused,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    Clerk,
    LooseLine,
    OrderDetail,
    ProductRow,
    ReturnDetail,
    ReturnLine,
    ShiftReport,
)
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop, ShopSetup
from tests.journals import Clock

T = TypeVar("T")

OLGA_PIN, SUE_PIN, TOM_PIN = "480213", "271828", "314159"
SUE_BADGE, TOM_BADGE = "SUE-20261126", "TOM-20261126"
CARD = "K7XF-M3RD-9TPW"

LOW, HIGH, NONE = 26_000, 81_000, 0
Taxes = dict[int, tuple[int, int]]
"""Net and tax by rate."""

MORNING = datetime(2026, 11, 26, 8, tzinfo=UTC)
OPENING = {5000: 1, 2000: 3, 1000: 4, 500: 4, 100: 20, 50: 4}
OPENED_WITH = 19_200
WRONG = {5000: 1, 2000: 2, 1000: 2, 500: 2, 50: 1, 5: 5}
COUNTED = {5000: 1, 2000: 2, 1000: 3, 500: 2, 100: 5, 50: 1, 5: 5}
STAYS = 10_000


@dataclass
class Book:
    """What a person with a pencil would keep: each document as it was seen, in minor units."""

    count: Counter[str] = field(default_factory=Counter)
    amount: Counter[str] = field(default_factory=Counter)
    came: Counter[str] = field(default_factory=Counter)
    went: Counter[str] = field(default_factory=Counter)
    net: Counter[int] = field(default_factory=Counter)
    tax: Counter[int] = field(default_factory=Counter)
    orders: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Number -> total and rounding."""
    returns: dict[str, tuple[int, int]] = field(default_factory=dict)
    rounding: int = 0
    cash: int = OPENED_WITH
    entries: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Kind, who, approver, document: what the journal must say, in this order."""

    def sale(
        self,
        number: int,
        taxes: Taxes,
        paid: dict[str, int],
        *,
        rounding: int = 0,
        exchanged: int = 0,
        unpaid: int = 0,
    ) -> None:
        total = sum(net + tax for net, tax in taxes.values())
        assert sum(paid.values()) + exchanged + unpaid == total + rounding, "written down wrong"
        self.orders[f"T1-{number}"] = total, rounding
        self._count("sales", total, taxes, 1)
        self.rounding += rounding
        self._money(paid, 1)

    def back(self, number: int, kind: str, taxes: Taxes, repaid: dict[str, int]) -> None:
        total = sum(net + tax for net, tax in taxes.values())
        self.returns[f"T1-R{number}"] = total, 0
        self._count(kind, total, taxes, -1)
        self._money(repaid, -1)

    def cancel(self, taxes: Taxes, repaid: dict[str, int]) -> None:
        self._count("cancelled", sum(net + tax for net, tax in taxes.values()), taxes, -1)
        self._money(repaid, -1)

    def wrote(self, kind: str, document: str = "", *, approver: str = "", by: str = "Tom") -> None:
        self.entries.append((kind, by, approver, document))

    def moved(self, kind: str, amount: int) -> None:
        self.amount[kind] += amount
        self.cash += amount if kind == "in" else -amount

    def _count(self, kind: str, total: int, taxes: Taxes, sign: int) -> None:
        self.count[kind] += 1
        self.amount[kind] += total
        for rate, (net, tax) in taxes.items():
            self.net[rate] += sign * net
            self.tax[rate] += sign * tax

    def _money(self, paid: dict[str, int], sign: int) -> None:
        for method, amount in paid.items():
            (self.came if sign > 0 else self.went)[method] += amount
            self.cash += sign * amount if method == "cash" else 0


class ShiftDay:
    """The shop and its people; the book beside them."""

    def __init__(self, folder: Path) -> None:
        path = folder / "corner.db"
        Shop.create(
            path,
            ShopSetup(
                "Ecke",
                currency="CHF",
                country="CH",
                timezone="Europe/Zurich",
                owner_username="olga",
                owner_name="Olga",
                owner_pin=OLGA_PIN,
            ),
        ).close()
        self.clock = Clock(MORNING)
        self.shop = shop = Shop.open(path, clock=self.clock, key_file=folder / "key.pem")
        self.olga = shop.staff.sign_in("olga", pin=OLGA_PIN)
        self._hire("sue", "Sue", SUE_PIN, "manager", SUE_BADGE)
        self._hire("tom", "Tom", TOM_PIN, "clerk", TOM_BADGE)
        shop.settings.update(shift_needed=True, difference_limit=200, by=self.olga)
        assert (shop.info.cash_step, shop.info.tax_included) == (5, True)
        low = shop.taxes.add_class("Food", [TaxRate("MWST", LOW)], by=self.olga).id
        high = shop.taxes.add_class("Goods", [TaxRate("MWST", HIGH)], by=self.olga).id
        self.bread = self._product("Bread", 435, low)
        self.cheese = self._product("Cheese", 2390, low, unit="kg")
        self.knife = self._product("Knife", 4990, high)
        self.mug = self._product("Mug", 1200, high)
        self.bea = shop.customers.add(first_name="Bea", last_name="Quimby", by=self.olga).id
        shop.customers.set_terms(
            self.bea, group_id=None, tax_exempt="", credit_limit=20_000, by=self.olga
        )
        shop.ledgers.give_credit(self.bea, 1500, "Goodwill", by=self.olga)
        self.before = shop.journal.heads(by=self.olga)[0].sequence
        self.book = Book()
        self.tom: Clerk

    def _hire(self, username: str, name: str, pin: str, role: str, badge: str) -> None:
        staff = self.shop.staff
        hired = staff.add_user(username=username, name=name, pin=pin, role=role, by=self.olga)
        staff.set_badge(hired.id, badge, by=self.olga)

    def _product(self, name: str, price: int, tax: int, unit: str = "piece") -> ProductRow:
        return self.shop.catalog.add_product(
            name=name, price=price, stock=100, tax_class_id=tax, unit=unit, by=self.olga
        )

    # --- what hands do -----------------------------------------------------------------------

    def approved(
        self, permission: Permission, act: Callable[[Clerk], T], *, badge: bool = False
    ) -> T:
        """Tom may not; Sue lets it happen on his screen, and he is signed in as before."""
        with pytest.raises(NotAllowed) as refused:
            act(self.tom)
        assert (refused.value.permission, refused.value.name) == (permission, "Tom")
        approve = self.shop.staff.approve
        if badge:
            approval = approve(permission, by=self.tom, badge=SUE_BADGE, about="On his screen")
        else:
            approval = approve(permission, by=self.tom, username="sue", pin=SUE_PIN)
        self.book.wrote("approval", approver="Sue")
        return act(self.tom.approved(approval))

    def sell(self, cart: Cart, *payments: Payment, drawer: bool = False) -> OrderDetail:
        shop = self.shop
        receipt = shop.checkout.sell(cart, payments, by=self.tom, paper=True, drawer=drawer)
        order = shop.orders.get(receipt.order_id)
        self.book.wrote("sale", order.number)
        return order

    def give_back(
        self, order: OrderDetail, pieces: int, *, badge: bool = False, drawer: bool = False
    ) -> ReturnDetail:
        lines = [ReturnLine(order.items[0].id, pieces)]
        back = self.approved(
            Permission.REFUND,
            lambda by: self.shop.returns.give_back(
                order.id, lines, reason="Stale", by=by, drawer=drawer
            ),
            badge=badge,
        )
        self.book.wrote("refund", back.number, approver="Sue")
        return back

    # --- the shift ---------------------------------------------------------------------------

    def open(self) -> None:
        """Tom mistypes his PIN once, and sells nothing before he has counted the drawer."""
        shop, book = self.shop, self.book
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("tom", pin="314158")
        self.tom = shop.staff.sign_in("tom", pin=TOM_PIN)
        with pytest.raises(NoOpenShift):
            shop.checkout.sell(Cart().add(self.bread), [Payment("card", 435)], by=self.tom)
        assert shop.shifts.open(OPENING, by=self.tom).opening_float == OPENED_WITH
        book.wrote("sign_in_failed")
        book.wrote("sign_in")
        book.wrote("shift_open", "T1-Z1")

    def each_tender(self) -> None:
        """Cash, card, transfer, coupon, gift card, store credit, account; a sale for one number."""
        shop, book, sell = self.shop, self.book, self.sell
        self.first = sell(Cart().add(self.bread, 3), Payment("cash", 2000), drawer=True)
        book.sale(1, {LOW: (1272, 33)}, {"cash": 1305})
        self.second = sell(Cart().add(self.knife), Payment("card", 4990, last4="4242"))
        book.sale(2, {HIGH: (4616, 374)}, {"card": 4990})
        self.third = sell(Cart().add(self.mug, 2), Payment("transfer", 2400))
        book.sale(3, {HIGH: (2220, 180)}, {"transfer": 2400})
        sell(Cart().add(self.bread), Payment("coupon", 435))
        book.sale(4, {LOW: (424, 11)}, {"coupon": 435})
        card = shop.ledgers.gift_card_line(CARD, 5000, by=self.tom)
        book.wrote("product")  # the first card of the shop makes the product that cards are
        sell(Cart().add_line(card), Payment("card", 5000))
        book.sale(5, {NONE: (5000, 0)}, {"card": 5000})
        cart = Cart().add(self.cheese, Decimal("0.750")).add(self.mug)  # 17.93 and 12.00
        sell(cart, Payment("gift_card", 2000, code=CARD), Payment("cash", 1000))
        taxes = {LOW: (1748, 45), HIGH: (1110, 90)}
        book.sale(6, taxes, {"gift_card": 2000, "cash": 995}, rounding=2)
        known = Cart().for_customer(self.bea)
        sell(known.add(self.bread), Payment("store_credit", 435))
        book.sale(7, {LOW: (424, 11)}, {"store_credit": 435})
        sell(Cart().for_customer(self.bea).add(self.knife), Payment("account", 4990))
        book.sale(8, {HIGH: (4616, 374)}, {"account": 4990})
        shop.ledgers.pay_in(self.bea, 2000, "cash", by=self.tom)
        book.wrote("ledger")
        book.amount["paid_in"] += 2000
        book.came["cash"] += 2000
        book.cash += 2000

    def too_much_off(self) -> None:
        """30 % off where Tom may give 10: Sue lets it pass for this cart."""
        shop, book = self.shop, self.book
        cart = Cart().add(self.knife).set_discount(0, Discount(rate_ppm=300_000, reason="Dent"))
        with pytest.raises(DiscountTooHigh):
            shop.checkout.sell(cart, [Payment("cash", 4000)], by=self.tom)
        name = shop.staff.approve_cart(
            cart, Permission.DISCOUNT, by=self.tom, username="sue", pin=SUE_PIN
        )
        assert name == "Sue"
        book.wrote("approval", approver="Sue")
        receipt = shop.checkout.sell(cart, [Payment("cash", 4000)], by=self.tom, drawer=True)
        assert (receipt.total, receipt.change_due) == (3493, 505)
        book.wrote("sale", "T1-9", approver="Sue")
        book.sale(9, {HIGH: (3231, 262)}, {"cash": 3495}, rounding=2)
        book.count["discounts"], book.amount["discounts"] = 1, 1497

    def wrong_tender(self) -> None:
        """Typed as cash, and it was her card."""
        shop, book = self.shop, self.book
        order = self.sell(Cart().add(self.bread), Payment("cash", 435))
        self.approved(
            Permission.CORRECT_TENDER,
            lambda by: shop.shifts.correct_tender(
                order.id,
                payment_id=order.payments[0].id,
                to_method="card",
                reason="Typed wrong",
                by=by,
            ),
        )
        book.wrote("tender_correction", "T1-10", approver="Sue")
        book.sale(10, {LOW: (424, 11)}, {"card": 435})
        book.count["corrections"], book.amount["corrections"] = 1, 435

    def orders_for_later(self) -> None:
        """One is paid and then cancelled, one is paid later."""
        shop, book, mug = self.shop, self.book, {HIGH: (1110, 90)}
        gone = shop.orders.place(
            Cart().add(self.mug),
            customer_id=self.bea,
            payments=[Payment("card", 1200)],
            by=self.tom,
        )
        book.wrote("sale", "T1-11")
        book.sale(11, mug, {"card": 1200})
        shop.orders.place(Cart().add(self.mug), customer_id=self.bea, by=self.tom)
        book.wrote("sale", "T1-12")
        book.sale(12, mug, {}, unpaid=1200)
        book.amount["unpaid"] = 1200
        self.approved(Permission.CANCEL_ORDER, lambda by: shop.orders.cancel(gone.id, by=by))
        book.wrote("cancel", "T1-11", approver="Sue")
        book.cancel(mug, {"card": 1200})

    def goods_come_back(self) -> None:
        """In cash, by transfer, without a receipt, a void, an exchange with money back."""
        shop, book = self.shop, self.book
        self.give_back(self.first, 1, drawer=True)
        book.back(1, "refunds", {LOW: (424, 11)}, {"cash": 435})
        self.give_back(self.third, 1, badge=True)
        book.back(2, "refunds", {HIGH: (1110, 90)}, {"transfer": 1200})
        self.approved(
            Permission.REFUND_WITHOUT_RECEIPT,
            lambda by: shop.returns.without_receipt(
                [LooseLine(self.bread.id, 1)], reason="No receipt", instead="cash", by=by
            ),
        )
        book.wrote("refund", "T1-R3", approver="Sue")
        book.back(3, "refunds", {LOW: (424, 11)}, {"cash": 435})

        wrong = self.sell(Cart().add(self.mug), Payment("cash", 1200))
        book.sale(13, {HIGH: (1110, 90)}, {"cash": 1200})
        self.approved(
            Permission.VOID,
            lambda by: shop.returns.void(wrong.id, reason="Mistake", by=by, drawer=True),
        )
        book.wrote("void", "T1-R4", approver="Sue")
        book.back(4, "voids", {HIGH: (1110, 90)}, {"cash": 1200})

        knife = ReturnLine(self.second.items[0].id, 1)
        exchange = Exchange(self.second.id, self.second.number, (knife,), "Too sharp")
        cart = Cart().add(self.mug, 3).with_exchange(exchange)
        self.approved(Permission.REFUND, lambda by: shop.checkout.sell(cart, by=by))
        book.wrote("sale", "T1-14", approver="Sue")
        book.wrote("exchange", "T1-R5", approver="Sue")
        book.sale(14, {HIGH: (3330, 270)}, {}, exchanged=3600)
        book.back(5, "exchanges", {HIGH: (4616, 374)}, {"card": 1390})

    def cash_moves(self) -> None:
        """In, out, twice to the safe; the drawer opened for nothing."""
        shifts, book = self.shop.shifts, self.book
        shifts.cash_in(5000, reason="Coins from the bank", by=self.tom)
        book.wrote("cash_in", "T1-Z1")
        book.moved("in", 5000)
        self.approved(
            Permission.CASH_OUT, lambda by: shifts.cash_out(1250, reason="Flowers", by=by)
        )
        book.wrote("cash_out", "T1-Z1", approver="Sue")
        book.moved("out", 1250)
        for amount in (10_000, 6_000):
            shifts.drop(amount, reason="Too much", by=self.tom, drawer=True)
            book.wrote("cash_drop", "T1-Z1")
            book.moved("drops", amount)
        self.approved(
            Permission.OPEN_DRAWER, lambda by: self.shop.drawer.open(reason="Change", by=by)
        )
        book.wrote("drawer", approver="Sue")
        book.count["without"] = 3
        book.count["with"] = 4  # two sales, a refund and a void

    def never_sold(self) -> None:
        """A line goes, then the cart; one is parked; a receipt comes out again; X tells nothing."""
        shop, book = self.shop, self.book
        cart = Cart().add(self.mug, 2).add(self.bread)
        for each in (cart, cart.step(0, -1), Cart()):
            shop.carts.keep_current(each, by=self.tom)
        book.wrote("line_removed")
        book.wrote("cart_cleared")
        book.count["removed"], book.amount["removed"] = 1, 1200
        book.count["cleared"], book.amount["cleared"] = 1, 1635
        shop.carts.park(Cart().add(self.cheese, 1), name="Blue coat", by=self.tom)
        book.wrote("cart_parked")
        shop.papers.ask(order_id=self.first.id, by=self.tom)
        book.wrote("reprint", "T1-1")
        book.count["reprints"] = 1
        shop.staff.lock(by=self.tom)
        book.wrote("lock")
        self.tom = shop.staff.sign_in_badge(TOM_BADGE)
        book.wrote("sign_in")
        self.x = shop.shifts.x_report(by=self.tom)
        book.wrote("x_report", "T1-X1")

    def close(self) -> ShiftReport:
        """A note was overlooked; counted again it is still 3.00 short, and Sue approves it."""
        shop, book = self.shop, self.book
        with pytest.raises(DifferenceNeedsReason) as first:
            shop.shifts.close(WRONG, next_float=STAYS, by=self.tom)
        assert (first.value.expected, first.value.counted) == (book.cash, 12_075)

        def close(by: Clerk) -> ShiftReport:
            return shop.shifts.close(
                COUNTED, next_float=STAYS, reason="Wrong change", by=by, paper=True
            )

        with pytest.raises(DifferenceNeedsApproval) as second:
            close(self.tom)
        assert (second.value.expected, second.value.counted) == (book.cash, 13_575)
        approval = shop.staff.approve(
            Permission.APPROVE_DIFFERENCE, by=self.tom, username="sue", pin=SUE_PIN
        )
        self.z = close(self.tom.approved(approval))
        book.wrote("shift_count", "T1-Z1")
        book.wrote("shift_count", "T1-Z1")
        book.wrote("approval", approver="Sue")
        book.wrote("shift_count", "T1-Z1", approver="Sue")
        book.wrote("shift_close", "T1-Z1", approver="Sue")
        return self.z

    def after_it(self, folder: Path) -> None:
        """The copy that is kept; the next shift begins with what was left; the archive."""
        shop, book = self.shop, self.book
        self.kept = shop.closing_backup(folder / "backups", by=self.tom)
        book.wrote("backup")
        assert shop.shifts.default_float() == STAYS
        assert shop.shifts.open({1000: 10}, by=self.tom).number == 2
        book.wrote("shift_open", "T1-Z2")
        self.sell(Cart().add(self.mug), Payment("card", 1200))
        shop.staff.sign_out(by=self.tom)
        book.wrote("sign_out")
        self.sue = shop.staff.sign_in("sue", pin=SUE_PIN)
        book.wrote("sign_in", by="Sue")
        self.archive = shop.journal.export(folder / "archive", by=self.sue)
        book.wrote("export", by="Sue")
        shop.checkpoint()
