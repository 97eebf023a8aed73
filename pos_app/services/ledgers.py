"""Ledgers: gift cards, customers' store credit and accounts, each a balance with its moves."""

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from peewee import JOIN

from pos_app.domain.cart import GIFT_CARD_SKU, CartLine
from pos_app.domain.errors import (
    BadValue,
    MoreThanOwed,
    NotEnoughCredit,
    SaleChanged,
    UnknownProduct,
)
from pos_app.domain.gift_cards import check_card_amount, check_card_code
from pos_app.domain.money import check_amount
from pos_app.domain.paying_in import PAID_IN_BY, rounded_off
from pos_app.domain.payment import CashRounding, Payment
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, LedgerMoveRow, LedgerRow
from pos_app.domain.tax import UNTAXED
from pos_app.services import product_writing
from pos_app.services.booked_payments import (
    balance_of,
    customer_ledger,
    gift_card_ledger,
    move,
)
from pos_app.services.booking import check_moment_of, is_history, till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query, reading
from pos_app.services.customer_rows import name_of
from pos_app.services.ledger_rows import (
    ledger_row,
    outstanding_sums,
    page_of_ledgers,
    row_of_customer,
)
from pos_app.services.recorded_products import record_new_product
from pos_app.services.recorded_stock import record_ledger
from pos_app.services.return_details import document_number
from pos_app.services.shift_rows import shift_of_money
from pos_app.storage.fields import to_micros
from pos_app.storage.models import (
    Ledger,
    LedgerMove,
    Order,
    Product,
    Return,
    Till,
    User,
)

GIFT_CARD_NAME = "Gift card"
GIFT_CARD_CATEGORY = "Gift cards"

_SHORTEST_CODE, _LONGEST_CODE = 4, 40
_LONGEST_NOTE = 200

# Without letters and digits that are taken for one another: 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V.
_LETTERS = "ACDEFGHJKMNPRTWXY34679"
_GROUPS, _GROUP = 3, 4


