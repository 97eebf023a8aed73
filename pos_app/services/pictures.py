"""Pictures that the shop keeps in its file, by name."""

from datetime import datetime

from pos_app.domain.rows import Picture
from pos_app.storage.database import Database
from pos_app.storage.models import Picture as StoredPicture

LOGO = "logo"
"""The picture on the shop's receipts."""


def stored(database: Database, name: str) -> Picture | None:
    """The picture of this name; None where there is none."""
    row = database.row("SELECT media_type, data FROM pictures WHERE name = ?", (name,))
    return None if row is None else Picture(row[0], bytes(row[1]))


def store(database: Database, name: str, picture: Picture | None, at: datetime) -> None:
    """Keep a picture instead of the one before it, or none; inside the caller's transaction."""
    StoredPicture.delete().where(StoredPicture.name == name).execute(database.peewee)
    if picture is not None:
        StoredPicture.insert(
            name=name, media_type=picture.media_type, data=picture.data, created_at=at
        ).execute(database.peewee)
