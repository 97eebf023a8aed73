"""The Products tab: the catalogue as a list, one product beside it, the sheets to change it."""

from pos_app.ui.products.tab import ProductsTab

__all__ = ["ProductsTab"]
