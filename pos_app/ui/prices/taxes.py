"""Taxes: the classes with their rates, and how the shop states and rounds taxes."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import PosError
from pos_app.domain.rows import Clerk, TaxClassRow
from pos_app.domain.tax import TaxClass, TaxPeriod, TaxRate
from pos_app.ui import approving, messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.row_list import Words
from pos_app.ui.prices.section import Section
from pos_app.ui.prices.tax_editor import TaxDraft, TaxEditor
from pos_app.ui.prices.trial import Draft
from pos_app.ui.prices.trial_panel import TrialPanel
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.paged_table import Column

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_WORDS = Words(
    name="Tax classes",
    icon="percent",
    search="Search tax classes",
    new="New tax class",
    none="No tax classes",
    hint="Every product is taxed by one.",
)

_INCLUDED = (("include tax", True), ("are without tax", False))
_ROUNDING = (("on each line", "line"), ("once on the receipt", "document"))


class TaxesSection(Section):
    """The list of classes; below it what holds for all of them."""

    def __init__(self, desk: Desk) -> None:
        editor = TaxEditor(desk)
        self._editor = editor
        self.trial = TrialPanel(desk, taxes=True)
        self.everywhere = TaxRules(desk)
        super().__init__(
            desk,
            _WORDS,
            _columns(desk),
            editor,
            key=lambda row: row.id,
            beside=self.trial,
            below=self.everywhere,
        )
        editor.period_drop_wanted.connect(self._ask_drop)

    def rows(self, ground: Ground) -> Sequence[TaxClassRow]:
        """All classes."""
        return ground.classes

    def row_words(self, row: TaxClassRow) -> str:
        """Its name and those of its rates."""
        names = {rate.name for period in row.periods for rate in period.rates}
        return " ".join((row.name, *names))

    def title(self, row: TaxClassRow) -> str:
        """The class's name."""
        return row.name

    def show_ground(self, ground: Ground) -> None:
        """The rules as they are now."""
        super().show_ground(ground)
        self.everywhere.show_info()
        self.trial.show_ground(ground)

    def show_draft(self) -> None:
        """Try the basket with what is typed."""
        tax_class = self._editor.draft() if self._opened_with is not None else None
        self.trial.show_draft(Draft(tax_class=tax_class))

    def jobs(self, row: Any, draft: TaxDraft) -> list[Callable[[Clerk], Any]]:
        """Add the class, or change what is another now."""
        return _jobs(self._desk.shop, row, draft)

    def removal(self, row: TaxClassRow, clerk: Clerk) -> Callable[[], Any]:
        """Remove a class that no product has."""
        return partial(self._desk.shop.taxes.remove_class, row.id, by=clerk)

    def removal_words(self, row: TaxClassRow) -> tuple[str, str, str]:
        """What is sold keeps its taxes."""
        return (
            f"Delete {row.name}?",
            "It can go only while no product has it. What was sold keeps its taxes.",
            "Delete",
        )

    def _ask_drop(self, valid_from: date) -> None:
        if self.changed:
            self._desk.notices.say("Save or discard what you typed first.", tone="warn")
            return
        day = wording.day(valid_from, self._desk.shop.info)
        confirm(
            self,
            f"Take the rates from {day} away?",
            f"From {day} on the rates before it count. What was sold keeps its taxes.",
            yes="Take away",
            no="Keep",
            then=partial(self._drop, valid_from),
        )

    def _drop(self, valid_from: date) -> None:
        row = self.row
        if row is not None:
            drop = self._desk.shop.taxes.set_rates
            approving.ask(
                self._desk,
                lambda by: drop(row.id, (), valid_from=valid_from, by=by),
                self._saved,
                self._refuse,
                about=f"Take rates of {row.name} away",
                parent=self,
            )


