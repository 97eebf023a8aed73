"""Paying an account: to the cent, or in coins that settle it all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadAmount
from pos_app.domain.paying_in import PAID_IN_BY, in_full, rounded_off
from pos_app.domain.payment import ROUNDING_MODES, CashRounding
from tests.domain.examples import thorough

roundings = st.builds(
    CashRounding, st.sampled_from([1, 5, 10, 100]), st.sampled_from(ROUNDING_MODES)
)


@thorough
@given(st.integers(1, 300) | st.integers(1, 10**12), st.sampled_from(PAID_IN_BY), roundings)
def test_what_settles_an_account_leaves_nothing_of_it(
    owed: int, method: str, rounding: CashRounding
) -> None:
    amount = in_full(owed, method, rounding)
    rounded = rounded_off(owed, amount, method, rounding)
    assert amount + rounded == owed
    assert abs(rounded) < rounding.step
    assert method == "cash" or rounded == 0
    assert method != "cash" or amount % rounding.step == 0


@thorough
@given(st.integers(0, 300), st.integers(-5, 300), st.sampled_from(PAID_IN_BY), roundings)
def test_any_other_sum_is_taken_as_it_is_or_refused(
    owed: int, amount: int, method: str, rounding: CashRounding
) -> None:
    if owed and amount == in_full(owed, method, rounding):
        return
    in_coins = method != "cash" or amount % rounding.step == 0
    if amount >= 1 and in_coins:
        assert rounded_off(owed, amount, method, rounding) == 0
    else:
        with pytest.raises(BadAmount) as refused:
            rounded_off(owed, amount, method, rounding)
        assert refused.value.reason in ("no_coins", "range", "negative")
