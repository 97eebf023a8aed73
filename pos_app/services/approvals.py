"""Approvals in place: somebody with the right lets one thing happen on another's screen, or what
hands changed on a cart. Nobody is signed out, and both names are in the journal."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pos_app.domain.cart import OLDEST_AGE, Cart
from pos_app.domain.errors import ApprovalRefused, BadValue, BelowFloor, DiscountTooHigh
from pos_app.domain.hand_changes import HandChange, discount_changes, price_changes, summed
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Approval, Clerk
from pos_app.services.acting import Acting
from pos_app.services.approved_counts import last_count, spell_count
from pos_app.services.approving import spell_changes
from pos_app.services.booked_lines import Products, check_limit, read_products
from pos_app.services.books import Books
from pos_app.services.quoting import Quote, quote
from pos_app.services.role_rights import has_right
from pos_app.services.sign_in import Proven, accept, prove
from pos_app.storage import models

LONGEST_ABOUT = 200


def give_approval(
    books: Books,
    permission: Permission,
    *,
    by: Clerk,
    username: str,
    pin: str,
    badge: str,
    about: str,
) -> Approval:
    """See `Staff.approve`."""
    wanted = Permission(permission)
    about = check_text("about", about, longest=LONGEST_ABOUT)
    acting, approver = _proven(books, wanted, by, username, pin, badge)
    token = secrets.token_urlsafe(24)
    with books.database.transaction():
        _check_right(books, approver, wanted)
        facts: dict[str, Any] = {"about": about, "permission": wanted.value}
        count = None
        if wanted is Permission.APPROVE_DIFFERENCE:
            count = last_count(books, acting.till_id, by.id)
        if count is not None:
            facts |= asdict(count)
        approval_id = _write(
            books,
            acting,
            approver,
            by,
            wanted,
            token=token,
            about=about,
            allowed=spell_changes(()) if count is None else spell_count(count),
        )
        _record(books, acting, approver, facts)
    return Approval(approval_id, token, wanted.value, approver.person.name)


def approve_changes(
    books: Books,
    cart: Cart,
    permission: Permission,
    *,
    by: Clerk,
    username: str,
    pin: str,
    badge: str,
) -> str:
    """See `Staff.approve_cart`."""
    wanted = Permission(permission)
    if wanted not in (Permission.PRICE_OVERRIDE, Permission.DISCOUNT):
        raise BadValue("permission", wanted.value, "unknown_choice")
    with books.database.snapshot():
        quoted = quote(books, cart, books.now())
        cursor = books.database.connection.cursor()
        aged = quoted.cart.checked_age(OLDEST_AGE)
        products, overridden = read_products(books, cursor, aged)
    acting, approver = _proven(books, wanted, by, username, pin, badge)
    with books.database.transaction():
        _check_right(books, approver, wanted)
        allowed: list[HandChange] = []
        if has_right(books, approver.role, Permission.PRICE_OVERRIDE):
            allowed += price_changes(overridden)
        if has_right(books, approver.role, Permission.DISCOUNT):
            allowed += _discounts(quoted, products, approver.role, wanted)
        changes = summed(allowed)
        kept = spell_changes(changes)
        _write(books, acting, approver, by, wanted, cart_uuid=cart.uuid, allowed=kept)
        facts = {
            "cart": cart.uuid,
            "changes": [_told(change) for change in changes],
            "permission": wanted.value,
            "total": quoted.priced.total,
        }
        _record(books, acting, approver, facts)
    return approver.person.name


# --- below ---------------------------------------------------------------------------------------


def _proven(
    books: Books, permission: Permission, by: Clerk, username: str, pin: str, badge: str
) -> tuple[Acting, Proven]:
    """Who acts, and who proved to be the one who approves; their wrong tries are forgotten."""
    with books.database.snapshot():
        acting = books.identify(by)
    purpose = {
        "for": "approval",
        "permission": permission.value,
        "screen_of": acting.person.name,
    }
    approver = prove(
        books, acting.till_id, username=username, pin=pin, badge=badge, purpose=purpose
    )
    with books.database.transaction():
        books.identify(by)
        accept(books, acting.till_id, approver)
    return acting, approver


def _check_right(books: Books, approver: Proven, permission: Permission) -> None:
    """Nobody approves what they may not do themself; the role is asked for again."""
    role = models.User.select(models.User.role).where(
        (models.User.id == approver.person.id) & models.User.active
    )
    if role.scalar(books.database.peewee) != approver.role or not has_right(
        books, approver.role, permission
    ):
        raise ApprovalRefused("own")


def _discounts(
    quoted: Quote, products: Products, role: str, wanted: Permission
) -> Sequence[HandChange]:
    """The discounts of a cart that the approver may give: all or none. Raises DiscountTooHigh and
    BelowFloor where it was they that were asked for."""
    try:
        check_limit(quoted, products, role)
    except (DiscountTooHigh, BelowFloor):
        if wanted is Permission.DISCOUNT:
            raise
        return ()
    return discount_changes(quoted.cart)


def _write(
    books: Books,
    acting: Acting,
    approver: Proven,
    by: Clerk,
    permission: Permission,
    *,
    token: str = "",
    about: str = "",
    cart_uuid: str = "",
    allowed: str,
) -> int:
    # An approval of a cart is found by the cart, and has no token.
    return int(
        models.Approval.insert(
            user=approver.person.id,
            session=by.session_id,
            till=acting.till_id,
            permission=permission.value,
            about=about,
            token_hash=hashlib.sha256(token.encode()).digest() if token else b"",
            cart_uuid=cart_uuid,
            allowed=allowed,
            created_at=books.now(),
        ).execute(books.database.peewee)
    )


def _record(books: Books, acting: Acting, approver: Proven, facts: dict[str, Any]) -> None:
    books.record(
        "approval",
        facts | {"by": approver.how},
        user=acting.person,
        approver=approver.person,
        till_id=acting.till_id,
    )


def _told(change: HandChange) -> dict[str, Any]:
    """A change as it stands in the journal: amounts in minor units, quantity in thousandths."""
    names = ["price", "list", "total"] if change.kind == "price" else ["rate", "amount"]
    named = zip(names, change.values, strict=True)
    values = {name: value for name, value in named if value is not None}
    return {"kind": change.kind, "name": change.name, "quantity": change.quantity} | values
