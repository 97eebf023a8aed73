"""Commands of the terminal as tests run them, in this process, and what they leave behind."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from pos_app.cli import main


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


def terminal(
    capsys: pytest.CaptureFixture[str], *command: str, shop: str | None = None
) -> Callable[..., Said]:
    """Runs what it is called with behind `command`, on that shop."""
    last = () if shop is None else ("--shop", shop)

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        code = main([*command, *map(str, arguments), *last])
        return Said(code, *capsys.readouterr())

    return run
