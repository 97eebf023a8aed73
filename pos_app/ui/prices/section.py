"""One section of prices and taxes: its list, the editor of the chosen row, perhaps a trial."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.rows import Clerk
from pos_app.ui import approving, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor, EditorPanel
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.row_list import RowList, Words
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.paged_table import Column
from pos_app.ui.widgets.states import EmptyState

_WIDTHS = ((1500, 400, 376), (1200, 312, 328), (0, 252, 268))
"""From this width on: so wide are the list and what stands beside the editor."""

_EDITOR_SHARE = 54
"""Per cent of the width for the editor where nothing stands beside it."""


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
        self._row: Any = None
        self._adding = False
        self._asking = False
        self._wanted: int | None = None
        self._opened_with: object = None
        self.ground: Ground | None = None
        self.editor = editor
        self.beside = beside
        self._list = RowList(
            desk, words, columns, key, self.row_words, narrow=beside is not None, below=below
        )
        self.search, self.new = self._list.search, self._list.new
        self.model, self.table = self._list.model, self._list.table
        nothing = EmptyState(words.icon, "Nothing chosen", "Choose one in the list, or add one.")
        self.panel = EditorPanel(editor, nothing, words.remove)
        # Fields change one after another while a row is shown: one look at the end is enough.
        self._look = QTimer(self, singleShot=True, interval=0)

        self._filled_with: tuple[object, ...] = ()
        self._lay_out()

        self._list.asked.connect(self._expect)
        self.new.clicked.connect(lambda: self._leave_draft(self.begin_new))
        self.table.row_changed.connect(self._choose)
        self.table.row_activated.connect(lambda _row: self.editor.first_field().setFocus())
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

    def hidden(self, ground: Ground) -> tuple[str, str]:
        """Why the person may not see the rows, as a sentence and a hint; ("", "") if they may."""
        return "", ""

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

    def jobs(self, row: Any, draft: Any) -> list[Callable[[Clerk], Any]]:
        """The commands that it takes, one after another; the last one answers with the row."""
        return [lambda by: self.work(row, draft, by)()]

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
        self._expect()
        self._list.hide_rows(*self.hidden(ground))
        self._list.show_rows(self.rows(ground), until=self._wanted)

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
        self._list.choose_none()
        self._asking = False
        self._fill(None)
        self.editor.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the list ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
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

    def _expect(self) -> None:
        """Rows are about to be shown anew; what the table then chooses is no person's choice."""
        self._asking = True

    def _settle(self, _new_question: bool) -> None:
        """The list is filled: show what it chose, unless a draft stands in the editor."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.choose(wanted)
        self._asking = False
        if self._adding or self.changed:
            return
        chosen = self.table.current_row()
        if chosen is None:
            self._fill_nothing()
        elif self._filled_with != self._filling(chosen):
            self._fill(chosen)
        else:  # the focus may be in one of its fields: they are left alone
            self.panel.set_badge(*self.state(chosen))
            self.show_draft()

    def _filling(self, row: Any) -> tuple[object, ...]:
        """Everything that the editor shows of a row."""
        ground = self.ground
        if ground is None:
            return ()
        groups = tuple((group.id, group.name) for group in ground.groups)
        categories = tuple((category.id, category.path) for category in ground.categories)
        return (row, groups, categories, ground.info)

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
        if self._row is None or not self.table.choose(self._key(self._row)):
            self._list.choose_none()
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
        self._filled_with = self._filling(row)
        self.panel.title.set_text(self._words.new if row is None else self.title(row))
        self.panel.set_badge(*(("New", "accent") if row is None else self.state(row)))
        self.panel.remove.setVisible(row is not None)
        self.panel.show_empty(False)
        self.panel.to_top()
        self._show_draft()

    def _fill_nothing(self) -> None:
        self._row, self._adding, self._opened_with = None, False, None
        self._filled_with = ()
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
        self._list.enter()

    # --- changing the shop -------------------------------------------------------------------

    def save(self) -> None:
        """Hand what is typed to the shop."""
        self.panel.refusal.hide()
        self.editor.form.clear_faults()
        draft = self.editor.read()
        if draft is None:
            return
        name = self.title(self._row) if self._row is not None else self._words.new
        self._set_saving(True)
        approving.ask_each(
            self._desk,
            self.jobs(self._row, draft),
            lambda answers: self._saved(answers[-1]),
            self._refuse,
            about=f"Save under Prices and taxes: {name}",
            parent=self,
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
        row = self._row
        approving.ask(
            self._desk,
            lambda by: self.removal(row, by)(),
            lambda _: self._removed(row),
            self._refuse,
            about=f"Remove under Prices and taxes: {self.title(row)}",
            parent=self,
        )

    def _removed(self, row: Any) -> None:
        self._opened_with = None
        self._adding = False
        self._filled_with = ()
        self._desk.notices.say(f"{self.title(row)} deleted")
