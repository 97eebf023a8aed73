"""A counter in a process of its own that scans until it is killed: busy_counter.py SHOP CODE...

Writes how many pieces are known to be on disk, a line each time the cart has come to rest.
"""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pos_app.config import Config
from pos_app.devices.sound import Silence
from pos_app.shop import Shop
from pos_app.ui import theme
from pos_app.ui.cart import CartTab
from pos_app.ui.desk import Desk
from pos_app.ui.session import Session
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.notice import NoticeStack


def main(path: str, codes: list[str]) -> int:
    app = QApplication([])
    theme.apply(app, theme.LIGHT_MODE)
    shop, tasks = Shop.open(path), Tasks()
    session = Session(shop, tasks)
    session.clerk = shop.staff.terminal()
    window = QWidget()
    notices = NoticeStack(window)
    tab = CartTab(Desk(shop, tasks, session, notices, Config(), Silence()))
    QVBoxLayout(window).addWidget(tab)
    window.show()
    tab.refresh()
    scans = 0

    def scan() -> None:
        nonlocal scans
        tab.field.entered.emit(codes[scans % len(codes)])
        scans += 1

    def tell() -> None:
        if tab.keeper.idle:
            print(sum(line.quantity for line in tab.sale.cart.lines), flush=True)  # noqa: T201

    scanner = QTimer(interval=7)
    scanner.timeout.connect(scan)
    scanner.start()
    clock = QTimer(interval=3)
    clock.timeout.connect(tell)
    clock.start()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
