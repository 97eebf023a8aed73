"""The command that hands out a receipt: to read, to mail, to print."""

import sys
from pathlib import Path

import click

from pos_app import config
from pos_app.cli.returns import order_of
from pos_app.cli.terminal import opened_shop, refusals, shop_option, tell
from pos_app.documents.printer_letters import named_pages
from pos_app.documents.slip import compose, compose_exchange, compose_return
from pos_app.documents.slip_escpos import escpos_bytes
from pos_app.documents.slip_form import Slip
from pos_app.documents.slip_html import slip_html
from pos_app.documents.slip_text import NARROWEST, slip_text
from pos_app.domain.errors import NotWritten, UnknownCode
from pos_app.domain.rows import COPIES, ReceiptHit
from pos_app.shop import Shop

FORMATS = ("text", "html", "pdf", "escpos")


@click.command()
@shop_option
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--gift", is_flag=True, help="Without prices.")
@click.option("--duplicate", is_flag=True, help="Say that it is not the first one.")
@click.option("--a4", is_flag=True, help="A PDF on pages of A4 instead of receipt paper.")
@click.option(
    "--columns",
    type=click.IntRange(NARROWEST, 96),
    help="Letters on a line; default: the till's printer.",
)
@click.option("--out", type=click.Path(dir_okay=False), help="A file instead of the output.")
@click.argument("number")
def receipt(
    number: str,
    kind: str,
    gift: bool,
    duplicate: bool,
    a4: bool,
    columns: int | None,
    out: str | None,
) -> None:
    """Hand out the receipt of a sale or a return.

    NUMBER is what stands on it ("T1-104", of a return "T1-R3"). escpos is what a receipt printer
    reads, with the letters that this till's printer is set to.

    \b
    Examples:
      python -m pos_app receipt T1-104
      python -m pos_app receipt T1-104 --gift --format pdf --out gift.pdf
      python -m pos_app receipt T1-R3 --duplicate --format escpos > /dev/usb/lp0
    """
    if gift and duplicate:
        raise click.UsageError("--gift and --duplicate say two things: give one of them.")
    if a4 and kind != "pdf":
        raise click.UsageError("--a4 goes with --format pdf.")
    copy = COPIES[2] if gift else COPIES[1] if duplicate else COPIES[0]
    with opened_shop() as shop:
        slip = _slip(shop, number, copy)
    content = _content(slip, kind, a4, columns)
    if out is not None:
        with refusals():
            _write(Path(out), content)
        tell(f"Saved {click.format_filename(out)}.")
    elif kind in ("pdf", "escpos") and sys.stdout.isatty():
        raise click.UsageError(f"A terminal can't show {kind}: add --out FILE, or send it on.")
    else:
        click.echo(content, nl=False)


def _slip(shop: Shop, number: str, copy: str) -> Slip:
    """Raises UnknownOrder for a number that no receipt has."""
    order_id, return_id = _found(shop, number)
    info, money, logo = shop.info, shop.money, shop.settings.logo()
    if return_id is None:
        assert order_id is not None
        order = shop.orders.get(order_id)
        return compose(order, info, money, copy=copy, logo=logo)
    if copy == "gift":
        raise click.UsageError("What came back is no gift: --gift goes with a sale.")
    back = shop.returns.get(return_id)
    if back.exchange_order_id:
        sold = shop.orders.get(back.exchange_order_id)
        return compose_exchange(sold, back, info, money, copy=copy, logo=logo)
    return compose_return(back, info, money, copy=copy, logo=logo)


def _found(shop: Shop, number: str) -> tuple[int | None, int | None]:
    """The order, or the return, of this number."""
    try:
        hit = shop.codes.read(number)
    except UnknownCode:
        hit = None
    if isinstance(hit, ReceiptHit):
        return hit.order_id, hit.return_id
    return order_of(shop, number).id, None


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise NotWritten(str(path), error.strerror or type(error).__name__) from error


def _content(slip: Slip, kind: str, a4: bool, columns: int | None) -> bytes:
    settings = config.load()
    columns = columns or settings.columns
    if kind == "text":
        return slip_text(slip, columns).encode()
    if kind == "html":
        return slip_html(slip).encode()
    if kind == "escpos":
        pages = named_pages(settings.code_pages)
        return escpos_bytes(slip, columns=columns, code_pages=pages)
    # Heavy, and only for this one.
    from pos_app.documents.slip_pdf import slip_pdf

    return slip_pdf(slip, "A4" if a4 else "80mm")
