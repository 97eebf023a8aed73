"""Customer groups: how their sales state prices, and what is on their price lists."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import Clerk, CustomerGroupRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.price_list import PriceList
from pos_app.ui.prices.row_list import Words
from pos_app.ui.prices.section import Section
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.paged_table import Column

_WORDS = Words(
    name="Customer groups",
    icon="users",
    search="Search groups",
    new="New group",
    none="No customer groups",
    hint="Trade customers, staff, members: who pays other prices than everybody.",
)
_STATED: tuple[tuple[str, bool | None], ...] = (
    ("As the shop does", None),
    ("With tax", True),
    ("Without tax, which is added", False),
)


class GroupEditor(Editor):
    """draft() is the name and how prices are stated."""

    fills = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(columns=2)
        self.name = QLineEdit(maxLength=80)
        self.stated = Choice()
        self.prices = PriceList(desk)
        for words, value in _STATED:
            self.stated.addItem(words, value)
        for field in (self.name, self.stated):
            field.setProperty("dense", True)
        self.form.row("Name", self.name, field="name")
        self.form.row("Their receipts state prices", self.stated, field="tax_included")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.form)
        whole.addWidget(self.prices, 1)

        self.name.textChanged.connect(self.edited)
        self.stated.currentIndexChanged.connect(self.edited)

    def show_row(self, row: CustomerGroupRow | None, ground: Ground) -> None:
        """Fill the fields; the price list follows."""
        self.name.setText(row.name if row else "")
        self.name.setCursorPosition(0)
        stated = row.tax_included if row else None
        self.stated.setCurrentIndex([value for _, value in _STATED].index(stated))
        self.prices.show_group(row)

    def first_field(self) -> QWidget:
        """The name."""
        return self.name

    def raw(self) -> object:
        """Everything that stands in the fields."""
        return (self.name.text().strip(), self.stated.currentIndex())

    def read(self) -> tuple[str, bool | None] | None:
        """Name and how prices are stated."""
        if not self.name.text().strip():
            self.say_fault(BadValue("name", "", "empty"))
            return None
        return self.draft()

    def draft(self) -> tuple[str, bool | None]:
        """The same without a word."""
        return self.name.text().strip(), _STATED[self.stated.currentIndex()][1]


class GroupsSection(Section):
    """Every group by its name."""

    def __init__(self, desk: Desk) -> None:
        self._editor = GroupEditor(desk)
        super().__init__(desk, _WORDS, _COLUMNS, self._editor, key=lambda row: row.id)

    def show_ground(self, ground: Ground) -> None:
        """The rules as they are now, and what is on the price list."""
        super().show_ground(ground)
        self._editor.prices.refresh()

    def rows(self, ground: Ground) -> Sequence[CustomerGroupRow]:
        """All groups."""
        return ground.groups

    def row_words(self, row: CustomerGroupRow) -> str:
        """The name."""
        return row.name

    def title(self, row: CustomerGroupRow) -> str:
        """The name."""
        return row.name

    def work(self, row: Any, draft: tuple[str, bool | None], clerk: Clerk) -> Callable[[], Any]:
        """Add the group, or change it."""
        groups, (name, stated) = self._desk.shop.groups, draft
        if row is None:
            return partial(groups.add, name, tax_included=stated, by=clerk)
        return partial(groups.update, row.id, name=name, tax_included=stated, by=clerk)

    def removal(self, row: CustomerGroupRow, clerk: Clerk) -> Callable[[], Any]:
        """Remove it with its price list."""
        return partial(self._desk.shop.groups.remove, row.id, by=clerk)

    def removal_words(self, row: CustomerGroupRow) -> tuple[str, str, str]:
        """Its price list goes with it."""
        prices = "The price" if row.prices == 1 else f"The {row.prices:,} prices"
        return (
            f"Delete {row.name}?",
            f"{prices} on its list will go too. No customer and no promotion may need it.",
            "Delete",
        )


_COLUMNS: tuple[Column[CustomerGroupRow], ...] = (
    Column("Name", lambda row: row.name, weight=theme.MEDIUM),
    Column("Customers", lambda row: f"{row.customers:,}", width=96, align="right", ink="muted"),
    Column("Prices", lambda row: f"{row.prices:,}", width=84, align="right", ink="muted"),
)
