"""The basket beside an editor: what it comes to with the draft in place, at once."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.documents import slip_words, wording
from pos_app.domain.errors import BadValue, CodeRefused
from pos_app.domain.pricing import PricedCart
from pos_app.domain.rows import ProductRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.basket import Basket
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.sums import Sum, Sums
from pos_app.ui.prices.trial import NOTHING, Draft, try_basket
from pos_app.ui.prices.trial_setting import TrialSetting
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.refused_codes import said_on_the_clock
from pos_app.ui.widgets.card import Card, separator
from pos_app.ui.widgets.key_button import KeyButton

_NOTHING_TAKEN = "Nothing is taken off."


class TrialPanel(Card):
    """Prices the basket anew with every change of it, of the moment, the group or the draft."""

    def __init__(self, desk: Desk, *, taxes: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._desk = desk
        self._ground: Ground | None = None
        self._draft = NOTHING
        self._note_text = ""
        self.add = KeyButton("Add product", key="F4", dense=True)
        self.basket = Basket()
        self.setting = TrialSetting(desk)
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
        self.setting.changed.connect(self._price)
        self.everywhere.toggled.connect(self._price)

    # --- what the section asks ---------------------------------------------------------------

    def show_ground(self, ground: Ground) -> None:
        """Take the rules as they are now; basket and setting stay."""
        self._ground = ground
        self.setting.show_ground(ground)
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
        last = QHBoxLayout()
        last.addWidget(QLabel("Total"))
        last.addWidget(self.total, 1)
        column = QVBoxLayout()
        column.setContentsMargins(*[4 * theme.GRID] * 4)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(head)
        column.addWidget(self.setting)
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

    def _price(self) -> None:
        if self._ground is None:
            return
        draft = Draft(self._draft.promotion, self._draft.tax_class, self.everywhere.isChecked())
        basket = self.basket.content
        try:
            setting, fault = self.setting.setting(), ""
            try:
                self._priced = try_basket(self._ground, basket, setting, draft)
            except CodeRefused as refusal:
                fault = self._words(refusal)
                self._priced = try_basket(self._ground, basket, replace(setting, code=None), draft)
        except BadValue as error:
            self._priced, fault = None, messages.words(error).title
        self._show(fault)

    def _words(self, refusal: CodeRefused) -> str:
        info, money = self._desk.shop.info, self._desk.shop.money
        said = messages.words(said_on_the_clock(refusal, info), money)
        return f"{said.title} {said.hint}".strip()

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
            Sum(
                slip_words.off(off.kind, off.label, off.amount),
                money.plain(-off.amount),
                "good",
                off.promotion_id == own,
            )
            for off in priced.offs
        ]
        if priced.code_short:
            sums.append(Sum(f"The code needs {money.plain(priced.code_short)} more", ""))
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
