"""The commands about the journal: verify it, show it, give it away, and its keys."""

from datetime import date, datetime
from pathlib import Path

import click

from pos_app.cli.terminal import (
    REFUSED,
    acting,
    opened_shop,
    progress_bar,
    refusals,
    shop_location,
    shop_option,
    tell,
)
from pos_app.domain.errors import NotAKey
from pos_app.domain.rows import JournalReport, JournalRow
from pos_app.shop import verify_journal
from pos_app.words.journal import KINDS, journal_fault_words, journal_note_words, kind_words

_DAY = click.DateTime(["%Y-%m-%d"])
_KIND = click.Choice(list(KINDS), case_sensitive=False)
_A_FILE = click.Path(dir_okay=False, exists=True, path_type=Path)
_HEX = frozenset("0123456789abcdefABCDEF")
_PAGE = 200


@click.group()
@shop_option
def journal() -> None:
    """Verify the journal, show it, give it away, and look after its key.

    Every till has a chain of entries, each linked to the one before by its hash and signed.
    tools/verify_journal.py verifies them without this program.

    \b
    Examples:
      python -m pos_app journal verify
      python -m pos_app journal verify backup.db --key shop.pub --anchor T1:1742:9d36...
      python -m pos_app journal list --kind void
      python -m pos_app journal export archive/
      python -m pos_app journal key
    """


@journal.command()
@shop_option
@click.argument("file", required=False, type=_A_FILE)
@click.option(
    "--key",
    "keys",
    metavar="HEX|FILE",
    multiple=True,
    help="A public key that is the shop's, beside this machine's own.",
)
@click.option(
    "--anchor",
    "anchors",
    metavar="[TILL:]ENTRY:HASH",
    multiple=True,
    help="An entry as a Z report names it: it has to be there.",
)
@click.option(
    "--manifest",
    "manifests",
    type=_A_FILE,
    multiple=True,
    help="The manifest of a backup or an archive: what it names has to be there.",
)
@click.option("--hashes", is_flag=True, help="Don't look at signatures: takes a fifth of the time.")
def verify(
    file: Path | None,
    keys: tuple[str, ...],
    anchors: tuple[str, ...],
    manifests: tuple[Path, ...],
    hashes: bool,
) -> int:
    """Verify every till's chain, and name the first bad entry of each.

    FILE is a shop's file, a backup, or an archive (.jsonl); the shop without it. Nothing is
    written. Exits with 0 when all is well, 1 when something is not.
    """
    with refusals():
        known = [key for given in keys for key in _keys(given)]
        with progress_bar("Verifying") as progress:
            report = verify_journal(
                file or shop_location(),
                keys=known,
                anchors=anchors,
                manifests=manifests,
                signatures=not hashes,
                progress=progress,
            )
    _show(report)
    return REFUSED if report.faults else 0


def _keys(given: str) -> list[str]:
    """The keys in what was given: hex digits themselves, or the lines of a file, those that
    `journal key` shows too. Raises NotAKey."""
    if len(given) == 64 and set(given) <= _HEX:
        return [given]
    try:
        text = Path(given).read_text("ascii")
    except (OSError, ValueError) as error:
        raise NotAKey(given) from error
    if text.startswith("-----BEGIN"):
        return [text]
    lines = [line.split("\t") for line in text.splitlines() if line.strip()]
    return [line[min(1, len(line) - 1)].strip() for line in lines] or [given]


def _show(report: JournalReport) -> None:
    for head in report.heads:
        click.echo(f"{head.till}\t{head.sequence}\t{head.hash}\t{head.key}")
    for note in report.notes:
        tell(journal_note_words(note))
    for fault in report.faults:
        click.echo(f"FAULT\t{fault.kind}\t{journal_fault_words(fault)}")
    if any(fault.kind == "key" for fault in report.faults):
        tell("A key that is the shop's is given by --key: its 64 digits, or the file that has it.")
    if report.faults:
        faults = len(report.faults)
        tell("1 fault found." if faults == 1 else f"{faults:,} faults found.")
        return
    if not report.entries:
        tell("Nothing is recorded yet: there is no entry.")
        return
    looked = "" if report.signatures else " Signatures were not looked at."
    tell(f"All is well: {report.entries:,} entries.{looked}")


@journal.command()
@shop_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the whole journal into a folder: NAME.jsonl with one entry on each line, its manifest,
    and the public keys.

    An entry says that it was taken along, and is in it.
    """
    with opened_shop() as shop, acting(shop) as by, progress_bar("Exporting") as progress:
        archive = shop.journal.export(folder, by=by, progress=progress)
    click.echo(click.format_filename(archive))


@journal.command(name="list")
@shop_option
@click.option("--till", metavar="CODE", help="One till's alone.")
@click.option("--kind", type=_KIND, metavar="KIND", help="sale, void, price, sign_in_failed ...")
@click.option("--user", default="", metavar="USERNAME", help="What one person did or approved.")
@click.option("--document", default="", metavar="NUMBER", help="A receipt, return or report.")
@click.option("--from", "day_from", type=_DAY, help="First business date.")
@click.option("--to", "day_to", type=_DAY, help="Last business date.")
@click.option("--limit", default=_PAGE, show_default=True, type=click.IntRange(1), help="At most.")
def list_(
    till: str | None,
    kind: str | None,
    user: str,
    document: str,
    day_from: datetime | None,
    day_to: datetime | None,
    limit: int,
) -> None:
    """Show entries, the newest first: till, entry, moment, what, document, who, who approved,
    amount; with tabs between them."""
    with opened_shop() as shop, acting(shop, reads=True) as by:
        row: JournalRow | None = None
        left = limit
        while left:
            page = shop.journal.page(
                by=by,
                till=till,
                kind=kind or "",
                user=user,
                document=document,
                day_from=_day(day_from),
                day_to=_day(day_to),
                before=row,
                limit=min(left, _PAGE),
            )
            for row in page:
                amount = "" if row.amount is None else shop.money.format(row.amount)
                at = row.at.isoformat(timespec="seconds")
                shown = (row.till, str(row.sequence), at, kind_words(row.kind))
                click.echo("\t".join((*shown, row.document, row.user, row.approver, amount)))
            left -= len(page)
            if len(page) < _PAGE:
                break
        if row is None:
            tell("No entry fits.")


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


@journal.command()
@shop_option
@click.option("--new", is_flag=True, help="Make a new key; the old one signs that it is the next.")
def key(new: bool) -> None:
    """Show the public keys that signed: fingerprint, key, machine; this machine's own is marked.

    Keep them somewhere else, on paper too: whoever verifies needs them.
    """
    with opened_shop() as shop, acting(shop, reads=not new) as by:
        if new:
            made = shop.journal.new_key(by=by)
            tell(f"From now on {made.fingerprint} signs. Backups and archives have both keys.")
        for each in shop.journal.public_keys(by=by):
            own = "\town" if each.own else ""
            click.echo(f"{each.fingerprint}\t{each.public_key}\t{each.machine}{own}")
