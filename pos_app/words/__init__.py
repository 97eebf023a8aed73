"""What a refusal says to people: one place for the window and the terminal, and it knows neither.

A title says what happened, a hint how to go on. Nothing personal or secret is repeated but what
the person gave themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pos_app.domain import errors
from pos_app.domain.money import MoneyFormat
from pos_app.domain.quantity import format_quantity

_LONGEST = 60
_AMOUNTS = frozenset({"due", "tendered", "was", "now"})


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, in one sentence, and how to go on ("" where the first says it all)."""

    title: str
    hint: str = ""


def words(error: BaseException, money: MoneyFormat | None = None) -> Message:
    """The words for a refusal; amounts are written in the shop's money where it is given.

    Anything that is no PosError gets a sentence that admits it: the details belong in the log.
    """
    for kind in type(error).__mro__:
        if kind in _SPECIAL:
            return _SPECIAL[kind](error, money)
        if kind in _PLAIN:
            title, hint = _PLAIN[kind]
            fields = {name: _shown(name, value, money) for name, value in vars(error).items()}
            return Message(title.format(**fields), hint.format(**fields))
    return Message(
        "Something went wrong that the program did not expect.",
        f"Nothing was half done. The log has the details ({type(error).__name__}).",
    )


def reason_words(reason: str) -> str:
    """What is wrong with a value, to stand beside it: "negative" -> "must not be below zero"."""
    return _REASONS.get(reason, "can't be taken")


def field_words(field: str) -> str:
    """What people call an argument or a column: "line1" -> "address line 1"."""
    return _FIELDS.get(field, field.replace("_", " "))


def fault_words(fault: errors.RowFault) -> str:
    """One fault of a file in one line: "line 12, price: “-1.00” must not be below zero"."""
    if not fault.line:
        return reason_words(fault.reason)
    place = f"line {fault.line}, {fault.column}" if fault.column else f"line {fault.line}"
    what = f"“{clipped(fault.value)}” " if fault.value else ""
    return f"{place}: {what}{reason_words(fault.reason)}"


def permission_words(permission: str) -> str:
    """What a permission lets a person do: "receive_stock" -> "receive goods"."""
    return _PERMISSIONS.get(permission, permission.replace("_", " "))


def clipped(value: object, longest: int = _LONGEST) -> str:
    """A value as it may stand in a sentence: short, on one line, nothing that drives a terminal."""
    shown = _quantity(value) if isinstance(value, Decimal) else str(value)
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _quantity(value: Decimal) -> str:
    return format_quantity(value) if value.is_finite() else str(value)


def _shown(name: str, value: object, money: MoneyFormat | None) -> str:
    if name in _AMOUNTS and isinstance(value, int):
        return money.format(value) if money is not None else "?"
    if name == "path":
        return clipped(value, 200)
    return clipped(value)


# --- words -----------------------------------------------------------------------------------

_REASONS = {
    "empty": "is missing",
    "too_long": "is too long",
    "too_short": "is too short",
    "negative": "must not be below zero",
    "zero": "must be above zero",
    "too_large": "is too large",
    "not_a_number": "is not a number",
    "too_many_decimals": "has too many decimal places",
    "not_a_date": "is not a date",
    "not_an_email": "is not an e-mail address",
    "not_a_phone": "is not a phone number",
    "not_a_country": "is not known; give its two letters, such as US",
    "not_a_currency": "is not known; give its three letters, such as USD",
    "no_minor_unit": "is nothing people pay with; give a currency such as USD",
    "two_readings": "can be read in two ways; write all of its decimal places",
    "not_a_timezone": "is not a time zone",
    "unknown_choice": "can't be taken here",
    "not_digits": "may hold digits only",
    "whole_pieces": "must be whole: this is sold by the piece",
    "control_character": "holds characters that can't be printed",
    "not_a_rate": "must be from 0 to 100 %",
    "range": "is out of range",
    "missing_column": "is a column this file must have",
    "unknown_sku": "is no product of this shop",
    "duplicate_sku": "stands in this file twice",
    "duplicate_barcode": "belongs to another product",
    "duplicate_email": "belongs to another customer",
    "duplicate_phone": "belongs to another address",
    "customer_mixed": "differs from an earlier line of the same customer",
    "walk_in": "is the shop's own name for customers without one",
    "wrong_encoding": "is not UTF-8 text",
    "wrong_field_count": "does not fit the heading: too many or too few fields",
    "open_quote": "opens a quote that is never closed",
    "stray_quote": "has a quote inside a field; double it and quote the whole field",
    "duplicate_column": "is a column that stands in the heading twice",
    "no_such_file": "There is no such file",
    "not_readable": "The file can't be read",
    "rounded": "was rounded by a spreadsheet; its last digits are gone",
    "basket_mixed": "differs from the first line of the same basket",
    "basket_split": "goes on after another basket began",
    "basket_changed": "is in the books already with other content",
    "basket_faulty": "belongs to a basket with a fault in another line",
    "no_such_time": "does not exist on the shop's clock",
    "future": "lies in the future",
    "empty_file": "The file is empty",
    "coupon_over_total": "pays more than the basket comes to",
}

