"""The row of chips over the tiles: one per category, those that don't fit in a menu at its end."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

_GAP = 2 * theme.GRID
_MORE = "More …"


class CategoryChips(QWidget):
    """Choices of (id, name); exactly one is chosen. chosen(id) tells of a change."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[tuple[int, str], ...] = ()
        self._chosen = 0
        self._chips: list[KeyButton] = []
        self._hidden: list[int] = []
        self._more = self._make(_MORE)
        self._menu = QMenu(self)
        self.setFixedHeight(theme.CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Categories")

        self._more.clicked.connect(self._open_menu)

    @property
    def current(self) -> int:
        """The chosen id."""
        return self._chosen

    def show_choices(self, choices: Sequence[tuple[int, str]]) -> None:
        """Show these; what was chosen stays chosen where it is still among them."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        for chip in self._chips:
            chip.deleteLater()
        self._chips = []
        for key, name in self._choices:
            chip = self._make(name)
            chip.clicked.connect(lambda _=False, key=key: self.choose(key))
            self._chips.append(chip)
        if self._chosen not in [key for key, _ in self._choices] and self._choices:
            self.choose(self._choices[0][0])
        self._arrange()

    def choose(self, key: int) -> None:
        """Choose the category with this id."""
        changed = key != self._chosen
        self._chosen = key
        self._arrange()
        if changed:
            self.chosen.emit(key)

    def step(self, by: int) -> None:
        """Choose the one so many places on, round the ends."""
        keys = [key for key, _ in self._choices]
        if keys:
            at = keys.index(self._chosen) if self._chosen in keys else 0
            self.choose(keys[(at + by) % len(keys)])

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(100, theme.CONTROL)

    def minimumSizeHint(self) -> QSize:
        """Room for the menu alone."""
        return QSize(self._more.sizeHint().width(), theme.CONTROL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many chips as fit."""
        super().resizeEvent(event)
        self._arrange()

    def _make(self, name: str) -> KeyButton:
        chip = KeyButton(name, kind="chip", parent=self)
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.hide()
        return chip

    def _arrange(self) -> None:
        """Place the chips; the chosen one that doesn't fit lends its name to the menu."""
        names = dict(self._choices)
        widths = [chip.sizeHint().width() for chip in self._chips]
        room = self.width()
        fits = len(widths)
        if sum(widths) + _GAP * (len(widths) - 1) > room:
            fits = self._that_fit(widths, room)
        self._hidden = [key for key, _ in self._choices[fits:]]
        x = 0
        for place, chip in enumerate(self._chips):
            chip.setChecked(self._choices[place][0] == self._chosen)
            chip.setVisible(place < fits)
            if place < fits:
                chip.setGeometry(x, 0, widths[place], theme.CONTROL)
                x += widths[place] + _GAP
        lent = self._chosen in self._hidden
        self._more.setText(names[self._chosen] if lent else _MORE)
        self._more.setChecked(lent)
        self._more.setVisible(bool(self._hidden))
        self._more.setGeometry(x, 0, min(self._more.sizeHint().width(), room - x), theme.CONTROL)

    def _that_fit(self, widths: list[int], room: int) -> int:
        """How many chips fit beside the menu, whichever of the others lends it its name."""
        fits, used = 0, 0
        for width in widths:
            rest = widths[fits + 1 :]
            menu = max([self._menu_width(), *rest])
            if used + width + _GAP + menu > room:
                break
            used += width + _GAP
            fits += 1
        return fits

    def _menu_width(self) -> int:
        return self._more.fontMetrics().horizontalAdvance(_MORE) + 8 * theme.GRID + 2

    def _open_menu(self) -> None:
        self._arrange()
        self._menu.clear()
        for key, name in self._choices:
            if key in self._hidden:
                action = self._menu.addAction(name)
                action.triggered.connect(lambda _=False, key=key: self.choose(key))
        self._menu.popup(self.mapToGlobal(self._more.geometry().bottomLeft()))
