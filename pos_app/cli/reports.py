"""The reports, as a table for people and as CSV or JSON for programs."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from pos_app.cli.terminal import acting, opened_shop, shop_option, tell
from pos_app.domain.money import MoneyFormat
from pos_app.domain.quantity import format_quantity
from pos_app.domain.rows import Clerk
from pos_app.domain.training import MARK, MARK_COLUMN, NOTHING_SOLD
from pos_app.services.cells import guarded
from pos_app.shop import Shop

Cell = str | int | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Report:
    """How a report is got and what its columns are, in the order of its rows' cells.

    amounts names the columns in minor units, rates those in parts per million; dated says whether
    it takes --from and --to.
    """

    columns: tuple[str, ...]
    read: Callable[[Shop, Clerk, dict[str, Any]], "Answer"]
    amounts: frozenset[str] = frozenset()
    rates: frozenset[str] = frozenset()
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a report; total is the last line of its table, in csv and json it is left out."""

    rows: Sequence[tuple[Cell, ...]]
    total: tuple[Cell, ...] = ()


def _daily_sales(shop: Shop, by: Clerk, period: dict[str, Any]) -> Answer:
    rows = shop.reports.daily_sales(**period, by=by)
    orders, revenue = sum(row.orders for row in rows), sum(row.revenue for row in rows)
    return Answer(
        [(row.date, row.orders, row.revenue, row.returned) for row in rows],
        ("total", orders, revenue, sum(row.returned for row in rows)),
    )


def _top_customers(shop: Shop, by: Clerk, period: dict[str, Any]) -> Answer:
    rows = shop.reports.top_customers(**period, by=by)
    return Answer(
        [(row.customer_id, row.customer, row.orders, row.revenue, row.returned) for row in rows]
    )


def _low_stock(shop: Shop, _by: Clerk, _period: dict[str, Any]) -> Answer:
    rows = [
        (row.product_id, row.sku, row.name, row.on_hand, row.reorder_level)
        for row in shop.reports.low_stock()
    ]
    return Answer(rows)


def _pending(shop: Shop, _by: Clerk, period: dict[str, Any]) -> Answer:
    first, last = period["date_from"] or date.min, period["date_to"] or date.max
    rows = [
        (
            row.id,
            row.number,
            row.at,
            row.business_date,
            row.customer,
            row.status,
            row.items,
            row.total,
        )
        for row in shop.reports.pending_orders()
        if first <= row.business_date <= last
    ]
    return Answer(rows)


def _taxes(shop: Shop, by: Clerk, period: dict[str, Any]) -> Answer:
    report = shop.reports.tax_report(**period, by=by)
    net: Cell = report.net if report.adds_up else ""
    gross: Cell = report.gross if report.adds_up else ""
    return Answer(
        [(row.name, row.rate_ppm, row.amount, row.net, row.tax, row.gross) for row in report.rows],
        ("total", "", "", net, report.tax, gross),
    )


def _discounts(shop: Shop, by: Clerk, period: dict[str, Any]) -> Answer:
    rows = shop.reports.discounts(**period, by=by)
    return Answer([(row.kind, row.label, row.by, row.orders, row.amount) for row in rows])


def _takings(shop: Shop, by: Clerk, period: dict[str, Any]) -> Answer:
    rows = shop.reports.takings(**period, by=by)
    # Rounding is in what came in by cash already.
    ways = [row for row in rows if row.method != "rounding"]
    received, back = sum(row.received for row in ways), sum(row.given_back for row in ways)
    return Answer(
        [(row.method, row.received, row.given_back, row.received - row.given_back) for row in rows],
        ("total", received, back, received - back),
    )


REPORTS = {
    "daily-sales": Report(
        ("date", "orders", "revenue", "returned"),
        _daily_sales,
        frozenset({"revenue", "returned"}),
        dated=True,
    ),
    "top-customers": Report(
        ("customer_id", "customer", "orders", "revenue", "returned"),
        _top_customers,
        frozenset({"revenue", "returned"}),
        dated=True,
    ),
    "taxes": Report(
        ("tax", "rate_ppm", "amount", "net", "taxes", "gross"),
        _taxes,
        frozenset({"amount", "net", "taxes", "gross"}),
        frozenset({"rate_ppm"}),
        dated=True,
    ),
    "discounts": Report(
        ("kind", "reason", "by", "orders", "amount"),
        _discounts,
        frozenset({"amount"}),
        dated=True,
    ),
    "takings": Report(
        ("method", "received", "given_back", "taken"),
        _takings,
        frozenset({"received", "given_back", "taken"}),
        dated=True,
    ),
    "low-stock": Report(("product_id", "sku", "name", "on_hand", "reorder_level"), _low_stock),
    "pending": Report(
        ("order_id", "number", "at", "date", "customer", "status", "items", "total"),
        _pending,
        frozenset({"total"}),
        dated=True,
    ),
}

