"""Which font has which letter: Inter, what ships beside it, and the system's own for the rest.

Chinese, Japanese and Korean need fonts of many megabytes, which don't ship: they are looked for
where systems keep them. A letter that no font has is spelled in others, or is a question mark.
"""

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz

from pos_app import paths

WEIGHTS = {
    "regular": "Inter-Regular.ttf",
    "medium": "Inter-Medium.ttf",
    "bold": "Inter-Bold.ttf",
}
"""The weights of a receipt's words and their fonts."""

_SHIPPED = (
    *(
        f"NotoSans{script}-Regular.ttf"
        for script in "Arabic Hebrew Devanagari Thai Bengali Tamil Georgian Armenian".split()
    ),
    "DejaVuSans.ttf",
)

# Fonts of whole scripts as systems name them, the ones that set Chinese best first.
_SYSTEM = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "msyh.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "DroidSansFallbackFull.ttf",
    "msgothic.ttc",
    "malgun.ttf",
    "AppleSDGothicNeo.ttc",
    "Arial Unicode.ttf",
    "NotoSansTelugu-Regular.ttf",
    "NotoSansKhmer-Regular.ttf",
    "NotoSansEthiopic-Regular.ttf",
    "NotoSansSinhala-Regular.ttf",
    "NotoSansMyanmar-Regular.ttf",
    "NotoSansLao-Regular.ttf",
    "Nirmala.ttc",
    "LeelawUI.ttf",
)
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Face:
    """A font as HarfBuzz reads it; name is its key in a document, em the units of its square."""

    name: str
    path: Path
    font: uharfbuzz.Font
    em: int

    def has(self, letter: str) -> bool:
        """True where the font has a glyph for it."""
        return bool(self.font.get_nominal_glyph(ord(letter)))


@lru_cache(maxsize=64)
def _face(path: Path) -> Face:
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
    return Face(path.stem.replace(" ", ""), path, uharfbuzz.Font(face), face.upem)


@lru_cache(maxsize=8)
def main_face(weight: str) -> Face:
    """The font of a weight, one of WEIGHTS."""
    return shipped_face(WEIGHTS[weight])


def shipped_face(file: str) -> Face:
    """A font that ships with the program, by its file."""
    return _face(paths.resources() / "fonts" / file)


@lru_cache(maxsize=8192)
def face_for(letter: str, weight: str) -> Face | None:
    """The first font with this letter; None where there is none on this machine."""
    main = main_face(weight)
    if main.has(letter):
        return main
    found = next((face for face in map(shipped_face, _SHIPPED) if face.has(letter)), None)
    return found or next((face for face in map(_face, _system()) if face.has(letter)), None)


@lru_cache(maxsize=1)
def _system() -> tuple[Path, ...]:
    """The system's fonts of whole scripts, in the order of _SYSTEM; looked for once."""
    home = Path.home()
    places = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        home / "Library/Fonts",
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
    ]
    found: dict[str, Path] = {}
    for place in places:
        for folder, _, files in os.walk(place):
            for name in set(files) & set(_SYSTEM):
                found.setdefault(name, Path(folder) / name)
    return tuple(found[name] for name in _SYSTEM if name in found)


def can_draw(letter: str) -> bool:
    """True where a font on this machine has the letter."""
    return face_for(letter, "regular") is not None


def drawable(text: str) -> str:
    """The text in letters that can be drawn: what has no glyph is taken apart, or is "?".

    Commands and marks of direction are left out; joiners stay, for scripts that join.
    """
    return "".join(map(_drawable, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=8192)
def _drawable(letter: str) -> str:
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)
    if letter in _JOINERS:
        return letter
    if category in ("Cc", "Cf", "Cs", "Cn") or "\ufe00" <= letter <= "\ufe0f":
        return ""
    if can_draw(letter):
        return letter
    apart = unicodedata.normalize("NFKD", letter)
    if apart != letter:
        return "".join(map(_drawable, apart))
    return "" if category in ("Mn", "Me") else "?"
