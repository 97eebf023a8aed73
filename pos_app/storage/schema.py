"""What this program knows of the schema without reading it: its number and its guards."""

SCHEMA_VERSION = 5
"""The number of the newest migration; stands in the header of every shop's file."""

WRITTEN_ONCE = (
    "cash_moves",
    "discount_code_uses",
    "drawer_openings",
    "journal",
    "ledger_moves",
    "order_discounts",
    "order_item_parts",
    "order_item_taxes",
    "order_items",
    "order_taxes",
    "payments",
    "price_history",
    "repayments",
    "return_item_taxes",
    "return_items",
    "return_taxes",
    "returns",
    "shift_counts",
    "shift_reports",
    "stock_moves",
    "tender_corrections",
)
"""Tables whose rows are never changed or removed; a trigger each way guards them."""

TELLING = ("role_permissions", "sessions", "users")
"""Tables of which a trigger each way tells that they changed, by another "people_version"."""
