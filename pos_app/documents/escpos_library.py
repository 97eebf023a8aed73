"""The door to python-escpos, which changes the process that loads it."""

import importlib
import logging
import shutil
import tempfile
from pathlib import Path
from threading import Lock
from types import ModuleType

_loading = Lock()


def load(name: str = "escpos.printer") -> ModuleType:
    """A module of python-escpos, loaded when a paper is first printed: it takes a quarter second.

    Loading it installs a handler on the root logger and leaves a folder among the temporary files;
    both are taken away again.
    """
    with _loading:
        root = logging.getLogger()
        before, level = list(root.handlers), root.level
        module = importlib.import_module(name)
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
        root.setLevel(level)
        kept = Path(importlib.import_module("escpos.capabilities").pickle_dir)
        if kept.parent == Path(tempfile.gettempdir()) and kept.name.startswith("tmp"):
            shutil.rmtree(kept, ignore_errors=True)
    return module
