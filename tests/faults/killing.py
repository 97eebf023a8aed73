"""Work in a process of its own that is killed in the middle of it."""

import os
import signal
from collections.abc import Callable

Count = Callable[[str], None]
"""Called with the name of each step as it begins."""

_DONE, _FAILED = 0, 1
"""How a child ends that was not killed."""


def killed_at(last: int, work: Callable[[Count], None]) -> bool:
    """Do work(count) in a child that is killed at its step `last`; False where it ended before."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == _DONE
        return os.WIFSIGNALED(status)
    left = last

    def count(_name: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        work(count)
        os._exit(_DONE)
    finally:
        os._exit(_FAILED)
