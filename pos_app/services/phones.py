"""Phone numbers by the world's numbering plans: kept as E.164, found by any way of writing them.

The plans are loaded late on purpose: only changes of customers need them.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from pos_app.domain.errors import BadValue
from pos_app.domain.people import check_phone

P = ParamSpec("P")
T = TypeVar("T")


def with_numbering_plans(method: Callable[P, T]) -> Callable[P, T]:
    """Have the numbering plans loaded before method runs: outside any transaction, since the
    first loading takes longer than the writer's lock may be held."""

    @wraps(method)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        load()
        return method(*args, **kwargs)

    return run


def load() -> None:
    """Load the numbering plans; takes some 30 ms the first time, nothing later."""
    import phonenumbers  # noqa: F401


def e164(text: str, region: str) -> str:
    """A number in E.164 ("+12065550142"), "" for ""; one without + is of region (a country code).

    Only the length is held against the plan of its country: plans change faster than programs,
    and a till must not refuse a number that rings. Raises BadValue("phone", ..., "not_a_phone").
    """
    import phonenumbers

    cleaned = check_phone(text)
    if not cleaned:
        return ""
    try:
        number = phonenumbers.parse(cleaned, region)
    except phonenumbers.NumberParseException as error:
        raise BadValue("phone", text, "not_a_phone") from error
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadValue("phone", text, "not_a_phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spoken_forms(phone: str) -> tuple[str, ...]:
    """The digits an E.164 number is looked for by: whole, as dialled at home, and its last four."""
    import phonenumbers

    if not phone:
        return ()
    digits = phone.lstrip("+")
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:  # kept before today's plans, or by another program
        return (digits, digits[-4:])
    home = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    dialled = "".join(c for c in home if c in "0123456789")
    national = phonenumbers.national_significant_number(number)
    return tuple(dict.fromkeys((digits, dialled, national, digits[-4:])))
