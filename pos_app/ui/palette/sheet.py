"""The palette: type a part of what is to be done, Enter does it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.ui.actions import EVERYWHERE, Action
from pos_app.ui.palette.matching import rank
from pos_app.ui.palette.rows import ActionDelegate
from pos_app.ui.widgets.pick_list import Pick, PickList
from pos_app.ui.widgets.search_box import SearchBox
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.states import EmptyState

_WIDTH = 640
_ROWS = 9
_STEPS = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS, Qt.Key.Key_PageDown: _ROWS,
}  # fmt: skip
_KEPT = 8
"""So many of the actions used last come first."""


def found(actions: Sequence[Action], text: str, used: Sequence[str]) -> list[Action]:
    """The actions that fit, the best first; those used lately (newest first) before their equals,
    the rest in the order they were given."""
    ranked = []
    for place, each in enumerate(actions):
        fit = rank(text, each.words, f"{each.place} {each.also}")
        if fit is not None:
            lately = used.index(each.name) if each.name in used else _KEPT
            ranked.append((fit, lately, place, each))
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:3])]


def _place(action: Action) -> str:
    return "" if action.place == EVERYWHERE else action.place


class PaletteSheet(Sheet):
    """used is the names of what was done last, newest first: it is kept up by the sheet, and
    belongs to the window. What is chosen is done once the sheet is gone."""

    def __init__(self, actions: Sequence[Action], used: list[str], parent: QWidget) -> None:
        super().__init__("What do you want to do?", parent, _WIDTH)
        self._actions = actions
        self._used = used
        self._search = SearchBox("Type a part of it, such as “park” or “new product”", large=True)
        self._list = PickList("Actions")
        self._pages = QStackedWidget()
        self._empty = EmptyState("search", "Nothing is called so", "Try another word for it.")
        self._rows = ActionDelegate(self._list)
        self._list.setItemDelegate(self._rows)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.setMinimumHeight(_ROWS * ActionDelegate.HEIGHT)
        for page in (self._list, self._empty):
            self._pages.addWidget(page)
        self.body.addWidget(self._search)
        self.body.addWidget(self._pages)

        self._search.installEventFilter(self)
        self._search.textChanged.connect(self._show)
        self._search.submitted.connect(lambda _text: self._list.pick_chosen())
        self._list.picked.connect(self._pick)
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show("")

    def shown(self) -> list[str]:
        """The words of what is listed, from top to bottom."""
        return [str(self._list.model().index(row, 0).data()) for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field choose a row."""
        if watched is self._search and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step and event.type() == QEvent.Type.KeyPress:
                self._list.step(step)
                return True
        return super().eventFilter(watched, event)

    def _show(self, text: str) -> None:
        fitting = found(self._actions, text, self._used)
        picks = [Pick(each, each.words, each.why_not or _place(each), each.key) for each in fitting]
        self._list.show_picks(picks, choose=0)
        self._pages.setCurrentWidget(self._list if fitting else self._empty)

    def _pick(self, action: object) -> None:
        assert isinstance(action, Action)
        if action.why_not:  # the row says what must be done first
            return
        if action.name in self._used:
            self._used.remove(action.name)
        self._used.insert(0, action.name)
        del self._used[_KEPT:]
        window = self.window()
        self.accept()
        # The sheet is gone by then: what opens another one finds the window as it was.
        QTimer.singleShot(0, window, action.run)
