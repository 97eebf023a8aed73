"""What may stand in a name, an e-mail, a phone number and an address."""

import unicodedata
from collections.abc import Callable
from dataclasses import FrozenInstanceError

import phonenumbers
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadValue
from pos_app.domain.people import (
    COUNTRIES,
    MAX_NAME,
    AddressDraft,
    check_country,
    check_email,
    check_name,
    check_password,
    check_phone,
    check_text,
    check_username,
)


def refusal(check: Callable[..., object], *args: object, **kwargs: object) -> tuple[str, str]:
    """The field and the reason with which a check refuses."""
    with pytest.raises(BadValue) as caught:
        check(*args, **kwargs)
    return caught.value.field, caught.value.reason


class TestNames:
    @pytest.mark.parametrize(
        "name", ["Ann", "O'Brien", "María José", "Nguyễn", "李", "X Æ A-12", "عبد الله", "می‌خواهم"]
    )
    def test_what_people_are_called_is_kept(self, name: str) -> None:
        assert check_name("first_name", name) == name

    def test_blanks_are_tidied(self) -> None:
        assert check_name("first_name", "  Mary \u00a0 Ann ") == "Mary Ann"

    def test_composed_and_decomposed_are_one_name(self) -> None:
        assert check_name("first_name", "Jose\u0301") == check_name("first_name", "Jos\u00e9")

    @pytest.mark.parametrize(
        "bad", ["An\x00n", "An\nn", "Ann\t", "A\x1b[2Jnn", "\u202egnip", "\ud800"]
    )
    def test_control_characters_are_refused(self, bad: str) -> None:
        assert refusal(check_name, "last_name", bad) == ("last_name", "control_character")

    def test_empty_is_refused_only_where_needed(self) -> None:
        assert refusal(check_name, "first_name", "   ") == ("first_name", "empty")
        assert refusal(check_name, "first_name", None) == ("first_name", "empty")
        assert check_name("last_name", "", needed=False) == ""

    def test_length(self) -> None:
        assert check_name("first_name", "a" * MAX_NAME) == "a" * MAX_NAME
        assert refusal(check_name, "first_name", "a" * (MAX_NAME + 1)) == ("first_name", "too_long")

    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, text: str) -> None:
        try:
            once = check_text("note", text, longest=1000)
        except BadValue:
            return
        assert check_text("note", once, longest=1000) == once
        assert not any(unicodedata.category(c) == "Cc" for c in once)


class TestEmail:
    @pytest.mark.parametrize(
        "email",
        [
            "ann@example.com",
            "a.b+tag@mail.example.co.uk",
            "o'neil@example.org",
            "jürgen@bücher.example",
        ],
    )
    def test_taken(self, email: str) -> None:
        assert check_email(email) == email

    def test_one_mailbox_is_one_spelling(self) -> None:
        assert check_email(" Ann@Example.COM ") == "ann@example.com"

    @pytest.mark.parametrize(
        "bad",
        [
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "a b@example.com",
            "ann@@example.com",
            ".ann@example.com",
            "ann.@example.com",
            "a..b@example.com",
            "ann@-example.com",
            "ann@example-.com",
            "ann@example..com",
            "ann@192.168.0.1",
            "ann@example.com,bob@example.com",
            "<ann@example.com>",
            "a" * 65 + "@example.com",
            "ann@" + "a" * 64 + ".com",
        ],
    )
    def test_refused(self, bad: str) -> None:
        assert refusal(check_email, bad) == ("email", "not_an_email")

    def test_missing_only_where_allowed(self) -> None:
        assert check_email("", needed=False) == ""
        assert refusal(check_email, "") == ("email", "empty")

    def test_longer_than_a_mail_server_takes(self) -> None:
        assert refusal(check_email, "a@" + "b." * 130 + "com") == ("email", "too_long")


class TestCountry:
    def test_the_list_is_isos(self) -> None:
        # Two independent lists: the numbering plans' regions and the CLDR's territory names.
        regions = set(phonenumbers.SUPPORTED_REGIONS) - {"AC", "TA", "XK"}
        assert regions <= COUNTRIES
        assert set(Locale("en").territories) >= COUNTRIES
        assert len(COUNTRIES) == 249

    def test_capitals_are_optional(self) -> None:
        assert check_country(" us ") == "US"

    @pytest.mark.parametrize("bad", ["UK", "USA", "XX", "U", "Deutschland", "ß"])
    def test_refused(self, bad: str) -> None:
        assert refusal(check_country, bad) == ("country", "not_a_country")


class TestPhone:
    @pytest.mark.parametrize(
        "phone", ["+1 (212) 555-0100", "030/12 34 56", "0171.2345678", "+442071838750"]
    )
    def test_taken_as_written(self, phone: str) -> None:
        assert check_phone(phone) == phone

    @pytest.mark.parametrize(
        "bad", ["123", "call me", "555-0100 ext. 4", "1" * 16, "1+2345678", "٠١٢٣٤"]
    )
    def test_refused(self, bad: str) -> None:
        assert refusal(check_phone, bad) == ("phone", "not_a_phone")

    def test_missing_is_fine_unless_needed(self) -> None:
        assert check_phone("  ") == ""
        assert refusal(check_phone, "", needed=True) == ("phone", "empty")


class TestSignIn:
    def test_username(self) -> None:
        assert check_username(" ann.lee ") == "ann.lee"
        assert refusal(check_username, "a") == ("username", "too_short")
        assert refusal(check_username, "ann lee") == ("username", "unknown_choice")
        assert refusal(check_username, "a" * 65) == ("username", "too_long")

    def test_password_is_kept_as_typed_and_never_told(self) -> None:
        assert check_password("  pass phrase  ") == "  pass phrase  "
        with pytest.raises(BadValue) as caught:
            check_password("secret")
        assert caught.value.reason == "too_short"
        assert "secret" not in repr(caught.value)
        assert refusal(check_password, None) == ("password", "empty")
        assert refusal(check_password, "x" * 257) == ("password", "too_long")


class TestAddress:
    def test_checked_cleans_every_field(self) -> None:
        draft = AddressDraft(" 1 Main St ", " Springfield", "us", zip=" 62701 ", state=" IL")
        assert draft.checked() == AddressDraft(
            "1 Main St", "Springfield", "US", state="IL", zip="62701"
        )

    @pytest.mark.parametrize(
        ("field", "value", "reason"),
        [
            ("line1", "", "empty"),
            ("city", " ", "empty"),
            ("country", "ZZ", "not_a_country"),
            ("country", "", "empty"),
            ("line2", "a\nb", "control_character"),
            ("zip", "1" * 21, "too_long"),
            ("phone", "none", "not_a_phone"),
        ],
    )
    def test_the_fault_names_its_field(self, field: str, value: str, reason: str) -> None:
        fields = {"line1": "1 Main St", "city": "Springfield", "country": "US", field: value}
        assert refusal(AddressDraft(**fields).checked) == (field, reason)

    def test_every_fault_is_found_at_once(self) -> None:
        draft = AddressDraft("", "", "Atlantis", zip="1\t2", phone="none")
        assert [(fault.field, fault.reason) for fault in draft.faults()] == [
            ("line1", "empty"),
            ("city", "empty"),
            ("zip", "control_character"),
            ("country", "not_a_country"),
            ("phone", "not_a_phone"),
        ]
        assert AddressDraft("1 Main St", "Springfield", "US").faults() == ()

    def test_frozen(self) -> None:
        draft = AddressDraft("1 Main St", "Springfield", "US")
        with pytest.raises(FrozenInstanceError):
            draft.city = "Shelbyville"  # type: ignore[misc]
