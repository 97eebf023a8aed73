"""A button that shows its shortcut as a small key and answers to it."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_cap import cap_width, paint_cap

_GAP = 2 * theme.GRID
_NAMES = {"Return": "Enter", "Delete": "Del", "Escape": "Esc", "Backspace": "⌫"}


def key_sequences(key: str) -> list[QKeySequence]:
    """The sequences of a key as it is written on a button; "Enter" is both Enter keys."""
    head, plus, last = key.rpartition("+")
    if last in ("Enter", "Return"):
        return [QKeySequence(f"{head}{plus}Return"), QKeySequence(f"{head}{plus}Enter")]
    return [QKeySequence(key)]


def _is_enter(event: QEvent) -> bool:
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return (
        isinstance(event, QKeyEvent)
        and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        and event.modifiers() in plain
    )


class KeyButton(QPushButton):
    """QPushButton(kind=...) with a key cap; key is a Qt sequence ("F12", "Ctrl+N", "Enter").

    kind: primary, secondary, danger, ghost, chip, tab, link, pay. The shortcut works anywhere in
    the window while the button is visible and enabled; with listens=False the cap only tells of a
    key that something else answers to. Enter presses the button that has the focus, whatever else
    in the window answers to it. icon is a name of the icon set.
    """

    def __init__(
        self,
        text: str = "",
        *,
        key: str = "",
        kind: str = "secondary",
        icon: str = "",
        dense: bool = False,
        listens: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._listens = listens
        self._key = ""
        self._shortcut: QShortcut | None = None
        self.setProperty("kind", kind)
        if dense:
            self.setProperty("dense", True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(text)
        self.set_key(key)

    @property
    def key(self) -> str:
        """The shortcut as it was given; "" for none."""
        return self._key

    def set_key(self, key: str) -> None:
        """Answer to another shortcut from now on, or to none with ""."""
        self._key = key
        if key and self._listens and self._shortcut is None:
            self._shortcut = QShortcut(self)
            self._shortcut.setAutoRepeat(False)
            self._shortcut.activated.connect(self.click)
        if self._shortcut is not None:
            self._shortcut.setKeys(key_sequences(key) if key else [])
        self.setAccessibleDescription(key)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Dress as another kind of button."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            theme.restyle(self)

    def set_icon(self, name: str) -> None:
        """Show another icon of the set, or none with ""."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Show this word; it is the accessible name too."""
        super().setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        """Room for the icon, the word and the key, inside what the style sheet adds."""
        hint = super().sizeHint()
        bare = self.fontMetrics().horizontalAdvance(self.text() or "XXXX")
        return QSize(hint.width() - bare + self._inner_width() + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        """The same: a word is never cut off."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Enter is this button's while it has the focus: no shortcut of the window takes it."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does; a key that is held presses once."""
        if not _is_enter(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style draws the button; the icon, the word and the key come on top."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        colour = self._colour()
        left_bound = self.property("align") == "left"
        x = 4 * theme.GRID if left_bound else (self.width() - self._inner_width()) // 2
        middle = self.height() // 2
        if self._icon:
            picture = theme.pixmap(self._icon, self._tone())
            painter.drawPixmap(x, middle - theme.ICON // 2, picture)
            x += theme.ICON + (_GAP if self.text() or self._key else 0)
        if self.text():
            width = self.fontMetrics().horizontalAdvance(self.text())
            painter.setPen(colour)
            painter.setFont(self.font())
            word = QRect(x, 0, width + 2, self.height())
            aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(word, aligned | Qt.TextFlag.TextSingleLine, self.text())
            x += width + _GAP
        if self._key:
            right = self.width() - 3 * theme.GRID if left_bound else x + cap_width(self._cap())
            own = colour.name() if self._tone() in ("on_accent", "on_ink") else ""
            paint_cap(painter, right, middle, self._cap(), own, bare=self._is_tab())

    def _is_tab(self) -> bool:
        return bool(self.property("kind") == "tab")

    def _cap(self) -> str:
        parts = self._key.split("+")
        return "+".join(_NAMES.get(part, part) for part in parts)

    def _inner_width(self) -> int:
        parts = [theme.ICON] if self._icon else []
        if self.text():
            parts.append(self.fontMetrics().horizontalAdvance(self.text()))
        if self._key:
            parts.append(cap_width(self._cap()))
        return sum(parts) + _GAP * max(0, len(parts) - 1)

    def _tone(self) -> str:
        """Which colour of the palette the words have, as the style sheet gives it."""
        kind, tone = self.property("kind"), self.property("tone")
        if tone and self.isEnabled():
            return str(tone)
        if kind == "link":
            return "accent" if self.isEnabled() else "muted"
        if not self.isEnabled():
            return "faint"
        if kind in ("primary", "pay"):
            return "on_accent"
        if kind == "danger":
            return "bad"
        if self.isCheckable() and self.isChecked():
            return "on_ink" if kind == "chip" else "accent"
        if kind in ("ghost", "chip", "tab", "pill"):
            return "text" if self.underMouse() else "muted"
        return "text"

    def _colour(self) -> QColor:
        return QColor(getattr(theme.current(), self._tone()))
