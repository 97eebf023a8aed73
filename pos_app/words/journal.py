"""Words for the journal: kinds of entries, the facts in them, what verifying finds."""

from datetime import UTC, datetime

from pos_app.domain.rows import JournalFault, JournalNote
from pos_app.words.journal_labels import LABELS, VALUES
from pos_app.words.lists import PERMISSIONS

KINDS = {
    "sale": "Sale",
    "refund": "Return",
    "void": "Void",
    "exchange": "Exchange",
    "cancel": "Order cancelled",
    "status": "Order moved on",
    "tender_correction": "Tender corrected",
    "reprint": "Printed again",
    "drawer": "Drawer opened",
    "cash_in": "Cash in",
    "cash_out": "Cash out",
    "cash_drop": "Cash to the safe",
    "cash_refused": "Cash move refused",
    "shift_open": "Shift opened",
    "shift_count": "Drawer counted",
    "shift_close": "Shift closed (Z)",
    "x_report": "X report",
    "line_removed": "Line removed",
    "cart_cleared": "Cart cleared",
    "cart_parked": "Cart parked",
    "cart_recalled": "Cart recalled",
    "approval": "Approval",
    "sign_in": "Sign-in",
    "sign_in_failed": "Failed sign-in",
    "sign_out": "Sign-out",
    "lock": "Till locked",
    "price": "Price changed",
    "product": "Product",
    "tax": "Taxes",
    "promotion": "Promotion",
    "discount_code": "Discount code",
    "discount_limit": "Discount limit",
    "group_price": "Group price",
    "stock": "Stock",
    "ledger": "Credit or account",
    "terms": "Customer's terms",
    "erase": "Customer erased",
    "staff": "Staff",
    "rights": "Rights of a role",
    "settings": "Settings",
    "import": "Import",
    "export": "Export",
    "backup": "Backup",
    "restore": "Restored from a backup",
    "training": "Training copy",
    "closing": "Closing",
    "begin": "Journal begun",
    "key": "Signing key",
    "upgrade": "Program upgraded",
    "clock_set_back": "Clock set back",
    "head_mended": "End of the journal mended",
}
"""kind of an entry -> what people call it, in the order of the list they choose from."""

_FAULTS = {
    "edited": "was edited",
    "signature": "has a wrong signature",
    "rechained": "and those behind it were written anew",
    "deleted": "is missing",
    "swapped": "stands in another's place",
    "inserted": "was put in later",
    "cut": "is where the journal was cut off: entries behind it are gone",
    "column": "says something else than the columns it is found by",
    "spelling": "is not spelled as the program spells it",
    "order": "stands out of order",
    "link": "does not follow the entry before it",
    "till": "belongs to another till",
    "key": "is signed by a key that nobody vouched for",
    "totals": "does not add up with the entry before it",
    "closing": "closes a day with other totals",
    "clock": "is older than the entry before it, and nobody says why",
    "head": "is not where the journal says it ends",
    "anchor": "is not the one that a Z report or a backup names",
    "books": "is where the books come to something else",
    "missing": "is missing: the till has sold, and has no journal",
    "archive": "is in another file than its manifest names",
}
_NOTES = {
    "machine": "another machine went on with the journal",
    "rotated": "its signing key was changed",
    "vouched": (
        "entries up to here are signed by a key that is not known here; they stand by the hash of "
        "the next one"
    ),
    "clock": "the clock was set back",
    "restore": "the shop was restored from a backup",
    "head": "what was kept of the journal's end was lost, and was made anew",
    "no_key": "no key is known here: signatures were held against the keys in the file itself",
    "open_key": "others may read the file of this machine's key",
}


def kind_words(kind: str) -> str:
    """What people call a kind of entry; spelled out where nobody thought of it."""
    return KINDS.get(kind) or _spelled(kind)


def label_words(name: str) -> str:
    """What people call a fact: "on_hand" -> "On hand"."""
    return LABELS.get(name) or _spelled(name)


def value_words(name: str, value: str) -> str:
    """A short key that a fact holds, in words; other texts as they are."""
    if name == "permission" or name in ("given", "taken"):
        return PERMISSIONS.get(value, value)
    return VALUES.get((name, value), value)


def journal_fault_words(fault: JournalFault) -> str:
    """What is wrong with the first bad entry of a till's chain, in a sentence."""
    where = f"Entry {fault.sequence:,} of till {fault.till}" if fault.till else "The journal"
    what = _FAULTS.get(fault.kind, "is wrong")
    more = f" ({fault.detail})" if fault.detail else ""
    return f"{where} {what}{more}."


def journal_note_words(note: JournalNote) -> str:
    """What whoever verifies should know and is no fault, in a sentence."""
    where = f"Till {note.till}, entry {note.sequence:,}: " if note.till else ""
    what = _NOTES.get(note.kind, _spelled(note.kind).lower())
    more = f" ({_plain(note.detail)})" if note.detail else ""
    said = f"{where}{what}{more}."
    return said[:1].upper() + said[1:]


def _plain(detail: str) -> str:
    """A moment as an entry has it, the way people read one; anything else as it is."""
    try:
        at = datetime.fromisoformat(detail)
        return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at.tzinfo is not None else detail
    except (ValueError, OverflowError):
        return detail


def _spelled(name: str) -> str:
    return name.replace("_", " ").capitalize()
