"""Every refusal the shop can give, each carrying the data that explains it.

No words for people live here: `ui.messages`, the terminal and the web put a refusal into words
from its type and its fields. A field named `reason` holds a short fixed key, never a sentence.
"""

from dataclasses import dataclass
from decimal import Decimal


class PosError(Exception):
    """Something the shop refuses, on purpose; nothing was changed."""


# --- bad input -------------------------------------------------------------------------------


@dataclass(eq=False)
class BadValue(PosError):
    """A value that can't be taken.

    field is the name of the argument, value what was given, reason one of: "empty", "too_long",
    "negative", "zero", "too_large", "not_a_number", "too_many_decimals", "not_a_date",
    "not_an_email", "not_a_phone", "not_a_country", "not_a_currency", "not_a_timezone",
    "unknown_choice", "too_short", "not_digits", "whole_pieces", "control_character",
    "not_a_rate", "range", "rate_or_amount", "rates_only", "amounts_only", "too_many",
    "too_few", "name_twice", "over_100", "not_ascending", "card_number", "not_last4",
    "no_discount".
    """

    field: str
    value: object
    reason: str


class BadAmount(BadValue):
    """An amount of money that can't be taken."""


class BadQuantity(BadValue):
    """A quantity that can't be taken: not above zero, over three decimals, or half a piece."""


@dataclass(eq=False)
class Duplicate(PosError):
    """A value that must be unique is taken already. field is "sku", "barcode", "email" ..."""

    field: str
    value: str


# --- nothing there ---------------------------------------------------------------------------


@dataclass(eq=False)
class Unknown(PosError):
    """Nothing is kept under this key (an id, a code, a name)."""

    key: object


class UnknownProduct(Unknown):
    """No such product, or it is archived."""


class UnknownCode(Unknown):
    """A scanned or typed code that belongs to no product."""


class UnknownCategory(Unknown):
    """No such category."""


class UnknownCustomer(Unknown):
    """No such customer."""


class UnknownAddress(Unknown):
    """No such address, or it is not one of the customer's."""


class UnknownOrder(Unknown):
    """No such order."""


class UnknownCart(Unknown):
    """No such saved cart; it may have been recalled at another till."""


class UnknownUser(Unknown):
    """No such member of staff."""


class UnknownTill(Unknown):
    """No such till."""


class UnknownDiscountCode(Unknown):
    """No such discount code, or it was withdrawn."""


class UnknownTaxClass(Unknown):
    """No such tax class."""


class UnknownPromotion(Unknown):
    """No such promotion."""


class UnknownGroup(Unknown):
    """No such customer group."""


class UnknownGiftCard(Unknown):
    """No gift card has this code."""


class UnknownReturn(Unknown):
    """No such return."""


# --- selling ---------------------------------------------------------------------------------


@dataclass(eq=False)  # not frozen: a traceback is set on it
class OutOfStock(PosError):
    """Fewer on the shelf than the cart asks for."""

    product: str
    wanted: Decimal
    left: Decimal
    product_id: int = 0


class EmptyCart(PosError):
    """A sale needs at least one line."""


@dataclass(eq=False)
class PriceChanged(PosError):
    """The shelf price is no longer the one in the cart (minor units)."""

    product: str
    product_id: int
    was: int
    now: int


@dataclass(eq=False)
class Underpaid(PosError):
    """The payments do not reach the total (minor units)."""

    due: int
    tendered: int


@dataclass(eq=False)
class Overpaid(PosError):
    """More than the total was given by something that gives no change (minor units)."""

    method: str
    due: int
    tendered: int


@dataclass(eq=False)
class ImplausibleTender(PosError):
    """More cash than anybody hands over for this (minor units): a code scanned as an amount."""

    method: str
    due: int
    tendered: int


@dataclass(eq=False)
class TotalChanged(PosError):
    """The cart no longer comes to what was shown (minor units): a promotion began or ended, or a
    price or a tax was changed."""

    was: int
    now: int


@dataclass(eq=False)
class DiscountTooHigh(PosError):
    """More is taken off by hand than the role may; rates in ppm."""

    product: str
    rate_ppm: int
    most_ppm: int


@dataclass(eq=False)
class BelowFloor(PosError):
    """A discount by hand goes below the lowest price of the goods (minor units without tax)."""

    product: str
    price: int
    floor: int


