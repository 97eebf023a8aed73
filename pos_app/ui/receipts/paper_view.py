"""Printed paper as it comes out of a receipt printer, dot by dot."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui import theme

if TYPE_CHECKING:
    # Only for annotations: it loads when the first paper is printed.
    from PIL.Image import Image

_MARGIN = 5 * theme.GRID
_WIDEST = 420


def as_seen(paper: "Image") -> QImage:
    """What a `devices.escpos_paper` printed, for the window; safe in a lane."""
    grey = paper.convert("L")
    width, height = grey.size
    picture = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return picture.copy()  # the bytes go when this call ends


class PaperView(QWidget):
    """The paper in the middle of what room it gets, white on any theme; empty at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: QImage | None = None
        self._scaled: QImage | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("The receipt as the printer prints it")

    def show_paper(self, paper: QImage) -> None:
        """Show this paper."""
        self._paper, self._scaled = paper, None
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The dots keep their form."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How long the paper is on this width."""
        if self._paper is None:
            return 0
        room = min(width, _WIDEST) - 2 * _MARGIN
        return round(self._paper.height() * room / self._paper.width()) + 2 * _MARGIN

    def sizeHint(self) -> QSize:
        """As wide as a receipt may be."""
        return QSize(_WIDEST, self.heightForWidth(_WIDEST))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White paper, and the dots on it."""
        if self._paper is None:
            return
        width = min(self.width(), _WIDEST)
        height = self.heightForWidth(width)
        left = (self.width() - width) // 2
        room = QSize(width - 2 * _MARGIN, height - 2 * _MARGIN)
        ratio = self.devicePixelRatioF()
        if self._scaled is None or self._scaled.size() != room * ratio:
            smooth = Qt.TransformationMode.SmoothTransformation
            exact = Qt.AspectRatioMode.IgnoreAspectRatio
            self._scaled = self._paper.scaled(room * ratio, exact, smooth)
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.current().line), 1))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(QRect(left, 0, width - 1, height - 1))
        painter.drawImage(QRect(left + _MARGIN, _MARGIN, room.width(), room.height()), self._scaled)
