"""Tables of shifts: what lay in the drawer, what was put in and taken out, and their reports."""

from peewee import AutoField, CompositeKey, ForeignKeyField, IntegerField, Model, TextField

from pos_app.storage.fields import BusinessDateField, MoneyField, UtcField
from pos_app.storage.models.people import User
from pos_app.storage.models.shop import Till


class Shift(Model):
    """The time a drawer is one person's to answer for: created_at is when it was opened. expected
    and counted are cash at the closing, next_float what stays in the drawer; a closed one is never
    changed. orders_before and returns_before are the till's last numbers before it."""

    id = AutoField()
    till = ForeignKeyField(Till)
    number = IntegerField()
    business_date = BusinessDateField()
    user = ForeignKeyField(User)
    opening_float = MoneyField()
    orders_before = IntegerField()
    returns_before = IntegerField()
    closed_by = ForeignKeyField(User, null=True)
    approver = ForeignKeyField(User, null=True)
    expected = MoneyField(null=True)
    counted = MoneyField(null=True)
    next_float = MoneyField(null=True)
    reason = TextField(default="")
    closed_at = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "shifts"


class ShiftCount(Model):
    """So many coins or notes of a value (minor units) in the drawer, at the opening or closing."""

    shift = ForeignKeyField(Shift)
    kind = TextField()
    value = MoneyField()
    pieces = IntegerField()
    created_at = UtcField()

    class Meta:
        table_name = "shift_counts"
        primary_key = CompositeKey("shift", "kind", "value")


class CashMove(Model):
    """Cash put into a drawer ("in"), taken out ("out") or brought to the safe ("drop")."""

    id = AutoField()
    uuid = TextField(unique=True)
    shift = ForeignKeyField(Shift)
    till = ForeignKeyField(Till)
    kind = TextField()
    amount = MoneyField()
    reason = TextField()
    user = ForeignKeyField(User)
    approver = ForeignKeyField(User, null=True)
    created_at = UtcField()

    class Meta:
        table_name = "cash_moves"


class ShiftReport(Model):
    """An X or a Z report as it was made (JSON), with the head of the till's journal then."""

    id = AutoField()
    shift = ForeignKeyField(Shift)
    kind = TextField()
    document = TextField()
    sequence = IntegerField()
    hash = TextField()
    user = ForeignKeyField(User)
    created_at = UtcField()

    class Meta:
        table_name = "shift_reports"
