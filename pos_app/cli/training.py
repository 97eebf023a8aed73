"""The command that makes a copy of the shop to practise on."""

import click

from pos_app.cli.terminal import acting, opened_shop, progress_bar, shop_option, tell
from pos_app.cli.window import window_on
from pos_app.domain.errors import WindowOpen
from pos_app.domain.training import copy_path


@click.command()
@shop_option
def training() -> None:
    """Make a copy of the shop to practise on, beside its file.

    The copy is verified. An older one is removed, and what was practised in it with it; refused
    while a window has it open. Nothing that is done in the copy touches the shop.

    \b
    Example:
      python -m pos_app training --shop corner.db
      python main.py corner.training.db
    """
    with opened_shop() as shop, acting(shop) as by, progress_bar("Copying") as progress:
        copy = copy_path(shop.path)
        window = window_on(copy)
        if window is not None:
            raise WindowOpen(copy, window)
        shop.training_copy(copy, progress, by=by)
    tell(f"Practise in {click.format_filename(copy)}: open it in the window, or name it by --shop.")
