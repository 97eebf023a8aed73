"""What stays in a drawer for the next shift: exact where the pieces allow it, small ones first."""

import hypothesis.strategies as st
from hypothesis import given

from pos_app.domain.next_float import banked, kept

_EURO = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)
_COUNTS = st.dictionaries(st.sampled_from(_EURO), st.integers(0, 60), max_size=len(_EURO))


def _sum(pieces: dict[int, int]) -> int:
    return sum(value * count for value, count in pieces.items())


def test_large_notes_go_and_change_stays() -> None:
    counts = {5000: 3, 2000: 4, 1000: 5, 500: 6, 200: 20, 100: 15}
    stays = kept(counts, 15000)
    assert _sum(stays) == 15000
    assert 5000 not in stays
    assert (stays[500], stays[200], stays[100]) == (5, 20, 15)
    assert list(banked(counts, stays).items()) == [(5000, 3), (2000, 3), (500, 1)]


def test_what_can_not_be_left_exactly_is_left_a_little_larger() -> None:
    assert kept({5000: 2, 2000: 1}, 3000) == {5000: 1}
    assert kept({500: 1}, 10000) == {500: 1}
    assert kept({}, 10000) == {}


@given(_COUNTS, st.integers(0, 200_000))
def test_nothing_is_made_and_never_less_is_left_than_was_asked(
    counts: dict[int, int], wanted: int
) -> None:
    stays = kept(counts, wanted)
    assert all(0 < pieces <= counts[value] for value, pieces in stays.items())
    assert _sum(stays) >= min(wanted, _sum(counts))
    assert _sum(stays) + _sum(banked(counts, stays)) == _sum(counts)
    # No single piece more could go: what stays too much is less than the smallest that stays.
    over = _sum(stays) - wanted
    assert over <= 0 or all(value > over for value in stays)
