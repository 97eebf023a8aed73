"""The receipt that the settings would make: on the screen, and as the printer prints it."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from pos_app import config as settings_file
from pos_app.documents.printer_letters import named_pages
from pos_app.documents.slip import Slip, compose
from pos_app.documents.slip_escpos import DOTS_PER_COLUMN, escpos_bytes
from pos_app.documents.slip_example import example_order
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import Picture, ShopInfo
from pos_app.ui import theme
from pos_app.ui.receipts.paper_view import PaperView, as_seen
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.slip_view import SlipView

_LEAST = 90 * theme.GRID


@dataclass(frozen=True, slots=True)
class Seen:
    """An example receipt, and what this till's printer makes of it."""

    slip: Slip
    paper: QImage


def look(info: ShopInfo, logo: Picture | None, money: MoneyFormat, at: datetime) -> Seen:
    """Make the example with these facts of the shop; for a lane."""
    # Heavy, and only for somebody who looks at it.
    from pos_app.devices.escpos_paper import EscposPaper

    till = settings_file.load()
    slip = compose(example_order(info, at), info, money, logo=logo)
    printer = EscposPaper(till.columns * DOTS_PER_COLUMN)
    pages = named_pages(till.code_pages)
    printer.send(escpos_bytes(slip, columns=till.columns, code_pages=pages, cut=False))
    return Seen(slip, as_seen(printer.picture()))


class Preview(QWidget):
    """Two looks at one receipt, of which one is shown; F2 and F3 choose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slip = SlipView()
        self.paper = PaperView()
        self.on_screen = KeyButton("On the screen", key="F2", dense=True)
        self.printed = KeyButton("Printed", key="F3", dense=True)
        self._pages = QStackedWidget()
        for page in (self.slip, self.paper):
            self._pages.addWidget(_scrolled(page))
        for button in (self.on_screen, self.printed):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.on_screen)
        row.addWidget(self.printed)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        self.setMinimumHeight(_LEAST)

        self.on_screen.clicked.connect(lambda: self._turn(0))
        self.printed.clicked.connect(lambda: self._turn(1))
        self._turn(0)

    def show_seen(self, seen: Seen) -> None:
        """Show this receipt in both looks."""
        self.slip.show_slip(seen.slip)
        self.paper.show_paper(seen.paper)

    def _turn(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self.on_screen.setChecked(place == 0)
        self.printed.setChecked(place == 1)


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName("An example receipt")
    return area
