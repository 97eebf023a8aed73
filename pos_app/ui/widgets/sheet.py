"""A modal card over the dimmed window, with a title, a body and buttons below."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from pos_app.ui import theme
from pos_app.ui.widgets.key_cap import KeyCap

STAYS = "stays_under_sheets"
"""Property of a QShortcut that goes on working while a sheet covers the window."""

OVER_SHEETS = "over_sheets"
"""Property of a child of the window that no sheet covers."""


@runtime_checkable
class TakesScans(Protocol):
    """A sheet that is asked first what to do with a scan while it lies on top."""

    def take_scan(self, hit: object) -> bool:
        """Take a hit of `domain.rows.scans`; False leaves it to the open sale. Raises a PosError
        for one that is wanted here and can't be taken: it is told as every blocked scan is."""


class _EscCap(KeyCap):
    """The Esc key in the corner; a click on it does the same."""

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Esc", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Close")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click closes."""
        self.clicked.emit()


class Sheet(QWidget):
    """A sheet over the window of its parent; open() shows it and returns at once.

    What it shows goes into body, its buttons into footer (a row, aligned to the right). Esc or
    reject() closes it without a result. It deletes itself after closing. While it is open the
    shortcuts below it rest and the focus stays inside. accepted, rejected and finished(bool)
    tell how it ended. set_closable(False) makes Esc do nothing. Its own names begin with _sheet,
    so that those who build on it may name their parts as they like.
    """

    accepted = Signal()
    rejected = Signal()
    finished = Signal(bool)

    def __init__(
        self, title: str, parent: QWidget, width: int = 760, *, scroll: bool = False
    ) -> None:
        super().__init__(parent.window())
        self._sheet_window = parent.window()
        self._sheet_width = width
        self._sheet_closable = True
        self._sheet_done = False
        self._sheet_resting: list[QShortcut | QAction] = []
        # Taken now: by open() a field of the sheet's own may have the focus already.
        self._sheet_focus_before: QWidget | None = self._sheet_window.focusWidget()
        self._sheet_card = QFrame(self)
        self._sheet_title = QLabel(title)
        self._sheet_esc = _EscCap(self)
        self.body = QVBoxLayout()
        self.footer = QHBoxLayout()
        self.setVisible(False)
        self.setAccessibleName(title)
        self._sheet_card.setProperty("kind", "card")
        self._sheet_title.setProperty("kind", "title")

        head = QHBoxLayout()
        head.addWidget(self._sheet_title, 1)
        head.addWidget(self._sheet_esc)
        column = QVBoxLayout(self._sheet_card)
        column.setContentsMargins(*[6 * theme.GRID] * 4)
        column.setSpacing(4 * theme.GRID)
        column.addLayout(head)
        self.body.setSpacing(3 * theme.GRID)
        self.footer.setSpacing(2 * theme.GRID)
        self.footer.addStretch(1)
        self._sheet_area = self._sheet_scroll_area() if scroll else None
        if self._sheet_area is None:
            column.addLayout(self.body, 1)
        else:
            column.addWidget(self._sheet_area, 1)
        column.addLayout(self.footer)

        self._sheet_esc.clicked.connect(self._sheet_escape)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._sheet_title.setText(title)
        self.setAccessibleName(title)

    def set_closable(self, closable: bool) -> None:
        """With False neither Esc nor its key in the corner closes the sheet."""
        self._sheet_closable = closable
        self._sheet_esc.setVisible(closable)

    def open(self) -> None:
        """Cover the window; the focus goes to the first field unless one inside has it."""
        now: QWidget | None = self._sheet_window.focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self._sheet_focus_before = now
        self._sheet_rest_shortcuts()
        self._sheet_window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._sheet_keep_focus)
        self.setGeometry(self._sheet_window.contentsRect())
        self._sheet_place()
        self.show()
        self.raise_()
        self._sheet_raise_notices()
        chosen: QWidget | None = self.focusWidget()
        if chosen is not None and self.isAncestorOf(chosen):
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._sheet_step_focus(self, forward=True)

    def accept(self) -> None:
        """Close with a result."""
        self._sheet_close(True)

    def reject(self) -> None:
        """Close without a result."""
        self._sheet_close(False)

    def resize_to_content(self) -> None:
        """Fit the card again after what it shows has grown or shrunk."""
        self._sheet_place()

    # --- Qt ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The sheet covers its window at any size."""
        if event.type() == QEvent.Type.Resize and watched is self._sheet_window:
            self.setGeometry(self._sheet_window.contentsRect())
            self._sheet_place()
        return False

    def event(self, event: QEvent) -> bool:
        """What is laid out anew inside is given its room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._sheet_place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; no key falls through to what lies below."""
        if event.key() == Qt.Key.Key_Escape:
            self._sheet_escape()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card does nothing: half-filled forms are not lost by a slip."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        QPainter(self).fillRect(self.rect(), QColor(theme.current().scrim))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside."""
        at: QWidget | None = self.focusWidget()
        return self._sheet_step_focus(at or self, forward)

    # --- inside ------------------------------------------------------------------------------

    def _sheet_scroll_area(self) -> QScrollArea:
        area = QScrollArea()
        inner = QWidget()
        inner.setProperty("kind", "plain")
        inner.setLayout(self.body)
        self.body.setContentsMargins(0, 0, 0, 0)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _sheet_place(self) -> None:
        margin = 4 * theme.GRID
        width = min(self._sheet_width, self.width() - 2 * margin)
        layout = self._sheet_card.layout()
        assert layout is not None
        area = self._sheet_area
        if area is not None:
            wanted = _height_for(self.body, width - 12 * theme.GRID)
            least = area.minimumHeight() or area.minimumSizeHint().height()
            beside = layout.totalMinimumSize().height() - least  # title and buttons, in any rows
            room = self.height() - 2 * margin - beside
            area.setMinimumHeight(max(1, min(wanted, room)))
        height = min(_height_for(layout, width), self.height() - 2 * margin)
        self._sheet_card.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )

    def _sheet_step_focus(self, start: QWidget, forward: bool) -> bool:
        # Not by nextInFocusChain(): PySide makes each widget it returns a child of the one before
        # in its own books, and all of them lose their C++ side when the sheet goes.
        stops = [widget for widget in self.findChildren(QWidget) if self._sheet_takes_tab(widget)]
        if not stops:
            return False
        if start in stops:
            stop = stops[(stops.index(start) + (1 if forward else -1)) % len(stops)]
        else:
            stop = stops[0 if forward else -1]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stop.setFocus(reason)
        return True

    def _sheet_takes_tab(self, widget: QWidget) -> bool:
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        return (
            by_tab
            and self.isAncestorOf(widget)
            and widget.isVisible()
            and widget.isEnabled()
            and widget.focusProxy() is None
        )

    def _sheet_keep_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self.window():
            return
        if self.isAncestorOf(now):
            area = self._sheet_area
            if area is not None and area.isAncestorOf(now):
                area.ensureWidgetVisible(now)
            return
        if top_sheet(self) is self:
            if before is not None and self.isAncestorOf(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._sheet_step_focus(self, forward=True)

    def _sheet_rest_shortcuts(self) -> None:
        actions = [
            a for a in self._sheet_window.findChildren(QAction) if not a.shortcut().isEmpty()
        ]
        shortcuts: list[QShortcut | QAction] = [
            *self._sheet_window.findChildren(QShortcut),
            *actions,
        ]
        for found in shortcuts:
            owner = found.parent()
            own = isinstance(owner, QWidget) and self.isAncestorOf(owner)
            if found.isEnabled() and not own and not found.property(STAYS):
                found.setEnabled(False)
                self._sheet_resting.append(found)

    def _sheet_raise_notices(self) -> None:
        for child in self._sheet_window.children():
            if isinstance(child, QWidget) and child.property(OVER_SHEETS):
                child.raise_()
                # Those that lie on top already, as when a sheet closes, are told nothing by Qt.
                QCoreApplication.sendEvent(child, QEvent(QEvent.Type.ZOrderChange))

    def _sheet_escape(self) -> None:
        if self._sheet_closable:
            self.reject()

    def _sheet_close(self, accepted: bool) -> None:
        if self._sheet_done:
            return
        self._sheet_done = True
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._sheet_keep_focus)
        self._sheet_window.removeEventFilter(self)
        for shortcut in self._sheet_resting:
            if _alive(shortcut):
                shortcut.setEnabled(True)
        self.hide()
        self._sheet_raise_notices()
        before = self._sheet_focus_before
        if before is not None and _alive(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        (self.accepted if accepted else self.rejected).emit()
        self.finished.emit(accepted)
        below, now = top_sheet(self._sheet_window), app.focusWidget()
        if below is not None and (now is None or not below.isAncestorOf(now)):
            # Who had it rests, as a button does that was pressed: keys must not go nowhere.
            below._sheet_step_focus(below, forward=True)
        self.deleteLater()


def _height_for(layout: QLayout, width: int) -> int:
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(width)
    return layout.totalSizeHint().height()


def _alive(thing: QObject) -> bool:
    return bool(isValid(thing))


def top_sheet(widget: QWidget) -> Sheet | None:
    """The sheet that covers the window of this widget and all other sheets, if one is open."""
    open_ones = [c for c in widget.window().children() if isinstance(c, Sheet) and c.isVisible()]
    return open_ones[-1] if open_ones else None


def sheet_open(widget: QWidget) -> bool:
    """True while a sheet covers the window of this widget."""
    return top_sheet(widget) is not None
