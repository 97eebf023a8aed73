"""Fields for a country and for a phone number that help while one types."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from pos_app.documents import wording
from pos_app.domain.people import COUNTRIES
from pos_app.ui import theme

_LANGUAGE = "en"
"""The window's own language; countries are named in it, whatever the shop's."""


class CountryBox(QComboBox):
    """Every country by name; a part of the name or the two-letter code finds it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names = sorted((wording.country_name(code, _LANGUAGE), code) for code in COUNTRIES)
        for name, code in names:
            self.addItem(name, code)
        self.setMaxVisibleItems(12)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        finder = QCompleter(self.model(), self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(finder)

    def code(self) -> str:
        """The chosen country's code, also where a name is only begun ("ger") and no other begins
        so; what was typed where it is none."""
        typed = self.currentText().strip().casefold()
        begun = []
        for place in range(self.count()):
            name, code = self.itemText(place).casefold(), str(self.itemData(place))
            if typed in (name, code.casefold()):
                return code
            if typed and name.startswith(typed):
                begun.append(code)
        return begun[0] if len(begun) == 1 else self.currentText().strip()

    def set_code(self, code: str) -> None:
        """Choose the country with this code; an unknown one is shown as it is."""
        place = self.findData(code)
        if place >= 0:
            self.setCurrentIndex(place)
        else:
            self.setEditText(code)


class PhoneEdit(QLineEdit):
    """A phone number as people write it; at its right stands how it will be kept."""

    def __init__(self, country: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._country = ""
        self.setMaxLength(40)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        self.set_country(country)

        self.textChanged.connect(self.update)

    def set_country(self, country: str) -> None:
        """Where a number without + is dialled (an ISO code; others are ignored)."""
        if country in COUNTRIES and country != self._country:
            self._country = country
            self.setPlaceholderText(wording.example_phone(country))
            self.update()

    def number(self) -> str:
        """The number in E.164; what was typed where it is none, for the shop to refuse."""
        return wording.dialled(self.text(), self._country) or self.text().strip()

    def set_number(self, e164: str) -> None:
        """Show a number as it is dialled here."""
        self.setText(wording.phone(e164, self._country))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the number neatly written."""
        super().focusOutEvent(event)
        kept = wording.dialled(self.text(), self._country)
        if kept:
            self.set_number(kept)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and in quiet letters the number with its country code."""
        super().paintEvent(event)
        kept = wording.dialled(self.text(), self._country)
        if not kept:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.current().faint))
        area = self.rect().adjusted(0, 0, -3 * theme.GRID, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if painter.fontMetrics().horizontalAdvance(kept) < area.width() - self._used():
            painter.drawText(area, right, kept)

    def _used(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text()) + 8 * theme.GRID
