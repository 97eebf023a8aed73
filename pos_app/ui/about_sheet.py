"""About the program: version, licences, and where the files of this till are."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

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
            ("Python, Qt", f"{platform.python_version()}, {qVersion()}"),
            ("Settings", str(paths.config_dir())),
            ("Log", str(paths.log_dir())),
        ]
        if desk is not None:
            facts.insert(1, ("Shop", desk.shop.path))
        self.body.addWidget(QLabel("A point of sale for real shops. Free under the MIT licence."))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(6 * theme.GRID)
        grid.setVerticalSpacing(2 * theme.GRID)
        for row, (name, value) in enumerate(facts):
            label = QLabel(name)
            label.setProperty("kind", "muted")
            figure = QLabel(value)
            figure.setWordWrap(True)
            figure.setTextFormat(Qt.TextFormat.PlainText)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row, 0)
            grid.addWidget(figure, row, 1)
        thanks = QLabel(
            "Inter by The Inter Project Authors (SIL OFL 1.1). Icons by Lucide (ISC). "
            "Qt for Python (LGPL 3)."
        )
        thanks.setProperty("kind", "small")
        thanks.setWordWrap(True)
        close = KeyButton("Close", key="Enter", kind="primary")
        self.body.addLayout(grid)
        self.body.addSpacing(2 * theme.GRID)
        self.body.addWidget(thanks)
        self.footer.addWidget(close)

        close.clicked.connect(self.accept)
