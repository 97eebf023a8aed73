"""Money in every locale that Babel knows: written as Babel and the CLDR say, read back exactly."""

import random
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

import pytest
from babel import Locale, localedata
from babel.numbers import format_currency, get_currency_symbol, list_currencies
from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.money import MAX_AMOUNT, MoneyFormat, decimals_of
from pos_app.services.settings import money_format

LOCALES = sorted(localedata.locale_identifiers())
WITHOUT_MINOR_UNIT = set("CLF UYW XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split())
CURRENCIES = sorted(
    code
    for code in list_currencies()
    if re.fullmatch("[A-Z]{3}", code) and code not in WITHOUT_MINOR_UNIT
)
AMOUNTS = (0, 5, -123450, 99999, 1234567, -(10**15), 2**53 + 1, 10**18 + 7)
# fr_CH has a point in money and a comma elsewhere; Babel knows it and writes the comma.
OWN_DECIMAL_MARK = {"fr_CH": (",", ".")}

style_of = lru_cache(maxsize=None)(money_format)


def without_direction(text: str) -> str:
    return "".join(sign for sign in text if sign not in "\u200e\u200f\u061c")


def by_babel(amount: int, style: MoneyFormat, locale: Locale) -> str:
    """What Babel writes, with the two rules of the CLDR that it leaves out, and the house's minus.

    Its marks of writing direction are left out on both sides.
    """
    value = Decimal(amount).scaleb(-style.decimals)
    whole_digits = len(str(abs(amount) // 10**style.decimals))
    text = format_currency(
        value,
        style.currency,
        locale=locale,
        # Minimum grouping digits.
        group_separator=whole_digits >= style.group_size + style.min_grouping,
    )
    symbol = without_direction(get_currency_symbol(style.currency, locale))
    before, _, after = without_direction(text).partition(symbol)
    # Currency spacing: letters stand off from digits.
    if after[:1].isdigit() and unicodedata.category(symbol[-1])[0] not in "SZ":
        after = "\u00a0" + after
    if before[-1:].isdigit() and unicodedata.category(symbol[0])[0] not in "SZ":
        before += "\u00a0"
    return before.replace("-", "\N{MINUS SIGN}") + symbol + after.replace("-", "\N{MINUS SIGN}")


# The CLDR counts these in the same digits as ISO 4217.
@pytest.mark.parametrize("currency", ["USD", "EUR", "CHF", "JPY", "KWD", "INR", "XOF"])
def test_every_locale_writes_as_babel_does(currency: str) -> None:
    wrong = []
    for name in LOCALES:
        locale, style = Locale.parse(name), style_of(currency, name)
        swap = OWN_DECIMAL_MARK.get(name)
        for amount in AMOUNTS:
            expected = by_babel(amount, style, locale)
            if swap:
                expected = expected.replace(*swap)
            if without_direction(style.format(amount)) != expected:
                wrong.append((name, style.format(amount), expected))
    assert wrong == []


def test_every_locale_and_currency_reads_back_what_it_wrote() -> None:
    """Each locale with a slice of the currencies, so that all of them come up many times."""
    dice = random.Random(4217)
    for place, name in enumerate(LOCALES):
        for currency in CURRENCIES[place % 23 :: 23]:
            style = style_of(currency, name)
            for amount in (dice.randint(-MAX_AMOUNT, MAX_AMOUNT), -dice.randint(1, 10**6)):
                for text in (style.format(amount), style.plain(amount)):
                    assert style.parse(text) == amount, (name, currency, text)
                    typed = re.sub(r"\s", " ", text).replace("\u2019", "'")
                    assert style.parse(typed) == amount, (name, currency, typed)


any_style = st.builds(style_of, st.sampled_from(CURRENCIES), st.sampled_from(LOCALES))
figures = st.text(alphabet="0123456789.,' \u2019\u00a0\u202f\u066b-\u2212$€Rs", max_size=14)


@given(any_style, st.integers(-MAX_AMOUNT, MAX_AMOUNT))
def test_any_amount_reads_back(style: MoneyFormat, amount: int) -> None:
    assert style.parse(style.format(amount)) == amount
    assert style.parse(style.plain(amount)) == amount


@given(any_style, st.integers(MAX_AMOUNT + 1, 10**30))
def test_beyond_the_largest_amount_all_digits_are_written(style: MoneyFormat, amount: int) -> None:
    assert int(re.sub("[^0-9]", "", style.plain(amount))) == amount
    with pytest.raises(BadAmount) as refusal:
        style.parse(style.format(amount))
    assert refusal.value.reason == "too_large"


def as_typed(text: str) -> str:
    return unicodedata.normalize("NFKC", without_direction(text)).replace("\u2019", "'").strip()


def spellings(style: MoneyFormat, amount: int) -> set[str]:
    """Every way to write an amount's figure that may be taken, without sign and leading zeros."""
    digits = str(abs(amount)).zfill(style.decimals + 1)
    whole, cents = digits[: len(digits) - style.decimals], digits[len(digits) - style.decimals :]
    always = replace(style, min_grouping=1, decimals=0)
    grouped = as_typed(always.plain(int(whole)))
    known = set()
    for kept in range(style.decimals + 1):
        if cents[kept:].strip("0"):
            continue
        tail = as_typed(style.decimal_mark) + cents[:kept]
        known |= {whole + tail, grouped + tail}
        if kept:
            known |= {whole + "." + cents[:kept]} if style.decimal_mark != "." else set()
            known |= {tail} if whole == "0" else set()
        else:
            known |= {whole, grouped}
    return known


@given(any_style, figures | st.text(max_size=20))
@example(style_of("USD", "en_US"), "9" * 5000)
@example(style_of("PKR", "en_PK"), "Rs.5")
@example(style_of("LYD", "ar_LY"), "1.234")
def test_what_is_typed_is_refused_or_spells_its_amount(style: MoneyFormat, text: str) -> None:
    try:
        amount = style.parse(text)
    except BadAmount:
        return
    figure = as_typed(text)
    for symbol in {as_typed(style.prefix), as_typed(style.suffix), style.currency} - {""}:
        figure = figure.replace(symbol, "", 1)
    figure = figure.replace("\N{MINUS SIGN}", "-").strip("- ")
    assert re.sub("^0+(?=[0-9])", "", figure) in spellings(style, amount)


@pytest.mark.parametrize(
    ("currency", "locale", "amount", "text"),
    [
        ("INR", "en_IN", 123456789, "₹12,34,567.89"),
        ("NPR", "ne_NP", 123456789, "नेरू\u00a012,34,567.89"),
        ("EUR", "es_ES", 123456, "1234,56\u00a0€"),
        ("EUR", "es_ES", 1234567, "12.345,67\u00a0€"),
        ("MXN", "es_MX", 123456, "$1,234.56"),
        ("EUR", "pt_PT", 123456, "1234,56\u00a0€"),
        ("BRL", "pt_BR", 123456, "R$\u00a01.234,56"),
        ("PLN", "pl_PL", 123456, "1234,56\u00a0zł"),
        ("PLN", "pl_PL", 1234567, "12\u00a0345,67\u00a0zł"),
        ("GHS", "ee_GH", 1234567, "GH₵12345.67"),
        ("UAH", "ru_UA", 123456, "1234,56\u00a0₴"),
        ("RUB", "ru_RU", 123456, "1\u00a0234,56\u00a0₽"),
        ("CHF", "de_CH", -123450, "CHF\u22121\u2019234.50"),
        ("CHF", "fr_CH", 123450, "1\u202f234.50\u00a0CHF"),
        ("CHF", "en_US", -123450, "\u2212CHF\u00a01,234.50"),
        ("EUR", "nl_NL", -123450, "€\u00a0\u22121.234,50"),
        ("EUR", "fy_NL", -123450, "€\u00a01.234,50\u2212"),
        ("USD", "en_US_POSIX", 123456789, "$\u00a01234567.89"),
        ("KWD", "ar_KW", -1500, "\u22121.500\u00a0د.ك.\u200f"),
        ("IQD", "en_US", 1500, "IQD\u00a01.500"),  # no decimals in the CLDR, three by ISO
        ("LAK", "en_US", 1500, "LAK\u00a015.00"),
        ("XOF", "fr_SN", 12345, "12\u202f345\u00a0F\u202fCFA"),
    ],
)
def test_known_forms(currency: str, locale: str, amount: int, text: str) -> None:
    style = money_format(currency, locale)
    assert style.format(amount) == text
    assert style.parse(text) == amount


@pytest.mark.parametrize(
    ("currency", "locale", "text", "amount"),
    [
        ("INR", "en_IN", "12,34,567", 123456700),
        ("EUR", "es_ES", "1.234", 123400),  # not written so, but a mark where one belongs
        ("EUR", "es_ES", "1234.5", 123450),
        ("EUR", "fr_FR", "1 234,5", 123450),
        ("EUR", "fr_FR", "1\u00a0234,5", 123450),
        ("CHF", "de_CH", "1'234.5", 123450),
        ("CHF", "de_CH", "CHF-5", -500),
        ("CHF", "de_CH", "-5 CHF", -500),
        ("EUR", "fy_NL", "5-", -500),
        ("AUD", "fr_CA", "5,00 $ AU", 500),
        ("LYD", "ar_LY", "1.23", 1230),
        ("LYD", "ar_LY", "1.234,5", 1234500),
        ("JPY", "de_DE", "1.234", 1234),
    ],
)
def test_typed_in_a_locale(currency: str, locale: str, text: str, amount: int) -> None:
    assert money_format(currency, locale).parse(text) == amount


@pytest.mark.parametrize(
    ("currency", "locale", "text", "reason"),
    [
        ("INR", "en_IN", "1,234,567", "not_a_number"),
        ("USD", "en_US", "12,34,567", "not_a_number"),
        ("USD", "en_US", "1 234", "not_a_number"),
        ("USD", "en_US", "0,123", "not_a_number"),
        ("USD", "en_US", "5-", "not_a_number"),
        ("USD", "en_US", "-5-", "not_a_number"),
        ("USD", "en_US_POSIX", "1,234", "not_a_number"),
        ("PKR", "en_PK", "Rs.5", "not_a_number"),
        ("EUR", "de_DE", "1,234", "too_many_decimals"),
        ("EUR", "de_DE", "1234.567", "too_many_decimals"),
        ("EUR", "de_DE", "0.123", "too_many_decimals"),
        ("JPY", "de_DE", "1,5", "too_many_decimals"),
        ("LYD", "ar_LY", "1.234", "two_readings"),
    ],
)
def test_refused_in_a_locale(currency: str, locale: str, text: str, reason: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        money_format(currency, locale).parse(text)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("currency", sorted(WITHOUT_MINOR_UNIT))
def test_what_nobody_pays_with_is_no_currency_of_a_shop(currency: str) -> None:
    for refused in (decimals_of, lambda code: money_format(code, "en_US")):
        with pytest.raises(BadValue) as refusal:
            refused(currency)
        assert (refusal.value.field, refusal.value.reason) == ("currency", "no_minor_unit")


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(BadValue) as refusal:
        money_format("ABC", "en_US")
    assert refusal.value.reason == "not_a_currency"
