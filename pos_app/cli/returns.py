"""The commands about goods that came back, and about what a gift card holds."""

from decimal import Decimal

import click

from pos_app.cli.terminal import opened_shop, refusals, shop_option, tell
from pos_app.documents import slip_words, wording
from pos_app.documents.slip import compose_return
from pos_app.documents.slip_text import slip_text
from pos_app.domain.errors import ReturnedAlready, UnknownCode, UnknownOrder
from pos_app.domain.quantity import parse_quantity
from pos_app.domain.repaying import INSTEAD
from pos_app.domain.rows import (
    LedgerMoveRow,
    LooseLine,
    OrderRow,
    ReturnableLine,
    ReturnDetail,
    ReturnLine,
)
from pos_app.shop import Shop

_ALL = Decimal(0)


@click.command(name="return")
@shop_option
@click.option(
    "--line",
    "lines",
    metavar="SKU=QTY",
    multiple=True,
    help="What comes back, once for each product.",
)
@click.option(
    "--without-receipt",
    "loose",
    is_flag=True,
    help="Nobody knows the order: today's prices, without promotions; needs --line, --reason and "
    "--instead.",
)
@click.option("--customer", metavar="USERNAME", help="Whose goods they are, without a receipt.")
@click.option("--all", "everything", is_flag=True, help="Everything that is left of the order.")
@click.option("--damaged", is_flag=True, help="None of it goes back on the shelf.")
@click.option("--instead", type=click.Choice(INSTEAD), help="Give the money back another way.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it stands on the slip.")
@click.argument("order", required=False)
def return_(
    order: str | None,
    lines: tuple[str, ...],
    loose: bool,
    customer: str | None,
    everything: bool,
    damaged: bool,
    instead: str | None,
    reason: str,
) -> None:
    """Take goods of an order back, and print the slip of the return.

    ORDER is its number ("T1-104"). What comes back is paid at the price that was really paid for
    it, by the order's own tenders, cash last; cash to hand out stands on the slip. Without --line
    and --all it is shown what is left of the order, and nothing is booked.

    \b
    Examples:
      python -m pos_app return T1-104
      python -m pos_app return T1-104 --line 818981=2 --line 1082185=0.75 --reason "Wrong size"
      python -m pos_app return T1-104 --all --damaged --instead cash
      python -m pos_app return --without-receipt --line 818981=1 --instead cash --reason "Lost it"
    """
    _check_asked(order, loose, lines, everything, customer)
    wanted = [_line_of(each) for each in lines]
    if loose:
        _return_loose(wanted, damaged, instead or "", reason, customer)
        return
    assert order is not None
    with opened_shop() as shop:
        sold = order_of(shop, order)
        left = shop.returns.returnable(sold.id)
        if not wanted and not everything:
            _show_left(shop, sold, left)
            return
        chosen = _all_of(left, damaged) if everything else _chosen(left, wanted, damaged)
        if not chosen:
            raise ReturnedAlready(f"order {sold.number}", _ALL, _ALL)
        back = _book(shop, sold, chosen, instead or "", reason)
        _print(back, shop)


@click.command()
@shop_option
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands on the slip.")
@click.option("--till", metavar="CODE", help="The till that sold it; the first one.")
@click.argument("order")
def void(order: str, reason: str, till: str | None) -> None:
    """Take the last sale of a till back whole, because it was a mistake.

    ORDER is its number ("T1-104"). Only the last sale of the till, and one of today, can be made
    void; its goods are on the shelf again, and its money goes back by the same tenders.

    \b
    Example:
      python -m pos_app void T1-104 --reason "Rung up twice"
    """
    with opened_shop() as shop:
        sold = order_of(shop, order)
        by = shop.staff.terminal()
        try:
            back = shop.returns.void(sold.id, reason=reason, by=by, till=till)
        finally:
            shop.staff.sign_out(by=by)
        _print(back, shop)


@click.command(name="gift-card")
@shop_option
@click.argument("code")
def gift_card(code: str) -> None:
    """Show what a gift card holds, and what changed it, newest first.

    CODE is the card's; capitals don't matter.

    \b
    Example:
      python -m pos_app gift-card K7XF-M3RD-9TPW
    """
    with opened_shop() as shop:
        card = shop.ledgers.gift_card(code)
        moves = shop.ledgers.moves(card.id)
        click.echo(f"{card.code}: {shop.money.format(card.balance)}")
        for each in moves:
            click.echo(_move_words(each, shop))


# --- below ---------------------------------------------------------------------------------------


