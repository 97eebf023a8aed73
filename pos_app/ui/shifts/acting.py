"""From a sheet of the shift to the books."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rows import Clerk
from pos_app.ui.desk import Desk

T = TypeVar("T")


def act(
    desk: Desk,
    job: Callable[[Clerk], T],
    done: Callable[[T], None],
    failed: Callable[[Exception], None],
    *,
    about: str,
    parent: QWidget,
) -> None:
    """Run job(clerk) in the counter lane; about says what it is to whoever approves it."""
    clerk = desk.session.clerk
    if clerk is None:
        failed(NotSignedIn())
    else:
        desk.tasks.counter.run(lambda: job(clerk), done, failed, owner=parent)