_A_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@shop_option
@click.argument("kind", metavar="REPORT", type=click.Choice(list(REPORTS)))
@click.option("--from", "first", type=_A_DAY, metavar="DATE", help="First day, 2026-01-31.")
@click.option("--to", "last", type=_A_DAY, metavar="DATE", help="Last day, counted in.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
)
def report(kind: str, first: datetime | None, last: datetime | None, form: str) -> None:
    """Show what was sold day by day, who bought most, the taxes, discounts and takings of a
    period, what runs low, or what waits.

    \b
    REPORT is one of
      daily-sales     orders and revenue of each day
      top-customers   the twenty who bought most
      taxes           taxes by rate, and the net that bears none
      discounts       what was taken off, by reason and person
      takings         money in and out, by way to pay; less gift cards sold and what was paid in
                      on accounts, so that the total is the revenue that was paid
      low-stock       products below their reorder level, as of now
      pending         orders that wait to be packed

    Days come newest first. In csv and json, amounts are whole minor units (cents), and times
    are UTC, rates are parts per million (8.1 % is 81000); a table has them as the shop writes
    them, with a line of totals; net and gross of taxes are added up where they come to the
    revenue, and not where goods bear two rates. Cancelled orders count in none, a gift card when
    it is spent; what was given back is taken off on its own day, and stands beside in the column
    returned.

    \b
    Of a training copy, a table says so above, csv and json in a column of their own.

    \b
    Examples:
      python -m pos_app report daily-sales --from 2017-12-01 --to 2017-12-31
      python -m pos_app report top-customers --format json
      python -m pos_app report taxes --from 2017-10-01 --to 2017-12-31 --format csv
    """
    chosen = REPORTS[kind]
    period = {"date_from": first and first.date(), "date_to": last and last.date()}
    if not chosen.dated and (first or last):
        raise click.UsageError(f"{kind} is as of now: it takes no --from and --to.")
    if first and last and first > last:
        raise click.UsageError("--from lies behind --to.")
    with opened_shop() as shop, acting(shop, reads=True) as by:
        answer = chosen.read(shop, by, period)
        money, practised = shop.money, shop.info.training
    rows, columns = answer.rows, chosen.columns
    if practised and form != "table":
        rows, columns = [(*row, MARK) for row in rows], (*columns, MARK_COLUMN)
    if form == "json":
        objects = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
        click.echo(json.dumps(objects, indent=2, ensure_ascii=False))
    elif form == "csv":
        click.echo(_csv(columns, rows), nl=False)
    elif rows:
        if practised:
            click.echo(NOTHING_SOLD)
        _show_table(chosen, answer, money)
    else:
        tell("Nothing to show.")


def _plain(cell: Cell) -> str | int | float:
    """A cell as JSON has it; a quantity is a number with at most three places."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _csv(columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row] for row in rows
    )
    return out.getvalue()


def _show_table(report: Report, answer: Answer, money: MoneyFormat) -> None:
    # Heavy, and of no use to programs that read csv or json.
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for index, column in enumerate(report.columns):
        number = isinstance(answer.rows[0][index], int | Decimal)
        heading = column.removesuffix("_ppm").replace("_", " ")
        table.add_column(heading, justify="right" if number else "left")

    def add(row: tuple[Cell, ...]) -> None:
        cells = zip(report.columns, row, strict=True)
        table.add_row(*(Text(_shown(cell, column, report, money)) for column, cell in cells))

    for row in answer.rows:
        add(row)
    if answer.total:
        table.add_section()
        add(answer.total)
    console = Console(highlight=False)
    if not console.is_terminal:
        # Nothing is cut or folded on its way into a file or a pipe.
        console.width = 1000
    with console.capture() as drawn:
        console.print(table)
    click.echo(drawn.get(), nl=False)


def _shown(cell: Cell, column: str, report: Report, money: MoneyFormat) -> str:
    if column in report.amounts and isinstance(cell, int):
        return money.format(cell)
    if column in report.rates and isinstance(cell, int):
        return f"{Decimal(cell).scaleb(-4).normalize():f} %"
    if column == "method":
        # Brings Babel, which csv and json need not wait for.
        from pos_app.documents import slip_words

        return slip_words.taking(str(cell))
    if isinstance(cell, Decimal):
        return format_quantity(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(cell)
