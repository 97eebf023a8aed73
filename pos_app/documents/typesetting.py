"""Words set in fonts: which glyph stands where, by HarfBuzz and the bidirectional algorithm.

What can't be left to a PDF's reader or to a printer is worked out here: letters that join, marks
that stand on others, text that runs from the right.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import uharfbuzz

from pos_app.documents.bidi import parts
from pos_app.documents.receipt_fonts import Face, face_for, main_face

FEATURES = {"tnum": True}
"""Figures of one width, so that columns of money stand under each other."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a font at its place, in ems from the begin of the baseline; y goes up."""

    face: Face
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one font and one direction, in reading order; x is its left end in ems."""

    text: str
    face: Face
    from_right: bool
    x: float


@dataclass(frozen=True, slots=True)
class SetWords:
    """A text that was set: its runs from left to right, their glyphs, and its width in ems."""

    runs: tuple[Run, ...]
    glyphs: tuple[Glyph, ...]
    width: float


@lru_cache(maxsize=4096)
def set_words(text: str, weight: str) -> SetWords:
    """One row of drawable text in a weight of `receipt_fonts.WEIGHTS`."""
    runs, glyphs, x = [], [], 0.0
    for piece, face, from_right in _pieces(text, weight):
        runs.append(Run(piece, face, from_right, x))
        buffer = uharfbuzz.Buffer()
        buffer.add_str(piece)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if from_right else "ltr"
        uharfbuzz.shape(face.font, buffer, FEATURES)
        positions = buffer.glyph_positions or ()
        for info, place in zip(buffer.glyph_infos, positions, strict=True):
            glyphs.append(
                Glyph(face, info.codepoint, x + place.x_offset / face.em, place.y_offset / face.em)
            )
            x += place.x_advance / face.em
    return SetWords(tuple(runs), tuple(glyphs), x)


def width(text: str, weight: str, size: float) -> float:
    """The width of a row of text in a size, in the unit of the size."""
    return set_words(text, weight).width * size


def _pieces(text: str, weight: str) -> Iterator[tuple[str, Face, bool]]:
    """Pieces of one font and one direction, from left to right as they are seen."""
    for part, from_right in parts(text):
        pieces = [
            ("".join(letter for letter, _ in group), face)
            for face, group in groupby(_with_faces(part, weight), key=lambda pair: pair[1])
        ]
        for piece, face in reversed(pieces) if from_right else pieces:
            yield piece, face, from_right


def _with_faces(text: str, weight: str) -> Iterator[tuple[str, Face]]:
    """Each letter with its font; blanks, marks and joiners stay with what they stand at."""
    face: Face | None = None
    for letter in text:
        clings = letter == " " or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
        if face is None or not (clings and (face.has(letter) or not letter.isprintable())):
            face = face_for(letter, weight) or main_face(weight)
        yield letter, face


# --- rows ------------------------------------------------------------------------------------


def wrapped(text: str, weight: str, size: float, room: float) -> list[str]:
    """The text in rows that fit a room, broken at blanks, or inside a word wider than the room.

    Gives [""] for an empty text.
    """
    rows: list[str] = []
    row = ""
    for word in text.split():
        longer = f"{row} {word}" if row else word
        if width(longer, weight, size) <= room:
            row = longer
            continue
        if row:
            rows.append(row)
        *full, row = _broken(word, weight, size, room)
        rows.extend(full)
    return [*rows, row] if row or not rows else rows


def _broken(word: str, weight: str, size: float, room: float) -> list[str]:
    if width(word, weight, size) <= room:
        return [word]
    pieces, piece = [], ""
    for cluster in _clusters(word):
        if piece and width(piece + cluster, weight, size) > room:
            pieces.append(piece)
            piece = ""
        piece += cluster
    return [*pieces, piece]


def _clusters(word: str) -> list[str]:
    """A word in letters with the marks that they carry, and what a joiner binds to them."""
    clusters: list[str] = []
    for letter in word:
        carried = unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf")
        bound = bool(clusters) and unicodedata.combining(clusters[-1][-1]) == _VIRAMA
        if clusters and (carried or bound):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


_VIRAMA = 9
"""The combining class of what binds the next letter to one (Unicode, UAX 44)."""
