"""A product for a code that belongs to nothing yet."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.ui import messages
from pos_app.ui.desk import Desk
from pos_app.ui.products.editor import ProductEditor

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


def make_product(desk: Desk, parent: QWidget, code: str) -> None:
    """Open the product editor over the window of parent, with the code filled in; for a label of
    a scale it is the number in the scale."""

    def open_editor(found_by: tuple[str, int | None]) -> None:
        kept, number = found_by
        # What can't be noted can still be typed, and the shop says what is wrong with it.
        begin = kept if kept or number is not None else code.strip()
        editor = ProductEditor(desk, parent, None, code=begin, scale_number=number)
        editor.saved.connect(tell)
        editor.open()

    def tell(row: ProductRow) -> None:
        desk.notices.say(f"Added {row.name}", "It is found by its code from now on.")

    clerk = desk.session.clerk
    if clerk is None:
        messages.show(NotSignedIn())
        return
    desk.tasks.counter.run(lambda: _found_by(desk.shop, code, clerk), open_editor, owner=parent)


def _found_by(shop: "Shop", code: str, by: Clerk) -> tuple[str, int | None]:
    """What the product is to be found by, for one who may make it; runs in a lane."""
    shop.staff.check_right(Permission.MANAGE_CATALOG, by=by)
    return shop.codes.for_product(code)
