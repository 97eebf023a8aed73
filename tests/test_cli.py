"""The terminal: what each command does, what it says where, and the exit codes scripts trust."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLockFile

from pos_app import __version__, config
from pos_app.cli import main
from pos_app.cli.reports import REPORTS
from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.shop import Shop
from tests.terminal import Run, terminal

ROOT = Path(__file__).resolve().parent.parent
PRODUCTS = "sku,name,category,price,stock\nA1,Milk,Dairy,1.29,40\nB2,Tea,Drinks,3.50,9\n"
BASKETS = (
    "basket_id,sold_at,customer,sku,quantity,sales_value,retail_disc,coupon_disc,"
    "coupon_match_disc\n"
    "1,2017-03-01 10:00:00,883,A1,2,2.58,0,0,0\n"
    "2,2017-03-02 10:00:00,7,A1,1,1.29,0,0,0\n"
    "3,2017-03-02 11:00:00,883,B2,1,3.50,0,0,0\n"
)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's own settings are read or written."""
    monkeypatch.setenv("COUNTERTOP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COUNTERTOP_SHOP", raising=False)
    return tmp_path / "home"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return terminal(capsys)


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, Path]:
    files = {"products": tmp_path / "products.csv", "baskets": tmp_path / "baskets.csv"}
    files["products"].write_text(PRODUCTS)
    files["baskets"].write_text(BASKETS)
    return files


@pytest.fixture
def filled(run: Run, shop_path: Path, lists: dict[str, Path]) -> Path:
    for kind, file in lists.items():
        assert run("import", kind, file, "--shop", shop_path).code == 0
    return shop_path


# --- set-up --------------------------------------------------------------------------------------


def test_version_and_help(run: Run) -> None:
    assert run("--version") == (0, f"Countertop {__version__}\n", "")
    told = run("--help").out
    for command in ("new", "import", "export", "report", "check", "backup", "restore"):
        assert f"\n  {command} " in told
        assert "Usage:" in run(command, "--help").out
    assert "130  interrupted" in told


