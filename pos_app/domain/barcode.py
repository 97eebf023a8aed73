"""Codes on goods: the GTIN family's check digit, one form for a code, and the twins of a code."""

import re

from pos_app.domain.errors import BadValue

MAX_CODE = 48
"""Longest code kept: a GS1-128 symbol carries at most 48 characters (GS1 General Specifications,
5.4.4)."""

EAN_WITH_ADD_ON = "]E3"
"""The symbology identifier of an EAN-13 or UPC-A with an add-on behind it (magazines, books)."""

EAN_8 = "]E4"

# Controls, and halves of surrogate pairs, which no file can hold.
_NO_CODE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

# ISO/IEC 15424: a bracket, the letter of the symbology, one character of how it was read.
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")


def check_digit(digits: str) -> int:
    """The check digit that follows these digits in any GTIN.

    Weights 3 and 1 in turn from the right (GS1 General Specifications, 7.9).
    """
    total = sum(
        int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits))
    )
    return -total % 10


def is_gtin(code: str) -> bool:
    """True for 8, 12, 13 or 14 digits with the right check digit."""
    return (
        code.isascii()
        and code.isdigit()
        and len(code) in (8, 12, 13, 14)
        and check_digit(code[:-1]) == int(code[-1])
    )


def canonical(code: str) -> str:
    """The form a code is kept and looked up in: outer blanks gone, a UPC-A as its EAN-13 twin.

    Raises BadValue("code"): "empty", "too_long", "control_character".
    """
    cleaned = code.strip()
    if not cleaned:
        raise BadValue("code", code, "empty")
    if len(cleaned) > MAX_CODE:
        raise BadValue("code", code, "too_long")
    if _NO_CODE.search(cleaned):
        raise BadValue("code", code, "control_character")
    if len(cleaned) == 12 and is_gtin(cleaned):
        return "0" + cleaned
    return cleaned


def split_symbology(text: str) -> tuple[str, str]:
    """The symbology identifier that a scanner may put first ("]C1", "" for none), and the rest."""
    if _SYMBOLOGY.match(text):
        return text[:3], text[3:]
    return "", text


def candidates(text: str) -> tuple[str, ...]:
    """Every code that a scanned text may be stored as, the likeliest first; () for no code at all.

    First the text itself in its canonical form, without a symbology identifier, then its twins:
    the same number in another length. Eight digits may be an EAN-8 and a UPC-E, so that both are
    named and what is stored decides. A GTIN-14 that names a case (indicator 1 to 9) has no twin:
    the piece in it is another product. A code with a wrong check digit has none either.
    """
    symbology, code = split_symbology(text.strip())
    try:
        found = [canonical(code)]
    except BadValue:
        return ()
    if symbology == EAN_WITH_ADD_ON and len(code) in (15, 18) and is_gtin(code[:13]):
        found += [code[:13], *twins(code[:13])]
    found += twins(code)
    if symbology != EAN_8:
        found += _other_upc(code)
    return tuple(dict.fromkeys(found))


def twins(code: str) -> tuple[str, ...]:
    """The same GTIN in its other lengths, as they are kept: filled up with zeros on the left (GS1
    General Specifications, 3.3). () for what is none."""
    if not is_gtin(code):
        return ()
    filled = code.zfill(14)
    lengths = (13, 14, 8) if filled.startswith("000000") else (13, 14)
    spelled = (filled[14 - length :] for length in lengths if not filled[: 14 - length].strip("0"))
    return tuple(each for each in spelled if each != canonical(code))


def _other_upc(code: str) -> list[str]:
    """The UPC-A behind a UPC-E of eight digits, and the UPC-E of a UPC-A where it is no EAN-8,
    which would be another product."""
    if not (code.isascii() and code.isdigit()):
        return []
    if len(code) == 8 and code[0] in "01":
        whole = expand_upc_e(code)
        return [f"0{whole}", f"00{whole}"] if is_gtin(whole) else []
    if is_gtin(code) and len(code) > 8 and code.zfill(14).startswith("00"):
        short = _short_upc(code.zfill(14)[2:])
        return [short] if short and not is_gtin(short) else []
    return []


def expand_upc_e(code: str) -> str:
    """The twelve digits behind the eight of a UPC-E: number system, six digits, check digit (GS1
    General Specifications, 7.10); the check digit is taken over as it is."""
    system, body, check = code[0], code[1:7], code[7]
    last = body[5]
    if last in "012":
        item = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        item = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        item = f"{body[:4]}00000{body[4]}"
    else:
        item = f"{body[:5]}0000{last}"
    return f"{system}{item}{check}"


def _short_upc(whole: str) -> str:
    """The UPC-E of a UPC-A; "" where too few of its digits are zero."""
    system, maker, item, check = whole[0], whole[1:6], whole[6:11], whole[11]
    if system not in "01":
        return ""
    if maker[2] in "012" and maker[3:] == "00" and item.startswith("00"):
        body = maker[:2] + item[2:] + maker[2]
    elif maker[3:] == "00" and item.startswith("000"):
        body = maker[:3] + item[3:] + "3"
    elif maker[4] == "0" and item.startswith("0000"):
        body = maker[:4] + item[4] + "4"
    elif item.startswith("0000") and item[4] in "56789":
        body = maker + item[4]
    else:
        return ""
    return system + body + check
