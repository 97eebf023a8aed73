"""Where this till puts the backup that is made at each closing of a shift."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.config import Config
from pos_app.domain.errors import BadValue
from pos_app.ui import theme
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton

_HINT = (
    "A stick or another computer's folder is safest: a backup on the same disk goes with it. "
    "Nothing here: the folder “backups” beside the shop's file."
)


class BackupPage(QWidget):
    """The folder may be away when it is saved (a stick): the closing tells where it can't write."""

    def __init__(self, config: Config, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form()
        self.folder = QLineEdit(config.backup_folder)
        self._choose = KeyButton("Choose a folder", key="F5", icon="folder-open", dense=True)
        self.folder.setPlaceholderText("beside the shop")
        self.form.row("Folder for backups of closings", self.folder, _HINT, field="backup_folder")
        row = QHBoxLayout()
        row.addWidget(self._choose)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self.form)
        column.addLayout(row)
        column.addStretch(1)

        self._choose.clicked.connect(self._ask)

    def values(self) -> dict[str, Any]:
        """The setting that stands here. Raises BadValue ("backup_folder") for no whole path."""
        text = self.folder.text().strip()
        if text and not Path(text).is_absolute():
            raise BadValue("backup_folder", text, "unknown_choice")
        return {"backup_folder": text}

    def propose(self, found: object) -> None:
        """No device is looked for here."""

    def _ask(self) -> None:
        dialog = QFileDialog(self, "Folder for backups", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()
