"""The shop's own facts: name, address, currency, taxes; checked, and changed with a right."""

import hashlib
import unicodedata
from dataclasses import asdict, fields, replace
from typing import Any
from zoneinfo import ZoneInfo

from pos_app.documents.logo import prepared
from pos_app.domain.cash import most_step
from pos_app.domain.discounts import LONGEST_REASON
from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.money import MoneyFormat, decimals_of
from pos_app.domain.payment import CashRounding
from pos_app.domain.people import check_country, check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, Picture, ShopInfo
from pos_app.domain.tax import check_rounding
from pos_app.services import address_book, pictures
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.facts import load, store
from pos_app.services.price_rules import touch
from pos_app.services.recorded_prices import record_change

_MOST_REASONS = 30
_MOST_LINES = 12
_LONGEST_LINE = 120
_MOST_TAX_NUMBERS = 3
_LONGEST_TAX_NUMBER = 40
_EDITABLE = tuple(
    field.name
    for field in fields(ShopInfo)
    if field.name not in ("currency", "decimals", "is_sample", "training")
)


class Settings:
    """Changes to the shop's own facts."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @command(Permission.SETTINGS)
    def update(self, /, *, by: Clerk, **changes: Any) -> ShopInfo:
        """Change any of ShopInfo's fields but currency (amounts in the books are in it).

        Raises BadValue naming the field.
        """
        for name, value in changes.items():
            if name not in _EDITABLE:
                raise BadValue(name, value, "unknown_choice")
        info = checked(replace(self._books.info, **changes))
        money = money_format(info.currency, info.locale)
        before = asdict(load(self._books.database)[0])
        store(self._books.database, info, money, self._books.now())
        record_change(self._books, "settings", {}, before, asdict(info))
        touch(self._books.database)  # taxes, rounding and the shop's day are part of every price
        address_book.change_shops(self._books, info)
        self._books.renew_after_commit(info, money)
        self._books.changed("settings")
        return info

    @query
    def logo(self) -> Picture | None:
        """The picture on receipts; None where the shop has none."""
        return pictures.stored(self._books.database, pictures.LOGO)

    @command(Permission.SETTINGS)
    def set_logo(self, /, data: bytes | None, *, by: Clerk) -> Picture | None:
        """Put a PNG or JPEG on receipts, made as small as they need it; None takes it off.

        Raises BadValue("logo"), see `documents.logo.prepared`.
        """
        picture = None if data is None else prepared(data)
        before = pictures.stored(self._books.database, pictures.LOGO)
        known, now = ({"logo": _digest(each)} for each in (before, picture))
        record_change(self._books, "settings", {}, known, now)
        pictures.store(self._books.database, pictures.LOGO, picture, self._books.now())
        self._books.changed("settings")
        return picture


def _digest(picture: Picture | None) -> str | None:
    """What the journal has of a picture: SHA-256 of its bytes, in hex."""
    return None if picture is None else hashlib.sha256(picture.data).hexdigest()


def checked(info: ShopInfo) -> ShopInfo:
    """The same facts, tidied; raises BadValue naming the field that can't be taken."""
    try:
        ZoneInfo(info.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise BadValue("timezone", info.timezone, "not_a_timezone") from error
    rounding = CashRounding(info.cash_step, info.cash_mode)
    if rounding.step > most_step(info.currency):
        raise BadAmount("cash_step", info.cash_step, "too_large")
    return replace(
        info,
        name=check_text("name", info.name, longest=80, needed=True),
        decimals=decimals_of(info.currency),
        country=check_country(info.country),
        line1=check_text("line1", info.line1, longest=200),
        city=check_text("city", info.city, longest=100),
        zip=check_text("zip", info.zip, longest=20),
        phone=check_text("phone", info.phone, longest=30),
        tax_rounding=check_rounding(info.tax_rounding),
        cash_step=rounding.step,
        cash_mode=rounding.mode,
        discount_reasons=_reasons(info.discount_reasons),
        receipt_header=_lines("receipt_header", info.receipt_header),
        receipt_footer=_lines("receipt_footer", info.receipt_footer),
        tax_number=_tax_numbers(info.tax_number),
        receipt_qr=_yes_or_no("receipt_qr", info.receipt_qr),
        discount_reason_needed=_yes_or_no("discount_reason_needed", info.discount_reason_needed),
    )


def _lines(field: str, text: str) -> str:
    """A few lines, each tidied; those at the end that say nothing are left out."""
    lines = _tidied(field, text, _LONGEST_LINE)
    while lines and not lines[-1]:
        lines.pop()
    return _joined(field, lines, _MOST_LINES)


def _tax_numbers(text: str) -> str:
    """The shop's numbers, a line each."""
    lines = [line for line in _tidied("tax_number", text, _LONGEST_TAX_NUMBER) if line]
    return _joined("tax_number", lines, _MOST_TAX_NUMBERS)


def _tidied(field: str, text: str, longest: int) -> list[str]:
    if not isinstance(text, str):
        raise BadValue(field, text, "unknown_choice")
    return [check_text(field, line, longest=longest) for line in text.splitlines()]


def _joined(field: str, lines: list[str], most: int) -> str:
    if len(lines) > most:
        raise BadValue(field, len(lines), "too_many")
    return "\n".join(lines)


def _yes_or_no(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue(field, value, "unknown_choice")
    return value


def _reasons(reasons: object) -> tuple[str, ...]:
    """Reasons for discounts, tidied, each once."""
    if not isinstance(reasons, list | tuple):
        raise BadValue("discount_reasons", reasons, "unknown_choice")
    if len(reasons) > _MOST_REASONS:
        raise BadValue("discount_reasons", len(reasons), "too_many")
    tidied = (check_text("discount_reasons", each, longest=LONGEST_REASON) for each in reasons)
    return tuple(dict.fromkeys(each for each in tidied if each))


def money_format(currency: str, locale: str) -> MoneyFormat:
    """How people of a locale write a currency, by the CLDR as Babel carries it.

    Made when a shop is set up and stored, so that a start does not load Babel. Raises BadValue
    for a locale or a currency that CLDR does not know, or that has no minor unit.
    """
    # Heavy, and needed only while a shop is set up.
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_currency_symbol, is_currency

    try:
        known = Locale.parse(locale)
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise BadValue("locale", locale, "unknown_choice") from error
    decimals = decimals_of(currency)
    if not is_currency(currency):
        raise BadValue("currency", currency, "not_a_currency")
    symbols = known.number_symbols.get("latn", {})
    symbol = get_currency_symbol(currency, locale=known)
    pattern = known.currency_formats["standard"]
    # A pattern without groups is one whose first group never ends.
    size, further = pattern.grouping if "," in pattern.pattern else (0, 0)
    prefix, negative_prefix = (_before(affix, symbol) for affix in pattern.prefix)
    suffix, negative_suffix = (_behind(affix, symbol) for affix in pattern.suffix)
    return MoneyFormat(
        currency=currency,
        decimals=decimals,
        decimal_mark=symbols.get("currencyDecimal") or symbols.get("decimal", "."),
        group_mark=symbols.get("currencyGroup") or symbols.get("group", ","),
        prefix=prefix,
        suffix=suffix,
        group_size=size,
        further_group_size=further,
        min_grouping=_min_grouping(known.language, known.territory or ""),
        negative_prefix=negative_prefix,
        negative_suffix=negative_suffix,
    )


# The CLDR's minimumGroupingDigits (CLDR 47), which Babel does not carry: how many digits stand
# before a first grouping mark, where that is not one.
_MIN_GROUPING = {
    **dict.fromkeys("be bg et hu ia ie it ka lv pl sl sq".split(), 2),
    "ee": 3,
}
_MIN_GROUPING_TWO_IN = {
    "es": ("", "EA", "ES", "GQ", "IC", "PH"),  # in Latin America 1.234 has its mark
    "pt": ("CH", "CV", "GQ", "GW", "LU", "MO", "MZ", "PT", "ST", "TL"),
    "ru": ("UA",),
}


def _min_grouping(language: str, territory: str) -> int:
    if territory in _MIN_GROUPING_TWO_IN.get(language, ()):
        return 2
    return _MIN_GROUPING.get(language, 1)


def _before(affix: str, symbol: str) -> str:
    """What stands before the figure, from a pattern's part (with its currency sign)."""
    text = _worded(affix, symbol)
    return text + "\u00a0" if affix.endswith("\u00a4") and _stands_off(symbol[-1]) else text


def _behind(affix: str, symbol: str) -> str:
    """What stands behind the figure, from a pattern's part (with its currency sign)."""
    text = _worded(affix, symbol)
    return "\u00a0" + text if affix.startswith("\u00a4") and _stands_off(symbol[0]) else text


def _worded(affix: str, symbol: str) -> str:
    # The pattern's marks of writing direction are for text that runs from the right. In lines of
    # this program, from the left, they would put the minus behind the figure; a symbol's own stay.
    plain = "".join(letter for letter in affix if letter not in "\u200e\u200f\u061c")
    return plain.replace("-", "\N{MINUS SIGN}").replace("\u00a4", symbol)


def _stands_off(letter: str) -> bool:
    # The CLDR's currency spacing, which Babel leaves out: only a sign such as $ may touch a digit.
    return unicodedata.category(letter)[0] not in "SZ"


def locale_of_country(country: str) -> str:
    """The most spoken locale of a country ("DE" -> "de_DE"), "en_US" where none is known."""
    # Heavy, as above.
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(f"und_{country}"))
    except (UnknownLocaleError, ValueError):
        return "en_US"
