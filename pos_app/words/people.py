"""Refusals about people, drawers and the journal, in words."""

from collections.abc import Callable
from typing import Any

from pos_app.domain import errors
from pos_app.domain.money import MoneyFormat
from pos_app.words.lists import PERMISSIONS
from pos_app.words.message import Message, clipped


def permission_words(permission: str) -> str:
    """What a permission lets a person do: "receive_stock" -> "receive goods"."""
    return PERMISSIONS.get(permission, permission.replace("_", " "))


def _amount(value: int, money: MoneyFormat | None) -> str:
    return "?" if money is None else money.format(value)


def _not_allowed(error: errors.NotAllowed, _money: MoneyFormat | None) -> Message:
    return Message(
        f"{clipped(error.name)} may not {permission_words(error.permission)}.",
        "Ask somebody who may to approve it or to sign in.",
    )


def wait_words(seconds: int) -> str:
    """How long a person waits: "1 second", "2 minutes 5 seconds"."""
    minutes, rest = divmod(seconds, 60)
    parts = [(minutes, "minute"), (rest, "second")]
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n) or "a moment"


def _sign_in_refused(error: errors.SignInRefused, _money: MoneyFormat | None) -> Message:
    if error.wait_seconds > 0 and not error.username:
        how = f"Use your PIN or password, or scan again in {wait_words(error.wait_seconds)}."
        return Message("Too many badges that nobody has.", how)
    if error.wait_seconds > 0:
        return Message("Too many wrong tries.", f"Try again in {wait_words(error.wait_seconds)}.")
    return Message("That is not right.", "Try the PIN, password or badge again.")


_APPROVAL = {
    "used": ("This approval was used already.", "Each one is for one action: ask once more."),
    "late": ("This approval is too old.", "It was good for some minutes: ask once more."),
    "own": ("Nobody can approve what they may not do themselves.", "Ask somebody who may."),
}


def _approval_refused(error: errors.ApprovalRefused, _money: MoneyFormat | None) -> Message:
    other = ("This was not what was approved.", "Ask for the approval of what is to be done now.")
    return Message(*_APPROVAL.get(error.reason, other))


def _last_owner(error: errors.LastOwner, _money: MoneyFormat | None) -> Message:
    return Message(
        f"{clipped(error.name)} is the last owner who can sign in.",
        "Make somebody else an owner first; without one nobody could give rights any more.",
    )


def _right_needed(error: errors.RightNeeded, _money: MoneyFormat | None) -> Message:
    return Message(
        f"The role {clipped(error.role)} must be able to {permission_words(error.permission)}.",
        "Without it nobody could give rights back.",
    )


def _no_open_shift(error: errors.NoOpenShift, _money: MoneyFormat | None) -> Message:
    return Message(
        f"No shift is open at {clipped(error.till)}.", "Open one: count what lies in the drawer."
    )


def _shift_open(error: errors.ShiftOpen, _money: MoneyFormat | None) -> Message:
    return Message(
        f"Shift {error.number} is open at {clipped(error.till)}.", "Close it before the next one."
    )


def _compared(expected: int, counted: int, money: MoneyFormat | None) -> str:
    gap = counted - expected
    side = "too much" if gap > 0 else "missing"
    return (
        f"{_amount(counted, money)} was counted, {_amount(expected, money)} should be there: "
        f"{_amount(abs(gap), money)} {side}."
    )


def _needs_approval(error: errors.DifferenceNeedsApproval, money: MoneyFormat | None) -> Message:
    return Message(
        _compared(error.expected, error.counted, money),
        f"Count again, or ask for an approval: more than {_amount(error.limit, money)} needs one.",
    )


def _needs_reason(error: errors.DifferenceNeedsReason, money: MoneyFormat | None) -> Message:
    return Message(
        _compared(error.expected, error.counted, money), "Count again, or say how it came to be."
    )


def _not_enough_cash(error: errors.NotEnoughCash, money: MoneyFormat | None) -> Message:
    left = "" if error.left is None else f" There should be {_amount(error.left, money)}."
    return Message(
        f"{_amount(error.wanted, money)} is more than should lie in the drawer.",
        f"Look at the amount again.{left}",
    )


_NOT_CORRECTABLE = {
    "closed": "Its shift is closed, and the Z report stands. Give the money back and sell anew.",
    "method": "Only cash, card and the like can be taken for one another; balances moved already.",
    "returned": "It was given back already.",
    "no_shift": "It belongs to no open shift of this till.",
    "amount": "Not so much of it is left to correct.",
}


def _not_correctable(error: errors.NotCorrectable, _money: MoneyFormat | None) -> Message:
    return Message(
        f"The payment of {clipped(error.number)} can't be corrected.",
        _NOT_CORRECTABLE.get(error.reason, "Open the order again."),
    )


_KEY_TROUBLE = {
    "unreadable": "It can't be read: look whose file it is.",
    "unwritable": "It can't be written: look at the folder, and whether the disk is full.",
    "no_key": "What stands there is no key. Move it away, and a new one is made.",
}


def _no_signing_key(error: errors.NoSigningKey, _money: MoneyFormat | None) -> Message:
    how = _KEY_TROUBLE.get(error.reason, "Look after it.")
    return Message(
        "The key that signs the journal can't be had.", f"{how} {clipped(error.path, 200)}"
    )


def _unknown_shift(error: errors.UnknownShift, _money: MoneyFormat | None) -> Message:
    return Message(f"There is no shift “{clipped(error.which)}”.", "Look for it in the list.")


def _not_an_archive(error: errors.NotAnArchive, _money: MoneyFormat | None) -> Message:
    return Message(
        f"There is no journal to read in {clipped(error.path, 200)} ({clipped(error.detail)}).",
        "Give a shop's file, a backup, or an archive: the file that ends in .jsonl, with its "
        "manifest beside it.",
    )


def _not_a_key(error: errors.NotAKey, _money: MoneyFormat | None) -> Message:
    return Message(
        f"“{clipped(error.given)}” is no public key.",
        "A key is 64 digits from 0 to f, or a file that holds one.",
    )


def _not_an_anchor(error: errors.NotAnAnchor, _money: MoneyFormat | None) -> Message:
    return Message(
        f"“{clipped(error.given)}” is no place in a journal.",
        "Write it as it stands on the Z report: the number of the entry, a colon and its hash.",
    )


def _unknown_entry(error: errors.UnknownEntry, _money: MoneyFormat | None) -> Message:
    return Message(
        f"The journal of {clipped(error.till)} has no entry {error.sequence}.",
        "Look for it in the list.",
    )


PEOPLE: dict[type[BaseException], Callable[[Any, MoneyFormat | None], Message]] = {
    errors.NotAllowed: _not_allowed,
    errors.SignInRefused: _sign_in_refused,
    errors.ApprovalRefused: _approval_refused,
    errors.LastOwner: _last_owner,
    errors.RightNeeded: _right_needed,
    errors.NoOpenShift: _no_open_shift,
    errors.ShiftOpen: _shift_open,
    errors.DifferenceNeedsApproval: _needs_approval,
    errors.DifferenceNeedsReason: _needs_reason,
    errors.NotEnoughCash: _not_enough_cash,
    errors.NotCorrectable: _not_correctable,
    errors.NoSigningKey: _no_signing_key,
    errors.NotAnArchive: _not_an_archive,
    errors.NotAKey: _not_a_key,
    errors.NotAnAnchor: _not_an_anchor,
    errors.UnknownEntry: _unknown_entry,
    errors.UnknownShift: _unknown_shift,
}
