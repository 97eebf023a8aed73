"""How SQLite goes about the lists that are scrolled: along an index, never by sorting it all."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.services.invariants.journal import RULES
from pos_app.shop import Shop


def plans_of(shop: Shop, work: Callable[[], object]) -> list[str]:
    """The steps of every SELECT that work runs."""
    connection = shop._database.connection
    seen: list[tuple[str, Any]] = []

    def keep(_cursor: object, sql: str, values: Any) -> bool:
        seen.append((sql, values))
        return True

    connection.exec_trace = keep
    work()
    connection.exec_trace = None
    return [
        str(step[3])
        for sql, values in seen
        if sql.startswith("SELECT")
        for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    ]


@pytest.mark.parametrize("sort", ["name", "sku", "price", "on_hand"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("behind", [False, True])
def test_a_page_of_products_follows_an_index(
    shop: Shop, milk: ProductRow, sort: str, descending: bool, behind: bool
) -> None:
    steps = plans_of(
        shop,
        lambda: shop.catalog.page(sort=sort, descending=descending, after=milk if behind else None),
    )
    leading = "stock_on_hand" if sort == "on_hand" else f"products_{sort}"
    assert any(leading in step or "sqlite_autoindex_products" in step for step in steps)
    assert not [step for step in steps if "FOR ORDER BY" in step and "LAST TERM" not in step]


def test_nothing_at_the_counter_is_sorted(shop: Shop, milk: ProductRow) -> None:
    by = shop.staff.terminal()
    for work in (
        shop.catalog.favourites,
        lambda: shop.catalog.scan(milk.sku),
        lambda: shop.catalog.search("milk"),
        shop.orders.page,
        lambda: shop.ledgers.page(by=by),
        lambda: shop.ledgers.page("gift_card", with_balance=False, by=by),
        lambda: shop.ledgers.page("account", by=by),
    ):
        steps = plans_of(shop, work)
        assert steps
        assert not [step for step in steps if "FOR ORDER BY" in step]


@pytest.mark.parametrize(
    "report", ["daily_sales", "top_customers", "taxes", "discounts", "takings"]
)
def test_a_days_figures_cost_what_that_day_has(shop: Shop, milk: ProductRow, report: str) -> None:
    asked = {
        "date_from": date(2026, 11, 20),
        "date_to": date(2026, 11, 20),
        "by": shop.staff.terminal(),
    }
    steps = plans_of(shop, lambda: getattr(shop.reports, report)(**asked))
    looked_up = [step for step in steps if step.startswith("SEARCH")]
    assert any("orders_day" in step for step in looked_up)
    assert report == "discounts" or any("returns_day" in step for step in looked_up)
    # Money that is paid in has no day of its own, nor has a corrected tender: there are few moves
    # of cards and accounts, and fewer corrections.
    tables = [step for step in steps if re.match(r"SCAN (?!t2$|t3$)", step)]
    assert tables == (["SCAN t1", "SCAN t1"] if report == "takings" else [])


def test_the_figures_of_a_shift_cost_what_the_shift_has(shop: Shop, milk: ProductRow) -> None:
    by = shop.staff.terminal()
    shop.shifts.open({100: 5}, by=by)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by)
    for work in (
        lambda: shop.shifts.x_report(by=by),
        lambda: shop.shifts.drop(100, reason="Safe", by=by),
        lambda: shop.shifts.close({1: 529}, next_float=0, by=by),
    ):
        steps = plans_of(shop, work)
        assert any("sqlite_autoindex_orders" in step for step in steps)
        assert {step for step in steps if step.startswith("SCAN")} <= {"SCAN CONSTANT ROW"}


def test_a_return_looks_at_its_own_order_only(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    receipt = shop.checkout.sell(Cart().add(milk, 2), [Payment("cash", 258)], by=owner)
    lines = [ReturnLine(shop.orders.get(receipt.order_id).items[0].id, 1)]
    swap = Cart().add(milk).with_exchange(Exchange(receipt.order_id, "T1-1", tuple(lines)))
    for work in (
        lambda: shop.returns.preview(receipt.order_id, lines),
        lambda: shop.returns.give_back(receipt.order_id, lines, by=owner),
        lambda: shop.returns.of_order(receipt.order_id),
        lambda: shop.customers.summary(1),
        shop.returns.last_sale,
        lambda: shop.checkout.exchange_preview(swap),
        lambda: shop.checkout.sell(swap, by=owner),
        lambda: shop.orders.page(with_product=milk.id),
    ):
        steps = plans_of(shop, work)
        assert steps
        assert not [step for step in steps if re.match("SCAN (?!json_each)", step)]


@pytest.mark.parametrize("rule", [rule for rule, sql in RULES.items() if "entries e" in sql])
def test_a_check_looks_for_each_document_by_its_number(shop: Shop, rule: str) -> None:
    """Never for the documents of a till once for each of its entries, which would take hours."""
    plan = shop._database.rows(f"EXPLAIN QUERY PLAN {RULES[rule]}")
    steps = [str(step[3]) for step in plan if re.match(r"(SEARCH|SCAN) e\b", str(step[3]))]
    assert len(steps) == 1
    assert "(document=? AND till_id=?)" in steps[0]
