"""Tables of returns, and of the ledgers' moves that sales and returns make."""

from peewee import (
    AutoField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from pos_app.storage.fields import BusinessDateField, MoneyField, QuantityField, UtcField
from pos_app.storage.models.catalog import Product
from pos_app.storage.models.people import Customer, User
from pos_app.storage.models.sales import Ledger, Order, OrderItem, Payment
from pos_app.storage.models.shifts import Shift
from pos_app.storage.models.shop import Till


class Return(Model):
    """Goods given back: a document of its own number and day, at the price really paid. Amounts
    are above or equal to zero; total + rounding is what was paid out. kind is "return", "void" or
    "exchange"; without an order it is a return without a receipt."""

    id = AutoField()
    uuid = TextField(unique=True)
    till = ForeignKeyField(Till)
    number = IntegerField()
    kind = TextField()
    order = ForeignKeyField(Order, null=True)
    exchange_order = ForeignKeyField(Order, null=True, unique=True)
    customer = ForeignKeyField(Customer)
    user = ForeignKeyField(User)
    business_date = BusinessDateField()
    subtotal = MoneyField()
    discount = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    tax_included = BooleanField()
    total = MoneyField()
    rounding = MoneyField()
    cash_step = MoneyField()
    reason = TextField(default="")
    shift = ForeignKeyField(Shift, null=True)
    booked_at = UtcField()
    created_at = UtcField()

    class Meta:
        table_name = "returns"


class ReturnItem(Model):
    """So much of a sold line, with its own copy of what it was; damaged goods don't go back on the
    shelf."""

    id = AutoField()
    return_ = ForeignKeyField(Return, column_name="return_id")
    item = ForeignKeyField(OrderItem, null=True)
    product = ForeignKeyField(Product)
    sku = TextField()
    name = TextField()
    unit = TextField()
    price = MoneyField()
    quantity = QuantityField()
    list_total = MoneyField()
    discount = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    damaged = BooleanField()
    created_at = UtcField()

    class Meta:
        table_name = "return_items"


class ReturnItemTax(Model):
    """One rate of a line that came back without a receipt; net is what it is charged on. (The
    others' rates stand with the line that was sold.)"""

    item = ForeignKeyField(ReturnItem)
    position = IntegerField()
    name = TextField()
    rate_ppm = IntegerField()
    amount = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    created_at = UtcField()

    class Meta:
        table_name = "return_item_taxes"
        primary_key = CompositeKey("item", "position")


class ReturnTax(Model):
    """One rate of a return: net + tax = gross."""

    return_ = ForeignKeyField(Return, column_name="return_id")
    position = IntegerField()
    name = TextField()
    rate_ppm = IntegerField()
    amount = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    created_at = UtcField()

    class Meta:
        table_name = "return_taxes"
        primary_key = CompositeKey("return_", "position")


class Repayment(Model):
    """Money given back for a return: by the order's own payment, or by another way."""

    id = AutoField()
    return_ = ForeignKeyField(Return, column_name="return_id")
    payment = ForeignKeyField(Payment, null=True)
    method = TextField()
    amount = MoneyField()
    ledger = ForeignKeyField(Ledger, null=True)
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "repayments"


class LedgerMove(Model):
    """One change of a ledger's balance; written once, never changed."""

    id = AutoField()
    ledger = ForeignKeyField(Ledger)
    amount = MoneyField()
    reason = TextField()
    order = ForeignKeyField(Order, null=True)
    return_ = ForeignKeyField(Return, null=True, column_name="return_id")
    method = TextField(default="")
    note = TextField(default="")
    uuid = TextField(unique=True, null=True)
    shift = ForeignKeyField(Shift, null=True)
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "ledger_moves"
