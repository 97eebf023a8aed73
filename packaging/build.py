"""Builds dist/countertop, a folder with two executables that needs no Python: make package."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_VENV = ROOT / "build" / "python"

SHARES = """
import ctypes.util, os, sys, sysconfig
get = sysconfig.get_config_var
names = {get("INSTSONAME") or "", get("LDLIBRARY") or ""}
places = [get("LIBDIR") or "", os.path.join(sys.base_prefix, "lib")]
found = any(n and ".so" in n and os.path.exists(os.path.join(p, n)) for p in places for n in names)
fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
try:
    import ensurepip, venv
except ImportError:
    fits = False
sys.exit(not (fits and (found or ctypes.util.find_library("python%d.%d" % sys.version_info[:2]))))
"""


def main() -> int:
    """Check what PyInstaller needs, then run it on the recipe."""
    if sys.platform.startswith("linux"):
        if not shutil.which("objdump"):
            return complain("PyInstaller needs objdump: sudo apt-get install -y binutils")
        if not shares(sys.executable):
            return build_with_another_python()
    # Here and not above: a Python that can't build has no PyInstaller to load.
    from PyInstaller.__main__ import run

    run(
        [
            str(ROOT / "packaging" / "countertop.spec"),
            "--noconfirm",
            "--log-level=ERROR",
            f"--distpath={ROOT / 'dist'}",
            f"--workpath={ROOT / 'build' / 'pyinstaller'}",
        ]
    )
    folder = ROOT / "dist" / "countertop"
    size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
    print(f"{folder.relative_to(ROOT)}: {size / 1e6:.0f} MB")
    return 0


def shares(python: str) -> bool:
    """Whether this Python has a shared library, which a packaged program carries along."""
    return subprocess.run([python, "-c", SHARES], check=False, capture_output=True).returncode == 0


def build_with_another_python() -> int:
    """Build in an environment of a Python that has a shared library, where there is one."""
    homes = sorted(Path.home().glob(".pyenv/versions/3.1[123].*/bin/python"), reverse=True)
    names = [
        "/usr/bin/python3",
        "/usr/bin/python3.13",
        "/usr/bin/python3.12",
        "/usr/bin/python3.11",
    ]
    candidates = [name for name in (*names, *map(str, homes)) if Path(name).exists()]
    python = next(filter(shares, candidates), None)
    version = sysconfig.get_python_version()
    if python is None:
        return complain(
            f"Python {version} at {sys.base_prefix} was built without a shared library, which a\n"
            "packaged program carries along, and there is no other one. Either of these helps:\n"
            "    sudo apt-get install -y python3-dev python3-venv\n"
            f"    PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install {version}\n"
            "Then: make package PYTHON=/path/to/that/python (with .venv moved away)"
        )
    print(f"This Python has no shared library; building with {python}", flush=True)
    own = str(OWN_VENV / "bin" / "python")
    pip = [own, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    pins = ["-c", str(ROOT / "constraints.txt")]
    subprocess.run([python, "-m", "venv", "--clear", str(OWN_VENV)], check=True)
    subprocess.run([*pip, *pins, "hatchling", "editables"], check=True)
    subprocess.run(
        [*pip, *pins, "--no-build-isolation", "-e", f"{ROOT}[dev]"], check=True, cwd=ROOT
    )
    return subprocess.run([own, __file__], check=False, env=dict(os.environ)).returncode


def complain(text: str) -> int:
    """Say what is missing."""
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
