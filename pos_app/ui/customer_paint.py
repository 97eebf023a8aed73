"""What the customer sees, painted large: the lines of the sale and its total, or the change."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from pos_app.ui import theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ROWS_HIGH = 18
"""The window is so many rows of letters high, whatever its size."""
_LEAST, _MOST = 18, 90
"""Height of such a row in pixels, so that it reads on any screen."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the customer reads it; newest is the one that came last."""

    name: str
    detail: str
    amount: str
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is shown: without lines and figure the shop's name alone. figure_words name the
    figure ("Total", "Change"); more are the sums above it, as words and amount."""

    shop: str
    lines: tuple[ShownLine, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    figure_words: str = ""
    figure: str = ""
    thanks: str = ""
    mark: str = ""


def paint(painter: QPainter, area: QRectF, shown: Shown) -> None:
    """Fill the area."""
    p = theme.current()
    painter.fillRect(area, QColor(p.bg))
    unit = max(_LEAST, min(area.height() / _ROWS_HIGH, _MOST))
    inside = area.adjusted(unit, unit * 0.6, -unit, -unit * 0.6)
    if shown.mark:
        band = QRectF(area.left(), area.top(), area.width(), unit * 1.4)
        painter.fillRect(band, QColor(p.warn_soft))
        _write(painter, band, shown.mark, _font(unit, theme.BOLD), p.warn, _CENTRE)
        inside.setTop(band.bottom() + unit * 0.4)
    if shown.lines:
        _paint_sale(painter, inside, shown, unit)
    elif shown.figure_words or shown.thanks:
        _paint_end(painter, inside, shown, unit)
    else:
        _write(painter, inside, shown.shop, _font(unit * 2.4, theme.BOLD), p.text, _CENTRE)


def _paint_sale(painter: QPainter, inside: QRectF, shown: Shown, unit: float) -> None:
    p = theme.current()
    foot = QRectF(inside)
    foot.setTop(inside.bottom() - unit * (3.4 + 1.2 * len(shown.more)))
    head = QRectF(inside.left(), inside.top(), inside.width(), unit * 1.2)
    _write(painter, head, shown.shop, _font(unit * 0.8, theme.SEMIBOLD), p.muted, _LEFT)
    room = QRectF(inside.left(), head.bottom() + unit * 0.3, inside.width(), 0)
    room.setBottom(foot.top() - unit * 0.5)
    _paint_lines(painter, room, shown.lines, unit)
    painter.setPen(QColor(p.line))
    painter.drawLine(foot.topLeft(), foot.topRight())
    row = QRectF(foot.left(), foot.top() + unit * 0.3, foot.width(), unit * 1.2)
    for words, amount in shown.more:
        _write(painter, row, amount, _font(unit, theme.SEMIBOLD), p.good, _RIGHT)
        _write(painter, row, words, _font(unit, theme.MEDIUM), p.good, _LEFT)
        row.translate(0, row.height())
    row.setBottom(inside.bottom())
    taken = _write(painter, row, shown.figure, _font(unit * 2.6, theme.BOLD), p.text, _RIGHT)
    left = row.adjusted(0, 0, -taken - unit, 0)
    _write(painter, left, shown.figure_words, _font(unit * 1.6, theme.BOLD), p.text, _LEFT)


def _paint_lines(
    painter: QPainter, room: QRectF, lines: tuple[ShownLine, ...], unit: float
) -> None:
    """The last ones that there is room for; what was added is always among them."""
    p = theme.current()
    height = unit * 2.3
    count = max(1, int(room.height() / height))
    newest = next((place for place, line in enumerate(lines) if line.newest), len(lines) - 1)
    first = max(0, min(len(lines) - count, newest))
    row = QRectF(room.left(), room.top(), room.width(), height)
    for line in lines[first : first + count]:
        if line.newest:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(p.accent_soft))
            band = row.adjusted(-unit * 0.4, 0, unit * 0.4, -unit * 0.1)
            painter.drawRoundedRect(band, theme.RADIUS, theme.RADIUS)
        top = row.top() + unit * (0.15 if line.detail else 0.5)
        upper = QRectF(row.left(), top, row.width(), unit * 1.2)
        taken = _write(painter, upper, line.amount, _font(unit, theme.BOLD), p.text, _RIGHT)
        name = upper.adjusted(0, 0, -taken - unit, 0)
        _write(painter, name, line.name, _font(unit, theme.SEMIBOLD), p.text, _LEFT)
        lower = QRectF(row.left(), upper.bottom(), row.width(), unit * 0.75)
        _write(painter, lower, line.detail, _font(unit * 0.65), p.muted, _LEFT)
        row.translate(0, height)


def _paint_end(painter: QPainter, inside: QRectF, shown: Shown, unit: float) -> None:
    p = theme.current()
    top = inside.center().y() - unit * 4
    row = QRectF(inside.left(), top, inside.width(), unit * 1.6)
    if shown.figure:
        _write(painter, row, shown.figure_words, _font(unit * 1.3, theme.MEDIUM), p.muted, _CENTRE)
        row = QRectF(inside.left(), row.bottom(), inside.width(), unit * 4)
        _write(painter, row, shown.figure, _font(unit * 3.6, theme.BOLD), p.good, _CENTRE)
        row = QRectF(inside.left(), row.bottom(), inside.width(), unit * 2.2)
    else:
        row.setBottom(row.bottom() + unit * 4)
    _write(painter, row, shown.thanks, _font(unit * 1.6, theme.SEMIBOLD), p.text, _CENTRE)
    row.translate(0, row.height())
    _write(painter, row, shown.shop, _font(unit * 0.8, theme.MEDIUM), p.muted, _CENTRE)


def _font(size: float, weight: QFont.Weight = theme.REGULAR) -> QFont:
    return theme.font(max(1, round(size * 0.82)), weight)


def _write(
    painter: QPainter,
    area: QRectF,
    text: str,
    font: QFont,
    colour: str,
    side: Qt.AlignmentFlag,
) -> float:
    """Draw the text on one line, smaller and at last shortened where it must; its width."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text)
    if width > area.width() > 0 and side != _LEFT:  # a figure is never cut
        font.setPixelSize(max(1, int(font.pixelSize() * area.width() / width)))
        metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, side | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)
