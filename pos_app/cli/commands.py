"""The commands that make, fill, verify and keep a shop."""

import contextlib
from pathlib import Path
from typing import Any

import click

from pos_app import config, paths
from pos_app.cli.terminal import (
    REFUSED,
    acting,
    given_shop,
    opened_shop,
    progress_bar,
    refusals,
    shop_location,
    shop_option,
    tell,
    tell_faults,
)
from pos_app.cli.window import window_on
from pos_app.domain.errors import WindowOpen
from pos_app.domain.percent import parse_percent
from pos_app.sample import PIN, USERNAME, create_sample
from pos_app.shop import Shop, ShopSetup
from pos_app.shop import restore as restore_shop
from pos_app.words import clipped

_A_FILE = click.Path(dir_okay=False)

LISTS = ("products", "customers", "orders", "returns")
"""What can be exported."""


@click.command()
@shop_option
@click.option("--sample", is_flag=True, help="A small grocery store with half a year of sales.")
@click.option("--name", default="My shop", show_default=True, help="What stands on receipts.")
@click.option("--currency", metavar="USD", default="", help="Default: the country's.")
@click.option("--country", metavar="US", default="US", show_default=True, help="Two letters.")
@click.option("--timezone", metavar="ZONE", default="", help="Default: this computer's.")
@click.option("--tax-added", is_flag=True, help="Tax is added on top instead of included.")
@click.option("--tax-rate", metavar="PERCENT", default="0", help='The standard rate ("8.875").')
@click.option("--tax-name", metavar="NAME", default="", help="What receipts call the tax (VAT).")
@click.option("--owner", metavar="USERNAME", default="", help="Add an owner; asks for a PIN.")
def new(
    sample: bool,
    name: str,
    currency: str,
    country: str,
    timezone: str,
    tax_added: bool,
    tax_rate: str,
    tax_name: str,
    owner: str,
) -> None:
    """Make a new shop.

    An existing file is never touched. Without --shop it becomes the shop that the window and
    the other commands take.

    \b
    Examples:
      python -m pos_app new --sample
      python -m pos_app new --name "Corner Shop" --country DE --owner ann --shop corner.db
    """
    location = given_shop() or str(paths.default_shop())
    if not given_shop():
        Path(location).parent.mkdir(parents=True, exist_ok=True)
    elif not Path(location).resolve().parent.is_dir():
        raise click.UsageError(f"There is no folder {Path(location).parent}.")
    pin = ""
    if owner and not sample:
        pin = click.prompt(
            "PIN (6 to 12 digits)", hide_input=True, confirmation_prompt=True, err=True
        )
    with refusals():
        if sample:
            with progress_bar("Filling the sample shop") as progress:
                shop = create_sample(location, progress)
        else:
            shop = Shop.create(
                location,
                ShopSetup(
                    name,
                    currency=currency.upper() or _currency_of(country.upper()),
                    country=country.upper(),
                    timezone=timezone,
                    tax_included=not tax_added,
                    tax_rate_ppm=parse_percent(tax_rate, field="tax_rate"),
                    tax_name=tax_name,
                    owner_username=owner,
                    owner_pin=pin,
                ),
            )
    tell(f"Made {shop.info.name} ({shop.info.currency}, {shop.info.timezone}) in {location}")
    if sample:
        tell(f"In the window, sign in as {USERNAME} with the PIN {PIN}.")
    shop.close()
    if not given_shop():
        # A till whose settings can't be written still has its shop.
        with contextlib.suppress(OSError):
            config.update(last_shop=location)


def _currency_of(country: str) -> str:
    from babel.numbers import get_territory_currencies  # heavy, and asked once in a shop's life

    return next(iter(get_territory_currencies(country)), "USD")


@click.group(name="import")
@shop_option
def import_() -> None:
    """Take in products, customers or baskets from a CSV file.

    The file is checked whole before anything of it is written; faults are named with line,
    column and value. The same import again changes nothing. Sales go on meanwhile.

    Files are UTF-8 with a heading; comma, semicolon or tab; columns in any order, others are
    ignored.
    """


_skip_bad_rows = click.option(
    "--skip-bad-rows", is_flag=True, help="Leave rows with a fault out, and list them."
)


@import_.command("products")
@shop_option
@_skip_bad_rows
@click.argument("file", type=_A_FILE)
def import_products(file: str, skip_bad_rows: bool) -> None:
    """Add new products, bring known ones (by SKU) up to date.

    \b
    Needed columns:  sku, name, category ("Grocery > Cereal"), price (1.29), stock
    Others:          barcode, brand, description, unit, cost, reorder_level, tax_class,
                     open_price (yes or no), min_age (years), scale_number

    stock counts for new products only: that of a known one is moved on by its sales.
    """
    _import("products", file, skip_bad_rows)


@import_.command("customers")
@shop_option
@_skip_bad_rows
@click.argument("file", type=_A_FILE)
def import_customers(file: str, skip_bad_rows: bool) -> None:
    """Add new customers, bring known ones (by username) up to date.

    \b
    Needed columns:  customer (the username), first_name, last_name
    Others:          email, phone, line1, line2, city, state, country, zip,
                     group (its name), tax_exempt (why no tax is charged), credit_limit (250.00)

    One row for each address of a customer. An empty cell leaves what is kept.
    """
    _import("customers", file, skip_bad_rows)


