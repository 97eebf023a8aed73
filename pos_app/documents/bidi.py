"""Texts that run from the right, in the order in which they are seen: Unicode's UAX 9."""

import unicodedata
from itertools import groupby

from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection

_TURNED = frozenset(("R", "AL", "AN"))
"""Classes of letters that make a text run from the right."""

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def runs_from_right(text: str) -> bool:
    """True where some of the text does."""
    return any(unicodedata.bidirectional(letter) in _TURNED for letter in text)


def parts(text: str, *, from_left: bool = False) -> list[tuple[str, bool]]:
    """Parts of one direction from left to right, each in reading order, and whether it runs from
    the right (rule L2). from_left is a row that starts left whatever its first letter is."""
    if not runs_from_right(text):
        return [(text, False)] if text else []
    base = TextDirection.LTR if from_left else None
    paragraph = BidiParagraph(text, base, preserve_bn_chars=True)
    letters = paragraph.get_characters_with_embedding_level()
    found = [
        ("".join(each.character for each in group), level)
        for level, group in groupby(letters, key=lambda each: each.embedding_level)
    ]
    for turned in range(max((level for _, level in found), default=0), 0, -1):
        begin = 0
        for deep, group in groupby([level >= turned for _, level in found]):
            end = begin + len(list(group))
            if deep:
                found[begin:end] = reversed(found[begin:end])
            begin = end
    return [(part, level % 2 == 1) for part, level in found]


def as_seen(row: str) -> str:
    """A row in letters from left to right, brackets turned where they stand the other way."""
    return "".join(
        part[::-1].translate(_MIRRORED) if from_right else part
        for part, from_right in parts(row, from_left=True)
    )
