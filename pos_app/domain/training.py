"""Training: where a shop's copy to practise on lies, and how its tills are called."""

import hashlib
from pathlib import PurePath

NOTHING_SOLD = "TRAINING: nothing is sold"
"""What people read wherever a training copy is used."""

MARK = "TRAINING"
"""Stands in each row of a list that a training copy gives out, in the column MARK_COLUMN."""

MARK_COLUMN = "training"

FILE_PREFIX = "training-"
"""Begins the name that is proposed for a file which leaves a training copy."""

_ENDING = ".training"
_TILL = "TR-"
_LONGEST_CODE = 12
"""Letters that a till's code may have."""


def copy_path(shop: str) -> str:
    """The file of a shop's training copy, beside its own: "corner.db" -> "corner.training.db"."""
    path = PurePath(shop)
    return str(path.with_name(f"{path.stem}{_ENDING}{path.suffix}"))


def shop_path(copy: str) -> str:
    """The shop whose training copy has this file by `copy_path`; "" for any other name."""
    path = PurePath(copy)
    stem, suffix = (path.stem, path.suffix) if path.suffix != _ENDING else (path.name, "")
    name = stem.removesuffix(_ENDING) + suffix
    return str(path.with_name(name)) if stem.endswith(_ENDING) and stem != _ENDING else ""


def till_code(code: str) -> str:
    """What a till is called in the copy: "T1" -> "TR-T1".

    So no number on a training receipt is that of a real one: its barcode opens nothing in the
    real shop. A code that grows too long is told by a short sum of its letters.
    """
    told = code.upper()
    if len(_TILL) + len(told) > _LONGEST_CODE:
        told = hashlib.sha256(told.encode()).hexdigest()[: _LONGEST_CODE - len(_TILL)].upper()
    return f"{_TILL}{told}"
