"""GS1 Application Identifiers and the shapes of what follows each: where an element ends.

Section numbers are those of the GS1 General Specifications, release 24.
"""

import re
from functools import lru_cache

_SEPARATOR = "\x1d"

# Section 3.2, turned around: each shape with the identifiers that have it. n are digits, x any of
# the characters of 7.11; "n6" is six of them, "n..6" one to six, "n..6?" none to six. An identifier
# that ends in "*" is followed by a digit that says where the decimal point is.
_SHAPES = """
n1          4321 4322 4323 7252
n2          20 7241
n3          422 424 426
n4          394* 8111
n6          11 12 13 15 16 17 395* 4326 7006 8005
n8          7250
n10         4324 4325 7003
n12         7251
n13         410 411 412 413 414 415 416 417 7001
n14         01 02 03 8001
n17         402
n18         00 8006 8017 8018 8026
n20         4309
n..4        7004
n..6        242
n..8        30 37
n..10       8019
n..12       8011
n..15       390* 392*
n3,n..12    423 425
n3,n..15    391* 393*
n6,n..4?    7011
n6,n..6?    7007
n8,n..4?    8008
n13,n..12?  255
x2          4307 4317
x..2        7010
x..3        427 7008
x..4        7041
x..10       7009 7254 7255
x..12       7005
x..20       10 21 22 243 254 420 710 711 712 713 714 715 716 717 4318 7020 7021 7022 7240 8002 8012
x..25       7242 8013 8020
x..28       235
x..30       90 240 241 250 251 400 401 403 4308 4319 7002 7023 8004 8010
x..34       8007
x..35       4300 4301 4310 4311 4320
x..40       7253 7259
x..50       8009
x..70       4302 4303 4304 4305 4306 4312 4313 4314 4315 4316 7257 8110 8112 8200
x..90       91 92 93 94 95 96 97 98 99 7256 8030
n1,x..3     7040
n3,x..9     421
n3,x..27    7030 7031 7032 7033 7034 7035 7036 7037 7038 7039
n6,x..1?    4330 4331 4332 4333
n13,x..17?  253
n14,x..16?  8003
x2,x..28    7230 7231 7232 7233 7234 7235 7236 7237 7238 7239
"""

# Trade and logistic measures (3.6): six digits, the fourth of the identifier is the
# number of decimals.
_MEASURES = (*range(310, 317), *range(320, 338), *range(340, 358), *range(360, 370))

# Identifiers whose first two digits say that no separator ends the element (7.8), and how long it
# is without them. The rest ends with a separator or with the string.
_FIXED = {
    "00": 18,
    "01": 14,
    "02": 14,
    "03": 14,
    **dict.fromkeys(("11", "12", "13", "15", "16", "17"), 6),
    "20": 2,
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), 6),
    "41": 13,
}

CHECKED = {
    "00": 18,
    "01": 14,
    "02": 14,
    "03": 14,
    "253": 13,
    "255": 13,
    "402": 17,
    **dict.fromkeys((str(each) for each in range(410, 418)), 13),
    "8017": 18,
    "8018": 18,
}
"""Identifiers whose first so many digits end with a check digit (7.9)."""

# The characters of a text (7.11), 82 of them.
_TEXT = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"


def _pattern(shape: str) -> str:
    parts = []
    for part in shape.split(","):
        kind = "[0-9]" if part[0] == "n" else _TEXT
        counted = part[1:].removeprefix("..").removesuffix("?")
        least = "" if ".." not in part else "0," if part.endswith("?") else "1,"
        parts.append(f"{kind}{{{least}{counted}}}")
    return "".join(parts)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, re.Pattern[str]]:
    """The shape of what follows each identifier, made when the first element string is read."""
    found: dict[str, re.Pattern[str]] = {}
    for line in _SHAPES.strip().splitlines():
        shape, *keys = line.split()
        pattern = re.compile(_pattern(shape))
        for key in keys:
            if key.endswith("*"):
                found |= {f"{key[:-1]}{decimals}": pattern for decimals in range(10)}
            else:
                found[key] = pattern
    six = re.compile("[0-9]{6}")
    return found | {f"{each}{decimals}": six for each in _MEASURES for decimals in range(6)}


def is_fixed(identifier: str) -> bool:
    """True where an element of this identifier ends without a separator."""
    return identifier[:2] in _FIXED


def elements_of(text: str) -> dict[str, str] | None:
    """The elements of a string without brackets, by identifier; None unless it is sound from end
    to end: every identifier known, every element of its shape, none there twice with two values."""
    found: dict[str, str] = {}
    while text:
        key = next((text[:length] for length in (2, 3, 4) if text[:length] in _shapes()), None)
        if key is None:
            return None
        rest = text[len(key) :]
        if is_fixed(key):
            value, rest = rest[: _FIXED[key[:2]]], rest[_FIXED[key[:2]] :].removeprefix(_SEPARATOR)
        else:
            value, _, rest = rest.partition(_SEPARATOR)
        if not _shapes()[key].fullmatch(value) or found.get(key, value) != value:
            return None
        found[key] = value
        text = rest
    return found or None