def test_a_new_shop(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "corner.db"
    said = run("new", "--shop", path, "--name", "Laden", "--country", "de", "--timezone", "UTC")
    assert (said.code, said.out) == (0, "")
    assert "Made Laden (EUR, UTC)" in said.err
    shop = Shop.open(path)
    assert (shop.info.name, shop.info.currency, shop.info.country) == ("Laden", "EUR", "DE")
    assert shop.taxes.classes()[0].periods[0].rates[0].name == "MwSt"
    assert path.stat().st_mode & 0o777 == 0o600
    shop.close()
    assert config.load().last_shop == ""


def test_taxes_of_a_new_shop(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "corner.db"
    run("new", "--shop", path, "--tax-added", "--tax-rate", "8.875", "--currency", "usd")
    shop = Shop.open(path)
    assert not shop.info.tax_included
    assert [row.rate_ppm for row in shop.catalog.tax_classes()] == [88_750]
    shop.close()


def test_without_shop_it_is_the_tills_own_and_is_remembered(run: Run, own_home: Path) -> None:
    assert run("new", "--sample").code == 0
    assert config.load().last_shop == str(own_home / "shop.db")
    said = run("report", "daily-sales", "--format", "json")
    assert (said.code, len(json.loads(said.out)) > 50) == (0, True)
    assert run("check").code == 0


def test_a_rate_that_is_none_is_told_as_it_was_typed(run: Run, tmp_path: Path) -> None:
    said = run("new", "--tax-rate", "200", "--shop", tmp_path / "a.db")
    assert (said.code, said.err) == (1, "Error: Tax rate must be from 0 to 100 %.\nIt was “200”.\n")
    assert not (tmp_path / "a.db").exists()


def test_one_is_not_many(run: Run, tmp_path: Path, shop_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("sku,name,category,price,stock\nA1,Milk,Dairy,1.29,40\nB2,Tea,Drinks,-1,9\n")
    said = run("import", "products", file, "--skip-bad-rows", "--shop", shop_path)
    assert said.err.splitlines()[-1] == ("1 product added, 0 changed, 0 unchanged, 1 row left out")
    assert run("export", "products", file, "--shop", shop_path).err.startswith("1 row written")


def test_a_new_shop_never_stands_on_a_file(run: Run, shop_path: Path) -> None:
    before = shop_path.read_bytes()
    for extra in ([], ["--sample"]):
        said = run("new", "--shop", shop_path, *extra)
        assert (said.code, said.out) == (4, "")
        assert "There is a file at" in said.err
    assert shop_path.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--country", "Germany"], "Country is not known; give its two letters, such as US."),
        (["--currency", "EURO"], "Currency is not known; give its three letters, such as USD."),
        (["--timezone", "Mars"], "Time zone is not a time zone."),
        (["--tax-rate", "much"], "Tax rate is not a number."),
        (["--name", ""], "Name is missing."),
    ],
)
def test_answers_that_can_not_be_taken(
    run: Run, tmp_path: Path, options: list[str], words: str
) -> None:
    said = run("new", "--shop", tmp_path / "x.db", *options)
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert list(tmp_path.glob("x.db*")) == []


def test_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    said = run("new", "--shop", tmp_path / "no" / "x.db")
    assert said.code == 2
    assert "There is no folder" in said.err


# --- lists ---------------------------------------------------------------------------------------


def test_imports_count_what_they_did(run: Run, shop_path: Path, lists: dict[str, Path]) -> None:
    first = run("import", "products", lists["products"], "--shop", shop_path)
    assert first == (0, "", "2 products added, 0 changed, 0 unchanged\n")
    again = run("import", "--shop", shop_path, "products", lists["products"])
    assert again == (0, "", "0 products added, 0 changed, 2 unchanged\n")
    sold = run("--shop", shop_path, "import", "baskets", lists["baskets"])
    assert sold == (0, "", "3 baskets added, 0 unchanged\n")
    assert run("check", "--shop", shop_path) == (0, "", "All is well: nothing found.\n")


def test_each_fault_has_a_line_of_its_own(run: Run, shop_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(PRODUCTS + "C3,Jam,Spreads,-1,1\nD4,,Bread,x,1\n")
    said = run("import", "products", file, "--shop", shop_path)
    assert (said.code, said.out) == (3, "")
    assert said.err.splitlines()[1:4] == [
        f"{file}: line 4, price: “-1” must not be below zero",
        f"{file}: line 5, name: is missing",
        f"{file}: line 5, price: “x” is not a number",
    ]
    assert "--skip-bad-rows" in said.err
    said = run("import", "products", file, "--shop", shop_path, "--skip-bad-rows")
    assert said.code == 0
    assert said.err.splitlines()[-1] == (
        "2 products added, 0 changed, 0 unchanged, 2 rows left out"
    )
    assert f"{file}: line 4, price" in said.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no such file"),
        ("", "The file is empty"),
        ("sku,name,category,stock\n", "line 1, price: is a column this file must have"),
        ("sku,name,category,price,stock\nA,Rosé,D,1,1\n", "line 2: “A,Ros"),
    ],
)
def test_a_file_that_is_no_list(
    run: Run, shop_path: Path, tmp_path: Path, content: str | None, words: str
) -> None:
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_text(content, encoding="latin-1")
    said = run("import", "products", file, "--shop", shop_path)
    assert said.code == 3
    assert words in said.err


def test_a_refusal_at_checkout_says_where_it_stopped(
    run: Run, shop_path: Path, lists: dict[str, Path]
) -> None:
    run("import", "products", lists["products"], "--shop", shop_path)
    lists["baskets"].write_text(BASKETS.replace("B2,1,", "B2,10,"))
    said = run("import", "baskets", lists["baskets"], "--shop", shop_path)
    assert said.code == 1
    assert "Stopped at line 4" in said.err
    assert "Only 9 left of Tea." in said.err
    assert "2 before it are kept" in said.err


def test_exports_come_back(run: Run, filled: Path, tmp_path: Path) -> None:
    for kind, rows in (("products", 2), ("customers", 2), ("orders", 3), ("returns", 0)):
        file = tmp_path / f"{kind}.out.csv"
        said = run("export", kind, file, "--shop", filled)
        assert said == (0, "", f"{rows} rows written to {file}\n")
        assert len(file.read_text().splitlines()) == rows + 1
    said = run("import", "products", tmp_path / "products.out.csv", "--shop", filled)
    assert said.err == "0 products added, 0 changed, 2 unchanged\n"
    said = run("import", "customers", tmp_path / "customers.out.csv", "--shop", filled)
    assert said.err == "0 customers added, 0 changed, 2 unchanged\n"


