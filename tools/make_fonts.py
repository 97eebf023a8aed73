"""Cuts the shipped fonts out of their releases:

    python tools/make_fonts.py inter FOLDER
    python tools/make_fonts.py receipts NOTO DEJAVU

FOLDER holds Inter-Regular.woff2, -Medium, -SemiBold and -Bold, which need brotli besides: the
set-up doesn't install it. NOTO and DEJAVU hold NotoSans*-Regular.ttf and DejaVuSans*.ttf, as
Debian's fonts-noto-core 20201225 and fonts-dejavu-core 2.37 do. This runs once per release.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")

# Latin, Greek and Cyrillic with their marks; punctuation, currencies, arrows, mathematics, keys.
LETTERS = (
    "0020-007E,00A0-024F,0259,02B0-02FF,0300-036F,0370-03FF,0400-052F,1E00-1FFF,2000-209F,"
    "20A0-20CF,2100-214F,2150-22FF,2300-23FF,25A0-25FF,2713,2717,FB01,FB02,FEFF,FFFD"
)
FEATURES = "kern mark mkmk ccmp locl calt tnum pnum lnum zero case frac sups subs ordn".split()

# Inter's own tnum also widens hyphens, commas, brackets and spaces. In a window whose every text
# has figures of one width, words with a hyphen would fall apart: only what is counted keeps it.
TABULAR = set("zero one two three four five six seven eight nine plus minus".split())


NOTO = "Arabic Armenian Bengali Devanagari Georgian Hebrew Tamil Thai".split()
"""Scripts that Inter doesn't have and receipts may: cut down to what HarfBuzz reads."""

SIGNS = "2190-21FF,2200-22FF,2300-23FF,2500-27BF,2B00-2BFF"
PAPER = (
    "0020-007E,00A0-024F,0370-03FF,0400-052F,05D0-05EA,2010-2044,20A0-20BF,2100-2122,2190-22FF,"
    "2500-25FF"
)
DEJAVU = {"DejaVuSans.ttf": SIGNS, "DejaVuSansMono.ttf": PAPER}
"""Signs for receipts, and the letters of the printer that is shown on the screen."""


NOTO = "Arabic Armenian Bengali Devanagari Georgian Hebrew Tamil Thai".split()
"""Scripts that Inter doesn't have and receipts may: cut down to what HarfBuzz reads."""

SIGNS = "2190-21FF,2200-22FF,2300-23FF,2500-27BF,2B00-2BFF"
PAPER = (
    "0020-007E,00A0-024F,0370-03FF,0400-052F,05D0-05EA,2010-2044,20A0-20BF,2100-2122,2190-22FF,"
    "2500-25FF"
)
DEJAVU = {"DejaVuSans.ttf": SIGNS, "DejaVuSansMono.ttf": PAPER}
"""Signs for receipts, and the letters of the printer that is shown on the screen."""


def main() -> int:
    """Write the fonts that were asked for."""
    match sys.argv[1:]:
        case ["inter", folder]:
            make_inter(Path(folder))
        case ["receipts", noto, dejavu]:
            make_receipts(Path(noto), Path(dejavu))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def make_inter(folder: Path) -> None:
    """Write the four weights of the window."""
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    for weight in WEIGHTS:
        font = TTFont(folder / f"Inter-{weight}.woff2")
        keep_tabular(font)
        cut(font, f"Inter-{weight}.ttf", LETTERS, options)


def make_receipts(noto: Path, dejavu: Path) -> None:
    """Write the fonts for what Inter doesn't have, without the hints that only screens use."""
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, hinting=False)
    options.drop_tables += ["FFTM"]
    for script in NOTO:
        font = TTFont(noto / f"NotoSans{script}-Regular.ttf")
        cut(font, f"NotoSans{script}-Regular.ttf", "", options)
    for name, letters in DEJAVU.items():
        cut(TTFont(dejavu / name), name, letters, options)


def cut(font: TTFont, name: str, letters: str, options: Options) -> None:
    """Write a font with these letters of it; all where none are named."""
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(letters) if letters else list(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = None  # Qt reads a plain TrueType file wherever it runs
    font.save(OUT / name)
    print(f"{name}: {(OUT / name).stat().st_size:,} bytes")


def keep_tabular(font: TTFont) -> None:
    """Leave in the feature tnum only what TABULAR names."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    for index in lookups:
        for part in table.LookupList.Lookup[index].SubTable:
            part = getattr(part, "ExtSubTable", part)
            part.mapping = {old: new for old, new in part.mapping.items() if old in TABULAR}


if __name__ == "__main__":
    raise SystemExit(main())
