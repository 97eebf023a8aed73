"""Cuts the shipped fonts out of Inter's release: python tools/make_fonts.py FOLDER.

FOLDER holds Inter-Regular.woff2, -Medium, -SemiBold and -Bold. Needs fonttools and brotli, which
the set-up doesn't install: this runs once per release of Inter.
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


def main() -> int:
    """Write the four weights."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    options = Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    for weight in WEIGHTS:
        font = TTFont(Path(sys.argv[1]) / f"Inter-{weight}.woff2")
        keep_tabular(font)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=parse_unicodes(LETTERS))
        subsetter.subset(font)
        font.flavor = None  # Qt reads a plain TrueType file wherever it runs
        font.save(OUT / f"Inter-{weight}.ttf")
        print(f"Inter-{weight}.ttf: {(OUT / f'Inter-{weight}.ttf').stat().st_size:,} bytes")
    return 0


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
