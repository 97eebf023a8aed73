"""Where a training copy lies, and what its tills are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.training import copy_path, shop_path, till_code

CODES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-#", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("shop", "copy"),
    [
        ("/shops/corner.db", "/shops/corner.training.db"),
        ("corner", "corner.training"),
        ("my.corner.shop.db", "my.corner.shop.training.db"),
        ("/a.training/corner.db", "/a.training/corner.training.db"),
        ("corner.training.db", "corner.training.training.db"),
    ],
)
def test_the_copy_lies_beside_the_shop_and_leads_back(shop: str, copy: str) -> None:
    assert copy_path(shop) == copy
    assert shop_path(copy) == shop


@pytest.mark.parametrize("other", ["corner.db", "training.db", ".training.db", "a.training/b.db"])
def test_any_other_name_leads_nowhere(other: str) -> None:
    assert shop_path(other) == ""


def test_a_till_says_that_it_is_for_training() -> None:
    assert till_code("T1") == "TR-T1"
    assert till_code("t1") == "TR-T1"


@given(CODES, CODES)
def test_every_till_has_a_code_of_its_own_that_fits(one: str, other: str) -> None:
    assert 1 <= len(till_code(one)) <= 12
    assert till_code(one).startswith("TR-")
    assert (till_code(one) == till_code(other)) == (one == other)
