"""Discounts by hand: how far each role may go, and the reasons that are offered."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from pos_app.domain.discounts import DiscountLimit
from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.rows import Clerk
from pos_app.domain.tax import PPM
from pos_app.ui import approving, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.fields import PercentEdit
from pos_app.ui.prices.ground import Ground
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_FIGURE = 26 * theme.GRID
_EXPLAINED = (
    "Per cent of a price that may be taken off by hand: 0 allows no discount, 100 any. The floor "
    "is per cent of what the goods cost: 100 never sells below cost, 0 is no floor. Promotions "
    "and codes are not limited."
)


class LimitsSection(QWidget):
    """Two cards; one Save for both."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ground: Ground | None = None
        self._limits: dict[str, DiscountLimit] = {}
        self._opened_with: object = None
        self.most: dict[str, PercentEdit] = {}
        self.floor: dict[str, PercentEdit] = {}
        self._grid = QGridLayout()
        self._form = Form()
        self.reasons = QPlainTextEdit()
        self.reason_needed = QCheckBox("A discount needs a reason")
        self.refusal = RefusalLine()
        self.save_button = KeyButton("Save", key="Ctrl+S", kind="primary", dense=True)
        self.discard_button = KeyButton("Discard", dense=True)
        self.reasons.setTabChangesFocus(True)
        self.reasons.setMinimumHeight(50 * theme.GRID)

        self._lay_out()

        self.reasons.textChanged.connect(self._show_changed)
        self.reason_needed.toggled.connect(self._show_changed)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self._ask_discard)

    def focus_start(self) -> None:
        """Put the focus where typing starts."""
        for edit in self.most.values():
            edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def show_ground(self, ground: Ground) -> None:
        """Show the limits as they are now; what is typed stays."""
        keep = self.changed
        self._ground = ground
        if not keep:
            self._fill()

    @property
    def changed(self) -> bool:
        """True when something stands here that the shop doesn't know."""
        return self._opened_with is not None and self._raw() != self._opened_with

    # --- making ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        limits, reasons = Card(margin=5 * theme.GRID), Card(margin=5 * theme.GRID)
        explained = _label(_EXPLAINED, "muted")
        limits.body.setSpacing(4 * theme.GRID)
        limits.body.addWidget(_label("How far each role may go", "title"))
        limits.body.addWidget(explained)
        limits.body.addLayout(self._grid)
        limits.body.addWidget(self.refusal)
        limits.body.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.discard_button)
        buttons.addWidget(self.save_button)
        self._grid.setHorizontalSpacing(4 * theme.GRID)
        self._grid.setVerticalSpacing(2 * theme.GRID)
        self._grid.setColumnMinimumWidth(0, 40 * theme.GRID)
        self._grid.setColumnStretch(3, 1)
        reasons.body.setSpacing(4 * theme.GRID)
        reasons.body.addWidget(_label("Reasons", "title"))
        reasons.body.addWidget(_label("Offered when a discount is given, in this order.", "muted"))
        self._form.row("One in each line", self.reasons, field="discount_reasons")
        reasons.body.addWidget(self._form, 1)
        reasons.body.addWidget(self.reason_needed)
        reasons.body.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        row.setSpacing(theme.MARGIN)
        row.addWidget(limits, 3)
        row.addWidget(reasons, 2)

    def _fill(self) -> None:
        assert self._ground is not None
        self._limits = {limit.role: limit for limit in self._ground.limits}
        if not self.most:
            self._add_fields(self._ground)
        for role, limit in self._limits.items():
            self.most[role].set_rate(limit.most_ppm)
            self.floor[role].set_rate(limit.floor_ppm)
        self.reasons.setPlainText("\n".join(self._ground.info.discount_reasons))
        self.reason_needed.setChecked(self._ground.info.discount_reason_needed)
        self._opened_with = self._raw()
        self._show_changed()

    def _add_fields(self, ground: Ground) -> None:
        for column, words in enumerate(("Role", "At most, %", "Floor, % of cost")):
            self._grid.addWidget(_label(words, "label"), 0, column)
        for row, role in enumerate(self._limits, start=1):
            self._grid.addWidget(_label(role.capitalize(), "heading"), row, 0)
            for column, (held, words) in enumerate(
                ((self.most, "at most per cent"), (self.floor, "floor in per cent of cost")), 1
            ):
                edit = PercentEdit(ground.money, "rate_ppm")
                edit.setAccessibleName(f"{role.capitalize()}, {words}")
                edit.setFixedWidth(_FIGURE)
                edit.textChanged.connect(self._show_changed)
                held[role] = edit
                self._grid.addWidget(edit, row, column)

    def _raw(self) -> object:
        rates = (*self.most.values(), *self.floor.values())
        facts = (self.reasons.toPlainText().strip(), self.reason_needed.isChecked())
        return (*(edit.text().strip() for edit in rates), *facts)

    def _show_changed(self) -> None:
        self.save_button.setEnabled(self.changed)
        self.discard_button.setEnabled(self.changed)

    def _ask_discard(self) -> None:
        confirm(
            self,
            "Discard what you typed?",
            "It is not saved yet.",
            yes="Discard",
            no="Keep editing",
            then=self._fill,
        )

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Hand what is typed to the shop."""
        self.refusal.hide()
        self._form.clear_faults()
        for edit in (*self.most.values(), *self.floor.values()):
            self._mark(edit, False)
        limits = self._read()
        if limits is None:
            return
        lines = self.reasons.toPlainText().splitlines()
        facts = {
            "discount_reasons": tuple(line.strip() for line in lines if line.strip()),
            "discount_reason_needed": self.reason_needed.isChecked(),
        }
        changed = [limit for limit in limits if limit != self._limits[limit.role]]
        self.save_button.setEnabled(False)
        approving.ask_each(
            self._desk,
            _jobs(self._desk.shop, changed, facts),
            self._saved,
            self._refuse,
            about="Change how far discounts by hand may go",
            parent=self,
        )

    def _read(self) -> list[DiscountLimit] | None:
        limits = []
        for role in self._limits:
            for edit in (self.most[role], self.floor[role]):
                try:
                    edit.rate()
                except BadValue as fault:
                    self._mark(edit, True)
                    edit.setFocus()
                    self.refusal.show_refusal(fault, self._form, {})
                    return None
            most = PPM if not self.most[role].text().strip() else self.most[role].rate()
            limits.append(DiscountLimit(role, most, self.floor[role].rate()))
        return limits

    def _mark(self, edit: PercentEdit, fault: bool) -> None:
        if bool(edit.property("fault")) != fault:
            edit.setProperty("fault", fault)
            theme.restyle(edit)

    def _saved(self, _answers: object) -> None:
        self._opened_with = self._raw()
        self._show_changed()
        self._desk.notices.say("Discounts saved.")

    def _refuse(self, error: Exception) -> None:
        self._show_changed()
        if isinstance(error, PosError):
            self.refusal.show_refusal(error, self._form, {})


def _jobs(
    shop: "Shop", limits: list[DiscountLimit], facts: dict[str, Any]
) -> list[Callable[[Clerk], object]]:
    """Each limit is a command of its own, and so are the shop's facts."""

    def set_limit(limit: DiscountLimit, by: Clerk) -> object:
        return shop.discounts.set_limit(
            limit.role, most_ppm=limit.most_ppm, floor_ppm=limit.floor_ppm, by=by
        )

    jobs: list[Callable[[Clerk], object]] = [partial(set_limit, limit) for limit in limits]
    changes = {name: value for name, value in facts.items() if value != getattr(shop.info, name)}
    if changes:
        jobs.append(lambda by: shop.settings.update(**changes, by=by))
    return jobs


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setWordWrap(kind == "muted")
    return label
