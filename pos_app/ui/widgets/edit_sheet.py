"""A sheet in which something is typed: it saves by key, and asks before typing is thrown away."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet


class EditSheet(Sheet):
    """saved(row) comes when the shop has taken what was typed; wanted when Save is pressed.

    changed tells whether something stands in the sheet that the shop doesn't know.
    """

    saved = Signal(object)
    wanted = Signal()

    def __init__(
        self, title: str, parent: QWidget, changed: Callable[[], bool], width: int = 760
    ) -> None:
        super().__init__(title, parent, width, scroll=True)
        self._edit_changed = changed
        self.refusal = RefusalLine()
        self.cancel_button = KeyButton("Cancel")
        self.save_button = KeyButton("Save", key="Ctrl+S", kind="primary")

        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.refusal)
        self.footer.addWidget(self.cancel_button)
        self.footer.addWidget(self.save_button)

        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.wanted)

    def reject(self) -> None:
        """Close; asks first when something was typed."""
        if not self._edit_changed():
            super().reject()
            return
        confirm(
            self,
            "Discard what you typed?",
            "It is not saved yet.",
            yes="Discard",
            no="Keep editing",
            then=super().reject,
        )

    def close_unchanged(self) -> None:
        """Close without a question: nothing of it is new."""
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field; saving is Ctrl+S."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextPrevChild(True)
            event.accept()
        else:
            super().keyPressEvent(event)

    def take(self, row: object) -> None:
        """The shop has taken it: tell, and close."""
        self.saved.emit(row)
        self.accept()
