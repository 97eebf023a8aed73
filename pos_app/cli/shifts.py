"""The commands about shifts: opening and closing a drawer by a count, cash in and out, reports."""

import click

from pos_app import config, paths
from pos_app.cli.returns import order_of
from pos_app.cli.terminal import acting, opened_shop, progress_bar, shop_option, tell
from pos_app.documents import slip_words, wording
from pos_app.documents.shift_slip import MOVE_WORDS, compose_report
from pos_app.documents.slip_text import slip_text
from pos_app.domain.errors import BadValue, UnknownShift
from pos_app.domain.money import parse_decimal_amount
from pos_app.domain.rows import CashMoveRow, Clerk, ShiftReport, ShiftRow
from pos_app.domain.shifts import CASH_MOVES
from pos_app.shop import Shop

_METHODS = ("cash", "card", "transfer", "coupon")

till_option = click.option("--till", metavar="CODE", help="The till; the first one.")
reason_option = click.option("--reason", required=True, metavar="TEXT", help="Why.")
count_option = click.option(
    "--count",
    "counts",
    metavar="VALUE=PIECES",
    multiple=True,
    help="What lies in the drawer, once for each coin and note: 0.50=12.",
)


@click.group()
@shop_option
def shift() -> None:
    """Open and close the drawer of a till, move cash, and print reports.

    \b
    Examples:
      python -m pos_app shift open --count 20=5 --count 0.25=40
      python -m pos_app shift drop 200 --reason "Noon"
      python -m pos_app shift x
      python -m pos_app shift close --count 20=9 --count 0.25=32 --next-float 100
      python -m pos_app shift z
    """


@shift.command(name="open")
@shop_option
@count_option
@till_option
def open_(counts: tuple[str, ...], till: str | None) -> None:
    """Open a till's shift with what was counted in its drawer; nothing without --count."""
    with opened_shop() as shop, acting(shop) as by:
        opened = shop.shifts.open(_counts(shop, counts), by=by, till=till)
        tell(
            f"Shift {opened.number} of {opened.till} is open with "
            f"{shop.money.format(opened.opening_float)}."
        )


@shift.command()
@shop_option
@count_option
@click.option("--next-float", required=True, metavar="AMOUNT", help="What stays in the drawer.")
@click.option("--reason", default="", metavar="TEXT", help="Why the count differs, if it does.")
@till_option
def close(counts: tuple[str, ...], next_float: str, reason: str, till: str | None) -> None:
    """Close a till's shift by what was counted in its drawer, print its Z report, and keep a
    verified copy of the shop: in the till's folder for them, or in "backups" beside the shop.

    Where the copy can't be made the shift is closed all the same.
    """
    with opened_shop() as shop, acting(shop) as by:
        report = shop.shifts.close(
            _counts(shop, counts),
            next_float=_amount(shop, "next_float", next_float),
            reason=reason,
            by=by,
            till=till,
        )
        _print(shop, report)
        folder = paths.closing_backups(shop.path, config.load().backup_folder)
        tell("The shift is closed. A copy of the shop is made now.")
        with progress_bar("Copying") as progress:
            tell(f"Copy: {shop.closing_backup(folder, by=by, progress=progress)}")


@shift.command(name="x")
@shop_option
@till_option
def x_report(till: str | None) -> None:
    """Print what a till's shift comes to until now."""
    with opened_shop() as shop, acting(shop) as by:
        _print(shop, shop.shifts.x_report(by=by, till=till))


@shift.command(name="z")
@shop_option
@click.argument("number", required=False)
def z_report(number: str | None) -> None:
    """Print the Z report of a closed shift, as it was made.

    NUMBER is what stands on it ("T1-Z5"); the last one.
    """
    with opened_shop() as shop, acting(shop, reads=True) as by:
        found = _closed(shop, by, number)
        _print(shop, shop.shifts.report(found.id, by=by), copy="duplicate")


@shift.command(name="list")
@shop_option
@till_option
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
def list_(till: str | None, limit: int) -> None:
    """List shifts, the newest first: number, opened, closed, expected, counted, difference."""
    with opened_shop() as shop, acting(shop, reads=True) as by:
        rows = shop.shifts.page(by=by, till=till, limit=limit)
        for row in rows:
            click.echo("\t".join(_columns(shop, row)))
        if not rows:
            tell("No shift was opened yet.")


