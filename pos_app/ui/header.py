"""The bar at the top: the program's name, the tabs, the shop, and who is signed in."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

from pos_app.ui import theme
from pos_app.ui.outline import BRAND, TABS
from pos_app.ui.printing.keys import WAITING_KEY
from pos_app.ui.shifts.keys import SHIFT_KEY
from pos_app.ui.widgets.key_button import KeyButton

_AVATAR = 24
_LONGEST_NAME = 140
_LEAST_PLACE = 60
_ROOMY = 1200
"""From this width on the pill of the shop tells the till as well."""


def initials(name: str) -> str:
    """One or two letters for a person: "Maria Hansen" -> "MH", "Ann" -> "AN"."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]).upper()


def paint_avatar(painter: QPainter, box: QRect, name: str, tone: str = "accent") -> None:
    """A disc with a person's initials; tone is the name of a strong colour of the palette."""
    palette = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(palette, tone)))
    painter.drawEllipse(box)
    size = theme.CAP if box.width() <= _AVATAR else theme.LARGE
    painter.setFont(theme.font(size, theme.BOLD))
    painter.setPen(QColor(palette.on_accent))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class ClerkPill(QPushButton):
    """Shows who is signed in; a click opens the menu that its owner gives it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setProperty("kind", "pill")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Menu (Ctrl+M)")
        self.set_name("")

    def set_name(self, name: str) -> None:
        """Show this person, or nobody with ""."""
        self._name = name
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST_NAME)
        self.setText(shown or "Menu")
        self.setAccessibleName(f"Menu: {name} is signed in" if name else "Menu: nobody signed in")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the disc beside the name."""
        hint = super().sizeHint()
        return QSize(hint.width() + (_AVATAR + 8 if self._name else 0), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pill, then the disc, then the name."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        words = self.rect().adjusted(3 * theme.GRID, 0, -2 * theme.GRID, 0)
        if self._name:
            disc = QRect(words.left(), (self.height() - _AVATAR) // 2, _AVATAR, _AVATAR)
            paint_avatar(painter, disc, self._name)
            words.setLeft(disc.right() + 2 * theme.GRID)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.current().text if self.underMouse() else theme.current().muted))
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, aligned | Qt.TextFlag.TextSingleLine, self.text())


class Header(QFrame):
    """Tabs by click and Ctrl+1..5; chosen(index) comes when the person takes one."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shop = ""
        self._till = ""
        self._waiting = 0, ""
        self._shift = 0, False
        self._brand = QLabel(BRAND)
        self._tabs = [
            KeyButton(name, key=f"Ctrl+{number}", kind="tab")
            for number, name in enumerate(TABS, start=1)
        ]
        self._group = QButtonGroup(self)
        # The page behind the last tab is reached from the menu too: it has a key and no button.
        self._next_key = QShortcut(QKeySequence(f"Ctrl+{len(TABS) + 1}"), self)
        self._place = QLabel()
        self.papers = KeyButton(key=WAITING_KEY, kind="pill", icon="printer", listens=False)
        self.shift = KeyButton(kind="pill", icon="coins")
        self.clerk = ClerkPill()
        self.setProperty("kind", "header")
        self.setFixedHeight(theme.HEADER)
        self._brand.setProperty("kind", "brand")
        self._place.setProperty("kind", "pill")
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setFixedHeight(theme.DENSE)
        # Less than its words ask for: they are shortened before the bar grows wider.
        self._place.setMinimumWidth(_LEAST_PLACE)
        self._place.setVisible(False)
        self.papers.setProperty("tone", "warn")
        for pill in (self.papers, self.shift):
            pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for number, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._group.addButton(tab, number)
        self._tabs[0].setChecked(True)

        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        row.setSpacing(theme.GRID)
        row.addWidget(self._brand)
        row.addSpacing(4 * theme.GRID)
        for tab in self._tabs:
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(self.papers)
        row.addWidget(self.shift)
        row.addWidget(self._place)
        row.addWidget(self.clerk)
        self.papers.setVisible(False)
        self.shift.setVisible(False)

        self._group.idClicked.connect(self.chosen)
        self._next_key.activated.connect(lambda: self.chosen.emit(len(self._tabs)))

    def set_tabs_enabled(self, enabled: bool) -> None:
        """Tabs rest while no shop is open or nobody is signed in."""
        for tab in self._tabs:
            tab.setVisible(enabled)
        self._next_key.setEnabled(enabled)
        self._tell_place()

    def mark(self, index: int) -> None:
        """Show this tab as the chosen one; a page without a tab leaves none chosen."""
        if index < len(self._tabs):
            self._tabs[index].setChecked(True)
            return
        self._group.setExclusive(False)
        for tab in self._tabs:
            tab.setChecked(False)
        self._group.setExclusive(True)

    def set_place(self, shop: str, till: str) -> None:
        """Name the shop and the till; "" for none."""
        self._shop, self._till = shop, till
        self._tell_place()

    def tell_papers(self, count: int, why: str) -> None:
        """Say that so many receipts wait for a printer, and why; none with 0."""
        self._waiting = count, why
        self.papers.setVisible(count > 0)
        self._tell_place()

    def tell_shift(self, number: int, *, missing: bool) -> None:
        """Say that this shift is open (0 for none); missing where nothing can be sold without."""
        self._shift = number, missing
        self.shift.setVisible(bool(number) or missing)
        self.shift.setProperty("tone", "warn" if missing else "")
        theme.restyle(self.shift)
        self._tell_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much of the place as there is room for."""
        super().resizeEvent(event)
        self._tell_place()

    def _tell_place(self) -> None:
        words = [self._shop]
        count, why = self._waiting
        wait = "1 receipt waits" if count == 1 else f"{count} receipts wait"
        self.papers.setText(str(count))
        number, missing = self._shift
        shift = "No shift is open" if missing else f"Shift {number}"
        self.shift.setText("No shift" if missing else str(number))
        if self.width() >= _ROOMY:
            words.append(self._till)
            self.papers.setText(f"{count}: {why}" if why else wait)
            self.shift.setText(shift)
        self.shift.setAccessibleName(shift)
        self.shift.setToolTip(f"{shift} ({SHIFT_KEY})")
        self.papers.setAccessibleName(f"{wait}: {why}" if why else wait)
        self.papers.setToolTip(self.papers.accessibleName())
        whole = " · ".join(word for word in words if word)
        seen = [each for each in (*self._tabs, self.papers, self.shift) if not each.isHidden()]
        taken = sum(each.sizeHint().width() + theme.GRID for each in (self.clerk, *seen))
        room = self.width() - taken - 2 * theme.MARGIN - 5 * theme.GRID
        # The tabs are worked with; the name of the program goes first where there is no room.
        brand = self._brand.sizeHint().width() + theme.GRID
        self._brand.setVisible(room >= brand)
        room -= 9 * theme.GRID + (brand if room >= brand else 0)
        shown = self._place.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self._place.setText(shown)
        self._place.setToolTip(" · ".join(word for word in (self._shop, self._till) if word))
        # A few letters of a name tell nothing.
        self._place.setVisible(bool(shown) and room >= _LEAST_PLACE)
