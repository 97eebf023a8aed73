"""Colours and sizes as plain values; no Qt, so that the first paint has them at once."""

from typing import NamedTuple

SMALL, BODY, LARGE, HUGE = 12, 14, 18, 28
"""The type scale, in logical pixels. CHANGE is the one figure that may be larger than a total."""
CHANGE = 44
CAP = 11
"""Only for the words on key caps, which never have to be read."""

GRID = 4
RADIUS = 10
SMALL_RADIUS = 6
CONTROL = 44
PAY = 64
ROW = 40
DENSE = 36
ICON = 20
MARGIN = 4 * GRID
HEADER = 56
TOUCH = 60
"""A key of a pad that is pressed with a thumb."""


class Palette(NamedTuple):
    """Every colour of the window as "#RRGGBB" (good for style sheets and for `QColor(...)`).

    The _soft colours are backgrounds behind their strong twins; ink is the chip that is chosen
    (black on light, white on dark) and on_ink its words; scrim covers what a sheet stands over.
    """

    dark: bool
    bg: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_soft: str
    accent_press: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    ink: str
    on_ink: str
    bar: str
    scrim: str


LIGHT = Palette(
    dark=False,
    bg="#F4F5F7",
    surface="#FFFFFF",
    raised="#FAFBFC",
    line="#E3E6EB",
    text="#15181D",
    muted="#626C7C",
    faint="#98A1AE",
    accent="#1F5FD6",
    accent_soft="#E8F0FE",
    accent_press="#184CB0",
    on_accent="#FFFFFF",
    good="#0B7A53",
    good_soft="#E3F5EE",
    warn="#9C5D00",
    warn_soft="#FFF3DD",
    bad="#C0362C",
    bad_soft="#FDECEA",
    ink="#15181D",
    on_ink="#FFFFFF",
    bar="#9AB7ED",
    scrim="#7015181D",
)

DARK = Palette(
    dark=True,
    bg="#111418",
    surface="#191D23",
    raised="#1F242B",
    line="#2B313A",
    text="#EEF1F5",
    muted="#9BA6B5",
    faint="#6B7685",
    accent="#6EA0FF",
    accent_soft="#1D2B45",
    accent_press="#5A8BEA",
    on_accent="#0B1220",
    good="#4CC79A",
    good_soft="#15302A",
    warn="#F0B454",
    warn_soft="#33270F",
    bad="#FF8A80",
    bad_soft="#3A1D1B",
    ink="#EEF1F5",
    on_ink="#15181D",
    bar="#3F5786",
    scrim="#99000000",
)
