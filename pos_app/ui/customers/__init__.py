"""The Customers tab: who buys here, their addresses and their orders."""

from pos_app.ui.customers.tab import CustomersTab

__all__ = ["CustomersTab"]
