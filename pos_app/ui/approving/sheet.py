"""The sheet on which somebody else lets one thing happen."""

from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import BadgeHit, SignInName
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.people_list import PeopleList
from pos_app.ui.scanning.trial import Heard
from pos_app.ui.secret_entry import SecretEntry
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet
from pos_app.words.people import permission_words

_WIDTH = 820


class Proof(TypedDict, total=False):
    """Who approves, as `Staff.approve` takes it: by name and PIN (or password), or by badge."""

    username: str
    pin: str
    badge: str


class ApprovalSheet(Sheet):
    """approved(answer) comes with what approve(proof) gave; it runs in the counter lane. Esc closes
    it, and nothing has happened. A badge that is scanned meanwhile is this sheet's."""

    approved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        permission: Permission,
        about: str,
        parent: QWidget,
        approve: Callable[[Proof], Any],
    ) -> None:
        super().__init__("Approval needed", parent, _WIDTH)
        self._desk = desk
        self._approve = approve
        self._badge_signs = desk.shop.info.badge_signs_in
        self.entry = SecretEntry("Approve")
        self.people = PeopleList("Who approves?")
        self._nobody = QLabel(f"Nobody who works here may {permission_words(permission)}.")
        self._hint = QLabel()
        self._cancel = KeyButton("Don't do it", key="Esc", listens=False)
        clerk = desk.session.clerk
        who = clerk.name if clerk is not None else "Somebody"
        self._about = QLabel(about)
        self._asks = QLabel(f"{who} may not {permission_words(permission)} alone.")
        self._lay_out()
        self._trial = desk.scans.try_out(self) if desk.scans is not None else None

        self.entry.entered.connect(self._try)
        self.people.chosen.connect(self.entry.ask)
        self.people.left.connect(self._to_secret)
        for field in (self.entry.pad.field, self.entry.password):
            field.installEventFilter(self)
        self._cancel.clicked.connect(self.reject)
        self.finished.connect(self._hear_no_more)
        if self._trial is not None:
            self._trial.heard.connect(self._heard)
        approvers = desk.shop.staff.approvers
        desk.tasks.counter.run(lambda: approvers(permission), self._show_people, owner=self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose who approves while digits go to the field."""
        if event.type() == QEvent.Type.KeyPress and self.people.take_key(event, self.entry.field):
            return True
        return super().eventFilter(watched, event)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._cancel.setProperty("touch", True)
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._about.setProperty("kind", "heading")
        self._asks.setProperty("kind", "muted")
        self._nobody.setProperty("kind", "muted")
        self._hint.setProperty("kind", "tip")
        for label in (self._about, self._asks, self._nobody, self._hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._nobody.setVisible(False)
        self._hint.setVisible(False)
        left = QVBoxLayout()
        left.setSpacing(2 * theme.GRID)
        left.addWidget(self.people, 1)
        left.addWidget(self._nobody)
        left.addWidget(self._hint)
        # No row of its own below: the keys need the height on small screens.
        left.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        columns = QHBoxLayout()
        columns.setSpacing(6 * theme.GRID)
        columns.addLayout(left, 1)
        columns.addWidget(self.entry, 1)
        self.body.addWidget(self._about)
        self.body.addWidget(self._asks)
        self.body.addLayout(columns)
        self.setAccessibleDescription(f"{self._about.text()}. {self._asks.text()}")

    def _show_people(self, found: Sequence[SignInName]) -> None:
        clerk = self._desk.session.clerk
        others = [each for each in found if clerk is None or each.id != clerk.id]
        self.people.show_people(others)
        self.people.setVisible(bool(others))
        self.entry.setVisible(bool(others))
        self._nobody.setVisible(not others)
        badges = self._trial is not None and any(each.has_badge for each in others)
        signs = "Or scan a badge." if self._badge_signs else "A badge chooses who approves."
        self._hint.setText(signs)
        self._hint.setVisible(badges)
        self.resize_to_content()

    def _to_secret(self) -> None:
        self.entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self, secret: str) -> None:
        person = self.people.current()
        if person is not None:
            self._send({"username": person.username, "pin": secret})

    def _send(self, proof: Proof) -> None:
        self.entry.work()
        self._desk.tasks.counter.run(
            lambda: self._approve(proof), self._done, self._refused, owner=self
        )

    def _done(self, answer: object) -> None:
        self.accept()
        self.approved.emit(answer)

    def _refused(self, error: Exception) -> None:
        self.entry.refuse(error)

    # --- badges ------------------------------------------------------------------------------

    def _heard(self, heard: Heard) -> None:
        if self.entry.busy:
            return
        code = heard.code
        if not self._badge_signs:
            self._choose_by_badge(code)
            return
        self.entry.work()
        self._desk.tasks.counter.run(
            lambda: self._approve({"badge": code}),
            self._done,
            lambda error: self._badge_refused(code, error),
            owner=self,
        )

    def _badge_refused(self, code: str, error: Exception) -> None:
        self.entry.refuse(error)
        if isinstance(error, BadValue) and error.reason == "too_short":
            self._choose_by_badge(code)

    def _choose_by_badge(self, code: str) -> None:
        """A badge that only tells who it is: the PIN is asked for."""
        read = self._desk.shop.codes.read

        def choose(hit: object) -> None:
            if isinstance(hit, BadgeHit):
                self.people.choose(hit.id)
                self.entry.start()

        def not_known(error: Exception) -> None:
            if isinstance(error, PosError):
                self.entry.say(error)

        self._desk.tasks.counter.run(lambda: read(code), choose, not_known, owner=self)

    def _hear_no_more(self, _accepted: bool) -> None:
        if self._trial is not None:
            self._trial.close()
