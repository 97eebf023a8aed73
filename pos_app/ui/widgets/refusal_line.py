"""How a sheet shows a refusal: under the field it is about, or in a line of its own above."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue, Cancelled, Duplicate
from pos_app.ui import messages, theme
from pos_app.ui.widgets.form import Form


class RefusalLine(QFrame):
    """A sentence and a hint on a soft red ground; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._hint = QLabel()
        self.setProperty("kind", "bad")
        for label, kind in ((self._title, "heading"), (self._hint, "small")):
            label.setProperty("kind", kind)
            label.setProperty("tone", "bad")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * theme.GRID, 2 * theme.GRID, 3 * theme.GRID, 2 * theme.GRID)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while hidden."""
        return "" if self.isHidden() else self._title.text()

    def show_refusal(self, error: Exception, form: Form, also: dict[str, str]) -> None:
        """Say it under its field where the form has that field, else here.

        also maps names that refusals carry to names of the form's fields ("barcode": "barcodes").
        """
        if isinstance(error, Cancelled):  # the person's own will, such as no approval after all
            self.hide()
            return
        message = messages.words(error)
        if isinstance(error, BadValue | Duplicate):
            field = also.get(error.field, error.field)
            if form.has(field):
                form.fail(field, message.title)
                return
        self.say(message.title, message.hint)

    def say(self, title: str, hint: str = "") -> None:
        """Say this here, whatever it is about."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{title} {hint}".strip())
        self.show()
