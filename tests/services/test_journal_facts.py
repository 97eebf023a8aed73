"""What stands in the entries: full values, as the books have them, and totals that add up."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.domain.tax import TaxRate
from pos_app.services.recorded_changes import changes, plain
from pos_app.shop import Shop

Entry = dict[str, Any]
Last = Callable[[str], Entry]


@pytest.fixture
def last(shop: Shop) -> Last:
    """The last entry of a kind, whole."""

    def find(kind: str) -> Entry:
        sql = "SELECT entry, document FROM journal WHERE kind = ? ORDER BY id DESC LIMIT 1"
        row = shop._database.row(sql, (kind,))
        assert row is not None, kind
        entry: Entry = json.loads(row[0])
        assert entry["document"] == row[1]
        return entry

    return find


def test_a_sale_tells_all_that_its_receipt_says(
    shop: Shop, owner: Clerk, milk: ProductRow, last: Last
) -> None:
    ham = shop.catalog.add_product(name="Ham", price=1990, unit="kg", stock=9, by=owner)
    anna = shop.customers.add(first_name="Anna", last_name="Berg", by=owner)
    cart = Cart().add(milk, 3).add(ham, Decimal("0.226")).set_discount(0, Discount(0, 30, "dented"))
    cart = cart.for_customer(anna.id, anna.name)
    payments = [Payment("card", 500), Payment("cash", 1000)]
    receipt = shop.checkout.sell(cart, payments, by=owner, drawer=True)
    order, entry = shop.orders.get(receipt.order_id), last("sale")
    facts = entry["facts"]
    names = "discount discount_code net number rounding status subtotal tax total uuid".split()
    assert {name: facts[name] for name in names} == {name: getattr(order, name) for name in names}
    assert (facts["source"], facts["drawer"], facts["tax_included"]) == ("counter", True, True)
    assert facts["day"] == order.business_date.isoformat()
    assert facts["lines"][0].keys() - facts["lines"][1].keys() == {"discount", "list", "offs"}
    unsaid = {"discount": 0, "offs": []}
    assert [{**unsaid, "list": line["gross"], **line} for line in facts["lines"]] == [
        {
            "name": item.name,
            "sku": item.sku,
            "unit": item.unit,
            "quantity": int(item.quantity * 1000),
            "price": item.price,
            "list": item.list_total,
            "discount": item.discount,
            "gross": item.gross,
            "tax": item.tax,
            "rate": item.tax_rate_ppm,
            "offs": [plain(off) for off in item.offs],
        }
        for item in order.items
    ]
    assert facts["payments"] == [
        {"amount": p.amount, "change": p.change, "method": p.method, "tendered": p.tendered}
        for p in order.payments
    ]
    assert [(t["name"], t["rate"], t["net"], t["tax"]) for t in facts["taxes"]] == [
        (t.name, t.rate_ppm, t.base, t.tax) for t in order.taxes
    ]
    row = shop._database.row("SELECT salt FROM customer_salts WHERE customer_id = ?", (anna.id,))
    assert row is not None
    digest = hashlib.sha256(bytes(row[0]) + shop.customers.get(anna.id).name.encode()).hexdigest()
    assert facts["customer"] == {"hash": digest, "id": anna.id}
    assert (entry["document"], entry["user"]["username"]) == (order.number, owner.username)
    assert entry["period"]["sold"] == entry["perpetual"]["sold"] == order.total


def test_what_comes_back_adds_up_with_what_was_sold(
    shop: Shop, owner: Clerk, milk: ProductRow, last: Last
) -> None:
    def sell(cart: Cart, cash: int = 1000) -> int:
        return shop.checkout.sell(cart, [Payment("cash", cash)], by=owner).order_id

    order = shop.orders.get(sell(Cart().add(milk, 3)))
    back = shop.returns.give_back(
        order.id, [ReturnLine(order.items[0].id, 1)], reason="sour", by=owner, drawer=True
    )
    facts = last("refund")["facts"]
    told = "discount net number reason rounding subtotal tax total uuid".split()
    assert {name: facts[name] for name in told} == {name: getattr(back, name) for name in told}
    assert (facts["order"], facts["drawer"], facts["sale"]) == (order.number, True, "")
    assert facts["repayments"] == [{"amount": 129, "card": "", "method": "cash"}]
    ((line),) = facts["lines"]
    assert (line["name"], line["quantity"], line["gross"]) == ("Milk 1 l", 1000, 129)

    goods = Exchange(order.id, order.number, (ReturnLine(order.items[0].id, 2),), "too many")
    shop.checkout.sell(Cart().add(milk).with_exchange(goods), by=owner)
    facts = last("exchange")["facts"]
    assert (facts["total"], facts["sale"]) == (258, last("sale")["document"])
    assert [each["amount"] for each in facts["carried"]] == [129]
    paid_out = [(each["method"], each["amount"]) for each in facts["repayments"]]
    assert sorted(paid_out) == [("cash", 129), ("exchange", 129)]

    wrong = shop.orders.get(sell(Cart().add(milk, 2)))
    void = shop.returns.void(wrong.id, reason="wrong goods", by=owner)
    entry = last("void")
    assert (entry["document"], entry["facts"]["total"]) == (void.number, 258)
    customer = shop.customers.add(first_name="Anna", by=owner)
    placed = shop.orders.place(Cart().add(milk, 4), customer_id=customer.id, by=owner)
    shop.orders.cancel(placed.id, by=owner)
    entry = last("cancel")
    assert entry["facts"]["status"] == {"new": "cancelled", "old": "pending"}
    assert [(each["name"], each["quantity"]) for each in entry["facts"]["lines"]] == [
        ("Milk 1 l", 4000)
    ]
    sums = {"cancellations": 1, "cancelled": 516, "refunded": 645, "refunds": 3}
    sums |= {"sales": 4, "sold": 387 + 129 + 258 + 516}
    assert entry["perpetual"] == sums
    assert shop.check(by=owner) == ()


def test_a_change_tells_what_was_and_what_is(
    shop: Shop, owner: Clerk, milk: ProductRow, last: Last, tmp_path: Path
) -> None:
    shop.catalog.update_product(
        milk.id, price=139, min_age=18, barcodes=["4006381333931"], by=owner
    )
    named = {"name": "Milk 1 l", "sku": milk.sku}
    assert last("price")["facts"] == {**named, "price": {"new": 139, "old": 129}}
    assert last("product")["facts"] == {
        **named,
        "action": "changed",
        "changes": {
            "barcodes": {"new": [{"code": "4006381333931", "pack": 1000}], "old": []},
            "min_age": {"new": 18, "old": 0},
        },
    }
    shop.settings.update(cash_step=5, name="Corner", by=owner)
    assert last("settings")["facts"]["changes"] == {
        "cash_step": {"new": 5, "old": 1},
        "name": {"new": "Corner", "old": "Corner Shop"},
    }
    shop.stock.set_on_hand(milk.id, 38, note="shelf 4", by=owner)
    stock = last("stock")["facts"]
    assert (stock["quantity"], stock["on_hand"], stock["reason"]) == (-2000, 38_000, "count")
    shop.taxes.set_rates(1, [TaxRate("Tax", 60_000)], valid_from=date(2027, 1, 1), by=owner)
    facts = last("tax")["facts"]
    assert facts["valid_from"] == "2027-01-01"
    assert facts["changes"]["rates"]["old"] == []
    assert facts["changes"]["rates"]["new"][0]["rate_ppm"] == 60_000
    offer = Promotion(0, "Week", "percent", Goods(frozenset({milk.id})), rate_ppm=100_000)
    row = shop.promotions.add(offer, by=owner)
    assert last("promotion")["facts"]["goods"]["products"] == [named]
    shop.promotions.update(row.promotion, active=False, by=owner)
    assert last("promotion")["facts"]["changes"] == {"active": {"new": False, "old": True}}
    group = shop.groups.add("Trade", by=owner)
    shop.groups.set_price(group.id, milk.id, 99, by=owner)
    shop.groups.set_price(group.id, milk.id, 95, by=owner)
    assert last("group_price")["facts"]["changes"] == {"price": {"new": 95, "old": 99}}
    assert last("group_price")["facts"]["group"] == "Trade"


def test_an_import_tells_each_price_that_it_changed(
    shop: Shop, owner: Clerk, milk: ProductRow, last: Last, tmp_path: Path
) -> None:
    file = tmp_path / "products.csv"
    lines = f"{milk.sku},Milk 1 l,{milk.category},1.49,0\nTEA,Tea,Drinks,3.50,12\n"
    file.write_text(f"sku,name,category,price,stock\n{lines}", encoding="utf-8")
    shop.imports.products(str(file), by=owner)
    facts = last("import")["facts"]
    assert facts["changed"] == [
        {
            "changes": {"price": {"new": 149, "old": 129}},
            "name": "Milk 1 l",
            "sku": milk.sku,
        }
    ]
    ((tea),) = facts["added"]
    assert (tea["sku"], tea["price"], tea["stock"], tea["category"]) == (
        "TEA",
        350,
        12_000,
        "Drinks",
    )
    before = shop._database.row("SELECT count(*) FROM journal")
    shop.imports.products(str(file), by=owner)
    assert shop._database.row("SELECT count(*) FROM journal") == before


def test_a_card_is_named_by_its_end_alone(shop: Shop, owner: Clerk, last: Last) -> None:
    cart = Cart().add_line(shop.ledgers.gift_card_line("CARD-1234-5678", 2500, by=owner))
    shop.checkout.sell(cart, [Payment("cash", 2500)], by=owner)
    assert last("sale")["facts"]["lines"][0]["card"] == "...5678"
    shop.ledgers.correct(shop.ledgers.gift_card("CARD-1234-5678"), -500, "torn", by=owner)
    facts = last("ledger")["facts"]
    assert (facts["card"], facts["amount"], facts["balance"]) == ("...5678", -500, 2000)
    rows = shop._database.rows("SELECT entry FROM journal")
    assert [row for (row,) in rows if "CARD-1234" in row] == []


def test_nothing_but_whole_numbers_and_words() -> None:
    assert plain({"a": (Decimal("0.5"), date(2026, 1, 2)), "b": frozenset({3, 1})}) == {
        "a": [500, "2026-01-02"],
        "b": [1, 3],
    }
    with pytest.raises(TypeError):
        plain(0.5)
    with pytest.raises(TypeError):
        plain({"a": b"bytes"})
    assert changes({"a": 1, "b": 2}, {"a": 1, "c": 3}) == {
        "b": {"new": None, "old": 2},
        "c": {"new": 3, "old": None},
    }
