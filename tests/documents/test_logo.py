"""A logo is made fit for receipts; what is none, or is meant to break the reader, is refused."""

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pos_app.documents import logo
from pos_app.domain.errors import BadValue
from pos_app.domain.rows import Picture
from tests.documents.papers import LOGO, drawing


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(40, 30), (3000, 200), (200, 2500)])
def test_it_becomes_a_small_png(kind: str, size: tuple[int, int]) -> None:
    stored = logo.prepared(drawing(*size, kind))
    assert stored.media_type == "image/png"
    assert len(stored.data) <= logo.LARGEST
    width, height = logo.opened(stored).size
    assert width <= logo.WIDEST
    assert height <= logo.TALLEST
    assert width / height == pytest.approx(size[0] / size[1], rel=0.05)
    assert logo.prepared(stored.data) == stored


def test_noise_gets_fewer_colours_until_it_is_small_enough() -> None:
    noise = Image.effect_noise((512, 256), 120).convert("RGB")
    noisy = Image.merge("RGBA", (*noise.split(), noise.convert("L").rotate(90).resize((512, 256))))
    file = io.BytesIO()
    noisy.save(file, "PNG")
    assert len(logo.prepared(file.getvalue()).data) <= logo.LARGEST


def test_what_shines_through_is_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(file, "PNG")
    assert logo.opened(logo.prepared(file.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def test_a_clear_edge_is_cut_off() -> None:
    file = io.BytesIO()
    picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    picture.paste((200, 0, 0, 255), (100, 50, 180, 120))
    picture.save(file, "PNG")
    assert logo.opened(logo.prepared(file.getvalue())).size == (80, 70)


def test_a_photo_from_a_phone_is_turned_upright() -> None:
    file = io.BytesIO()
    picture = Image.new("RGB", (60, 20), "red")
    exif = picture.getexif()
    exif[0x0112] = 6
    picture.save(file, "JPEG", exif=exif)
    assert logo.opened(logo.prepared(file.getvalue())).size == (20, 60)


def _bomb() -> bytes:
    """A PNG that says it is 30,000 by 30,000."""
    head = bytearray(drawing(10, 10))
    head[16:24] = (30_000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(head[12:29]).to_bytes(4, "big")
    return bytes(head)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_a_picture"),
        (b"GIF89a" + bytes(50), "not_a_picture"),
        (b"<svg/>", "not_a_picture"),
        (drawing()[:300], "not_a_picture"),
        (drawing(kind="GIF"), "not_a_picture"),
        (_bomb(), "too_large"),
        (bytes(10 * 1024 * 1024 + 1), "too_large"),
    ],
)
def test_what_is_no_logo(data: bytes, reason: str) -> None:
    with pytest.raises(BadValue) as refusal:
        logo.prepared(data)
    assert (refusal.value.field, refusal.value.reason) == ("logo", reason)


@given(st.binary(max_size=20), st.integers(0, 2000))
@settings(max_examples=60, deadline=None)
def test_a_mangled_file_is_read_or_refused(change: bytes, place: int) -> None:
    data = drawing(60, 30)
    mangled = data[:place] + change + data[place + len(change) :]
    try:
        stored = logo.prepared(mangled)
    except BadValue:
        return
    assert logo.is_readable(stored)


def test_a_damaged_one_is_known_as_such() -> None:
    assert logo.is_readable(LOGO)
    assert not logo.is_readable(Picture("image/png", LOGO.data[:100]))
    assert not logo.is_readable(Picture("image/png", b""))
    assert not logo.is_readable(Picture("image/png", _bomb()))
    assert not logo.is_readable(Picture("image/png", drawing(5000, 10)))


def test_on_paper_it_is_black_and_white_in_the_middle() -> None:
    for width in (384, 576):
        paper = logo.for_paper(LOGO, width)
        assert (paper.width, paper.mode) == (width, "1")
        assert paper.height <= 200
