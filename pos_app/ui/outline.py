"""The outline of the window, shown until the real one stands.

It is the first thing on the screen and must come at once, so what it touches is measured. The
namespace `Qt` alone takes 20 ms when PySide first needs it, and every `QPainter.setPen` does;
importing the real widgets takes 60. Frames under a small style sheet are drawn by Qt itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from pos_app.ui import fonts, tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

TABS = ("Cart", "Products", "Customers", "Orders", "Reports")
BRAND = "Countertop"
BRAND_SIZE = 16

_SHEET = """
QWidget#outline {{ background: {bg}; }}
QFrame {{ background: {surface}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame#bar {{ border-width: 0 0 1px 0; border-radius: 0; }}
QLabel {{
  border: 0; color: {muted}; font-family: "{family}"; font-size: {body}px; font-weight: 500;
}}
QLabel#brand {{ color: {text}; font-size: {brand}px; font-weight: 700; }}
"""
_PANEL = 468
_TILE_WIDTH, _TILE_HEIGHT = 204, 116
_CHIP_WIDTH = 98
_CHIPS = 5
_TILES = 16
_WORD_PLACES = (143, 263, 414, 578, 718)
"""Where the words of the tabs begin; the real ones are laid out by their widths."""


class Outline(QWidget):
    """Frames where header, field, chips, tiles and cart will stand; header is left out when the
    real one stands already."""

    def __init__(
        self, palette: tokens.Palette, *, header: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outline")
        self._bar = QFrame(self)
        self._field = QFrame(self)
        self._chips = [QFrame(self) for _ in range(_CHIPS)]
        self._tiles = [QFrame(self) for _ in range(_TILES)]
        self._cart = QFrame(self)
        self._words = [QLabel(word, self._bar) for word in (BRAND, *TABS)]
        self._top = tokens.HEADER if header else 0
        self._bar.setObjectName("bar")
        self._words[0].setObjectName("brand")
        self._bar.setVisible(header)
        for word, left in zip(self._words, (tokens.MARGIN, *_WORD_PLACES), strict=True):
            word.setGeometry(left, 0, 120, tokens.HEADER - 1)
        self.dress(palette)

    def dress(self, palette: tokens.Palette) -> None:
        """Take on the colours of light or dark."""
        self.setStyleSheet(
            _SHEET.format(
                **palette._asdict(),
                family=fonts.first_family(),
                radius=tokens.RADIUS,
                body=tokens.BODY,
                brand=BRAND_SIZE,
            )
        )

    def resizeEvent(self, event: "QResizeEvent") -> None:
        """Put every frame where the real thing will stand in a window of this size."""
        super().resizeEvent(event)
        width, height = self.width(), self.height()
        margin, gap = tokens.MARGIN, 3 * tokens.GRID
        panel = min(_PANEL, round(width * 0.4))
        left = width - panel - 3 * margin
        top = self._top + margin
        self._bar.setGeometry(0, 0, width, tokens.HEADER)
        self._cart.setGeometry(width - panel - margin, top, panel, height - top - margin)
        self._field.setGeometry(margin, top, left, tokens.HEADER)
        top += tokens.HEADER + gap
        for number, chip in enumerate(self._chips):
            chip.setGeometry(
                margin + number * (_CHIP_WIDTH + gap), top, _CHIP_WIDTH, tokens.CONTROL
            )
        top += tokens.CONTROL + gap
        columns = max(2, (left + gap) // (_TILE_WIDTH + gap))
        tile = (left - (columns - 1) * gap) // columns
        for number, frame in enumerate(self._tiles):
            row, column = divmod(number, columns)
            below = top + row * (_TILE_HEIGHT + gap)
            frame.setGeometry(margin + column * (tile + gap), below, tile, _TILE_HEIGHT)
            frame.setVisible(below + _TILE_HEIGHT <= height - margin)
