"""The Cart tab: scan field, tiles, the open sale, and the sheets that end it."""

from pos_app.ui.cart.tab import CartTab

__all__ = ["CartTab"]
