"""All that is kept on a customer, handed out to them."""

import json
import re
import stat
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import BadValue, NotWritten, ShopExists, UnknownCustomer
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, CustomerRow, ProductRow, ReturnLine
from pos_app.shop import Shop

ELM = AddressDraft("5 Elm Street", "Seattle", "US", state="WA", zip="98101", phone="206 555 0142")


@pytest.fixture
def jean(shop: Shop, owner: Clerk, milk: ProductRow) -> CustomerRow:
    """Jean Lee, who signed up, bought, gave back, owes, has a cart and a receipt on paper."""
    jean = shop.customers.register(
        first_name="Jean",
        last_name="Lee <&>",
        username="jean",
        email="jean@example.com",
        password="correct horse",
        address=ELM,
        card="CARD-77",
        by=owner,
    )
    group = shop.groups.add("Members", by=owner)
    shop.customers.set_terms(
        jean.id, group_id=group.id, tax_exempt="VAT DE1", credit_limit=5000, by=owner
    )
    cart = Cart().add(milk, 2).for_customer(jean.id, jean.name).set_note(0, "cold please")
    cart = cart.set_discount(0, Discount(amount=58, reason="dented"))
    sold = shop.checkout.sell(cart, [Payment("account", 190)], by=owner, paper=True)
    (item,) = shop.orders.get(sold.order_id).items
    shop.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], reason="sour", by=owner)
    shop.carts.save(Cart().add(milk).for_customer(jean.id, jean.name), by=owner)
    return jean


def test_everything_is_there(shop: Shop, owner: Clerk, jean: CustomerRow) -> None:
    found = shop.customers.personal_data(jean.id, by=owner)
    json.dumps(found)  # plain values only
    person = found["customer"]
    assert (person["first_name"], person["email"], person["card"]) == (
        "Jean",
        "jean@example.com",
        "CARD-77",
    )
    assert (person["group"], person["tax_exempt"], person["credit_limit"]) == (
        "Members",
        "VAT DE1",
        5000,
    )
    assert person["password"] == "kept as a hash only"
    assert "argon2" not in json.dumps(found)
    (address,) = found["addresses"]
    assert (address["line1"], address["phone"], address["shared_with"]) == (
        "5 Elm Street",
        "+12065550142",
        0,
    )
    (order,) = found["orders"]
    assert (order["number"], order["total"], order["tax_exempt"]) == ("T1-1", 190, "VAT DE1")
    (item,) = order["items"]
    assert (item["name"], item["quantity"], item["note"]) == ("Milk 1 l", "2", "cold please")
    assert [(d["label"], d["amount"]) for d in order["discounts"]] == [("dented", 56)]
    assert [(p["method"], p["amount"]) for p in order["payments"]] == [("account", 190)]
    (back,) = found["returns"]
    assert (back["number"], back["order"], back["reason"]) == ("T1-R1", "T1-1", "sour")
    assert [i["quantity"] for i in back["items"]] == ["1"]
    assert [(r["method"], r["amount"]) for r in back["repayments"]] == [("account", 95)]
    (ledger,) = found["ledgers"]
    assert (ledger["kind"], ledger["balance"]) == ("account", -95)
    assert [move["amount"] for move in ledger["moves"]] == [-190, 95]
    (cart,) = found["carts"]
    assert [line["name"] for line in cart["items"]] == ["Milk 1 l"]
    assert [(paper["number"], paper["copy"]) for paper in found["printed"]] == [
        ("T1-1", "original")
    ]
    sale = next(entry for entry in found["journal"] if entry["kind"] == "sale")
    assert (sale["till"], sale["document"], len(sale["hash"])) == ("T1", "T1-1", 64)


def test_nothing_of_others_is_there(
    shop: Shop, owner: Clerk, milk: ProductRow, jean: CustomerRow
) -> None:
    kim = shop.customers.add(first_name="Kim", by=owner)
    shop.checkout.sell(
        Cart().add(milk).for_customer(kim.id, kim.name), [Payment("cash", 129)], by=owner
    )
    found = shop.customers.personal_data(kim.id, by=owner)
    assert [order["number"] for order in found["orders"]] == ["T1-2"]
    assert [entry["document"] for entry in found["journal"]] == ["T1-2"]
    assert found["addresses"] == found["returns"] == found["ledgers"] == found["carts"] == []
    assert found["customer"]["password"] == ""


def test_the_walk_in_customer_is_no_person(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(BadValue):
        shop.customers.personal_data(WALK_IN_CUSTOMER_ID, by=owner)
    with pytest.raises(UnknownCustomer):
        shop.customers.personal_data(99, by=owner)


@pytest.mark.parametrize("name", ["jean.json", "jean.html"])
def test_a_file_that_only_its_owner_may_read(
    shop: Shop, owner: Clerk, jean: CustomerRow, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    shop.customers.export_personal_data(jean.id, str(target), by=owner)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    text = target.read_text("utf-8")
    if name.endswith(".json"):
        assert json.loads(text)["customer"]["first_name"] == "Jean"
    else:
        assert "What Corner Shop keeps about Jean Lee &lt;&amp;&gt;" in text
        assert "<&>" not in text
        for told in ("5 Elm Street", "cold please", "$1.90", "T1-R1", "(206) 555-0142", "sour"):
            assert told in text, told
        assert "src=" not in text
        assert not re.search(r"\d{4}-\d\d-\d\dT", text)  # times as people write them
    kinds = [e["kind"] for e in shop.customers.personal_data(jean.id, by=owner)["journal"]]
    assert kinds.count("export") == 1


def test_a_file_that_can_not_be_written(
    shop: Shop, owner: Clerk, jean: CustomerRow, tmp_path: Path
) -> None:
    with pytest.raises(NotWritten):
        shop.customers.export_personal_data(jean.id, str(tmp_path / "no" / "a.json"), by=owner)
    with pytest.raises(ShopExists):
        shop.customers.export_personal_data(jean.id, shop.path, by=owner)


def test_what_is_left_of_the_erased_can_not_be_asked_for(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    kim = shop.customers.add(first_name="Kim", by=owner)
    shop.customers.erase(kim.id, by=owner)
    with pytest.raises(UnknownCustomer):
        shop.customers.personal_data(kim.id, by=owner)
