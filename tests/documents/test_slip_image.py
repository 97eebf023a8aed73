"""A slip drawn in dots: letters stand on their rows, in their size, within the paper."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageChops

from pos_app.documents.slip import Slip, compose
from pos_app.documents.slip_image import slip_image
from tests.documents.orders import EUROS, SHOP, Sold, order
from tests.documents.papers import FULL, SLIPS

EMPTY = Slip("", (), "", "", (), (), (), "", (), ())


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is black: left, top, right, bottom."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


def shop_row(name: str) -> tuple[int, int, int, int]:
    """The box of the shop's name: 13 points at 203 dots to the inch are 37 dots."""
    return ink(slip_image(replace(EMPTY, shop=name), 576).crop((0, 0, 576, 48)))


def test_letters_stand_on_the_line_and_hang_below_it() -> None:
    _, top, _, bottom = shop_row("HHH")
    assert bottom - top == pytest.approx(0.73 * 37, abs=2)
    assert bottom == pytest.approx(1.02 * 37, abs=2)
    assert shop_row("ggg")[3] > bottom + 4
    assert shop_row("ÄÄÄ")[1] < top - 4


def test_the_name_stands_in_the_middle() -> None:
    left, _, right, _ = shop_row("Corner Shop")
    assert left + right == pytest.approx(576, abs=4)


def test_joined_letters_are_narrower_than_apart() -> None:
    joined = shop_row("بببب")
    apart = shop_row("ب\u200cب\u200cب\u200cب")
    assert joined[2] - joined[0] < 0.8 * (apart[2] - apart[0])


def test_a_band_is_black_from_edge_to_edge() -> None:
    picture = slip_image(replace(EMPTY, shop="x", training=True), 384)
    assert [picture.getpixel((x, 2)) for x in (0, 200, 383)] == [0, 0, 0]


def test_it_is_only_black_and_white_and_as_wide_as_the_head() -> None:
    for width in (384, 512, 576):
        picture = slip_image(FULL, width)
        assert (picture.mode, picture.width) == ("1", width)


def test_a_longer_name_takes_more_rows() -> None:
    short, long = (
        slip_image(compose(order(Sold(name, 100)), SHOP, EUROS), 384).height
        for name in ("Tea", "A very long name of a thing " * 6)
    )
    assert long > short + 100


@given(SLIPS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_nothing_is_drawn_beyond_the_paper(slip: Slip) -> None:
    picture = slip_image(slip, 384)
    assert picture.width == 384
    assert picture.height >= 40
