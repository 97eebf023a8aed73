"""The right-hand side of the counter: customer, lines and totals, or the sale just finished."""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ShopInfo
from pos_app.ui import theme
from pos_app.ui.cart.customer_head import CustomerHead
from pos_app.ui.cart.done_view import DoneView
from pos_app.ui.cart.exchange_block import ExchangeBlock
from pos_app.ui.cart.exchanging import Exchanging
from pos_app.ui.cart.line_view import LineView
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.totals import Totals
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.states import EmptyState


class CartPanel(QFrame):
    """The open sale from head to Pay. Its rooms are public: the tab connects them."""

    customer_asked = Signal()
    sale_note_asked = Signal()
    sale_discount_asked = Signal()
    code_asked = Signal()
    gift_card_asked = Signal()
    sums_asked = Signal()
    return_asked = Signal()
    loose_return_asked = Signal()
    void_asked = Signal()
    price_check_asked = Signal()
    details_asked = Signal(int)
    """The cart has another customer now, with this id: what else is known may be shown."""

    def __init__(
        self,
        sale: Sale,
        exchanging: Exchanging,
        money: MoneyFormat,
        info: ShopInfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sale = sale
        self._shown_customer: int | None = None
        self.head = CustomerHead()
        self.lines = LineView(sale, money)
        self.exchange = ExchangeBlock(sale, exchanging, money)
        self.totals = Totals(sale, exchanging, money)
        self.done = DoneView(money, info)
        # The action of its own answers to the key: this one is hidden after a sale.
        self._return = KeyButton("", key="F10", kind="ghost", icon="undo-2", listens=False)
        self._more = KeyButton("", kind="ghost", icon="ellipsis")
        self._menu = QMenu(self)
        self._menu.setProperty("touch", True)
        self._for_a_filled_cart = self._make_actions()
        self._empty = EmptyState("scan-barcode", "", "")
        self._body = QStackedWidget()
        self._pages = QStackedWidget()
        self._page = QWidget()
        self.setProperty("kind", "card")
        for button in (self._return, self._more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._return.setAccessibleName("Return or exchange")
        self._return.setToolTip("Return or exchange (F10)")
        self._return.setProperty("snug", True)
        self._more.setAccessibleName("More for this sale")
        self._more.setFixedWidth(theme.CONTROL)

        head = QHBoxLayout()
        head.setContentsMargins(0, 0, theme.GRID, 0)
        head.setSpacing(0)
        head.addWidget(self.head, 1)
        head.addWidget(self._return)
        head.addWidget(self._more)
        self._body.addWidget(self._empty)
        self._body.addWidget(self.lines)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(separator())
        page.addWidget(self._body, 1)
        page.addWidget(self.exchange)
        page.addWidget(self.totals)
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self._pages)

        # After a sale their buttons are hidden, and the next one may begin with either.
        for key, signal in (("F4", self.customer_asked), ("F9", self.totals.recall_asked)):
            QShortcut(QKeySequence(key), self.done).activated.connect(partial(self._begin, signal))
        sale.changed.connect(self._follow)
        self.head.clicked.connect(self.customer_asked)
        self._return.clicked.connect(self.return_asked)
        self._more.clicked.connect(self._open_menu)
        self.exchange.removed.connect(lambda: sale.exchange(None))
        self._follow()

    @property
    def shows_done(self) -> bool:
        """True while the sale just finished is shown."""
        return self._pages.currentWidget() is self.done

    def show_done(self, done: bool) -> None:
        """Show the sale just finished, or the open one."""
        self._pages.setCurrentWidget(self.done if done else self._page)

    def _begin(self, signal: SignalInstance) -> None:
        """Leave the sale just finished, and ask for something of the next."""
        self.show_done(False)
        signal.emit()

    def _make_actions(self) -> tuple[QAction, ...]:
        """The sale's own commands, whose shortcuts work in the whole tab; those are handed back
        that need something in the cart."""
        undo = self._sale.undo_stack.createUndoAction(self, "Undo")
        redo = self._sale.undo_stack.createRedoAction(self, "Redo")
        note = QAction("Note on the sale …", self)
        discount = QAction("Discount on the sale …", self)
        code = QAction("Discount code …\tF7", self)  # the key is the button's
        gift_card = QAction("Sell a gift card …", self)
        sums = QAction("Savings and taxes …", self)
        check = QAction("Price check …", self)
        back = QAction("Return or exchange …", self)
        loose = QAction("Return without a receipt …", self)
        void = QAction("Void the last sale …", self)
        clear = QAction("Empty the cart", self)
        for action, *keys in (
            (undo, "Ctrl+Z"),
            (redo, "Ctrl+Y", "Ctrl+Shift+Z"),
            (note, "Ctrl+N"),
            (discount, "Shift+F6"),
            (code,),
            (sums, "Ctrl+B"),
            (gift_card, "Ctrl+G"),
            (check, "Shift+F2"),
            (back, "F10"),
            (loose,),
            (void, "Ctrl+F10"),
            (clear, "Ctrl+Del"),
        ):
            if action in (note, check, clear):
                self._menu.addSeparator()
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutVisibleInContextMenu(True)
            self.addAction(action)
            self._menu.addAction(action)
        note.triggered.connect(self.sale_note_asked)
        discount.triggered.connect(self.sale_discount_asked)
        code.triggered.connect(self.code_asked)
        sums.triggered.connect(self.sums_asked)
        gift_card.triggered.connect(self.gift_card_asked)
        check.triggered.connect(self.price_check_asked)
        back.triggered.connect(self.return_asked)
        loose.triggered.connect(self.loose_return_asked)
        void.triggered.connect(self.void_asked)
        clear.triggered.connect(self._sale.clear)
        return (note, discount, code, sums, clear)

    def _open_menu(self) -> None:
        below = self._more.mapToGlobal(self._more.rect().bottomRight())
        below.setX(below.x() - self._menu.sizeHint().width())
        self._menu.popup(below)

    def _follow(self) -> None:
        cart = self._sale.cart
        filled = bool(cart)
        if cart.customer_id != self._shown_customer:
            self._shown_customer = cart.customer_id
            self.head.show_customer(cart.customer_name, "")
            if cart.customer_id is not None:
                self.details_asked.emit(cart.customer_id)
        if cart.exchange is None:
            self._empty.say(
                "Nothing in the cart yet", "Scan a product, type its name, or touch a tile."
            )
        else:
            self._empty.say(
                "What is taken instead?", "Scan it. Or take the returned goods out and give back."
            )
        self._body.setCurrentWidget(self.lines if filled else self._empty)
        for action in self._for_a_filled_cart:
            action.setEnabled(filled)
