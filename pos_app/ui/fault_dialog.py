"""The dialog for what nobody expected: what happened, how to go on, and a text to copy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

_WIDTH, _HEIGHT = 640, 420


class FaultDialog(QDialog):
    """A window of its own: it must show even when the main window is what broke.

    Further faults while it is open are added to its text instead of a second dialog.
    """

    def __init__(self, parent: QWidget | None, report: str, log_file: str) -> None:
        super().__init__(parent)
        self._title = QLabel("Something went wrong that the program did not expect")
        self._hint = QLabel(
            "Nothing was half done and the cart is kept. You can close this and go on. "
            f"The details below are for whoever mends it; they are also in {log_file}."
        )
        self._report = QPlainTextEdit(report)
        self._copy = KeyButton("Copy the details", key="Ctrl+C", icon="copy")
        self._close = KeyButton("Go on", key="Esc", kind="primary")
        self.setWindowTitle("Countertop")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, _HEIGHT)
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._report.setReadOnly(True)
        self._report.setAccessibleName("Details")

        column = QVBoxLayout(self)
        column.setContentsMargins(*[6 * theme.GRID] * 4)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addWidget(self._report, 1)
        row = QHBoxLayout()
        row.addWidget(self._copy)
        row.addStretch(1)
        row.addWidget(self._close)
        column.addLayout(row)

        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self.accept)

    def add(self, report: str) -> None:
        """One more fault came while this one is still being read."""
        self._report.appendPlainText("\n" + report)

    def text(self) -> str:
        """What can be copied."""
        return self._report.toPlainText()

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._copy.setText("Copied")
