"""The sheet before practising: what it is, and whether to go on or to start over."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from pos_app.domain.training import copy_path
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 540
_WORDS = """\
You get a copy of the shop: its products, prices, people and parked sales. Sign in with your \
own PIN and try whatever you like.
Nothing of it is in the books: no sale, no stock, no number. Receipts say TRAINING, the drawer \
stays closed, and a striped frame stands around the window.
The sale that is open here waits for you.""".splitlines()


class PractiseSheet(Sheet):
    """chosen(fresh) comes when somebody wants to practise, with a new copy or in the old one."""

    chosen = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Practise", parent, _WIDTH)
        self.over = KeyButton("Start over", key="F6", icon="rotate-ccw")
        self.go = KeyButton("Practise", key="Enter", kind="primary", icon="graduation-cap")
        self.setAccessibleDescription(" ".join(_WORDS))
        for text in _WORDS:
            words = QLabel(text)
            words.setWordWrap(True)
            words.setProperty("kind", "muted")
            self.body.addWidget(words)
        self.body.setSpacing(3 * theme.GRID)
        self.over.setVisible(False)
        self.over.setToolTip("A new copy of the shop as it is now; what was practised goes")
        self.footer.addWidget(self.over)
        self.footer.addWidget(self.go)

        self.go.clicked.connect(lambda: self._choose(fresh=False))
        self.over.clicked.connect(lambda: self._choose(fresh=True))
        copy = Path(copy_path(desk.shop.path))
        desk.tasks.office.run(copy.exists, self._show_old, owner=self)

    def _show_old(self, there: bool) -> None:
        self.over.setVisible(there)
        self.go.setText("Go on practising" if there else "Practise")
        self.resize_to_content()

    def _choose(self, *, fresh: bool) -> None:
        self.accept()
        self.chosen.emit(fresh)