def _check_asked(
    order: str | None,
    loose: bool,
    lines: tuple[str, ...],
    everything: bool,
    customer: str | None,
) -> None:
    """Raises click.UsageError for options that don't go together."""
    if lines and everything:
        raise click.UsageError("--all and --line say two things: give one of them.")
    if loose == (order is not None):
        raise click.UsageError("Give the number of the order, or --without-receipt.")
    if loose and not lines:
        raise click.UsageError("--without-receipt needs --line: nobody knows what was bought.")
    if customer and not loose:
        raise click.UsageError("--customer goes with --without-receipt: an order knows its own.")


def _return_loose(
    wanted: list[tuple[str, Decimal]],
    damaged: bool,
    instead: str,
    reason: str,
    customer: str | None,
) -> None:
    """Take goods back without a receipt, and print the slip."""
    with opened_shop() as shop:
        lines = [
            LooseLine(shop.catalog.by_sku(sku).id, quantity, damaged=damaged)
            for sku, quantity in wanted
        ]
        customer_id = shop.customers.by_username(customer).id if customer else None
        by = shop.staff.terminal()
        try:
            back = shop.returns.without_receipt(
                lines, reason=reason, instead=instead, customer_id=customer_id, by=by
            )
        finally:
            shop.staff.sign_out(by=by)
        _print(back, shop)


def _line_of(text: str) -> tuple[str, Decimal]:
    """SKU and quantity of SKU=QTY. Raises click.UsageError and Refusal."""
    sku, mark, typed = text.rpartition("=")
    if not mark or not sku.strip():
        raise click.UsageError(f"--line takes SKU=QTY, not {text!r}.")
    with refusals():
        return sku.strip(), parse_quantity(typed.strip(), "quantity")


def order_of(shop: Shop, number: str) -> OrderRow:
    """The order of this number, and not of a return. Raises UnknownOrder, also where several
    tills have it."""
    of_a_return = not number.strip().rpartition("-")[2].lstrip("# ").isdecimal()
    found = () if of_a_return else shop.orders.page(number=number, limit=2)
    if len(found) != 1:
        raise UnknownOrder(number)
    return found[0]


def _all_of(left: tuple[ReturnableLine, ...], damaged: bool) -> list[ReturnLine]:
    return [ReturnLine(each.item_id, each.left, damaged) for each in left if each.left]


def _chosen(
    left: tuple[ReturnableLine, ...], wanted: list[tuple[str, Decimal]], damaged: bool
) -> list[ReturnLine]:
    """Lines of the order for these products, the first ones first: the last takes what is over, so
    that the shop refuses it. Raises UnknownCode."""
    chosen = []
    rest = {line.item_id: line.left for line in left}
    for sku, quantity in wanted:
        of_sku = [line for line in left if line.sku == sku]
        if not of_sku:
            raise UnknownCode(sku)
        open_ones = [line for line in of_sku if rest[line.item_id]] or of_sku[-1:]
        for line in open_ones:
            taken = quantity if line is open_ones[-1] else min(quantity, rest[line.item_id])
            if taken or quantity == 0:
                chosen.append(ReturnLine(line.item_id, taken, damaged))
            rest[line.item_id] = max(rest[line.item_id] - taken, Decimal(0))
            quantity -= taken
            if not quantity:
                break
    return chosen


def _book(
    shop: Shop, sold: OrderRow, chosen: list[ReturnLine], instead: str, reason: str
) -> ReturnDetail:
    by = shop.staff.terminal()
    try:
        return shop.returns.give_back(sold.id, chosen, reason=reason, instead=instead, by=by)
    finally:
        shop.staff.sign_out(by=by)


def _print(back: ReturnDetail, shop: Shop) -> None:
    click.echo(slip_text(compose_return(back, shop.info, shop.money)), nl=False)


def _show_left(shop: Shop, sold: OrderRow, left: tuple[ReturnableLine, ...]) -> None:
    tell(f"What is left of order {sold.number}, with --line SKU=QTY or --all to give back:")
    for each in left:
        quantity = wording.quantity(each.left, each.unit, shop.money)
        click.echo(f"{each.sku}\t{quantity}\t{each.name}")


def _move_words(move: LedgerMoveRow, shop: Shop) -> str:
    at = wording.moment(move.at, shop.info)
    sign = "+" if move.amount > 0 else ""
    by = f"by {slip_words.method(move.method).lower()}" if move.method else ""
    about = (move.reason.replace("_", " "), move.number, by, move.note)
    words = " ".join(part for part in about if part)
    return f"{at}  {sign}{shop.money.plain(move.amount)}  {words}"
