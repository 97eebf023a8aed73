"""The panel in which one row is changed: its name, a sentence, its fields, and what to do."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue
from pos_app.ui import messages, theme
from pos_app.ui.prices.ground import Ground
from pos_app.ui.widgets.badge import Badge
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.states import EmptyState
from pos_app.ui.widgets.two_lines import TwoLines

_INSET = 5 * theme.GRID


class Editor(QWidget):
    """The fields of one row; edited comes with every change of a field.

    What builds on it fills `form`, whose fields refusals name; also says how the form calls a
    field that refusals have another name for.
    """

    edited = Signal()
    left = Signal()
    """Esc: back to the list."""

    fills = False
    """True for one with a list that takes all the height there is."""

    def __init__(self, columns: int, also: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.also = dict(also or {})
        self.form = Form(columns=columns)
        self.setProperty("kind", "plain")

    def show_row(self, row: Any, ground: Ground) -> None:
        """Fill the fields from a row, or for a new one with None."""
        raise NotImplementedError

    def first_field(self) -> QWidget:
        """Where typing starts."""
        raise NotImplementedError

    def raw(self) -> object:
        """Everything that stands in the fields, to tell whether something was typed."""
        raise NotImplementedError

    def read(self) -> Any:
        """What is typed; None after saying under each field what is wrong with it."""
        raise NotImplementedError

    def draft(self) -> Any:
        """What is typed so far, without a word about faults; None where it can't be used."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What the draft does, in plain words; "" while it can't be told."""
        return ""

    def say_fault(self, fault: BadValue) -> None:
        """Say a fault under its field, whatever the refusal calls it."""
        field = fault.field if self.form.has(fault.field) else self.also.get(fault.field, "")
        self.form.fail(field or "name", messages.words(fault).title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field, Esc back to the list; saving is Ctrl+S."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextPrevChild(True)
            event.accept()
        else:
            super().keyPressEvent(event)


class EditorPanel(Card):
    """The editor with a head above it and buttons below; says what the person wants done."""

    save_wanted = Signal()
    discard_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, editor: Editor, empty: EmptyState, remove: str) -> None:
        super().__init__(margin=0)
        self.editor = editor
        self.title = TwoLines(theme.LARGE, theme.BOLD, lines=1)
        self.badge = Badge("", "")
        self.sentence = QLabel()
        self.refusal = RefusalLine()
        self.save = KeyButton("Save", key="Ctrl+S", kind="primary", dense=True)
        self.discard = KeyButton("Discard", key="Esc", listens=False, dense=True)
        self.remove = KeyButton(remove, key="F8", kind="danger", dense=True)
        self._empty = empty
        self._shown = QWidget()
        self._area = QScrollArea()
        self.sentence.setProperty("kind", "tip")
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setAccessibleName("What it does")

        self._lay_out()

        self.save.clicked.connect(self.save_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        self.show_empty(True)

    def show_empty(self, empty: bool) -> None:
        """Show the fields, or that nothing is chosen."""
        # Both at once, for a moment, would need more height than a small window has.
        (self._shown if empty else self._empty).hide()
        (self._empty if empty else self._shown).show()

    def say(self, sentence: str) -> None:
        """What the row does in plain words."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def set_badge(self, words: str, tone: str) -> None:
        """How the row stands; "" for nothing to say."""
        self.badge.set(words, tone)
        self.badge.setVisible(bool(words))

    def to_top(self) -> None:
        """Show the first field."""
        self._area.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(self.title, 1)
        head.addWidget(self.badge)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 3 * theme.GRID, 0)
        inside.addWidget(self.editor, int(self.editor.fills))
        inside.addStretch(int(not self.editor.fills))
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.discard)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(_INSET, _INSET, _INSET - 3 * theme.GRID, _INSET)
        column.setSpacing(3 * theme.GRID)
        for part in (self.sentence, self.refusal):
            part.setContentsMargins(0, 0, 0, 0)
        column.addLayout(_inset(head))
        column.addLayout(_inset(self.sentence))
        column.addLayout(_inset(self.refusal))
        column.addWidget(self._area, 1)
        column.addLayout(_inset(buttons))
        self.body.addWidget(self._empty)
        self.body.addWidget(self._shown)


def _inset(part: QWidget | QHBoxLayout) -> QHBoxLayout:
    """Keeps free at the right what the scroll bar of the fields takes."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 3 * theme.GRID, 0)
    if isinstance(part, QWidget):
        row.addWidget(part)
    else:
        row.addLayout(part)
    return row
