"""The form that makes a new shop: its name and address, money and taxes, and the first user."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.errors import BadValue, ShopExists
from pos_app.ui import messages, places, theme
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.states import BusyBar

_SHOP_WIDTH, _OWNER_WIDTH = 560, 384
_WIDTH = _SHOP_WIDTH + _OWNER_WIDTH + theme.MARGIN
_FILE_REST = 39 * theme.GRID
"""What the margins of the card and the button beside the file's name take of the card's width."""

# What a refusal calls a field where the form's row has another name.
_ROWS = {"pin": "owner_pin", "username": "owner_username"}


def username_of(name: str) -> str:
    """A name to sign in by, made from a person's: "Ann Lee" -> "ann"."""
    first = name.strip().partition(" ")[0].lower()
    return "".join(letter for letter in first if letter.isascii() and letter.isalnum())


class SetupForm(QWidget):
    """made(location, answers) carries the fields of ShopSetup; back gives up."""

    made = Signal(str, dict)
    back = Signal()

    def __init__(self, location: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        country = places.own_country()
        self._location = free_place(location)
        self._name = QLineEdit(maxLength=80)
        self._line1 = QLineEdit(maxLength=200)
        self._city = QLineEdit(maxLength=100)
        self._zip = QLineEdit(maxLength=20)
        self._phone = QLineEdit(maxLength=30)
        self._country = places.choices(places.countries, country)
        self._currency = places.choices(places.currencies, places.currency_of(country))
        self._included = QRadioButton("Prices include tax")
        self._on_top = QRadioButton("Tax is added at the till")
        self._rate = QLineEdit(maxLength=10)
        self._owner = QLineEdit(maxLength=80)
        self._username = QLineEdit(maxLength=40)
        self._pin = pin_field()
        self._again = pin_field()
        self._file = QLabel()
        self._change = KeyButton("Change…", kind="ghost", dense=True)
        self._back = KeyButton("Back", key="Esc")
        self._make = KeyButton("Open my shop", key="Enter", kind="primary")
        self._busy = BusyBar()
        self._shop_form = Form(columns=6)
        self._owner_form = Form()
        self._fault = QLabel()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rate.setPlaceholderText("0")
        self._rate.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)
        self._file.setProperty("kind", "small")
        self._set_taxes(country)
        self._show_file()

        self._fill_forms()
        self._lay_out()

        self._country.currentIndexChanged.connect(self._country_chosen)
        self._owner.textEdited.connect(lambda name: self._username.setText(username_of(name)))
        self._change.clicked.connect(self._choose_file)
        self._back.clicked.connect(self.back)
        self._make.clicked.connect(self._ask)

    def start(self) -> None:
        """The first field waits."""
        self._name.setFocus()

    def refused(self, error: Exception) -> None:
        """Show why the shop was not made, at its field where there is one."""
        self.set_busy(False)
        message = messages.words(error)
        field = getattr(error, "field", "")
        for form in (self._shop_form, self._owner_form):
            if form.has(_ROWS.get(field, field)):
                form.fail(_ROWS.get(field, field), message.title)
                return
        self._fault.setText(f"{message.title} {message.hint}")
        if isinstance(error, ShopExists):
            self._change.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Rest while the shop is being made."""
        if self._make.isEnabled() == busy:
            self._busy.set_busy(busy)
        self._make.setEnabled(not busy)

    def _fill_forms(self) -> None:
        form = self._shop_form
        form.row("Name of the shop", self._name, field="name", span=6)
        form.row("Street and number", self._line1, field="line1", span=6)
        form.row("ZIP code", self._zip, field="zip", span=2)
        form.row("City", self._city, span=4)
        form.row("Country", self._country, field="country", span=3)
        form.row("Phone", self._phone, field="phone", span=3)
        form.row("Currency", self._currency, "It can't be changed later.", field="currency", span=3)
        form.row(
            "Standard tax rate, %",
            self._rate,
            "More rates, later ones and their names stand under Prices and taxes.",
            field="tax_rate_ppm",
            span=3,
        )
        taxes = QWidget(self)
        row = QHBoxLayout(taxes)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 * theme.GRID)
        row.addWidget(self._included)
        row.addWidget(self._on_top)
        row.addStretch(1)
        form.row("Taxes", taxes, field="tax_included", span=6)
        form = self._owner_form
        form.row("Your name", self._owner, field="owner_name")
        form.row("User name", self._username, field="owner_username")
        form.row("PIN", self._pin, "Six digits or more.", field="owner_pin")
        form.row("PIN once more", self._again, field="again")

    def _lay_out(self) -> None:
        shop = Card(margin=6 * theme.GRID)
        shop.setFixedWidth(_SHOP_WIDTH)
        shop.body.setSpacing(4 * theme.GRID)
        shop.body.addWidget(_heading("Your shop", "All of it can stand on a receipt."))
        shop.body.addWidget(self._shop_form)
        shop.body.addStretch(1)
        owner = Card(margin=6 * theme.GRID)
        owner.setFixedWidth(_OWNER_WIDTH)
        owner.body.setSpacing(4 * theme.GRID)
        owner.body.addWidget(_heading("You", "As its owner you may do everything."))
        owner.body.addWidget(self._owner_form)
        owner.body.addStretch(1)
        place = QHBoxLayout()
        place.addWidget(self._file, 1)
        place.addWidget(self._change)
        owner.body.addLayout(place)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        middle = QHBoxLayout(inner)
        middle.setContentsMargins(0, theme.MARGIN, 0, theme.MARGIN)
        middle.setSpacing(theme.MARGIN)
        middle.addStretch(1)
        middle.addWidget(shop)
        middle.addWidget(owner)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 3 * theme.GRID, 0, 3 * theme.GRID)
        foot.addWidget(self._back)
        foot.addWidget(self._fault, 1)
        foot.addWidget(self._make)
        bar = QWidget()
        bar.setFixedWidth(_WIDTH)
        bar.setLayout(foot)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(area, 1)
        page.addWidget(self._busy)
        page.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)

    def _country_chosen(self) -> None:
        country = self._country.currentData()
        places.choose(self._currency, places.currency_of(country))
        self._set_taxes(country)

    def _set_taxes(self, country: str) -> None:
        on_top = places.taxes_on_top(country)
        self._on_top.setChecked(on_top)
        self._included.setChecked(not on_top)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Where to keep the shop", self._location, "Shops (*.db)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("db")
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()

    def _file_chosen(self, file: str) -> None:
        self._location = file
        self._fault.clear()
        self._show_file()

    def _show_file(self) -> None:
        home = str(Path.home())
        shown = self._location
        if shown.startswith(home):
            shown = "~" + shown[len(home) :]
        words = QFontMetrics(theme.font(theme.SMALL))
        room = _OWNER_WIDTH - _FILE_REST - words.horizontalAdvance("Kept in ")
        shown = words.elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
        self._file.setText(f"Kept in {shown}")
        self._file.setToolTip(self._location)

    def _ask(self) -> None:
        self._fault.clear()
        for form in (self._shop_form, self._owner_form):
            form.clear_faults()
        try:
            answers = self._answers()
        except BadValue as refusal:
            self.refused(refusal)
            return
        if self._pin.text() != self._again.text():
            self._owner_form.fail("again", "The two PINs differ.")
            return
        self.set_busy(True)
        self.made.emit(self._location, answers)

    def _answers(self) -> dict[str, Any]:
        needed = (
            ("name", self._name),
            ("owner_name", self._owner),
            ("owner_username", self._username),
            ("owner_pin", self._pin),
        )
        for field, edit in needed:
            if not edit.text().strip():
                raise BadValue(field, "", "empty")
        return {
            "name": self._name.text(),
            "currency": self._currency.currentData(),
            "country": self._country.currentData(),
            "tax_included": self._included.isChecked(),
            "tax_rate_ppm": places.parse_rate(self._rate.text(), self._country.currentData()),
            "line1": self._line1.text(),
            "city": self._city.text(),
            "zip": self._zip.text(),
            "phone": self._phone.text(),
            "owner_username": self._username.text(),
            "owner_name": self._owner.text(),
            "owner_pin": self._pin.text(),
        }


def free_place(wanted: str) -> str:
    """The wanted path, or "shop-2.db" and so on beside it where a file stands there already."""
    path, number = Path(wanted), 2
    while path.exists():
        path = Path(wanted).with_stem(f"{Path(wanted).stem}-{number}")
        number += 1
    return str(path)


def pin_field() -> QLineEdit:
    """A field whose digits are never shown."""
    field = QLineEdit(maxLength=12)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    return field


def _heading(title: str, hint: str = "") -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for text, kind in ((title, "title"), (hint, "muted")):
        if text:
            label = QLabel(text)
            label.setProperty("kind", kind)
            label.setWordWrap(True)
            column.addWidget(label)
    return block