class Ledgers:
    """What the shop owes on cards and to customers, and what customers owe it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- reading -----------------------------------------------------------------------------

    @query
    def gift_card(self, code: str) -> LedgerRow:
        """The gift card with this code; capitals don't matter. Raises UnknownGiftCard."""
        return ledger_row(self._books, gift_card_ledger(self._books, code))

    @query
    def of_customer(self, customer_id: int) -> tuple[LedgerRow, LedgerRow]:
        """A customer's store credit and account; with id 0 and nothing on it where there is none
        yet. left is the balance, for the account with the credit limit. Raises UnknownCustomer."""
        limit = self._books.rules.customer(customer_id).credit_limit
        credit, account = (
            row_of_customer(self._books, kind, customer_id, more)
            for kind, more in (("store_credit", 0), ("account", limit))
        )
        return credit, account

    @reading(Permission.REPORTS)
    def page(
        self,
        kind: str | None = None,
        after: LedgerRow | None = None,
        limit: int = 100,
        with_balance: bool = True,
        *,
        by: Clerk,
    ) -> tuple[LedgerRow, ...]:
        """Gift cards, store credits and accounts, the newest first: of one kind ("gift_card",
        "store_credit", "account") or all, those behind `after`, and only those that hold or owe
        something unless with_balance is False. Raises BadValue for another kind."""
        return page_of_ledgers(self._books, kind, after, limit, with_balance)

    @reading(Permission.REPORTS)
    def outstanding(self, *, by: Clerk) -> dict[str, int]:
        """What all ledgers of each kind come to, in minor units: gift cards and store credits are
        owed by the shop, accounts below zero are owed to it."""
        return outstanding_sums(self._books)

    @query
    def moves(self, ledger_id: int, *, limit: int = 50) -> tuple[LedgerMoveRow, ...]:
        """What changed a ledger's balance, newest first; () for one that does not exist yet."""
        sold_at, returned_at = Till.alias(), Till.alias()
        chosen = (
            LedgerMove.select(
                LedgerMove.id,
                LedgerMove.created_at,
                LedgerMove.amount,
                LedgerMove.reason,
                sold_at.code,
                Order.number,
                returned_at.code,
                Return.number,
                LedgerMove.method,
                LedgerMove.note,
                User.name,
            )
            .join(User)
            .switch(LedgerMove)
            .join(Order, JOIN.LEFT_OUTER)
            .join(sold_at, JOIN.LEFT_OUTER, on=(sold_at.id == Order.till))
            .switch(LedgerMove)
            .join(Return, JOIN.LEFT_OUTER)
            .join(returned_at, JOIN.LEFT_OUTER, on=(returned_at.id == Return.till))
            .where(LedgerMove.ledger == ledger_id)
            .order_by(LedgerMove.id.desc())
            .limit(limit)
        )
        return tuple(
            LedgerMoveRow(
                id=row[0],
                at=row[1],
                amount=row[2],
                reason=row[3],
                number=document_number(*row[4:8]),
                method=row[8],
                note=row[9],
                by=row[10],
            )
            for row in chosen.tuples().execute(self._books.database.peewee)
        )

    @query
    def new_gift_card_code(self) -> str:
        """A code for a new gift card, such as "K7XF-M3RD-9TPW": unguessable, not in use, and
        without letters that are taken for one another."""
        while True:
            drawn = (secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP))
            code = "-".join("".join(islice(drawn, _GROUP)) for _ in range(_GROUPS))
            taken = Ledger.select().where(Ledger.code == code)
            if not taken.exists(self._books.database.peewee):
                return code

    # --- changing ----------------------------------------------------------------------------

    @command(Permission.SELL)
    def gift_card_line(self, code: str, amount: int, *, by: Clerk) -> CartLine:
        """A cart's line that sells a gift card of this code, or fills it up; amount in minor
        units. The card holds it once the sale is booked.

        The product that cards are sold as is made with the first one. Raises BadValue, BadAmount,
        and UnknownProduct where the shop has archived that product.
        """
        check_card_amount(amount, self._books.info.cash_step)
        kept = check_card_code(code)
        product_id, category_id, name = self._product(by)
        return CartLine(
            product_id=product_id,
            sku=GIFT_CARD_SKU,
            name=name,
            price=amount,
            quantity=Decimal(1),
            tax_class_id=UNTAXED,
            category_id=category_id,
            gift_card=kept,
        )

    @command(Permission.SELL)
    def pay_in(
        self,
        customer_id: int,
        amount: int,
        method: str,
        *,
        reference: str = "",
        uuid: str = "",
        by: Clerk,
        at: datetime | None = None,
        till: str | None = None,
    ) -> LedgerRow:
        """Take a customer's payment of their account: amount in minor units, method one of
        PAID_IN_BY, at an aware datetime (now), at a till (that of who acts); reference is kept as
        the move's note.

        Cash is a sum that coins make. What they make of all that is owed settles it: the
        difference is a move of its own, and nothing is owed any more. The same uuid again changes
        nothing.

        Raises UnknownCustomer, UnknownTill, NeedsCustomer, BadValue, BadAmount, MoreThanOwed, and
        NoOpenShift where the shop needs one.
        """
        books = self._books
        check_moment_of(books, at, by)
        if method not in PAID_IN_BY:
            raise BadValue("method", method, "unknown_choice")
        check_amount("amount", amount, minimum=0 if method == "cash" else 1)
        Payment(method, amount, reference).check()
        books.rules.customer(customer_id)
        moment = to_micros(at or books.now())
        ledger_id = customer_ledger(books, "account", customer_id, moment)
        if uuid and self._moved(uuid, ledger_id):
            return ledger_row(books, ledger_id)
        owed = max(-balance_of(books, ledger_id), 0)
        rounding = CashRounding(books.info.cash_step, books.info.cash_mode)
        rounded = rounded_off(owed, amount, method, rounding)
        if amount + rounded > owed:
            raise MoreThanOwed(name_of(books, customer_id), amount, owed)
        till_id = books.acting.till_id if till is None else till_id_of(books, till)
        shift_id = shift_of_money(books, till_id, history=is_history(books, at))
        put = partial(move, books, ledger_id, by=by, at=moment, shift_id=shift_id)
        if amount:
            put(amount, "paid_in", method=method, note=reference, uuid=uuid)
        if rounded:
            put(rounded, "rounding", uuid="" if amount else uuid)
        row = ledger_row(books, ledger_id)
        if amount or rounded:
            more = {"at": (at or books.now()).astimezone(UTC).isoformat(), "rounding": rounded}
            record_ledger(books, row, amount, "paid_in", method=method, **more)
        return row

    def _moved(self, uuid: str, ledger_id: int) -> bool:
        """True when the move of this uuid is in the books; SaleChanged when it is another's."""
        found = LedgerMove.select(LedgerMove.ledger).where(LedgerMove.uuid == uuid)
        of_ledger = found.scalar(self._books.database.peewee)
        if of_ledger not in (None, ledger_id):
            raise SaleChanged(uuid, 0)
        return of_ledger is not None

    @command(Permission.REFUND)
    def give_credit(
        self, customer_id: int, amount: int, note: str, *, by: Clerk, at: datetime | None = None
    ) -> LedgerRow:
        """Give a customer store credit for a reason that the note says; amount in minor units, at
        an aware datetime (now).

        Raises UnknownCustomer, NeedsCustomer for the walk-in customer, BadValue and BadAmount.
        """
        books = self._books
        check_moment_of(books, at, by)
        reason = check_text("note", note, longest=_LONGEST_NOTE, needed=True)
        check_amount("amount", amount, minimum=1)
        books.rules.customer(customer_id)
        moment = to_micros(at or books.now())
        ledger_id = customer_ledger(books, "store_credit", customer_id, moment)
        move(books, ledger_id, amount, "correction", by=by, at=moment, note=reason)
        row = ledger_row(books, ledger_id)
        record_ledger(books, row, amount, "credit", note=reason)
        return row

    @command(Permission.SETTINGS)
    def correct(self, ledger: int | LedgerRow, amount: int, note: str, *, by: Clerk) -> LedgerRow:
        """Add to a ledger (below zero: take from it) for a reason that the note says; amount in
        minor units. ledger is its id, or a row as `of_customer` gives it: one that does not exist
        yet is made.

        Raises UnknownLedger, NeedsCustomer, BadValue, BadAmount, and NotEnoughCredit where less
        than nothing would be left, or less than the account's limit allows.
        """
        books = self._books
        at = to_micros(books.now())
        before = ledger_row(books, self._made(ledger, at))
        reason = check_text("note", note, longest=_LONGEST_NOTE, needed=True)
        check_amount("amount", max(amount, -amount), minimum=1)
        if amount < 0 and before.left + amount < 0:
            name = before.code or before.customer
            raise NotEnoughCredit(before.kind, name, -amount, max(before.left, 0))
        move(books, before.id, amount, "correction", by=by, at=at, note=reason)
        row = ledger_row(books, before.id)
        record_ledger(books, row, amount, "correction", note=reason)
        return row

    # --- below -------------------------------------------------------------------------------

    def _made(self, ledger: int | LedgerRow, at: int) -> int:
        """The id of a ledger; a customer's that does not exist yet is made. Raises UnknownLedger,
        NeedsCustomer."""
        if not isinstance(ledger, LedgerRow):
            return ledger
        if not ledger.id and ledger.customer_id is not None:
            self._books.rules.customer(ledger.customer_id)
            return customer_ledger(self._books, ledger.kind, ledger.customer_id, at)
        return ledger.id

    def _product(self, by: Clerk) -> tuple[int, int, str]:
        """The id, category and name of the product that gift cards are sold as; made once. Raises
        UnknownProduct."""
        books = self._books
        chosen = Product.select(
            Product.id, Product.category, Product.name, Product.archived_at
        ).where(Product.sku == GIFT_CARD_SKU)
        found: Any = chosen.tuples().first(books.database.peewee)
        if found is None:
            fields = {
                "name": GIFT_CARD_NAME,
                "sku": GIFT_CARD_SKU,
                "price": 0,
                "category": GIFT_CARD_CATEGORY,
                "unit": "piece",
                "tax_class_id": None,
                # Nothing of it is ever on the shelf, and none of it has to be ordered.
                "reorder_level": 0,
            }
            product_id = product_writing.insert(books, fields, 0, (), by)
            record_new_product(books, product_id)
            books.changed("products", product_id)
            found = chosen.tuples().first(books.database.peewee)
        product_id, category_id, name, archived_at = found
        if archived_at is not None:
            raise UnknownProduct(GIFT_CARD_SKU)
        return product_id, category_id, name
