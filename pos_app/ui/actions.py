"""Every action of the program once: the menu, the palette and the sheet of keys are made of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from pos_app import config as settings_file
from pos_app.domain.rights import Permission
from pos_app.ui import theme
from pos_app.ui.about_sheet import AboutSheet
from pos_app.ui.approving import before
from pos_app.ui.backup_sheet import ask_for_backup
from pos_app.ui.check_sheet import check_the_books
from pos_app.ui.desk import Desk
from pos_app.ui.journal import open_journal
from pos_app.ui.ledgers import LedgersSheet
from pos_app.ui.outline import TABS as TAB_NAMES
from pos_app.ui.palette.known import SHEETS, TABS, Hint, Known
from pos_app.ui.palette.pressing import press, ready
from pos_app.ui.printing.keys import DRAWER_KEY, WAITING_KEY
from pos_app.ui.receipts import ReceiptsSheet
from pos_app.ui.reports.kinds import REPORTS as REPORT_KINDS
from pos_app.ui.session import LOCK, SWITCH_CLERK
from pos_app.ui.settings_sheet import SettingsSheet
from pos_app.ui.shifts.keys import SHIFT_KEY
from pos_app.ui.staff import OwnSecretSheet, open_staff
from pos_app.ui.tabs import (
    CART,
    CUSTOMERS,
    KEYS_KEY,
    MENU_KEY,
    ORDERS,
    PALETTE_KEY,
    PRICES,
    PRODUCTS,
    REPORTS,
)
from pos_app.ui.training import TRAINING_KEY
from pos_app.ui.widgets.notice import ACT_KEY

if TYPE_CHECKING:
    from pos_app.ui.floor import Floor

EVERYWHERE = "Everywhere"
PLACES = (*TAB_NAMES, "Prices and taxes")
"""The headings of the tabs and the page behind them, by index."""

SHIFT = "Shift"
"""The heading of what is done with the till's shift."""

LOOKS, SHOP, TILL, PROGRAM, PERSON = "looks", "shop", "till", "program", "person"
"""The parts of the menu, from top to bottom."""