def test_an_export_never_takes_the_shops_place(run: Run, filled: Path) -> None:
    said = run("export", "orders", filled, "--shop", filled)
    assert said.code == 4
    assert run("check", "--shop", filled).code == 0


# --- reports -------------------------------------------------------------------------------------


def test_daily_sales_as_json(run: Run, filled: Path) -> None:
    said = run("report", "daily-sales", "--shop", filled, "--format", "json")
    assert said.err == ""
    assert json.loads(said.out) == [
        {"date": "2017-03-02", "orders": 2, "revenue": 479, "returned": 0},
        {"date": "2017-03-01", "orders": 1, "revenue": 258, "returned": 0},
    ]


def test_daily_sales_of_some_days(run: Run, filled: Path) -> None:
    said = run(
        *("report", "daily-sales", "--shop", filled, "--format", "csv"),
        *("--from", "2017-03-01", "--to", "2017-03-01"),
    )
    assert said.out == "date,orders,revenue,returned\n2017-03-01,1,258,0\n"


def test_a_table_is_for_people(run: Run, filled: Path) -> None:
    said = run("report", "daily-sales", "--shop", filled)
    assert [line.split() for line in said.out.splitlines()] == [
        ["date", "orders", "revenue", "returned"],
        [said.out.splitlines()[1].strip()],
        ["2017-03-02", "2", "$4.79", "$0.00"],
        ["2017-03-01", "1", "$2.58", "$0.00"],
        [],
        ["total", "3", "$7.37", "$0.00"],
    ]


def test_the_other_reports(run: Run, filled: Path) -> None:
    def rows(kind: str, *options: str) -> list[dict[str, Any]]:
        said = run("report", kind, "--shop", filled, "--format", "json", *options)
        assert said.code == 0
        listed: list[dict[str, Any]] = json.loads(said.out)
        return listed

    top = rows("top-customers")
    assert [(row["customer"], row["orders"], row["revenue"]) for row in top] == [
        ("883", 2, 608),
        ("7", 1, 129),
    ]
    assert rows("top-customers", "--to", "2017-03-01")[0]["revenue"] == 258
    low = rows("low-stock")
    assert [(row["sku"], row["on_hand"], row["reorder_level"]) for row in low] == [("B2", 8, 10)]
    assert rows("pending") == []


def test_taxes_discounts_and_takings(run: Run, filled: Path) -> None:
    shop = Shop.open(filled)
    by = shop.staff.terminal()
    off = Discount(amount=29, reason="Damaged")
    cart = Cart().add(shop.catalog.by_sku("A1"), 2).set_discount(0, off)
    order = shop.checkout.sell(cart, [Payment("cash", 300)], by=by)
    item = shop.orders.get(order.order_id).items[0]
    shop.returns.give_back(order.order_id, [ReturnLine(item.id, 1)], by=by)
    day = order.business_date.isoformat()
    tax = shop.orders.get(order.order_id).tax
    shop.close()
    of_today = ("--shop", filled, "--from", day, "--to", day)
    half = order.total // 2 + order.total % 2

    said = run("report", "takings", *of_today, "--format", "json")
    assert json.loads(said.out) == [
        {
            "method": "cash",
            "received": order.total,
            "given_back": half,
            "taken": order.total - half,
        }
    ]
    said = run("report", "discounts", *of_today, "--format", "csv")
    assert said.out == "kind,reason,by,orders,amount\nline,Damaged,Terminal,1,29\n"
    said = run("report", "taxes", *of_today, "--format", "json")
    (row,) = json.loads(said.out)
    assert row["gross"] == order.total - half
    assert row["net"] + row["taxes"] == row["gross"]
    assert 0 <= row["taxes"] <= tax
    shown = run("report", "taxes", *of_today).out.splitlines()
    assert shown[0].split() == ["tax", "rate", "amount", "net", "taxes", "gross"]
    assert f"{row['rate_ppm'] // 10_000} %" in shown[2]
    (day_row,) = json.loads(run("report", "daily-sales", *of_today, "--format", "json").out)
    assert (day_row["revenue"], day_row["returned"]) == (order.total - half, half)


