"""What the first paint does without: drivers and all that they bring."""

import subprocess
import sys

HEAVY = (
    "escpos",
    "usb",
    "serial",
    "qrcode",
    "PIL",
    "pos_app.devices.printer",
    "pos_app.ui.printing",
)
LIST = (
    "import sys, pos_app.app, pos_app.ui.main_window, pos_app.devices.till;"
    f"print([name for name in sys.modules if name.startswith({HEAVY})])"
)


def test_no_driver_is_loaded_before_the_first_paint() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIST], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
