"""Prices and taxes: what a manager sets once and carts follow."""

from pos_app.ui.prices.page import PricesPage

__all__ = ["PricesPage"]
