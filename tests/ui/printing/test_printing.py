"""Receipts from the window to paper: in order, once, through trouble, and never in the way."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ReturnLine
from pos_app.shop import Shop
from pos_app.ui.orders.panel import OrderPanel
from pos_app.ui.orders.paper_buttons import PaperButtons
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.orders.tab import OrdersTab
from pos_app.ui.printing.print_queue import SURPRISING
from pos_app.ui.printing.slip_sheet import JobSlipSheet
from pos_app.ui.printing.waiting_sheet import WaitingSheet
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.ui.open_till import PRINTER
from tests.ui.printing.conftest import SPARE, Window


def on_paper(papers: list[bytes]) -> list[str]:
    """The numbers of these receipts, in the order they came out."""
    return [
        next(number for number in (b"T1-1", b"T1-2", b"T1-3") if number in paper).decode()
        for paper in papers
    ]


def state_of(window: Window, order_id: int) -> list[tuple[str, str]]:
    return [(job.copy, job.state) for job in window.shop.papers.prints_of(order_id)]


def test_a_sale_prints_its_receipt_and_opens_the_drawer(window: Window) -> None:
    number = window.sell()
    window.until(lambda: window.printer.papers)
    assert number.encode() in window.printer.papers[0]
    assert b"DUPLICATE" not in window.printer.papers[0].upper()
    window.until(lambda: window.printer.pulses == 1)
    window.until(lambda: not window.station.printing.queue.waiting)
    window.until(lambda: state_of(window, 1) == [("original", "printed")])
    assert len(window.shop.drawer.openings(by=window.shop.staff.terminal())) == 1
    assert not window.floor.header.papers.isVisible()


def test_a_sale_by_card_leaves_the_drawer_shut(window: Window) -> None:
    window.sell(cash=False)
    window.until(lambda: window.printer.papers)
    assert window.printer.pulses == 0
    assert window.shop.drawer.openings(by=window.shop.staff.terminal()) == ()


def test_selling_goes_on_while_the_printer_is_unplugged_and_all_prints_once(
    window: Window,
) -> None:
    window.printer.unplugged = True
    numbers = [window.sell() for _ in range(3)]
    window.until(window.floor.header.papers.isVisible)
    window.until(lambda: len(window.station.printing.queue.waiting) == 3)
    assert window.printer.papers == []
    assert "The printer is not there." in window.notices
    assert window.notices.count("The printer is not there.") == 1
    window.until(lambda: window.notices.count("The drawer was not opened.") == 3)
    assert "3: The printer is not there" in window.floor.header.papers.text()
    window.printer.unplugged = False
    window.until(lambda: len(window.printer.papers) == 3)
    assert on_paper(window.printer.papers) == numbers
    window.until(lambda: not window.floor.header.papers.isVisible())
    assert "The printer prints again." in window.notices
    assert window.printer.pulses == 0  # a drawer that opens later would open to nobody
    assert window.shop.check(by=window.shop.staff.terminal()) == ()


def test_paper_out_is_shown_with_what_may_be_done(window: Window) -> None:
    window.printer.paper_out = True
    first, second = window.sell(), window.sell()
    window.until(lambda: any(each.trouble for each in window.station.printing.queue.waiting))
    window.ctrl(Qt.Key.Key_J)
    sheet = window.sheet(WaitingSheet)
    window.until(lambda: sheet.list.count() == 2)
    assert "The printer has no paper." in sheet._why.text()
    window.key(Qt.Key.Key_F11)
    slip = window.sheet(JobSlipSheet)
    window.until(lambda: first in slip._text)
    window.key(Qt.Key.Key_Return)
    window.key(Qt.Key.Key_Down, Qt.Key.Key_Delete)
    question = window.sheet(ConfirmSheet)
    question.yes.click()
    window.until(lambda: sheet.list.count() == 1)
    window.until(lambda: state_of(window, 2) == [("original", "given_up")])
    window.key(Qt.Key.Key_F6)
    window.until(lambda: window.spare.papers)
    assert on_paper(window.spare.papers) == [first]
    window.until(lambda: sheet.list.count() == 0)
    assert second.encode() not in window.spare.papers[0]
    assert window.printer.papers == []
    jobs = window.shop.papers.prints_of(1)
    assert [(job.state, job.printer) for job in jobs] == [("printed", SPARE)]


def test_print_now_does_not_wait(window: Window) -> None:
    window.printer.cover_open = True
    number = window.sell()
    window.until(lambda: window.printer.attempts >= 1)
    window.printer.cover_open = False
    window.ctrl(Qt.Key.Key_J)
    window.sheet(WaitingSheet)
    window.key(Qt.Key.Key_F5)
    window.until(lambda: window.printer.papers)
    assert on_paper(window.printer.papers) == [number]


def test_what_waits_is_there_at_the_next_start(
    window: Window, open_window: Callable[..., Window]
) -> None:
    window.printer.unplugged = True
    number = window.sell()
    window.until(lambda: window.station.printing.queue.waiting)
    window.main.close()
    devices = MemoryDevices()
    again = open_window(devices)
    again.until(lambda: again.printer.papers)
    assert on_paper(again.printer.papers) == [number]
    again.until(lambda: state_of(again, 1) == [("original", "printed")])


def test_an_old_receipt_is_asked_about_and_not_printed_by_surprise(
    window: Window, open_window: Callable[..., Window]
) -> None:
    window.printer.unplugged = True
    number = window.sell()
    window.until(lambda: window.station.printing.queue.waiting)
    earlier = int((SURPRISING + timedelta(minutes=1)).total_seconds() * 1_000_000)
    window.shop._database.connection.execute(
        "UPDATE print_jobs SET created_at = created_at - ?", (earlier,)
    )
    window.main.close()
    again = open_window(MemoryDevices())
    again.until(again.floor.header.papers.isVisible)
    fresh = again.sell()
    again.until(lambda: again.printer.papers)
    assert on_paper(again.printer.papers) == [fresh]
    again.ctrl(Qt.Key.Key_J)
    sheet = again.sheet(WaitingSheet)
    again.until(lambda: sheet.list.count() == 1)
    again.key(Qt.Key.Key_F5)
    again.until(lambda: len(again.printer.papers) == 2)
    assert on_paper(again.printer.papers) == [fresh, number]


def test_whoever_closes_the_window_is_told_of_what_waits(window: Window) -> None:
    window.printer.unplugged = True
    window.sell()
    window.until(lambda: window.station.printing.queue.waiting)
    left: list[bool] = []
    assert window.station.ask_to_leave(lambda: left.append(True)) is False
    question = window.sheet(ConfirmSheet)
    question.no.click()
    assert left == []
    window.station.ask_to_leave(lambda: left.append(True))
    window.sheet(ConfirmSheet).yes.click()
    assert left == [True]
    window.printer.unplugged = False
    window.until(lambda: not window.station.printing.queue.waiting)
    assert window.station.ask_to_leave(lambda: None) is True
    event = QCloseEvent()
    QApplication.sendEvent(window.main, event)
    assert event.isAccepted()


def test_a_finished_sale_prints_again_and_as_a_gift(window: Window) -> None:
    window.sell()
    window.until(lambda: len(window.printer.papers) == 1)
    assert window.cart.panel.done.print.text() == "Print again"
    window.ctrl(Qt.Key.Key_P)
    window.until(lambda: len(window.printer.papers) == 2)
    window.ctrl(Qt.Key.Key_R)
    window.until(lambda: len(window.printer.papers) == 3)
    assert b"DUPLICATE" in window.printer.papers[1].upper()
    assert b"1.29" not in window.printer.papers[2]
    copies = [job.copy for job in window.shop.papers.prints_of(1)]
    assert copies == ["original", "duplicate", "gift"]


def test_asking_prints_only_when_somebody_says_so(open_window: Callable[..., Window]) -> None:
    window = open_window(print_receipts="ask")
    window.sell()
    assert window.shop.papers.prints_of(1) == ()
    assert window.cart.panel.done.print.text() == "Print"
    window.ctrl(Qt.Key.Key_P)
    window.until(lambda: window.printer.papers)
    assert b"DUPLICATE" not in window.printer.papers[0].upper()


def test_without_a_printer_nothing_is_offered_and_nothing_waits(
    open_window: Callable[..., Window],
) -> None:
    window = open_window(printer="")
    window.sell()
    assert not window.cart.panel.done.print.isVisible()
    assert not window.floor.header.papers.isVisible()
    assert window.shop.papers.prints_of(1) == ()
    assert window.shop.drawer.openings(by=window.shop.staff.terminal()) == ()
    window.station.printing.ask(order_id=1)
    assert "No printer is set up at this till." in window.notices


def test_the_drawer_is_opened_for_a_reason(window: Window) -> None:
    window.ctrl(Qt.Key.Key_O)
    window.sheet(AskSheet)
    window.key("change for a fifty", Qt.Key.Key_Return)
    window.until(lambda: window.printer.pulses == 1)
    (opening,) = window.shop.drawer.openings(without_sale=True, by=window.shop.staff.terminal())
    assert opening.reason == "change for a fifty"


def test_a_drawer_behind_its_own_box_is_opened_there(open_window: Callable[..., Window]) -> None:
    window = open_window(drawer="serial:///dev/ttyS0", printer="")
    window.sell()
    box = window.devices.drawer("serial:///dev/ttyS0")
    window.until(lambda: box.openings == 1)
    box.stuck = True
    window.sell()
    window.until(lambda: "The drawer was not opened." in window.notices)
    assert box.openings == 1


def test_other_settings_count_at_once_and_lose_nothing(window: Window) -> None:
    window.printer.paper_out = True
    first = window.sell()
    window.until(lambda: window.printer.attempts >= 1)
    other = "file:///dev/usb/lp0"
    window.station.configure(Config(printer=other))
    new = window.devices.printer(other)
    window.until(lambda: new.papers)
    assert on_paper(new.papers) == [first]
    second = window.sell()
    window.until(lambda: len(new.papers) == 2)
    assert on_paper(new.papers) == [first, second]
    assert window.devices.printers[PRINTER].papers == []


def test_an_order_prints_again_from_the_history(window: Window, shop: Shop) -> None:
    window.sell()
    window.until(lambda: len(window.printer.papers) == 1)
    window.ctrl(Qt.Key.Key_4)
    window.key(Qt.Key.Key_Down)
    panel = window.floor.tab(3)._panel  # type: ignore[union-attr]
    window.until(lambda: panel._files.print.isVisible() and panel._files.print.isEnabled())
    window.ctrl(Qt.Key.Key_P)
    window.until(lambda: len(window.printer.papers) == 2)
    assert b"DUPLICATE" in window.printer.papers[1].upper()
    window.ctrl(Qt.Key.Key_R)
    window.until(lambda: len(window.printer.papers) == 3)
    assert [job.copy for job in shop.papers.prints_of(1)] == ["original", "duplicate", "gift"]


def test_what_was_printed_is_a_duplicate_in_the_history_and_what_was_not_is_none(
    window: Window, shop: Shop, owner: Clerk
) -> None:
    window.printer.paper_out = True
    window.sell()
    window.until(lambda: window.printer.attempts > 0)
    (line,) = shop.returns.returnable(1)
    with window.bot.waitSignal(window.desk.tasks.changes.returns):
        back = shop.returns.give_back(1, [ReturnLine(line.item_id, 1)], by=owner)
    window.ctrl(Qt.Key.Key_4)
    window.key(Qt.Key.Key_Down)
    tab = window.floor.tab(3)
    assert isinstance(tab, OrdersTab)
    panel = tab._panel
    window.until(lambda: panel._files.copy.isEnabled() and bool(panel._returns.buttons))
    at_work = (tab._gather.isActive, panel._pause.isActive, lambda: panel._reading)
    window.until(lambda: not any(each() for each in at_work))
    assert "DUPLICATE" not in copied(panel._files)
    window.printer.paper_out = False
    window.station.printing.queue.retry()
    window.until(lambda: len(window.printer.papers) == 1)
    window.until(lambda: "DUPLICATE" in copied(panel._files))
    assert "Duplicate" in panel._slip.accessibleDescription()
    assert "DUPLICATE" not in copied_return(window, panel)
    shop.papers.ask(return_id=back.id, by=owner)
    window.until(lambda: len(window.printer.papers) == 2)
    window.until(lambda: shop.papers.was_printed(return_id=back.id))
    assert "DUPLICATE" in copied_return(window, panel)


def copied(files: PaperButtons) -> str:
    """What is in the clipboard once Copy was pressed."""
    files.copy.click()
    return QGuiApplication.clipboard().text()


def copied_return(window: Window, panel: OrderPanel) -> str:
    """What is in the clipboard once the first return of the order was opened and copied."""
    panel._returns.buttons[0].click()
    sheet = window.sheet(ReturnSlipSheet)
    window.until(sheet._files.copy.isEnabled)
    text = copied(sheet._files)
    sheet.accept()
    return text


def test_an_exchange_is_shown_copied_and_printed_whole_from_the_history(
    window: Window, shop: Shop, owner: Clerk
) -> None:
    window.sell()
    sold = shop.orders.get(1)
    back = Exchange(sold.id, sold.number, (ReturnLine(sold.items[0].id, 1),))
    cart = Cart().add(shop.catalog.get(sold.items[0].product_id), 2).with_exchange(back)
    receipt = shop.checkout.sell(cart, [Payment("cash", 100_000)], by=owner, paper=True)
    assert receipt.return_id is not None
    window.until(lambda: len(window.printer.papers) == 2)
    window.ctrl(Qt.Key.Key_4)
    window.key(Qt.Key.Key_Down)
    panel = window.floor.tab(3)._panel  # type: ignore[union-attr]
    window.until(lambda: panel._files.print.isVisible() and panel._files.print.isEnabled())
    assert panel._paper.order.id == receipt.order_id
    assert "Exchange. Return T1-R1" in panel._slip.accessibleDescription()
    panel._files.copy.click()
    assert "*** EXCHANGE ***" in QGuiApplication.clipboard().text()
    window.ctrl(Qt.Key.Key_P)
    window.until(lambda: len(window.printer.papers) == 3)
    again = window.printer.papers[2].upper()
    assert b"DUPLICATE" in again
    assert b"EXCHANGE" in again
    window.ctrl(Qt.Key.Key_R)
    window.until(lambda: len(window.printer.papers) == 4)
    asked = [(job.copy, job.return_id) for job in shop.papers.prints_of(receipt.order_id)]
    assert asked == [(copy, receipt.return_id) for copy in ("original", "duplicate", "gift")]
