"""What goes out comes back unchanged, and nothing half written takes a file's place."""

import csv
import os
import threading
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import Cancelled, NotAllowed, NotWritten, ShopExists
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    Clerk,
    ImportResult,
    LooseLine,
    OrderDetail,
    ProductRow,
    ReturnLine,
)
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop, ShopSetup


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Shop]:
    """Another shop, empty."""
    shop = Shop.create(tmp_path / "other.db", ShopSetup("Other", timezone="UTC"))
    yield shop
    shop.close()


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture
def stocked(shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]) -> Shop:
    """A shop with products of every kind."""
    add_product(
        "=SUM(A1) Cola, 1 l\u00e9",
        sku="-C1",
        price=0,
        stock=0,
        category="Drinks > @home",
        brand="+Co",
        barcodes=["4006381333931", ("036000291452", 12), "A*3"],
        description='Says "cold"\nand fresh',
    )
    add_product(
        "Apples",
        unit="kg",
        stock=Decimal("12.345"),
        cost=110,
        reorder_level=Decimal("2.5"),
        open_price=True,
        min_age=18,
        scale_number=4711,
        tax_class_id=shop.taxes.add_class("Food", [TaxRate("Tax", 0)], by=owner).id,
    )
    gone = add_product("Gone")
    shop.catalog.archive_product(gone.id, by=owner)
    return shop


def test_products_come_back_unchanged(
    stocked: Shop, other: Shop, owner: Clerk, tmp_path: Path
) -> None:
    first, second = tmp_path / "products.csv", tmp_path / "again.csv"
    assert stocked.exports.products(str(first), by=stocked.staff.terminal()) == 2
    assert stocked.imports.products(str(first), by=owner) == ImportResult(0, 0, 2, 0)
    by = other.staff.terminal()
    other.taxes.add_class("Food", [TaxRate("Tax", 0)], by=by)
    assert other.imports.products(str(first), by=by) == ImportResult(2, 0, 0, 0)
    assert other.exports.products(str(second), by=other.staff.terminal()) == 2
    assert first.read_bytes() == second.read_bytes()
    assert [r.name for r in other.catalog.page()] == [r.name for r in stocked.catalog.page()]
    cola = other.catalog.by_sku("-C1")
    assert [(r.code, r.pack_quantity) for r in other.catalog.barcodes(cola.id)] == [
        ("4006381333931", 1),
        ("0036000291452", 12),
        ("A*3", 1),
    ]
    assert cola.description == 'Says "cold"\nand fresh'
    (apples,) = other.catalog.search("apples")
    for product, expected in ((cola, (False, 0, None)), (apples, (True, 18, 4711))):
        assert (product.open_price, product.min_age, product.scale_number) == expected