_FIELDS = {
    "agreed_total": "total",
    "agreed_list": "total before discount",
    "first_name": "first name",
    "last_name": "last name",
    "line1": "address line 1",
    "line2": "address line 2",
    "email": "e-mail",
    "zip": "ZIP code",
    "sku": "SKU",
    "pin": "PIN",
    "rate_ppm": "rate",
    "owner_pin": "PIN",
    "owner_username": "user name",
    "username": "user name",
    "timezone": "time zone",
    "on_hand": "stock on hand",
    "quantity_change": "change",
    "tax_class_id": "tax class",
    "tax_rate_ppm": "tax rate",
}

_PERMISSIONS = {
    "sell": "sell",
    "price_override": "change a price in the cart",
    "manage_orders": "manage orders",
    "cancel_order": "cancel orders",
    "manage_customers": "change customers",
    "manage_catalog": "change products",
    "receive_stock": "receive goods",
    "adjust_stock": "adjust stock",
    "manage_staff": "manage staff",
    "settings": "change the shop's settings",
}

# One sentence and a hint each; the fields of the error fill the braces.
_PLAIN: dict[type[BaseException], tuple[str, str]] = {
    errors.PosError: ("That is not possible.", "Nothing was changed."),
    errors.Unknown: ("Nothing is kept under “{key}”.", "It may have been removed meanwhile."),
    errors.UnknownProduct: (
        "There is no product “{key}”.",
        "It may have been archived; search for it among the products.",
    ),
    errors.UnknownCode: (
        "“{key}” belongs to no product.",
        "Nothing was added. Search by name, or give the code to a product.",
    ),
    errors.UnknownCategory: ("There is no category “{key}”.", "It may have been renamed."),
    errors.UnknownCustomer: ("There is no customer “{key}”.", "Search by name, e-mail or phone."),
    errors.UnknownAddress: ("This address is not one of the customer's.", ""),
    errors.UnknownOrder: ("There is no order “{key}”.", "Check the number on the receipt."),
    errors.UnknownCart: (
        "This parked cart is no longer there.",
        "Another till may have recalled it.",
    ),
    errors.UnknownUser: ("There is no member of staff “{key}”.", ""),
    errors.UnknownTill: ("This shop has no till “{key}”.", ""),
    errors.UnknownDiscountCode: (
        "The discount code “{key}” is not valid.",
        "Check the spelling, and from when until when it may be used.",
    ),
    errors.EmptyCart: ("The cart is empty.", "Scan or choose a product first."),
    errors.SaleChanged: (
        "This sale is in the books already, with other content.",
        "Order {order_id} stands as it was; nothing was changed.",
    ),
    errors.LastAddress: (
        "This is the last link of the address.",
        "A customer keeps at least one address, and an address at least one customer.",
    ),
    errors.StillReferenced: ("This {what} is still needed.", "Other records refer to “{key}”."),
    errors.NotSignedIn: ("Nobody is signed in here any more.", "Sign in and try again."),
    errors.StorageError: ("The shop's file {path} can't be used.", "Nothing was changed."),
    errors.ShopNotFound: (
        "There is no shop at {path}.",
        "Check the path, or make a new shop there.",
    ),
    errors.ShopExists: (
        "There is a file at {path} already.",
        "Choose another name; it was left alone.",
    ),
    errors.NotAShop: (
        "{path} is not a shop of this program.",
        "It was left as it is. Choose the shop's own file.",
    ),
    errors.ShopReadOnly: (
        "{path} can't be written.",
        "Give your account the right to write the file and its folder.",
    ),
    errors.ShopBusy: (
        "Another program kept the shop's file busy for too long.",
        "Nothing was changed. Close long-running work on {path} and try again.",
    ),
    errors.DiskFull: (
        "The disk is full.",
        "The last step was taken back and nothing was lost. Make room, then try again ({path}).",
    ),
    errors.ShopMoved: (
        "{path} was moved, removed or replaced while it was open.",
        "Nothing more is booked into it. Put the file back, or open the shop again.",
    ),
    errors.DiskTrouble: (
        "The disk does not answer as it should.",
        "The last step was taken back. Look after the disk that holds {path}, then try again.",
    ),
    errors.NewerShop: (
        "{path} was made by a newer version of this program.",
        "It was left as it is. Install the newer version (file {found}, this program {known}).",
    ),
    errors.ShopDamaged: (
        "{path} is damaged.",
        "Keep the file, and restore your latest backup. SQLite says: {detail}",
    ),
    errors.WindowOpen: (
        "A window has this shop open already.",
        "Go on in that window, or close it first (process {pid}, {path}).",
    ),
    errors.NotWritten: (
        "{path} can't be written.",
        "What stood there before still does. The system says: {detail}",
    ),
    errors.NoSuchBackend: (
        "This version can't open {path}.",
        "Give the path of a shop's file.",
    ),
    errors.Cancelled: ("Stopped.", "What was finished stays; the same again goes on from there."),
}


