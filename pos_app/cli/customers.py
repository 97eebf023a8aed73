"""The commands about a customer's own data: handing it out, and forgetting them."""

import click

from pos_app.cli.terminal import opened_shop, shop_option, tell
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.shop import Shop

_KEPT = """\
{name} will be erased: name, e-mail, phone, addresses nobody else has, card, password, notes and
saved cart. Orders stay, with their numbers and totals, as those of an “Erased customer”.
Old backups, exports, printed receipts and a training copy still name them."""
_TRACES = """\
Old bytes may still lie in unused corners of the shop's file. When nobody sells:
  python -m pos_app customer rewrite-file"""


@click.group()
@shop_option
def customer() -> None:
    """A customer's own data: all that is kept on them, and forgetting them.

    \b
    Examples:
      python -m pos_app customer export jean.lee jean.html
      python -m pos_app customer erase jean.lee
    """


@customer.command()
@shop_option
@click.argument("username")
@click.argument("file")
def export(username: str, file: str) -> None:
    """Write all that is kept on a customer to FILE.

    A name that ends in ".html" makes a page for people, any other JSON for programs. Only you may
    read the file.
    """
    with opened_shop() as shop:
        by = shop.staff.terminal()
        try:
            chosen = shop.customers.by_username(username)
            shop.customers.export_personal_data(chosen.id, file, by=by)
        finally:
            shop.staff.sign_out(by=by)
    tell(f"Written to {click.format_filename(file)}.")


@customer.command()
@shop_option
@click.argument("username")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def erase(username: str, yes: bool) -> None:
    """Forget a customer. It can't be undone."""
    with opened_shop() as shop:
        by = shop.staff.terminal()
        try:
            _erase(shop, shop.customers.by_username(username), by, ask=not yes)
        finally:
            shop.staff.sign_out(by=by)


@customer.command("rewrite-file")
@shop_option
def rewrite_file() -> None:
    """Write the shop's file anew, so that nothing of what was erased lies in unused corners of it.

    No till can sell meanwhile: some seconds for a gigabyte.
    """
    with opened_shop() as shop:
        by = shop.staff.terminal()
        try:
            whole = shop.customers.rewrite_file(by=by)
        finally:
            shop.staff.sign_out(by=by)
    tell("Done." if whole else "Done, but somebody is reading: run it again when they are not.")


def _erase(shop: Shop, chosen: CustomerRow, by: Clerk, *, ask: bool) -> None:
    if ask:
        tell(_KEPT.format(name=chosen.name))
        typed = click.prompt("Type the user name again to erase them", default="", err=True)
        if typed.strip().casefold() != chosen.username.casefold():
            tell("Not erased: that is another user name.")
            return
    erased = shop.customers.erase(chosen.id, by=by)
    tell(f"Erased. Their orders stand under {erased.username}.")
    if erased.traces:
        tell(_TRACES)
