"""The sheet that narrows the list: category, stock, archived, and the order of the rows."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QWidget

from pos_app.domain.rows import CategoryRow
from pos_app.ui import theme
from pos_app.ui.products.category_edit import CategoryEdit
from pos_app.ui.products.question import Question
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 480
_LEVELS: tuple[tuple[str, str | None], ...] = (
    ("All", None),
    ("Low or out", "low"),
    ("Out", "out"),
)
_ORDERS = (
    ("Name", "name", False),
    ("Name, from the end", "name", True),
    ("SKU", "sku", False),
    ("Price, lowest first", "price", False),
    ("Price, highest first", "price", True),
    ("On hand, fewest first", "on_hand", False),
    ("On hand, most first", "on_hand", True),
)


class FilterSheet(Sheet):
    """Hands the new question and order to `then` when it is accepted."""

    def __init__(
        self,
        parent: QWidget,
        question: Question,
        order: tuple[str, bool],
        then: Callable[[Question, str, bool], None],
    ) -> None:
        super().__init__("Filter products", parent, _WIDTH)
        self._question = question
        chosen = question.category
        self._categories = {chosen.path: chosen} if chosen else {}
        self._then = then
        self._form = Form()
        self.category = CategoryEdit()
        self.levels = QButtonGroup(self)
        self.archived = QCheckBox("Show archived products instead")
        self.order = Choice()
        self.clear_button = KeyButton("Clear all", kind="ghost")
        self.show_button = KeyButton("Show", kind="primary", key="Enter")

        self._fill(question, order)
        self._lay_out()

        self.clear_button.clicked.connect(self._clear)
        self.show_button.clicked.connect(self._accept_valid)

    def offer(self, categories: Sequence[CategoryRow]) -> None:
        """Complete from these; the sheet is open before they have been read."""
        self._categories = {category.path: category for category in categories}
        self.category.set_paths(list(self._categories))

    def _fill(self, question: Question, order: tuple[str, bool]) -> None:
        self.category.setPlaceholderText("All categories")
        if question.category is not None:
            self.category.setText(question.category.path)
        self.archived.setChecked(question.archived)
        for words, key, descending in _ORDERS:
            self.order.addItem(words, (key, descending))
            if (key, descending) == order:
                self.order.setCurrentIndex(self.order.count() - 1)
        if not order[0]:
            self.order.insertItem(0, "Best match", order)
            self.order.setCurrentIndex(0)

    def _lay_out(self) -> None:
        levels = QWidget()
        row = QHBoxLayout(levels)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        for number, (words, level) in enumerate(_LEVELS):
            chip = KeyButton(words, kind="chip")
            chip.setCheckable(True)
            chip.setChecked(level == self._question.level)
            self.levels.addButton(chip, number)
            row.addWidget(chip)
        row.addStretch(1)
        self._form.row("Category", self.category, "With everything below it")
        self._form.row("Stock", levels)
        self._form.row("Order", self.order)
        self.body.addWidget(self._form)
        self.body.addWidget(self.archived)
        self.footer.insertWidget(0, self.clear_button)
        self.footer.addWidget(self.show_button)

    def _clear(self) -> None:
        self.category.clear()
        self.archived.setChecked(False)
        self.levels.button(0).setChecked(True)
        self._form.clear_faults()

    def _accept_valid(self) -> None:
        path = self.category.path()
        if path and path not in self._categories:
            self._form.fail("category", "There is no such category; choose one from the list.")
            return
        question = replace(
            self._question,
            category=self._categories.get(path),
            level=_LEVELS[self.levels.checkedId()][1],
            archived=self.archived.isChecked(),
        )
        key, descending = self.order.currentData()
        self.accept()
        self._then(question, key, descending)
