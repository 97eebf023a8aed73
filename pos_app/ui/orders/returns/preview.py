"""What a return would come to, worked out by the shop and composed as its slip."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.documents.slip import Slip, compose_return
from pos_app.domain.rows import LooseLine, ReturnDetail, ReturnLine

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


@dataclass(frozen=True, slots=True)
class Preview:
    """The slip as it would be, and what is said of it in figures."""

    slip: Slip
    paid_out: str
    taxes: str
    drawn: bool
    """True where money goes back to what it was drawn on, though another way was chosen."""


def work_out(shop: "Shop", order_id: int, lines: list[ReturnLine], instead: str) -> Preview:
    """Ask the shop; runs in a lane. Raises what `Returns.preview` does."""
    return _preview(shop, shop.returns.preview(order_id, lines, instead=instead), instead)


def work_out_loose(
    shop: "Shop", lines: list[LooseLine], instead: str, customer_id: int | None
) -> Preview:
    """The same without a receipt. Raises what `Returns.preview_without_receipt` does."""
    detail = shop.returns.preview_without_receipt(lines, instead=instead, customer_id=customer_id)
    return _preview(shop, detail, instead)


def _preview(shop: "Shop", detail: ReturnDetail, instead: str) -> Preview:
    paid_out = sum(each.amount for each in detail.repayments)
    taxes = sum(part.tax for part in detail.taxes if not part.amount)
    slip = compose_return(detail, shop.info, shop.money)
    drawn = bool(instead) and any(each.method != instead for each in detail.repayments)
    return Preview(slip, shop.money.format(paid_out), shop.money.plain(taxes), drawn)
