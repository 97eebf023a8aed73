"""What every test of an approval does: it finds the sheet, approves on it, or presses Esc."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.approving.sheet import ApprovalSheet

PATIENCE_MS = 10_000


def asked(window: QWidget, bot: QtBot) -> ApprovalSheet:
    """The sheet that asks for an approval, once it knows who could give it."""

    def found() -> list[ApprovalSheet]:
        sheets = window.window().findChildren(ApprovalSheet)
        return [sheet for sheet in sheets if sheet.isVisible() and sheet.people.current()]

    bot.waitUntil(lambda: len(found()) == 1, timeout=PATIENCE_MS)
    return found()[0]


def told(sheet: ApprovalSheet) -> str:
    """Everything that stands on it."""
    return " | ".join(label.text() for label in sheet.findChildren(QLabel) if label.isVisible())


def approve(window: QWidget, bot: QtBot, pin: str) -> str:
    """Whoever is chosen types their PIN; returns what the sheet said."""
    sheet = asked(window, bot)
    said = told(sheet)
    bot.keyClicks(sheet.entry.field, pin)
    bot.keyClick(sheet.entry.field, Qt.Key.Key_Return)
    bot.waitUntil(lambda: not window.window().findChildren(ApprovalSheet), timeout=PATIENCE_MS)
    return said


def refuse(window: QWidget, bot: QtBot) -> str:
    """Nobody approves; returns what the sheet said."""
    sheet = asked(window, bot)
    said = told(sheet)
    bot.keyClick(sheet.entry.field, Qt.Key.Key_Escape)
    bot.waitUntil(lambda: not window.window().findChildren(ApprovalSheet), timeout=PATIENCE_MS)
    return said