_ICONS = ("shopping-cart", "package", "users", "receipt-text", "chart-column", "percent")
_NOTHING_THERE = "It can't be done just now."


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done from anywhere. place is the heading it stands under, part that of
    the menu ("" where it isn't in the menu), also other words it is looked for by; why_not, where
    it can't be done now, is what must be done first. ticked is for one of several that holds."""

    name: str
    words: str
    run: Callable[[], None]
    place: str = EVERYWHERE
    key: str = ""
    icon: str = ""
    also: str = ""
    part: str = ""
    why_not: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A line in the sheet of keys."""

    place: str
    key: str
    words: str


def all_actions(floor: "Floor") -> tuple[Action, ...]:
    """What can be done right now, or could be if something else were done first."""
    signed_in = floor.desk is not None and floor.desk.session.clerk is not None
    found = [*_tabs(floor), *_of_tabs(floor)] if signed_in else []
    return (*found, *menu_actions(floor))


def menu_actions(floor: "Floor") -> tuple[Action, ...]:
    """What the menu under the clerk's name offers, in its order."""
    desk = floor.desk
    signed_in = desk is not None and desk.session.clerk is not None
    found = [*_looks(floor)]
    if desk is not None and signed_in:
        found += _of_shop(floor, desk)
        found += _of_till(floor)
    found.append(
        Action("program.open", "Open another shop…", floor.ask_for_shop, icon="folder-open",
               part=PROGRAM, also="file")
    )  # fmt: skip
    if desk is not None:
        found.append(
            Action("program.new", "Set up a new shop…", lambda: floor.other_shop.emit(""),
                   icon="store", part=PROGRAM, also="create")
        )  # fmt: skip
    found += [
        Action("program.keys", "All keys", floor.open_keys, key=KEYS_KEY, icon="keyboard",
               part=PROGRAM, also="shortcuts help"),
        Action("program.palette", "Find an action", floor.open_palette, key=PALETTE_KEY,
               icon="search", part=PROGRAM, also="command"),
        Action("program.about", "About Countertop", lambda: AboutSheet(desk, floor).open(),
               icon="info", part=PROGRAM, also="version licence log"),
    ]  # fmt: skip
    if desk is not None and signed_in:
        found += _of_person(floor, desk)
    return tuple(found)


def _of_person(floor: "Floor", desk: Desk) -> Iterator[Action]:
    """What who is signed in does with their own place at the till."""
    yield Action("person.secret", "Change my PIN…", lambda: OwnSecretSheet(desk, floor).open(),
                 icon="key-round", part=PERSON, also="password secret")  # fmt: skip
    yield Action("person.lock", "Lock the till", floor.lock, key=LOCK, icon="lock", part=PERSON,
                 also="leave away pause")  # fmt: skip
    yield Action("person.switch", "Switch clerk", desk.session.sign_out, key=SWITCH_CLERK,
                 icon="log-out", part=PERSON, also="sign out leave")  # fmt: skip


def key_lines() -> Iterator[KeyLine]:
    """Every key there is, place by place."""
    numbers = ", ".join(str(place + 1) for place in range(len(PLACES)))
    yield KeyLine(EVERYWHERE, f"Ctrl+{numbers}", ", ".join(PLACES))
    yield KeyLine(EVERYWHERE, PALETTE_KEY, "find an action")
    yield KeyLine(EVERYWHERE, KEYS_KEY, "all keys")
    yield KeyLine(EVERYWHERE, MENU_KEY, "menu")
    yield KeyLine(EVERYWHERE, SWITCH_CLERK, "switch clerk")
    yield KeyLine(EVERYWHERE, LOCK, "lock the till; what is open stays")
    yield KeyLine(EVERYWHERE, SHIFT_KEY, "the shift: count, cash in and out, reports, close")
    yield KeyLine(EVERYWHERE, DRAWER_KEY, "open the drawer without a sale")
    yield KeyLine(EVERYWHERE, WAITING_KEY, "receipts that wait for the printer")
    yield KeyLine(EVERYWHERE, TRAINING_KEY, "practise; leave training")
    yield KeyLine(EVERYWHERE, "Shift+Esc", "close the newest notice")
    yield KeyLine(EVERYWHERE, ACT_KEY, "press the button of the newest notice")
    for tab, known in TABS.items():
        for each in known:
            yield KeyLine(PLACES[tab], each.key, each.words)
    for sheet, hints in SHEETS.items():
        for hint in hints:
            yield KeyLine(sheet, hint.key, hint.words)


# --- the tabs, and what they do ------------------------------------------------------------------


def _tabs(floor: "Floor") -> Iterator[Action]:
    for tab, words in enumerate(PLACES):
        yield Action(
            f"tab.{tab}", words, partial(floor.show_tab, tab), key=f"Ctrl+{tab + 1}",
            icon=_ICONS[tab], also="tab go to",
        )  # fmt: skip


def _of_tabs(floor: "Floor") -> Iterator[Action]:
    for tab in (CART, PRODUCTS, CUSTOMERS, ORDERS):
        yield from _known(floor, tab)
    yield Action(
        "cart.loose_return", "Return without a receipt", partial(_return_without_receipt, floor),
        place=PLACES[CART], icon="package-minus", also="refund give back blind",
    )  # fmt: skip
    yield from _known(floor, REPORTS)
    for place, report in enumerate(REPORT_KINDS):
        yield Action(
            f"report.{report.key}", report.title, partial(_show_report, floor, place),
            place=PLACES[REPORTS], icon=report.icon, also="report figures",
        )  # fmt: skip
    yield from _known(floor, PRICES)
    yield from _of_shift(floor)


def _of_shift(floor: "Floor") -> Iterator[Action]:
    """What can be done with the till's shift; its sheet (Ctrl+D) offers the same."""
    shifts = floor.station.shifts if floor.station is not None else None
    if shifts is None:
        return
    is_open = shifts.current is not None
    closed, opened = "Open a shift first.", "A shift is open already."
    rows = (
        ("open", "Open a shift", "play", "float count drawer begin", "" if not is_open else opened),
        ("in", "Cash in", "circle-plus", "change bank put drawer", "" if is_open else closed),
        ("out", "Cash out", "circle-minus", "paid expense take", "" if is_open else closed),
        ("drop", "Cash to the safe", "lock", "drop drawer", "" if is_open else closed),
        ("x", "X report", "receipt-text", "interim takings", "" if is_open else closed),
        ("close", "Close the shift", "check", "z report count end day", "" if is_open else closed),
        ("past", "Past shifts", "history", "z report again print", ""),
    )
    for name, words, icon, also, why_not in rows:
        yield Action(f"shift.{name}", words, partial(shifts.do, name), place=SHIFT, icon=icon,
                     also=also, why_not=why_not)  # fmt: skip


def _known(floor: "Floor", tab: int) -> Iterator[Action]:
    for each in TABS[tab]:
        if isinstance(each, Hint):
            continue
        built = floor.tab(tab)
        possible = built is None or ready(built, each.key) is not None
        yield Action(
            f"{tab}.{each.key}", each.words, partial(_press, floor, tab, each), place=PLACES[tab],
            key=each.key, icon=each.icon, also=each.also,
            why_not="" if possible else each.needs or _NOTHING_THERE,
        )  # fmt: skip


def _press(floor: "Floor", tab: int, known: Known) -> None:
    """Show the tab, and do there what the key does."""
    floor.show_tab(tab)
    shown = floor.tab(tab)
    found = ready(shown, known.key) if shown is not None else None
    if found is not None:
        press(found)
    else:
        floor.notices.say(known.words, known.needs or _NOTHING_THERE, "warn")


def _show_report(floor: "Floor", place: int) -> None:
    floor.show_tab(REPORTS)
    floor.tab(REPORTS).show_report(place)  # type: ignore[union-attr]


def _return_without_receipt(floor: "Floor") -> None:
    floor.show_tab(CART)
    floor.tab(CART).ask_loose_return()  # type: ignore[union-attr]


# --- the menu ------------------------------------------------------------------------------------


def _looks(floor: "Floor") -> Iterator[Action]:
    icons = {"system": "sun-moon", "light": "sun", "dark": "moon"}
    for words, mode in (("Same as the system", "system"), ("Light", "light"), ("Dark", "dark")):
        yield Action(
            f"theme.{mode}", words, partial(_dress, floor, mode), place="Theme", icon=icons[mode],
            also="theme colours look mode", part=LOOKS, ticked=theme.mode() == mode,
        )  # fmt: skip


def _dress(floor: "Floor", mode: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, mode)
    floor.tasks.office.run(lambda: settings_file.update(theme=mode))


def _of_shop(floor: "Floor", desk: Desk) -> Iterator[Action]:
    """What belongs to the shop; each line is an entry of the menu."""
    if floor.practice.on:
        yield Action(
            "shop.leave_training",
            "Leave training",
            floor.practice.leave,
            key=TRAINING_KEY,
            icon="log-in",
            also="practise back real shop",
            part=SHOP,
        )
        yield Action(
            "shop.start_over",
            "Start training over…",
            floor.practice.ask_to_start_over,
            icon="rotate-ccw",
            also="practise fresh copy",
            part=SHOP,
        )
    else:
        yield Action(
            "shop.practise",
            "Practise (training mode)…",
            floor.practice.ask,
            key=TRAINING_KEY,
            icon="graduation-cap",
            also="train try learn copy",
            part=SHOP,
        )
    rows: tuple[tuple[str, str, Callable[[], None], str, str, str], ...] = (
        ("prices", "Prices and taxes", partial(floor.show_tab, PRICES), "percent", "",
         f"Ctrl+{PRICES + 1}"),
        ("ledgers", "Gift cards and credit…", lambda: LedgersSheet(desk, floor).open(), "wallet",
         "balance account store credit", ""),
        ("settings", "Shop settings…", partial(_open_settings, desk, floor), "settings",
         "name address rounding", ""),
        ("receipts", "Receipts…", partial(_open_receipts, desk, floor), "receipt",
         "logo header footer lines tax number print", ""),
        ("staff", "Staff…", partial(open_staff, desk, floor), "users",
         "people clerk pin role", ""),
        ("backup", "Back up…", lambda: ask_for_backup(desk, floor), "save", "copy save file", ""),
        ("check", "Check the books…", lambda: check_the_books(desk, floor), "badge-check",
         "verify", ""),
        ("journal", "Journal…", lambda: open_journal(desk, floor), "clipboard-list",
         "audit log who did what verify archive chain", ""),
    )  # fmt: skip
    for name, words, run, icon, also, key in rows:
        yield Action(f"shop.{name}", words, run, key=key, icon=icon, also=also, part=SHOP)


def _open_settings(desk: Desk, floor: "Floor") -> None:
    before(
        desk,
        Permission.SETTINGS,
        lambda allowed: SettingsSheet(desk, floor, allowed).open(),
        about="Change the shop's settings",
        parent=floor,
    )


def _open_receipts(desk: Desk, floor: "Floor") -> None:
    # Lines and logo are two commands.
    before(
        desk,
        Permission.SETTINGS,
        lambda allowed: ReceiptsSheet(desk, floor, allowed).open(),
        about="Change what stands on receipts",
        parent=floor,
        times=2,
    )


def _of_till(floor: "Floor") -> Iterator[Action]:
    """What hangs at this till; each line is an entry of the menu."""
    station = floor.station
    if station is None:
        return
    yield Action("till.shift", "Shift and drawer…", station.shifts.show, key=SHIFT_KEY,
                 icon="coins", also="float count close open z x report", part=TILL)  # fmt: skip
    yield Action("till.devices", "This till's devices…", station.show_devices, icon="printer",
                 also="printer drawer scanner scale display setup test", part=TILL)  # fmt: skip
    yield Action("till.drawer", "Open the drawer…", station.ask_drawer, key=DRAWER_KEY,
                 icon="wallet", also="cash no sale change money", part=TILL)  # fmt: skip
    yield Action("till.papers", "Receipts that wait for the printer", station.show_waiting,
                 key=WAITING_KEY, icon="receipt-text", also="print queue retry paper",
                 part=TILL)  # fmt: skip
    side = station.customer_side
    if side is not None and side.window is not None:
        yield Action("till.customer", "Customer window: whole screen or not", side.window.toggle,
                     icon="monitor", also="second display full", part=TILL)  # fmt: skip
