"""What a refusal says to people: one place for the window and the terminal, and it knows neither.

A title says what happened, a hint how to go on. Nothing personal or secret is repeated but what
the person gave themselves.
"""

from pos_app.domain import errors
from pos_app.domain.money import MoneyFormat
from pos_app.words.message import Message, clipped
from pos_app.words.people import PEOPLE, permission_words, wait_words
from pos_app.words.plain import PLAIN
from pos_app.words.special import SPECIAL, field_words, reason_words

__all__ = [
    "Message",
    "clipped",
    "fault_words",
    "field_words",
    "permission_words",
    "reason_words",
    "wait_words",
    "words",
]

_CHOSEN = {**SPECIAL, **PEOPLE}

_AMOUNTS = frozenset({"due", "tendered", "was", "now"})


def words(error: BaseException, money: MoneyFormat | None = None) -> Message:
    """The words for a refusal; amounts are written in the shop's money where it is given.

    Anything that is no PosError gets a sentence that admits it: the details belong in the log.
    """
    if isinstance(error, errors.FileRefused):
        return _file_refused(error)
    if isinstance(error, errors.ImportStopped):
        return _import_stopped(error, money)
    for kind in type(error).__mro__:
        if kind in _CHOSEN:
            return _CHOSEN[kind](error, money)
        if kind in PLAIN:
            title, hint = PLAIN[kind]
            fields = {name: _shown(name, value, money) for name, value in vars(error).items()}
            return Message(title.format(**fields), hint.format(**fields))
    return Message(
        "Something went wrong that the program did not expect.",
        f"Nothing was half done. The log has the details ({type(error).__name__}).",
    )


def fault_words(fault: errors.RowFault) -> str:
    """One fault of a file in one line: "line 12, price: “-1.00” must not be below zero"."""
    if not fault.line:
        return reason_words(fault.reason)
    place = f"line {fault.line}, {fault.column}" if fault.column else f"line {fault.line}"
    what = f"“{clipped(fault.value)}” " if fault.value else ""
    return f"{place}: {what}{reason_words(fault.reason)}"


def _shown(name: str, value: object, money: MoneyFormat | None) -> str:
    if name in _AMOUNTS and isinstance(value, int):
        return money.format(value) if money is not None else "?"
    if name == "path":
        return clipped(value, 200)
    return clipped(value)


def _file_refused(error: errors.FileRefused) -> Message:
    count = max(error.total_faults, len(error.faults))
    faults = "1 fault" if count == 1 else f"{count:,} faults"
    first = f" First: {fault_words(error.faults[0])}." if error.faults else ""
    return Message(
        f"{clipped(error.file, 200)} has {faults}; nothing of it was taken in.",
        f"Mend the file and import it again, or leave the bad rows out.{first}",
    )


def _import_stopped(error: errors.ImportStopped, money: MoneyFormat | None) -> Message:
    cause = words(error.cause, money)
    return Message(
        f"Stopped at line {error.line} of {clipped(error.file, 200)}: {cause.title}",
        f"{error.done:,} before it are kept. Mend the cause and import the same file again: "
        "it goes on from there.",
    )