def test_tables_of_taxes_and_takings_end_with_the_revenue(run: Run, filled: Path) -> None:
    shop = Shop.open(filled)
    by, at = shop.staff.terminal(), datetime(2017, 3, 3, 12, tzinfo=UTC)
    card = shop.ledgers.gift_card_line("GIFT", 5000, by=by)
    shop.checkout.sell(Cart().add_line(card), [Payment("card", 5000)], by=by, at=at)
    tea = shop.catalog.by_sku("A1")
    shop.checkout.sell(
        Cart().add(tea), [Payment("gift_card", tea.price, code="GIFT")], by=by, at=at
    )
    shop.close()

    def last(kind: str) -> list[list[str]]:
        said = run("report", kind, "--shop", filled, "--from", "2017-03-03", "--to", "2017-03-03")
        return [re.split(r"\s{2,}", line.strip()) for line in said.out.splitlines()[2:]]

    assert last("daily-sales")[-1] == ["total", "2", "$1.29", "$0.00"]
    assert last("taxes")[-1][0] == "total"
    assert last("taxes")[-1][-1] == "$1.29"
    takings = last("takings")
    assert ["Gift cards sold", "$0.00", "$50.00", "−$50.00"] in takings
    assert takings[-1] == ["total", "$51.29", "$50.00", "$1.29"]


def test_what_waits_is_pending(run: Run, filled: Path) -> None:
    shop = Shop.open(filled)
    by = shop.staff.terminal()
    customer = shop.customers.by_username("883").id
    placed = shop.orders.place(Cart().add(shop.catalog.by_sku("A1")), customer_id=customer, by=by)
    shop.close()
    said = run("report", "pending", "--shop", filled, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(said.out))
    assert (row["number"], row["status"], row["total"]) == (placed.number, "pending", "129")
    assert run("report", "pending", "--shop", filled, "--to", "2017-03-02").err == (
        "Nothing to show.\n"
    )


@pytest.mark.parametrize("kind", list(REPORTS))
@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_every_report_of_an_empty_shop(run: Run, shop_path: Path, kind: str, form: str) -> None:
    said = run("report", kind, "--shop", shop_path, "--format", form)
    assert said.code == 0
    assert said.out == {"json": "[]\n", "csv": ",".join(REPORTS[kind].columns) + "\n"}.get(form, "")


def test_a_name_that_would_run_is_text_in_csv(
    run: Run, shop: Shop, add_product: Callable[..., ProductRow]
) -> None:
    add_product("=1+1", stock=1, sku="X")
    said = run("report", "low-stock", "--shop", shop.path, "--format", "csv")
    assert said.out.splitlines()[1] == "1,X,'=1+1,1,10"


