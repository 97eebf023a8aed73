"""What people of a country call the tax on goods, as it stands on their receipts."""

TAX = "Tax"
"""Where no name is known, and where states have names of their own, as in the US."""

# From the European Commission's table of national names of VAT, and the tax offices' own pages.
_COUNTRIES_BY_NAME = {
    "VAT": "GB IE MT PL ZA AE SA BH OM NG KE GH UG TZ ZM RW PH TH KR CN VN BD LK NP",
    "GST": "AU NZ SG IN CA",
    "MwSt": "DE CH LI",
    "USt": "AT",
    "TVA": "FR LU MC RO MD MA DZ TN SN CI CM",
    "BTW": "NL",
    "BTW/TVA": "BE",
    "IVA": "ES IT PT SM MX AR CL CO UY EC BO PY VE CR GT HN SV NI",
    "IGV": "PE",
    "ITBIS": "DO",
    "ITBMS": "PA",
    "Moms": "DK SE",
    "MVA": "NO",
    "VSK": "IS",
    "ALV": "FI",
    "KM": "EE",
    "PVN": "LV",
    "PVM": "LT",
    "DPH": "CZ SK",
    "ÁFA": "HU",
    "DDV": "SI MK",
    "PDV": "HR BA RS ME",
    "ДДС": "BG",
    "ΦΠΑ": "GR CY",
    "ПДВ": "UA",
    "KDV": "TR",
    "SST": "MY",
    "PPN": "ID",
    "Consumption tax": "JP",
}
_NAMES = {
    country: name for name, countries in _COUNTRIES_BY_NAME.items() for country in countries.split()
}


def tax_name_of(country: str) -> str:
    """The name of a country's tax by its ISO 3166-1 code in capitals: "DE" -> "MwSt"."""
    return _NAMES.get(country, TAX)
