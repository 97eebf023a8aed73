"""The letters that a receipt printer knows, and readable ones for those that it doesn't.

A printer holds tables of 256 characters and prints from one at a time. What stands in none of
those it is set to is spelled another way ("€" becomes "EUR", "ő" an "o"); what can't be spelled
becomes a question mark, and what would be a command to the printer never gets there.
"""

import unicodedata
from collections.abc import Iterable, Iterator

CODE_PAGES = {
    "cp437": 0,
    "cp850": 2,
    "cp860": 3,
    "cp863": 4,
    "cp865": 5,
    "cp857": 13,
    "cp737": 14,
    "iso8859-7": 15,
    "cp1252": 16,
    "cp866": 17,
    "cp852": 18,
    "cp858": 19,
    "cp775": 33,
    "cp855": 34,
    "cp861": 35,
    "cp862": 36,
    "cp869": 38,
    "iso8859-2": 39,
    "iso8859-15": 40,
    "cp1125": 44,
    "cp1250": 45,
    "cp1251": 46,
    "cp1253": 47,
    "cp1254": 48,
    "cp1255": 49,
    "cp1257": 51,
}
"""Tables by Python's name for them, and their numbers after ESC t (Epson's ESC/POS reference, "ESC
t", for the TM series). Those whose letters join or take more than a cell are left out."""

_SIGNS_ALONE = frozenset(("cp437", "cp860", "cp861", "cp863", "cp865"))
"""Tables with a few Greek letters as signs: a word half in them would not be readable."""

LOST = "?"
"""Stands for a character that nothing readable can stand for."""

_SPELLED = {
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-",
    "\u2012": "-", "–": "-", "—": "-", "\u2015": "-", "−": "-", "\u2044": "/", "\u2215": "/",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'", "´": "'", "“": '"', "”": '"',
    "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'", "…": "...", "•": "*",
    "·": ".", "×": "x", "÷": ":", "±": "+/-", "≈": "~", "≤": "<=", "≥": ">=", "°": " deg",
    "→": "->", "←": "<-", "✓": "v", "§": "S.", "¶": " ", "©": "(c)", "®": "(R)", "‰": "o/oo",
    "€": "EUR", "£": "GBP", "¥": "Yen", "¢": "c", "₹": "Rs", "₽": "RUB", "₺": "TL", "₩": "KRW",
    "₪": "NIS", "฿": "THB", "₫": "VND", "₴": "UAH", "₦": "NGN", "₱": "PHP", "₸": "KZT",
    "₾": "GEL", "₼": "AZN", "¡": "!", "¿": "?", "ª": "a", "º": "o", "µ": "u",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O",
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h",
    "Ħ": "H", "ı": "i", "ŧ": "t", "Ŧ": "T", "ŋ": "ng", "Ŋ": "Ng", "ĸ": "k", "ə": "e", "Ə": "E",
}  # fmt: skip

# Russian by ISO 9's neighbours on passports (ICAO Doc 9303, part 3, section 6), Greek by ELOT 743
# letter by letter: to be read at a counter, not to be turned back.
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґўђјљњћџѓќѕ",
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch ' y ' e iu ia e ie i i g u "
        "dj j lj nj c dz g k dz".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_LETTERS = _CYRILLIC | _GREEK


def named_pages(text: str) -> tuple[str, ...]:
    """The tables that a setting names, as "cp858 cp866" or with commas; one that no printer has is
    left out, and where none is left it is what every printer has."""
    named = text.replace(",", " ").lower().split()
    return tuple(page for page in named if page in CODE_PAGES) or ("cp437",)


class PrinterLetters:
    """What a printer that is set to some tables can print.

    Raises ValueError for a table that is not in CODE_PAGES, or for none at all.
    """

    def __init__(self, code_pages: Iterable[str]) -> None:
        self._pages = tuple(dict.fromkeys(code_pages))
        unknown = [page for page in self._pages if page not in CODE_PAGES]
        if unknown or not self._pages:
            raise ValueError(f"no code page of a receipt printer: {', '.join(unknown) or 'none'}")
        self._known: dict[str, str] = {}

    def spell(self, text: str) -> str:
        """The text in characters that the printer has, each one cell wide, in reading order."""
        spelled = ""
        for letter in unicodedata.normalize("NFC", text):
            plain = self._spell(letter)
            fraction = "/" in plain and letter != "/" and plain[0].isdigit()
            # 1½ is 1 1/2: eleven halves are another thing.
            spelled += f" {plain}" if fraction and spelled[-1:].isdigit() else plain
        return spelled

    def lost(self, text: str) -> set[str]:
        """The characters of a text that nothing readable can stand for."""
        return {each for each in set(text) if each != LOST and LOST in self._spell(each)} - {"¿"}

    def encoded(self, row: str, page: str = "") -> Iterator[tuple[str, bytes]]:
        """Pieces of a row, as seen from left to right, with the table that each is of; page is
        the one that is set. What is not spelled yet gets spelled, which may lengthen it."""
        page = page or self._pages[0]
        piece = bytearray()
        for letter in self.spell(_as_seen(row)):
            fitting = page if _byte(letter, page) else self._page_of(letter)
            if fitting != page and piece:
                yield page, bytes(piece)
                piece.clear()
            page = fitting
            piece += _byte(letter, page)
        if piece:
            yield page, bytes(piece)

    def _page_of(self, letter: str) -> str:
        return next(page for page in self._pages if _byte(letter, page))

    def _spell(self, letter: str) -> str:
        known = self._known.get(letter)
        if known is None:
            known = self._known[letter] = self._find(letter)
        return known

    def _find(self, letter: str) -> str:
        if letter.isspace():
            return " "
        category = unicodedata.category(letter)
        if category[0] == "C" and category != "Co":
            return ""  # commands and marks of direction, which paper doesn't show
        if any(_byte(letter, page) for page in self._pages):
            return letter
        if letter in _SPELLED:
            return _SPELLED[letter]
        if letter.lower() in _LETTERS:
            plain = _LETTERS[letter.lower()]
            return plain if letter.islower() else plain.capitalize()
        if category in ("Mn", "Me"):
            return ""
        apart = unicodedata.normalize("NFKD", letter)
        return "".join(map(self._spell, apart)) if apart != letter else LOST


def _byte(letter: str, page: str) -> bytes:
    """The letter's byte in a table, or none: never one of the bytes that are commands."""
    if " " <= letter <= "~":
        return letter.encode("ascii")
    if letter < "\u00a1" or unicodedata.category(letter)[0] in "CM":
        return b""
    if "\u0370" <= letter <= "\u03ff" and page in _SIGNS_ALONE:
        return b""
    try:
        return letter.encode(page)
    except UnicodeEncodeError:
        return b""


def _as_seen(row: str) -> str:
    if row.isascii():
        return row
    # Heavy, and only for letters that may run from the right.
    from pos_app.documents.bidi import as_seen

    return as_seen(row)
