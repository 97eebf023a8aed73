"""Words that wrap into a few lines and end in an ellipsis where those don't hold them."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pos_app.ui import theme


class TwoLines(QWidget):
    """A text of at most `lines` lines; what is left out stands in the tooltip.

    tone names a colour of the palette. The widget is as high as the lines that it shows.
    """

    def __init__(
        self,
        size: int,
        weight: QFont.Weight,
        *,
        tone: str = "text",
        lines: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font = theme.font(size, weight)
        self._metrics = QFontMetrics(self._font)
        self._tone = tone
        self._most = lines
        self._text = ""
        self._shown: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

        theme.notifier().changed.connect(self.update)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._break()

    @property
    def shortened(self) -> bool:
        """True while some of the text is left out."""
        return bool(self._shown) and self._shown[-1].endswith("…")

    def _break(self) -> None:
        layout = QTextLayout(self._text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        before, self._shown = len(self._shown), []
        while self._text and len(self._shown) < self._most:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(self.width(), 1))
            start, end = line.textStart(), line.textStart() + line.textLength()
            last = len(self._shown) == self._most - 1
            rest = self._text[start:] if last else self._text[start:end]
            cut = Qt.TextElideMode.ElideRight
            self._shown.append(self._metrics.elidedText(rest.strip(), cut, self.width()))
        layout.endLayout()
        if len(self._shown) != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as what is shown."""
        return QSize(0, self._metrics.lineSpacing() * max(len(self._shown), 1))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line under line."""
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(QColor(getattr(theme.current(), self._tone)))
        baseline = self._metrics.ascent()
        for number, line in enumerate(self._shown):
            painter.drawText(QPointF(0, baseline + number * self._metrics.lineSpacing()), line)

    def event(self, event: QEvent) -> bool:
        """The whole text as a tooltip where it is shortened."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._text if self.shortened else "", self)
            return True
        return super().event(event)
