"""Tables of selling: saved carts, discount codes, orders, their items and payments."""

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
from pos_app.storage.models.catalog import Category, Product
from pos_app.storage.models.people import Customer, User
from pos_app.storage.models.shifts import Shift
from pos_app.storage.models.shop import Till


class SavedCart(Model):
    """A cart on disk: a till's open one, a parked one, or a customer's own."""

    id = AutoField()
    uuid = TextField()
    kind = TextField()
    name = TextField(default="")
    till = ForeignKeyField(Till, null=True)
    customer = ForeignKeyField(Customer, null=True)
    user = ForeignKeyField(User)
    discount_code = TextField(default="")
    discount_rate_ppm = IntegerField(default=0)
    discount_amount = MoneyField(default=0)
    discount_reason = TextField(default="")
    total = MoneyField(default=0)
    note = TextField(default="")
    age_checked = IntegerField(default=0)
    exchange_reason = TextField(default="")
    created_at = UtcField()

    class Meta:
        table_name = "carts"


class SavedCartItem(Model):
    """One line of a saved cart, in the order of position."""

    cart = ForeignKeyField(SavedCart, on_delete="CASCADE")
    position = IntegerField()
    product = ForeignKeyField(Product)
    quantity = QuantityField()
    price = MoneyField()
    agreed_list = MoneyField(null=True)
    agreed_total = MoneyField(null=True)
    discount_rate_ppm = IntegerField(default=0)
    discount_amount = MoneyField(default=0)
    discount_reason = TextField(default="")
    gift_card = TextField(default="")
    note = TextField(default="")
    own_price = MoneyField(null=True)
    label = TextField(default="")
    created_at = UtcField()

    class Meta:
        table_name = "cart_items"
        primary_key = CompositeKey("cart", "position")


class DiscountCode(Model):
    """A code that takes a rate or an amount off a cart while it is valid and not used up."""

    id = AutoField()
    code = TextField(unique=True)
    rate_ppm = IntegerField(default=0)
    amount = MoneyField(default=0)
    minimum = MoneyField(default=0)
    max_uses = IntegerField(null=True)
    max_uses_per_customer = IntegerField(null=True)
    valid_from = UtcField(null=True)
    valid_until = UtcField(null=True)
    active = BooleanField(default=True)
    created_at = UtcField()

    class Meta:
        table_name = "discount_codes"


class DiscountCodeCategory(Model):
    """A category that a code is for, with all below it; a code without any is for all."""

    code = ForeignKeyField(DiscountCode, on_delete="CASCADE")
    category = ForeignKeyField(Category)
    created_at = UtcField()

    class Meta:
        table_name = "discount_code_categories"
        primary_key = CompositeKey("code", "category")


class Order(Model):
    """An order; source is "counter" (sold and paid at once) or "placed"; created_at is when it was
    sold, booked_at when it came into the books. cancelled_shift is the shift whose drawer gave back
    what was paid, where it was cancelled in one."""

    id = AutoField()
    uuid = TextField(unique=True)
    till = ForeignKeyField(Till)
    number = IntegerField()
    customer = ForeignKeyField(Customer)
    user = ForeignKeyField(User)
    status = TextField()
    source = TextField()
    business_date = BusinessDateField()
    items = IntegerField()
    subtotal = MoneyField()
    discount = MoneyField()
    discount_code = TextField(default="")
    net = MoneyField()
    tax = MoneyField()
    tax_included = BooleanField()
    tax_exempt = TextField(default="")
    total = MoneyField()
    rounding = MoneyField(default=0)
    cash_step = MoneyField(default=1)
    note = TextField(default="")
    age_checked = IntegerField(default=0)
    shift = ForeignKeyField(Shift, null=True)
    cancelled_shift = ForeignKeyField(Shift, null=True)
    booked_at = UtcField()
    created_at = UtcField()

    class Meta:
        table_name = "orders"