def _columns(desk: Desk) -> tuple[Column[TaxClassRow], ...]:
    def rates(row: TaxClassRow) -> str:
        money = desk.shop.money
        today = wording.shop_time(datetime.now(UTC), desk.shop.info).date()
        found = TaxClass(row.id, row.name, row.periods).rates_on(today)
        # Per cents in one figure: a list of them would be cut off.
        parts = [wording.rate(row.rate_ppm, money)] if row.rate_ppm or not found else []
        parts += [money.plain(rate.amount) for rate in found if rate.amount]
        return " + ".join(parts) or wording.rate(0, money)

    return (
        Column("Name", lambda row: row.name, weight=theme.MEDIUM),
        Column("Today", rates, width=100, align="right", ink="muted"),
    )


def _jobs(
    shop: "Shop", row: TaxClassRow | None, draft: TaxDraft
) -> list[Callable[[Clerk], TaxClassRow]]:
    """Each change is a command of its own; they run in a lane, one after another."""
    periods, taxes = list(draft.periods), shop.taxes
    made: list[TaxClassRow] = [row] if row is not None else []

    def add(rates: Sequence[TaxRate], by: Clerk) -> TaxClassRow:
        made.append(taxes.add_class(draft.name, rates, by=by))
        return made[0]

    def rename(by: Clerk) -> TaxClassRow:
        return taxes.rename_class(made[0].id, draft.name, by=by)

    def set_rates(period: TaxPeriod, by: Clerk) -> TaxClassRow:
        return taxes.set_rates(made[0].id, period.rates, valid_from=period.valid_from, by=by)

    jobs: list[Callable[[Clerk], TaxClassRow]] = []
    if row is None:
        jobs.append(partial(add, periods.pop(0).rates))
    elif draft.name != row.name or not periods:
        jobs.append(rename)
    return [*jobs, *(partial(set_rates, period) for period in periods)]


class TaxRules(QWidget):
    """How shelf prices are stated and where taxes are rounded; each asks before it is changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._form = Form()
        self.included = Choice()
        self.rounding = Choice()
        for box, entries in ((self.included, _INCLUDED), (self.rounding, _ROUNDING)):
            for words, value in entries:
                box.addItem(words, value)
            box.setProperty("dense", True)
            box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._form.row("Shelf prices", self.included, field="tax_included")
        self._form.row("Taxes are rounded", self.rounding, field="tax_rounding")
        column = QVBoxLayout(self)
        column.setContentsMargins(*[3 * theme.GRID] * 4)
        column.addWidget(self._form)
        self.show_info()

        self.included.activated.connect(self._ask_included)
        self.rounding.activated.connect(self._ask_rounding)

    def show_info(self) -> None:
        """What the shop has."""
        info = self._desk.shop.info
        self.included.setCurrentIndex(self.included.findData(info.tax_included))
        self.rounding.setCurrentIndex(self.rounding.findData(info.tax_rounding))

    def _ask_included(self) -> None:
        included = bool(self.included.currentData())
        text = (
            "Every shelf price then counts as what the customer pays, taxes inside. "
            if included
            else "Taxes then come on top of every shelf price. "
        )
        self._ask(
            f"Shelf prices {self.included.currentText()}?",
            f"{text}The figures themselves stay as they are. It counts for sales from now on.",
            tax_included=included,
        )

    def _ask_rounding(self) -> None:
        self._ask(
            f"Round taxes {self.rounding.currentText()}?",
            "Sums may differ by a cent from how they were until now. It counts for sales from "
            "now on.",
            tax_rounding=self.rounding.currentData(),
        )

    def _ask(self, title: str, text: str, **change: Any) -> None:
        info = self._desk.shop.info
        if all(getattr(info, name) == value for name, value in change.items()):
            return
        sheet = confirm(
            self, title, text, yes="Change", no="Leave it", then=partial(self._set, change)
        )
        sheet.rejected.connect(self.show_info)

    def _set(self, change: dict[str, Any]) -> None:
        update = self._desk.shop.settings.update
        approving.ask(
            self._desk,
            lambda by: update(by=by, **change),
            self._told,
            self._refuse,
            about="Change how taxes are worked out",
            parent=self,
        )

    def _told(self, _info: object) -> None:
        self._desk.notices.say("Settings saved.")

    def _refuse(self, error: Exception) -> None:
        self.show_info()
        if isinstance(error, PosError):
            messages.show(error)
