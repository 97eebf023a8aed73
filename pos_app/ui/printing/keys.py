"""The keys of paper and drawer, wherever in the window they are shown."""

WAITING_KEY = "Ctrl+J"
"""The receipts that wait for a printer."""

DRAWER_KEY = "Ctrl+O"
"""Open the drawer without a sale."""

PRINT_KEY = "Ctrl+P"
GIFT_KEY = "Ctrl+R"
"""Print the receipt that is shown, and one without prices."""
