"""Rules for codes of the shop's own: what they read, what they refuse, how they are spelled."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pos_app.domain.barcode import check_digit
from pos_app.domain.code_rules import CodeRule, Reading, value_check_digit
from pos_app.domain.errors import BadValue

WEIGHT = CodeRule("Weight", "weight", "21IIIIIVVVVVC", 3)
PRICE = CodeRule("Price", "price", "02IIIIKVVVVVC", 2)
US_PRICE = CodeRule("Price", "price", "2IIIIIKVVVVC", 2)


# The worked examples of the GS1 General Specifications, 7.9.
@pytest.mark.parametrize(("digits", "check"), [("2875", 9), ("14685", 6)])
def test_the_check_digit_of_a_price(digits: str, check: int) -> None:
    assert value_check_digit(digits) == check


def test_a_weight_label() -> None:
    assert WEIGHT.read("2112345012346") == Reading("weight", "12345", 1234, 3)


def test_all_five_digits_of_the_item_count() -> None:
    last, next_to_last = WEIGHT.spell("99999", 1), WEIGHT.spell("99998", 1)
    assert last != next_to_last
    found = WEIGHT.read(last)
    assert found is not None
    assert found.item == "99999"
    few = WEIGHT.read(WEIGHT.spell("17", 1))
    assert few is not None
    assert few.item == "17"


def test_a_label_of_item_zero_is_none() -> None:
    assert WEIGHT.read(WEIGHT.spell("0", 500)) is None


def test_a_price_with_its_own_check_digit() -> None:
    code = PRICE.spell("17", 14685)
    assert code[6] == "6"
    assert PRICE.read(code) == Reading("price", "17", 14685, 2)
    for wrong in set("0123456789") - {"6"}:
        body = code[:6] + wrong + code[7:12]
        assert PRICE.read(body + str(check_digit(body))) is None


def test_a_upc_label_is_read_as_its_ean_too_and_the_other_way_round() -> None:
    code = US_PRICE.spell("12345", 2875)
    assert len(code) == 12
    assert US_PRICE.read(code) == US_PRICE.read("0" + code) == Reading("price", "12345", 2875, 2)
    assert PRICE.read(PRICE.spell("17", 14685)[1:]) == Reading("price", "17", 14685, 2)


@pytest.mark.parametrize(
    ("rule", "code", "item"),
    [
        (CodeRule("Card", "customer", "2900IIIIIIIIC"), "2900123456780", "12345678"),
        (CodeRule("Card", "customer", r"\CI*"), "C12-ab", "12-ab"),
        (CodeRule("Badge", "staff", "S-IIII"), "S-0042", "0042"),
        (CodeRule("Coupon", "coupon", "99I*"), "99SUMMER", "SUMMER"),
        (CodeRule("Coupon", "coupon", "9?III"), "9xABC", "ABC"),
    ],
)
def test_codes_of_people_and_coupons(rule: CodeRule, code: str, item: str) -> None:
    if rule.pattern.endswith("C"):
        code = code[:-1] + str(check_digit(code[:-1]))
    assert rule.read(code) == Reading(rule.kind, item, None, 0)
    assert rule.read("]C0" + code) == rule.read(code)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": " "}, "name", "empty"),
        ({"kind": "weigth"}, "kind", "unknown_choice"),
        ({"decimals": 4}, "decimals", "range"),
        ({"decimals": True}, "decimals", "not_a_number"),
        ({"kind": "pieces"}, "decimals", "range"),
        ({"pattern": ""}, "pattern", "empty"),
        ({"pattern": "IIIIIVVVVVC"}, "pattern", "no_fixed_part"),
        ({"pattern": "21VVVVV"}, "pattern", "no_item"),
        ({"pattern": "21IIIIII"}, "pattern", "value_digits"),
        ({"pattern": "21IIIIIIIIIVVVV"}, "pattern", "item_digits"),
        ({"pattern": "21VVVVI*"}, "pattern", "item_digits"),
        ({"pattern": "21I*VVVV"}, "pattern", "unknown_choice"),
        ({"pattern": "21IIIIIKVVV"}, "pattern", "value_check"),
        ({"pattern": "21IIIIIKKVVVV"}, "pattern", "value_check"),
        ({"pattern": "21IIIIIVVVVC"}, "pattern", ""),
        ({"pattern": "21IIIIICVVVVV"}, "pattern", "gtin_check"),
        ({"pattern": "A1IIIIIVVVVVC"}, "pattern", "gtin_check"),
        ({"pattern": "21IIIIVVVVC"}, "pattern", "gtin_check"),
        ({"kind": "customer", "decimals": 0}, "pattern", "value_digits"),
        ({"pattern": "21IIIIIVVVVV\\"}, "pattern", "unknown_choice"),
    ],
)
def test_a_rule_that_can_not_be(changes: dict, field: str, reason: str) -> None:
    asked = {"name": "x", "kind": "weight", "pattern": "21IIIIIVVVVVC", "decimals": 3} | changes
    if not reason:
        assert CodeRule(**asked).pattern
        return
    with pytest.raises(BadValue) as refused:
        CodeRule(**asked)
    assert (refused.value.field, refused.value.reason) == (field, reason)


@settings(max_examples=1500, deadline=None)
@given(st.integers(1, 99999), st.integers(0, 99999), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_never_another_product(
    item: int, value: int, place: int, step: int
) -> None:
    for rule in (WEIGHT, CodeRule("Price", "price", "22IIIIIVVVVVC", 2)):
        code = rule.spell(str(item), value)
        assert rule.read(code) == Reading(rule.kind, str(item), value, rule.decimals)
        wrong = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]
        assert rule.read(wrong) is None


@settings(max_examples=1500, deadline=None)
@given(st.text("0123456789IVKC?*\\AB-", min_size=1, max_size=14), st.text(max_size=16))
def test_any_pattern_is_refused_or_reads_what_it_spells(pattern: str, text: str) -> None:
    for kind in ("weight", "customer"):
        try:
            rule = CodeRule("x", kind, pattern)
        except BadValue:
            continue
        rule.read(text)
        assume("I*" not in pattern)
        letters = pattern.replace("\\\\", "").replace("\\I", "")
        item = "7" * letters.count("I")
        code = rule.spell(item, 5)
        assert rule.read(code) is not None, (pattern, code)
