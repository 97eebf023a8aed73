"""A small sheet that asks for one line of text: a name to park under, a code, a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460
_LONGEST = 200


class AskSheet(Sheet):
    """answered(text) comes with Enter; with required an empty answer is not taken.

    extra, when given, is a second button beside the main one (to take a code off, say);
    extra_asked comes when it is pressed.
    """

    answered = Signal(str)
    extra_asked = Signal()

    def __init__(
        self,
        title: str,
        label: str,
        action: str,
        parent: QWidget,
        *,
        text: str = "",
        required: bool = True,
        extra: str = "",
    ) -> None:
        super().__init__(title, parent, _WIDTH)
        self._required = required
        self._label = QLabel(label)
        self._edit = QLineEdit(text)
        self._extra = KeyButton(extra, kind="danger")
        self._go = KeyButton(action, key="Enter", kind="primary")
        self._label.setProperty("kind", "label")
        self._label.setBuddy(self._edit)
        self._edit.setAccessibleName(label)
        self._edit.setMaxLength(_LONGEST)
        self._edit.selectAll()

        self.body.setSpacing(theme.GRID + 2)
        self.body.addWidget(self._label)
        self.body.addWidget(self._edit)
        self.footer.addWidget(self._extra)
        self.footer.addWidget(self._go)
        # Only now that it has a parent: before, it would flash up as a window and take the focus.
        self._extra.setVisible(bool(extra))

        self._edit.textChanged.connect(self._follow)
        self._go.clicked.connect(self._answer)
        self._extra.clicked.connect(self._ask_extra)
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def _follow(self) -> None:
        self._go.setEnabled(bool(self._edit.text().strip()) or not self._required)

    def _answer(self) -> None:
        text = self._edit.text().strip()
        self.accept()
        self.answered.emit(text)

    def _ask_extra(self) -> None:
        self.accept()
        self.extra_asked.emit()
