"""Does what a key does in a part of the window, whether or not it stands in front."""

from collections.abc import Iterator

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pos_app.ui.widgets.key_button import key_sequences

Answering = QShortcut | QAction


def answering(root: QWidget, key: str) -> list[Answering]:
    """The shortcuts and actions inside root that this key belongs to."""
    wanted = set(key_sequences(key))
    return [found for found in _all(root) if wanted & set(_keys(found))]


def ready(root: QWidget, key: str) -> Answering | None:
    """The one that would answer now if root were shown; None where nothing would."""
    return next((found for found in answering(root, key) if _would_answer(found, root)), None)


def press(found: Answering) -> None:
    """Do it."""
    if isinstance(found, QAction):
        found.trigger()
    else:
        found.activated.emit()


def _all(root: QWidget) -> Iterator[Answering]:
    yield from root.findChildren(QShortcut)
    yield from root.findChildren(QAction)


def _keys(found: Answering) -> list[QKeySequence]:
    return found.keys() if isinstance(found, QShortcut) else found.shortcuts()


def _would_answer(found: Answering, root: QWidget) -> bool:
    owner = found.parent()
    if not found.isEnabled() or not isinstance(owner, QWidget):
        return False
    return owner is root or (owner.isVisibleTo(root) and owner.isEnabledTo(root))
