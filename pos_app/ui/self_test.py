"""The program tries itself out: a new shop, a sale, its receipt on paper and as a file, every view
in light and dark, the books.

Run by `--self-test`, above all inside the packaged program: what a package forgot to take along
(a plugin, a font, a library, a data file) shows here.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Receipt
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.floor import Floor
from pos_app.ui.outline import TABS

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds that one step may take on a slow machine."""

_PIN = "135790"
_SETUP = {
    "name": "Self-test",
    "currency": "EUR",
    "country": "DE",
    "tax_rate_ppm": 190_000,
    "line1": "1 Test Street",
    "city": "Testing",
    "owner_username": "tester",
    "owner_name": "Tester",
    "owner_pin": _PIN,
}
_COLOURS = 8
"""A view that was drawn has at least so many colours; an empty picture has one."""

_PAPER = 200
"""A printed receipt is longer than so many dots."""


class SelfTestFailed(Exception):
    """Something that must work did not; the message says what."""


def run(make_floor: "Callable[[str], tuple[QWidget, Floor]]") -> int:
    """Try everything; 0 when all is well, 1 with a message on stderr when not.

    make_floor(default_shop) makes a window and its floor. Nothing is left behind: settings, log
    and shop lie in a folder that goes at the end.
    """
    with tempfile.TemporaryDirectory(prefix="countertop-") as folder:
        os.environ["COUNTERTOP_HOME"] = folder
        faults: list[BaseException] = []
        sys.excepthook = lambda _kind, error, _trace: faults.append(error)
        try:
            said = _try_out(make_floor, str(Path(folder) / "shop.db"), faults)
        except (SelfTestFailed, OSError) as error:
            _say(f"self-test failed: {error}", *map(repr, faults))
            return 1
        finally:
            sys.excepthook = sys.__excepthook__
    _say(f"self-test passed: {said}")
    return 0


def _try_out(
    make_floor: "Callable[[str], tuple[QWidget, Floor]]", shop: str, faults: list[BaseException]
) -> str:
    began = time.monotonic()
    window, floor = make_floor(shop)
    window.show()
    floor.begin("")
    _check_picture(window, "first start")
    floor.opening.create(shop, _SETUP)
    desk = _wait(lambda: floor.desk, "a new shop")
    _check_picture(window, "sign-in")
    desk.session.sign_in("tester", _PIN)
    _wait(lambda: desk.session.clerk, "signing in")
    receipt = _sell(desk)
    _make_papers(desk, receipt)
    views = 0
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for dress in (theme.LIGHT_MODE, theme.DARK_MODE):
        theme.apply(app, dress)
        for number, name in enumerate(TABS):
            floor.show_tab(number)
            _wait(lambda: not (desk.tasks.counter.busy or desk.tasks.office.busy), name)
            _check_picture(window, f"{name}, {dress}")
            views += 1
    breaches = desk.shop.check(by=desk.session.acting())
    if breaches:
        raise SelfTestFailed(f"the books do not add up: {breaches}")
    window.close()
    if faults:
        raise SelfTestFailed("unexpected errors")
    seconds = time.monotonic() - began
    return f"sale {receipt.number}, {views} views, the books in order, {seconds:.1f} s"


def _sell(desk: Desk) -> Receipt:
    """One product and one sale through the counter's lane, as the cart does it."""
    clerk = desk.session.clerk
    assert clerk is not None
    shop = desk.shop

    def sell() -> Receipt:
        coffee = shop.catalog.add_product(
            name="Coffee قهوة",
            price=749,
            category="Grocery",
            stock=3,
            barcodes=["4006381333931"],
            by=clerk,
        )
        hit = shop.catalog.scan("4006381333931")
        if hit.product.id != coffee.id:
            raise SelfTestFailed("the scanned code found another product")
        return shop.checkout.sell(Cart().add(coffee, 2), [Payment("cash", 2000)], by=clerk)

    receipts: list[Receipt] = []
    desk.tasks.counter.run(sell, receipts.append)
    receipt = _wait(lambda: receipts[0] if receipts else None, "a sale")
    if (receipt.total, receipt.change_due) != (1498, 502):
        raise SelfTestFailed(f"two at 7.49 paid with 20.00 came to {receipt}")
    return receipt


def _make_papers(desk: Desk, receipt: Receipt) -> None:
    """The receipt as every kind of file, and read back as a printer would; what is plugged in."""
    # All of it is loaded late in the program as well: none may be missing from a package.
    from pos_app.devices.discovery import ports, printers
    from pos_app.devices.escpos_paper import EscposPaper
    from pos_app.documents.slip import compose
    from pos_app.documents.slip_escpos import escpos_bytes
    from pos_app.documents.slip_html import slip_html
    from pos_app.documents.slip_pdf import slip_pdf

    shop = desk.shop
    slip = compose(shop.orders.get(receipt.order_id), shop.info, shop.money)
    if not slip_pdf(slip).startswith(b"%PDF-") or receipt.number not in slip_html(slip):
        raise SelfTestFailed("the receipt could not be made as a file")
    for drawn in (False, True):
        paper = EscposPaper()
        paper.send(escpos_bytes(slip, drawn=drawn))
        if not drawn and receipt.number not in paper.codes:
            raise SelfTestFailed(f"the paper has no bar code of its number: {paper.codes}")
        if paper.picture().height < _PAPER:
            raise SelfTestFailed("the paper is empty")
    printers()
    ports()


def _wait(ask: Callable[[], T | None], what: str) -> T:
    until = time.monotonic() + PATIENCE
    while True:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > until:
            raise SelfTestFailed(f"{what} took longer than {PATIENCE:.0f} s")
        time.sleep(0.002)


def _check_picture(window: QWidget, what: str) -> None:
    for _ in range(3):
        QApplication.processEvents()
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    step = max(1, picture.width() // 200)
    seen = {
        picture.pixel(x, y)
        for x in range(0, picture.width(), step)
        for y in range(0, picture.height(), step)
    }
    if len(seen) < _COLOURS:
        raise SelfTestFailed(f"{what} shows nothing ({len(seen)} colours)")


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr, flush=True)  # noqa: T201
