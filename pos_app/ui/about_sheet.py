"""About the program: version, licences, and where the files of this till are."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QLabel, QWidget

from pos_app import __version__, paths
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560


class AboutSheet(Sheet):
    """What it is, and what support asks for first."""

    def __init__(self, desk: Desk | None, parent: QWidget) -> None:
        super().__init__("About Countertop", parent, _WIDTH)
        facts = [
            ("Version", __version__),
            ("Python and Qt", f"{platform.python_version()} and {qVersion()}"),
            ("Settings", str(paths.config_dir())),
            ("Log", str(paths.log_dir())),
        ]
        if desk is not None:
            facts.insert(1, ("This shop's file", desk.shop.path))
        self.body.addWidget(QLabel("A point of sale for real shops. Free under the MIT licence."))
        for name, value in facts:
            label = QLabel(name)
            label.setProperty("kind", "label")
            figure = QLabel(value)
            figure.setWordWrap(True)
            figure.setTextFormat(Qt.TextFormat.PlainText)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(label)
            self.body.addWidget(figure)
        thanks = QLabel(
            "Inter by The Inter Project Authors (SIL OFL 1.1). Icons by Lucide (ISC). "
            "Qt for Python (LGPL 3)."
        )
        thanks.setProperty("kind", "small")
        thanks.setWordWrap(True)
        close = KeyButton("Close", key="Enter", kind="primary")
        self.body.addSpacing(2 * theme.GRID)
        self.body.addWidget(thanks)
        self.footer.addWidget(close)

        close.clicked.connect(self.accept)
