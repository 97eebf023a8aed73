"""Cells that would run as formulas, and several codes in one cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.cells import guarded, join_codes, split_codes, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@import", "'=1+1", "\t=1", "-"])
def test_what_would_run_is_written_as_text(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["Milk 1 l", "+15550100", "-5", "-1.29", "'n' Sauce", "a=b", ""])
def test_what_does_no_harm_stays(text):
    assert guarded(text) == text


@given(st.text(alphabet="'=+-@1a \t"))
def test_reading_gives_back_what_was_written(text):
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet="'=+-@1a \t"))
def test_no_cell_runs(text):
    cell = guarded(text)
    assert cell[:1] not in {*"=+-@\t"} or cell.lstrip("+-").replace(".", "").isdigit()


def test_codes_in_one_cell():
    codes = [("4006381333931", Decimal(1)), ("AB*12", Decimal(1)), ("CASE", Decimal("2.5"))]
    assert join_codes(codes) == "4006381333931 | AB*12*1 | CASE*2.5"
    assert split_codes(join_codes(codes)) == codes
    assert split_codes("") == []
