"""Tables of the shop itself: its tills and its settings."""

from peewee import AutoField, IntegerField, Model, TextField

from pos_app.storage.fields import UtcField


class Setting(Model):
    """One fact about the shop; value is JSON."""

    key = TextField(primary_key=True)
    value = TextField()
    created_at = UtcField()

    class Meta:
        table_name = "settings"


class Till(Model):
    """A till; last_number, last_return and last_shift are the last numbers of an order, a return
    and a shift that it gave out, without gaps; open_shift is the id of its open shift."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    last_number = IntegerField(default=0)
    last_return = IntegerField(default=0)
    last_shift = IntegerField(default=0)
    open_shift = IntegerField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "tills"
