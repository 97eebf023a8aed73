"""The fields of a product: filled from one, read into a draft, faults said under each field."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.quantity import format_quantity
from pos_app.domain.rows import DEFAULT_REORDER_LEVEL, BarcodeRow, ProductRow, TaxClassRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.barcode_edit import BarcodeEdit
from pos_app.ui.products.category_edit import CategoryEdit
from pos_app.ui.products.draft import Choices, Draft
from pos_app.ui.products.parts_edit import PartsEdit
from pos_app.ui.products.till_fields import TillFields
from pos_app.ui.products.wording import UNITS, margin
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.quantity_edit import QuantityEdit

T = TypeVar("T")

_DESCRIPTION_HEIGHT = 18 * theme.GRID
_COLUMNS = 12


class ProductForm(Form):
    """All fields of a product; a new one has a field for the stock it begins with."""

    def __init__(self, desk: Desk, product: ProductRow | None) -> None:
        super().__init__(columns=_COLUMNS)
        self._money = money = desk.shop.money
        self._tax_included = desk.shop.info.tax_included
        self._product = product
        self.name = QLineEdit()
        self.sku = QLineEdit()
        self.category = CategoryEdit()
        self.price = MoneyEdit(money, field="price")
        self.cost = MoneyEdit(money, field="cost")
        self.margin = QLabel()
        self.unit = Choice()
        self.tax_class = Choice()
        self.brand = QLineEdit()
        self.stock = QuantityEdit(field="stock")
        self.reorder_level = QuantityEdit(field="reorder_level")
        self.at_till = TillFields()
        self.parts = PartsEdit(desk)
        self.barcodes = BarcodeEdit()
        self.description = QPlainTextEdit()

        self._prepare()
        self._lay_out()
        if product is not None:
            self._fill(product)
        self._take_unit()
        self._show_margin()

        self.price.textChanged.connect(self._show_margin)
        self.cost.textChanged.connect(self._show_margin)
        self.tax_class.currentIndexChanged.connect(self._show_margin)
        self.unit.currentIndexChanged.connect(self._take_unit)
        self.parts.changed.connect(self._take_parts)

    def _prepare(self) -> None:
        self.name.setMaxLength(200)
        self.sku.setMaxLength(64)
        self.brand.setMaxLength(100)
        self.sku.setPlaceholderText("Made by the shop")
        self.category.setPlaceholderText("Grocery > Cereal")
        self.stock.setPlaceholderText("0")
        self.reorder_level.setPlaceholderText(format_quantity(DEFAULT_REORDER_LEVEL))
        self.margin.setProperty("kind", "figure")
        self.margin.setFixedHeight(theme.DENSE)
        self.description.setFixedHeight(_DESCRIPTION_HEIGHT)
        self.description.setTabChangesFocus(True)
        for unit, words in UNITS.items():
            self.unit.addItem(words, unit)
        for field in (self.name, self.sku, self.category, self.price, self.cost, self.brand):
            field.setProperty("dense", True)
        for choice in (self.unit, self.tax_class, self.stock, self.reorder_level):
            choice.setProperty("dense", True)

    def _lay_out(self) -> None:
        rows: list[tuple[str, str, QWidget, int]] = [
            ("Name", "name", self.name, _COLUMNS),
            ("SKU", "sku", self.sku, 4),
            ("Category", "category", self.category, 8),
            ("Price", "price", self.price, 3),
            ("Cost", "cost", self.cost, 3),
            ("Margin", "margin", self.margin, 2),
            ("Brand", "brand", self.brand, 4),
            ("Sold by", "unit", self.unit, 4),
            ("Tax", "tax_class_id", self.tax_class, 4),
            ("Low below", "reorder_level", self.reorder_level, 2),
        ]
        if self._product is None:
            rows.append(("In stock", "stock", self.stock, 2))
        rows += self.at_till.rows()
        rows.append(("Parts, if it is a bundle", "parts", self.parts, _COLUMNS))
        rows.append(("Barcodes, and how much each stands for", "barcodes", self.barcodes, _COLUMNS))
        rows.append(("Description", "description", self.description, _COLUMNS))
        for label, field, widget, span in rows:
            self.row(label, widget, field=field, span=span)

    # --- filling -----------------------------------------------------------------------------

    def _fill(self, product: ProductRow) -> None:
        self.name.setText(product.name)
        self.sku.setText(product.sku)
        self.category.setText(product.category)
        self.price.set_amount(product.price)
        self.brand.setText(product.brand)
        self.reorder_level.set_quantity(product.reorder_level)
        self.at_till.fill(product)
        self.description.setPlainText(product.description)
        self.unit.setCurrentIndex(max(self.unit.findData(product.unit), 0))
        for field in (self.name, self.category, self.brand):
            field.setCursorPosition(0)

    def offer(self, choices: Choices) -> None:
        """Fill in what had to be read first: categories, tax classes, the product's codes."""
        self.category.set_paths([category.path for category in choices.categories])
        for tax in choices.tax_classes:
            self.tax_class.addItem(f"{tax.name}, {wording.rate(tax.rate_ppm, self._money)}", tax)
            if self._product is not None and tax.id == self._product.tax_class_id:
                self.tax_class.setCurrentIndex(self.tax_class.count() - 1)
        self.barcodes.set_barcodes(choices.barcodes)
        self.parts.set_parts(choices.parts)
        self.cost.set_amount(choices.cost)
        for field in ("cost", "margin"):
            self.show_row(field, choices.sees_cost)
        self._show_margin()

    def begin_with(self, code: str, scale_number: int | None) -> None:
        """Fill in what a new product is found by."""
        if code:
            self.barcodes.set_barcodes([BarcodeRow(code, Decimal(1))])
        if scale_number is not None:
            self.at_till.scale_number.setText(str(scale_number))
            self.unit.setCurrentIndex(self.unit.findData("kg"))

    def _show_margin(self) -> None:
        try:
            price, cost = self.price.amount(), self.cost.amount()
        except BadAmount:
            price = cost = None
        tax = self._tax()
        rate = tax.rate_ppm if tax else 0
        self.margin.setText(margin(price or 0, cost, rate, self._tax_included, self._money))

    def _take_unit(self) -> None:
        unit = str(self.unit.currentData())
        self.stock.set_unit(unit)
        self.reorder_level.set_unit(unit)

    def _take_parts(self) -> None:
        """A bundle begins without stock of its own."""
        if self._product is None:
            self.show_row("stock", not self.parts.raw())

    def _tax(self) -> TaxClassRow | None:
        chosen = self.tax_class.currentData()
        return chosen if isinstance(chosen, TaxClassRow) else None

    # --- reading -----------------------------------------------------------------------------

    def raw(self) -> tuple[object, ...]:
        """What stands in the fields, to tell whether something was changed."""
        fields = (self.name, self.sku, self.category, self.price, self.cost, self.brand)
        more = (self.stock, self.reorder_level)
        texts = [field.text().strip() for field in (*fields, *more)]
        chosen = (self.unit.currentIndex(), self.tax_class.currentIndex())
        own = (self.at_till.raw(), self.parts.raw(), self.barcodes.raw())
        return (*texts, *chosen, *own, self.description.toPlainText().strip())

    def read(self) -> Draft | None:
        """What is typed; None after saying under each field what is wrong with it."""
        faults: list[BadValue] = []

        def checked(read: Callable[[], T], otherwise: T) -> T:
            try:
                return read()
            except BadValue as fault:
                faults.append(fault)
                return otherwise

        name = self.name.text().strip()
        if not name:
            faults.append(BadValue("name", name, "empty"))
        tax = self._tax()
        no_parts: tuple[tuple[int, Decimal], ...] = ()
        parts = checked(self.parts.parts, no_parts)
        draft = Draft(
            name=name,
            price=checked(self._price, 0),
            category=self.category.path(),
            sku=self.sku.text().strip(),
            cost=checked(self.cost.amount, None),
            barcodes=checked(self.barcodes.barcodes, ()),
            description=self.description.toPlainText().strip(),
            brand=self.brand.text().strip(),
            unit=str(self.unit.currentData()),
            tax_class_id=tax.id if tax else None,
            reorder_level=checked(self.reorder_level.quantity, None),
            stock=Decimal(0) if parts else checked(self.stock.quantity, None) or Decimal(0),
            open_price=self.at_till.open_price.isChecked(),
            min_age=checked(self.at_till.age, 0),
            scale_number=checked(self.at_till.number, None),
            parts=parts,
        )
        self.clear_faults()
        for fault in faults:
            self.fail(fault.field, messages.words(fault).title)
        return None if faults else draft

    def _price(self) -> int:
        price = self.price.amount()
        if price is None:
            if self.at_till.open_price.isChecked():
                return 0
            raise BadAmount("price", "", "empty")
        return price
