"""Codes from a terminal: what they stand for, the rules, and those nobody knows."""

from collections.abc import Callable

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from tests.terminal import Run, Said, terminal

PRICE = CodeRule("Price", "price", "22IIIIIVVVVVC", 2)


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the shop of this test."""
    return terminal(capsys, "codes", shop=shop.path)


def test_help(run: Run) -> None:
    assert "python -m pos_app codes read" in run("--help").out
    for command in ("read", "rules", "unknown"):
        assert run(command, "--help").code == 0


def test_what_a_label_says(run: Run, add_product: Callable[..., ProductRow]) -> None:
    ham = add_product("Ham", 2000, unit="kg", scale_number=7, stock=5, barcodes=["9501101530003"])
    said = run("read", PRICE.spell("7", 1234))
    assert said == Said(0, f"Ham ({ham.sku})\nQuantity: 0.617 kg\nPrice on the label: $12.34\n", "")
    said = run("read", "]d20109501101530003" + "10L7<GS>17301231")
    assert said.out.endswith("Lot: L7\nUse by: 2030-12-31\n")


def test_whose_a_code_is(run: Run, shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.customers.add(first_name="Rosa", card="K-1234", by=owner)
    bob = shop.staff.add_user(username="bob", name="Bob", pin="135790", by=owner)
    shop.staff.set_badge(bob.id, "B-1234", by=owner)
    shop.discounts.add_code("SUMMER", rate_ppm=100_000, by=owner)
    line = shop.ledgers.gift_card_line("GIFT-77", 2500, by=owner)
    shop.checkout.sell(Cart().add_line(line), [Payment("cash", 2500)], by=owner)
    told = {code: run("read", code).out for code in ("K-1234", "B-1234", "SUMMER", "GIFT-77")}
    assert told == {
        "K-1234": "Customer: Rosa\n",
        "B-1234": "Badge: Bob\n",
        "SUMMER": "Discount code: SUMMER\n",
        "GIFT-77": "Gift card with $25.00\n",
    }
    assert run("read", "T1-1").out == "Receipt: T1-1\n"


def test_an_unknown_code_is_refused(run: Run) -> None:
    said = run("read", "4006381333931")
    assert said.code == 1
    assert said.out == ""
    assert "belongs to no product" in said.err


def test_rules_are_listed_added_switched_and_removed(run: Run, shop: Shop) -> None:
    assert run("rules").out.splitlines() == [
        "1\ton\tweight\t21IIIIIVVVVVC\t3\tWeight in grams",
        "2\ton\tprice\t22IIIIIVVVVVC\t2\tPrice",
    ]
    added = run(
        "rules", "--add", "Cards", "--kind", "customer", "--pattern", "99I*", "--decimals", "0"
    )
    assert added.out.splitlines()[-1] == "3\ton\tcustomer\t99I*\t0\tCards"
    assert run("rules", "--off", "3").out.splitlines()[-1].startswith("3\toff")
    assert run("rules", "--on", "3").out.splitlines()[-1].startswith("3\ton")
    assert len(run("rules", "--remove", "3").out.splitlines()) == 2
    assert run("rules", "--remove", "3").code == 1
    assert run("rules", "--off", "3").code == 1
    wrong = run("rules", "--add", "x", "--kind", "weight", "--pattern", "IIVV")
    assert wrong.code == 1
    assert "Pattern needs a letter or digit that is always the same" in wrong.err
    assert run("rules", "--add", "x").code == 2
    assert run("rules", "--on", "1", "--off", "2").code == 2
    assert len(shop.codes.rules()) == 2


def test_unknown_codes_are_listed_and_forgotten(run: Run, shop: Shop, owner: Clerk) -> None:
    assert run("unknown").err == "Every code that was scanned belongs to something.\n"
    shop.codes.note_unknown("4006381333931", by=owner)
    shop.codes.note_unknown("4006381333931", by=owner)
    (row,) = run("unknown").out.splitlines()
    assert row.split("\t")[:2] == ["4006381333931", "2"]
    assert run("unknown", "--forget", "4006381333931").out == ""
    assert run("unknown", "--forget", "4006381333931").code == 1
