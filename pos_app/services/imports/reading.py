"""Reads a CSV file whole: its encoding, heading and fields, with the line of every fault.

The form: UTF-8 with or without a byte order mark, any line ends, a heading in the first line,
fields parted by comma, semicolon or tab (the heading shows which), quotes as in RFC 4180.
Columns may stand in any order; those nobody asked for are ignored, and so are empty lines.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from pos_app.domain.errors import BadValue, FileRefused, RowFault
from pos_app.services.cells import unguarded
from pos_app.services.given_paths import given_path

T = TypeVar("T")

FAULTS_SHOWN = 200
"""So many faults a refusal carries; it counts all of them."""

MAX_BYTES = 256 * 2**20
"""A larger file is no list of a shop's: it would fill the memory before it is checked."""

_DELIMITERS = ",;\t"
_LONGEST_VALUE = 200
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"


class Row(NamedTuple):
    """One record: the line it begins on (the heading is line 1), its fields in the order asked for.

    sound is False for one that can't be read; its fields then are a guess, to name it by.
    """

    line: int
    fields: tuple[str, ...]
    sound: bool = True


class Faults:
    """Everything wrong in one file, in the order it was found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[RowFault] = []

    def add(self, line: int, column: str, value: str, reason: str) -> None:
        """Note one fault."""
        self._found.append(RowFault(line, column, value[:_LONGEST_VALUE], reason))

    def __len__(self) -> int:
        return len(self._found)

    def all(self) -> tuple[RowFault, ...]:
        """Every fault, by line."""
        return tuple(sorted(self._found, key=lambda fault: fault.line))

    def refuse(self) -> FileRefused:
        """The refusal of the file: its first faults, and how many there are."""
        return FileRefused(self.file, self.all()[:FAULTS_SHOWN], len(self._found))


class Fields:
    """The fields of one row by column, each taken through a check that may note a fault."""

    def __init__(self, columns: Sequence[str], row: Row, faults: Faults) -> None:
        self.line = row.line
        self.sound = True
        self._texts = dict(zip(columns, row.fields, strict=True))
        self._faults = faults

    def take(self, column: str, check: Callable[[str], T], *, needed: bool = False) -> T | None:
        """What check makes of the field; None when it is empty or check refuses it."""
        text = self._texts[column]
        if not text:
            if needed:
                self.fault(column, "empty")
            return None
        try:
            return check(text)
        except BadValue as refusal:
            self.fault(column, refusal.reason)
            return None

    def fault(self, column: str, reason: str) -> None:
        """Note that the field in this column can't be taken."""
        self.sound = False
        self._faults.add(self.line, column, self._texts[column], reason)


def nocase(text: str) -> str:
    """The text as the database compares SKUs and usernames: A to Z fold, nothing else does."""
    return text.encode().lower().decode()


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows; present names the columns asked for that it has."""

    present: frozenset[str]
    rows: tuple[Row, ...]


def read_table(file: str, needed: Sequence[str], optional: Sequence[str], faults: Faults) -> Table:
    """Read a file's fields in the order of needed + optional, "" for a column it lacks.

    Each row that can't be read is noted in faults. Raises FileRefused when no row can be: no such
    file, not UTF-8 at all, no heading, a needed column missing.
    """
    lines = _lines(file, faults)
    wanted = (*needed, *optional)
    delimiter = _delimiter(next(line for line in lines if line.strip()), wanted)
    records = _records(lines, delimiter, faults)
    heading = next(records, None)
    if heading is None:
        raise _refused(faults, "empty_file")
    if not heading.sound:
        raise faults.refuse()
    names = [name.strip().casefold() for name in heading.fields]
    places = _places(heading.line, names, needed, optional, faults)
    rows = []
    for line, fields, sound in records:
        if sound and len(fields) != len(names):
            faults.add(line, "", delimiter.join(fields), "wrong_field_count")
            sound = False
        if not sound:
            fields = (*fields, *[""] * (len(names) - len(fields)))[: len(names)]
        # A column that is not there has its place one past the last and reads as empty.
        whole = (*fields, "")
        rows.append(Row(line, tuple([unguarded(whole[place].strip()) for place in places]), sound))
    return Table(frozenset(column for column in wanted if column in names), tuple(rows))


def _records(lines: list[bytes], delimiter: str, faults: Faults) -> Iterator[Row]:
    """Every record of a file with all its fields; empty lines are left out."""
    undecodable: set[int] = set()

    def decoded() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as error:
                faults.add(number, "", _around(line, error.start), "wrong_encoding")
                undecodable.add(number)
                yield line.decode("utf-8", "replace")

    reader = csv.reader(decoded(), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            fields = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            shown = lines[begins - 1].decode("utf-8", "replace").strip()
            faults.add(begins, "", shown, _csv_reason(error, reader.line_num > begins))
            yield Row(begins, (), sound=False)
            continue
        if any(field.strip() for field in fields):
            sound = undecodable.isdisjoint(range(begins, reader.line_num + 1))
            yield Row(begins, fields, sound)


def _csv_reason(error: csv.Error, over_lines: bool) -> str:
    # A quote that is never closed runs to the end of the file, or over the longest field.
    if "unexpected end" in str(error) or over_lines:
        return "open_quote"
    return "too_long" if "field limit" in str(error) else "stray_quote"


def _lines(file: str, faults: Faults) -> list[bytes]:
    path = given_path("file", file)
    try:
        with path.open("rb") as source:
            # What a device or a pipe holds is not known before it is read.
            content = source.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _refused(faults, "no_such_file") from error
    except OSError as error:
        raise _refused(faults, "not_readable") from error
    if len(content) > MAX_BYTES:
        raise _refused(faults, "too_large")
    if content.startswith(_UTF16_MARKS):
        faults.add(1, "", "UTF-16", "wrong_encoding")
        raise faults.refuse()
    # Splitting bytes knows \n, \r\n and \r only; text would break at rarer signs too.
    lines = content.removeprefix(_UTF8_MARK).splitlines(keepends=True)
    if not any(line.strip() for line in lines):
        raise _refused(faults, "empty_file")
    return lines


def _refused(faults: Faults, reason: str) -> FileRefused:
    faults.add(0, "", "", reason)
    return faults.refuse()


def _delimiter(heading: bytes, known: Sequence[str]) -> str:
    text = heading.decode("utf-8", "replace")

    def found(delimiter: str) -> int:
        return len({name.strip('" \r\n').casefold() for name in text.split(delimiter)} & {*known})

    return max(_DELIMITERS, key=found)


def _places(
    line: int, names: list[str], needed: Sequence[str], optional: Sequence[str], faults: Faults
) -> list[int]:
    for column in needed:
        if column not in names:
            faults.add(line, column, "", "missing_column")
    for column in (*needed, *optional):
        if names.count(column) > 1:
            faults.add(line, column, "", "duplicate_column")
    if any(fault.reason.endswith("_column") for fault in faults.all()):
        raise faults.refuse()
    return [names.index(c) if c in names else len(names) for c in (*needed, *optional)]


def _around(line: bytes, at: int) -> str:
    """The bytes around one that is not UTF-8, shown so that a person can find it."""
    return line[max(0, at - 20) : at + 20].decode("ascii", "backslashreplace").strip()
