"""The field of the shop's logo: what it is now, another one from a file, or none."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import Picture
from pos_app.ui import theme
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.key_button import KeyButton

_SIZE = (36 * theme.GRID, 18 * theme.GRID)
_KINDS = "Pictures (*.png *.jpg *.jpeg)"


def read(file: str) -> Picture:
    """A file as a logo, in a lane. Raises BadValue("logo")."""
    # Heavy, and only for somebody who chooses one.
    from pos_app.documents.logo import prepared

    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise BadValue("logo", file, "not_a_picture") from error
    return prepared(data)


class LogoField(QWidget):
    """picture is what was chosen, None for none; changed when that is another one than before,
    refused(BadValue) when a file is no logo."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.picture: Picture | None = None
        self._shown = QLabel("No logo")
        self.choose = KeyButton("Choose…", key="Ctrl+L", icon="image")
        self.remove = KeyButton("Remove", key="Ctrl+Del", kind="ghost")
        self._shown.setFixedSize(*_SIZE)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setProperty("kind", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self._shown)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.setFocusProxy(self.choose)

        self.choose.clicked.connect(self._ask)
        self.remove.clicked.connect(partial(self._take, None))
        self.show_picture(None)

    def show_picture(self, picture: Picture | None) -> None:
        """What the shop has."""
        self.picture = picture
        self.remove.setVisible(picture is not None)
        drawn = QPixmap()
        if picture is not None:
            drawn.loadFromData(picture.data)
        if drawn.isNull():
            self._shown.setPixmap(QPixmap())
            self._shown.setText("No logo")
            return
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        self._shown.setPixmap(drawn.scaled(*_SIZE, keep, smooth))

    def load(self, file: str) -> None:
        """Take the logo from this file."""
        self._tasks.office.run(partial(read, file), self._take, self.refused.emit, owner=self)

    def _take(self, picture: Picture | None, *_checked: bool) -> None:
        self.show_picture(picture)
        self.changed.emit()

    def _ask(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self.window(), "Choose a logo", home, _KINDS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.load)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
