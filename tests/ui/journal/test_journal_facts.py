"""What the journal's entries say, in words."""

import json
from pathlib import Path

import pytest

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import Clerk, JournalFault, JournalNote
from pos_app.shop import Shop
from pos_app.ui.journal.facts import Fact, FactTeller
from pos_app.words.journal import (
    KINDS,
    journal_fault_words,
    journal_note_words,
    kind_words,
    label_words,
)
from tests.services.journal_world import CASES, Case, World
from tests.services.test_journal_entries import MADE_BY_THE_CHAIN, MODULES

EUROS = MoneyFormat("EUR", 2, suffix=" €", decimal_mark=",", group_mark=".")


@pytest.fixture
def teller(shop: Shop) -> FactTeller:
    return FactTeller(shop.info, EUROS)


def test_every_kind_that_is_written_has_words() -> None:
    assert MODULES  # they fill the table
    written = {kind for case in CASES for kind in case.kinds} | set(MADE_BY_THE_CHAIN)
    assert sorted(written - set(KINDS)) == []
    assert len(set(KINDS.values())) == len(KINDS)


def test_a_kind_of_a_newer_program_is_spelled_out() -> None:
    assert kind_words("ghost_ship") == "Ghost ship"
    assert label_words("ghost_ship") == "Ghost ship"


@pytest.mark.parametrize("case", [c for c in CASES if c.kinds], ids=lambda case: case.name)
def test_every_entry_can_be_told(
    shop: Shop, owner: Clerk, tmp_path: Path, teller: FactTeller, case: Case
) -> None:
    case.prepare(World(shop, owner, tmp_path))()
    rows = shop._database.rows("SELECT kind, entry FROM journal WHERE kind <> 'key'")
    for _kind, text in rows:
        for fact in teller.told(json.loads(text)["facts"]):
            shown = fact.label + fact.value
            assert not any(mark in shown for mark in ("{", "}", "[", "_ppm", "None")), fact
            assert "_" not in fact.label


def test_a_sale(teller: FactTeller) -> None:
    facts = {
        "at": "2026-11-26T09:30:00+00:00",
        "customer": {"hash": "ab", "id": 7},
        "day": "2026-11-26",
        "discount_code": "",
        "lines": [
            {
                "discount": 0,
                "gross": 1234,
                "name": "Ham",
                "offs": [{"amount": 20, "kind": "line", "label": "dented"}],
                "quantity": 617,
                "rate": 88_750,
                "unit": "kg",
            }
        ],
        "payments": [{"amount": 1234, "change": 766, "method": "cash", "tendered": 2000}],
        "tax_included": True,
        "taxes": [{"amount": 0, "name": "VAT", "net": 1000, "rate": 88_750, "tax": 234}],
        "total": 1234,
    }
    assert teller.told(facts) == (
        Fact("Customer", "no. 7"),
        Fact("Lines", ""),
        Fact("0,617 kg × Ham", "12,34 €", 1),
        Fact("", "Rate 8,875 %", 1),
        Fact("Discounts", "", 2),
        Fact("dented", "0,20 €", 3),
        Fact("", "Kind discount on the line", 3),
        Fact("Taxes", ""),
        Fact("VAT", "2,34 €", 1),
        Fact("", "Net 10,00 € · Rate 8,875 %", 1),
        Fact("Total", "12,34 €"),
        Fact("Payments", ""),
        Fact("cash", "12,34 €", 1),
        Fact("", "Change 7,66 € · Tendered 20,00 €", 1),
        Fact("Time", "Nov 26, 2026 4:30 AM"),
        Fact("Business date", "Nov 26, 2026"),
        Fact("Tax included", "yes"),
    )


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"price": {"new": 139, "old": 129}}, Fact("Price", "1,29 € → 1,39 €")),
        ({"group": {"new": "Trade", "old": None}}, Fact("Group", "none → Trade")),
        ({"most_ppm": {"new": 70_000, "old": 0}}, Fact("Discount up to", "0 % → 7 %")),
        ({"counts": [[10_000, 2], [100, 5]]}, Fact("Coins and notes", "2 × 100,00 €, 5 × 1,00 €")),
        ({"voids": {"amount": 500, "count": 2}}, Fact("Voids", "2 for 5,00 €")),
        ({"taken": ["discount"]}, Fact("Taken", "give discounts")),
        ({"quantity": 24_000, "unit": "piece"}, Fact("Quantity", "24")),
        ({"rows": 12_345}, Fact("Rows", "12,345")),
        ({"training": False}, Fact("Training", "no")),
    ],
)
def test_single_facts(teller: FactTeller, facts: dict[str, object], told: Fact) -> None:
    assert teller.told(facts)[0] == told


def test_what_says_nothing_is_left_out(teller: FactTeller) -> None:
    assert teller.told({"a": None, "b": "", "c": [], "d": {}}) == ()


def test_the_drawers_sums_are_amounts(teller: FactTeller) -> None:
    told = teller.told(
        {"cash": {"refunds": 250, "sales": 1000}, "sales": {"count": 3, "amount": 9}}
    )
    assert [fact.value for fact in told] == ["", "2,50 €", "10,00 €", "3 for 0,09 €"]


# --- what verifying finds ------------------------------------------------------------------------

FAULTS = (
    "edited signature rechained deleted swapped inserted cut column spelling order link till key "
    "totals closing clock head anchor books missing"
).split()
NOTES = "machine rotated vouched clock restore no_key open_key".split()


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_a_sentence(kind: str) -> None:
    assert kind in (JournalFault.__doc__ or "")
    said = journal_fault_words(JournalFault("T1", 1234, kind, "x"))
    assert said.startswith("Entry 1,234 of till T1 ")
    assert said.endswith(" (x).")
    assert "is wrong" not in said


@pytest.mark.parametrize("kind", NOTES)
def test_every_note_is_a_sentence(kind: str) -> None:
    assert kind in (JournalNote.__doc__ or "")
    assert journal_note_words(JournalNote("T1", 5, kind)).startswith("Till T1, entry 5: ")
    assert journal_note_words(JournalNote("", 0, kind))[0].isupper()


def test_a_note_tells_its_moment_as_people_read_one() -> None:
    note = JournalNote("T1", 4, "clock", "2026-05-22T07:57:21.000000Z")
    said = "Till T1, entry 4: the clock was set back (2026-05-22 07:57:21 UTC)."
    assert journal_note_words(note) == said
    for other in ("till-1 2d1ad92182cf6887", "20261126", "0001-01-01T00:00:00+14:00"):
        assert journal_note_words(JournalNote("T1", 4, "machine", other)).endswith(f"({other}).")


def test_a_fault_of_no_till() -> None:
    assert journal_fault_words(JournalFault("", 0, "anchor")).startswith("The journal is not")
