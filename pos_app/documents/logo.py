"""The shop's logo: what may be one, and how large it stands on a receipt."""

import io
import warnings
from typing import TYPE_CHECKING

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import Picture

if TYPE_CHECKING:
    # Heavy, and loaded only where a shop has a logo.
    from PIL.Image import Image

WIDEST = 512
"""Pixels: as many dots as 80 mm paper takes at its margins."""
TALLEST = 256
LARGEST = 300 * 1024
"""Bytes of the picture as it is kept."""

_TALLEST_ON_PAPER = 176
_LARGEST_FILE = 10 * 1024 * 1024
_MOST_PIXELS = 40_000_000
_KINDS = ("PNG", "JPEG")


def prepared(data: bytes) -> Picture:
    """A chosen PNG or JPEG made fit for receipts: upright, without a clear
    edge, at most WIDEST by TALLEST, as a PNG.

    Raises BadValue("logo"): "too_large" for a file over 10 MB or 40 million pixels, "not_a_picture"
    for what can't be read.
    """
    if len(data) > _LARGEST_FILE:
        raise BadValue("logo", len(data), "too_large")
    # Heavy, and needed only when somebody chooses a logo.
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # how large it may be is decided below
            with Image.open(io.BytesIO(data), formats=_KINDS) as found:
                if found.width * found.height > _MOST_PIXELS:
                    raise BadValue("logo", found.width * found.height, "too_large")
                found.load()
                picture = ImageOps.exif_transpose(found).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise BadValue("logo", len(data), "too_large") from error
    except (OSError, ValueError, SyntaxError, TypeError, EOFError) as error:
        # What Pillow raises for a file that is cut off or made to break it.
        raise BadValue("logo", len(data), "not_a_picture") from error
    picture = picture.crop(picture.getbbox())  # what is clear around it only makes it small
    picture.thumbnail((WIDEST, TALLEST))
    return Picture("image/png", _png(picture))


def _png(picture: "Image") -> bytes:
    """The picture as a PNG of at most LARGEST bytes, with fewer colours where it must."""
    file = io.BytesIO()
    for colours in (0, 256, 16):
        file = io.BytesIO()
        reduced = picture.quantize(colours, method=2) if colours else picture
        reduced.save(file, "PNG", optimize=True)
        if file.tell() <= LARGEST:
            break
    return file.getvalue()


def opened(picture: Picture) -> "Image":
    """A stored logo on white; raises OSError where its data can't be read."""
    # Heavy, and loaded only where a shop has a logo.
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture.data), formats=_KINDS) as found:
            if found.width > WIDEST or found.height > TALLEST:
                raise OSError("larger than any logo that is kept")
            seen = found.convert("RGBA")
    except Image.DecompressionBombError as error:
        raise OSError("larger than any picture") from error
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def is_readable(picture: Picture) -> bool:
    """False where a stored logo was damaged: a receipt goes out without it."""
    try:
        opened(picture)
    except (OSError, ValueError, SyntaxError):
        return False
    return True


def fitted(picture: Picture, widest: float, tallest: float) -> tuple[float, float]:
    """Width and height of a readable logo in a room, not enlarged over one for a pixel."""
    width, height = opened(picture).size
    scale = min(1.0, widest / width, tallest / height)
    return width * scale, height * scale


def for_paper(picture: Picture, width: int) -> "Image":
    """The logo in the middle of paper of this many dots, in black and white."""
    # Heavy, and loaded only where a shop has a logo.
    from PIL import Image

    grey = opened(picture).convert("L")
    grey.thumbnail((width * 5 // 8, _TALLEST_ON_PAPER))
    paper = Image.new("L", (width, grey.height + 8), 255)
    paper.paste(grey, ((width - grey.width) // 2, 0))
    return paper.convert("1")
