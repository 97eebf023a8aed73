"""Tables of the journal: each till's chain of entries, and where it stands."""

from peewee import AutoField, BlobField, ForeignKeyField, IntegerField, Model, TextField

from pos_app.storage.fields import BusinessDateField, UtcField
from pos_app.storage.models.people import User
from pos_app.storage.models.shop import Till


class JournalEntry(Model):
    """One entry of a till's chain: entry is canonical JSON, the very bytes that are hashed and
    signed; the other columns repeat what it says, to be looked for."""

    id = AutoField()
    till = ForeignKeyField(Till)
    sequence = IntegerField()
    kind = TextField()
    document = TextField(default="")
    business_date = BusinessDateField()
    user = ForeignKeyField(User)
    entry = TextField()
    signature = BlobField()
    created_at = UtcField()

    class Meta:
        table_name = "journal"


class JournalHead(Model):
    """Where a till's chain stands: totals are those of its last entry, as a JSON list of four:
    perpetual, of the day, the month and the year."""

    till = ForeignKeyField(Till, primary_key=True)
    sequence = IntegerField()
    hash = TextField()
    key = TextField()
    program = TextField()
    business_date = BusinessDateField()
    totals = TextField()
    written_at = UtcField()
    created_at = UtcField()

    class Meta:
        table_name = "journal_heads"
