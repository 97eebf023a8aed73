"""Element strings: the examples of the General Specifications, and strings that are none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.barcode import check_digit
from pos_app.domain.gs1 import Gs1, Price, parse
from pos_app.domain.gs1_elements import elements_of
from pos_app.domain.measures import Measure

TODAY = date(2026, 11, 25)
GTIN = "09501101530003"
GS = "\x1d"


def read(text: str) -> Gs1:
    found = parse(text, TODAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{GTIN}17261231310300125010AB-12",
        f"]d201{GTIN}1726123110AB-12{GS}3103001250",
        f"]Q3{GS}01{GTIN}1726123110AB-12{GS}3103001250",
        f"01{GTIN}17261231310300125010AB-12",
        f"(01){GTIN}(17)261231(3103)001250(10)AB-12",
    ],
)
def test_a_string_says_the_same_in_every_dress(text: str) -> None:
    found = read(text)
    assert found.gtin == GTIN
    assert found.lot == "AB-12"
    assert found.expires == date(2026, 12, 31)
    assert found.measures == (Measure(1250, "kg"),)


def test_a_part_ends_at_the_separator_and_not_before() -> None:
    found = read(f"]C101{GTIN}10LOT17261231{GS}21S-9")
    assert (found.lot, found.serial, found.expires) == ("LOT17261231", "S-9", None)


# GS1 General Specifications, 7.12, seen from 2026: 51 years or more ahead is the last century.
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("261200", date(2026, 12, 31)),
        ("280200", date(2028, 2, 29)),
        ("270200", date(2027, 2, 28)),
        ("760101", date(2076, 1, 1)),
        ("770101", date(1977, 1, 1)),
        ("000115", date(2000, 1, 15)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert read(f"01{GTIN}17{text}").expires == day
    assert read(f"01{GTIN}15{text}").best_before == day


def test_the_next_century_begins_in_time() -> None:
    found = parse(f"01{GTIN}17010101", date(2060, 6, 1))
    assert found is not None
    assert found.expires == date(2101, 1, 1)


@pytest.mark.parametrize(
    ("key", "digits", "amount", "unit"),
    [
        ("3103", "001250", 1250, "kg"),
        ("3100", "000002", 2000, "kg"),
        ("3105", "123456", 1235, "kg"),
        ("3202", "000125", 1250, "lb"),
        ("3571", "000085", 8500, "oz"),
        ("3112", "000150", 1500, "m"),
        ("3153", "000330", 330, "l"),
    ],
)
def test_measures_are_thousandths(key: str, digits: str, amount: int, unit: str) -> None:
    assert read(f"01{GTIN}{key}{digits}").measures == (Measure(amount, unit),)


def test_a_measure_nobody_sells_by_is_skipped_with_its_length() -> None:
    found = read(f"01{GTIN}334000012315261130")
    assert found.measures == ()
    assert found.best_before == date(2026, 11, 30)


def test_a_price_and_its_currency() -> None:
    assert read(f"01{GTIN}39221234").price == Price(1234, 2)
    euro = read(f"01{GTIN}39329781234").price
    assert euro == Price(1234, 2, "EUR")
    assert euro.in_minor_units("EUR", 2) == 1234
    assert euro.in_minor_units("USD", 2) is None
    assert Price(1234, 3).in_minor_units("USD", 2) is None
    assert Price(1230, 3).in_minor_units("USD", 2) == 123
    assert Price(12, 0).in_minor_units("USD", 2) == 1200
    nobodys = read(f"01{GTIN}39320001234").price
    assert nobodys is not None
    assert nobodys.in_minor_units("USD", 2) is None


def test_what_is_inside_needs_its_count() -> None:
    found = read(f"02{GTIN}3712")
    assert (found.gtin, found.of_content, found.count) == (GTIN, True, 12)
    assert parse(f"02{GTIN}", TODAY) is None
    assert parse(f"01{GTIN}3712", TODAY) is None
    assert parse(f"01{GTIN}02{GTIN}3712", TODAY) is None


def test_a_coupon_number() -> None:
    body = "950110153000"
    gcn = body + str(check_digit(body)) + "77"
    assert read(f"]C1255{gcn}").coupon == gcn


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01",
        f"01{GTIN[:-1]}",
        f"01{GTIN[:-1]}9",  # a wrong check digit
        f"01{GTIN}17261331",  # month 13
        f"01{GTIN}17260231",  # 31 February
        f"01{GTIN}99",  # nothing behind it
        f"01{GTIN}5012",  # no such identifier
        f"01{GTIN}310700125",  # seven decimals
        f"01{GTIN}10{'x' * 21}",
        f"01{GTIN}10A{GS}10B",  # two lots
        f"01{GTIN}10ä",
        f"(01){GTIN}(10)",
        f"(01){GTIN}AB(10)x",
        f"(99){GTIN}(1)1",
        f"(01){GTIN[:-1]}(10)7",
        f"]E0{GTIN}",
        "4006381333931",
        "2112345012346",
        f"01{GTIN}3912840",
        f"01{GTIN}10{'x' * 500}",
    ],
)
def test_what_is_no_sound_string(text: str) -> None:
    assert parse(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("0012345678901234567503", None),
        ("253950110153000312", {"253": "950110153000312"}),
        ("39032x", None),
        ("391397812x", None),
        ("4210", None),
        ("703", None),
        ("8008", None),
        ("7007261231", {"7007": "261231"}),
        ("4330000012-", {"4330": "000012-"}),
    ],
)
def test_every_shape_is_held_to_its_end(text: str, elements: dict[str, str] | None) -> None:
    assert elements_of(text) == elements


def test_a_pound_is_what_the_handbook_says() -> None:
    # NIST Handbook 44, appendix C: 1 lb = 0.453 592 37 kg, 16 oz.
    assert Measure(1000, "lb").in_unit("kg") == 454
    assert Measure(1000, "lb").in_unit("oz") == 16_000
    assert Measure(1250, "kg").in_unit("g") == 1_250_000
    assert Measure(1000, "kg").in_unit("l") is None
    assert Measure(1000, "kg").in_unit("piece") is None


ELEMENTS = st.sampled_from(
    [
        f"01{GTIN}",
        "17261231",
        "15270200",
        f"10LOT{GS}",
        f"21S1{GS}",
        "3103001250",
        f"39221299{GS}",
        f"30{12}{GS}",
        f"240X/1{GS}",
        f"8020AB{GS}",
        f"91free{GS}",
    ]
)


@settings(max_examples=2500, deadline=None)
@given(st.lists(ELEMENTS, max_size=5), st.data())
def test_a_mangled_string_is_refused_or_names_the_same_product(
    parts: list[str], data: st.DataObject
) -> None:
    text = list("]d2" + f"01{GTIN}" + "".join(parts))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(text) - 1))
        how = data.draw(st.sampled_from(("swap", "drop", "double")))
        if how == "swap":
            text[place] = data.draw(st.sampled_from(f"0123456789AZ{GS}()]é"))
        elif how == "drop":
            text[place] = ""
        else:
            text[place] *= 2
    found = parse("".join(text), TODAY)
    if found is not None and found.gtin:
        # A right check digit: one wrong digit never leads to another product.
        assert check_digit(found.gtin[:-1]) == int(found.gtin[-1])


@settings(max_examples=1500, deadline=None)
@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_in_the_number_refuses_it(place: int, step: int) -> None:
    wrong = GTIN[:place] + str((int(GTIN[place]) + step) % 10) + GTIN[place + 1 :]
    assert parse(f"]C101{wrong}3103001250", TODAY) is None


@settings(max_examples=2000, deadline=None)
@given(st.text(max_size=80) | st.text("]Cd210123456789\x1d()AZ", max_size=60))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    found = parse(text, TODAY)
    assert found is None or isinstance(found, Gs1)
