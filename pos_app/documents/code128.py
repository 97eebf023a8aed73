"""Bars of Code 128 (ISO/IEC 15417), for the number of a receipt."""

# Widths of bar, space, bar, space, bar, space of the values 0 to 105 (table 1 of the standard),
# and of the stop character with its last bar.
_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232"
).split()
_START_B = 104
_STOP = "2331112"

QUIET = 10
"""Modules that stay white on either side."""


def bars(text: str) -> tuple[int, ...]:
    """Widths in modules, bar and space in turn, of a text in code set B.

    Raises ValueError for what is not ASCII from blank to tilde, or for nothing.
    """
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise ValueError(f"Code 128 can't spell {text!r}")
    values = [ord(letter) - ord(" ") for letter in text]
    check = (_START_B + sum(place * value for place, value in enumerate(values, start=1))) % 103
    symbols = [_WIDTHS[value] for value in (_START_B, *values, check)]
    return tuple(int(width) for width in "".join(symbols) + _STOP)


def modules(text: str) -> int:
    """The modules that a text takes with the white on both sides; raises what `bars` does."""
    return sum(bars(text)) + 2 * QUIET
