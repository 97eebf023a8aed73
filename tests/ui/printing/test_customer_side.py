"""What the customer sees: the sale as it grows, the change, and then the shop's name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from pos_app.config import Config
from pos_app.domain.cart import Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.rows import ReturnLine
from pos_app.ui import theme
from pos_app.ui.customer_paint import Shown, ShownLine, paint
from pos_app.ui.customer_side import CustomerSide
from pos_app.ui.customer_window import CustomerWindow
from tests.ui.printing.conftest import Window

POLE = "serial:///dev/ttyUSB2"


def side_of(window: Window) -> CustomerSide:
    assert window.station.customer_side is not None
    return window.station.customer_side


def window_of(window: Window) -> CustomerWindow:
    shown = side_of(window).window
    assert shown is not None
    return shown


def scan(window: Window, times: str = "") -> None:
    before = window.cart.sale.cart
    window.cart.focus_start()
    window.key(f"{times}29000000017", Qt.Key.Key_Return)
    window.until(lambda: window.cart.sale.cart != before)


def test_the_customer_follows_the_sale(open_window: Callable[..., Window]) -> None:
    window = open_window(customer_window=True, pole_display=POLE)
    shown, pole = window_of(window), window.devices.display(POLE)
    assert shown.isVisible()
    assert shown.shown == Shown("Corner Shop")
    scan(window)
    scan(window, "3*")
    assert shown.shown.lines == (ShownLine("Milk 1 l", "4 × 1.29", "5.16", newest=True),)
    assert (shown.shown.figure_words, shown.shown.figure) == ("Total", "$5.16")
    window.until(lambda: pole.shown[-1] == ("Milk 1 l        5.16", "Total           5.16"))
    window.key(Qt.Key.Key_F12)
    window.until(lambda: window.cart._sheets.paying.is_open)
    window.key("10", Qt.Key.Key_Return)
    window.until(lambda: window.cart.panel.shows_done)
    assert (shown.shown.figure_words, shown.shown.figure) == ("Change", "$4.84")
    assert shown.shown.thanks == "Thank you!"
    window.until(lambda: pole.shown[-1] == ("Total           5.16", "Change          4.84"))
    scan(window)
    assert shown.shown.figure == "$1.29"
    window.cart.sale.clear()
    assert shown.shown == Shown("Corner Shop")


def test_the_customer_reads_what_comes_back(open_window: Callable[..., Window]) -> None:
    window = open_window(customer_window=True, pole_display=POLE)
    window.sell()
    [order] = window.shop.orders.page()
    item = window.shop.orders.get(order.id).items[0]
    window.cart.exchange(Exchange(order.id, order.number, (ReturnLine(item.id, 1),)))
    window.until(lambda: window.cart.exchanging.ready)
    shown, pole = window_of(window), window.devices.display(POLE)
    back = ShownLine("Milk 1 l", "1 returned", "\N{MINUS SIGN}1.29")
    assert shown.shown.lines == (back,)
    assert (shown.shown.figure_words, shown.shown.figure) == ("To give back", "$1.29")
    window.until(
        lambda: pole.shown[-1] == ("Milk 1 l       \N{MINUS SIGN}1.29", "To give back    1.29")
    )
    scan(window, "2*")
    assert [line.amount for line in shown.shown.lines] == [back.amount, "2.58"]
    window.until(lambda: pole.shown[-1] == ("Milk 1 l        2.58", "To pay          1.29"))
    window.cart.sale.clear()
    window.cart.sale.exchange(None)
    assert shown.shown == Shown("Corner Shop")


def test_thanks_end_after_a_while(open_window: Callable[..., Window]) -> None:
    window = open_window(customer_window=True)
    window.sell()
    assert window_of(window).shown.thanks
    assert side_of(window)._rest.isActive()
    side_of(window)._rest.timeout.emit()
    assert window_of(window).shown == Shown("Corner Shop")


def test_a_discount_is_shown_as_saved(open_window: Callable[..., Window]) -> None:
    window = open_window(customer_window=True)
    scan(window)
    window.cart.sale.with_discount(Discount(rate_ppm=100_000, reason="regular"))
    assert ("You save", "$0.13") in window_of(window).shown.more


def test_settings_switch_the_displays_at_once(open_window: Callable[..., Window]) -> None:
    window = open_window()
    assert side_of(window).window is None
    window.station.configure(Config(customer_window=True, pole_display=POLE))
    assert window_of(window).isVisible()
    pole = window.devices.display(POLE)
    window.until(lambda: pole.shown)
    window.station.configure(Config())
    assert side_of(window).window is None
    window.until(lambda: pole.closed)


def test_a_pole_display_that_is_gone_is_told_and_selling_goes_on(
    open_window: Callable[..., Window],
) -> None:
    window = open_window()
    window.devices.display(POLE).unplugged = True
    window.station.configure(Config(pole_display=POLE))
    window.until(lambda: "The display for customers does not answer" in " ".join(window.notices))
    assert window.sell() == "T1-1"


def test_the_window_never_covers_the_till(open_window: Callable[..., Window]) -> None:
    window = open_window(customer_window=True)
    shown = window_of(window)
    assert shown.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    [screen] = QGuiApplication.screens()
    assert not shown.isFullScreen()  # there is one screen, and it is the till's
    shown.toggle()
    assert shown.isFullScreen()
    shown._screen_went(screen)
    assert not shown.isVisible()
    shown._screen_came(screen)
    assert shown.isFullScreen()
    shown.toggle()
    assert not shown.isFullScreen()
    window.main.close()
    assert side_of(window).window is None


def test_much_and_long_is_painted_within_the_window(dressed: object) -> None:
    lines = tuple(
        ShownLine("Wholegrain bread with seeds " * 4, "12.345 kg × 1,234.56", "99,999,999.99",
                  newest=number == 20)
        for number in range(40)
    )  # fmt: skip
    shown = Shown("The corner shop " * 9, lines, (("You save", "$99,999,999.99"),), "Total",
                  "$99,999,999,999.99", mark="TRAINING")  # fmt: skip
    for width, height in ((480, 320), (800, 480), (3840, 2160)):
        picture = QImage(width + 20, height, QImage.Format.Format_RGB32)
        picture.fill(QColor("#FF00FF"))
        painter = QPainter(picture)
        paint(painter, picture.rect().toRectF().adjusted(0, 0, -20, 0), shown)
        painter.end()
        beside = {picture.pixelColor(width + 10, y).name() for y in range(0, height, 3)}
        assert beside == {"#ff00ff"}
        assert picture.pixelColor(2, height - 2).name() == theme.current().bg.lower()
