"""The commands about codes: what one stands for, the rules they are read by, those nobody knows."""

from dataclasses import replace

import click

from pos_app.cli.terminal import opened_shop, refusals, shop_option, tell
from pos_app.documents import wording
from pos_app.domain.code_rules import KINDS, CodeRule
from pos_app.domain.errors import UnknownCodeRule
from pos_app.domain.rows import (
    BadgeHit,
    CouponHit,
    CustomerHit,
    GiftCardHit,
    ReceiptHit,
    ScanHit,
    Scanned,
)
from pos_app.shop import Shop

_SEPARATORS = ("<GS>", "{GS}", r"\x1d")


@click.group()
@shop_option
def codes() -> None:
    """What a code stands for, and how the shop reads its own.

    \b
    Examples:
      python -m pos_app codes read 2112345012346
      python -m pos_app codes rules
      python -m pos_app codes unknown
    """


@codes.command()
@shop_option
@click.argument("code")
def read(code: str) -> None:
    """Say what a code stands for, as a till would take it.

    CODE is what the scanner reads. Write <GS> for the separator inside a GS1 code, or the whole
    code with brackets: "(01)09501101530003(3103)001250".
    """
    for written in _SEPARATORS:
        code = code.replace(written, "\x1d")
    with opened_shop() as shop:
        for line in _words(shop.codes.read(code), shop):
            click.echo(line)


@codes.command()
@shop_option
@click.option("--add", "name", metavar="NAME", help="Add a rule of this name.")
@click.option("--kind", type=click.Choice(KINDS), help="What codes by the new rule stand for.")
@click.option("--pattern", metavar="PATTERN", help="How the new rule's codes are spelled.")
@click.option("--decimals", type=int, default=0, help="Digits of the value behind the point.")
@click.option("--off", type=int, metavar="ID", help="Read no codes by this rule.")
@click.option("--on", "again", type=int, metavar="ID", help="Read codes by this rule again.")
@click.option("--remove", type=int, metavar="ID", help="Take this rule away.")
def rules(
    name: str | None,
    kind: str | None,
    pattern: str | None,
    decimals: int,
    off: int | None,
    again: int | None,
    remove: int | None,
) -> None:
    """List the rules by which the shop reads codes of its own, or change them.

    In a pattern I is a digit of the article's number (or a letter of a customer's, a coupon's or a
    badge's code), V one of the value, K the check digit of the value, C that of the whole code, ?
    anything, and "I*" all that is left; everything else stands for itself.

    \b
    Examples:
      python -m pos_app codes rules
      python -m pos_app codes rules --add "Cheese scale" --kind weight \\
          --pattern 28IIIIIVVVVVC --decimals 3
      python -m pos_app codes rules --off 2
    """
    asked = [each for each in (name, off, again, remove) if each is not None]
    if len(asked) > 1:
        raise click.UsageError("--add, --on, --off and --remove are one change each.")
    if name is not None and (kind is None or pattern is None):
        raise click.UsageError("--add needs --kind and --pattern.")
    with opened_shop() as shop:
        if asked:
            _change(shop, name, kind or "", pattern or "", decimals, off, again, remove)
        for rule in shop.codes.rules():
            state = "on" if rule.active else "off"
            click.echo(
                f"{rule.id}\t{state}\t{rule.kind}\t{rule.pattern}\t{rule.decimals}\t{rule.name}"
            )


@codes.command()
@shop_option
@click.option("--forget", metavar="CODE", help="Take this code off the list.")
def unknown(forget: str | None) -> None:
    """List codes that were scanned and belong to nothing, the last one first."""
    with opened_shop() as shop:
        if forget is not None:
            by = shop.staff.terminal()
            try:
                shop.codes.forget_unknown(forget, by=by)
            finally:
                shop.staff.sign_out(by=by)
        rows = shop.codes.unknown_codes()
        for row in rows:
            at = wording.moment(row.last_at, shop.info)
            click.echo(f"{row.code}\t{row.times}\t{at}\t{row.till}\t{row.by}")
        if not rows:
            tell("Every code that was scanned belongs to something.")


# --- below ---------------------------------------------------------------------------------------


def _change(
    shop: Shop,
    name: str | None,
    kind: str,
    pattern: str,
    decimals: int,
    off: int | None,
    again: int | None,
    remove: int | None,
) -> None:
    by = shop.staff.terminal()
    try:
        if name is not None:
            with refusals():
                rule = CodeRule(name, kind, pattern, decimals)
            shop.codes.save_rule(rule, by=by)
        elif remove is not None:
            shop.codes.remove_rule(remove, by=by)
        else:
            wanted = again if off is None else off
            known = {rule.id: rule for rule in shop.codes.rules()}
            if wanted not in known:
                raise UnknownCodeRule(wanted)
            shop.codes.save_rule(replace(known[wanted], active=off is None), by=by)
    finally:
        shop.staff.sign_out(by=by)


def _words(found: Scanned, shop: Shop) -> list[str]:
    """What a code stands for, a fact to a line."""
    if isinstance(found, ScanHit):
        product = found.product
        lines = [
            f"{product.name} ({product.sku})",
            f"Quantity: {wording.quantity(found.quantity, product.unit, shop.money)}",
        ]
        if found.total is not None:
            lines.append(f"Price on the label: {shop.money.format(found.total)}")
        if found.lot:
            lines.append(f"Lot: {found.lot}")
        if found.expires is not None:
            lines.append(f"Use by: {found.expires.isoformat()}")
        return lines
    if isinstance(found, CustomerHit):
        return [f"Customer: {found.customer.name}"]
    if isinstance(found, BadgeHit):
        return [f"Badge: {found.name}"]
    if isinstance(found, CouponHit):
        return [f"Discount code: {found.code.code}"]
    if isinstance(found, GiftCardHit):
        return [f"Gift card with {shop.money.format(found.ledger.balance)}"]
    assert isinstance(found, ReceiptHit)
    return [f"{'Receipt' if found.return_id is None else 'Slip of a return'}: {found.number}"]
