"""What the journal says of goods that come back: all that stands on the return, in whole
numbers."""

from collections.abc import Sequence
from typing import Any

from pos_app.domain.journal import Totals
from pos_app.domain.refunds import Repayment
from pos_app.domain.tax import TaxPart
from pos_app.services.books import Books
from pos_app.services.recorded_changes import last_four
from pos_app.services.recorded_sales import customer_facts
from pos_app.services.returning import Piece, Refund
from pos_app.storage.fields import from_micros

_KINDS = {"return": "refund", "void": "void", "exchange": "exchange"}

_HEAD = (
    "SELECT r.uuid, r.kind, r.till_id, t.code || '-R' || r.number, r.reason, r.business_date, "
    "r.created_at, coalesce(x.code || '-' || o.number, '') "
    "FROM returns r JOIN tills t ON t.id = r.till_id "
    "LEFT JOIN orders o ON o.id = r.exchange_order_id LEFT JOIN tills x ON x.id = o.till_id "
    "WHERE r.id = ?"
)


def record_return(books: Books, refund: Refund, return_id: int, *, drawer: bool) -> None:
    """Write the entry of a return that was just booked, inside its transaction; drawer says that
    it opens for it. `carried` is what of it pays for the other half of an exchange, which is
    `sale`."""
    head = books.database.row(_HEAD, (return_id,))
    assert head is not None, "it was just booked"
    uuid, kind, till_id, number, reason, day, at, sale = head
    facts = {
        "at": from_micros(at).isoformat(),
        "carried": _repaid(refund, refund.carried),
        "customer": customer_facts(books, refund.order.customer_id),
        "day": day,
        "discount": refund.discount,
        "drawer": drawer,
        "lines": [_line(piece) for piece in refund.pieces],
        "net": refund.net,
        "number": number,
        "order": refund.order.number,
        "reason": reason,
        "repayments": _repaid(refund, refund.settlement.repayments),
        "rounding": refund.settlement.rounding,
        "sale": sale,
        "subtotal": refund.subtotal,
        "tax": refund.tax,
        "tax_included": refund.order.tax_included,
        "taxes": _taxes(refund.taxes),
        "total": refund.total,
        "uuid": uuid,
    }
    adds = Totals(refunds=1, refunded=refund.total)
    books.record(_KINDS[kind], facts, till_id=till_id, document=number, adds=adds)


def _repaid(refund: Refund, repayments: Sequence[Repayment]) -> list[dict[str, Any]]:
    ledgers = refund.order.ledgers
    return [
        {
            "amount": each.amount,
            "card": last_four(ledgers.get(each.payment_id, (0, ""))[1] or ""),
            "method": each.method,
        }
        for each in repayments
    ]


def _line(piece: Piece) -> dict[str, Any]:
    item, back = piece.item, piece.refunded
    return {
        "card": last_four(item.gift_card),
        "damaged": piece.damaged,
        "discount": back.discount,
        "gross": back.tax.gross,
        "list": back.list_total,
        "name": item.name,
        "net": back.tax.net,
        "price": item.price,
        "quantity": back.quantity,
        "sku": item.sku,
        "tax": back.tax.tax,
        "taxes": _taxes(back.tax.parts),
        "unit": item.unit,
    }


def _taxes(parts: Sequence[TaxPart]) -> list[dict[str, Any]]:
    return [
        {
            "amount": part.amount,
            "name": part.name,
            "net": part.base,
            "rate": part.rate_ppm,
            "tax": part.tax,
        }
        for part in parts
    ]
