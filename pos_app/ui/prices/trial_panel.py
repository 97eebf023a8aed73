"""The basket beside an editor: what it comes to with the draft in place, at once."""

from datetime import datetime, time
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import BadValue
from pos_app.domain.pricing import PricedCart
from pos_app.domain.promotions import DAY
from pos_app.domain.rows import GroupPriceRow, ProductRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.basket import Basket
from pos_app.ui.prices.fields import TimeEdit, to_date
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.pickers import ProductPicker
from pos_app.ui.prices.sentence import minutes_of
from pos_app.ui.prices.sums import Sum, Sums
from pos_app.ui.prices.trial import NOTHING, Draft, Setting, try_basket
from pos_app.ui.widgets.card import Card, separator
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.day_edit import DayEdit
from pos_app.ui.widgets.key_button import KeyButton

_PAGE = 500
_NOTHING_TAKEN = "Nothing is taken off."


class TrialPanel(Card):
    """Prices the basket anew with every change of it, of the moment, the group or the draft."""

    def __init__(self, desk: Desk, *, taxes: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._desk = desk
        self._ground: Ground | None = None
        self._draft = NOTHING
        self._note_text = ""
        self._prices: dict[int, int] = {}
        locale = desk.shop.info.locale
        self.add = KeyButton("Add product", key="F4", dense=True)
        self.basket = Basket()
        self.group = Choice()
        self.day = DayEdit("Day", QLocale(locale))
        self.time = TimeEdit("Time", locale)
        self.everywhere = QCheckBox("Tax all of it by this class")
        self.sums = Sums("What it comes to")
        self.total = QLabel()
        self._hint = QLabel("Put products into this basket to see what the rules make of them.")
        self._note = QLabel()
        self._fault = QLabel()
        self._line = separator()
        self.everywhere.setChecked(taxes)
        self._prepare()
        self._lay_out()
        self.everywhere.setVisible(taxes)

        self.add.clicked.connect(self._pick)
        self.basket.changed.connect(self._price)
        self.group.activated.connect(self._take_group)
        self.day.dateChanged.connect(self._price)
        self.time.textChanged.connect(self._price)
        self.everywhere.toggled.connect(self._price)

    # --- what the section asks ---------------------------------------------------------------

    def show_ground(self, ground: Ground) -> None:
        """Take the rules as they are now; basket, group and moment stay."""
        first = self._ground is None
        self._ground = ground
        if first:
            now = ground.now
            self.day.setDate(QDate(now.year, now.month, now.day))
            self.time.set_minutes(minutes_of(now))
        chosen = self.group.currentData()
        self.group.clear()
        self.group.addItem("Anybody", None)
        for group in ground.groups:
            self.group.addItem(group.name, group.id)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self._take_group()
        ids = [product.id for product, _ in self.basket.content]
        if ids:
            self._desk.tasks.office.run(
                partial(_products, self._desk, ids), self.basket.renew, latest="products"
            )

    def show_draft(self, draft: Draft, note: str = "") -> None:
        """Price with this draft in place from now on; note says what is special about it."""
        self._draft, self._note_text = draft, note
        self._price()

    @property
    def priced(self) -> PricedCart | None:
        """What the basket comes to, None where it can't be told."""
        return self._priced

    # --- making ------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._priced: PricedCart | None = None
        for field in (self.group, self.day, self.time):
            field.setProperty("dense", True)
        self.group.setAccessibleName("Customer group")
        self.group.setMinimumContentsLength(6)
        self.group.setSizeAdjustPolicy(
            Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.total.setProperty("kind", "total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        for label, kind in ((self._hint, "muted"), (self._note, "small"), (self._fault, "fault")):
            label.setProperty("kind", kind)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        title = QLabel("Try it")
        title.setProperty("kind", "title")
        head.addWidget(title, 1)
        head.addWidget(self.add)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._hint)
        inside.addWidget(self.basket)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        moment = QHBoxLayout()
        moment.setSpacing(2 * theme.GRID)
        moment.addWidget(self.day, 1)
        moment.addWidget(self.time)
        last = QHBoxLayout()
        last.addWidget(QLabel("Total"))
        last.addWidget(self.total, 1)
        column = QVBoxLayout()
        column.setContentsMargins(*[4 * theme.GRID] * 4)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(head)
        column.addWidget(self.group)
        column.addLayout(moment)
        column.addWidget(self.everywhere)
        column.addWidget(area, 1)
        column.addWidget(self._note)
        column.addWidget(self._fault)
        column.addWidget(self._line)
        column.addWidget(self.sums)
        column.addWidget(separator())
        column.addLayout(last)
        self.body.addLayout(column)

    # --- acting ------------------------------------------------------------------------------

    def _pick(self) -> None:
        picker = ProductPicker(self._desk, self, "Try with a product")
        picker.chosen.connect(self.basket.add)
        picker.open()

    def _take_group(self) -> None:
        group_id = self.group.currentData()
        self._prices = {}
        if group_id is not None:
            self._desk.tasks.office.run(
                partial(_price_list, self._desk, group_id), self._take_prices, latest="prices"
            )
        self._price()

    def _take_prices(self, answer: tuple[int, dict[int, int]]) -> None:
        group_id, prices = answer
        if group_id == self.group.currentData():
            self._prices = prices
            self._price()

    def _price(self) -> None:
        if self._ground is None:
            return
        try:
            draft = Draft(self._draft.promotion, self._draft.tax_class, self.everywhere.isChecked())
            basket = self.basket.content
            self._priced = try_basket(self._ground, basket, self._setting(), draft)
            fault = ""
        except BadValue as error:
            self._priced, fault = None, messages.words(error).title
        self._show(fault)

    def _setting(self) -> Setting:
        minutes = self.time.minutes() or 0
        if minutes >= DAY:
            raise BadValue("time", self.time.text(), "range")
        at = datetime.combine(to_date(self.day.date()), time(minutes // 60, minutes % 60))
        zone = wording.timezone_of(self._desk.shop.info.timezone)
        return Setting(at.replace(tzinfo=zone), self.group.currentData(), self._prices)

    def _show(self, fault: str) -> None:
        assert self._ground is not None
        money, priced = self._ground.money, self._priced
        filled = bool(self.basket.content)
        self._hint.setVisible(not filled)
        self._note.setText(self._note_text)
        self._note.setVisible(bool(self._note_text) and filled)
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self._line.setVisible(filled)
        self.basket.show_prices(priced.lines if priced else (), money)
        self.total.setText(money.format(priced.total) if priced else "–")
        self.sums.show_sums(self._sums(priced) if priced and filled else ())

    def _sums(self, priced: PricedCart) -> list[Sum]:
        assert self._ground is not None
        money = self._ground.money
        own = self._draft.promotion.id if self._draft.promotion is not None else None
        sums = [Sum("Before", money.plain(priced.subtotal))] if priced.offs else []
        sums += [
            Sum(off.label, money.plain(-off.amount), "good", off.promotion_id == own)
            for off in priced.offs
        ]
        if not priced.offs:
            sums.append(Sum(_NOTHING_TAKEN, ""))
        inside = "incl. " if priced.tax_included else ""
        for part in priced.taxes:
            if part.amount:
                words = f"{inside}{part.name}"
            else:
                rate = wording.rate(part.rate_ppm, money)
                words = f"{inside}{rate} {part.name} of {money.plain(part.base)}"
            sums.append(Sum(words, money.plain(part.tax)))
        return sums


def _products(desk: Desk, ids: list[int]) -> list[ProductRow]:
    """The products as they are now; runs in a lane."""
    return [desk.shop.catalog.get(product_id) for product_id in ids]


def _price_list(desk: Desk, group_id: int) -> tuple[int, dict[int, int]]:
    """A group's whole price list; runs in a lane."""
    prices: dict[int, int] = {}
    after: GroupPriceRow | None = None
    while True:
        page = desk.shop.groups.prices(group_id, after=after, limit=_PAGE)
        prices.update((row.product_id, row.price) for row in page)
        if len(page) < _PAGE:
            return group_id, prices
        after = page[-1]
