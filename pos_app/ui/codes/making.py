"""A product for a code that belongs to nothing yet."""

from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rights import Permission
from pos_app.domain.rows import ProductRow
from pos_app.ui import messages
from pos_app.ui.approving import Allowed, before
from pos_app.ui.desk import Desk
from pos_app.ui.products.editor import ProductEditor


def make_product(desk: Desk, parent: QWidget, code: str) -> None:
    """Open the product editor over the window of parent, with the code filled in; for a label of
    a scale it is the number in the scale."""

    def open_editor(allowed: Allowed, found_by: tuple[str, int | None]) -> None:
        kept, number = found_by
        # What can't be noted can still be typed, and the shop says what is wrong with it.
        begin = kept if kept or number is not None else code.strip()
        editor = ProductEditor(desk, parent, None, code=begin, scale_number=number, allowed=allowed)
        editor.saved.connect(tell)
        editor.open()

    def tell(row: ProductRow) -> None:
        desk.notices.say(f"Added {row.name}", "It is found by its code from now on.")

    def look_up(allowed: Allowed) -> None:
        found = desk.shop.codes.for_product
        desk.tasks.counter.run(lambda: found(code), partial(open_editor, allowed), owner=parent)

    if desk.session.clerk is None:
        messages.show(NotSignedIn())
    else:
        right = Permission.MANAGE_CATALOG
        before(desk, right, look_up, about="Make a product for an unknown code", parent=parent)
