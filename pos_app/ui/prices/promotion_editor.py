"""The fields of a promotion; they change with its kind, and say in a sentence what it does."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.promotions import ALWAYS, KINDS, Goods, Promotion
from pos_app.domain.rows import PromotionRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor
from pos_app.ui.prices.fields import CountEdit
from pos_app.ui.prices.goods_edit import GoodsEdit
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.hours_edit import HoursEdit
from pos_app.ui.prices.kind_fields import KindFields
from pos_app.ui.prices.sentence import KIND_WORDS, promotion_sentence
from pos_app.ui.prices.trial import NEW_ID
from pos_app.ui.widgets.choice import Choice

_COLUMNS = 6
_NAME = 80 * theme.GRID
"""Pixels for the name of a group beside its tick."""
_ALSO = {
    **dict.fromkeys(("rate_ppm", "amount", "buy", "get", "breaks", "quantity", "price"), "what"),
    **dict.fromkeys(("weekdays", "last_day"), "hours"),
}


class GroupTicks(QWidget):
    """Which customer groups; none ticked is everybody."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[int, QCheckBox] = {}
        self._everybody = QLabel()
        self._everybody.setProperty("kind", "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._everybody)

    def show_groups(self, chosen: frozenset[int], ground: Ground) -> None:
        """Offer all groups, with these ticked."""
        for tick in self.ticks.values():
            self._column.removeWidget(tick)
            tick.hide()
            tick.deleteLater()
        self.ticks = {}
        for group in ground.groups:
            tick = QCheckBox()
            cut = Qt.TextElideMode.ElideRight
            tick.setText(tick.fontMetrics().elidedText(group.name, cut, _NAME))
            tick.setToolTip(group.name)
            tick.setAccessibleName(group.name)
            tick.setChecked(group.id in chosen)
            tick.toggled.connect(self._take)
            self.ticks[group.id] = tick
            self._column.addWidget(tick)
        self._say()

    def chosen(self) -> frozenset[int]:
        """The groups that are ticked."""
        return frozenset(key for key, tick in self.ticks.items() if tick.isChecked())

    def _take(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        self._everybody.setText("Everybody" if not self.ticks else "Everybody, unless ticked here:")


class PromotionEditor(Editor):
    """draft() is a PromotionRow: the promotion and whether it is active."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(columns=_COLUMNS, also=_ALSO)
        self._ground: Ground | None = None
        self._id = NEW_ID
        self.name = QLineEdit(maxLength=80)
        self.active = QCheckBox("Active")
        self.kind = Choice()
        self.what = KindFields(desk.shop.money)
        self.goods = GoodsEdit(desk, "Everything the shop sells.")
        self.rewarded = QCheckBox("Other goods are given")
        self.reward = GoodsEdit(desk, "Choose what is given.")
        self.hours = HoursEdit(desk.shop.info.locale)
        self.groups = GroupTicks()
        self.priority = CountEdit("priority", signed=True)
        self.stacks = QCheckBox("Goes together with others that do")
        self._prepare()
        self._lay_out()

        self.name.textChanged.connect(self.edited)
        self.priority.textChanged.connect(self.edited)
        self.kind.currentIndexChanged.connect(self._take_kind)
        for tick in (self.active, self.stacks):
            tick.toggled.connect(self.edited)
        self.rewarded.toggled.connect(self._take_reward)
        for part in (self.what, self.goods, self.reward, self.hours, self.groups):
            part.edited.connect(self.edited)

    def _prepare(self) -> None:
        self.name.setPlaceholderText("As it stands on the receipt")
        for kind in KINDS:
            self.kind.addItem(KIND_WORDS[kind], kind)
        for field in (self.name, self.kind):
            field.setProperty("dense", True)

    def _lay_out(self) -> None:
        form = self.form
        form.setParent(self)
        form.row("Name", self.name, field="name", span=_COLUMNS)
        form.row("Kind", self.kind, field="kind", span=4)
        form.row("Runs", self.active, field="active", span=2)
        form.row("What it does", self.what, field="what", span=_COLUMNS)
        form.row("For which goods", self.goods, field="goods", span=_COLUMNS)
        form.row("What is given", self.rewarded, field="rewarded", span=_COLUMNS)
        form.row("", self.reward, field="reward", span=_COLUMNS)
        form.row(
            "When, on the shop's clock",
            self.hours,
            "Left open it always runs. Hours may go on past midnight.",
            field="hours",
            span=_COLUMNS,
        )
        form.row("For whom", self.groups, field="group_ids", span=_COLUMNS)
        form.row("Priority", self.priority, "The higher first.", field="priority", span=2)
        form.row(
            "With other promotions",
            self.stacks,
            "Else the better one counts.",
            field="stacks",
            span=4,
        )
        self.reward.setAccessibleName("What is given")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3 * theme.GRID)
        whole.addWidget(form)

    # --- filling -----------------------------------------------------------------------------

    def show_row(self, row: PromotionRow | None, ground: Ground) -> None:
        """Fill the fields; a new one takes a share off everything, at once."""
        self._ground = ground
        promotion = row.promotion if row else None
        self._id = promotion.id if promotion else NEW_ID
        self.name.setText(promotion.name if promotion else "")
        self.name.setCursorPosition(0)
        self.active.setChecked(row.active if row else True)
        self.kind.setCurrentIndex(KINDS.index(promotion.kind) if promotion else 0)
        self.what.show_promotion(promotion)
        self.goods.show_goods(promotion.goods if promotion else Goods(), ground)
        reward = promotion.reward if promotion else None
        self.rewarded.setChecked(reward is not None)
        self.reward.show_goods(reward or Goods(), ground)
        self.hours.show_hours(promotion.hours if promotion else ALWAYS)
        self.groups.show_groups(promotion.group_ids if promotion else frozenset(), ground)
        self.priority.set_number(promotion.priority if promotion else 0)
        self.stacks.setChecked(promotion.stacks if promotion else False)
        self._show_kind()

    def first_field(self) -> QWidget:
        """The name."""
        return self.name

    def _take_kind(self) -> None:
        self._show_kind()
        self.edited.emit()

    def _take_reward(self) -> None:
        self._show_kind()
        self.edited.emit()

    def _show_kind(self) -> None:
        kind = str(self.kind.currentData())
        self.what.show_kind(kind)
        self.form.show_row("rewarded", kind == "buy_get")
        self.form.show_row("reward", kind == "buy_get" and self.rewarded.isChecked())

    # --- reading -----------------------------------------------------------------------------

    def raw(self) -> object:
        """Everything that stands in the fields."""
        kind = self.kind.currentData()
        rewarded = kind == "buy_get" and self.rewarded.isChecked()
        return (
            self.name.text().strip(),
            self.active.isChecked(),
            self.what.raw(),
            self.goods.goods(),
            self.reward.goods() if rewarded else None,
            self.hours.raw(),
            self.groups.chosen(),
            self.priority.text().strip(),
            self.stacks.isChecked(),
        )

    def read(self) -> PromotionRow | None:
        """The promotion as it is typed; None after saying what is wrong with it."""
        try:
            return PromotionRow(self._promotion(self.name.text().strip()), self.active.isChecked())
        except BadValue as fault:
            self.say_fault(fault)
            return None

    def draft(self) -> PromotionRow | None:
        """The same without a word, and without a name yet."""
        try:
            name = self.name.text().strip() or "This promotion"
            return PromotionRow(self._promotion(name), self.active.isChecked())
        except BadValue:
            return None

    def _promotion(self, name: str) -> Promotion:
        kind = str(self.kind.currentData())
        rewarded = kind == "buy_get" and self.rewarded.isChecked()
        return Promotion(
            id=self._id,
            name=name,
            kind=kind,
            **self.what.values(),
            goods=self.goods.goods(),
            reward=self.reward.goods() if rewarded else None,
            hours=self.hours.hours(),
            group_ids=self.groups.chosen(),
            priority=self.priority.number() or 0,
            stacks=self.stacks.isChecked(),
        )

    def sentence(self) -> str:
        """What it does; what is missing where that can't be told yet."""
        if self._ground is None:
            return ""
        try:
            promotion = self._promotion(self.name.text().strip() or "?")
        except BadValue as fault:
            return f"Not yet complete: {messages.words(fault).title}"
        names = {**self._ground.names, **self.goods.names, **self.reward.names}
        return promotion_sentence(promotion, replace(self._ground, names=names))
