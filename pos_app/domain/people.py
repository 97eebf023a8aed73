"""People and their addresses: what a name, an e-mail or a country must look like to be kept.

Every check gives back the cleaned value (outer blanks gone, inner ones single, NFC) or raises
BadValue with the name of the field. Whether a phone number exists in its country is a question
for the numbering plans, which the services ask; here only its shape is judged.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.errors import BadValue

MAX_NAME = 100
MAX_LINE = 200
MAX_CITY = 100
MAX_STATE = 100
MAX_ZIP = 20
MAX_NOTE = 1000
MAX_EMAIL = 254
"""RFC 5321, 4.5.3.1.3: a path of 256 octets less its two angle brackets."""
MAX_USERNAME = 64
MIN_PASSWORD = 8
"""NIST SP 800-63B, 5.1.1.2: at least eight characters, and no other rule of composition."""
MAX_PASSWORD = 256

# ISO 3166-1 alpha-2, the officially assigned elements.
_ISO_3166 = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
    ZW
"""
COUNTRIES = frozenset(_ISO_3166.split())
"""The country codes an address may carry."""

# Bidirectional overrides and isolates turn the rest of a receipt's line around; joiners stay
# allowed, since names in Persian or Hindi are written with them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})


def check_text(field: str, value: object, *, longest: int, needed: bool = False) -> str:
    """One line of text, cleaned; longest counts characters.

    Raises BadValue: "empty" (only when needed), "too_long", "control_character".
    """
    if not isinstance(value, str):
        raise BadValue(field, value, "empty" if value is None else "unknown_choice")
    if any(c in _TURNING or unicodedata.category(c) in _REFUSED_CATEGORIES for c in value):
        raise BadValue(field, value, "control_character")
    cleaned = " ".join(unicodedata.normalize("NFC", value).split())
    # Joiners and marks of direction alone would be a name that nobody sees.
    if needed and all(unicodedata.category(c) == "Cf" or c.isspace() for c in cleaned):
        raise BadValue(field, value, "empty")
    if len(cleaned) > longest:
        raise BadValue(field, value, "too_long")
    return cleaned


def check_note(field: str, value: object) -> str:
    """A text that is kept as it is, whatever it holds; "" for none.

    Raises BadValue: "unknown_choice" for anything but a text, "too_long", and
    "control_character" for half a surrogate pair, which no file can hold.
    """
    if not isinstance(value, str):
        raise BadValue(field, value, "unknown_choice")
    if len(value) > MAX_NOTE:
        raise BadValue(field, value, "too_long")
    if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
        raise BadValue(field, value, "control_character")
    return value


def check_name(field: str, value: object, *, needed: bool = True) -> str:
    """A first or last name, cleaned; anything people are called is one, "X Æ A-12" too."""
    return check_text(field, value, longest=MAX_NAME, needed=needed)


def check_username(value: object) -> str:
    """A name to sign in with: 2 to 64 letters, digits and . _ - + @, no blanks.

    Raises BadValue: "empty", "too_short", "too_long", "control_character", "unknown_choice".
    """
    name = check_text("username", value, longest=MAX_USERNAME, needed=True)
    if len(name) < 2:
        raise BadValue("username", value, "too_short")
    if not re.fullmatch(r"[\w.@+-]+", name):
        raise BadValue("username", value, "unknown_choice")
    return name


def check_password(value: object) -> str:
    """A password, unchanged: 8 to 256 characters of any kind.

    Raises BadValue without the password in it: "empty", "too_short", "too_long".
    """
    if not isinstance(value, str) or not value:
        raise BadValue("password", "", "empty")
    if len(value) < MIN_PASSWORD:
        raise BadValue("password", "", "too_short")
    if len(value) > MAX_PASSWORD:
        raise BadValue("password", "", "too_long")
    return value


def check_email(value: object, *, needed: bool = True) -> str:
    """An e-mail address of a sane shape, in lower case so that one mailbox is one customer.

    The shape is what mail servers take without quoting: dot-separated words, an @, a domain of
    at least two labels. Raises BadValue: "empty", "too_long", "control_character",
    "not_an_email".
    """
    email = check_text("email", value, longest=MAX_EMAIL, needed=needed).lower()
    if not email:
        return ""
    local, at, domain = email.rpartition("@")
    word = r"[\w!#$%&'*+/=?^`{|}~-]+"
    label = r"[^\W_](?:[\w-]*[^\W_])?"
    if (
        not at
        or len(local) > 64
        or not re.fullmatch(rf"{word}(?:\.{word})*", local)
        or not re.fullmatch(rf"(?:{label}\.)+{label}", domain)
        or any(len(part) > 63 for part in domain.split("."))
        or domain.rpartition(".")[2].isdigit()
    ):
        raise BadValue("email", value, "not_an_email")
    return email


def check_country(value: object, field: str = "country") -> str:
    """A country's ISO 3166-1 alpha-2 code in capitals; "us" is taken as "US".

    Raises BadValue: "empty", "too_long", "control_character", "not_a_country".
    """
    code = check_text(field, value, longest=MAX_LINE, needed=True)
    if not code.isascii() or (code := code.upper()) not in COUNTRIES:
        raise BadValue(field, value, "not_a_country")
    return code


def check_phone(value: object, *, needed: bool = False) -> str:
    """A phone number as people write one, cleaned but not yet E.164.

    Digits with + ( ) - . / and blanks, 4 to 15 digits (E.164, 6.1: fifteen at most).
    Raises BadValue: "empty", "too_long", "control_character", "not_a_phone".
    """
    phone = check_text("phone", value, longest=40, needed=needed)
    if not phone:
        return ""
    digits = sum(c in "0123456789" for c in phone)
    if not 4 <= digits <= 15 or not re.fullmatch(r"\+?[0-9 ()./\-\u2010-\u2013]+", phone):
        raise BadValue("phone", value, "not_a_phone")
    return phone


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """An address as somebody gives it; country is an ISO 3166-1 alpha-2 code.

    state is "" where a country has none, phone "" where none is known.
    """

    line1: str
    city: str
    country: str
    line2: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""

    def checked(self) -> "AddressDraft":
        """The draft with every field cleaned; raises BadValue for the first that can't be kept."""
        return AddressDraft(**{field: check() for field, check in self._checks()})

    def faults(self) -> tuple[BadValue, ...]:
        """Every field that can't be kept, in the order of a form; () when `checked` would pass."""
        found = []
        for _, check in self._checks():
            try:
                check()
            except BadValue as fault:
                found.append(fault)
        return tuple(found)

    def _checks(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        def line(field: str, longest: int, needed: bool = False) -> tuple[str, Callable[[], str]]:
            value = getattr(self, field)
            return field, lambda: check_text(field, value, longest=longest, needed=needed)

        return (
            line("line1", MAX_LINE, needed=True),
            line("line2", MAX_LINE),
            line("city", MAX_CITY, needed=True),
            line("state", MAX_STATE),
            line("zip", MAX_ZIP),
            ("country", lambda: check_country(self.country)),
            ("phone", lambda: check_phone(self.phone)),
        )
