"""What every command shares: which shop, refusals in words, progress, and who may interrupt."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import click

from pos_app import config, paths
from pos_app.domain.errors import (
    FileRefused,
    ImportStopped,
    PosError,
    RowFault,
    StorageError,
)
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import Clerk
from pos_app.domain.training import NOTHING_SOLD
from pos_app.shop import Shop
from pos_app.words import fault_words, words

REFUSED = 1
FAULTY_FILE = 3
STORAGE_TROUBLE = 4
INTERRUPTED = 130

_SHOP = "pos_app.shop"

# With these there are no rows to take in or to leave out.
_UNUSABLE = frozenset(
    "no_such_file not_readable too_large empty_file missing_column duplicate_column".split()
)

Progress = Callable[[int, int], None]
F = TypeVar("F", bound=Callable[..., Any])


def tell(text: str) -> None:
    """Say something to the person; never into the data."""
    click.echo(text, err=True)


class Refusal(click.ClickException):
    """A refusal of the shop, in words, with the exit code that goes with its kind."""

    def __init__(self, error: PosError, money: MoneyFormat | None = None) -> None:
        self.said = words(error, money)
        self.error = error
        super().__init__(self.said.title)
        cause = error.cause if isinstance(error, ImportStopped) else error
        if isinstance(cause, FileRefused):
            self.code = FAULTY_FILE
        elif isinstance(cause, StorageError):
            self.code = STORAGE_TROUBLE
        else:
            self.code = REFUSED

    def show(self, file: Any = None) -> None:
        """Say what happened and how to go on, each fault of a file on a line of its own."""
        tell(f"Error: {self.said.title}")
        if isinstance(self.error, FileRefused):
            tell_faults(self.error.file, self.error.faults)
            more = self.error.total_faults - len(self.error.faults)
            if more > 0:
                tell(f"... and {more:,} more")
            if not _UNUSABLE.intersection(fault.reason for fault in self.error.faults):
                tell("Mend the file and import it again, or leave those rows out: --skip-bad-rows")
        elif self.said.hint:
            tell(self.said.hint)


def tell_faults(file: str, faults: tuple[RowFault, ...]) -> None:
    """Say each fault of a file on a line of its own."""
    for fault in faults:
        tell(f"{click.format_filename(file)}: {fault_words(fault)}")


def shop_option(command: F) -> F:
    """Give a command --shop; wherever it stands on the line, the last one counts."""

    def keep(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        if value is not None:
            context.find_root().meta[_SHOP] = value

    return click.option(
        "--shop",
        metavar="SHOP",
        envvar="COUNTERTOP_SHOP",
        expose_value=False,
        is_eager=True,
        callback=keep,
        help="The shop's file; without it the one that the window had open last.",
    )(command)


def given_shop() -> str:
    """The shop named by --shop or COUNTERTOP_SHOP; "" for none."""
    return str(click.get_current_context().find_root().meta.get(_SHOP, ""))


def shop_location() -> str:
    """The shop a command works on."""
    return given_shop() or config.load().last_shop or str(paths.default_shop())


@contextmanager
def refusals(money: MoneyFormat | None = None) -> Iterator[None]:
    """Turn what the shop refuses into words and an exit code."""
    try:
        yield
    except PosError as error:
        raise Refusal(error, money) from error


@contextmanager
def opened_shop() -> Iterator[Shop]:
    """The shop of this command, open; its refusals in words."""
    with refusals():
        shop = Shop.open(shop_location())
    if shop.info.training:
        tell(f"{NOTHING_SOLD} ({shop_location()} is a copy to practise on)")
    try:
        with refusals(shop.money):
            yield shop
    finally:
        shop.close()


@contextmanager
def acting(shop: Shop, *, reads: bool = False) -> Iterator[Clerk]:
    """Who acts in a command: the terminal's own user, signed out behind it. A command that only
    reads leaves no entry."""
    by = shop.staff.terminal(reads=reads)
    try:
        yield by
    finally:
        with suppress(StorageError):  # what was done is done, and nobody else has this session
            shop.staff.sign_out(by=by)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """A bar on the terminal while something takes long; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    # Heavy, and needed for long work in front of a person only.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(label, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
