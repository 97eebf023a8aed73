"""Twins of a code: published pairs, and that no mangled code finds another product."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.barcode import candidates, canonical, check_digit, expand_upc_e, is_gtin

DIGITS = "0123456789"


# The table of GS1 General Specifications, 7.10: one body for each way to leave zeros out.
@pytest.mark.parametrize(
    ("body", "whole"),
    [
        ("123450", "01200000345"),
        ("123451", "01210000345"),
        ("123453", "01230000045"),
        ("123454", "01234000005"),
        ("123455", "01234500005"),
        ("123459", "01234500009"),
    ],
)
def test_a_upc_e_is_the_upc_a_it_stands_for(body: str, whole: str) -> None:
    check = str(check_digit(whole))
    short = f"0{body}{check}"
    assert expand_upc_e(short) == whole + check
    assert "0" + whole + check in candidates(short)
    wrong = str((int(check) + 1) % 10)
    assert "0" + whole + check not in candidates(short[:-1] + wrong)


def test_a_stored_upc_e_is_found_by_its_upc_a() -> None:
    assert "04252614" in candidates("042100005264")
    assert "01278907" in candidates("0012000007897")


def test_a_upc_e_and_an_ean_8_are_both_named_and_the_ean_8_comes_first() -> None:
    # Eight digits that pass as both, and are not the same number in both.
    both = next(
        code
        for body in range(1, 10**6)
        if is_gtin(code := f"0{body:06}{check_digit(f'0{body:06}')}")
        and is_gtin(expand_upc_e(code))
        and expand_upc_e(code)[4:] != code
    )
    found = candidates(both)
    assert found[0] == both
    assert "0" + expand_upc_e(both) in found[1:]
    assert "0" + expand_upc_e(both) not in candidates("]E4" + both)


def test_a_case_is_never_the_piece_in_it() -> None:
    piece = "4006381333931"
    for indicator in "123456789":
        body = indicator + piece[:-1]
        case = body + str(check_digit(body))
        assert candidates(case) == (case,)
    assert candidates("0" + piece) == ("0" + piece, piece)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("]E04006381333931", "4006381333931"),
        ("]E496385074", "96385074"),
        ("]C0AB-12", "AB-12"),
        ("]I114006381333938", "14006381333938"),
        ("]E3977123456700312", "977123456700312"),
        (" 036000291452 ", "0036000291452"),
    ],
)
def test_what_a_scanner_puts_in_front_is_taken_off(text: str, code: str) -> None:
    assert candidates(text)[0] == code


def test_an_add_on_is_left_off_where_the_scanner_says_it_is_one() -> None:
    assert "9771234567003" in candidates("]E3977123456700312")
    assert candidates("977123456700312") == ("977123456700312",)


@pytest.mark.parametrize("text", ["", "  ", "]E0", "x" * 49, "12\x0034"])
def test_no_code_has_no_candidates(text: str) -> None:
    assert candidates(text) == ()


@settings(max_examples=2500, deadline=None)
@given(st.sampled_from((8, 12, 13, 14)), st.data())
def test_a_mangled_gtin_stands_for_itself_alone(length: int, data: st.DataObject) -> None:
    body = data.draw(st.text(DIGITS, min_size=length - 1, max_size=length - 1))
    code = body + str(check_digit(body))
    place = data.draw(st.integers(0, length - 1))
    wrong = str((int(code[place]) + data.draw(st.integers(1, 9))) % 10)
    mangled = code[:place] + wrong + code[place + 1 :]
    assert canonical(code) in candidates(code)
    assert canonical(code) not in candidates(mangled)
    # Whatever it may still be found as is another number with a check digit that is right.
    for other in candidates(mangled)[1:]:
        assert is_gtin(other) or is_gtin(expand_upc_e(other))


@settings(max_examples=1500, deadline=None)
@given(st.text(DIGITS, min_size=7, max_size=13).map(lambda body: body + str(check_digit(body))))
def test_twins_are_twins_of_each_other(code: str) -> None:
    for twin in candidates(code):
        if is_gtin(twin) and len(twin) > 8:
            assert twin.zfill(14) in {each.zfill(14) for each in candidates(code)}
            assert canonical(code) in candidates(twin) or len(canonical(code)) == 8


@settings(max_examples=2000, deadline=None)
@given(st.text(max_size=60) | st.text("]EIC0123456789\x1d() ", max_size=24))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for code in candidates(text):
        assert canonical(code) == code
