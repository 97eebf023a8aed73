"""What the journal says of a change: each field as it was and as it is, in values that entries can
hold."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pos_app.domain.quantity import to_thousandths


def plain(value: Any) -> Any:
    """A value as an entry holds it: a quantity (Decimal) in thousandths, a day and a moment (UTC)
    as ISO text, a set sorted, a frozen row field by field. Raises TypeError for a float, and for
    what has no such form."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return to_thousandths(value, signed=True)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(each) for each in value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"an entry can't hold {type(value).__name__}")


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are not what they were: {"price": {"old": 129, "new": 139}}; a field that
    was not there, or is not there any more, is null."""
    return {
        name: {"new": plain(after.get(name)), "old": plain(before.get(name))}
        for name in sorted({*before, *after})
        if plain(before.get(name)) != plain(after.get(name))
    }


def last_four(code: str) -> str:
    """A gift card's code as entries name it: whoever reads the journal can't pay with it."""
    return f"...{code[-4:]}" if code else ""
