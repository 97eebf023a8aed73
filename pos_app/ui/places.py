"""Countries, currencies and rates for forms, from Qt's own tables so that nothing heavy loads."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QComboBox

from pos_app.domain.money import MoneyFormat
from pos_app.domain.percent import parse_percent
from pos_app.ui.widgets.choice import Choice


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(ISO code, name) of every country that Qt knows, by name."""
    known = set()
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) == 2 and code.isalpha():
            known.add((code, QLocale.territoryToString(territory)))
    return tuple(sorted(known, key=lambda pair: pair[1]))


@cache
def currencies() -> tuple[tuple[str, str], ...]:
    """(ISO code, "EUR · Euro") of every currency in use somewhere, by code."""
    known: dict[str, str] = {}
    for place in _places():
        code = place.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
        if len(code) == 3 and code not in known:
            english = QLocale(QLocale.Language.English, place.territory())
            name = english.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyDisplayName)
            known[code] = f"{code} · {name}" if name and name != code else code
    return tuple(sorted(known.items()))


def currency_of(country: str) -> str:
    """The currency of a country by its ISO code, "USD" where Qt knows none."""
    territory = QLocale.codeToTerritory(country)
    locale = QLocale(QLocale.Language.AnyLanguage, territory)
    return locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) or "USD"


def own_country() -> str:
    """The ISO code of the country this computer is set to, "US" where it tells none."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if len(code) == 2 and code.isalpha() else "US"


def taxes_on_top(country: str) -> bool:
    """True where shelf prices are written without tax, by custom: the US and Canada."""
    return country in ("US", "CA")


def parse_rate(text: str, country: str, field: str = "tax_rate_ppm") -> int:
    """A rate as people of a country type it ("8.875", "8,875 %") in parts per million, while there
    is no shop that knows its marks yet; "" is none. Raises BadValue for the field."""
    if not text.strip():
        return 0
    place = QLocale(QLocale.Language.AnyLanguage, QLocale.codeToTerritory(country))
    mark = "," if place.decimalPoint() == "," else "."
    marks = MoneyFormat("", 2, decimal_mark=mark, group_mark=place.groupSeparator())
    return parse_percent(text, marks, field)


def choices(fill: Callable[[], tuple[tuple[str, str], ...]], chosen: str) -> QComboBox:
    """A list of (code, name) to choose from; it can be searched by typing."""
    box = Choice()
    for code, name in fill():
        box.addItem(name, code)
    choose(box, chosen)
    box.setMaxVisibleItems(12)
    return box


def choose(box: QComboBox, code: str) -> None:
    """Choose the entry with this code; the first one where it has none."""
    box.setCurrentIndex(max(0, box.findData(code)))


def _places() -> list[QLocale]:
    return QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyTerritory
    )
