"""Fields for what a product needs at the till: a price that is asked, an age, a number of the
scale."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from pos_app.domain.code_rules import MOST_ITEM_DIGITS
from pos_app.domain.errors import BadValue
from pos_app.domain.rows import ProductRow


class TillFields:
    """The fields, and how they are filled and read; the form lays them out."""

    def __init__(self) -> None:
        self.open_price = QCheckBox("Price is asked")
        self.min_age = QLineEdit(maxLength=2)
        self.scale_number = QLineEdit(maxLength=MOST_ITEM_DIGITS)
        for field in (self.min_age, self.scale_number):
            field.setProperty("dense", True)
            field.setPlaceholderText("None")
        self.open_price.setAccessibleName("Price is asked at the till")
        self.open_price.setToolTip("Flowers, repairs: whoever sells types the price")
        self.min_age.setToolTip("How old a buyer must be, in years")
        self.scale_number.setToolTip("What labels of the shop's scales call it")

    def rows(self) -> list[tuple[str, str, QWidget, int]]:
        """Label, name, field and columns of each."""
        return [
            ("At the till", "open_price", self.open_price, 5),
            ("Minimum age", "min_age", self.min_age, 3),
            ("Number on the scale", "scale_number", self.scale_number, 4),
        ]

    def fill(self, product: ProductRow) -> None:
        """Show a product's own."""
        self.open_price.setChecked(product.open_price)
        self.min_age.setText(str(product.min_age or ""))
        self.scale_number.setText(str(product.scale_number or ""))

    def raw(self) -> tuple[object, ...]:
        """What stands in the fields, to tell whether something was changed."""
        texts = (self.min_age.text().strip(), self.scale_number.text().strip())
        return (*texts, self.open_price.isChecked())

    def age(self) -> int:
        """The minimum age, 0 for none. Raises BadValue."""
        return _number("min_age", self.min_age.text()) or 0

    def number(self) -> int | None:
        """The number on the scale. Raises BadValue."""
        return _number("scale_number", self.scale_number.text())


def _number(field: str, typed: str) -> int | None:
    text = typed.strip()
    if text and not (text.isascii() and text.isdigit()):
        raise BadValue(field, text, "not_digits")
    return int(text) if text else None
