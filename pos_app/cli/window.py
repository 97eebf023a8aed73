"""Whether a window has a shop open, without loading Qt to ask."""

import os
from pathlib import Path

_ENDING = ".window"


def window_on(location: str) -> int | None:
    """The process id of the window that has this shop open (0 where it can't be told), or None.

    The window holds Qt's lock file beside the shop: its first line is the process id, and the
    system lets go of the lock when the process ends, however it ends.
    """
    lock = Path(f"{Path(location).resolve()}{_ENDING}")
    try:
        with lock.open("rb") as file:
            if not _held(file.fileno()):
                return None
            first = file.readline().strip()
    except FileNotFoundError:
        return None
    except PermissionError:  # Windows: Qt keeps the file to itself
        return 0
    return int(first) if first.isdigit() else 0


def _held(handle: int) -> bool:
    if os.name == "nt":
        return False  # a file that nobody keeps to himself is left over
    import fcntl  # there is none on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(handle, fcntl.LOCK_UN)
    return False
