"""Column types of the shop: money, quantities and times, all kept as whole numbers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from peewee import BigIntegerField, TextField

from pos_app.domain.quantity import from_thousandths, to_thousandths

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime; raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone has no place in the books")
    return (at - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


class MoneyField(BigIntegerField):
    """An amount in minor units."""


class QuantityField(BigIntegerField):
    """A quantity: Decimal outside, integer thousandths in the column."""

    def db_value(self, value: Any) -> int | None:
        """Thousandths of a Decimal or int."""
        return None if value is None else to_thousandths(value, self.name, signed=True)

    def python_value(self, value: Any) -> Decimal | None:
        """The Decimal of stored thousandths."""
        return None if value is None else from_thousandths(value)


class UtcField(BigIntegerField):
    """A moment: aware datetime outside, microseconds since 1970 UTC in the column."""

    def db_value(self, value: Any) -> int | None:
        """Microseconds of an aware datetime."""
        return None if value is None else to_micros(value)

    def python_value(self, value: Any) -> datetime | None:
        """The aware UTC datetime of stored microseconds."""
        return None if value is None else from_micros(value)


class BusinessDateField(TextField):
    """A business date: date outside, "2026-11-22" in the column."""

    def db_value(self, value: Any) -> str | None:
        """ISO form of a date."""
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> date | None:
        """The date of the stored ISO form."""
        return None if value is None else date.fromisoformat(value)
