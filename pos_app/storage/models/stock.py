"""Tables of stock: what is on hand where, and every move that made it so."""

from peewee import AutoField, BooleanField, CompositeKey, ForeignKeyField, Model, TextField

from pos_app.storage.fields import MoneyField, QuantityField, UtcField
from pos_app.storage.models.catalog import Product
from pos_app.storage.models.people import User
from pos_app.storage.models.returns import Return
from pos_app.storage.models.sales import Order


class Location(Model):
    """A place that holds stock."""

    id = AutoField()
    name = TextField(unique=True)
    created_at = UtcField()

    class Meta:
        table_name = "locations"


class Stock(Model):
    """What is on hand of a product at a location: always the sum of its moves."""

    product = ForeignKeyField(Product)
    location = ForeignKeyField(Location)
    on_hand = QuantityField()
    oversell = BooleanField(default=False)
    created_at = UtcField()

    class Meta:
        table_name = "stock"
        primary_key = CompositeKey("product", "location")


class StockMove(Model):
    """One change of on_hand; written once, never changed."""

    id = AutoField()
    product = ForeignKeyField(Product)
    location = ForeignKeyField(Location)
    quantity = QuantityField()
    reason = TextField()
    note = TextField(default="")
    order = ForeignKeyField(Order, null=True)
    return_ = ForeignKeyField(Return, null=True, column_name="return_id")
    unit_cost = MoneyField(null=True)
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "stock_moves"
