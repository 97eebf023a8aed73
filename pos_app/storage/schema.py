"""What this program knows of the schema without reading it: its number and its guards."""

SCHEMA_VERSION = 1
"""The number of the newest migration; stands in the header of every shop's file."""

WRITTEN_ONCE = ("stock_moves", "order_items", "payments", "price_history")
"""Tables whose rows are never changed or removed; a trigger each way guards them."""
