"""How a row of the palette is painted: icon, words, where it belongs, and its key."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pos_app.ui import theme
from pos_app.ui.actions import Action
from pos_app.ui.widgets.key_cap import cap_width, paint_cap
from pos_app.ui.widgets.pick_list import PICK, Index, Pick, paint_ground

_SIDE = 4 * theme.GRID
_GAP = 3 * theme.GRID
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ActionDelegate(QStyledItemDelegate):
    """Paints the Action behind a Pick; what can't be done now is faint, and says why."""

    HEIGHT = theme.CONTROL

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = theme.font(theme.BODY, theme.MEDIUM)
        self._hint = theme.font(theme.SMALL)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pick = index.data(PICK)
        if not isinstance(pick, Pick) or not isinstance(pick.what, Action):
            return
        p, rect, action = theme.current(), option.rect, pick.what
        possible = not action.why_not
        painter.save()
        paint_ground(painter, option)
        if action.icon:
            picture = theme.pixmap(action.icon, "muted" if possible else "faint")
            painter.drawPixmap(
                rect.left() + _SIDE, rect.center().y() - theme.ICON // 2 + 1, picture
            )
        right = rect.right() - _SIDE
        if action.key:
            paint_cap(painter, right, rect.center().y() + 1, action.key)
            right -= cap_width(action.key) + _GAP
        left = rect.left() + _SIDE + theme.ICON + _GAP
        words = QRect(left, rect.top(), right - left, rect.height())
        ink = p.text if possible else p.faint
        taken = _write(painter, words, action.words, self._words, ink)
        hint = words.adjusted(taken + _GAP, 0, 0, 0)
        _write(painter, hint, pick.hint, self._hint, p.muted if possible else p.faint)
        painter.restore()


def _write(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> int:
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, _LEFT, shown)
    return metrics.horizontalAdvance(shown)
