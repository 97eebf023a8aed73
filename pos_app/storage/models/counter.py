"""Tables of the counter: what was scanned and is unknown, papers to print, drawer openings."""

from peewee import AutoField, BlobField, ForeignKeyField, IntegerField, Model, TextField

from pos_app.storage.fields import UtcField
from pos_app.storage.models.people import User
from pos_app.storage.models.returns import Return
from pos_app.storage.models.sales import Order
from pos_app.storage.models.shifts import Shift, ShiftReport
from pos_app.storage.models.shop import Till


class UnknownCode(Model):
    """A code that was scanned and that nothing is kept under; till and user are of the last time,
    created_at is the first."""

    code = TextField(primary_key=True)
    times = IntegerField()
    till = ForeignKeyField(Till)
    user = ForeignKeyField(User)
    last_at = UtcField()
    created_at = UtcField()

    class Meta:
        table_name = "unknown_codes"


class Picture(Model):
    """A picture of the shop's own, by name: "logo" stands on its receipts."""

    name = TextField(primary_key=True)
    media_type = TextField()
    data = BlobField()
    created_at = UtcField()

    class Meta:
        table_name = "pictures"


class PrintJob(Model):
    """A receipt or a shift's report that was asked for on paper; it waits until a printer took it.
    copy is "original", "duplicate" or "gift"; with both an order and a return it is the ticket of
    an exchange."""

    id = AutoField()
    till = ForeignKeyField(Till)
    copy = TextField()
    order = ForeignKeyField(Order, null=True)
    return_ = ForeignKeyField(Return, null=True, column_name="return_id")
    report = ForeignKeyField(ShiftReport, null=True)
    state = TextField()
    printer = TextField(default="")
    tries = IntegerField(default=0)
    trouble = TextField(default="")
    user = ForeignKeyField(User)
    done_at = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "print_jobs"


class DrawerOpening(Model):
    """A time the drawer was told to open: for a sale, a return, or without one for a reason."""

    id = AutoField()
    till = ForeignKeyField(Till)
    user = ForeignKeyField(User)
    order = ForeignKeyField(Order, null=True)
    return_ = ForeignKeyField(Return, null=True, column_name="return_id")
    reason = TextField(default="")
    shift = ForeignKeyField(Shift, null=True)
    created_at = UtcField()

    class Meta:
        table_name = "drawer_openings"
