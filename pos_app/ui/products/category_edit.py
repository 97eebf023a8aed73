"""A field for a category's path that completes from the shop's own tree."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

SEPARATOR = " > "


class CategoryEdit(QLineEdit):
    """Typing any part of a path offers those that hold it; a new path may be typed as well."""

    def __init__(self, paths: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths = QStringListModel(self)
        completer = QCompleter(self._paths, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        popup = completer.popup()
        assert popup is not None
        popup.setProperty("kind", "popup")
        self.setCompleter(completer)
        self.setMaxLength(400)
        self.set_paths(paths)

    def set_paths(self, paths: Sequence[str]) -> None:
        """Offer these from now on."""
        self._paths.setStringList(list(paths))

    def path(self) -> str:
        """What is typed, its steps divided the way the shop writes them; "" for nothing."""
        steps = (" ".join(step.split()) for step in self.text().split(SEPARATOR.strip()))
        path = SEPARATOR.join(step for step in steps if step)
        known = {p.casefold(): p for p in self._paths.stringList()}
        return known.get(path.casefold(), path)
