"""A short question before something that can't be taken back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460


class ConfirmSheet(Sheet):
    """Asks once: accepted comes from the button that does it, Esc and the other one keep.

    The focus starts on keeping, so that an Enter too many changes nothing.
    """

    def __init__(
        self,
        title: str,
        text: str,
        parent: QWidget,
        *,
        yes: str,
        no: str,
        kind: str = "danger",
        width: int = _WIDTH,
    ) -> None:
        super().__init__(title, parent, width)
        words = QLabel(text)
        self.no = KeyButton(no)
        self.yes = KeyButton(yes, kind=kind)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("kind", "muted")
        self.setAccessibleDescription(text)

        self.body.addWidget(words)
        self.footer.addWidget(self.no)
        self.footer.addWidget(self.yes)

        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.accept)


def confirm(
    parent: QWidget, title: str, text: str, *, yes: str, no: str, then: Callable[[], None]
) -> ConfirmSheet:
    """Open the question over the window of parent; then() is called when it is answered yes."""
    sheet = ConfirmSheet(title, text, parent, yes=yes, no=no)
    sheet.accepted.connect(then)
    sheet.open()
    return sheet
