"""Tables of prices beyond the shelf's: price lists of groups, promotions, limits of discounts."""

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
from pos_app.storage.models.people import CustomerGroup


class GroupPrice(Model):
    """What a customer group pays for a unit of a product, stated as the shop states its prices."""

    group = ForeignKeyField(CustomerGroup, on_delete="CASCADE")
    product = ForeignKeyField(Product)
    price = MoneyField()
    created_at = UtcField()

    class Meta:
        table_name = "group_prices"
        primary_key = CompositeKey("group", "product")


class Promotion(Model):
    """An offer; see domain.promotions.Promotion. give is its get, weekdays has bit 0 for Monday, 0
    for every day; since and until are minutes of the day."""

    id = AutoField()
    name = TextField()
    kind = TextField()
    rate_ppm = IntegerField(default=0)
    amount = MoneyField(default=0)
    buy = IntegerField(default=0)
    give = IntegerField(default=0)
    first_day = BusinessDateField(null=True)
    last_day = BusinessDateField(null=True)
    weekdays = IntegerField(default=0)
    since = IntegerField(default=0)
    until = IntegerField(default=1440)
    priority = IntegerField(default=0)
    stacks = BooleanField(default=False)
    active = BooleanField(default=True)
    created_at = UtcField()

    class Meta:
        table_name = "promotions"


class PromotionGoods(Model):
    """A product, or a category with all below it, that a promotion is for (role "goods") or that
    it gives (role "reward")."""

    id = AutoField()
    promotion = ForeignKeyField(Promotion, on_delete="CASCADE")
    role = TextField()
    product = ForeignKeyField(Product, null=True)
    category = ForeignKeyField(Category, null=True)
    created_at = UtcField()

    class Meta:
        table_name = "promotion_goods"


class PromotionBreak(Model):
    """From this quantity on each unit costs price, or rate_ppm less."""

    promotion = ForeignKeyField(Promotion, on_delete="CASCADE")
    quantity = QuantityField()
    price = MoneyField(null=True)
    rate_ppm = IntegerField(default=0)
    created_at = UtcField()

    class Meta:
        table_name = "promotion_breaks"
        primary_key = CompositeKey("promotion", "quantity")


class PromotionGroup(Model):
    """A customer group that a promotion is for; one without any is for everybody."""

    promotion = ForeignKeyField(Promotion, on_delete="CASCADE")
    group = ForeignKeyField(CustomerGroup, on_delete="CASCADE")
    created_at = UtcField()

    class Meta:
        table_name = "promotion_groups"
        primary_key = CompositeKey("promotion", "group")


class DiscountLimit(Model):
    """How far a role may go by hand; see domain.discounts.DiscountLimit."""

    role = TextField(primary_key=True)
    most_ppm = IntegerField()
    floor_ppm = IntegerField()
    created_at = UtcField()

    class Meta:
        table_name = "discount_limits"
