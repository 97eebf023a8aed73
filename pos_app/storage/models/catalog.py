"""Tables of the catalogue: categories, tax classes, products, codes, prices and search ranks."""

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
from pos_app.storage.models.people import User


class Category(Model):
    """A node of the category tree; path spells it from the top ("Grocery > Cold Cereal")."""

    id = AutoField()
    name = TextField()
    parent = ForeignKeyField("self", null=True)
    path = TextField(unique=True)
    created_at = UtcField()

    class Meta:
        table_name = "categories"


class TaxClass(Model):
    """A tax class; its rates through time are TaxRates."""

    id = AutoField()
    name = TextField(unique=True)
    created_at = UtcField()

    class Meta:
        table_name = "tax_classes"


class TaxRate(Model):
    """One rate of a class from a business date on (NULL: from the beginning); see
    domain.tax.TaxRate. All rates of a class with one valid_from count together."""

    id = AutoField()
    tax_class = ForeignKeyField(TaxClass)
    valid_from = BusinessDateField(null=True)
    position = IntegerField()
    name = TextField()
    rate_ppm = IntegerField(default=0)
    amount = MoneyField(default=0)
    compound = BooleanField(default=False)
    taxed = BooleanField(default=False)
    on_top = BooleanField(default=False)
    created_at = UtcField()

    class Meta:
        table_name = "tax_rates"


class Product(Model):
    """A product; price and cost per unit in minor units, archived_at set when no longer sold. An
    open_price is asked at the till; min_age is how old a buyer must be; scale_number is what
    labels from the shop's scales call it."""

    id = AutoField()
    sku = TextField(unique=True)
    name = TextField()
    description = TextField(default="")
    brand = TextField(default="")
    category = ForeignKeyField(Category)
    price = MoneyField()
    cost = MoneyField(null=True)
    tax_class = ForeignKeyField(TaxClass)
    unit = TextField(default="piece")
    reorder_level = QuantityField(null=True)
    open_price = BooleanField(default=False)
    min_age = IntegerField(default=0)
    scale_number = IntegerField(null=True, unique=True)
    archived_at = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "products"


class Barcode(Model):
    """A code of a product; pack_quantity is how much one scan stands for."""

    code = TextField(primary_key=True)
    product = ForeignKeyField(Product)
    position = IntegerField(default=0)
    pack_quantity = QuantityField()
    created_at = UtcField()

    class Meta:
        table_name = "barcodes"


class BundlePart(Model):
    """A product that a bundle is made of, and how much of it is in one."""

    bundle = ForeignKeyField(Product)
    part = ForeignKeyField(Product)
    position = IntegerField()
    quantity = QuantityField()
    created_at = UtcField()

    class Meta:
        table_name = "bundle_parts"
        primary_key = CompositeKey("bundle", "part")


class CodeRule(Model):
    """How the shop reads codes of its own making; see domain.code_rules.CodeRule."""

    id = AutoField()
    position = IntegerField()
    name = TextField()
    kind = TextField()
    pattern = TextField()
    decimals = IntegerField(default=0)
    active = BooleanField(default=True)
    created_at = UtcField()

    class Meta:
        table_name = "code_rules"


class PriceHistory(Model):
    """One price a product was given; old_price is NULL for its first."""

    id = AutoField()
    product = ForeignKeyField(Product)
    old_price = MoneyField(null=True)
    new_price = MoneyField()
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "price_history"


class ProductRank(Model):
    """Where a product stands in search: position is its row in the full-text table, so that hits
    come most sold first; sold counts units, words is what the index holds of it."""

    position = IntegerField(primary_key=True)
    product = ForeignKeyField(Product, unique=True)
    sold = IntegerField(default=0)
    words = TextField(default="")
    created_at = UtcField()

    class Meta:
        table_name = "product_ranks"
