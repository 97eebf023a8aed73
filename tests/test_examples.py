"""The examples that are not of the client, and the one in the README: they run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

from pos_app.shop import Shop

ROOT = Path(__file__).resolve().parent.parent


def ran(*command: str | Path, within: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=within,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout.splitlines()


def test_prices_are_made_and_given_back(tmp_path: Path) -> None:
    # 3 beans are 15.00, 2 mugs 19.80 less 2.00; a tenth of 32.80 is 3.28. A mug is half of 17.80
    # less a tenth, 8.01. What stays: beans 13.50, a mug 8.01 with 23 % inside.
    assert ran(ROOT / "examples" / "prices.py", tmp_path / "shop.db", within=tmp_path) == [
        "3 for 15.00: €3.00 off",
        "Scratched: €2.00 off",
        "SAVE10: €3.28 off",
        "T1-1: €29.52 after €8.28 off",
        "T1-R1: €8.01 given back by card",
        "VAT 0 %: €0.00 on €13.50",
        "VAT 23 %: €1.50 on €6.51",
    ]
    shop = Shop.open(tmp_path / "shop.db")
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()


def test_the_readme_does_what_it_says(shop_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert shop_path.name == "corner.db"
    assert ran("-c", f"{block}\nprint(receipt.total, back.total)", within=shop_path.parent) == [
        "238 119"
    ]
