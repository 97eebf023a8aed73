"""The shape of a manager's view: a list that takes the room, one calm panel at its right."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.card import Card

_PANEL = ((1680, 440), (1280, 400), (0, 344))
"""The panel's width by the view's: from this width on, so wide."""


class ListAndPanel(QWidget):
    """Puts the parts of the list under each other in a card, and the panel beside it."""

    def __init__(self, above: QWidget, rows: QWidget, panel: QWidget) -> None:
        super().__init__()
        self._panel = panel
        self._panel.setFixedWidth(_PANEL[-1][1])
        card = Card(margin=0)
        # The rows have square corners: the card's own border and round corners stay free.
        card.body.setContentsMargins(1, 1, 1, theme.RADIUS)
        card.body.setSpacing(0)
        card.body.addWidget(above)
        card.body.addWidget(rows, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.MARGIN] * 4)
        row.setSpacing(theme.MARGIN)
        row.addWidget(card, 1)
        row.addWidget(panel)

    def minimumSizeHint(self) -> QSize:
        """Counts the panel at its narrowest: the width that it has now must not hold the window."""
        hint = super().minimumSizeHint()
        return QSize(hint.width() - self._panel.minimumWidth() + _PANEL[-1][1], hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower panel in a narrow window."""
        super().resizeEvent(event)
        self._panel.setFixedWidth(next(wide for least, wide in _PANEL if self.width() >= least))
