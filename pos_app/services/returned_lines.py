"""The lines of a return with what their receipt tells of them: unit price, reasons, taxes."""

from dataclasses import replace

from pos_app.domain.quantity import to_thousandths
from pos_app.domain.refunded_offs import offs_of_piece
from pos_app.domain.refunds import refund_line
from pos_app.domain.rows import OffRow, ReturnItemRow
from pos_app.domain.tax import TaxPart
from pos_app.services.books import Books
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.returning import SoldItem, sold_items

_OFFS = (
    "SELECT item_id, kind, label, amount FROM order_discounts WHERE order_id = ? "
    "ORDER BY item_id, id"
)
_PIECES = (
    "SELECT part.id, part.item_id, part.quantity, part.discount FROM returns AS back "
    "JOIN return_items AS part ON part.return_id = back.id WHERE back.order_id = ? "
    "ORDER BY part.id"
)

_NOTHING = (0, 0)
"""Thousandths and discount of what came back before."""


def told(
    books: Books, statements: ReturnStatements, order_id: int, rows: tuple[ReturnItemRow, ...]
) -> tuple[ReturnItemRow, ...]:
    """These lines of a return of this order with everything that explains their amounts; those
    without an id are to come back behind all that did."""
    read = books.database.rows
    sold = sold_items(books, statements, order_id)
    offs: dict[int, list[OffRow]] = {}
    for item_id, kind, label, amount in read(_OFFS, (order_id,)):
        offs.setdefault(item_id, []).append(OffRow(kind, label, amount))
    before: dict[int, tuple[int, int]] = {}
    given: dict[int, tuple[int, int]] = {}
    for piece_id, item_id, quantity, discount in read(_PIECES, (order_id,)):
        before[piece_id] = given.get(item_id, _NOTHING)
        given[item_id] = before[piece_id][0] + quantity, before[piece_id][1] + discount
    explained = []
    for row in rows:
        item = sold[row.item_id]
        earlier = before.get(row.id) or given.get(row.item_id, _NOTHING)
        if not row.id:
            given[row.item_id] = (
                earlier[0] + to_thousandths(row.quantity),
                earlier[1] + row.discount,
            )
        explained.append(
            replace(
                row,
                gift_card=item.gift_card,
                parts=_parts(row, item, earlier[0]),
                offs=_offs(row, offs.get(row.item_id, []), earlier[1]),
            )
        )
    return tuple(explained)


def told_of_rates(
    books: Books, statements: ReturnStatements, return_id: int, rows: tuple[ReturnItemRow, ...]
) -> tuple[ReturnItemRow, ...]:
    """These lines of a return without a receipt with their taxes by rate, which stand with them."""
    parts: dict[int, list[TaxPart]] = {}
    for line_id, *columns in books.database.rows(statements.return_item_taxes, (return_id,)):
        parts.setdefault(line_id, []).append(TaxPart(*columns))
    return tuple(replace(row, parts=tuple(parts.get(row.id, ()))) for row in rows)


def _parts(row: ReturnItemRow, sold: SoldItem, before: int) -> tuple[TaxPart, ...]:
    """The taxes of a piece by rate, worked out as they were when it was booked; none where that
    comes to another tax than the books have."""
    tax = refund_line(sold.line, before, to_thousandths(row.quantity)).tax
    return tax.parts if (tax.tax, tax.gross) == (row.tax, row.gross) else ()


def _offs(row: ReturnItemRow, offs: list[OffRow], before: int) -> tuple[OffRow, ...]:
    shares = offs_of_piece([off.amount for off in offs], before, row.discount)
    if shares is None:
        return ()
    pairs = zip(offs, shares, strict=True)
    return tuple(replace(off, amount=share) for off, share in pairs if share)
