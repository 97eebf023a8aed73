"""The sheet that gives somebody a badge, or takes it away."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.domain.barcode import MAX_CODE
from pos_app.domain.errors import BadValue, NotSignedIn
from pos_app.domain.rows import UserRow
from pos_app.ui import messages
from pos_app.ui.desk import Desk
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 480
_ALSO = dict.fromkeys(("barcode", "badge_hash"), "badge")


class BadgeSheet(Sheet):
    """Scanning the badge is enough: its Enter saves. saved() comes when the shop has taken it."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget, user: UserRow) -> None:
        super().__init__(f"Badge of {user.name}", parent, _WIDTH)
        self._desk = desk
        self._user = user
        self.code = QLineEdit(maxLength=MAX_CODE)
        self.form = Form()
        self.refusal = RefusalLine()
        self.take_away = KeyButton("Take the badge away", key="Ctrl+Del", kind="danger")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self.save = KeyButton("Save", key="Enter", kind="primary")
        words = QLabel("A badge chooses its wearer at a till. The PIN is still asked for.")
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
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self.save)
        self.code.setFocus()

        self.take_away.clicked.connect(lambda: self._send(""))
        self._cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)

    def _save(self) -> None:
        code = self.code.text().strip()
        if code:
            self._send(code)
        else:
            fault = BadValue("badge", "", "empty")
            self.form.fail("badge", messages.words(fault).title)
            self.resize_to_content()

    def _send(self, code: str) -> None:
        clerk = self._desk.session.clerk
        self.form.clear_faults()
        self.refusal.hide()
        if clerk is None:
            self._refuse(NotSignedIn())
            return
        set_badge = self._desk.shop.staff.set_badge
        self._desk.tasks.counter.run(
            partial(set_badge, self._user.id, code, by=clerk),
            lambda _: self._taken(code),
            self._refuse,
            owner=self,
        )

    def _taken(self, code: str) -> None:
        name = self._user.name
        self._desk.notices.say(f"{name} has a badge now" if code else f"{name} has no badge now")
        self.saved.emit()
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.refusal.show_refusal(error, self.form, _ALSO)
        self.resize_to_content()
