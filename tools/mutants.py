"""Breaks the rules of money on purpose, one small change at a time: make mutants.

mutmut makes the mutants and runs the tests that reach them, in a copy of the domain and its tests
that is thrown away. What survives is either in equivalent_mutants.toml beside this file, with the
reason why no test can tell it from the original, or it is printed: a test is missing.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")

FILES = ("tax.py", "pricing.py", "payment.py")
EXAMPLES = 25  # for each property; 2,000 would take a day
FLOOR = 90.0
COPIED = ("pos_app/__init__.py", "pos_app/domain", "tests/domain", "tests/golden")

KILLED = ("killed", "timeout", "segfault")
"""A test failed, never came to an end, or brought Python down: each would be noticed."""

CONFIG = """\
[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
addopts = ["--import-mode=importlib", "-p", "no:pytest-qt", "-p", "no:benchmark"]
filterwarnings = ["error"]

[tool.mutmut]
source_paths = ["pos_app"]
only_mutate = {files}
pytest_add_cli_args_test_selection = ["tests/domain"]
also_copy = ["tests"]
use_git_change_detection = false
"""

# The same examples in every run, so that a figure can be repeated; a failing one is not looked at,
# so it needn't be made small. mutmut runs a test several times in one process.
CONFTEST = """\
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "mutants",
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.differing_executors],
)
settings.load_profile("mutants")
"""


@dataclass(frozen=True)
class Change:
    """What a mutant changed: the function, the lines as they were and as they are in it."""

    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"  {self.function}\n    - {self.was}\n    + {self.now}"


def main() -> int:
    """Run mutmut over the files and say what survived; 1 when too much did."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", default=FILES, help="files of pos_app/domain")
    parser.add_argument("--children", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="for each property")
    parser.add_argument("--floor", type=float, default=FLOOR, help="per cent to be killed")
    wanted = parser.parse_args()
    known = equivalent()
    with tempfile.TemporaryDirectory(prefix="countertop-mutants-") as name:
        tree = Path(name)
        copy_to(tree, wanted.files)
        environment = os.environ | {"COUNTERTOP_EXAMPLES": str(wanted.examples)}
        mutmut = Mutmut(tree, environment)
        if not mutmut.run(wanted.children):
            return 1
        statuses = mutmut.statuses()
        survivors = [mutmut.change(each) for each in statuses if statuses[each] not in KILLED]
    return 0 if report(statuses, survivors, known) >= wanted.floor else 1


def copy_to(tree: Path, files: Sequence[str]) -> None:
    """What the domain's tests need, and settings of its own, in an empty folder."""
    for each in COPIED:
        source, target = ROOT / each, tree / each
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    paths = [f"pos_app/domain/{Path(file).name}" for file in files]
    for path in paths:
        if not (tree / path).is_file():
            sys.exit(f"There is no {path}.")
    (tree / "pyproject.toml").write_text(CONFIG.format(files=json.dumps(paths)), encoding="utf-8")
    (tree / "tests" / "conftest.py").write_text(CONFTEST, encoding="utf-8")


@dataclass
class Mutmut:
    """mutmut at work in a folder."""

    tree: Path
    environment: dict[str, str]

    def run(self, children: int) -> bool:
        """Try every mutant; False, with what mutmut said, when it could not."""
        print("Trying every mutant takes minutes ...", flush=True)
        done = self._call("run", "--max-children", str(children))
        if done.returncode:
            print(done.stdout[-4000:], done.stderr[-4000:])
        return done.returncode == 0

    def statuses(self) -> dict[str, str]:
        """What became of each mutant, by its name."""
        lines = self._call("results", "--all", "true").stdout.splitlines()
        found = dict(line.strip().rsplit(": ", 1) for line in lines if "__mutmut_" in line)
        if not found or "not checked" in found.values():
            sys.exit("mutmut left mutants untried.")
        return found

    def change(self, name: str) -> Change:
        """What a mutant changed."""
        diff = self._call("show", name).stdout.splitlines()
        was = [line[1:].strip() for line in diff if re.match(r"-(?!--)", line)]
        now = [line[1:].strip() for line in diff if re.match(r"\+(?!\+\+)", line)]
        return Change(function_of(name), " ".join(was), " ".join(now))

    def _call(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "mutmut", *arguments],
            cwd=self.tree,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def function_of(name: str) -> str:
    """tax.TaxRule.restate of pos_app.domain.tax.xǁTaxRuleǁrestate__mutmut_3."""
    dotted = name.removeprefix("pos_app.domain.").rsplit("__mutmut_", 1)[0]
    return dotted.replace(".xǁ", ".").replace("ǁ", ".").replace(".x_", ".")


@dataclass(frozen=True)
class Known:
    """Mutants that do what the original does: see equivalent_mutants.toml."""

    part: str
    by: Sequence[str]
    function: str
    line: str

    def has(self, change: Change) -> bool:
        """True where the change is one of these."""
        return (
            self.function in ("", change.function)
            and self.line in ("", change.was)
            and change.now in [change.was.replace(self.part, each, 1) for each in self.by]
        )


def equivalent() -> list[Known]:
    """The mutants that are known to do what the original does."""
    rows = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["known"]
    return [Known(row["part"], row["by"], row.get("in", ""), row.get("line", "")) for row in rows]


def report(statuses: dict[str, str], survivors: Iterable[Change], known: Sequence[Known]) -> float:
    """Print what became of the mutants; the share of those killed in per cent."""
    unknown = [change for change in survivors if not any(each.has(change) for each in known)]
    by_file: dict[str, Counter[str]] = {}
    for name, status in statuses.items():
        file = function_of(name).split(".")[0] + ".py"
        by_file.setdefault(file, Counter())["killed" if status in KILLED else "survived"] += 1
    print(f"mutmut {version('mutmut')}, hypothesis {version('hypothesis')}")
    print(f"{'':14}{'mutants':>9}{'killed':>9}{'survived':>10}")
    total: Counter[str] = Counter()
    for file, counts in [*by_file.items(), ("together", total)]:
        every = counts.total()
        share = 100 * counts["killed"] / every
        print(
            f"{file:14}{every:9,}{counts['killed']:9,}{counts['survived']:10,}{share:8.1f} % killed"
        )
        total += counts if counts is not total else Counter()
    print(f"{total['survived'] - len(unknown)} survivors do what the original does.")
    if unknown:
        print(f"{len(unknown)} others survived:", *unknown, sep="\n")
    return 100 * total["killed"] / total.total()


if __name__ == "__main__":
    sys.exit(main())
