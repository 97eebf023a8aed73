"""What a printer can't print is spelled another way, and never becomes a command."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.documents.printer_letters import CODE_PAGES, LOST, PrinterLetters, named_pages
from tests.documents.papers import WORDS

PLAIN = PrinterLetters(["cp437"])
EURO = PrinterLetters(["cp858"])


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("12,50 €", "12,50 EUR"),
        ("“Ärger” – l’été…", '"Ärger" - l\'été...'),
        ("Łódź, Győr", "Lódz, Gyor"),
        ("1½ kg ½", "1½ kg ½"),
        ("1⅓ cup ⅓", "1 1/3 cup 1/3"),
        ("Straße", "Straße"),
        ("Œuf & Æble", "OEuf & Æble"),
        ("Москва", "Moskva"),
        ("Щука", "Shchuka"),
        ("Ψωμί ΩΡΑ", "Psomi ORA"),
        ("ﬁne™ m²", "fineTM m²"),
        ("−0.67", "-0.67"),
        ("T\u00adV\u200b\u202e!", "TV!"),
        ("a\x1bp\x00b\x1dV\x00\x10\x14c\x7f", "apb Vc"),
        ("a\tb\nc\u2028d\x85e", "a b c d e"),
        ("e\u0301", "é"),
        ("有機", "??"),
        ("12 ₹ ₽ £", "12 Rs RUB £"),
        ("¥", "¥"),
    ],
)
def test_readable_substitutes(written: str, spelled: str) -> None:
    assert PLAIN.spell(written) == spelled


def test_a_page_that_has_the_letter_prints_it() -> None:
    assert EURO.spell("12 €") == "12 €"
    assert list(EURO.encoded("12 €")) == [("cp858", b"12 \xd5")]
    assert PrinterLetters(["cp866"]).spell("Москва £5") == "Москва GBP5"


def test_tables_change_within_a_row_only_where_they_must() -> None:
    letters = PrinterLetters(["cp858", "cp866", "cp852"])
    assert list(letters.encoded("Tee Чай 5 € Łódź")) == [
        ("cp858", b"Tee "),
        ("cp866", "Чай 5 ".encode("cp866")),
        ("cp858", "€ ".encode("cp858")),
        ("cp852", "Łódź".encode("cp852")),
    ]
    assert list(letters.encoded("plain", "cp866")) == [("cp866", b"plain")]


def test_hebrew_stands_from_right_to_left_and_its_brackets_turn() -> None:
    letters = PrinterLetters(["cp862"])
    (piece,) = letters.encoded("\u2068חלב (1 ליטר)\u2069 5.58")
    assert piece[1].decode("cp862") == "(רטיל 1) בלח 5.58"


def test_what_is_lost_is_told() -> None:
    assert EURO.lost("Tee 有機 شاي é?") == set("有機شاي")
    assert EURO.lost("Łódź – plain") == set()


@pytest.mark.parametrize("pages", [[], ["cp1256"], ["utf-8", "cp437"], ["nonsense"]])
def test_unknown_tables_are_refused(pages: list[str]) -> None:
    with pytest.raises(ValueError, match="code page"):
        PrinterLetters(pages)


def test_tables_as_a_setting_names_them() -> None:
    assert named_pages(" CP858,cp866  cp852 ") == ("cp858", "cp866", "cp852")
    assert named_pages("cp1256, nonsense") == named_pages("") == ("cp437",)


@pytest.mark.parametrize("page", CODE_PAGES)
def test_python_knows_each_table_and_it_keeps_ascii(page: str) -> None:
    ascii_letters = "".join(map(chr, range(32, 127)))
    assert list(PrinterLetters([page]).encoded(ascii_letters)) == [(page, ascii_letters.encode())]


@given(WORDS, st.lists(st.sampled_from(sorted(CODE_PAGES)), min_size=1, max_size=4))
def test_only_letters_get_to_the_printer(text: str, pages: list[str]) -> None:
    letters = PrinterLetters(pages)
    spelled = letters.spell(text)
    assert letters.spell(spelled) == spelled
    printed = ""
    for page, piece in letters.encoded(spelled):
        assert page in pages
        assert all(byte >= 0x20 and byte != 0x7F for byte in piece)
        printed += piece.decode(page)
    # One cell a letter: columns hold whatever was spelled. Mirrored or turned, all is there.
    turned = str.maketrans("()[]{}<>«»", ")(][}{><»«")
    assert len(printed) == len(spelled)
    assert sorted(printed.translate(turned) + printed) == sorted(
        spelled.translate(turned) + spelled
    )


@given(st.characters(exclude_categories=["Cs"]))
def test_a_letter_is_kept_spelled_or_lost(letter: str) -> None:
    spelled = PLAIN.spell(letter)
    assert spelled == letter or spelled.isascii() or spelled != letter
    assert (LOST in spelled and letter not in "?¿") == bool(PLAIN.lost(letter))


def test_tables_have_the_numbers_that_others_found_them_under() -> None:
    """python-escpos keeps what printers were measured to have; its import sets up the log."""
    handlers = list(logging.getLogger().handlers)
    from escpos.capabilities import get_profile

    logging.getLogger().handlers[:] = handlers
    for printer in ("default", "TM-T88V"):
        known = {
            name.lower().replace("_", "-").replace("iso-", "iso"): int(number)
            for number, name in get_profile(printer).profile_data["codePages"].items()
        }
        shared = set(CODE_PAGES) & set(known)
        assert len(shared) >= 25
        assert {name: CODE_PAGES[name] for name in shared} == {name: known[name] for name in shared}
