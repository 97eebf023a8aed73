"""Words, rules, stamps and pictures laid out from top to bottom on paper of one width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QTextLayout, QTextOption

from pos_app.documents.slip_form import Entry
from pos_app.ui import theme

INSET = 5 * theme.GRID
GAP = 3 * theme.GRID
LEADING = 3
HANGING = 3 * theme.GRID
"""How far marks reach into the margin."""
RULE = 6 * theme.GRID

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Words:
    """Laid-out words: where they start and in which colour of the palette."""

    layout: QTextLayout
    place: QPointF
    ink: str

    @property
    def area(self) -> QRectF:
        """The room that they take."""
        return self.layout.boundingRect().translated(self.place)


class Column:
    """What was put below each other so far; y is where the next thing goes."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.words: list[Words] = []
        self.rules: list[float] = []
        self.stamps: list[QRectF] = []
        self.bands: list[QRectF] = []
        self.plates: list[QRectF] = []
        self.dark: list[QRectF] = []
        self.pictures: list[tuple[QRectF, QImage]] = []
        self.left = float(INSET)
        self.room = float(width - 2 * INSET)
        self.span = self.room
        self.y = float(INSET + theme.GRID)

    def paint(self, painter: QPainter, palette: theme.Palette, sight: QRectF | None = None) -> None:
        """Draw rules, stamps, pictures and words, of the words only those in sight, where given."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashes = QPen(QColor(palette.faint), 1)
        dashes.setDashPattern([4, 4])
        painter.setPen(dashes)
        for y in self.rules:
            painter.drawLine(QPointF(self.left, y), QPointF(self.width - self.left, y))
        painter.setPen(QPen(QColor(palette.bad), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stamp in self.stamps:
            painter.drawRoundedRect(stamp, theme.SMALL_RADIUS, theme.SMALL_RADIUS)
        for band in self.bands:
            painter.fillRect(band, QColor(palette.warn))
        self._paint_plates(painter)
        for words in self.words:
            area = words.area
            if sight is None or (area.bottom() >= sight.top() and area.top() <= sight.bottom()):
                painter.setPen(QColor(getattr(palette, words.ink)))
                words.layout.draw(painter, words.place)

    def _paint_plates(self, painter: QPainter) -> None:
        """Codes and the logo: black on white on any theme, as scanners and logos want it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for plate in self.plates:
            painter.fillRect(plate, Qt.GlobalColor.white)
        for bar in self.dark:
            painter.fillRect(bar, Qt.GlobalColor.black)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, picture in self.pictures:
            painter.drawImage(place, picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def rule(self) -> None:
        """A dashed line across the paper."""
        self.rules.append(self.y + RULE / 2)
        self.y += RULE

    def centred(self, text: str, font: QFont, ink: str) -> None:
        """Words in the middle of the paper."""
        self.y += self.put(text, font, ink, QPointF(self.left, self.y), self.room, CENTRE)

    def stamp(self, text: str) -> None:
        """Words in a frame."""
        self.y += 3 * theme.GRID
        font = theme.font(theme.BODY, theme.BOLD)
        top, pad = self.y, theme.GRID
        height = self.put(text, font, "bad", QPointF(self.left, top + pad), self.room, CENTRE)
        width = self.words[-1].layout.maximumWidth() + 6 * theme.GRID
        left = self.left + (self.room - width) / 2
        self.stamps.append(QRectF(left, top, width, height + 2 * pad))
        self.y += height + 2 * pad

    def band(self, text: str) -> None:
        """Words on a bar from edge to edge, which can't be overlooked."""
        font = theme.font(theme.BODY, theme.BOLD)
        top, pad = self.y, 2 * theme.GRID
        height = self.put(text, font, "on_ink", QPointF(self.left, top + pad), self.room, CENTRE)
        self.bands.append(QRectF(1, top, self.width - 2, height + 2 * pad))
        self.y += height + 2 * pad

    def picture(self, image: QImage, widest: float, tallest: float) -> None:
        """A picture in the middle, made smaller where it must."""
        scale = min(1.0, widest / image.width(), tallest / image.height())
        width, height = image.width() * scale, image.height() * scale
        place = QRectF((self.width - width) / 2, self.y, width, height)
        self.plates.append(place.adjusted(-theme.GRID, -theme.GRID, theme.GRID, theme.GRID))
        self.pictures.append((place, image))
        self.y += height + 2 * theme.GRID

    def bars(self, widths: Sequence[int], quiet: int, height: float) -> None:
        """The bars of a code in the middle, as wide as whole pixels allow; none without room."""
        modules = sum(widths) + 2 * quiet
        size = min(2, int((self.width - 2) // modules))
        if size < 1:
            return
        left = float((self.width - modules * size) // 2)
        self.plates.append(QRectF(left, self.y, modules * size, height + 2 * theme.GRID))
        left += quiet * size
        for place, width in enumerate(widths):
            if place % 2 == 0:
                self.dark.append(QRectF(left, self.y + theme.GRID, width * size, height))
            left += width * size
        self.y += height + 3 * theme.GRID

    def squares(self, rows: Sequence[Sequence[bool]], quiet: int, size: int) -> None:
        """The squares of a code in the middle."""
        side = (len(rows) + 2 * quiet) * size
        left, top = (self.width - side) // 2, self.y
        self.plates.append(QRectF(left, top, side, side))
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    x, y = left + (across + quiet) * size, top + (down + quiet) * size
                    self.dark.append(QRectF(x, y, size, size))
        self.y += side

    def pairs(self, entries: Iterable[Entry], font: QFont, ink: str, right_ink: str = "") -> None:
        left, span = self.left, self.span
        for place, entry in enumerate(entries):
            self.y += LEADING if place else 0
            own, own_ink = font, ink
            if entry.kind == "detail":
                self.left, self.span = left + GAP, span - GAP
                own, own_ink = theme.font(theme.SMALL), "muted"
            elif entry.kind == "strong":
                own, own_ink = theme.font(theme.BODY, theme.BOLD), "text"
            figure_ink = "good" if entry.kind == "saving" else right_ink or own_ink
            self.pair(entry, own, own, own_ink, figure_ink)
            self.left, self.span = left, span

    def pair(
        self, entry: Entry, font: QFont, right: QFont, ink: str = "text", right_ink: str = ""
    ) -> None:
        """Label left, figure right on its last row; a figure too wide for both goes below."""
        figure, width = laid_out(entry.figure, right, self.span, RIGHT)
        room = self.span - (width + GAP if entry.figure else 0)
        below = room < self.span / 4
        place = QPointF(self.left, self.y)
        height = self.put(entry.label, font, ink, place, self.span if below else room, LEFT)
        rise = figure.lineAt(0).ascent() - self.words[-1].layout.lineAt(0).ascent()
        top = self.y + height if below else self.y
        if rise > 0 and not below:  # a total larger than its word: both stand on one line
            self.words[-1] = Words(self.words[-1].layout, place + QPointF(0, rise), ink)
        drop = 0 if below else max(0.0, -rise)
        self.words.append(Words(figure, QPointF(self.left, top + drop), right_ink or ink))
        tall = figure.boundingRect().height() if entry.figure else 0.0
        self.y += height + tall if below else max(height, tall)

    def put(
        self, text: str, font: QFont, ink: str, place: QPointF, room: float, side: Qt.AlignmentFlag
    ) -> float:
        layout, _ = laid_out(text, font, room, side)
        self.words.append(Words(layout, place, ink))
        return layout.boundingRect().height()


def laid_out(
    text: str, font: QFont, room: float, side: Qt.AlignmentFlag
) -> tuple[QTextLayout, float]:
    """Words broken for a room, and the width that the widest of their rows takes."""
    layout = QTextLayout(text, font)
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    height = widest = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, height))
        height += line.height() + 1
        widest = max(widest, line.naturalTextWidth())
    layout.endLayout()
    return layout, widest
