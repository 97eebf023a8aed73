"""How much later than an empty PySide6 window is ours painted? Whole processes, in turn."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.conftest import Copies
from benchmarks.making import ROOT
from benchmarks.measuring import Times, Verdicts, interleaved

RUNS = 25

# What any PySide6 program has to do: the same size, the same way to tell of the paint.
_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.told)

    def told(self):
        print("painted", file=sys.stderr, flush=True)
        QApplication.quit()

app = QApplication(sys.argv[:1])
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""


class Program:
    """A program that says "painted" on stderr and ends; its runs are timed from the start of the
    process to that word."""

    def __init__(self, *arguments: str, home: Path) -> None:
        self.times = Times()
        self._command = [sys.executable, *arguments]
        self._environment = {
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "COUNTERTOP_TRACE": "quit",
            "COUNTERTOP_HOME": str(home),
        }

    def run(self, _: object = None) -> None:
        """One whole run."""
        start = time.perf_counter_ns()
        process = subprocess.Popen(
            self._command, stderr=subprocess.PIPE, env=self._environment, cwd=ROOT
        )
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(b"painted"):
                painted = time.perf_counter_ns()
                break
        else:
            pytest.fail(f"{self._command} never painted")
        process.stderr.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        processor = round((used.ru_utime + used.ru_stime) * 1e9)
        self.times.span((start, 0), (painted, processor))


@pytest.mark.parametrize("with_shop", [False, True], ids=["first start", "a shop"])
def test_first_paint(
    benchmark: BenchmarkFixture,
    stocked: Path,
    copies: Copies,
    tmp_path: Path,
    verdicts: Verdicts,
    with_shop: bool,
) -> None:
    empty = Program("-c", _EMPTY, home=tmp_path)
    shop = [str(copies.of(stocked, "paint"))] if with_shop else []
    ours = Program("main.py", *shop, home=tmp_path)
    for program in (empty, ours):
        program.run()
        program.run()
        program.times.clear()
    interleaved(benchmark, ours.run, (empty.run,), iter(range(RUNS)), RUNS)
    name = "with a shop of 100,000 products" if with_shop else "at the first start"
    question = f"first paint {name}"
    verdicts.ratio(question, ours.times, empty.times, bound=1.5, aim=1.2)
