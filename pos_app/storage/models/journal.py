"""Tables of the journal: each till's chain of entries, and where it stands."""

from peewee import SQL, BigIntegerField, BlobField, ForeignKeyField, IntegerField, Model, TextField

from pos_app.storage.fields import BusinessDateField, UtcField
from pos_app.storage.models.people import User
from pos_app.storage.models.shop import Till


class JournalEntry(Model):
    """One entry of a till's chain: entry is canonical JSON, the very bytes that are hashed and
    signed; the other columns repeat what it says, to be looked for. See `entry_id`."""

    id = BigIntegerField(primary_key=True)
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


WITH_DOCUMENT = SQL("document <> '' AND kind <> 'sale'")
"""The entries that the index of documents holds; SQLite uses it where this very condition stands,
without placeholders."""


def entry_id(till_id: int, sequence: int) -> int:
    """The id of an entry: till and sequence in one number, so that each chain lies in its order."""
    return till_id * 2**40 + sequence


class JournalHead(Model):
    """Where a till's chain stands: the sequence and the SHA-256 of its last entry. Sales alone may
    be behind it: each has a number, and `Till.last_number` is the last one."""

    till = ForeignKeyField(Till, primary_key=True)
    sequence = IntegerField()
    hash = TextField()
    created_at = UtcField()

    class Meta:
        table_name = "journal_heads"
