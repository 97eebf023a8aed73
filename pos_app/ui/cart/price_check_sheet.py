"""What does it cost? A sheet that shows price, promotions and stock of one product after another,
and sells nothing."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_app.documents.wording import quantity
from pos_app.domain.errors import PosError
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import BundlePartRow, PriceCheck, ProductRow, ScanHit
from pos_app.ui import messages, theme
from pos_app.ui.cart.counter import Wanted, wanted_of
from pos_app.ui.cart.goods_search import GoodsSearch
from pos_app.ui.cart.tiles import stock_words
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.states import EmptyState

_WIDTH = 560
_HEIGHT = 68 * theme.GRID
_TONES = {"ok": "good", "low": "warn", "out": "bad"}


class PriceCheckSheet(Sheet):
    """wanted(Wanted) comes where it is to be sold after all (F5); the sheet stays, so that the
    next scan shows the next price. customer_id is the open sale's: their prices are shown;
    offers_for names the promotions that run for a product."""

    wanted = Signal(Wanted)

    def __init__(
        self,
        desk: Desk,
        customer_id: int | None,
        offers_for: Callable[[ProductRow], tuple[str, ...]],
        parent: QWidget,
    ) -> None:
        super().__init__("Price check", parent, _WIDTH)
        self._desk = desk
        self._offers_for = offers_for
        self._customer_id = customer_id
        self._shown: Wanted | None = None
        self._search = GoodsSearch(desk, "Scan it, or type its name")
        self._pages = QStackedWidget()
        self._empty = EmptyState("scan-barcode", "What does it cost?", "Nothing is sold here.")
        self._facts = _Facts(desk.shop.money)
        self._close = KeyButton("Close", key="Esc", listens=False)
        self._add = KeyButton("Add to the cart", key="F5", kind="primary")
        self._add.setEnabled(False)
        self._pages.setMinimumHeight(_HEIGHT)
        for page in (self._empty, self._facts):
            self._pages.addWidget(page)
        for button in (self._close, self._add):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body.addWidget(self._search)
        self.body.addWidget(self._pages)
        self.footer.addWidget(self._close)
        self.footer.addWidget(self._add)

        self._search.found.connect(self._take)
        self._search.refused.connect(self._say)
        self._search.opened.connect(lambda found: self._pages.setVisible(not found))
        self._close.clicked.connect(self.reject)
        self._add.clicked.connect(self._hand_on)
        self._search.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_product(self, product: ProductRow) -> None:
        """Show what a unit of this costs."""
        self._look_up(Wanted(product))

    def take_scan(self, hit: object) -> bool:
        """The next scan shows the next price."""
        if isinstance(hit, ScanHit):
            self._look_up(wanted_of(hit))
        return isinstance(hit, ScanHit)

    # --- inside ------------------------------------------------------------------------------

    def _take(self, product: ProductRow, count: Decimal) -> None:
        measured = product.unit != "piece" and count == 1
        self._look_up(Wanted(product, None if measured else count))

    def _look_up(self, wanted: Wanted) -> None:
        catalog, customer_id = self._desk.shop.catalog, self._customer_id
        product_id, count = wanted.product.id, wanted.quantity or 1

        def read() -> tuple[PriceCheck, tuple[BundlePartRow, ...]]:
            check = catalog.price_check(product_id, customer_id=customer_id, quantity=count)
            return check, catalog.parts(product_id) if check.product.bundle else ()

        self._desk.tasks.counter.run(
            read, lambda found: self._show(wanted, *found), self._refuse, latest="price", owner=self
        )

    def _show(self, wanted: Wanted, check: PriceCheck, parts: tuple[BundlePartRow, ...]) -> None:
        self._shown = wanted
        offers = self._offers_for(check.product)
        self._facts.show_check(check, parts, offers, wanted.total)
        self._pages.setCurrentWidget(self._facts)
        self._add.setEnabled(True)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, PosError):
            self._say(messages.words(error, self._desk.shop.money).title)

    def _say(self, words: str) -> None:
        self._shown = None
        self._add.setEnabled(False)
        self._empty.say(words, "Scan another one, or type a part of its name.")
        self._pages.setCurrentWidget(self._empty)

    def _hand_on(self) -> None:
        if self._shown is not None:
            self.wanted.emit(self._shown)
            self._search.field.setFocus(Qt.FocusReason.OtherFocusReason)


class _Facts(QFrame):
    """One product: what it is, what it costs, and what makes that price."""

    def __init__(self, money: MoneyFormat) -> None:
        super().__init__()
        self._money = money
        self._name = QLabel()
        self._about = QLabel()
        self._price = QLabel()
        self._each = QLabel()
        self._offs = QLabel()
        self._stock = QLabel()
        self._parts = QLabel()
        self.setProperty("kind", "raised")
        self._name.setProperty("kind", "title")
        self._price.setProperty("kind", "change")
        self._price.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._offs.setProperty("tone", "good")
        self._stock.setProperty("kind", "heading")
        for words in (self._about, self._each, self._parts):
            words.setProperty("kind", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[5 * theme.GRID] * 4)
        column.setSpacing(2 * theme.GRID)
        for words in (
            self._name, self._about, self._price, self._each, self._offs, self._parts, self._stock,
        ):  # fmt: skip
            words.setWordWrap(words is not self._price)
            words.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(words)
        column.addStretch(1)

    def show_check(
        self,
        check: PriceCheck,
        parts: tuple[BundlePartRow, ...],
        offers: tuple[str, ...],
        total: int | None,
    ) -> None:
        """Show this; total is the price on a label, which counts as it stands there."""
        product, money = check.product, self._money
        each = "" if product.unit == "piece" else f" per {product.unit}"
        self._name.setText(product.name)
        code = product.barcode or product.sku
        self._about.setText(" · ".join(word for word in (product.category, code) if word))
        if product.open_price and total is None:
            self._price.setText("Asked at the till")
        else:
            self._price.setText(money.format(check.price if total is None else total) + each)
        many = check.quantity != 1 or total is not None
        figure = quantity(check.quantity, product.unit, money)
        tax = f"{money.plain(check.tax)} of it tax" if check.tax else ""
        told = [f"for {figure}" if many else "", tax, f"for people of {product.min_age} and over"
                if product.min_age else ""]  # fmt: skip
        self._each.setText(" · ".join(word for word in told if word))
        saved = [f"{off.label or 'Discount'} saves {money.plain(off.amount)}" for off in check.offs]
        if check.offs:
            saved.append(f"instead of {money.format(check.shelf)}")
        given = {off.label for off in check.offs}
        saved += [f"Offer: {name}" for name in offers if name not in given]
        self._offs.setText(" · ".join(saved))
        named = [f"{quantity(part.quantity, part.unit, money)} {part.name}" for part in parts]
        self._parts.setText(f"Made of {', '.join(named)}" if named else "")
        stock = stock_words(product, money)
        left = {"ok": f"{stock} on the shelf", "low": stock, "out": "None on the shelf"}
        self._stock.setText(left[product.level])
        self._stock.setProperty("tone", _TONES[product.level])
        theme.restyle(self._stock)
        for words in (self._about, self._each, self._offs, self._parts):
            words.setVisible(bool(words.text()))
        self.setAccessibleName(f"{product.name}, {self._price.text()}")
