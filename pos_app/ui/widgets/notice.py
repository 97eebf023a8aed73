"""Notices at the left: what just happened, or a fault that stays until it is dealt with."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import OVER_SHEETS, STAYS, top_sheet

SHOWN_MS = 4000
"""How long a notice stays that nobody has to deal with."""

ACT_KEY = "Shift+F12"
"""Presses the button of the newest notice that has one."""

_WIDTH = 540
_WIDE = 640
"""Over a sheet one is shown, at the top and in as few lines as can be: it may lie over the title,
and what is pressed below must stay free."""

_SHOWN = 3
_ICONS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}


class Notice(QFrame):
    """One notice; dealt_with comes when it has gone."""

    dealt_with = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        text: str,
        hint: str,
        tone: str,
        sticky: bool,
        action: str,
        on_action: Callable[[], None] | None,
        same: str,
    ) -> None:
        super().__init__(parent)
        self.text = text
        self.sticky = sticky
        self.same = same
        self.times = 1
        self._hint_text = hint
        self._tone = tone
        self._on_action = on_action
        self._picture = QLabel(self)
        self._text = QLabel(text, self)
        self._hint = QLabel(hint, self)
        self._more = QLabel(self)
        self._button = KeyButton(action, kind="ghost", listens=False, parent=self)
        # The stack owns the keys: with several notices only the newest may answer.
        self._close = KeyButton(icon="x", kind="ghost", parent=self)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self.setProperty("kind", "notice")
        self.setProperty("tone", tone)
        self.setAccessibleName(f"{text}. {hint}" if hint else text)
        for words, kind in ((self._text, "heading"), (self._hint, "small")):
            words.setProperty("kind", kind)
            words.setProperty("tone", tone)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
        self._more.setProperty("kind", "small")
        self._more.setProperty("tone", tone)
        self._hint.setVisible(bool(hint))
        self._button.setVisible(bool(action))
        self._close.setVisible(sticky)
        for button in (self._button, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        words_column = QVBoxLayout()
        words_column.setSpacing(2)
        words_column.addWidget(self._text)
        words_column.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID, 2 * theme.GRID)
        row.setSpacing(3 * theme.GRID)
        row.addWidget(self._picture)
        row.addLayout(words_column, 1)
        row.addWidget(self._more)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._close.setAccessibleName("Close")
        self._close.setToolTip("Close (Shift+Esc)")

        self._button.clicked.connect(self._act)
        self._close.clicked.connect(self.deal)
        self._timer.timeout.connect(self.deal)
        theme.notifier().changed.connect(self._repaint_picture)
        self._repaint_picture()
        if not sticky:
            self._timer.start()

    def say_more(self, count: int) -> None:
        """Tell how many others wait behind this one."""
        self._more.setText(f"{count} more" if count else "")
        self._more.setVisible(count > 0)

    @property
    def offers(self) -> bool:
        """True for one that has a button of its own."""
        return self._on_action is not None

    def repeat(self) -> None:
        """The same has happened again."""
        self.times += 1
        self._text.setText(f"{self.text} ({self.times} times)")
        spoken = f"{self._text.text()}. {self._hint_text}" if self._hint_text else self._text.text()
        self.setAccessibleName(spoken)
        if not self.sticky:
            self._timer.start()

    def show_key(self, shown: bool) -> None:
        """Whether the key that presses its button presses this one."""
        self._button.set_key(ACT_KEY if shown and self.offers else "")

    def act(self) -> None:
        """Press its button."""
        self._button.click()

    def deal(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self.dealt_with.emit(self)

    def _act(self) -> None:
        self.deal()
        if self._on_action is not None:
            self._on_action()

    def _repaint_picture(self) -> None:
        self._picture.setPixmap(theme.pixmap(_ICONS[self._tone], self._tone))


class NoticeStack(QWidget):
    """The notices of a window, the newest at the bottom, over its lower left corner.

    A sticky notice goes only by Shift+Esc or its own buttons, never by Enter: a clerk who scans
    on must not wipe away that something was not added. They lie over sheets, too: there over the
    upper left corner, for the buttons of a sheet are at its foot.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self._notices: list[Notice] = []
        self._shown: list[Notice] = []
        self._arranging = False
        self._column = QVBoxLayout(self)
        self._shortcut = QShortcut(QKeySequence("Shift+Esc"), self)
        self._act_key = QShortcut(QKeySequence(ACT_KEY), self)
        for shortcut in (self._shortcut, self._act_key):
            shortcut.setProperty(STAYS, True)
        self.setProperty(OVER_SHEETS, True)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * theme.GRID)
        self.hide()

        self._shortcut.activated.connect(self.close_newest)
        self._act_key.activated.connect(self.act_on_newest)
        parent.installEventFilter(self)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Those that are not dealt with, oldest first."""
        return tuple(self._notices)

    def say(
        self,
        text: str,
        hint: str = "",
        tone: str = "good",
        *,
        sticky: bool = False,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        same: str = "",
    ) -> Notice:
        """Show a notice; with action a button that calls on_action and takes it away.

        One that has the same words in `same` (not "") as one that is there already counts up
        there, as the newest.
        """
        notice = next((n for n in self._notices if same and n.same == same), None)
        if notice is None:
            notice = Notice(self, text, hint, tone, sticky, action, on_action, same)
            notice.dealt_with.connect(self._remove)
        else:
            notice.repeat()
            self._notices.remove(notice)
            self._column.removeWidget(notice)
        self._notices.append(notice)
        self._column.addWidget(notice)
        self._arrange()
        return notice

    def act_on_newest(self) -> None:
        """Press the button of the newest notice that has one."""
        for notice in reversed(self._notices):
            if notice.offers:
                notice.act()
                return

    def close_newest(self) -> None:
        """Take the newest sticky notice away, or the newest of all."""
        for notice in [n for n in reversed(self._notices) if n.sticky] or self._notices[-1:]:
            notice.deal()
            return

    def clear(self) -> None:
        """Take all of them away."""
        for notice in tuple(self._notices):
            notice.deal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner at any size of the window."""
        if event.type() == QEvent.Type.Resize and watched is self._ground:
            self._arrange()
        return False

    def event(self, event: QEvent) -> bool:
        """A sheet that opens or closes puts the notices above itself: they take less room then."""
        if event.type() == QEvent.Type.ZOrderChange and not self._arranging:
            self._arrange()
        return super().event(event)

    def _remove(self, notice: Notice) -> None:
        if notice in self._notices:
            self._notices.remove(notice)
            self._shown = [each for each in self._shown if each is not notice]
            self._column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
            self._arrange()

    def _arrange(self) -> None:
        self._arranging = True
        over = top_sheet(self) is not None
        shown = self._notices[-1 if over else -_SHOWN :]
        newest = next((notice for notice in reversed(shown) if notice.offers), None)
        for notice in {*self._shown, *shown}:  # of hundreds, only those that change
            notice.setVisible(notice in shown)
            notice.say_more(0)
            notice.show_key(notice is newest)
        self._shown = shown
        if shown:
            shown[-1].say_more(len(self._notices) - len(shown))
        self.setVisible(bool(shown))
        self._place(over)
        self._arranging = False

    def _place(self, over: bool) -> None:
        margin = (2 if over else 4) * theme.GRID
        width = min(_WIDE if over else _WIDTH, self._ground.width() - 2 * margin)
        for notice in self._shown:
            notice.setFixedWidth(width)
        self._column.activate()
        height = self._column.totalHeightForWidth(width)
        top = margin if over else self._ground.height() - margin - height
        self.setGeometry(margin, top, width, height)
        self.raise_()
