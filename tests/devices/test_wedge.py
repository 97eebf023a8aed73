"""What a keyboard-wedge scanner types is told from what a person types, and no key is lost."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.devices.wedge import (
    ENTER,
    NONE,
    TAB,
    Decision,
    Kind,
    Scanned,
    Stroke,
    Typed,
    Wedge,
    WedgeRules,
)

CODE = "2900008189807"


@dataclass
class Keyboard:
    """Feeds a wedge with numbered keys, and keeps what it decided."""

    wedge: Wedge[int]
    now: int = 1000
    pressed: int = 0

    def __post_init__(self) -> None:
        self.decisions: list[Decision[int]] = []

    def press(self, text: str, gap: int, kind: Kind = Kind.CHARACTER) -> None:
        self.now += gap
        self.decisions += self.wedge.feed(Stroke(self.pressed, kind, text, self.now))
        self.pressed += 1

    def scan(self, code: str, gap: int = 8, *, ended: bool = True) -> None:
        for text in code:
            self.press(text, gap)
        if ended:
            self.press("", gap, Kind.ENDING)

    def pause(self, ms: int = 1000) -> None:
        self.now += ms
        self.decisions += self.wedge.expire()

    @property
    def scans(self) -> list[str]:
        return [each.text for each in self.decisions if isinstance(each, Scanned)]

    @property
    def keys(self) -> list[int]:
        return [key for decision in self.decisions for key in decision.keys]


def keyboard(**rules: object) -> Keyboard:
    return Keyboard(Wedge(WedgeRules(**rules)))  # type: ignore[arg-type]


@pytest.mark.parametrize("gap", [0, 1, 8, 20, 35])
def test_fast_keys_with_their_ending_are_a_scan(gap: int) -> None:
    keys = keyboard()
    keys.scan(CODE, gap)
    [scan] = keys.decisions
    assert isinstance(scan, Scanned)
    assert (scan.text, scan.stray, scan.per_key_ms) == (CODE, "", gap)
    assert scan.keys == tuple(range(len(CODE) + 1))


@pytest.mark.parametrize("gap", [36, 60, 71, 120, 400])
def test_a_person_types_and_nothing_is_a_scan(gap: int) -> None:
    keys = keyboard()
    for text in "29000081":
        keys.press(text, gap)
    keys.press("", gap, Kind.ENDING)
    assert keys.scans == []
    assert keys.keys == list(range(9))


def test_two_scans_in_a_row_are_two() -> None:
    keys = keyboard()
    keys.scan("11111")
    keys.scan("22222")
    assert keys.scans == ["11111", "22222"]


def test_few_fast_keys_are_two_fingers() -> None:
    keys = keyboard()
    keys.scan("the")
    assert keys.scans == []
    [typed] = keys.decisions
    assert typed == Typed((0, 1, 2, 3))


def test_one_key_waits_no_longer_than_the_gap_and_a_proven_scan_longer() -> None:
    keys = keyboard(gap_ms=30)
    assert keys.wedge.patience_ms == 0
    keys.press("2", 500)
    assert keys.wedge.patience_ms == 30
    keys.press("9", 5)
    keys.press("0", 5)
    assert keys.wedge.patience_ms == 90
    keys.press("0", 80)  # the line had a hiccup
    keys.scan("0017")
    assert keys.scans == ["29000017"]


def test_a_head_that_was_taken_for_typing_belongs_to_the_code_all_the_same() -> None:
    """The window stood still, its timer ran out before the next key was read."""
    keys = keyboard()
    keys.press("2", 500)
    keys.decisions += keys.wedge.expire()
    keys.scan(CODE[1:], 10)
    first, scan = keys.decisions
    assert first == Typed((0,))
    assert isinstance(scan, Scanned)
    assert (scan.text, scan.stray) == (CODE, "2")
    assert keys.keys == list(range(len(CODE) + 1))


def test_shift_and_keys_let_go_are_no_part_of_the_code_and_keep_their_place() -> None:
    keys = keyboard()
    keys.press("", 500, Kind.SILENT)
    assert keys.decisions == [Typed((0,))]
    for text in "AB12":
        keys.press("", 1, Kind.SILENT)
        keys.press(text, 5)
        keys.press("", 1, Kind.SILENT)
    keys.press("", 5, Kind.ENDING)
    assert keys.scans == ["AB12"]
    assert keys.keys == list(range(keys.pressed))


def test_a_person_who_goes_on_typing_gets_every_key_in_its_place() -> None:
    keys = keyboard()
    keys.press("a", 500)
    keys.press("", 3, Kind.SILENT)
    keys.press("b", 90)
    assert keys.decisions == [Typed((0, 1))]
    keys.press("", 90, Kind.OTHER)
    assert keys.decisions[1:] == [Typed((2, 3))]


def test_keys_without_a_time_are_typing_at_once() -> None:
    keys = keyboard()
    for number, text in enumerate(CODE):
        kept = keys.wedge.feed(Stroke(number, Kind.CHARACTER, text, None))
        assert kept == [Typed((number,))]
    assert keys.wedge.feed(Stroke(99, Kind.ENDING, "", None)) == [Typed((99,))]


def test_a_clock_that_starts_again_joins_nothing() -> None:
    keys = keyboard()
    keys.press("1", 0)
    keys.now = 0
    keys.scan(CODE)
    assert keys.scans == [CODE]
    assert keys.decisions[0] == Typed((0,))


def test_fast_keys_that_lack_the_ending_are_told() -> None:
    keys = keyboard()
    keys.scan(CODE, ended=False)
    keys.pause()
    assert keys.decisions == [Typed(tuple(range(len(CODE))), CODE)]
    keys.scan("abc", ended=False)
    keys.pause()
    assert keys.decisions[1] == Typed((13, 14, 15))


def test_without_an_ending_a_pause_or_another_key_ends_the_scan() -> None:
    keys = keyboard(ending=NONE)
    keys.scan(CODE, ended=False)
    assert keys.scans == []
    keys.pause()
    assert keys.scans == [CODE]
    keys.scan("12345", ended=False)
    keys.press("", 400, Kind.OTHER)
    keys.scan("54321", ended=False)
    keys.scan("67890", gap=300, ended=False)
    keys.pause()
    assert keys.scans == [CODE, "12345", "54321"]
    assert keys.keys == list(range(keys.pressed))


def test_with_a_prefix_typing_is_never_held_back_and_short_codes_count() -> None:
    keys = keyboard(prefix="~", min_length=1)
    for number, text in enumerate("milk"):
        keys.press(text, 5)
        assert keys.decisions[-1] == Typed((number,))
    keys.scan("~7")
    keys.scan(CODE)
    assert keys.scans == ["7"]
    keys.scan("~" + CODE, gap=30)
    assert keys.scans == ["7", CODE]


def test_half_a_prefix_is_typing() -> None:
    keys = keyboard(prefix="]C")
    keys.press("]", 500)
    keys.press("x", 5)
    assert keys.decisions == [Typed((0,)), Typed((1,))]
    keys.press("]", 5)
    keys.scan("]C1234", 5)
    assert keys.scans == ["1234"]
    assert keys.keys == list(range(keys.pressed))


def test_a_text_that_a_program_types_is_no_code() -> None:
    keys = keyboard()
    keys.scan("word " * 200, gap=1)
    assert keys.scans == []
    assert keys.keys == list(range(1001))


texts = st.sampled_from("0123456789AZaz]~ \x1d")
kinds = st.sampled_from([*[Kind.CHARACTER] * 8, Kind.ENDING, Kind.SILENT, Kind.OTHER])
strokes = st.lists(
    st.tuples(kinds, texts, st.integers(-3, 150) | st.none(), st.booleans()), max_size=80
)
any_rules = st.builds(
    WedgeRules,
    gap_ms=st.integers(5, 60),
    min_length=st.integers(1, 8),
    prefix=st.sampled_from(["", "", "~", "]C"]),
    ending=st.sampled_from([ENTER, TAB, NONE]),
)


@given(strokes, any_rules)
def test_no_key_is_lost_doubled_or_moved(
    pressed: list[tuple[Kind, str, int | None, bool]], rules: WedgeRules
) -> None:
    wedge: Wedge[int] = Wedge(rules)
    decisions: list[Decision[int]] = []
    now = 0
    for number, (kind, text, gap, runs_out) in enumerate(pressed):
        now += gap or 0
        decisions += wedge.feed(Stroke(number, kind, text, None if gap is None else now))
        if runs_out:
            decisions += wedge.expire()
            assert wedge.patience_ms == 0
    decisions += wedge.expire()
    assert [key for each in decisions for key in each.keys] == list(range(len(pressed)))


codes = st.text("0123456789ABCDEFabc-./\x1d", min_size=4, max_size=48)


@given(
    st.lists(st.tuples(codes, st.integers(0, 35)), min_size=1, max_size=6),
    st.lists(st.booleans(), min_size=300, max_size=300),
)
def test_every_fast_code_comes_out_whole_whatever_the_timer_does(
    scans: list[tuple[str, int]], stalls: list[bool]
) -> None:
    """Also where each key was given away before the next one was read."""
    keys = keyboard()
    stalled = iter(stalls)
    for code, gap in scans:
        for text in code:
            keys.press(text, gap)
            if next(stalled):
                keys.decisions += keys.wedge.expire()
        keys.press("", gap, Kind.ENDING)
        keys.now += 200
    assert keys.scans == [code for code, _ in scans]
    assert keys.keys == list(range(keys.pressed))


@given(st.lists(st.tuples(texts, st.integers(71, 900)), max_size=40))
def test_what_is_typed_by_hand_is_never_a_scan(typed: list[tuple[str, int]]) -> None:
    keys = keyboard()
    for text, gap in typed:
        keys.press(text, gap)
    keys.press("", 100, Kind.ENDING)
    assert keys.scans == []
    assert keys.keys == list(range(keys.pressed))