def _bad_value(error: errors.BadValue, _money: MoneyFormat | None) -> Message:
    field = field_words(error.field)
    title = f"{field[:1].upper()}{field[1:]} {reason_words(error.reason)}."
    # What was typed where a PIN or password belongs is never repeated.
    if error.value in (None, "") or error.field in {"pin", "owner_pin", "password"}:
        return Message(title)
    return Message(title, f"It was “{clipped(error.value)}”.")


def _duplicate(error: errors.Duplicate, _money: MoneyFormat | None) -> Message:
    field = field_words(error.field)
    return Message(
        f"{field[:1].upper()}{field[1:]} “{clipped(error.value)}” is taken already.",
        "It must be different for each.",
    )


def _out_of_stock(error: errors.OutOfStock, _money: MoneyFormat | None) -> Message:
    left, wanted = _quantity(error.left), _quantity(error.wanted)
    product = clipped(error.product)
    if error.left <= 0:
        return Message(
            f"{product} is out of stock.", "The cart stays. Take it out or adjust stock."
        )
    return Message(
        f"Only {left} left of {product}.",
        f"The cart asks for {wanted} and stays as it is. Lower the quantity or adjust stock.",
    )


def _price_changed(error: errors.PriceChanged, money: MoneyFormat | None) -> Message:
    product = clipped(error.product)
    if money is None:
        return Message(
            f"The price of {product} has changed.", "Take over the new price and pay again."
        )
    return Message(
        f"The price of {product} has changed to {money.format(error.now)}.",
        f"The cart has {money.format(error.was)}. Take over the new price and pay again.",
    )


def _underpaid(error: errors.Underpaid, money: MoneyFormat | None) -> Message:
    if money is None:
        return Message("The payment does not reach the total.", "Nothing was booked.")
    missing = money.format(error.due - error.tendered)
    return Message(f"{missing} is missing.", f"The total is {money.format(error.due)}.")


def _overpaid(error: errors.Overpaid, money: MoneyFormat | None) -> Message:
    title = f"Payment by {error.method} is more than the total."
    if money is None:
        return Message(title, "Change is given for cash only.")
    return Message(title, f"The total is {money.format(error.due)}. Change is given for cash only.")


def _bad_status_move(error: errors.BadStatusMove, _money: MoneyFormat | None) -> Message:
    title = f"A {error.status} order can't become {clipped(error.wanted)}."
    if not error.allowed:
        return Message(title, f"“{error.status}” is where an order ends.")
    return Message(title, f"It can become {' or '.join(error.allowed)}.")


def _not_allowed(error: errors.NotAllowed, _money: MoneyFormat | None) -> Message:
    return Message(
        f"{clipped(error.name)} may not {permission_words(error.permission)}.",
        "Ask somebody who may to sign in.",
    )


def _sign_in_refused(error: errors.SignInRefused, _money: MoneyFormat | None) -> Message:
    if error.wait_seconds > 0:
        wait = "1 second" if error.wait_seconds == 1 else f"{error.wait_seconds} seconds"
        return Message("Too many wrong PINs.", f"Try again in {wait}.")
    return Message("Name or PIN is wrong.", "Try again.")


def _file_refused(error: errors.FileRefused, _money: MoneyFormat | None) -> Message:
    count = max(error.total_faults, len(error.faults))
    faults = "1 fault" if count == 1 else f"{count:,} faults"
    first = f" First: {fault_words(error.faults[0])}." if error.faults else ""
    return Message(
        f"{clipped(error.file, 200)} has {faults}; nothing of it was taken in.",
        f"Mend the file and import it again, or leave the bad rows out.{first}",
    )


def _import_stopped(error: errors.ImportStopped, money: MoneyFormat | None) -> Message:
    cause = words(error.cause, money)
    return Message(
        f"Stopped at line {error.line} of {clipped(error.file, 200)}: {cause.title}",
        f"{error.done:,} before it are kept. Mend the cause and import the same file again: "
        "it goes on from there.",
    )


_SPECIAL: dict[type[BaseException], Callable[[Any, MoneyFormat | None], Message]] = {
    errors.BadValue: _bad_value,
    errors.Duplicate: _duplicate,
    errors.OutOfStock: _out_of_stock,
    errors.PriceChanged: _price_changed,
    errors.Underpaid: _underpaid,
    errors.Overpaid: _overpaid,
    errors.BadStatusMove: _bad_status_move,
    errors.NotAllowed: _not_allowed,
    errors.SignInRefused: _sign_in_refused,
    errors.FileRefused: _file_refused,
    errors.ImportStopped: _import_stopped,
}
