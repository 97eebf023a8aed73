"""What a broken unique rule of the database means to the person at the counter."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw
from peewee import IntegrityError

from pos_app.domain.errors import Duplicate
from pos_app.storage.connection import violated


@contextmanager
def unique(**values: str) -> Iterator[None]:
    """Turn a broken unique rule on one of these columns into Duplicate(column, value)."""
    try:
        yield
    except (apsw.ConstraintError, IntegrityError) as error:
        column = violated(error).rpartition(".")[2]
        if column not in values:
            raise
        raise Duplicate(column, values[column]) from error