def _move_command(kind: str) -> click.Command:
    words = {
        "in": "Put cash into a till's drawer.",
        "out": "Take cash out of a till's drawer.",
        "drop": "Bring cash from a till's drawer to the safe.",
    }

    @click.command(name=kind, help=words[kind])
    @shop_option
    @reason_option
    @till_option
    @click.argument("amount")
    def move(amount: str, reason: str, till: str | None) -> None:
        with opened_shop() as shop, acting(shop) as by:
            act = {
                "in": shop.shifts.cash_in,
                "out": shop.shifts.cash_out,
                "drop": shop.shifts.drop,
            }[kind]
            moved = act(_amount(shop, "amount", amount), reason=reason, by=by, till=till)
            tell(_move_words(shop, moved))

    return move


for each in CASH_MOVES:
    shift.add_command(_move_command(each))


@shift.command()
@shop_option
@click.option("--to", "to_method", required=True, type=click.Choice(_METHODS))
@click.option("--payment", type=click.IntRange(1), default=1, show_default=True, help="Which one.")
@click.option("--amount", metavar="AMOUNT", help="So much of it; all of it.")
@reason_option
@click.argument("order")
def correct(order: str, to_method: str, payment: int, amount: str | None, reason: str) -> None:
    """Say by which way a payment of the open shift really came in.

    ORDER is the number of the sale ("T1-104"). The payment stays, and a correction stands beside
    it.

    \b
    Example:
      python -m pos_app shift correct T1-104 --to card --reason "Typed cash"
    """
    with opened_shop() as shop, acting(shop) as by:
        payments = shop.orders.get(order_of(shop, order).id).payments
        if payment > len(payments):
            raise BadValue("payment", str(payment), "range")
        row = shop.shifts.correct_tender(
            order_of(shop, order).id,
            payment_id=payments[payment - 1].id,
            to_method=to_method,
            amount=None if amount is None else _amount(shop, "amount", amount),
            reason=reason,
            by=by,
        )
        ways = (slip_words.method(each).lower() for each in (row.from_method, row.to_method))
        told = shop.money.format(row.amount)
        tell(f"{row.number}: {told} came in by {' not '.join(reversed(list(ways)))}.")


# --- below ---------------------------------------------------------------------------------------


def _amount(shop: Shop, field: str, text: str) -> int:
    return parse_decimal_amount(field, text, shop.money.decimals)


def _counts(shop: Shop, given: tuple[str, ...]) -> dict[int, int]:
    """Pieces by value; the same value twice is summed. Raises BadValue, BadAmount."""
    counts: dict[int, int] = {}
    for text in given:
        value, mark, pieces = text.partition("=")
        if not mark or not pieces.strip().isdecimal():
            raise BadValue("counts", text, "unknown_choice")
        worth = _amount(shop, "counts", value)
        counts[worth] = counts.get(worth, 0) + int(pieces)
    return counts


def _closed(shop: Shop, by: Clerk, number: str | None) -> ShiftRow:
    """The closed shift of this number, or the last one. Raises UnknownShift."""
    before: ShiftRow | None = None
    while rows := shop.shifts.page(by=by, before=before, limit=200):
        for row in rows:
            wanted = number is None or row.report.casefold() == number.strip().casefold()
            if row.closed_at is not None and wanted:
                return row
        before = rows[-1]
    if number is None:
        raise click.ClickException("No shift was closed yet. Look at the open one by `shift x`.")
    raise UnknownShift(number)


def _print(shop: Shop, report: ShiftReport, copy: str = "original") -> None:
    slip = compose_report(report, shop.info, shop.money, copy=copy)
    click.echo(slip_text(slip, config.load().columns), nl=False)


def _columns(shop: Shop, row: ShiftRow) -> list[str]:
    def amount(sum_: int | None) -> str:
        return "" if sum_ is None else shop.money.plain(sum_)

    closed = "" if row.closed_at is None else wording.moment(row.closed_at, shop.info)
    return [
        row.report,
        wording.moment(row.opened_at, shop.info),
        row.opened_by,
        closed,
        row.closed_by,
        amount(row.expected),
        amount(row.counted),
        amount(row.difference),
        row.reason,
    ]


def _move_words(shop: Shop, moved: CashMoveRow) -> str:
    return f"{MOVE_WORDS[moved.kind]}: {shop.money.format(moved.amount)} ({moved.reason})"
