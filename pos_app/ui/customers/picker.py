"""A sheet that finds one customer."""

from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import CustomerRow
from pos_app.ui.customers.columns import load_page, picker_columns
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.paged_model import Loader
from pos_app.ui.widgets.picker import Picker

_NOBODY = ("users", "Nobody fits", "Try a part of the name, or the phone.")


class CustomerPicker(Picker):
    """Finds a customer by name, e-mail, phone or city."""

    def __init__(self, desk: Desk, parent: QWidget, title: str = "Choose a customer") -> None:
        super().__init__(
            desk.tasks.counter,
            parent,
            title,
            "Name, e-mail, phone or city",
            picker_columns(desk.shop.info.country),
            empty=_NOBODY,
        )
        self._shop = desk.shop

    def loader(self, text: str) -> Loader[CustomerRow]:
        """The shop's own search; all of them without a text."""
        load: Loader[CustomerRow] = partial(load_page, self._shop, text)
        return load
