"""A report as text: for the clipboard, and as a CSV file that takes its place all at once."""

import csv
import io
import os
from pathlib import Path

from pos_app.domain.errors import NotWritten
from pos_app.domain.training import MARK, MARK_COLUMN
from pos_app.services.cells import guarded
from pos_app.ui.reports.report import Answer, Report


def as_csv(report: Report, answer: Answer, *, training: bool = False) -> str:
    """Heads and rows with plain figures; the last line is left out: a spreadsheet adds up.

    With training each row says in a column of its own that it comes from a training copy.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_titles(report, training))
    for row in answer.rows:
        writer.writerow([guarded(cell.plain) for cell in row.cells] + _mark(training))
    return out.getvalue()


def as_text(report: Report, answer: Answer, *, training: bool = False) -> str:
    """The same with tabs between the cells, as spreadsheets take it from the clipboard."""
    lines = [_titles(report, training)]
    for row in answer.rows:
        cells = [guarded(" ".join(cell.plain.split())) for cell in row.cells]
        lines.append(cells + _mark(training))
    return "".join("\t".join(line) + "\n" for line in lines)


def write(path: Path, text: str) -> Path:
    """Write a file; runs in a lane. What stood there stays until all of it is on the disk.

    Raises NotWritten.
    """
    growing = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with growing.open("w", encoding="utf-8", newline="") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            growing.replace(path)
        finally:
            growing.unlink(missing_ok=True)
    except OSError as error:
        raise NotWritten(str(path), error.strerror or type(error).__name__) from error
    return path


def _titles(report: Report, training: bool) -> list[str]:
    return [head.title for head in report.heads] + ([MARK_COLUMN] if training else [])


def _mark(training: bool) -> list[str]:
    return [MARK] if training else []
