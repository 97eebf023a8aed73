"""The journal in the pictures: its entries, one of them whole, and what verifying says."""

from pos_app.ui.customers.erase_sheet import EraseSheet
from pos_app.ui.customers.own_data_button import OwnDataButton
from pos_app.ui.journal import JournalSheet
from pos_app.ui.journal.verify_sheet import VerifySheet
from pos_app.ui.tabs import CUSTOMERS
from pos_app.ui.widgets.sheet import top_sheet
from tools.camera import Camera


def show_the_journal(camera: Camera) -> None:
    """The newest sale chosen, then the answer of verifying; and what is asked before a customer is
    erased."""
    assert camera.floor.desk is not None
    sheet = JournalSheet(camera.floor.desk, camera.floor)
    sheet.open()
    camera.until(lambda: sheet.model.rowCount() > 0)
    rows = range(sheet.model.rowCount())
    sale = next(place for place in rows if sheet.model.row(place).kind == "sale")
    sheet.table.choose(sheet.model.id_at(sale))
    camera.until(lambda: sheet.panel.entry is not None and sheet.panel.entry.kind == "sale")
    camera.snap("journal")
    camera.press("F7")
    (found,) = sheet.window().findChildren(VerifySheet)
    camera.until(found.found.isVisible)
    camera.snap("journal-verified")
    camera.press("Esc", "Esc")
    camera.press("Ctrl+3", "Down", "Down")
    camera.rest()
    customers = camera.floor.tab(CUSTOMERS)
    assert customers is not None
    # A menu that pops up takes the keys away from the window.
    button = customers.findChild(OwnDataButton)
    assert button is not None
    button.erase_wanted.emit()
    camera.until(lambda: isinstance(top_sheet(camera.floor), EraseSheet))
    camera.snap("customer-erase")
    camera.press("Esc", "Ctrl+1")
