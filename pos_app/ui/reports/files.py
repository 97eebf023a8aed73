"""A report as text: for the clipboard, and for a CSV file."""

import csv
import io

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


def _titles(report: Report, training: bool) -> list[str]:
    return [head.title for head in report.heads] + ([MARK_COLUMN] if training else [])


def _mark(training: bool) -> list[str]:
    return [MARK] if training else []
