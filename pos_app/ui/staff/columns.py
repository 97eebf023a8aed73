"""The columns of the list of people."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, UserRow
from pos_app.ui import theme
from pos_app.ui.staff.roles import role_words
from pos_app.ui.widgets.paged_model import Column

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage.
    from pos_app.shop import Shop


def people_columns() -> tuple[Column[UserRow], ...]:
    """Name, role, how they sign in, and whether they are switched off."""
    return (
        Column(
            "Name",
            lambda row: row.name,
            weight=theme.MEDIUM,
            hint=lambda row: row.username,
            ink=lambda row: "text" if row.active else "muted",
        ),
        Column("Role", lambda row: role_words(row.role), width=110, ink="muted"),
        Column("Signs in by", _ways, width=150, ink="muted", hide_below=520),
        Column(
            "",
            lambda row: "" if row.active else "off",
            width=64,
            align="right",
            tone=lambda row: "" if row.active else "warn",
        ),
    )


def _ways(row: UserRow) -> str:
    secret = "password" if row.secret == "password" else "PIN"  # noqa: S105 - its kind
    return f"{secret}, badge" if row.has_badge else secret


def load_people(
    shop: "Shop",
    who: Callable[[Permission], Clerk],
    after: UserRow | None,
    _limit: int,
    _sort: str,
    _descending: bool,
) -> tuple[UserRow, ...]:
    """All of them in one page, who works here first; runs in a lane."""
    if after is not None:
        return ()
    rows = shop.staff.users(by=who(Permission.SEE_STAFF))
    return tuple(sorted(rows, key=lambda row: not row.active))