# --- wrong usage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["sell"],
        ["import"],
        ["import", "orders", "x.csv"],
        ["report", "weather"],
        ["report", "daily-sales", "--from", "yesterday"],
        ["report", "daily-sales", "--from", "2017-02-01", "--to", "2017-01-01"],
        ["report", "low-stock", "--from", "2017-02-01"],
        ["backup"],
        ["--nonsense"],
    ],
)
def test_wrong_usage(run: Run, shop_path: Path, arguments: list[str]) -> None:
    said = run("--shop", shop_path, *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err


# --- keeping -------------------------------------------------------------------------------------


def test_check_names_each_breach(run: Run, filled: Path) -> None:
    shop = Shop.open(filled)
    shop._database.connection.execute("UPDATE stock SET on_hand = on_hand + 1000")
    shop.close()
    said = run("check", "--shop", filled)
    assert said.code == 1
    assert set(said.out.splitlines()) == {
        "stock_is_sum_of_moves: A1: expected 37000, found 38000",
        "stock_is_sum_of_moves: B2: expected 8000, found 9000",
    }
    assert said.err == "2 breaches found.\n"


def test_backup_and_restore(run: Run, filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", copy, "--shop", filled).code == 0
    assert run("backup", copy, "--shop", filled).code == 4
    shop = Shop.open(filled)
    shop.catalog.add_product(name="Late", price=1, by=shop.staff.terminal())
    shop.close()
    said = run("restore", copy, "--shop", filled, "--yes")
    assert said.code == 0
    aside = Path(said.err.splitlines()[-1].rpartition(" in ")[2])
    shop, before = Shop.open(filled), Shop.open(aside)
    assert (shop.catalog.count(), before.catalog.count()) == (2, 3)
    shop.close()
    before.close()


@pytest.mark.parametrize(("answer", "code"), [("n\n", 1), ("", 1), ("y\n", 0)])
def test_restore_asks(
    run: Run,
    filled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
) -> None:
    run("backup", tmp_path / "copy.db", "--shop", filled)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    said = run("restore", tmp_path / "copy.db", "--shop", filled)
    assert said.code == code
    assert ("Nothing was changed." in said.err) == (code == 1)


def test_restore_is_refused_while_a_window_has_the_shop(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db", "--shop", filled)
    window = QLockFile(f"{filled.resolve()}.window")
    window.setStaleLockTime(0)
    assert window.tryLock(0)
    said = run("restore", tmp_path / "copy.db", "--shop", filled, "--yes")
    assert said.code == 4
    assert f"process {os.getpid()}" in said.err
    window.unlock()
    assert run("restore", tmp_path / "copy.db", "--shop", filled, "--yes").code == 0


def test_the_lock_of_a_killed_window_counts_for_nothing(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db", "--shop", filled)
    Path(f"{filled}.window").write_text("999999\npython\nhost\n")
    assert run("restore", tmp_path / "copy.db", "--shop", filled, "--yes").code == 0


# --- as a process --------------------------------------------------------------------------------


def start(*arguments: object, home: Path) -> subprocess.Popen[str]:
    # What is ignored is inherited: in the background of a shell nothing heard Ctrl+C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "pos_app", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "COUNTERTOP_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)


def test_it_runs_as_a_module(own_home: Path) -> None:
    process = start("--version", home=own_home)
    assert process.communicate(timeout=60) == (f"Countertop {__version__}\n", "")
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE")
def test_whoever_stops_reading_does_no_harm(own_home: Path, filled: Path) -> None:
    with start("report", "daily-sales", "--shop", filled, home=own_home) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == -signal.SIGPIPE


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send to one process")
def test_ctrl_c_ends_cleanly_and_a_repeat_goes_on(
    own_home: Path, run: Run, shop_path: Path
) -> None:
    lines = [f"S{n},Thing {n},Group {n % 9},1.00,9000" for n in range(200)]
    products = shop_path.with_name("many.csv")
    products.write_text("sku,name,category,price,stock\n" + "\n".join(lines))
    baskets = shop_path.with_name("sold.csv")
    baskets.write_text(
        BASKETS.splitlines()[0]
        + "".join(f"\n{n},2017-03-01 10:00:00,883,S{n % 200},1,1.00,0,0,0" for n in range(12_000))
    )
    assert run("import", "products", products, "--shop", shop_path).code == 0
    process = start("import", "baskets", baskets, "--shop", shop_path, home=own_home)
    shop = Shop.open(shop_path)
    deadline = time.monotonic() + 60
    while not shop.orders.page(limit=1) and time.monotonic() < deadline:
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Stopped. What was finished stays" in err
    assert "Traceback" not in err
    booked = shop.orders.page(limit=1)[0].number
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()
    said = run("import", "baskets", baskets, "--shop", shop_path)
    done = int(booked.rpartition("-")[2])
    assert 0 < done < 12_000
    assert said.err == f"{12_000 - done:,} baskets added, {done:,} unchanged\n"


def test_a_sale_in_the_window_and_an_import_go_side_by_side(
    own_home: Path, shop: Shop, owner: Clerk, milk: ProductRow, lists: dict[str, Path]
) -> None:
    process = start("import", "products", lists["products"], "--shop", shop.path, home=own_home)
    sold = 0
    while process.poll() is None:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=owner)
        sold += 1
        if sold == 40:
            break
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert shop.catalog.count() == 3
    assert shop.check(by=owner) == ()


def test_arguments_of_the_process_are_the_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments: Sequence[str] = ["pos_app", "--version"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert main() == 0
    assert capsys.readouterr().out == f"Countertop {__version__}\n"
