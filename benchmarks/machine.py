"""What the figures were taken on: processor, load, disk, versions."""

import os
import platform
import time
from pathlib import Path

import apsw

from benchmarks.measuring import Times, ms

_SYNCS = 100


def machine(folder: Path) -> str:
    """A few lines about this computer and the disk under the folder."""
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    sync = ms(_sync(folder).median)
    versions = f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}"
    return (
        f"{_processor()}, {os.cpu_count()} cores, load {load}\n"
        f"fdatasync of 4 KB: {sync}, the way of every commit to the disk\n"
        f"{versions}, {time.strftime('%Y-%m-%d %H:%M')}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _sync(folder: Path) -> Times:
    times = Times()
    probe = folder / "sync.probe"
    with probe.open("wb", buffering=0) as file:
        for _ in range(_SYNCS):
            file.write(b"\0" * 4096)
            times.take(lambda: os.fdatasync(file.fileno()))
    probe.unlink()
    return times
