"""A scroll bar that lies over the edge of a list, so that figures keep their column."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

WIDTH = 12


class OverlayBar(QScrollBar):
    """Stands for a view's own vertical bar, which is hidden; its owner places it."""

    def __init__(self, view: QAbstractScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, view if parent is None else parent)
        self._own = view.verticalScrollBar()
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

        self._own.rangeChanged.connect(self._follow)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)

    def place(self, right: int, top: int, height: int) -> None:
        """Stand with the right edge here, in the parent's pixels."""
        self.setGeometry(QRect(right - WIDTH, top, WIDTH, height))
        self._follow(self._own.minimum(), self._own.maximum())

    def _follow(self, least: int, most: int) -> None:
        self.setPageStep(self._own.pageStep())
        self.setSingleStep(self._own.singleStep())
        self.setRange(least, most)
        self.setVisible(most > least)
        self.raise_()
