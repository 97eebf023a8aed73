"""Tenders that were typed wrong: the payment stays as it was written, and a correction beside it
says by what it really came in. Inside the caller's transaction."""

from typing import Any
from uuid import uuid4

from peewee import JOIN

from pos_app.domain.errors import BadValue, NotCorrectable, SaleChanged, UnknownOrder
from pos_app.domain.money import check_amount
from pos_app.domain.payment import LEDGER_METHODS, METHODS
from pos_app.domain.people import check_note
from pos_app.domain.rows import Clerk, TenderCorrectionRow
from pos_app.services.books import Books
from pos_app.services.shift_rows import ShiftHead, shift_head
from pos_app.storage.models import Order, OrderItem, Payment, TenderCorrection, Till, User

CORRECTABLE = tuple(method for method in METHODS if method not in LEDGER_METHODS)
"""Ways to pay that can be taken for one another: no balance of the shop moved with them."""

_approver = User.alias()


def correct(
    books: Books,
    order_id: int,
    payment_id: int,
    to_method: str,
    amount: int | None,
    reason: str,
    *,
    by: Clerk,
    uuid: str,
) -> TenderCorrectionRow:
    """See Shifts.correct_tender."""
    if to_method not in CORRECTABLE:
        raise BadValue("method", to_method, "unknown_choice")
    booked = _booked(books, uuid, payment_id, to_method)
    if booked is not None:
        return booked
    shift, number, left = _correctable(books, order_id, payment_id)
    others = [method for method in left if method != to_method]
    if not others or (to_method == "coupon" and _fills_card(books, order_id)):
        raise NotCorrectable(number, "method")
    typed = others[0]
    wanted = left[typed] if amount is None else check_amount("amount", amount, minimum=1)
    if wanted > left[typed]:
        raise NotCorrectable(number, "amount")
    kept = uuid or str(uuid4())
    return _write(books, shift, number, payment_id, (typed, to_method), wanted, reason, by, kept)


def _booked(books: Books, uuid: str, payment_id: int, to_method: str) -> TenderCorrectionRow | None:
    """The correction of this uuid, None where there is none yet. Raises SaleChanged where it is
    another one, BadValue."""
    if not check_note("uuid", uuid):
        return None
    found = _rows(books, TenderCorrection.uuid == uuid)
    if not found:
        return None
    if (found[0].payment_id, found[0].to_method) != (payment_id, to_method):
        raise SaleChanged(uuid, 0)
    return found[0]


def _fills_card(books: Books, order_id: int) -> bool:
    """Whether an order sold a gift card: those are bought with money."""
    cards = OrderItem.select().where(OrderItem.order == order_id, OrderItem.gift_card != "")
    return bool(cards.exists(books.database.peewee))


def _correctable(
    books: Books, order_id: int, payment_id: int
) -> tuple[ShiftHead, str, dict[str, int]]:
    """The open shift that a payment was taken in, the number of its sale, and what is left of the
    payment by each way it really came in, in minor units.

    Raises UnknownOrder, and NotCorrectable: "no_shift", "closed", "method", "returned".
    """
    chosen = (
        Order.select(
            Till.code, Order.number, Order.status, Order.shift, Till.open_shift, Payment.method
        )
        .join(Till)
        .join_from(Order, Payment, on=(Payment.order == Order.id))
        .where(Order.id == order_id, Payment.id == payment_id)
    )
    head: Any = chosen.tuples().first(books.database.peewee)
    if head is None:
        raise UnknownOrder(order_id)
    till, count, status, shift_id, open_shift, method = head
    number = f"{till}-{count}"
    if method not in CORRECTABLE:
        raise NotCorrectable(number, "method")
    if shift_id is None:
        raise NotCorrectable(number, "no_shift")
    if shift_id != open_shift:
        raise NotCorrectable(number, "closed")
    left = _left_of(books, payment_id)
    if status == "cancelled" or not left:
        raise NotCorrectable(number, "returned")
    return shift_head(books, shift_id), number, left


def _left_of(books: Books, payment_id: int) -> dict[str, int]:
    """What is left of a payment by each way it really came in, after what was given back of it."""
    portions = portions_of(books, payment_id)
    for back_by, amount in books.database.rows(
        "SELECT method, sum(amount) FROM repayments WHERE payment_id = ? GROUP BY method",
        (payment_id,),
    ):
        # What went on in an exchange came from the payment too, by whatever way.
        key = back_by if back_by in portions else next(iter(portions))
        portions[key] -= amount
    return {method: amount for method, amount in portions.items() if amount > 0}


def portions_of(books: Books, payment_id: int) -> dict[str, int]:
    """What a payment really came in by, in minor units: as it was typed, and as corrected since;
    the way it was typed stands first."""
    typed: Any = (
        Payment.select(Payment.method, Payment.amount)
        .where(Payment.id == payment_id)
        .tuples()
        .first(books.database.peewee)
    )
    portions = {typed[0]: typed[1]}
    for came_by, really, amount in books.database.rows(
        "SELECT from_method, to_method, amount FROM tender_corrections WHERE payment_id = ? "
        "ORDER BY id",
        (payment_id,),
    ):
        portions[came_by] -= amount
        portions[really] = portions.get(really, 0) + amount
    return {method: amount for method, amount in portions.items() if amount}


def _write(
    books: Books,
    shift: ShiftHead,
    number: str,
    payment_id: int,
    methods: tuple[str, str],
    amount: int,
    reason: str,
    by: Clerk,
    uuid: str,
) -> TenderCorrectionRow:
    """Write that so much of a payment came in by methods[1] and not by methods[0]."""
    approver = books.approver
    correction_id = TenderCorrection.insert(
        uuid=uuid,
        payment=payment_id,
        shift=shift.id,
        till=shift.till_id,
        from_method=methods[0],
        to_method=methods[1],
        amount=amount,
        reason=reason,
        user=by.id,
        approver=None if approver is None else approver.person.id,
        created_at=books.now(),
    ).execute(books.database.peewee)
    facts = {
        "amount": amount,
        "from": methods[0],
        "number": number,
        "reason": reason,
        "shift": shift.report,
        "to": methods[1],
        "uuid": uuid,
    }
    books.record("tender_correction", facts, till_id=shift.till_id, document=number)
    return _rows(books, TenderCorrection.id == correction_id)[0]


def _rows(books: Books, which: Any) -> tuple[TenderCorrectionRow, ...]:
    chosen = (
        TenderCorrection.select(
            TenderCorrection.id,
            TenderCorrection.payment,
            Till.code,
            Order.number,
            TenderCorrection.from_method,
            TenderCorrection.to_method,
            TenderCorrection.amount,
            TenderCorrection.reason,
            User.name,
            _approver.name,
            TenderCorrection.created_at,
        )
        .join(Payment)
        .join(Order)
        .join(Till)
        .join_from(TenderCorrection, User, on=(User.id == TenderCorrection.user))
        .join_from(
            TenderCorrection,
            _approver,
            JOIN.LEFT_OUTER,
            on=(_approver.id == TenderCorrection.approver),
        )
        .where(which)
        .order_by(TenderCorrection.id)
    )
    return tuple(
        TenderCorrectionRow(
            id=row[0],
            payment_id=row[1],
            number=f"{row[2]}-{row[3]}",
            from_method=row[4],
            to_method=row[5],
            amount=row[6],
            reason=row[7],
            by=row[8],
            approver=row[9] or "",
            at=row[10],
        )
        for row in chosen.tuples().execute(books.database.peewee)
    )
