"""A form: each label above its field, each fault in red under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.ui import theme


class _Row(QWidget):
    """One field with its label above, its hint or fault below."""

    def __init__(self, label: str, widget: QWidget, hint: str) -> None:
        super().__init__()
        self.field = widget
        self._hint = hint
        self._label = QLabel(label, self)
        self._line = QLabel(hint, self)
        self._label.setProperty("kind", "label")
        self._label.setBuddy(widget)
        self._line.setProperty("kind", "faint")
        self._line.setWordWrap(True)
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setVisible(bool(hint))
        if not widget.accessibleName():
            widget.setAccessibleName(label)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addWidget(self._label)
        column.addWidget(widget)
        column.addWidget(self._line)
        if not isinstance(widget, QPlainTextEdit):
            column.addStretch(1)

    def set_hint(self, hint: str) -> None:
        """Say something else below the field, unless a fault stands there."""
        self._hint = hint
        if not self.field.property("fault"):
            self.show_fault("")

    def show_fault(self, text: str) -> None:
        """Say what is wrong, or show the hint again with ""."""
        self._line.setText(text or self._hint)
        self._line.setVisible(bool(text or self._hint))
        self._line.setProperty("kind", "fault" if text else "faint")
        self.field.setProperty("fault", bool(text))
        self.field.setAccessibleDescription(text or self._hint)
        theme.restyle(self._line)
        theme.restyle(self.field)


class Form(QWidget):
    """Fields in one or more columns, filled row by row."""

    def __init__(self, parent: QWidget | None = None, *, columns: int = 1) -> None:
        super().__init__(parent)
        self._columns = columns
        self._next = 0
        self._rows: dict[str, _Row] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * theme.GRID)
        self._grid.setVerticalSpacing(3 * theme.GRID)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def row(
        self, label: str, widget: QWidget, hint: str = "", *, field: str = "", span: int = 0
    ) -> QWidget:
        """Add a field and return it.

        field is the name that refusals carry (BadValue.field); without it the label in lower
        case with "_" for spaces. span counts columns; 0 fills what is left of the form's width
        in a form of one column, and one column otherwise.
        """
        made = _Row(label, widget, hint)
        self._rows[field or label.lower().replace(" ", "_")] = made
        span = min(span or 1, self._columns)
        if self._next % self._columns + span > self._columns:
            self._next += self._columns - self._next % self._columns
        self._grid.addWidget(made, self._next // self._columns, self._next % self._columns, 1, span)
        self._next += span
        return widget

    def has(self, field_name: str) -> bool:
        """True when a fault of this field can be shown here."""
        return field_name in self._rows

    def show_row(self, field_name: str, visible: bool) -> None:
        """Show or hide a field with its label."""
        self._rows[field_name].setVisible(visible)

    def set_hint(self, field_name: str, text: str) -> None:
        """Say something else below a field."""
        self._rows[field_name].set_hint(text)

    def fail(self, field_name: str, text: str) -> None:
        """Show a fault under its field; the first one shown takes the focus.

        Raises KeyError for a field that the form has not (`has` tells).
        """
        first = not any(row.field.property("fault") for row in self._rows.values())
        row = self._rows[field_name]
        row.show_fault(text)
        if first:
            row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_faults(self) -> None:
        """Take every fault away."""
        for row in self._rows.values():
            if row.field.property("fault"):
                row.show_fault("")
