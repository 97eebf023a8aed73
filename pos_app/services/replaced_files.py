"""Files that leave the shop: each takes the place of an older one once it is whole, and nobody but
their owner may read them."""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from pos_app.domain.errors import DiskFull, NotWritten
from pos_app.storage.copying import LOGS_AND_INDEX, has_header


def is_of_a_shop(target: Path) -> bool:
    """True for a database of any kind and for the files that SQLite keeps beside one: this
    shop's, another's, a backup. No list takes the place of one of them."""
    path = str(target)
    bases = [path, *(path.removesuffix(end) for end in LOGS_AND_INDEX if path.endswith(end))]
    with contextlib.suppress(OSError):  # what can't be read is refused when it is written
        return any(Path(base).is_file() and has_header(base) for base in bases)
    return False


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[TextIO]:
    """A new file that takes the place of target when all of it is on the disk, or of nothing.

    A device or a pipe is written into: put in its place, a file would break it for everyone.
    """
    target = target.resolve()  # a link goes on leading where it leads
    growing = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as out:
                yield out
            return
        try:
            # Names and addresses leave the shop's own file: nobody else may read them there either.
            with open(growing, "w", encoding="utf-8", newline="", opener=_private) as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            growing.replace(target)
        finally:
            growing.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(str(target)) from error
        raise NotWritten(str(target), error.strerror or type(error).__name__) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
