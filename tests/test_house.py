"""The rules of the house that no other tool holds."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
LONGEST_FUNCTION = 70


def pins() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in rows}


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(line) for group in groups for line in group]


def modules(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_a_pin_is_a_name_and_a_version_and_nothing_else() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==\d[\w.]*", line)] == []
    assert "://" not in text


def test_everything_asked_for_is_pinned_to_a_version_that_fits() -> None:
    pinned = pins()
    wrong = {
        requirement.name: pinned.get(canonicalize_name(requirement.name))
        for requirement in asked_for()
        if (pin := pinned.get(canonicalize_name(requirement.name))) is None
        or pin not in requirement.specifier
    }
    assert wrong == {}


def test_the_domain_stands_on_the_standard_library_alone() -> None:
    strangers = set()
    for path, tree in modules("pos_app/domain"):
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            strangers |= {
                f"{path}: {name}"
                for name in names
                if name.split(".")[0] not in sys.stdlib_module_names
                and not name.startswith("pos_app.domain")
            }
    assert strangers == set()


def imports(tree: ast.AST) -> Iterator[str]:
    """What a module needs to run, wherever it asks for it: not what is only for annotations."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
            yield node.module
        yield from imports(node)


def test_no_module_needs_itself_by_way_of_others() -> None:
    trees = {
        path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): tree
        for path, tree in modules("pos_app")
    }
    needs = {
        name: {
            needed for needed in imports(tree) if needed in trees and not name.startswith(needed)
        }
        for name, tree in trees.items()
    }
    assert len(list(TopologicalSorter(needs).static_order())) == len(trees)


def test_a_file_can_be_read_in_one_sitting() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "pos_app").rglob("*.py")
        if path.parent.name != "migrations"
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_a_function_can_be_seen_at_once() -> None:
    long = {
        f"{path}: {node.name}": length
        for path, tree in modules("pos_app")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_a_module_says_what_lives_in_it() -> None:
    silent = [path for path, tree in modules("pos_app") if not ast.get_docstring(tree)]
    assert silent == []


def claims(test: ast.FunctionDef) -> bool:
    """Whether a test says what has to hold: an assert, an error that must come, or a check_."""
    for node in ast.walk(test):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if name in {"raises", "warns"} or name.startswith(("assert", "check_")):
                return True
    return False


def test_a_test_says_what_has_to_hold() -> None:
    silent = [
        f"{path}: {node.name}"
        for path, tree in modules("tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not claims(node)
    ]
    assert silent == []
