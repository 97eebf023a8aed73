"""The Orders tab: the history, its filters, and an order with its receipt."""

from pos_app.ui.orders.tab import OrdersTab

__all__ = ["OrdersTab"]
