"""Codes: check digits from published examples, and twins that are one code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.barcode import canonical, check_digit, is_gtin
from pos_app.domain.errors import BadValue


# The worked example of GS1 "How to calculate a check digit manually", and codes in wide use.
@pytest.mark.parametrize("code", ["6291041500213", "4006381333931", "036000291452", "96385074"])
def test_known_codes(code: str) -> None:
    assert is_gtin(code)
    assert check_digit(code[:-1]) == int(code[-1])


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(body: str, place: int, step: int) -> None:
    code = body + str(check_digit(body))
    wrong = str((int(code[place]) + step) % 10)
    assert is_gtin(code)
    assert not is_gtin(code[:place] + wrong + code[place + 1 :])


def test_a_upc_and_its_ean_are_one_code() -> None:
    assert canonical("036000291452") == canonical("0036000291452") == "0036000291452"


def test_twelve_digits_that_are_no_upc_stay() -> None:
    assert canonical(" 123456789010 ") == "123456789010"


@pytest.mark.parametrize("code", ["", "   ", "x" * 49, "12\x0034", "12\ud800"])
def test_no_code(code: str) -> None:
    with pytest.raises(BadValue):
        canonical(code)
