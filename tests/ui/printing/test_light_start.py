"""What the first paint does without: drivers and all that they bring, and Qt's own long lists."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = (
    *("escpos", "usb", "serial", "qrcode", "PIL", "fpdf", "uharfbuzz", "fontTools", "hashlib"),
    *("pos_app.devices.printer", "pos_app.devices.scanner", "pos_app.ui.printing"),
)
PAINTED = f"""
import sys
from pos_app import app

def told(what):
    # Its hundred enums are made when the namespace Qt is first asked for: 10 ms.
    spaces = ["Qt" for _ in [0] if "Qt" in vars(sys.modules["PySide6.QtCore"])]
    print([name for name in sys.modules if name.startswith({HEAVY})] + spaces)

app._trace = told
raise SystemExit(app.main([]))
"""
BEGUN = """
from pos_app import app
from pos_app.ui.main_window import MainWindow

def begin(window, location):
    from PySide6.QtCore import QCoreApplication, Qt
    print(QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs))
    QCoreApplication.quit()

MainWindow.begin = begin
raise SystemExit(app.main([]))
"""


def run(program: str, home: Path, trace: str) -> str:
    told = {"COUNTERTOP_HOME": str(home), "COUNTERTOP_TRACE": trace}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **told},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    assert run(PAINTED, tmp_path, "quit") == "[]"


def test_dialogs_for_files_are_the_programs_own_where_scans_are_heard(tmp_path: Path) -> None:
    assert run(BEGUN, tmp_path, "") == "True"
