"""The fields of a rule for codes: what they stand for, how they are spelled, and a code to try."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.barcode import MAX_CODE
from pos_app.domain.code_rules import KINDS, LONGEST_NAME, CodeRule
from pos_app.domain.errors import BadValue
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor
from pos_app.ui.prices.fields import CountEdit
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.label_words import KIND_WORDS, rule_sentence, trial_words
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.widgets.choice import Choice

_COLUMNS = 6
_PATTERN = (
    "I: a digit of the article's number, or of a card's or coupon's code. V: a digit of the "
    "weight, price or count. K: the check digit of V. C: the check digit at the end. ?: anything. "
    "I* at the end: all that is left. The rest stands for itself."
)


class RuleEditor(Editor):
    """draft() is a CodeRule."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(columns=_COLUMNS)
        self._money = desk.shop.money
        self._id = 0
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.kind = Choice()
        self.pattern = QLineEdit(maxLength=MAX_CODE)
        self.decimals = CountEdit("decimals")
        self.active = QCheckBox("Codes are read by this rule")
        self.trial = QLineEdit(maxLength=MAX_CODE)
        for kind in KINDS:
            self.kind.addItem(KIND_WORDS[kind], kind)
        for field in (self.name, self.kind, self.pattern, self.trial):
            field.setProperty("dense", True)
        # Side by side, a row of I can't be counted.
        apart = QFont(self.pattern.font())
        apart.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.GRID / 2)
        self.pattern.setFont(apart)
        self.trial.setProperty(WANTS_SCANS, True)
        self.trial.setPlaceholderText("Scan or type a code")
        self._lay_out()

        for edit in (self.name, self.pattern, self.decimals):
            edit.textChanged.connect(self.edited)
        self.kind.currentIndexChanged.connect(self.edited)
        self.active.toggled.connect(self.edited)
        self.edited.connect(self._show_what_fits)
        self.trial.textChanged.connect(self._try)

    def _lay_out(self) -> None:
        form = self.form
        form.row("Name", self.name, field="name", span=3)
        form.row("The code stands for", self.kind, field="kind", span=3)
        form.row("Pattern", self.pattern, _PATTERN, field="pattern", span=4)
        form.row("Decimals", self.decimals, "of the value", field="decimals", span=2)
        form.row("", self.active, field="active", span=_COLUMNS)
        form.row("Try a code", self.trial, field="trial", span=_COLUMNS)
        self.active.setAccessibleName("Codes are read by this rule")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(form)

    def show_row(self, row: CodeRule | None, ground: Ground) -> None:
        """Fill the fields; a new rule reads weights."""
        self._money = ground.money
        self._id = row.id if row else 0
        self.name.setText(row.name if row else "")
        self.name.setCursorPosition(0)
        self.kind.setCurrentIndex(KINDS.index(row.kind) if row else 0)
        self.pattern.setText(row.pattern if row else "")
        self.decimals.set_number((row.decimals or None) if row else 3)
        self.active.setChecked(row.active if row else True)
        self.trial.clear()
        self._show_what_fits()

    def first_field(self) -> QWidget:
        """The name."""
        return self.name

    def raw(self) -> object:
        """Everything that stands in the fields but the code to try."""
        texts = (self.name.text().strip(), self.pattern.text().strip(), self.decimals.text())
        return (*texts, self.kind.currentIndex(), self.active.isChecked())

    def read(self) -> CodeRule | None:
        """The rule, after saying what is wrong with it."""
        try:
            return self._rule()
        except BadValue as fault:
            self.say_fault(fault)
            return None

    def draft(self) -> CodeRule | None:
        """The same without a word."""
        try:
            return self._rule()
        except BadValue:
            return None

    def sentence(self) -> str:
        """What the rule reads."""
        rule = self.draft()
        return "" if rule is None else rule_sentence(rule, self._money)

    def _rule(self) -> CodeRule:
        kind = str(self.kind.currentData())
        decimals = (self.decimals.number() or 0) if kind in ("weight", "price") else 0
        return CodeRule(
            self.name.text(), kind, self.pattern.text(), decimals, self.active.isChecked(), self._id
        )

    def _show_what_fits(self) -> None:
        """Only a weight or a price has decimals."""
        self.form.show_row("decimals", self.kind.currentData() in ("weight", "price"))
        self._try()

    def _try(self) -> None:
        self.form.set_hint("trial", trial_words(self.draft(), self.trial.text(), self._money))
