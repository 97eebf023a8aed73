"""The set-up says what to type where it can't go on by itself; nothing is installed here."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks for Linux's packages")

ROOT = Path(__file__).resolve().parent.parent
TOOLS = "sh env id dirname cat sed cksum find head tr uname mktemp printf rm mkdir tail".split()


class Machine:
    """A machine that has only the programs it was given, and a copy of the project."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.tree = folder / "tree"
        self.bin.mkdir()
        (self.tree / "tools").mkdir(parents=True)
        for name in ("constraints.txt", "pyproject.toml", "tools/setup.sh"):
            shutil.copy(ROOT / name, self.tree / name)
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found, tool
            (self.bin / tool).symlink_to(found)

    def has(self, name: str, script: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def set_up(self, purpose: str = "test", **environment: str) -> tuple[int, str]:
        done = subprocess.run(
            [str(self.bin / "sh"), "tools/setup.sh", purpose],
            cwd=self.tree,
            env={"PATH": str(self.bin), "HOME": str(self.tree), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert not (self.tree / ".venv").exists()
        assert done.stdout == ""
        return done.returncode, done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.has(
        "ldconfig",
        "for l in GL.so.1 EGL.so.1 xkbcommon.so.0 dbus-1.so.3 fontconfig.so.1 \\\n"
        'glib-2.0.so.0; do echo "	lib$l (libc6,x86-64) => /usr/lib/lib$l"; done',
    )
    made.has("find", "echo /usr/share/fonts/a.ttf")
    return made


def test_a_machine_without_python_is_told_which(machine: Machine) -> None:
    code, said = machine.set_up()
    assert code == 1
    assert "needs Python 3.11, 3.12 or 3.13" in said


def test_a_shim_that_fails_is_no_python(machine: Machine) -> None:
    machine.has("python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127")
    code, said = machine.set_up()
    assert code == 1
    assert "found none" in said


def test_a_python_of_another_version_is_no_python(machine: Machine) -> None:
    machine.has("python3", "exit 1")
    code, said = machine.set_up()
    assert code == 1
    assert "found none" in said


def test_a_python_without_venv_names_the_package(machine: Machine) -> None:
    machine.has(
        "python3",
        'case "$*" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac; exit 0',
    )
    code, said = machine.set_up()
    assert code == 1
    assert "sudo apt-get update && sudo apt-get install -y python3.12-venv" in said


def test_missing_libraries_are_named_for_apt(machine: Machine) -> None:
    machine.has("ldconfig", 'echo "	libGL.so.1 (libc6,x86-64) => /usr/lib/libGL.so.1"')
    machine.has("apt-get", "echo never >&2; exit 1")
    machine.has("id", "echo 1000")
    code, said = machine.set_up()
    assert code == 1
    assert said.splitlines()[-1].strip() == (
        "sudo apt-get update && sudo apt-get install -y libegl1 libxkbcommon0 libdbus-1-3 "
        "libfontconfig1 libglib2.0-0"
    )
    assert "never" not in said


def test_a_screen_asks_for_the_libraries_of_a_screen(machine: Machine) -> None:
    code, said = machine.set_up("run", DISPLAY=":0")
    assert code == 1
    assert "libxcb-cursor0" in said
    assert "libgl1" not in said
    code, said = machine.set_up("run")
    assert "libxcb" not in said


def test_other_systems_get_their_own_command(machine: Machine) -> None:
    machine.has("ldconfig", "echo")
    machine.has("dnf", "exit 1")
    assert "sudo dnf install -y mesa-libGL" in machine.set_up()[1]


def test_root_installs_what_is_missing_and_tries_again_after_an_update(machine: Machine) -> None:
    asked = machine.tree / "asked"
    machine.has("ldconfig", "echo")
    machine.has("id", "echo 0")
    machine.has(
        "apt-get",
        f'echo "$@" >> {asked}; [ "$1" = update ] && touch {asked}.updated; [ -e {asked}.updated ]',
    )
    (machine.bin / "touch").symlink_to(shutil.which("touch") or "")
    code, said = machine.set_up()
    assert "needs Python" in said  # the libraries were seen to, the next thing is missing
    assert code == 1
    lines = asked.read_text().splitlines()
    assert lines[0].startswith("install -y --no-install-recommends libgl1 libegl1")
    assert lines[1] == "update"
    assert lines[2] == lines[0]


def test_it_installs_nothing_where_that_is_forbidden(machine: Machine) -> None:
    machine.has("ldconfig", "echo")
    machine.has("id", "echo 0")
    machine.has("apt-get", "echo never >&2")
    code, said = machine.set_up(COUNTERTOP_NO_APT="1")
    assert code == 1
    assert "never" not in said
