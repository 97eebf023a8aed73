"""Prices and taxes: six sections, each with its list and its editor."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.codes import CodesSection
from pos_app.ui.prices.ground import Ground, load_ground
from pos_app.ui.prices.groups import GroupsSection
from pos_app.ui.prices.labels import LabelsSection
from pos_app.ui.prices.limits import LimitsSection
from pos_app.ui.prices.promotions import PromotionsSection
from pos_app.ui.prices.taxes import TaxesSection
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.states import BusyBar, ErrorState

GATHER_MS = 150
"""Changes that come so close together are answered by one look at the shop."""

_WIDE = 1150
"""Wide enough for the title beside the sections."""

TAXES, PROMOTIONS, CODES, GROUPS, LIMITS, LABELS = range(6)

_SECTIONS: tuple[tuple[str, Callable[[Desk], Any]], ...] = (
    ("Taxes", TaxesSection),
    ("Promotions", PromotionsSection),
    ("Codes", CodesSection),
    ("Customer groups", GroupsSection),
    ("Discounts", LimitsSection),
    ("Labels", LabelsSection),
)


class PricesPage(QWidget):
    """A section is built when it is shown first; all stand on the same rules, read in one go."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ground: Ground | None = None
        self._stale = False
        self._built: dict[int, Any] = {}
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._title = QLabel("Prices and taxes")
        self._tabs = QButtonGroup(self)
        self._busy = BusyBar()
        self._stack = QStackedWidget()
        self._error = ErrorState("", "")
        self._title.setProperty("kind", "title")
        self._lay_out()

        changes = desk.tasks.changes
        self._gather.timeout.connect(self._catch_up)
        self._tabs.idClicked.connect(self.show_section)
        self._error.acted.connect(self.refresh)
        for topic in (changes.prices, changes.settings, changes.products, changes.codes):
            topic.connect(self._note_change)
        desk.session.changed.connect(self._note_change)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.MARGIN, 3 * theme.GRID, theme.MARGIN, 0)
        bar.setSpacing(theme.GRID)
        bar.addWidget(self._title)
        bar.addSpacing(4 * theme.GRID)
        for place, (words, _kind) in enumerate(_SECTIONS):
            tab = KeyButton(words, key=f"Alt+{place + 1}", kind="tab")
            tab.setCheckable(True)
            tab.setChecked(place == TAXES)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._tabs.addButton(tab, place)
            bar.addWidget(tab)
        bar.addStretch(1)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(bar)
        column.addWidget(self._busy)
        column.addWidget(self._stack, 1)

    # --- what the window asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """Read the rules anew; the window calls it when the page is shown first."""
        self._stale = False
        self._busy.set_busy(True)
        self._desk.tasks.office.run(
            partial(load_ground, self._desk.shop, self._desk.session.clerk),
            self._take,
            self._fail,
            owner=self,
        )

    def focus_start(self) -> None:
        """Put the focus where typing starts."""
        section = self._built.get(self._tabs.checkedId())
        if section is not None:
            section.focus_start()

    def show_section(self, place: int) -> Any:
        """Bring a section to the front, with the focus where typing starts."""
        self._tabs.button(place).setChecked(True)
        if self._ground is None:
            return None
        section = self._built.get(place)
        if section is None:
            section = self._built[place] = _SECTIONS[place][1](self._desk)
            self._stack.addWidget(section)
            section.show_ground(self._ground)
        self._stack.setCurrentWidget(section)
        section.focus_start()
        return section

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the sections need the width that the title takes."""
        super().resizeEvent(event)
        self._title.setVisible(self.width() >= _WIDE)

    def minimumSizeHint(self) -> QSize:
        """That without the title, which goes first."""
        hint = super().minimumSizeHint()
        title = self._title.sizeHint().width() if not self._title.isHidden() else 0
        return QSize(hint.width() - title, hint.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another tab was shown."""
        super().showEvent(event)
        if self._stale:
            self._catch_up()

    # --- reading -----------------------------------------------------------------------------

    def _take(self, ground: Ground) -> None:
        self._busy.set_busy(False)
        first = self._ground is None
        self._ground = ground
        for section in self._built.values():
            section.show_ground(ground)
        if first or self._stack.currentWidget() is self._error:
            self.show_section(max(0, self._tabs.checkedId()))

    def _fail(self, error: Exception) -> None:
        self._busy.set_busy(False)
        message = messages.words(error)
        if self._ground is None:
            self._error.say(message.title, message.hint)
            self._stack.setCurrentWidget(self._error)
        else:
            self._desk.notices.say(message.title, message.hint, "warn")

    def _note_change(self) -> None:
        self._stale = True
        if self.isVisible() and not self._gather.isActive():
            self._gather.start()

    def _catch_up(self) -> None:
        if self._stale:
            self.refresh()
