"""Who may do what: permissions by name, and the sets the built-in roles come with."""

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
    OPEN_DRAWER = "open_drawer"
    BACKDATE = "backdate"
    MANAGE_ORDERS = "manage_orders"
    CANCEL_ORDER = "cancel_order"
    MANAGE_CUSTOMERS = "manage_customers"
    MANAGE_CATALOG = "manage_catalog"
    RECEIVE_STOCK = "receive_stock"
    ADJUST_STOCK = "adjust_stock"
    MANAGE_STAFF = "manage_staff"
    SETTINGS = "settings"


class Role(StrEnum):
    """The built-in roles, from fewest rights to all."""

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
    }
)
_SUPERVISOR = _CLERK | {
    Permission.PRICE_OVERRIDE,
    Permission.REFUND,
    Permission.VOID,
    Permission.OPEN_DRAWER,
    Permission.CANCEL_ORDER,
    Permission.RECEIVE_STOCK,
}
_MANAGER = _SUPERVISOR | {
    Permission.BACKDATE,
    Permission.REFUND_WITHOUT_RECEIPT,
    Permission.MANAGE_CATALOG,
    Permission.ADJUST_STOCK,
    Permission.SETTINGS,
}

RIGHTS: Mapping[str, frozenset[Permission]] = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: frozenset(Permission),
}
