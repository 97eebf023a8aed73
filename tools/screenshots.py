"""Draws every view, light and dark, from the sample shop: make screenshots.

    python -m tools.screenshots [--out docs/screenshots] [--size 1366x768] [--only NAME ...]

The window is used as a clerk uses it, by its keys, so a picture shows what a person would see.
"""

import argparse
import io
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from pos_app import app as program
from pos_app import sample
from pos_app.config import Config
from pos_app.devices.escpos_paper import EscposPaper
from pos_app.documents.slip import compose
from pos_app.documents.slip_escpos import escpos_bytes
from pos_app.documents.slip_pdf import slip_pdf
from pos_app.domain.promotions import ALWAYS
from pos_app.shop import Shop
from pos_app.ui import theme
from pos_app.ui.ledgers import LedgersSheet
from pos_app.ui.main_window import MainWindow
from pos_app.ui.receipts import ReceiptsSheet
from pos_app.ui.receipts.paper_view import as_seen
from pos_app.ui.training import TRAINING_KEY
from pos_app.ui.widgets.slip_view import SlipView
from tools.camera import ROOT, Camera
from tools.journal_scene import show_the_journal
from tools.people_scenes import add_people, people
from tools.shift_scene import run_a_shift

PRINTER, SPARE = "tcp://192.168.1.50:9100", "usb://04b8:0202"

WINE = "903505"
"""The SKU of what is sold to grown-ups only."""

BASKET = ("1082185", "2900009952424", f"3*{sample.BREAD}", "1127831", "908846", "981760", "916122")


def stage(shop: Shop) -> None:
    """The sample shop so that a picture is the same at each hour, sums in cash are rounded, and
    wine asks for an age."""
    by = shop.staff.terminal()
    shop.catalog.update_product(shop.catalog.by_sku(WINE).id, min_age=21, by=by)
    for row in shop.promotions.all():
        if row.promotion.hours != ALWAYS:
            shop.promotions.update(row.promotion, active=False, by=by)
    shop.settings.update(
        cash_step=5,
        phone="+15135550142",
        tax_number="31-1234567",
        receipt_header="Open every day from 7 to 22",
        receipt_footer="Thank you for your visit\nWe take goods back within 30 days",
        receipt_qr=True,
        by=by,
    )
    shop.settings.set_logo(drawn_logo(), by=by)


def drawn_logo() -> bytes:
    """The program's own mark as the shop's logo."""
    picture = QImage(480, 240, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(ROOT / "resources" / "countertop.svg")).render(
        painter, QRectF(120, 0, 240, 240)
    )
    painter.end()
    file = QBuffer()
    file.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(file, "PNG")  # type: ignore[call-overload]  # PySide takes no bytes here
    return bytes(file.data().data())


def before_the_shop(camera: Camera) -> None:
    """The screens of a first start."""
    camera.window.begin("")
    camera.snap("first-start")
    camera.floor.show_setup()
    camera.snap("setup")


def sign_in(camera: Camera, location: str) -> None:
    """Open the sample shop as its owner."""
    camera.floor.open_shop(location)
    camera.until(lambda: camera.floor.desk is not None and camera.floor.tab(0) is not None)
    camera.snap("sign-in")
    camera.type(sample.PIN)
    camera.press("Return")
    camera.until(lambda: camera.floor.desk is not None and bool(camera.floor.desk.session.clerk))


def sell(camera: Camera) -> None:
    """The Cart tab through a whole sale."""
    camera.snap("cart-empty")
    for code in BASKET:
        camera.type(code)
        camera.press("Return")
    camera.snap("cart")
    camera.type("juice")
    camera.snap("cart-search")
    camera.press("Esc")
    for _ in "juice":
        camera.press("Backspace")
    camera.press("F4")
    camera.type("je")
    camera.rest()
    camera.snap("cart-customer")
    camera.press("Return", "F7")
    camera.type(sample.CODE)
    camera.press("Return")
    camera.snap("cart-code")
    camera.press("Shift+Esc", "F6")
    camera.type("10")
    camera.press("F1")
    camera.snap("discount")
    camera.press("Return", "Ctrl+B")
    camera.snap("savings")
    camera.press("Return", "Ctrl+G")
    camera.type("25")
    camera.press("F3")
    camera.snap("gift-card")
    camera.press("Esc", "F7")
    camera.press("Tab", "Return")  # the code comes off again
    ask(camera)
    pay(camera)


