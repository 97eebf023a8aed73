"""A receipt as a slip of paper in the window."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.documents.slip import Entry, Slip, SlipLine
from pos_app.ui import theme
from pos_app.ui.widgets.slip_sheet import NARROW, WIDE, SlipSheet


class SlipView(QWidget):
    """The paper, in the middle of what room it gets; empty until a slip is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slip: Slip | None = None
        self._sheet: SlipSheet | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(NARROW)
        theme.notifier().changed.connect(self._lay_out_again)

    def show_slip(self, slip: Slip | None) -> None:
        """Show this receipt, or nothing."""
        if slip != self._slip:
            self._slip = slip
            self.setAccessibleName(f"Receipt {slip.number}" if slip else "")
            self.setAccessibleDescription(_spoken(slip) if slip else "")
            self._lay_out_again()

    def _lay_out_again(self) -> None:
        self._sheet = None
        self.updateGeometry()
        self.update()

    def _laid_out_sheet(self, width: int) -> SlipSheet | None:
        if self._slip is None:
            return None
        paper = min(width, WIDE)
        if self._sheet is None or self._sheet.width != paper:
            self._sheet = SlipSheet(self._slip, paper)
        return self._sheet

    def hasHeightForWidth(self) -> bool:
        """A narrower slip is longer."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How long the slip is on this width."""
        sheet = self._laid_out_sheet(width)
        return sheet.height if sheet else 0

    def sizeHint(self) -> QSize:
        """As wide as a slip may be."""
        return QSize(WIDE, self.heightForWidth(WIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another layout."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper, then what stands on it and lies in sight."""
        sheet = self._laid_out_sheet(self.width())
        if sheet is None:
            return
        palette = theme.current()
        shift = (self.width() - sheet.width) // 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(shift, 0)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.raised))
        painter.drawPolygon(sheet.outline())
        sheet.paint(painter, palette, QRectF(event.rect()))


def _spoken(slip: Slip) -> str:
    """The slip in sentences for a screen reader."""
    said = [f"{slip.shop}, {slip.number}, {slip.moment}", *slip.stamps]
    said += map(_said, slip.facts)
    said += map(_said_line, slip.lines)
    said += map(_said, slip.sums)
    taxes = slip.taxes
    if slip.back is not None:
        said += [slip.back.heading, *map(_said_line, slip.back.lines), *map(_said, slip.back.sums)]
        taxes += slip.back.taxes
    if slip.total:
        said += map(_said, (Entry(slip.total_words, slip.total), *slip.settling))
    said += [", ".join(map(_said, tax.entries())) for tax in taxes]
    said += [*slip.remarks, *map(_said, (*slip.payments, *slip.later))]
    return ". ".join(words for words in said if words)


def _said_line(sold: SlipLine) -> str:
    mark = f", rate {sold.mark}" if sold.mark else ""
    return ", ".join([f"{_said(Entry(sold.name, sold.figure))}{mark}", *map(_said, sold.details)])


def _said(entry: Entry) -> str:
    return f"{entry.label} {entry.figure}".strip()