@import_.command("baskets")
@shop_option
@_skip_bad_rows
@click.argument("file", type=_A_FILE)
def import_baskets(file: str, skip_bad_rows: bool) -> None:
    """Book baskets that were sold elsewhere, each on its own day.

    \b
    Needed columns:  basket_id, sold_at (2017-01-01 18:24:46, shop time), customer, sku,
                     quantity, sales_value, retail_disc, coupon_disc, coupon_match_disc

    One row for each line of a basket, a basket's rows together. A basket is booked once by its
    id. A refusal (out of stock) stops there; the same import again goes on from there.
    """
    _import("baskets", file, skip_bad_rows)


def _import(kind: str, file: str, skip_bad_rows: bool) -> None:
    with opened_shop() as shop:
        by = shop.staff.terminal()
        take_in: Any = getattr(shop.imports, kind)
        with progress_bar(f"Importing {kind}") as progress:
            result = take_in(file, by=by, skip_bad_rows=skip_bad_rows, progress=progress)
        shop.staff.sign_out(by=by)
        shop.checkpoint()
    tell_faults(file, result.faults)
    counts = [f"{_counted(result.added, kind)} added"]
    if kind != "baskets":
        counts.append(f"{result.changed:,} changed")
    counts.append(f"{result.unchanged:,} unchanged")
    if result.skipped:
        counts.append(f"{_counted(result.skipped, 'rows')} left out")
    tell(", ".join(counts))


def _counted(number: int, things: str) -> str:
    """Say "1 row" or "2 rows"."""
    return f"{number:,} {things.removesuffix('s') if number == 1 else things}"


@click.command()
@shop_option
@click.argument("kind", metavar="LIST", type=click.Choice(LISTS))
@click.argument("file", type=_A_FILE)
def export(kind: str, file: str) -> None:
    """Write products, customers, orders or returns to a CSV file.

    LIST is "products", "customers", "orders" or "returns" (one row for each line of one). Products
    and customers can be imported again. The gross of orders less that of returns, gift cards and
    cancelled orders aside, is the revenue. A cell that a spreadsheet would run as a formula has an
    apostrophe before it. A file of this name is replaced.

    \b
    Example:
      python -m pos_app export products products.csv
    """
    with opened_shop() as shop, acting(shop) as by:
        write: Any = getattr(shop.exports, kind)
        with progress_bar(f"Exporting {kind}") as progress:
            rows = write(file, progress, by=by)
    tell(f"{_counted(rows, 'rows')} written to {click.format_filename(file)}")


@click.command()
@shop_option
def check() -> int:
    """Verify every invariant of the books; each breach is a line of output.

    Exits with 0 when nothing was found, 1 when something was.
    """
    # Signing in lets the journal of a shop begin that has none yet, which would be missed.
    with opened_shop() as shop, acting(shop) as by, progress_bar("Checking") as progress:
        breaches = shop.check(progress, by=by)
    for breach in breaches:
        click.echo(
            f"{breach.rule}: {clipped(breach.subject, 200)}: "
            f"expected {clipped(breach.expected, 200)}, found {clipped(breach.found, 200)}"
        )
    if not breaches:
        tell("All is well: nothing found.")
        return 0
    tell("1 breach found." if len(breaches) == 1 else f"{len(breaches):,} breaches found.")
    return REFUSED


@click.command()
@shop_option
@click.argument("file", type=_A_FILE)
def backup(file: str) -> None:
    """Copy the shop to a new file, while it is in use, and verify the copy.

    \b
    Example:
      python -m pos_app backup shop-$(date +%F).db
    """
    with opened_shop() as shop, acting(shop) as by, progress_bar("Copying") as progress:
        shop.backup(file, progress, by=by)
    tell(f"Backed up to {click.format_filename(file)}; the copy was verified.")


@click.command()
@shop_option
@click.option("--yes", is_flag=True, help="Don't ask.")
@click.argument("file", type=_A_FILE)
def restore(file: str, yes: bool) -> int:
    """Put a backup in the place of the shop.

    The backup is verified first, and the shop as it is now is copied aside. Refused while a
    window has the shop open.
    """
    location = shop_location()
    with refusals():
        window = window_on(location)
        if window is not None:
            raise WindowOpen(location, window)
        if Path(location).exists() and not yes:
            tell(f"{location} will be as it was in {click.format_filename(file)}.")
            if not _confirmed():
                tell("Nothing was changed.")
                return REFUSED
        with progress_bar("Restoring") as progress:
            aside = restore_shop(file, location, progress)
    tell(f"Restored {location}.")
    if aside:
        tell(f"What stood there before is in {aside}")
    return 0


def _confirmed() -> bool:
    try:
        return click.confirm("Go on?", err=True)
    except click.Abort:  # nobody is there to ask, or they pressed Ctrl+C
        tell("")
        return False
