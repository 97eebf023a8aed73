"""A clerk's day at the till, from the first PIN to the close, by keys and scans alone; then the
books, the shelves, the drawer and every paper say what a ledger says that was kept by hand."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.devices.sound import Sound
from pos_app.domain.errors import UnknownReturn
from pos_app.shop import Shop
from pos_app.ui.approving.sheet import ApprovalSheet
from pos_app.ui.cart.discount_sheet import DiscountSheet
from pos_app.ui.cart.gift_card_sheet import GiftCardSheet
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.price_check_sheet import PriceCheckSheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.receipt_find_sheet import ReceiptFindSheet
from pos_app.ui.codes.unknown_sheet import UnknownCodesSheet
from pos_app.ui.orders.returns.loose_sheet import LooseReturnSheet
from pos_app.ui.orders.returns.void_sheet import VoidSheet
from pos_app.ui.palette.sheet import PaletteSheet
from pos_app.ui.printing.waiting_sheet import WaitingSheet
from pos_app.ui.tabs import ORDERS, PRODUCTS
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.sheet import Sheet, top_sheet
from tests.ui.approvals import refuse
from tests.ui.day import Day
from tests.ui.day_ledger import (
    GIFT_CARD,
    Ledger,
    Line,
    Paper,
    Sale,
    Tender,
    in_coins,
    piece_of,
    weighed,
)
from tests.ui.day_papers import compare_paper
from tests.ui.day_shop import (
    ANN,
    CODES,
    COUPON,
    CUSTOMER_CARD,
    GIFT_CARD_CODE,
    GOODS,
    PRICE,
    STOCK,
    TOM,
    WEIGHT,
    fill,
)

UNKNOWN = ("4099999999991", "4088888888884", "4099999999991")
FORGOTTEN = "Forgot her purse"
BASKETS = (
    ("milk", "bread"),
    ("cola", "cola", "juice"),
    ("tea", "rice", "milk"),
    ("4*cola",),
    ("bread", "jam"),
    ("bananas@620", "milk"),
    ("rice",),
    ("juice", "tea", "juice"),
)


@pytest.fixture
def day(qtbot: QtBot, dressed: QApplication, home: Path, shop_path: Path) -> Iterator[Day]:
    shop = Shop.open(shop_path)
    fill(shop, shop.staff.terminal())
    shop.close()
    day = Day(qtbot, home, shop_path, GOODS, CODES)
    day.open()
    yield day
    day.main.close()


def test_a_clerks_day(day: Day, shop_path: Path) -> None:
    day.sign_in(*TOM)
    sold = plain_sales(day)
    sold |= special_goods(day)
    by_other_keys(day)
    less_than_the_price(day)
    sold |= cards(day)
    what_nobody_knows(day)
    sold |= busy_hours(day)
    waiting = parked(day)
    without_a_printer(day)
    day.cart = recall(day, FORGOTTEN, waiting)
    day.pay("cash")
    assert day.desk.shop.carts.parked() == ()
    what_a_clerk_may_not(day, sold["juice"])
    day.sign_in(*ANN)
    goods_come_back(day, sold)
    more_paper(day)
    list_of_unknown_codes(day)
    day.until(lambda: len(day.printer.papers) == len(day.ledger.papers))
    assert len(day.ledger.sales) == 59
    assert day.sounds.played.count(Sound.FOUND) == day.scanned
    day.close()
    shop = Shop.open(shop_path)
    compare_books(shop, day.ledger)
    compare_shelves(shop, day.ledger)
    compare_drawer(shop, day)
    compare_papers(shop, day)
    shop.close()


# --- selling -------------------------------------------------------------------------------------


def plain_sales(day: Day) -> dict[str, Sale]:
    """By cash, by card, by both; one, many, a case."""
    sold = {}
    for name, wanted, *tenders in (
        ("one", ("milk",), "cash"),
        ("two", ("milk", "milk", "bread"), "cash 10.00"),
        ("many", ("3*milk", "tea", "jam"), "card"),
        ("case", ("case", "cola"), "cash 20.00"),
        ("mixed", ("rice", "2*rice", "juice"), "card 5.00", "cash 5.00"),
        ("coins", ("tea", "milk", "rice"), "cash"),
        ("dozen", ("12*cola", "bread"), "card"),
        ("late", ("jam", "tea", "jam"), "cash 20.00"),
    ):
        day.take(*wanted)
        sold[name] = day.pay(*tenders)
    assert [line.quantity for line in sold["case"].lines] == [13]
    assert sold["mixed"].tenders[1] == Tender("cash", 500, 150)
    return sold


def special_goods(day: Day) -> dict[str, Sale]:
    """Goods that are weighed, labelled, asked for their price or for an age."""
    sold = {}
    day.take("bananas@750")
    day.until(lambda: day.pole[0].split() == ["Bananas", "1.35"])
    assert day.pole[1].split() == ["Total", "1.35"]
    sold["weighed"] = day.pay("cash")
    assert sold["weighed"].total == 135
    day.take("bananas=0.425", "milk", "bananas@1020")
    day.pay("cash 5.00")
    day.take("flowers$12.50", "tea")
    sold["flowers"] = day.pay("card")
    day.scan(WEIGHT.spell("12345", 1234))
    day.add(weighed("Boiled ham", "1.234", 1999))
    day.scan(PRICE.spell("12345", 437))
    day.add(Line("Boiled ham", Decimal("0.219"), 437))
    day.rest()
    assert day.due == 2467 + 437
    day.pay("card")
    day.old_enough("wine", yes=True)
    day.take("wine")  # it is not asked twice in one sale
    day.pay("cash 20.00")
    day.old_enough("wine", yes=False)
    assert "Red wine was not added." in day.notices
    day.take("juice")
    sold["juice"] = day.pay("cash")
    return sold


def by_other_keys(day: Day) -> None:
    """One more, one less, so many, out, back again; and a price that is only looked at."""
    day.take("milk")
    day.press("+", "+", "Ctrl+Z", "*")
    day.write("5")
    day.press("Enter")
    day.expect("milk", 4)
    day.take("rice", "jam")
    day.press("Del")  # the jam
    day.cart.pop()
    day.press("Up", "-", "+")
    day.press("Shift+F2")
    day.sheet(PriceCheckSheet)
    day.scan(day.codes["wine"])
    day.rest()
    day.say_yes(PriceCheckSheet, "Esc")
    day.pay("card")


def less_than_the_price(day: Day) -> None:
    """A line, a sale, a code that is typed, one that is scanned."""
    day.take("tea", "milk")
    day.press("Up", "F6")
    sheet = day.sheet(DiscountSheet)
    day.write("10")
    day.press("F1", "Enter")
    day.closed(sheet)
    day.take_off("tea", 35)
    day.pay("cash")
    day.take("tea", "jam")
    day.press("Shift+F6")
    sheet = day.sheet(DiscountSheet)
    day.press("F6")
    day.write("0.70")
    day.press("F5", "Enter")
    day.closed(sheet)
    day.take_off("tea", 35)
    day.take_off("jam", 35)
    day.pay("card")
    day.take("2*tea")
    day.press("F7")
    day.sheet(AskSheet)
    day.write(COUPON.lower())
    day.say_yes(AskSheet, "Enter")
    day.take_off("tea", 70)
    day.pay("cash 10.00")
    day.take("2*jam")
    day.scan(COUPON)
    day.rest()
    day.take_off("jam", 70)
    day.pay("card")


def cards(day: Day) -> dict[str, Sale]:
    """A gift card is sold and paid with; a customer is known by her card."""
    day.press("Ctrl+G")
    day.sheet(GiftCardSheet)
    day.write("25.00")
    day.press("Enter")
    day.scan(GIFT_CARD_CODE)
    day.scanned -= 1  # the field had it
    day.say_yes(GiftCardSheet, "Enter")
    day.add(Line(GIFT_CARD, Decimal(1), 2500))
    day.take("milk")
    day.pay("cash 50.00")
    day.take("case", "bread", "tea", "bread")
    day.rest()
    day.press("F12")
    day.sheet(PaySheet)
    day.scan(GIFT_CARD_CODE)
    day.rest()
    day.press("Enter")
    left = in_coins(day.due - 2500)
    day.press("Enter")
    day.sold([Tender("gift_card", 2500, card="···· 0815"), Tender("cash", left)])
    day.scan(CUSTOMER_CARD)
    day.take("tea")
    assert "Mia Vance is the customer now." in day.notices
    return {"customer": day.pay("card")}


def what_nobody_knows(day: Day) -> None:
    """Codes that stand for nothing are said and kept; a scan while somebody pays is said."""
    day.take("milk")
    for code in UNKNOWN:
        day.scan(code)
        day.scanned -= 1
        day.rest()
        assert any(code in words for words in day.notices), day.notices
    day.press("Enter")
    assert any(UNKNOWN[-1] in words for words in day.notices)  # Enter closes no notice
    day.press("F12")
    day.sheet(PaySheet)
    day.scan(day.codes["wine"])
    day.scanned -= 1
    day.rest()
    assert "Red wine was not added." in day.notices
    assert day.sounds.played[-1] is Sound.BLOCKED
    day.say_yes(PaySheet, "Esc")
    day.pay("cash 2.00")


def busy_hours(day: Day) -> dict[str, Sale]:
    """What comes one after another at noon."""
    sold = {}
    for place in range(24):
        day.take(*BASKETS[place % len(BASKETS)])
        sold[f"noon {place}"] = day.pay(("cash", "card", "cash 50.00")[place % 3])
    return sold


def parked(day: Day) -> list[Line]:
    """Two sales are laid aside under names and others go on; one comes back, the other waits for
    FORGOTTEN."""
    day.take("milk", "tea")
    first, day.cart = park(day, "Blue coat"), []
    day.take("jam", "rice")
    second, day.cart = park(day, FORGOTTEN), []
    day.take("bread")
    day.pay("cash 5.00")
    day.cart = recall(day, "Blue coat", first)
    day.take("milk")
    day.pay("card")
    return second


def park(day: Day, name: str) -> list[Line]:
    day.rest()
    day.press("F8")
    day.sheet(AskSheet)
    day.write(name)
    day.say_yes(AskSheet, "Enter")
    day.rest()
    assert not day.tab.sale.cart
    return list(day.cart)


def recall(day: Day, name: str, lines: list[Line]) -> list[Line]:
    day.press("F9")
    sheet = day.sheet(RecallSheet)
    day.rest()
    names = [str(sheet._list.model().index(row, 0).data()) for row in range(sheet._list.count())]
    day.press(*["Down"] * names.index(name))
    day.say_yes(RecallSheet, "Enter")
    day.rest()
    assert [line.name for line in day.tab.sale.cart.lines] == [line.name for line in lines]
    return lines


def without_a_printer(day: Day) -> None:
    """Its cable is pulled: selling goes on, also over a restart with a sale open, and every paper
    comes out once it is back."""
    day.until(lambda: len(day.printer.papers) == len(day.ledger.papers))
    before = len(day.printer.papers)
    day.printer.unplugged = True
    for wanted, tender in ((("milk",), "card"), (("tea", "rice"), "cash"), (("bread",), "card")):
        day.take(*wanted)
        day.pay(tender)
    day.until(day.floor.header.papers.isVisible)
    assert "The printer is not there." in day.notices
    assert "The drawer was not opened." in day.notices
    day.take("2*jam", "bananas@1500")
    day.close()
    day.open()
    day.sign_in(*TOM)
    day.until(lambda: len(day.tab.sale.cart.lines) == 2)
    day.take("milk")
    day.pay("card")
    day.until(lambda: len(day.station.printing.queue.waiting) == 4)
    day.press("Ctrl+J")
    waiting = day.sheet(WaitingSheet)
    day.until(lambda: waiting.list.count() == 4)
    assert len(day.printer.papers) == before
    day.printer.unplugged = False
    day.until(lambda: len(day.printer.papers) == before + 4)
    day.until(lambda: waiting.list.count() == 0)
    day.say_yes(WaitingSheet, "Enter")


# --- giving back ---------------------------------------------------------------------------------


def what_a_clerk_may_not(day: Day, sale: Sale) -> None:
    """Tom gives nothing back alone, with a receipt or without, and opens no drawer: he is asked who
    approves, and goes back."""
    day.press("Ctrl+F10")
    void = day.sheet(VoidSheet)
    day.write("Wrong goods")
    day.ready(void)
    day.press("Enter")
    nobody_approves(day, "Tom may not make a sale void alone.")
    leave(day, void)
    day.press("Ctrl+K")
    day.sheet(PaletteSheet)
    day.write("without a receipt")
    day.press("Enter")
    loose = day.sheet(LooseReturnSheet)
    day.scan(day.codes["rice"])
    day.rest()
    day.press("F3")
    day.write("Lost the receipt")
    day.ready(loose)
    day.press("Enter")
    nobody_approves(day, "Tom may not give money back without a receipt alone.")
    leave(day, loose, filled=True)
    day.press("Ctrl+O")
    drawer = day.sheet(AskSheet)
    day.write("Change for a 50")
    day.ready(drawer)
    day.press("Enter")
    nobody_approves(day, "Tom may not open the drawer without a sale alone.")
    day.closed(drawer)
    day.scan(sale.number)  # he may look at it
    day.until(lambda: day.page is day.floor.tab(ORDERS))
    day.rest()
    assert top_sheet(day.main) is None
    day.press("Ctrl+1")


def nobody_approves(day: Day, words: str) -> None:
    """The sheet that asks who approves comes up, and Esc takes it away."""
    day.sheet(ApprovalSheet)
    assert words in refuse(day.main, day.bot)


def leave(day: Day, sheet: Sheet, *, filled: bool = False) -> None:
    """What was asked for is still there; Esc closes it, after a question where goods are in it."""
    day.until(lambda: top_sheet(day.main) is sheet)
    day.rest()
    day.press("Esc")
    if filled:
        day.sheet(ConfirmSheet).yes.click()
    day.until(lambda: top_sheet(day.main) is None)


def goods_come_back(day: Day, sold: dict[str, Sale]) -> None:
    """With a receipt, in part, damaged, for credit; for other goods; a whole sale; with nothing
    to show for it."""
    many = sold["many"]
    sheet = day.open_return(many)
    day.write("1")
    day.book_return(sheet, many.number, [piece_of(many.lines[0], 1)], Tender("card", 129))

    mixed = sold["mixed"]
    sheet = day.open_return(mixed)
    day.write("1d")
    broken = piece_of(mixed.lines[0], 1, damaged=True)
    day.book_return(sheet, mixed.number, [broken], Tender("card", 210))

    known = sold["customer"]
    sheet = day.open_return(known)
    day.press("F7", "F5")
    day.book_return(sheet, known.number, list(known.lines), Tender("store_credit", 350))
    day.scan(CUSTOMER_CARD)
    day.take("milk")
    day.pay("store_credit")

    day.exchange(sold["juice"], "case", pays="cash 20.00")
    day.exchange(sold["late"], "tea", "milk")

    day.take("milk", "bread")
    wrong = day.pay("cash 10.00")
    day.press("Ctrl+F10")
    void = day.sheet(VoidSheet)
    day.write("Wrong goods")
    coins = Tender("cash", in_coins(wrong.total))
    day.book_return(void, wrong.number, list(wrong.lines), coins)

    assert not day.tab.panel.shows_done  # what is void is not what was sold last

    day.press("F10")
    day.sheet(ReceiptFindSheet)
    day.press("F7")
    loose = day.sheet(LooseReturnSheet)
    day.scan(day.codes["rice"])
    day.rest()
    day.press("F3")
    day.write("Lost the receipt")
    day.book_return(loose, "", [Line("Rice 1 kg", Decimal(1), 210)], Tender("cash", 210))


def more_paper(day: Day) -> None:
    """The last receipt again, without prices, and the drawer for change."""
    day.take("tea", "2*milk")
    sale = day.pay("card")
    day.press("Ctrl+P", "Ctrl+R", "Ctrl+P")
    day.rest()
    day.ledger.papers += [Paper(copy, sale) for copy in ("duplicate", "gift", "duplicate")]
    day.press("Ctrl+O")
    day.sheet(AskSheet)
    day.write("Change for a 50")
    day.say_yes(AskSheet, "Enter")
    day.drawer_asked("Change for a 50")
    day.rest()


def list_of_unknown_codes(day: Day) -> None:
    """Who looks after the goods sees which codes were scanned in vain, and how often."""
    day.press("Ctrl+2")
    day.until(lambda: day.page is day.floor.tab(PRODUCTS))
    day.rest()
    day.press("Ctrl+U")
    sheet = day.sheet(UnknownCodesSheet)
    day.until(lambda: sheet.model.rowCount() == len(set(UNKNOWN)))
    day.say_yes(UnknownCodesSheet, "Esc")
    day.press("Ctrl+1")


# --- what is left of it --------------------------------------------------------------------------


def compare_books(shop: Shop, ledger: Ledger) -> None:
    assert shop.check(by=shop.staff.terminal()) == ()
    orders = reversed(shop.orders.page(limit=1000))
    assert [(row.number, row.total) for row in orders] == [
        (sale.number, sale.total) for sale in ledger.sales
    ]
    backs = [shop.returns.get(place + 1) for place in range(len(ledger.backs))]
    assert [(back.number, back.order_number, back.total, back.rounding) for back in backs] == [
        (back.number, back.of, back.total, back.rounding) for back in ledger.backs
    ]
    with pytest.raises(UnknownReturn):
        shop.returns.get(len(backs) + 1)
    (day,) = shop.reports.daily_sales(by=shop.staff.terminal())
    assert (day.orders, day.revenue, day.returned) == ledger.day()
    takings = {
        row.method: (row.received, row.given_back)
        for row in shop.reports.takings(by=shop.staff.terminal())
    }
    assert takings == ledger.takings()
    report = shop.reports.tax_report(by=shop.staff.terminal())
    rates = {row.rate_ppm // 10_000: (row.net, row.tax, row.gross) for row in report.rows}
    assert rates == ledger.taxes()
    assert report.adds_up
    unknown = {row.code: row.times for row in shop.codes.unknown_codes()}
    assert unknown == Counter(UNKNOWN)


def compare_shelves(shop: Shop, ledger: Ledger) -> None:
    left = {name: STOCK - gone for name, gone in ledger.moved().items()}
    on_hand = {row.name: row.on_hand for row in shop.catalog.page(limit=100)}
    assert {name: on_hand[name] for name in left} == left


def compare_drawer(shop: Shop, day: Day) -> None:
    openings = [
        each.number or each.reason
        for each in reversed(shop.drawer.openings(limit=1000, by=shop.staff.terminal()))
    ]
    assert openings == day.ledger.drawer
    assert day.printer.pulses == len(openings) - day.shut


def compare_papers(shop: Shop, day: Day) -> None:
    kinds = {
        back.number: back.kind
        for order in shop.orders.page(limit=1000)
        for back in shop.returns.of_order(order.id)
    }
    clerks = {row.number: row.clerk for row in shop.orders.page(limit=1000)}
    assert len(day.printer.papers) == len(day.ledger.papers)
    for sent, wanted in zip(day.printer.papers, day.ledger.papers, strict=True):
        compare_paper(
            sent, wanted, clerks.get(wanted.number, "Ann"), kinds.get(wanted.number, "return")
        )