def ask(camera: Camera) -> None:
    """What is found, looked up and asked at the counter."""
    camera.press("Ctrl+K")
    camera.type("ret")
    camera.snap("palette")
    camera.press("Esc", "Esc", "F1")
    camera.snap("keys")
    camera.press("Return", "Shift+F2")
    camera.type(sample.BREAD)
    camera.press("Return")
    camera.snap("price-check")
    camera.press("Esc", "F5")
    camera.type("7.50")
    camera.snap("own-price")
    camera.press("Esc")
    camera.type(WINE)
    camera.press("Return")
    camera.snap("age")
    camera.press("Esc", "Shift+Esc", "F10")
    camera.type("bananas")
    camera.rest()
    camera.snap("find-receipt")
    camera.press("Return", "A", "F10")
    camera.snap("exchange")
    camera.press("Ctrl+Z", "F10", "F7")
    for code in (sample.BREAD, BASKET[0]):
        camera.type(code)
        camera.press("Return")
    camera.press("F3")
    camera.type("No receipt")
    camera.snap("loose-return")
    camera.press("Esc", "Tab", "Return")  # thrown away again


def pay(camera: Camera) -> None:
    """By gift card and cash, with change."""
    camera.press("F12", "F3")
    camera.type(sample.GIFT_CARD)
    camera.press("Return")
    camera.snap("pay-gift-card")
    camera.press("Return", "F1")
    camera.type("20")
    camera.snap("pay")
    camera.press("Return")
    camera.snap("change")
    camera.press("F11")
    camera.snap("receipt")
    papers(camera)
    camera.press("Return", "Return")
    camera.type("0000000000000")
    camera.press("Return")
    camera.snap("cart-not-found")
    camera.press("Shift+Esc")


def papers(camera: Camera) -> None:
    """The receipt of the sale just finished in its three forms: window, PDF, printer."""
    assert camera.floor.desk is not None
    shop = camera.floor.desk.shop
    order = shop.orders.get(shop.orders.page(limit=1)[0].id)
    slip = compose(order, shop.info, shop.money, logo=shop.settings.logo())
    view = SlipView()
    view.show_slip(slip)
    view.resize(380, view.heightForWidth(380))
    camera.keep("receipt-screen", view.grab().toImage())
    if theme.current().dark:
        return  # paper is white in any theme
    drawn = io.BytesIO()
    pypdfium2.PdfDocument(slip_pdf(slip))[0].render(scale=2).to_pil().save(drawn, "PNG")
    camera.keep("receipt-pdf", QImage.fromData(drawn.getvalue()))
    printer = EscposPaper()
    printer.send(escpos_bytes(slip))
    camera.keep("receipt-printed", as_seen(printer.picture()))


def look_after(camera: Camera) -> None:
    """Products, customers and orders, each with something chosen, and their sheets."""
    camera.press("Ctrl+2")
    camera.type("soft drinks")
    camera.rest()
    camera.press("Down")
    camera.snap("products")
    camera.press("Return")
    camera.snap("product-editor")
    camera.press("Esc", "Ctrl+U")
    camera.snap("unknown-codes")
    camera.press("Esc", "F6")
    camera.snap("receive")
    camera.press("Esc", "F7")
    camera.snap("adjust")
    camera.press("Esc", "Ctrl+3", "Down", "Down")
    camera.snap("customers")
    camera.press("Return")
    camera.snap("customer-editor")
    camera.press("Esc", "Ctrl+4", "Down")
    camera.snap("orders")
    give_back(camera)
    camera.press("Ctrl+1")


def give_back(camera: Camera) -> None:
    """Goods of the sale in the pictures, and all gift cards and credit."""
    camera.press("Home", "F6", "+", "D", "Down", "+")
    camera.snap("return")
    camera.press("Return")
    camera.snap("return-slip")
    camera.press("Return")
    assert camera.floor.desk is not None
    sheet = LedgersSheet(camera.floor.desk, camera.floor)
    sheet.open()
    camera.snap("ledgers")
    sheet.reject()


