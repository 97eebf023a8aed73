"""Refusals shown to people: `pos_app.words` finds the words, the window's notices say them."""

import logging
from typing import TYPE_CHECKING

from pos_app import words as wording
from pos_app.domain.errors import Cancelled, PosError, StorageError
from pos_app.domain.money import MoneyFormat
from pos_app.words import Message

if TYPE_CHECKING:
    from pos_app.ui.widgets.notice import NoticeStack

__all__ = ["Message", "say_through", "show", "words"]

log = logging.getLogger(__name__)


class _Stage:
    """Where notices are shown; one window per process."""

    notices: "NoticeStack | None" = None
    money: MoneyFormat | None = None


def say_through(notices: "NoticeStack | None", money: MoneyFormat | None) -> None:
    """From now on show() speaks through these notices and writes amounts in this money."""
    _Stage.notices = notices
    _Stage.money = money


def words(error: BaseException, money: MoneyFormat | None = None) -> Message:
    """The words for a refusal; money defaults to that of the shop in the window."""
    return wording.words(error, money or _Stage.money)


def show(error: Exception) -> None:
    """Tell the person about a refusal. What concerns the shop's file stays until it is closed."""
    if isinstance(error, Cancelled):
        return
    if not isinstance(error, PosError):
        raise error
    message = words(error)
    if _Stage.notices is None:
        log.warning("a refusal came while no window was there: %s", type(error).__name__)
        return
    grave = isinstance(error, StorageError)
    _Stage.notices.say(message.title, message.hint, "bad" if grave else "warn", sticky=grave)
