"""Whether a file still stands where it was found, asked so that a commit does not feel it."""

import os
from contextlib import suppress

Identity = tuple[int, int]


def identity_of(path: str) -> Identity | None:
    """Which file stands at path; None for none."""
    try:
        return _identity(os.stat(path))
    except OSError:
        return None


class Standing:
    """The file at a path, as it was when this was made.

    Since Linux 6.13 a look at a file's times makes the next write note a new one, and the sync
    of the log then takes a fifth longer. So there the file is held by a descriptor that can
    neither read nor write (and whose end, unlike any other's, touches no lock that SQLite holds),
    and the system is asked for its name.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._identity = identity_of(path)
        self._descriptor = -1
        self._link = self._name = ""
        if self._identity is not None and hasattr(os, "O_PATH"):
            with suppress(OSError):  # without /proc, say
                self._hold()

    def holds(self) -> bool:
        """True while it is that very file which stands at the path."""
        if self._link:
            return os.readlink(self._link) == self._name
        return self._identity is not None and identity_of(self._path) == self._identity

    def _hold(self) -> None:
        self._descriptor = os.open(self._path, os.O_PATH)
        link = f"/proc/self/fd/{self._descriptor}"
        name = os.readlink(link)
        if _identity(os.fstat(self._descriptor)) == self._identity == identity_of(name):
            self._link, self._name = link, name

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _identity(found: os.stat_result) -> Identity:
    return found.st_dev, found.st_ino
