"""Who may do what: permissions by name, and the sets that the roles of a new shop come with."""

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may be allowed to do."""

    SELL = "sell"
    DISCOUNT = "discount"
    PRICE_OVERRIDE = "price_override"
    REFUND = "refund"
    REFUND_WITHOUT_RECEIPT = "refund_without_receipt"
    VOID = "void"
    CORRECT_TENDER = "correct_tender"
    OPEN_DRAWER = "open_drawer"
    SEE_OPENINGS = "see_openings"
    RUN_SHIFT = "run_shift"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    CASH_DROP = "cash_drop"
    X_REPORT = "x_report"
    APPROVE_DIFFERENCE = "approve_difference"
    BACKDATE = "backdate"
    MANAGE_ORDERS = "manage_orders"
    CANCEL_ORDER = "cancel_order"
    MANAGE_CUSTOMERS = "manage_customers"
    PERSONAL_DATA = "personal_data"
    MANAGE_CATALOG = "manage_catalog"
    SEE_COST = "see_cost"
    RECEIVE_STOCK = "receive_stock"
    ADJUST_STOCK = "adjust_stock"
    REPORTS = "reports"
    EXPORT = "export"
    SEE_JOURNAL = "see_journal"
    CHECK_BOOKS = "check_books"
    BACKUP = "backup"
    SEE_STAFF = "see_staff"
    MANAGE_STAFF = "manage_staff"
    SETTINGS = "settings"


class Role(StrEnum):
    """The roles, from fewest rights to all; what each may do is the shop's to change."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    OWNER = "owner"


_CLERK = frozenset(
    {
        Permission.SELL,
        Permission.DISCOUNT,
        Permission.MANAGE_CUSTOMERS,
        Permission.MANAGE_ORDERS,
        Permission.RUN_SHIFT,
        Permission.CASH_IN,
        Permission.CASH_DROP,
        Permission.X_REPORT,
    }
)
_SUPERVISOR = _CLERK | {
    Permission.PRICE_OVERRIDE,
    Permission.REFUND,
    Permission.VOID,
    Permission.OPEN_DRAWER,
    Permission.CANCEL_ORDER,
    Permission.RECEIVE_STOCK,
    Permission.CASH_OUT,
    Permission.CORRECT_TENDER,
    Permission.SEE_OPENINGS,
}
_MANAGER = frozenset(Permission) - {Permission.MANAGE_STAFF}

DEFAULT_RIGHTS: Mapping[str, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: frozenset(Permission),
}
"""What the roles may do until the shop changes it."""

UNTAKABLE: Mapping[str, frozenset[Permission]] = {
    Role.OWNER: frozenset({Permission.MANAGE_STAFF, Permission.SETTINGS, Permission.SEE_STAFF}),
}
"""What can't be taken from a role: somebody must be able to give rights back."""
