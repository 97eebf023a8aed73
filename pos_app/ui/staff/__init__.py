"""Who works here and what the roles may do; also one's own PIN."""

from PySide6.QtWidgets import QWidget

from pos_app.domain.rights import Permission
from pos_app.ui import approving
from pos_app.ui.desk import Desk
from pos_app.ui.staff.secret_sheet import OwnSecretSheet
from pos_app.ui.staff.sheet import StaffSheet

__all__ = ["OwnSecretSheet", "StaffSheet", "open_staff"]


def open_staff(desk: Desk, parent: QWidget) -> None:
    """Open the sheet of the staff, after an approval where one is needed."""
    approving.before_reading(
        desk,
        Permission.SEE_STAFF,
        lambda: StaffSheet(desk, parent).open(),
        about="See who works here and what they may do",
        parent=parent,
    )
