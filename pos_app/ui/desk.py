"""What every tab is given: the shop, the lanes, who is signed in, and where to say things."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.config import Config

if TYPE_CHECKING:
    # Only for annotations: none of these may load the storage before the first paint.
    from pos_app.devices.sound import Sounds
    from pos_app.shop import Shop
    from pos_app.ui.printing.printing import Printing
    from pos_app.ui.scanning.post import ScanPost
    from pos_app.ui.session import Session
    from pos_app.ui.shifts.shifts import Shifts
    from pos_app.ui.tasks import Tasks
    from pos_app.ui.widgets.notice import NoticeStack


@dataclass(frozen=True)
class Desk:
    """Handed to each tab when it is built; config is the till's own as it was at the start. scans
    is where scanners and the scale report, printing the way to paper and to the drawer, shifts the
    till's shift; None where a tab stands alone."""

    shop: "Shop"
    tasks: "Tasks"
    session: "Session"
    notices: "NoticeStack"
    config: Config
    sounds: "Sounds"
    scans: "ScanPost | None" = None
    printing: "Printing | None" = None
    shifts: "Shifts | None" = None
