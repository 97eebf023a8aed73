"""A receipt laid out for a width: every word and rule of a `documents.slip` with its place."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPolygonF

from pos_app.documents import code128, qr_code
from pos_app.documents.slip_form import (
    RETURNED_TAXES,
    TAX_HEADS,
    TRAINING_WORDS,
    Entry,
    Slip,
    SlipLine,
    SlipPart,
    TaxRow,
)
from pos_app.ui import theme
from pos_app.ui.widgets.slip_column import (
    GAP,
    HANGING,
    INSET,
    LEADING,
    LEFT,
    RIGHT,
    RULE,
    Column,
    Words,
    laid_out,
)

_TOOTH = 2 * theme.GRID
_LOGO = (200, 96)
_BARS = 44
_SQUARE = 4
NARROW = 260
WIDE = 420
"""The paper's least and largest width: beyond it name and figure drift too far apart."""


class SlipSheet:
    """The slip laid out for one width: words, rules, stamps and codes, from top to bottom."""

    def __init__(self, slip: Slip, width: int) -> None:
        self.width = width
        self.column = Column(width)
        self._lay_out(slip)
        self.height = round(self.column.y + INSET + _TOOTH)

    def paint(self, painter: QPainter, palette: theme.Palette, sight: QRectF | None = None) -> None:
        """Draw all of it, words only where they are in sight where that is given."""
        self.column.paint(painter, palette, sight)

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
        column = self.column
        small, body = theme.font(theme.SMALL), theme.font(theme.BODY)
        self._head(slip)
        self._hang_marks(slip)
        column.rule()
        strong = theme.font(theme.BODY, theme.SEMIBOLD)
        column.pair(Entry(slip.number, slip.moment), strong, small)
        column.y += LEADING
        column.pairs(slip.facts, small, "muted", right_ink="text")
        column.rule()
        self._lines(slip.lines)
        if slip.total:
            column.rule()
            self._sums(slip)
            self._taxes_and_remarks(slip)
        for entries in (slip.payments, slip.later):
            if entries:
                column.rule()
                column.pairs(entries, body, "text")
        column.y += RULE
        self._foot(slip)

    def _head(self, slip: Slip) -> None:
        column, small = self.column, theme.font(theme.SMALL)
        if slip.training:
            column.band(TRAINING_WORDS.upper())
            column.y += GAP
        if slip.logo is not None:
            picture = QImage.fromData(slip.logo.data)
            if not picture.isNull():
                column.picture(picture, *_LOGO)
        column.centred(slip.shop, theme.font(theme.LARGE, theme.BOLD), "text")
        column.y += theme.GRID
        for line in (*slip.address, *slip.header):
            column.centred(line, small, "muted")
        for stamp in slip.other_stamps:
            column.stamp(stamp.upper())

    def _foot(self, slip: Slip) -> None:
        column, small = self.column, theme.font(theme.SMALL)
        if slip.code:
            column.bars(code128.bars(slip.code), code128.QUIET, _BARS)
            column.centred(slip.code, small, "muted")
            column.y += GAP
        if slip.qr:
            column.squares(qr_code.squares(slip.qr), qr_code.QUIET, _SQUARE)
            column.y += GAP
        for line in slip.closing:
            column.centred(line, small, "muted")
        if slip.training:
            column.y += GAP
            column.band(TRAINING_WORDS.upper())

    def _sums(self, slip: Slip) -> None:
        column, body = self.column, theme.font(theme.BODY)
        column.pairs(slip.sums, body, "muted")
        if slip.back is not None:
            self._back(slip.back)
        column.y += 2 * theme.GRID if slip.sums else 0
        column.pair(
            Entry(slip.total_words, slip.total),
            theme.font(theme.LARGE, theme.BOLD),
            theme.font(theme.HUGE, theme.BOLD),
        )
        column.y += theme.GRID
        column.pairs(slip.settling, body, "muted")

    def _back(self, back: SlipPart) -> None:
        column = self.column
        column.rule()
        column.pair(Entry(back.heading), theme.font(theme.BODY, theme.BOLD), theme.font(theme.BODY))
        column.y += GAP
        self._lines(back.lines)
        column.y += GAP
        column.pairs(back.sums, theme.font(theme.BODY), "muted")
        column.rule()

    def _lines(self, lines: tuple[SlipLine, ...]) -> None:
        for sold in lines:
            self._line(sold)
        self.column.y -= GAP if lines else 0

    def _hang_marks(self, slip: Slip) -> None:
        """Leave what the lines' marks need beside the margin, in which they hang: the figures
        stay in one column, and with one letter alone it is the paper's own edge."""
        font, column = theme.font(theme.SMALL), self.column
        lines = (*slip.lines, *(slip.back.lines if slip.back else ()))
        marks = (laid_out(sold.mark, font, column.room, LEFT)[1] for sold in lines)
        widest = max(marks, default=0.0)
        column.span = column.room - max(0.0, widest + theme.GRID - HANGING)

    def _line(self, sold: SlipLine) -> None:
        column, small, body = self.column, theme.font(theme.SMALL), theme.font(theme.BODY)
        column.pair(Entry(sold.name, sold.figure), theme.font(theme.BODY, theme.MEDIUM), body)
        if sold.mark:
            figure = column.words[-1]
            mark, _ = laid_out(sold.mark, small, column.room - column.span + HANGING, LEFT)
            drop = figure.layout.lineAt(0).ascent() - mark.lineAt(0).ascent()
            place = QPointF(column.left + column.span + theme.GRID, figure.place.y() + drop)
            column.words.append(Words(mark, place, "muted"))
        column.y += LEADING if sold.details else 0
        column.pairs(sold.details, small, "muted")
        column.y += GAP

    def _taxes_and_remarks(self, slip: Slip) -> None:
        column, small = self.column, theme.font(theme.SMALL)
        given_back = slip.back.taxes if slip.back is not None else ()
        if not (slip.taxes or given_back or slip.remarks):
            return
        column.rule()
        self._taxes(slip.taxes, TAX_HEADS[0])
        self._taxes(given_back, RETURNED_TAXES)
        for remark in slip.remarks:
            begin = QPointF(column.left, column.y)
            column.y += column.put(remark, small, "muted", begin, column.room, LEFT)

    def _taxes(self, taxes: tuple[TaxRow, ...], heading: str) -> None:
        """The table of taxes; rate by rate where its columns find no room."""
        if not taxes:
            return
        column, small = self.column, theme.font(theme.SMALL)
        rows = (TaxRow(heading, *TAX_HEADS[1:]), *taxes)
        widths = [
            max(laid_out(figure, small, column.room, RIGHT)[1] for figure in figures) + GAP
            for figures in zip(*(row.figures for row in rows), strict=True)
        ]
        room = column.span - sum(widths)
        if room >= column.room / 4:
            for row in rows:
                self._tax_row(row, room, widths)
            return
        if heading != TAX_HEADS[0]:
            column.pair(Entry(heading), small, small, "muted")
        for tax in taxes:
            column.pairs(tax.entries(), small, "muted")
            column.y += LEADING

    def _tax_row(self, row: TaxRow, room: float, widths: list[float]) -> None:
        column, font = self.column, theme.font(theme.SMALL)
        top, left = column.y, column.left + room
        height = column.put(row.words, font, "muted", QPointF(column.left, top), room, LEFT)
        for figure, width in zip(row.figures, widths, strict=True):
            if figure:
                column.put(figure, font, "muted", QPointF(left, top), width, RIGHT)
            left += width
        column.y += height + LEADING
