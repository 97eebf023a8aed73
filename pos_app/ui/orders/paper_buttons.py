"""Print, copy and save: a slip on its way out of the window."""

from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.printing.keys import GIFT_KEY, PRINT_KEY
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import Paper, ReturnPaper, SlipPaper, ask_file, write


class PaperButtons(QWidget):
    """Hands out the paper that is shown; the buttons rest while there is none. Those for a printer
    are there where the till has one; a gift receipt is of a sale alone."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._paper: SlipPaper | None = None
        self.copy = KeyButton("Copy", key="Ctrl+C", icon="copy", dense=True)
        self.save = KeyButton("Save", key="Ctrl+S", icon="download", dense=True)
        self.print = KeyButton("Print", key=PRINT_KEY, icon="printer", dense=True)
        self.gift = KeyButton("Gift", key=GIFT_KEY, icon="gift", dense=True)
        for button, words in ((self.print, "Print again"), (self.gift, "Print a gift receipt")):
            button.setAccessibleName(words)
            button.setToolTip(words)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        for place, button in enumerate((self.print, self.gift, self.copy, self.save)):
            grid.addWidget(button, place // 2, place % 2)

        self.copy.clicked.connect(self._copy_text)
        self.save.clicked.connect(self._ask_file)
        self.print.clicked.connect(partial(self._print, "original"))
        self.gift.clicked.connect(partial(self._print, "gift"))
        self.show_paper(None)

    def show_paper(self, paper: SlipPaper | None) -> None:
        """From now on this one is handed out, or none."""
        self._paper = paper
        for button in (self.copy, self.save, self.print, self.gift):
            button.setEnabled(paper is not None)
        printing = self._desk.printing
        prints = printing is not None and printing.has_printer
        self.print.setVisible(prints)
        self.gift.setVisible(prints and not isinstance(paper, ReturnPaper))

    def save_to(self, slip: SlipPaper, path: Path, paper: str = "80mm") -> None:
        """Write the slip into this file; its ending says of which kind, paper what a PDF is laid
        out for."""
        self._desk.tasks.office.run(
            partial(write, path, slip, paper), partial(self._say_saved, path), owner=self
        )

    def _print(self, copy: str, *_checked: bool) -> None:
        printing, paper = self._desk.printing, self._paper
        if printing is None:
            return
        if isinstance(paper, Paper):
            return_id = paper.back.id if paper.back is not None else None
            printing.ask(order_id=paper.order.id, return_id=return_id, copy=copy)
        elif isinstance(paper, ReturnPaper):
            order_id = paper.detail.exchange_order_id or None
            printing.ask(order_id=order_id, return_id=paper.detail.id, copy=copy)

    def _copy_text(self) -> None:
        if self._paper is not None:
            QGuiApplication.clipboard().setText(self._paper.text)
            self._desk.notices.say(f"Receipt {self._paper.slip.number} copied")

    def _ask_file(self) -> None:
        if self._paper is not None:
            ask_file(self, self._paper.slip.number, partial(self.save_to, self._paper))

    def _say_saved(self, path: Path, trouble: OSError | None) -> None:
        say = self._desk.notices.say
        if trouble is None:
            say(f"Saved {path.name}", str(path.parent))
        else:
            reason = trouble.strerror or type(trouble).__name__
            hint = f"{reason}: {path.parent}. Choose another folder."
            say(f"{path.name} could not be saved", hint, "bad", sticky=True)
