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
    """A till; last_number and last_return are the last numbers of an order and of a return that it
    gave out, without gaps."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    last_number = IntegerField(default=0)
    last_return = IntegerField(default=0)
    created_at = UtcField()

    class Meta:
        table_name = "tills"
