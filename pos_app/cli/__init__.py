"""The shop from a terminal: `python -m pos_app COMMAND`."""

from collections.abc import Sequence

import click

from pos_app import __version__
from pos_app.cli.codes import codes
from pos_app.cli.commands import backup, check, export, import_, new, restore
from pos_app.cli.customers import customer
from pos_app.cli.journal import journal
from pos_app.cli.receipts import receipt
from pos_app.cli.reports import report
from pos_app.cli.returns import gift_card, return_, void
from pos_app.cli.shifts import shift
from pos_app.cli.staff import staff
from pos_app.cli.terminal import INTERRUPTED, Refusal, shop_option, tell
from pos_app.cli.training import training


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@shop_option
@click.version_option(__version__, message="Countertop %(version)s")
def cli() -> None:
    """A point of sale, from the terminal.

    The window (python main.py) and any number of commands may work on one shop at a time.

    \b
    Try it out:
      python -m pos_app new --sample
      python -m pos_app report daily-sales
      python -m pos_app import products my-products.csv
      python -m pos_app check

    \b
    Data goes to standard output, everything else to standard error. Exit codes:
      0    done; `check` and `journal verify` found nothing
      1    refused, or one of the two found something
      2    wrong usage
      3    the file to import has faults or isn't there: nothing of it was taken in
      4    the shop's file, another file or the disk is in the way
      130  interrupted; what was finished stays
    """


for command in (
    new,
    import_,
    export,
    report,
    return_,
    void,
    gift_card,
    receipt,
    check,
    backup,
    restore,
    training,
    codes,
    staff,
    shift,
    customer,
    journal,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. arguments are those of the process unless given."""
    try:
        result = cli.main(arguments and list(arguments), standalone_mode=False)
    except click.exceptions.Abort:
        tell("Stopped. What was finished stays; the same again goes on from there.")
        return INTERRUPTED
    except Refusal as refusal:
        refusal.show()
        return refusal.code
    except click.ClickException as misuse:
        misuse.show()
        return misuse.exit_code
    return result if isinstance(result, int) else 0
