"""A receipt laid out for a width: every word and rule of a `documents.slip` with its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF, QTextLayout, QTextOption

from pos_app.documents.slip import Entry, Slip, SlipLine, TaxRow
from pos_app.documents.slip_form import TAX_HEADS
from pos_app.ui import theme

_INSET = 5 * theme.GRID
_GAP = 3 * theme.GRID
_LEADING = 3
_HANGING = 3 * theme.GRID
"""How far marks reach into the margin."""
_RULE = 6 * theme.GRID
_TOOTH = 2 * theme.GRID
NARROW = 260
WIDE = 420
"""The paper's least and largest width: beyond it name and figure drift too far apart."""

_LEFT = Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class _Words:
    """Laid-out words: where they start and in which colour of the palette."""

    layout: QTextLayout
    place: QPointF
    ink: str

    @property
    def area(self) -> QRectF:
        return self.layout.boundingRect().translated(self.place)


class SlipSheet:
    """The slip laid out for one width: words, rules and the stamp, from top to bottom."""

    def __init__(self, slip: Slip, width: int) -> None:
        self.width = width
        self.words: list[_Words] = []
        self.rules: list[float] = []
        self.stamp = QRectF()
        self._left = float(_INSET)
        self._room = float(width - 2 * _INSET)
        self._span = self._room
        self._y = float(_INSET + theme.GRID)
        self._lay_out(slip)
        self.height = round(self._y + _INSET + _TOOTH)

    def paint(self, painter: QPainter, palette: theme.Palette, sight: QRectF | None = None) -> None:
        """Draw rules, stamp and words, only those in sight where that is given."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashes = QPen(QColor(palette.faint), 1)
        dashes.setDashPattern([4, 4])
        painter.setPen(dashes)
        for y in self.rules:
            painter.drawLine(QPointF(self._left, y), QPointF(self.width - self._left, y))
        if not self.stamp.isEmpty():
            painter.setPen(QPen(QColor(palette.bad), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.stamp, theme.SMALL_RADIUS, theme.SMALL_RADIUS)
        for words in self.words:
            area = words.area
            if sight is None or (area.bottom() >= sight.top() and area.top() <= sight.bottom()):
                painter.setPen(QColor(getattr(palette, words.ink)))
                words.layout.draw(painter, words.place)

    def outline(self) -> QPolygonF:
        """The paper's edge: straight sides, and teeth below where it was torn off."""
        right, bottom = self.width - 0.5, self.height - 0.5
        teeth = max(1, round((self.width - 1) / (2 * _TOOTH)))
        step = (self.width - 1) / (2 * teeth)
        torn = [
            QPointF(right - corner * step, bottom - (0 if corner % 2 else _TOOTH))
            for corner in range(2 * teeth + 1)
        ]
        return QPolygonF([QPointF(0.5, 0.5), QPointF(right, 0.5), *torn])

    def _lay_out(self, slip: Slip) -> None:
        small, body = theme.font(theme.SMALL), theme.font(theme.BODY)
        self._centred(slip.shop, theme.font(theme.LARGE, theme.BOLD), "text")
        self._y += theme.GRID
        for line in slip.address:
            self._centred(line, small, "muted")
        if slip.stamp:
            self._stamp(slip.stamp.upper())
        self._hang_marks(slip)
        self._rule()
        self._pair(Entry(slip.number, slip.moment), theme.font(theme.BODY, theme.SEMIBOLD), small)
        self._y += _LEADING
        self._pairs(slip.facts, small, "muted", right_ink="text")
        self._rule()
        for sold in slip.lines:
            self._line(sold)
        self._y -= _GAP if slip.lines else 0
        self._rule()
        self._pairs(slip.sums, body, "muted")
        self._y += 2 * theme.GRID if slip.sums else 0
        self._pair(
            Entry(slip.total_words, slip.total),
            theme.font(theme.LARGE, theme.BOLD),
            theme.font(theme.HUGE, theme.BOLD),
        )
        self._y += theme.GRID
        self._pairs(slip.settling, body, "muted")
        if slip.taxes or slip.remarks:
            self._rule()
            self._taxes(slip)
        for entries in (slip.payments, slip.later):
            if entries:
                self._rule()
                self._pairs(entries, body, "text")
        self._y += _RULE
        self._centred(slip.closing, small, "muted")

    def _rule(self) -> None:
        self.rules.append(self._y + _RULE / 2)
        self._y += _RULE

    def _centred(self, text: str, font: QFont, ink: str) -> None:
        self._y += self._put(text, font, ink, QPointF(self._left, self._y), self._room, _CENTRE)

    def _stamp(self, text: str) -> None:
        self._y += 3 * theme.GRID
        font = theme.font(theme.BODY, theme.BOLD)
        top, pad = self._y, theme.GRID
        height = self._put(text, font, "bad", QPointF(self._left, top + pad), self._room, _CENTRE)
        width = self.words[-1].layout.maximumWidth() + 6 * theme.GRID
        left = self._left + (self._room - width) / 2
        self.stamp = QRectF(left, top, width, height + 2 * pad)
        self._y += height + 2 * pad

    def _hang_marks(self, slip: Slip) -> None:
        """Leave what the lines' marks need beside the margin, in which they hang: the figures
        stay in one column, and with one letter alone it is the paper's own edge."""
        font = theme.font(theme.SMALL)
        marks = (_laid_out(sold.mark, font, self._room, _LEFT)[1] for sold in slip.lines)
        widest = max(marks, default=0.0)
        self._span = self._room - max(0.0, widest + theme.GRID - _HANGING)

    def _line(self, sold: SlipLine) -> None:
        small, body = theme.font(theme.SMALL), theme.font(theme.BODY)
        self._pair(Entry(sold.name, sold.figure), theme.font(theme.BODY, theme.MEDIUM), body)
        if sold.mark:
            figure = self.words[-1]
            mark, _ = _laid_out(sold.mark, small, self._room - self._span + _HANGING, _LEFT)
            drop = figure.layout.lineAt(0).ascent() - mark.lineAt(0).ascent()
            place = QPointF(self._left + self._span + theme.GRID, figure.place.y() + drop)
            self.words.append(_Words(mark, place, "muted"))
        self._y += _LEADING if sold.details else 0
        self._pairs(sold.details, small, "muted")
        self._y += _GAP

    def _taxes(self, slip: Slip) -> None:
        """The table of taxes; rate by rate where its columns find no room. Then the remarks."""
        small = theme.font(theme.SMALL)
        rows = (TaxRow(TAX_HEADS[0], *TAX_HEADS[1:]), *slip.taxes)
        widths = [
            max(_laid_out(figure, small, self._room, _RIGHT)[1] for figure in column) + _GAP
            for column in zip(*(row.figures for row in rows), strict=True)
        ]
        room = self._span - sum(widths)
        if room < self._room / 4:
            for tax in slip.taxes:
                self._pairs(tax.entries(), small, "muted")
                self._y += _LEADING
        else:
            for row in rows if slip.taxes else ():
                self._tax_row(row, room, widths, small)
        for remark in slip.remarks:
            begin = QPointF(self._left, self._y)
            self._y += self._put(remark, small, "muted", begin, self._room, _LEFT)

    def _tax_row(self, row: TaxRow, room: float, widths: list[float], font: QFont) -> None:
        top, left = self._y, self._left + room
        height = self._put(row.words, font, "muted", QPointF(self._left, top), room, _LEFT)
        for figure, width in zip(row.figures, widths, strict=True):
            if figure:
                self._put(figure, font, "muted", QPointF(left, top), width, _RIGHT)
            left += width
        self._y += height + _LEADING

    def _pairs(self, entries: Iterable[Entry], font: QFont, ink: str, right_ink: str = "") -> None:
        left, span = self._left, self._span
        for place, entry in enumerate(entries):
            self._y += _LEADING if place else 0
            own, own_ink = font, ink
            if entry.kind == "detail":
                self._left, self._span = left + _GAP, span - _GAP
                own, own_ink = theme.font(theme.SMALL), "muted"
            elif entry.kind == "strong":
                own, own_ink = theme.font(theme.BODY, theme.BOLD), "text"
            figure_ink = "good" if entry.kind == "saving" else right_ink or own_ink
            self._pair(entry, own, own, own_ink, figure_ink)
            self._left, self._span = left, span

    def _pair(
        self, entry: Entry, font: QFont, right: QFont, ink: str = "text", right_ink: str = ""
    ) -> None:
        """Label left, figure right on its last row; a figure too wide for both goes below."""
        figure, width = _laid_out(entry.figure, right, self._span, _RIGHT)
        room = self._span - (width + _GAP if entry.figure else 0)
        below = room < self._span / 4
        place = QPointF(self._left, self._y)
        height = self._put(entry.label, font, ink, place, self._span if below else room, _LEFT)
        rise = figure.lineAt(0).ascent() - self.words[-1].layout.lineAt(0).ascent()
        top = self._y + height if below else self._y
        if rise > 0 and not below:  # a total larger than its word: both stand on one line
            self.words[-1] = _Words(self.words[-1].layout, place + QPointF(0, rise), ink)
        drop = 0 if below else max(0.0, -rise)
        self.words.append(_Words(figure, QPointF(self._left, top + drop), right_ink or ink))
        tall = figure.boundingRect().height() if entry.figure else 0.0
        self._y += height + tall if below else max(height, tall)

    def _put(
        self, text: str, font: QFont, ink: str, place: QPointF, room: float, side: Qt.AlignmentFlag
    ) -> float:
        layout, _ = _laid_out(text, font, room, side)
        self.words.append(_Words(layout, place, ink))
        return layout.boundingRect().height()


def _laid_out(
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