@dataclass(eq=False)
class CodeRefused(PosError):
    """A discount code can't be used now. reason is "not_yet", "expired", "used_up",
    "used_by_customer", "needs_customer" or "below_minimum"; limit is the moment, the number of
    uses or the amount in minor units that it is about."""

    code: str
    reason: str
    limit: object = None


@dataclass(eq=False)
class NeedsCustomer(PosError):
    """This way to pay needs a customer on the sale."""

    method: str


@dataclass(eq=False)
class NotEnoughCredit(PosError):
    """A gift card, a store credit or a customer's account holds less than is asked of it (minor
    units). method is the way to pay, name the card's code or the customer."""

    method: str
    name: str
    wanted: int
    left: int


@dataclass(eq=False)
class ReturnedAlready(PosError):
    """More is to be given back of a line than is left of it."""

    product: str
    wanted: Decimal
    left: Decimal


@dataclass(eq=False)
class SaleChanged(PosError):
    """A sale with this uuid is in the books already, with other content."""

    uuid: str
    order_id: int


@dataclass(eq=False)
class BadStatusMove(PosError):
    """An order can't go from its status to the wanted one; allowed names those it can go to."""

    order_id: int
    status: str
    wanted: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class StillReferenced(PosError):
    """Something can't be removed while other records need it. what names the thing."""

    what: str
    key: object


@dataclass(eq=False)
class LastAddress(PosError):
    """A customer keeps at least one address, and an address at least one customer."""

    customer_id: int
    address_id: int


# --- people and rights -----------------------------------------------------------------------


@dataclass(eq=False)
class NotAllowed(PosError):
    """The person may not do this. permission is a `domain.rights.Permission` value."""

    permission: str
    name: str


class NotSignedIn(PosError):
    """The session has ended or never was; someone must sign in again."""


@dataclass(eq=False)
class SignInRefused(PosError):
    """Wrong name or PIN (which of the two is never told), or locked for some seconds."""

    username: str
    wait_seconds: int = 0


# --- the file --------------------------------------------------------------------------------


@dataclass(eq=False)
class StorageError(PosError):
    """Something about the shop's file; nothing was replaced."""

    path: str


class ShopNotFound(StorageError):
    """There is no file at this place."""


class ShopExists(StorageError):
    """A new shop would stand on an existing file."""


class NotAShop(StorageError):
    """A file, but not a shop of this program."""


class ShopReadOnly(StorageError):
    """The file or its folder can't be written."""


class ShopBusy(StorageError):
    """Another process held the file for longer than we may wait."""


class DiskFull(StorageError):
    """No room left on the disk; the change was taken back."""


class ShopMoved(StorageError):
    """The file was moved, removed or replaced while it was open; the change was taken back."""


class DiskTrouble(StorageError):
    """The disk did not do what it was asked to; the change was taken back."""


@dataclass(eq=False)
class NewerShop(StorageError):
    """The file was made by a newer version of the program (schema numbers)."""

    found: int
    known: int


@dataclass(eq=False)
class ShopDamaged(StorageError):
    """The file is not sound; detail is SQLite's own finding."""

    detail: str


@dataclass(eq=False)
class WindowOpen(StorageError):
    """A window has this shop open already, in the process with this id."""

    pid: int


@dataclass(eq=False)
class NoSuchBackend(StorageError):
    """A location this version can't open (a database server)."""


@dataclass(eq=False)
class NotWritten(StorageError):
    """A file that was to be written (a list, not the shop) can't be; detail is the system's own
    finding."""

    detail: str


# --- files that come in and go out ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in a file that is read: where it stands and what stood there.

    line counts from 1 with the heading as line 1, 0 where the file itself is meant; column is
    the heading's name, or "" where the whole line is meant; reason is one of BadValue's or one of
    those that `words` puts into words beside them: "missing_column", "unknown_sku" ...
    """

    line: int
    column: str
    value: str
    reason: str


@dataclass(eq=False)
class FileRefused(PosError):
    """A file has faults; nothing of it was taken in."""

    file: str
    faults: tuple[RowFault, ...]
    total_faults: int = 0


@dataclass(eq=False)
class ImportStopped(PosError):
    """Checkout refused a row; what came before it is kept and a repeat goes on from here."""

    file: str
    line: int
    done: int
    cause: PosError


class Cancelled(PosError):
    """The person asked to stop; what was finished stays."""
