"""Having approved what a sale was refused for, while its payment stays as it was counted."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Approval, Clerk
from pos_app.ui import approving
from pos_app.ui.approving import needed
from pos_app.ui.desk import Desk
from pos_app.words.message import percent_words

_OF_THE_CART = (Permission.PRICE_OVERRIDE, Permission.DISCOUNT)


def approve_sale(
    desk: Desk,
    cart: Cart,
    error: Exception,
    again: Callable[[Clerk], object],
    failed: Callable[[Exception], object],
    *,
    about: str,
    parent: QWidget,
) -> None:
    """Ask for an approval after this refusal of a sale; again(clerk) is to sell it once more,
    failed(error) comes where no approval helps or nobody gave one."""
    permission = needed(error)
    if permission is None:
        failed(error)
    elif permission in _OF_THE_CART:
        approving.ask_for_cart(
            desk,
            cart,
            error,
            lambda: again(desk.session.acting()),
            failed,
            about=about,
            parent=parent,
        )
    else:
        sheet = approving.approval_sheet(desk, permission, about, parent)

        def approved(approvals: tuple[Approval, ...]) -> None:
            desk.notices.say(f"Approved by {approvals[0].approver}")
            again(desk.session.acting().approved(approvals[0]))

        sheet.approved.connect(approved)
        sheet.rejected.connect(lambda: failed(error))
        sheet.open()


def discount_about(discount: Discount, what: str, money: MoneyFormat) -> str:
    """A discount as whoever approves it reads it: "10 % off Milk (damaged)"."""
    off = percent_words(discount.rate_ppm) if discount.rate_ppm else money.format(discount.amount)
    reason = f" ({discount.reason})" if discount.reason else ""
    return f"{off} off {what}{reason}"
