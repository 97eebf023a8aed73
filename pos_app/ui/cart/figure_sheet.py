"""A small sheet that asks for one figure, with a pad for thumbs: how much, or at what price."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.domain.errors import PosError
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages, theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.number_pad import NumberPad
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 420


class FigureSheet(Sheet):
    """The field stands large above the pad; below it is said what it comes to. Who builds on it
    gives the field, answers `take` and keeps the words up with `follow`."""

    def __init__(
        self, title: str, label: str, field: QLineEdit, mark: str, action: str, parent: QWidget
    ) -> None:
        super().__init__(title, parent, _WIDTH)
        self._field = field
        self._label = QLabel(label)
        self._effect = QLabel()
        self._fault = QLabel()
        self._pad = NumberPad(mark)
        self._go = KeyButton(action, key="Enter", kind="primary")
        self._label.setProperty("kind", "label")
        self._label.setBuddy(field)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._effect.setProperty("kind", "muted")
        self._effect.setTextFormat(Qt.TextFormat.PlainText)
        self._effect.setWordWrap(True)
        self._effect.setMinimumHeight(5 * theme.GRID)
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        field.setProperty("figure", True)
        field.setAccessibleName(label)
        self._go.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self.body.setSpacing(2 * theme.GRID)
        for part in (self._label, field, self._effect, self._fault, self._pad):
            self.body.addWidget(part)
        self.footer.addWidget(self._go)
        self._fault.hide()

        self._pad.pressed.connect(self._press)
        self._pad.erased.connect(field.backspace)
        field.textChanged.connect(self._changed)
        self._go.clicked.connect(self.take)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def take(self) -> None:
        """Enter: take what stands there."""
        raise NotImplementedError

    def follow(self) -> None:
        """Say what it comes to."""
        raise NotImplementedError

    def refuse(self, error: Exception, money: MoneyFormat) -> None:
        """Say why it can't be taken; the field keeps the focus."""
        words = "It could not be done; try again."
        if isinstance(error, PosError):
            message = messages.words(error, money)
            words = f"{message.title} {message.hint}".strip()
        self.say(words)

    def say(self, words: str) -> None:
        """Say this in place of what it comes to."""
        self._fault.setText(words)
        self._fault.show()
        self._effect.hide()
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize_to_content()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed while a button has the focus goes into the field."""
        text = event.text()
        if text and text.isprintable() and not self._field.hasFocus():
            self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._field.setText(text)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _press(self, text: str) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.insert(text)

    def _changed(self) -> None:
        self._fault.hide()
        self._effect.show()
        self.follow()