class OrderItem(Model):
    """One sold line with its own copy of what was sold and for how much. shelf_price is what the
    shelf said where the till sold at another price; label is what a line's price was read from."""

    id = AutoField()
    order = ForeignKeyField(Order)
    product = ForeignKeyField(Product)
    sku = TextField()
    name = TextField()
    unit = TextField()
    quantity = QuantityField()
    price = MoneyField()
    list_total = MoneyField()
    discount = MoneyField()
    total = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    tax_rate_ppm = IntegerField()
    gift_card = TextField(default="")
    note = TextField(default="")
    shelf_price = MoneyField(null=True)
    label = TextField(default="")
    created_at = UtcField()

    class Meta:
        table_name = "order_items"


class OrderItemPart(Model):
    """What the whole of a sold bundle took from the shelf of one of its parts."""

    item = ForeignKeyField(OrderItem)
    product = ForeignKeyField(Product)
    quantity = QuantityField()
    created_at = UtcField()

    class Meta:
        table_name = "order_item_parts"
        primary_key = CompositeKey("item", "product")


class SavedCartReturn(Model):
    """A sold line that a saved cart gives back: an exchange that is not finished."""

    cart = ForeignKeyField(SavedCart, on_delete="CASCADE")
    item = ForeignKeyField(OrderItem)
    damaged = BooleanField()
    position = IntegerField()
    quantity = QuantityField()
    created_at = UtcField()

    class Meta:
        table_name = "cart_returns"
        primary_key = CompositeKey("cart", "item", "damaged")


class OrderTax(Model):
    """One rate of an order: net + tax = gross. amount is a fixed tax per unit, with a net of 0."""

    order = ForeignKeyField(Order)
    position = IntegerField()
    name = TextField()
    rate_ppm = IntegerField()
    amount = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    gross = MoneyField()
    created_at = UtcField()

    class Meta:
        table_name = "order_taxes"
        primary_key = CompositeKey("order", "position")


class OrderItemTax(Model):
    """One rate of a sold line; net is what it is charged on."""

    item = ForeignKeyField(OrderItem)
    position = IntegerField()
    name = TextField()
    rate_ppm = IntegerField()
    amount = MoneyField()
    net = MoneyField()
    tax = MoneyField()
    created_at = UtcField()

    class Meta:
        table_name = "order_item_taxes"
        primary_key = CompositeKey("item", "position")


class OrderDiscount(Model):
    """What one reason took off a sold line, and who gave it; see domain.pricing.Off."""

    id = AutoField()
    order = ForeignKeyField(Order)
    item = ForeignKeyField(OrderItem)
    kind = TextField()
    label = TextField()
    promotion_id = IntegerField(null=True)
    amount = MoneyField()
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "order_discounts"


class DiscountCodeUse(Model):
    """An order that used a code up by one."""

    id = AutoField()
    code = ForeignKeyField(DiscountCode)
    order = ForeignKeyField(Order, unique=True)
    customer = ForeignKeyField(Customer)
    created_at = UtcField()

    class Meta:
        table_name = "discount_code_uses"


class Ledger(Model):
    """A balance that the shop owes or is owed: a gift card by its code, a customer's store credit
    or account. The balance is the sum of its moves."""

    id = AutoField()
    kind = TextField()
    code = TextField(unique=True, null=True)
    customer = ForeignKeyField(Customer, null=True)
    created_at = UtcField()

    class Meta:
        table_name = "ledgers"


class Payment(Model):
    """One payment of an order: tendered - change = amount."""

    id = AutoField()
    order = ForeignKeyField(Order)
    method = TextField()
    tendered = MoneyField()
    change = MoneyField(default=0)
    amount = MoneyField()
    reference = TextField(default="")
    last4 = TextField(default="")
    ledger = ForeignKeyField(Ledger, null=True)
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "payments"


class TenderCorrection(Model):
    """That so much of a payment came in by another way than was typed: from_method to to_method."""

    id = AutoField()
    uuid = TextField(unique=True)
    payment = ForeignKeyField(Payment)
    shift = ForeignKeyField(Shift)
    till = ForeignKeyField(Till)
    from_method = TextField()
    to_method = TextField()
    amount = MoneyField()
    reason = TextField()
    user = ForeignKeyField(User)
    approver = ForeignKeyField(User, null=True)
    created_at = UtcField()

    class Meta:
        table_name = "tender_corrections"
