"""What a report is: its columns, how it is read, and its rows as people and files want them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.money import format_decimal_amount
from pos_app.domain.quantity import format_quantity
from pos_app.domain.rows import Clerk
from pos_app.ui import theme
from pos_app.ui.periods import Span
from pos_app.ui.widgets.paged_model import Column

if TYPE_CHECKING:
    from decimal import Decimal

    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or words: shown for people, plain for a file (a point, no groups)."""

    shown: str
    plain: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a report; id is its place."""

    id: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: width 0 takes what the others leave; figures stand at the right."""

    title: str
    width: int = 0
    figure: bool = False
    strong: bool = False
    muted: bool = False
    hide_below: int = 0

    def column(self, place: int) -> Column[Row]:
        """The same for a table."""
        return Column(
            self.title,
            lambda row: row.cells[place].shown,
            width=self.width,
            align="right" if self.figure else "left",
            ink="muted" if self.muted else "text",
            weight=theme.SEMIBOLD if self.strong else theme.REGULAR,
            hide_below=self.hide_below,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a report, and its last line: a cell for each column, or none at all."""

    rows: tuple[Row, ...]
    totals: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report by its name. note says what is in it; without dated it is as of now."""

    key: str
    title: str
    icon: str
    note: str
    heads: tuple[Head, ...]
    read: "Callable[[Shop, Clerk, Span], Answer]"
    empty: str
    dated: bool = True


def words(text: str) -> Cell:
    """Words, the same for both."""
    return Cell(text, text)


NOTHING = words("")


def count(number: int) -> Cell:
    """A whole number."""
    return Cell(f"{number:,}", str(number))


def amount(shop: "Shop", minor: int) -> Cell:
    """An amount of money in minor units."""
    return Cell(shop.money.plain(minor), format_decimal_amount(minor, shop.money.decimals))


def quantity(shop: "Shop", units: "Decimal") -> Cell:
    """A quantity."""
    plain = format_quantity(units)
    return Cell(plain.replace(".", shop.money.decimal_mark), plain)


def numbered(cells: Sequence[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Rows in this order."""
    return tuple(Row(place, each) for place, each in enumerate(cells))
