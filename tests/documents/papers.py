"""Slips of all kinds for tests that draw and print them."""

import io
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pos_app.documents import logo
from pos_app.documents.slip import Entry, Slip, SlipLine, SlipPart, TaxRow, compose
from pos_app.domain.rows import Picture
from tests.documents.orders import BASKET, EUROS, REDUCED, SHOP, VAT, Sold, order

FULL_SHOP = replace(
    SHOP,
    tax_number="12-3456789",
    receipt_header="Open daily 8 to 20\nwww.corner.example",
    receipt_footer="Keep this paper for returns\nwithin 30 days",
    receipt_qr=True,
)


def drawing(width: int = 600, height: int = 200, kind: str = "PNG") -> bytes:
    """A picture file: a disc and a bar."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((0, 0, width // 3, height - 1), fill="#1F5FD6")
    pen.rectangle((width * 2 // 5, height // 3, width - 1, height * 2 // 3), fill="#0B7A53")
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


LOGO: Picture = logo.prepared(drawing())

SCRIPTS = order(
    Sold("شاي أخضر بالنعناع 250 غ", 749, (VAT,)),
    Sold("חלב טרי 3% (1 ליטר)", 558, (REDUCED,), Decimal(2), 279),
    Sold("हिन्दी चाय क्षेत्र मसाला", 300, (VAT,), note="ध्यान से"),
    Sold("ผลไม้รวม น้ำผึ้ง", 250, (REDUCED,)),
    Sold("Łódź świeże bułki – Ärger “x” ½", 99, (REDUCED,)),
    rounding=-2,
)

FULL: Slip = compose(BASKET, replace(FULL_SHOP, training=True), EUROS, copy="duplicate", logo=LOGO)

# --- any slip --------------------------------------------------------------------------------

# Printable and not: commands to printers, marks of direction, joiners, emoji, fractions, scripts.
_SIGNS = (
    "abc XYZ 019 \x00\x07\x09\x0a\x0d\x10\x1b\x1c\x1d\x7f\x85\x9b\u00a0\u00ad"
    "\u200b\u200d\u200e\u202e\u2028\u2066\u2069\ufe0f\ufeff\ud7ff"
    "é€“”–…½™ßŁłőŒæİıÅ{}|~^@!*×−·□█ФфЯΩω"
    "مرحبا ١٢ שלום हिंदी क्षेत्र ผลไม้ 有機緑茶 한국어 👩‍👧🎉 e\u0301 a\u20e3"
)
WORDS = st.one_of(
    st.text(st.sampled_from(_SIGNS), max_size=30),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text(st.sampled_from("aé有ش "), min_size=100, max_size=500),
)
FIGURES = st.integers(-(10**12), 10**12).map(EUROS.plain)
ENTRIES = st.builds(Entry, WORDS, FIGURES, st.sampled_from(("", "detail", "saving", "strong")))
_LINES = st.builds(
    SlipLine,
    WORDS,
    FIGURES,
    st.lists(ENTRIES, max_size=2).map(tuple),
    st.sampled_from(("", "A", "AB")),
)
_TAXES = st.builds(TaxRow, WORDS, FIGURES, FIGURES, FIGURES, st.sampled_from(("", "A")))


def _some(entries: st.SearchStrategy[object], most: int = 2) -> st.SearchStrategy[tuple[object]]:
    return st.lists(entries, max_size=most).map(tuple)  # type: ignore[arg-type]


_PARTS = st.builds(SlipPart, WORDS, _some(_LINES), _some(ENTRIES), _some(_TAXES))
SLIPS = st.builds(
    Slip,
    shop=WORDS,
    address=_some(WORDS),
    number=st.just("T1-10482"),
    moment=WORDS,
    facts=_some(ENTRIES),
    lines=_some(_LINES, 4),
    sums=_some(ENTRIES),
    total=st.one_of(st.just(""), FIGURES),
    taxes=_some(_TAXES),
    payments=_some(ENTRIES),
    stamps=_some(WORDS),
    closing=_some(WORDS),
    settling=_some(ENTRIES),
    remarks=_some(WORDS),
    header=_some(WORDS),
    back=st.one_of(st.none(), _PARTS),
    training=st.booleans(),
    code=st.sampled_from(("", "T1-10482", "{~ }", "T1-" + "9" * 40)),
    qr=st.sampled_from(("", "T1-10482")),
)
"""Any slip at all, also such as no shop would have."""
