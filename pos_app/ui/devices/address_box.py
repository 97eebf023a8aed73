"""A field for the address of a device, which proposes what is plugged in."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from pos_app.devices.discovery import Found


class AddressBox(QComboBox):
    """An address is typed, or taken from the list; "" for no device."""

    def __init__(self, address: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setItemDelegate(QStyledItemDelegate(self))
        field = self.lineEdit()
        assert field is not None
        field.setPlaceholderText(hint)
        field.setText(address)

        self.activated.connect(self._take)

    @property
    def address(self) -> str:
        """What stands there."""
        return self.currentText().strip()

    def propose(self, found: Iterable[Found]) -> None:
        """Offer these; what stands there stays."""
        text = self.currentText()
        self.clear()
        for each in found:
            self.addItem(f"{each.address}   {each.name}".strip(), each.address)
        self.setCurrentIndex(-1)
        self.setEditText(text)

    def _take(self, place: int) -> None:
        self.setEditText(str(self.itemData(place)))