def test_no_cell_runs_as_a_formula(stocked: Shop, tmp_path: Path) -> None:
    stocked.exports.products(str(tmp_path / "products.csv"), by=stocked.staff.terminal())
    cells = [cell for row in rows_of(tmp_path / "products.csv") for cell in row.values()]
    assert "'=SUM(A1) Cola, 1 l\u00e9" in cells
    assert [cell for cell in cells if cell[:1] in {*"=+-@"}] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_reads_an_export(stocked: Shop, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("old")
    file.chmod(0o644)
    stocked.exports.customers(str(file), by=stocked.staff.terminal())
    assert file.stat().st_mode & 0o777 == 0o600


def test_customers_come_back_unchanged(
    shop: Shop, other: Shop, owner: Clerk, tmp_path: Path
) -> None:
    home = AddressDraft("12 Oak Avenue", "Portland", "US", state="OR", phone="+15035550123")
    jean = shop.customers.add(first_name="Jean", last_name="Li", address=home, by=owner)
    shop.customers.add_address(jean.id, AddressDraft("Via Roma 1", "Roma", "IT"), by=owner)
    sam = shop.customers.add(first_name="Sam", email="sam@example.com", by=owner)
    shop.customers.link_address(sam.id, shop.customers.addresses(jean.id)[0].id, by=owner)
    shop.customers.add(first_name="Nobody", by=owner)
    shop.customers.add(first_name="Called", phone="503-555-0177", by=owner)
    first, second = tmp_path / "customers.csv", tmp_path / "again.csv"
    assert shop.exports.customers(str(first), by=owner) == 5
    assert shop.imports.customers(str(first), by=owner) == ImportResult(0, 0, 4, 0)
    by = other.staff.terminal()
    assert other.imports.customers(str(first), by=by) == ImportResult(4, 0, 0, 0)
    other.exports.customers(str(second), by=other.staff.terminal())
    assert first.read_bytes() == second.read_bytes()
    assert rows_of(first)[0]["phone"] == "+15035550123"
    assert [row["line1"] for row in rows_of(first)] == [
        "12 Oak Avenue",
        "Via Roma 1",
        "12 Oak Avenue",
        "",
        "",
    ]
    assert other.check(by=other.staff.terminal()) == ()


def test_the_terms_of_customers_come_back_unchanged(
    shop: Shop, other: Shop, owner: Clerk, tmp_path: Path
) -> None:
    trade = shop.groups.add("=Trade", by=owner)
    for name, terms in {
        "bea": {"group_id": trade.id, "tax_exempt": "@NGO 7", "credit_limit": 25_050},
        "cid": {"group_id": None, "tax_exempt": "", "credit_limit": 0},
    }.items():
        added = shop.customers.add(first_name=name, username=name, by=owner)
        shop.customers.set_terms(added.id, **terms, by=owner)  # type: ignore[arg-type]
    first, second = tmp_path / "customers.csv", tmp_path / "again.csv"
    shop.exports.customers(str(first), by=owner)
    assert [(row["group"], row["tax_exempt"], row["credit_limit"]) for row in rows_of(first)] == [
        ("'=Trade", "'@NGO 7", "250.50"),
        ("", "", ""),
    ]
    assert shop.imports.customers(str(first), by=owner) == ImportResult(0, 0, 2, 0)
    by = other.staff.terminal()
    there = other.groups.add("=trade", by=by)
    assert other.imports.customers(str(first), by=by) == ImportResult(2, 0, 0, 0)
    bea = other.customers.by_username("bea")
    assert (bea.group_id, bea.tax_exempt, bea.credit_limit) == (there.id, "@NGO 7", 25_050)
    other.groups.update(there.id, name="=Trade", tax_included=None, by=by)
    other.exports.customers(str(second), by=other.staff.terminal())
    assert first.read_bytes() == second.read_bytes()


def test_orders_go_out_line_by_line(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    receipt = shop.checkout.sell(Cart().add(milk, 3), [Payment("cash", 500)], by=owner)
    file = tmp_path / "orders.csv"
    assert shop.exports.orders(str(file), by=owner) == 1
    (row,) = rows_of(file)
    assert (row["order"], row["sku"], row["quantity"], row["total"], row["gross"]) == (
        "T1-1",
        milk.sku,
        "3",
        "3.87",
        "3.87",
    )
    assert row["business_date"] == receipt.business_date.isoformat()
    assert row["sold_at"].startswith(row["business_date"])
    assert row["uuid"] == receipt.uuid


def test_the_sum_of_gross_is_the_revenue_where_tax_comes_on_top(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    shop.settings.update(tax_included=False, by=owner)
    shop.checkout.sell(Cart().add(milk, 3), [Payment("cash", 500)], by=owner)
    shop.exports.orders(str(tmp_path / "orders.csv"), by=owner)
    gross = sum(Decimal(row["gross"]) for row in rows_of(tmp_path / "orders.csv"))
    assert gross * 100 == shop.reports.daily_sales(by=owner)[0].revenue == 387 + 19


def test_orders_less_returns_are_the_revenue(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow], tmp_path: Path
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="NGO", credit_limit=0, by=owner)
    tea = add_product("-Tea", 333, sku="=T1")
    ham = add_product("Ham", 1999, 5, unit="kg")
    cart = Cart().add(tea, 3).add(ham, Decimal("0.250")).with_code(shop.carts.discount("TEN"))
    cart = cart.add_line(shop.ledgers.gift_card_line("K7XF-M3RD", 1000, by=owner))
    order = shop.checkout.sell(cart, [Payment("cash", 5000)], by=owner)
    exempt = Cart().add(tea).for_customer(bea.id)
    shop.checkout.sell(exempt, [Payment("card", 317)], by=owner)
    gone = shop.orders.place(Cart().add(tea), customer_id=bea.id, by=owner)
    shop.orders.cancel(gone.id, by=owner)
    lines = [row.item_id for row in shop.returns.returnable(order.order_id)]
    back = shop.returns.give_back(
        order.order_id,
        [ReturnLine(lines[0], 1), ReturnLine(lines[1], Decimal("0.100"), damaged=True)],
        reason="@Stale",
        by=owner,
    )
    card = shop.returns.give_back(order.order_id, [ReturnLine(lines[2], 1)], by=owner)
    orders, returns = tmp_path / "orders.csv", tmp_path / "returns.csv"
    assert (
        shop.exports.orders(str(orders), by=owner),
        shop.exports.returns(str(returns), by=owner),
    ) == (5, 3)
    sold, given = rows_of(orders), rows_of(returns)

    names = ("tax_included", "tax_exempt", "discount_code", "gift_card")
    assert [tuple(row[name] for name in names) for row in sold] == [
        ("yes", "", "TEN", ""),
        ("yes", "", "TEN", ""),
        ("yes", "", "TEN", "M3RD"),
        ("no", "NGO", "", ""),
        ("no", "NGO", "", ""),
    ]
    assert [row["rounding"] for row in sold[1:]] == ["0.00"] * 4  # on the first line alone
    assert Decimal(sold[0]["rounding"]) * 100 == order.rounding != 0
    assert [row["return"] for row in given] == [back.number, back.number, card.number]
    assert {row["order"] for row in given} == {order.number}
    ham_back = given[1]
    assert (ham_back["sku"], ham_back["quantity"], ham_back["unit"]) == (ham.sku, "0.1", "kg")
    assert (ham_back["damaged"], given[0]["damaged"]) == ("yes", "no")
    assert (given[0]["sku"], given[0]["name"], given[0]["reason"]) == ("'=T1", "'-Tea", "'@Stale")
    assert (given[0]["clerk"], given[0]["till"]) == ("Terminal", "T1")
    assert given[0]["business_date"] == back.business_date.isoformat()
    assert given[0]["returned_at"].startswith(given[0]["business_date"])
    assert given[2]["gift_card"] == "M3RD"
    for name in ("list_total", "discount", "net", "tax", "gross"):
        amounts = [getattr(item, name) for item in back.items]
        assert [Decimal(row[name]) * 100 for row in given[:2]] == amounts
    assert sum(Decimal(row["rounding"]) * 100 for row in given) == back.rounding + card.rounding

    def gross(rows: list[dict[str, str]]) -> Decimal:
        return sum((Decimal(r["gross"]) * 100 for r in rows if not r["gift_card"]), Decimal())

    standing = [row for row in sold if row["status"] != "cancelled"]
    assert gross(standing) - gross(given) == sum(
        row.revenue for row in shop.reports.daily_sales(by=owner)
    )


def test_returns_say_of_which_kind_they_are(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    def sell(cart: Cart) -> OrderDetail:
        receipt = shop.checkout.sell(cart, [Payment("cash", 200)], by=owner)
        return shop.orders.get(receipt.order_id)

    order = sell(Cart().add(milk))
    back = Exchange(order.id, order.number, (ReturnLine(order.items[0].id, 1),))
    cart = Cart().add(milk).with_exchange(back)
    shop.checkout.sell(cart, by=owner)
    shop.returns.void(sell(Cart().add(milk)).id, reason="Mistake", by=owner)
    shop.returns.without_receipt([LooseLine(milk.id, 2)], reason="Lost", instead="cash", by=owner)
    file = tmp_path / "returns.csv"
    assert shop.exports.returns(str(file), by=owner) == 3
    rows = rows_of(file)
    assert [(row["kind"], row["order"]) for row in rows] == [
        ("exchange", "T1-1"),
        ("void", "T1-3"),
        ("return", ""),
    ]
    assert rows[0]["uuid"] == cart.uuid
    assert (rows[2]["sku"], rows[2]["name"], rows[2]["quantity"]) == (milk.sku, milk.name, "2")
    assert (rows[2]["gross"], rows[2]["gift_card"]) == ("2.58", "")


def test_a_file_is_replaced_when_the_new_one_is_whole(stocked: Shop, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("mine")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        stocked.exports.products(str(file), stop, by=stocked.staff.terminal())
    assert file.read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} <= {
        "products.csv",
        "corner.db",
        "corner.db-wal",
        "corner.db-shm",
    }
    written_over = file.stat().st_ino
    stocked.exports.products(str(file), by=stocked.staff.terminal())
    assert len(rows_of(file)) == 2
    assert file.stat().st_ino != written_over  # whoever reads the old one reads it to its end


def test_the_shops_own_file_is_never_written_over(shop: Shop, tmp_path: Path) -> None:
    link = tmp_path / "list.csv"
    link.symlink_to(shop.path)
    for target in (shop.path, str(link), str(tmp_path / "." / "corner.db")):
        with pytest.raises(ShopExists):
            shop.exports.products(target, by=shop.staff.terminal())
    assert shop.check(by=shop.staff.terminal()) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_is_written_into_and_stays_one(shop: Shop, milk: ProductRow, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    assert shop.exports.products(str(pipe), by=shop.staff.terminal()) == 1
    reader.join()
    assert pipe.is_fifo()
    assert milk.name in read[0]


def test_a_link_goes_on_leading_to_the_list(shop: Shop, milk: ProductRow, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "list.csv").symlink_to(tmp_path / "shared" / "list.csv")
    for _ in range(2):
        shop.exports.products(str(tmp_path / "list.csv"), by=shop.staff.terminal())
    assert (tmp_path / "list.csv").is_symlink()
    assert milk.name in (tmp_path / "shared" / "list.csv").read_text()


def test_no_list_takes_the_place_of_a_backup_or_a_log(
    shop: Shop, milk: ProductRow, tmp_path: Path
) -> None:
    by = shop.staff.terminal()
    shop.backup(tmp_path / "copy.db", by=by)
    for target in (tmp_path / "copy.db", f"{shop.path}-wal", f"{shop.path}-shm"):
        before = Path(target).read_bytes()
        with pytest.raises(ShopExists):
            shop.exports.products(str(target), by=by)
        assert Path(target).read_bytes() == before
    assert shop.catalog.get(milk.id) == milk


def test_a_place_that_can_not_be_written_is_a_refusal(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(NotWritten) as refused:
        shop.exports.orders(str(tmp_path / "nowhere" / "orders.csv"), by=shop.staff.terminal())
    assert refused.value.detail


def test_a_report_leaves_by_right_and_with_an_entry(
    shop: Shop, owner: Clerk, tmp_path: Path
) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    cleo, file = shop.staff.sign_in("cleo", pin="135790"), tmp_path / "taxes.csv"
    days = (date(2026, 11, 1), date(2026, 11, 30))
    with pytest.raises(NotAllowed):
        shop.exports.report(str(file), "Tax\n", what="Taxes", rows=1, days=days, by=cleo)
    assert list(tmp_path.glob("taxes*")) == []
    seen = cleo.approved(
        shop.staff.approve(Permission.REPORTS, by=cleo, username="ann", pin="480213")
    )
    for _ in range(2):  # what was approved is to see it
        shop.exports.report(str(file), "Tax\n", what="Taxes", rows=1, days=days, by=seen)
    shop.exports.report(str(tmp_path / "low.csv"), "SKU\n", what="Low stock", rows=0, by=cleo)
    assert file.read_text() == "Tax\n"
    low, again, _ = shop.journal.page(by=owner, kind="export")
    assert [(row.user, row.approver) for row in (low, again)] == [("Cleo", ""), ("Cleo", "Ann")]
    assert shop.journal.entry(again.till, again.sequence, by=owner).facts == {
        "file": "taxes.csv",
        "from": "2026-11-01",
        "report": "Taxes",
        "rows": 1,
        "to": "2026-11-30",
        "what": "report",
    }
    with pytest.raises(ShopExists):
        shop.exports.report(shop.path, "Tax\n", what="Taxes", rows=1, by=owner)
