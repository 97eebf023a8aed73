"""Paths as somebody gives them: refused before a file is touched where none can be called so."""

import os
from pathlib import Path

from pos_app.domain.errors import BadValue


def given_path(field: str, path: object, *, needed: bool = True) -> Path:
    """The path of a file or folder.

    Raises BadValue: "empty" (only when needed), "unknown_choice" for what is no path, and
    "control_character" for what no file can be called (NUL, half a surrogate pair), or by a name
    that the journal can't write down.
    """
    if path is None:
        raise BadValue(field, "", "empty")
    if not isinstance(path, str | os.PathLike) or not isinstance(text := os.fspath(path), str):
        raise BadValue(field, str(path), "unknown_choice")
    if needed and not text:
        raise BadValue(field, text, "empty")
    name = Path(text).name if "\0" not in text else text
    try:
        os.fsencode(text)  # a folder may be called by bytes that are no text
        name.encode()
    except UnicodeEncodeError as error:
        raise BadValue(field, text, "control_character") from error
    if "\0" in text:
        raise BadValue(field, text, "control_character")
    return Path(text)
