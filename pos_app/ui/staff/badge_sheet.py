"""The sheet that gives somebody a badge, or takes it away."""

import secrets
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from pos_app.domain.barcode import MAX_CODE
from pos_app.domain.errors import BadValue
from pos_app.domain.rows import UserRow
from pos_app.ui import approving, messages
from pos_app.ui.desk import Desk
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.staff.badge_paper import badge_pdf
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560
_ALSO = dict.fromkeys(("barcode", "badge_hash"), "badge")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_MADE = 12
"""Characters of a made one, of 32 letters and digits: nobody comes upon it by trying."""


class BadgeSheet(Sheet):
    """Scanning the badge is enough: its Enter saves. saved() comes when the shop has taken it.

    Only a hash of the code is kept, so that a made one can be printed from here alone.
    """

    saved = Signal()

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        user: UserRow,
        allowed: approving.Allowed | None = None,
    ) -> None:
        super().__init__(f"Badge of {user.name}", parent, _WIDTH)
        self._desk = desk
        self._user = user
        self._allowed = allowed or approving.Allowed()
        self.code = QLineEdit(maxLength=MAX_CODE)
        self.form = Form()
        self.refusal = RefusalLine()
        self.make = KeyButton("Make one", key="F6", icon="barcode")
        self.paper = KeyButton("Save to print…", key="Ctrl+S", icon="download")
        self.take_away = KeyButton("Take the badge away", key="Ctrl+Del", kind="danger")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self.save = KeyButton("Save", key="Enter", kind="primary")
        signs = desk.shop.info.badge_signs_in
        words = QLabel(
            "A badge of eight characters or more signs its wearer in and approves; a shorter one "
            "chooses them, and the PIN is asked for."
            if signs
            else "A badge chooses its wearer at a till. The PIN is still asked for."
        )
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        self.code.setProperty(WANTS_SCANS, True)
        self.code.setPlaceholderText("Scan the badge, or type its code")
        hint = "It has one; a new one takes its place." if user.has_badge else ""
        self.form.row("Badge", self.code, hint, field="badge")
        self.take_away.setVisible(user.has_badge)
        self.body.addWidget(words)
        self.body.addWidget(self.refusal)
        self.body.addWidget(self.form)
        self.footer.insertWidget(0, self.take_away)
        self.footer.insertWidget(1, self.make)
        self.footer.insertWidget(2, self.paper)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self.save)
        self.paper.setVisible(False)
        self.code.setFocus()

        self.make.clicked.connect(self._make)
        self.paper.clicked.connect(self._ask_file)
        self.take_away.clicked.connect(lambda: self._send(""))
        self._cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)

    def _make(self) -> None:
        self.code.setText("".join(secrets.choice(_LETTERS) for _ in range(_MADE)))
        self.form.set_hint("badge", "Print it before you close this: it can't be shown again.")
        self.paper.setVisible(True)
        self.make.setVisible(False)
        self.code.setFocus()
        self.resize_to_content()

    def _save(self) -> None:
        code = self.code.text().strip()
        if code:
            self._send(code)
        else:
            fault = BadValue("badge", "", "empty")
            self.form.fail("badge", messages.words(fault).title)
            self.resize_to_content()

    def _send(self, code: str) -> None:
        self.form.clear_faults()
        self.refusal.hide()
        set_badge, user = self._desk.shop.staff.set_badge, self._user
        approving.ask(
            self._desk,
            lambda by: set_badge(user.id, code, by=by),
            partial(self._taken, code),
            self._refuse,
            about=f"Give {user.name} a badge" if code else f"Take the badge of {user.name} away",
            parent=self,
            allowed=self._allowed,
        )

    def _taken(self, code: str, long_enough: bool) -> None:
        name = self._user.name
        short = bool(code) and not long_enough
        self._desk.notices.say(
            f"{name} has a badge now" if code else f"{name} has no badge now",
            "It is short: it chooses them, and the PIN is asked for." if short else "",
        )
        self.saved.emit()
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.refusal.show_refusal(error, self.form, _ALSO)
        self.resize_to_content()

    # --- on paper ----------------------------------------------------------------------------

    def _ask_file(self) -> None:
        dialog = QFileDialog(self.window(), "Save the badge", "", "PDF (*.pdf)")
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(str(Path.home() / f"badge-{self._user.username}.pdf"))
        dialog.fileSelected.connect(self.write_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_to(self, file: str) -> None:
        """Write the badge into a file to be printed."""
        code, name, shop = self.code.text().strip(), self._user.name, self._desk.shop.info.name

        def work() -> str:
            Path(file).write_bytes(badge_pdf(shop, name, code))
            return file

        self._desk.tasks.office.run(work, self._written, owner=self)

    def _written(self, file: str) -> None:
        self._desk.notices.say("The badge is ready to print.", file)
