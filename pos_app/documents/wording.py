"""How times, phone numbers, rates and quantities are written for people, in the shop's own form.

The forms come from the CLDR through Babel and from the numbering plans through phonenumbers; both
load only the one locale or region that is asked for.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time

from pos_app.domain.money import MoneyFormat
from pos_app.domain.quantity import format_quantity
from pos_app.domain.rows import AddressRow, ShopInfo
from pos_app.domain.tax import PPM

_HALF_A_YEAR = timedelta(days=183)
_FALLBACK_LOCALE = "en_US"

# Countries whose post writes the code behind the town (UPU S42, element "postcode").
_ZIP_LAST = frozenset("AU BR CA GB HK IE IN KR NZ SG TH TW US ZA".split())


@lru_cache(maxsize=8)
def locale_of(name: str) -> Locale:
    """The locale behind a name like "en_US" or "de-DE"; American English where none is known."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FALLBACK_LOCALE)


@lru_cache(maxsize=8)
def timezone_of(name: str) -> tzinfo:
    """The IANA time zone of this name; UTC where it is not known."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def shop_time(at: datetime, shop: ShopInfo) -> datetime:
    """An aware UTC time on the shop's own clock."""
    return at.astimezone(timezone_of(shop.timezone))


@lru_cache(maxsize=1024)
def _date(skeleton: str, on: date, locale: str) -> str:
    return format_skeleton(skeleton, on, locale=locale_of(locale))


@lru_cache(maxsize=2048)
def _time(at: time, locale: str) -> str:
    # The narrow blank that some locales put before AM has no glyph in many receipt fonts.
    return format_time(at, "short", locale=locale_of(locale)).replace("\u202f", " ")


def day(on: date, shop: ShopInfo) -> str:
    """A date with its year: "Nov 22, 2025", "22. Nov. 2025"."""
    return _date("yMMMd", on, shop.locale)


def clock(at: datetime, shop: ShopInfo) -> str:
    """The time of day on the shop's clock: "10:42 AM", "10:42"."""
    local = shop_time(at, shop)
    return _time(time(local.hour, local.minute), shop.locale)


def moment(at: datetime, shop: ShopInfo) -> str:
    """Date and time on the shop's clock: "Nov 22, 2025 10:42 AM"."""
    return f"{day(shop_time(at, shop).date(), shop)} {clock(at, shop)}"


def near_day(on: date, shop: ShopInfo, today: date) -> str:
    """A date as people say it: "Today", "Yesterday", without the year where it is this one."""
    if on == today:
        return "Today"
    if on == today - timedelta(days=1):
        return "Yesterday"
    if on.year == today.year:
        return _date("MMMd", on, shop.locale)
    return day(on, shop)


def near_moment(at: datetime, shop: ShopInfo, now: datetime) -> str:
    """Date and time as people say it: "Today 10:42 AM", "Nov 20 7:15 AM".

    Where the year has to be told, more than half a year back, it stands in the place of the time.
    """
    on, today = shop_time(at, shop).date(), shop_time(now, shop).date()
    if on.year != today.year and abs(today - on) > _HALF_A_YEAR:
        return day(on, shop)
    near = abs(today - on) <= timedelta(days=1) or on.year == today.year
    words = near_day(on, shop, today) if near else _date("MMMd", on, shop.locale)
    return f"{words} {clock(at, shop)}"


@lru_cache(maxsize=1024)
def phone(e164: str, country: str = "") -> str:
    """A stored phone number as it is dialled from country (ISO code): "(212) 555-0100".

    From elsewhere it keeps its country code: "+1 212-555-0100". What can't be read stays as is.
    """
    if not e164:
        return ""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    home = phonenumbers.country_code_for_region(country) == number.country_code
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if home else form.INTERNATIONAL)


def rate(rate_ppm: int, money: MoneyFormat) -> str:
    """A tax rate in per cent with as many places as it has: 88750 -> "8.875 %"."""
    percent = (Decimal(rate_ppm) * 100 / PPM).normalize()
    return f"{percent:f}".replace(".", money.decimal_mark) + " %"


def quantity(amount: Decimal, unit: str, money: MoneyFormat) -> str:
    """A quantity with its unit, pieces without one: "3", "1.24 lb"."""
    figure = format_quantity(amount).replace(".", money.decimal_mark)
    return figure if unit == "piece" else f"{figure} {unit}"


@lru_cache(maxsize=512)
def country_name(code: str, locale: str) -> str:
    """A country's name in the language of a locale; its code where the CLDR has none."""
    return str(locale_of(locale).territories.get(code, code))


def dialled(text: str, country: str) -> str:
    """What somebody typed as a phone number in E.164; "" where it can't be one.

    country (ISO code) is where a number without + is dialled.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def example_phone(country: str) -> str:
    """A number as it is written in a country, to show the form; "" where none is known."""
    number = phonenumbers.example_number(country)
    if number is None:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def month(on: date, shop: ShopInfo) -> str:
    """A month with its year: "Nov 2025"."""
    return _date("yMMM", on, shop.locale)


def address_lines(address: AddressRow, shop: ShopInfo) -> tuple[str, str]:
    """Street, and place with the country where it is not the shop's; either may be ""."""
    street = ", ".join(part for part in (address.line1, address.line2) if part)
    place = place_words(address.city, address.state, address.zip, address.country)
    if address.country != shop.country:
        name = country_name(address.country, "en")
        place = f"{place}, {name}" if place else name
    return street, place


def place_words(city: str, state: str, zip_code: str, country: str) -> str:
    """City, state and zip in the order of the country: "Springfield, IL 62701", "10115 Berlin"."""
    if country in _ZIP_LAST:
        region = " ".join(part for part in (state, zip_code) if part)
        if state:
            return ", ".join(part for part in (city, region) if part)
        return " ".join(part for part in (city, region) if part)
    town = " ".join(part for part in (zip_code, city) if part)
    return ", ".join(part for part in (town, state) if part)
