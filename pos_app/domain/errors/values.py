"""What was given can't be taken, or nothing is kept under it."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class BadValue(PosError):
    """A value that can't be taken.

    field is the name of the argument, value what was given, reason one of: "empty", "too_long",
    "negative", "zero", "too_large", "not_a_number", "too_many_decimals", "not_a_date",
    "not_an_email", "not_a_phone", "not_a_country", "not_a_currency", "not_a_timezone",
    "unknown_choice", "too_short", "not_digits", "whole_pieces", "control_character",
    "not_a_rate", "range", "rate_or_amount", "rates_only", "amounts_only", "too_many",
    "too_few", "name_twice", "over_100", "not_ascending", "card_number", "not_last4",
    "no_discount", "one_a_line", "overlaps", "no_coins", "price_agreed", "no_fixed_part",
    "no_item", "item_digits", "value_digits", "value_check", "gtin_check",
    "not_a_picture", "too_easy".
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


@dataclass(eq=False)
class Unknown(PosError):
    """Nothing is kept under this key (an id, a code, a name)."""

    key: object


class UnknownProduct(Unknown):
    """No such product, or it is archived."""


class UnknownCode(Unknown):
    """A scanned or typed code that belongs to no product."""


class UnknownCodeRule(Unknown):
    """No such rule for codes."""


class UnknownCategory(Unknown):
    """No such category."""


class UnknownCustomer(Unknown):
    """No such customer."""


class UnknownAddress(Unknown):
    """No such address, or it is not one of the customer's."""


class UnknownOrder(Unknown):
    """No such order."""


class UnknownPaper(Unknown):
    """No such job of the print queue."""


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


class UnknownItem(Unknown):
    """No such line of this order."""


class UnknownLedger(Unknown):
    """No such gift card, store credit or account."""