def manage(camera: Camera) -> None:
    """Reports, and the page of prices with something in its basket."""
    camera.press("Ctrl+5")
    camera.snap("reports")
    camera.press("Down")
    camera.snap("reports-taxes")
    camera.press("Ctrl+6")
    for section, key in (("taxes", "Alt+1"), ("promotions", "Alt+2")):
        camera.press(key, "F4")
        camera.type(sample.BREAD)
        camera.press("Return", "+", "+")
        camera.snap(section)
    camera.press("Alt+3")
    camera.snap("codes")
    camera.press("Alt+4")
    camera.snap("customer-groups")
    camera.press("Alt+5")
    camera.snap("discount-limits")
    camera.press("Alt+6")
    camera.snap("labels")
    camera.press("Ctrl+1")
    assert camera.floor.desk is not None
    sheet = ReceiptsSheet(camera.floor.desk, camera.floor)
    sheet.open()
    camera.snap("receipts")
    camera.press("F3")
    camera.snap("receipts-printed")
    sheet.reject()


def at_the_cables(camera: Camera) -> None:
    """The till's devices: receipts that wait for paper, their sheet, what the customer sees."""
    station = camera.floor.station
    assert station is not None
    wanted = replace(station.config, printer=PRINTER, spare_printer=SPARE, customer_window=True)
    station.configure(wanted)
    camera.rest()
    station.devices.printer(PRINTER).paper_out = True  # type: ignore[attr-defined]
    side = station.customer_side
    assert side is not None
    assert side.window is not None
    for code in BASKET[:4]:
        camera.type(code)
        camera.press("Return")
    camera.keep("customer-window", side.window.grab().toImage())
    camera.press("F12")
    camera.type("20")
    camera.press("Return")
    camera.keep("customer-change", side.window.grab().toImage())
    camera.until(lambda: any(each.trouble for each in station.printing.queue.waiting))
    camera.press("Ctrl+J")
    camera.snap("papers-wait")
    camera.press("Esc", "Return")
    camera.floor.notices.clear()
    station.show_devices()
    camera.snap("devices")
    camera.press("Alt+2")
    camera.snap("devices-scanner")
    camera.press("Esc")
    station.devices.printer(PRINTER).paper_out = False  # type: ignore[attr-defined]
    station.configure(Config())
    camera.rest()


def practise(camera: Camera, location: str) -> None:
    """A window on the training copy of the sample shop."""
    camera.window.begin_practice(location, fresh=True)
    camera.until(lambda: camera.floor.desk is not None and camera.floor.tab(0) is not None)
    camera.window.activateWindow()  # the window before took the focus along when it closed
    camera.rest()
    camera.type(sample.PIN)
    camera.press("Return")
    camera.until(lambda: camera.floor.desk is not None and bool(camera.floor.desk.session.clerk))
    for code in BASKET[:3]:
        camera.type(code)
        camera.press("Return")
    camera.snap("training")
    camera.press("F12")
    camera.snap("training-pay")


def opened(width: int, height: int) -> MainWindow:
    """A window of this size, with the focus and no shop yet."""
    window = program.build_window("/home/ann/corner.db")  # shown, never made
    window.resize(width, height)
    window.show()
    window.activateWindow()
    window.setFocus(Qt.FocusReason.OtherFocusReason)
    return window


def main() -> int:
    """Draw them all; 0 when each was written."""
    parser = argparse.ArgumentParser(description="Draw every view, light and dark.")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--size", default="1366x768", help="width x height of the window")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="cart, pay ...")
    arguments = parser.parse_args()
    width, height = (int(number) for number in arguments.size.split("x"))
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="countertop-") as home:
        os.environ["COUNTERTOP_HOME"] = home
        app = QApplication(sys.argv[:1])
        app.setCursorFlashTime(0)  # a caret that blinks is in one picture and not in the next
        for tone in ("light", "dark"):
            location = str(Path(home) / f"{tone}.db")
            shop = sample.create_sample(location)
            stage(shop)
            add_people(shop)
            shop.close()
            theme.apply(app, tone)
            window = opened(width, height)
            camera = Camera(window, arguments.out, tone, arguments.only)
            try:
                before_the_shop(camera)
                sign_in(camera, location)
                sell(camera)
                look_after(camera)
                manage(camera)
                people(camera, BASKET[0])
                run_a_shift(camera, BASKET[:3])
                show_the_journal(camera)
                at_the_cables(camera)
                camera.press(TRAINING_KEY)
                camera.snap("practise")
            finally:
                window.close()
            window = opened(width, height)
            try:
                practise(Camera(window, arguments.out, tone, arguments.only), location)
            finally:
                window.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
