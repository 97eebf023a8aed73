"""One section of prices and taxes: its list, the editor of the chosen row, perhaps a trial."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rows import Clerk
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor, EditorPanel
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.pickers import Rows
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.list_search import ListSearch
from pos_app.ui.widgets.paged_table import Column, PagedModel, PagedTable
from pos_app.ui.widgets.states import EmptyState

_WIDTHS = ((1500, 400, 376), (1200, 312, 328), (0, 252, 268))
"""From this width on: so wide are the list and what stands beside the editor."""

_EDITOR_SHARE = 54
"""Per cent of the width for the editor where nothing stands beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a section calls its rows. new is the title of one that is not kept yet."""

    name: str
    icon: str
    search: str
    new: str
    none: str
    hint: str
    remove: str = "Delete"


class Section(QWidget):
    """Keeps one draft at a time; before it is thrown away by choosing another row, it asks."""

    def __init__(
        self,
        desk: Desk,
        words: Words,
        columns: Sequence[Column[Any]],
        editor: Editor,
        *,
        key: Callable[[Any], int],
        beside: QWidget | None = None,
        below: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._key = key
        self._text = ""
        self._row: Any = None
        self._adding = False
        self._asking = False
        self._wanted: int | None = None
        self._opened_with: object = None
        self.ground: Ground | None = None
        self.editor = editor
        self.beside = beside
        self._rows = Rows(key)
        self.search = ListSearch(words.search, "Ctrl+F")
        self.new = KeyButton("New" if beside is None else words.new, key="Ctrl+N")
        self.model: PagedModel[Any] = PagedModel(
            columns, self._rows, desk.tasks.office, row_id=key, parent=self
        )
        self.table = PagedTable(self.model, name=words.name)
        self._list = Card(margin=0)
        nothing = EmptyState(words.icon, "Nothing chosen", "Choose one in the list, or add one.")
        self.panel = EditorPanel(editor, nothing, words.remove)
        # Fields change one after another while a row is shown: one look at the end is enough.
        self._look = QTimer(self, singleShot=True, interval=0)

        self._lay_out(below)
        self._say_empty()

        self.search.searched.connect(self._search)
        self.search.submitted.connect(lambda _text: self._enter_rows())
        self.search.left.connect(self._enter_rows)
        self.new.clicked.connect(lambda: self._leave_draft(self.begin_new))
        self.table.row_changed.connect(self._choose)
        self.table.row_activated.connect(lambda _row: self.editor.first_field().setFocus())
        self.table.empty_acted.connect(self.new.click)
        self.model.filled.connect(self._settle)
        self.panel.save_wanted.connect(self.save)
        self.panel.discard_wanted.connect(self._ask_discard)
        self.panel.remove_wanted.connect(self._ask_remove)
        self.editor.edited.connect(self._look.start)
        self.editor.left.connect(self._leave_editor)
        self._look.timeout.connect(self._show_draft)

    # --- what a section says of itself -------------------------------------------------------

    def rows(self, ground: Ground) -> Sequence[Any]:
        """All its rows."""
        raise NotImplementedError

    def row_words(self, row: Any) -> str:
        """What a search looks through."""
        raise NotImplementedError

    def title(self, row: Any) -> str:
        """The row's name."""
        raise NotImplementedError

    def state(self, row: Any) -> tuple[str, str]:
        """A word for how the row stands and its tone; "" for none."""
        return "", ""

    def work(self, row: Any, draft: Any, clerk: Clerk) -> Callable[[], Any]:
        """The change as a call for the lane; it answers with the row."""
        raise NotImplementedError

    def removal(self, row: Any, clerk: Clerk) -> Callable[[], Any]:
        """Removing the row as a call for the lane."""
        raise NotImplementedError

    def removal_words(self, row: Any) -> tuple[str, str, str]:
        """The question before it, what it means, and the button's word."""
        raise NotImplementedError

    def show_draft(self) -> None:
        """The draft has changed: show what depends on it."""

    # --- what the page asks ------------------------------------------------------------------

    def show_ground(self, ground: Ground) -> None:
        """Show the rules as they are now; a draft stays."""
        self.ground = ground
        self._rows.show(self._fitting())
        self._asking = True
        if self._wanted is None:
            self.table.refresh()
        else:
            self.table.refresh(until=self._wanted)

    def focus_start(self) -> None:
        """Put the focus where typing starts."""
        self.search.start()

    @property
    def row(self) -> Any:
        """The row in the editor, None for a new one."""
        return self._row

    @property
    def changed(self) -> bool:
        """True when something stands in the editor that the shop doesn't know."""
        return self._opened_with is not None and self.editor.raw() != self._opened_with

    def begin_new(self) -> None:
        """Show an empty editor for a new row."""
        self._adding, self._asking = True, True
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self._asking = False
        self._fill(None)
        self.editor.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list ----------------------------------------------------------------------------

    def _lay_out(self, below: QWidget | None) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(*[3 * theme.GRID] * 4)
        above.setSpacing(2 * theme.GRID)
        above.addWidget(self.search, 1)
        if self.beside is None:
            above.addWidget(self.new)
        body = self._list.body
        body.setContentsMargins(1, 1, 1, theme.RADIUS)
        body.setSpacing(0)
        body.addLayout(above)
        body.addWidget(self.table, 1)
        if self.beside is not None:
            # The list is narrow here: the search has the room above it for itself.
            add = QHBoxLayout()
            add.setContentsMargins(*[3 * theme.GRID] * 4)
            add.addWidget(self.new)
            body.addLayout(add)
        if below is not None:
            body.addWidget(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        row.setSpacing(theme.MARGIN)
        row.addWidget(self._list, 0 if self.beside else 1)
        row.addWidget(self.panel, 1 if self.beside else 0)
        if self.beside is not None:
            row.addWidget(self.beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns share the width, two stand as in the other views."""
        super().resizeEvent(event)
        width = self.width()
        if self.beside is None:
            self.panel.setFixedWidth(width * _EDITOR_SHARE // 100)
            return
        _, rows, beside = next(each for each in _WIDTHS if width >= each[0])
        self._list.setFixedWidth(rows)
        self.beside.setFixedWidth(beside)

    def _fitting(self) -> list[Any]:
        if self.ground is None:
            return []
        wanted = self._text.casefold().split()
        return [
            row
            for row in self.rows(self.ground)
            if all(word in self.row_words(row).casefold() for word in wanted)
        ]

    def _search(self, text: str) -> None:
        self._text = text.strip()
        self._say_empty()
        self._rows.show(self._fitting())
        self._asking = True
        self.model.ask()

    def _say_empty(self) -> None:
        words = self._words
        if self._text:
            self.table.set_empty("search", f"No “{self._text}”", "Try a part of the name.")
        else:
            self.table.set_empty(words.icon, words.none, words.hint, words.new)

    def _enter_rows(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _settle(self, _new_question: bool) -> None:
        """The list is filled: whatever it chose by itself was no person's choice."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(wanted)
        self._asking = False
        if self._adding or self.changed:
            return
        chosen = self.table.current_row()
        if chosen is None:
            self._fill_nothing()
        else:
            self._fill(chosen)

    def _choose(self, row: Any) -> None:
        if self._asking or row is None:
            return
        same = not self._adding and self._row is not None and self._key(row) == self._key(self._row)
        if same and not self.changed:
            self._fill(row)
        elif not same:
            self._leave_draft(partial(self._fill, row), self._choose_back)

    def _choose_back(self) -> None:
        self._asking = True
        if self._row is not None:
            self.table.choose(self._key(self._row))
        else:
            self.table.clearSelection()
        self._asking = False

    # --- the draft ---------------------------------------------------------------------------

    def _leave_draft(
        self, then: Callable[[], None], otherwise: Callable[[], None] | None = None
    ) -> None:
        """Go on, after asking where something typed would be lost."""
        if not self.changed:
            then()
            return
        name = self.title(self._row) if self._row is not None else self._words.new
        sheet = confirm(
            self,
            "Discard what you typed?",
            f"“{name}” is not saved yet.",
            yes="Discard",
            no="Keep editing",
            then=then,
        )
        if otherwise is not None:
            sheet.rejected.connect(otherwise)

    def _fill(self, row: Any) -> None:
        assert self.ground is not None
        self._row, self._adding = row, row is None
        self.panel.refusal.hide()
        self.editor.form.clear_faults()
        self.editor.show_row(row, self.ground)
        self._opened_with = self.editor.raw()
        self.panel.title.set_text(self._words.new if row is None else self.title(row))
        self.panel.set_badge(*(("New", "accent") if row is None else self.state(row)))
        self.panel.remove.setVisible(row is not None)
        self.panel.show_empty(False)
        self.panel.to_top()
        self._show_draft()

    def _fill_nothing(self) -> None:
        self._row, self._adding, self._opened_with = None, False, None
        self.panel.show_empty(True)
        self.show_draft()

    def _show_draft(self) -> None:
        changed = self.changed
        self.panel.save.setEnabled(changed or self._adding)
        self.panel.discard.setEnabled(changed)
        self.panel.say(self.editor.sentence())
        self.show_draft()

    def _ask_discard(self) -> None:
        self._leave_draft(partial(self._fill, self._row))

    def _leave_editor(self) -> None:
        """Back to the list; what was typed is asked about first."""
        self._leave_draft(self._to_list)

    def _to_list(self) -> None:
        chosen = self.table.current_row()
        if self.changed or (self._adding and chosen is not None):
            self._fill(chosen)
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.search.start()

    # --- changing the shop -------------------------------------------------------------------

    def save(self) -> None:
        """Hand what is typed to the shop."""
        self.panel.refusal.hide()
        self.editor.form.clear_faults()
        draft = self.editor.read()
        if draft is None:
            return
        clerk = self._desk.session.clerk
        if clerk is None:
            self._refuse(NotSignedIn())
            return
        self._set_saving(True)
        self._desk.tasks.counter.run(
            self.work(self._row, draft, clerk), self._saved, self._refuse, owner=self
        )

    def _saved(self, row: Any) -> None:
        self._set_saving(False)
        self._wanted = self._key(row)
        self._fill(row)
        self._desk.notices.say(f"{self.title(row)} saved")

    def _refuse(self, error: Exception) -> None:
        self._set_saving(False)
        self.panel.refusal.show_refusal(error, self.editor.form, self.editor.also)

    def _set_saving(self, saving: bool) -> None:
        self.editor.setEnabled(not saving)
        for button in (self.panel.save, self.panel.discard, self.panel.remove):
            button.setEnabled(not saving)
        if not saving:
            self._look.start()

    def _ask_remove(self) -> None:
        if self._row is not None:
            title, text, yes = self.removal_words(self._row)
            confirm(self, title, text, yes=yes, no="Keep", then=self._remove)

    def _remove(self) -> None:
        clerk, row = self._desk.session.clerk, self._row
        if clerk is None:
            self._refuse(NotSignedIn())
            return
        self._desk.tasks.counter.run(
            self.removal(row, clerk), lambda _: self._removed(row), self._refuse, owner=self
        )

    def _removed(self, row: Any) -> None:
        self._opened_with = None
        self._adding = False
        self._desk.notices.say(f"{self.title(row)} deleted")
