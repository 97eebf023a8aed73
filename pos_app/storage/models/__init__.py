"""Every table of the shop as a Peewee model; unbound, so that two shops can be open at once."""

from pos_app.storage.models.catalog import (
    Barcode,
    Category,
    PriceHistory,
    Product,
    ProductRank,
    TaxClass,
)
from pos_app.storage.models.people import Address, Customer, CustomerAddress, Session, User
from pos_app.storage.models.sales import (
    DiscountCode,
    Order,
    OrderItem,
    Payment,
    SavedCart,
    SavedCartItem,
)
from pos_app.storage.models.shop import Setting, Till
from pos_app.storage.models.stock import Location, Stock, StockMove

__all__ = [
    "Address",
    "Barcode",
    "Category",
    "Customer",
    "CustomerAddress",
    "DiscountCode",
    "Location",
    "Order",
    "OrderItem",
    "Payment",
    "PriceHistory",
    "Product",
    "ProductRank",
    "SavedCart",
    "SavedCartItem",
    "Session",
    "Setting",
    "Stock",
    "StockMove",
    "TaxClass",
    "Till",
    "User",
]
