"""Refusals whose words depend on what they carry: amounts, quantities, moments."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pos_app.domain import errors
from pos_app.domain.money import MoneyFormat
from pos_app.words.lists import FIELDS, REASONS
from pos_app.words.message import Message, clipped, percent_words, quantity_words
from pos_app.words.unsettled import customer_not_settled


def reason_words(reason: str) -> str:
    """What is wrong with a value, to stand beside it: "negative" -> "must not be below zero"."""
    return REASONS.get(reason, "can't be taken")


def field_words(field: str) -> str:
    """What people call an argument or a column: "line1" -> "address line 1"."""
    return FIELDS.get(field, field.replace("_", " "))


_LEAST = {
    "pin": "six digits or more",
    "owner_pin": "six digits or more",
    "password": "eight characters or more",
}
"""How long what is too short has to be, where the field beside it no longer says so."""


def _bad_value(error: errors.BadValue, _money: MoneyFormat | None) -> Message:
    field = field_words(error.field)
    title = f"{field[:1].upper()}{field[1:]} {reason_words(error.reason)}."
    if error.reason == "too_short" and error.field in _LEAST:
        title = f"{title[:-1]}: take {_LEAST[error.field]}."
    if error.reason == "over_100" and isinstance(error.value, int):
        return Message(title, f"They come to {percent_words(error.value)}.")
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
    left, wanted = quantity_words(error.left), quantity_words(error.wanted)
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


def _implausible(error: errors.ImplausibleTender, money: MoneyFormat | None) -> Message:
    hint = "Enter it again: was a code scanned into the amount?"
    if money is None:
        return Message("So much cash for so small a sale can't be right.", hint)
    return Message(
        f"{money.format(error.tendered)} in cash for {money.format(error.due)} can't be right.",
        hint,
    )


def _total_changed(error: errors.TotalChanged, money: MoneyFormat | None) -> Message:
    why = "A price, a tax or a promotion has changed. Tell the customer and pay again."
    if money is None:
        return Message("The total has changed.", why)
    return Message(
        f"The total has changed to {money.format(error.now)}.",
        f"It was {money.format(error.was)}. {why}",
    )


def _discount_too_high(error: errors.DiscountTooHigh, _money: MoneyFormat | None) -> Message:
    what = clipped(error.product) or "the whole sale"
    return Message(
        f"{percent_words(error.rate_ppm)} off {what} is more than you may give.",
        f"You may give {percent_words(error.most_ppm)}. Lower it, or ask somebody who may.",
    )


def _below_floor(error: errors.BelowFloor, money: MoneyFormat | None) -> Message:
    title = f"{clipped(error.product)} would be sold below its lowest price."
    hint = "Lower the discount, or ask somebody who may go lower."
    if money is None:
        return Message(title, hint)
    # What is the least is not told: it is what the goods cost the shop, or tells it.
    return Message(title, f"{money.format(error.price)} would be left without tax. {hint}")


_CODE_REFUSED = {
    "not_yet": ("is not valid yet.", "It counts from {limit}."),
    "expired": ("is no longer valid.", "It counted until {limit}."),
    "used_up": ("is used up.", "It may be used {limit} times in all."),
    "used_by_customer": (
        "was used by this customer already.",
        "Each customer may use it {limit} times.",
    ),
    "needs_customer": ("needs a customer on the sale.", "Choose the customer, or take it off."),
    "below_minimum": (
        "needs a larger basket.",
        "The basket must come to {limit}. Add something, or take the code off.",
    ),
}


def _code_refused(error: errors.CodeRefused, money: MoneyFormat | None) -> Message:
    why, hint = _CODE_REFUSED.get(error.reason, ("can't be used now.", "Take it off the cart."))
    limit = error.limit
    if isinstance(limit, datetime):
        shown = f"{limit.astimezone():%Y-%m-%d %H:%M}"
    elif error.reason == "below_minimum" and isinstance(limit, int):
        shown = money.format(limit) if money is not None else "more"
    else:
        shown = clipped(limit)
        if shown == "1":
            hint = hint.replace("{limit} times", "once")
    return Message(f"The discount code “{clipped(error.code)}” {why}", hint.format(limit=shown))


def _needs_customer(error: errors.NeedsCustomer, _money: MoneyFormat | None) -> Message:
    method = clipped(error.method.replace("_", " "))
    return Message(
        f"Payment by {method} needs a customer on the sale.", "Choose the customer, then pay again."
    )


def _needs_money(error: errors.NeedsMoney, money: MoneyFormat | None) -> Message:
    method = clipped(error.method.replace("_", " "))
    title = f"A gift card can't be bought by {method}."
    if money is None:
        return Message(title, "Take cash, card or transfer for it.")
    return Message(
        title,
        f"Take {money.format(error.due)} for it in cash, by card or by transfer; the other goods "
        f"may be paid by {method}.",
    )


def _not_enough_credit(error: errors.NotEnoughCredit, money: MoneyFormat | None) -> Message:
    name = clipped(error.name)
    left = "less than that" if money is None else f"only {money.format(error.left)}"
    titles = {
        "gift_card": f"Gift card “{name}” holds {left}.",
        "store_credit": f"{name} has {left} of store credit.",
        "account": f"The account of {name} can take {left} more.",
    }
    if money is None:
        titles["account"] = f"The account of {name} can't take that much more."
    title = titles.get(error.method, f"{name} has {left}.")
    asked = "" if money is None else f"{money.format(error.wanted)} was asked of it. "
    return Message(title, f"{asked}Pay the rest in another way.")


_NOT_RETURNABLE = {
    "cancelled": ("Order {number} was cancelled.", "Its goods are in stock already."),
    "not_delivered": ("Order {number} is not on its way yet.", "Cancel it instead."),
    "unpaid": ("Order {number} was never paid.", "There is no money to be given back."),
}


def _not_returnable(error: errors.NotReturnable, _money: MoneyFormat | None) -> Message:
    title, hint = _NOT_RETURNABLE.get(error.reason, ("Order {number} can't be returned.", ""))
    return Message(title.format(number=clipped(error.number)), hint)


_NOT_VOIDABLE = {
    "not_last": (
        "{number} is not the last sale of this till.",
        "Only the last one can be made void. Take its goods back as a return instead.",
    ),
    "other_day": (
        "{number} was not sold today.",
        "Only a sale of today can be made void. Take its goods back as a return instead.",
    ),
    "returned": (
        "Something of {number} came back already.",
        "Take the rest of it back as a return.",
    ),
    "exchange": (
        "{number} is part of an exchange.",
        "Take its goods back as a return instead.",
    ),
    "voided": ("{number} was made void already.", "Nothing more is to be done."),
}


def _not_voidable(error: errors.NotVoidable, _money: MoneyFormat | None) -> Message:
    title, hint = _NOT_VOIDABLE.get(error.reason, ("{number} can't be made void.", ""))
    return Message(title.format(number=clipped(error.number)), hint)


def _above_shelf_price(error: errors.AboveShelfPrice, money: MoneyFormat | None) -> Message:
    title = f"{clipped(error.product)} costs less than that today."
    if money is None:
        return Message(title, "Without a receipt no more than today's price is given back.")
    return Message(
        title,
        f"Without a receipt no more than today's {money.format(error.most)} is given back for one. "
        "Lower the price.",
    )


_BUNDLE_REFUSED = {
    "has_stock": (
        "{product} has stock of its own.",
        "Bring its stock to nothing first: a bundle takes the stock of its parts.",
    ),
    "not_pieces": ("{product} is not sold by the piece.", "Only pieces can be bundles."),
    "itself": ("{product} can't be a part of itself.", "Choose other parts."),
    "is_part": (
        "{product} is a part of a bundle.",
        "It can't be a bundle itself. Take it out of the other bundle first.",
    ),
    "part_is_bundle": (
        "{product} is a bundle itself.",
        "Add the products that it is made of instead.",
    ),
    "gift_card": ("A gift card can't be in a bundle.", "Choose other parts."),
}


def _bundle_refused(error: errors.BundleRefused, _money: MoneyFormat | None) -> Message:
    title, hint = _BUNDLE_REFUSED.get(error.reason, ("{product} can't be a bundle.", ""))
    return Message(title.format(product=clipped(error.product)), hint)


def _more_than_owed(error: errors.MoreThanOwed, money: MoneyFormat | None) -> Message:
    name = clipped(error.name)
    if error.owed <= 0:
        return Message(f"{name} owes nothing.", "Nothing was booked.")
    if money is None:
        return Message(f"{name} owes less than that.", "Nothing was booked.")
    return Message(
        f"{name} owes {money.format(error.owed)}.",
        f"{money.format(error.paid)} is more than that; nothing was booked.",
    )


def _returned_already(error: errors.ReturnedAlready, _money: MoneyFormat | None) -> Message:
    product = clipped(error.product)
    if error.left <= 0:
        return Message(f"All of {product} was given back already.", "Take it off the return.")
    return Message(
        f"Only {quantity_words(error.left)} of {product} can still be given back.",
        f"The return asks for {quantity_words(error.wanted)}. Lower the quantity.",
    )


def _expired_goods(error: errors.ExpiredGoods, _money: MoneyFormat | None) -> Message:
    return Message(
        f"{clipped(error.product)} was to be used by {error.expires:%Y-%m-%d}.",
        "It was not added. Take it off the shelf.",
    )


_LABEL_REFUSED = {
    "sold_by_piece": (
        "{product} is sold by the piece, and the label gives a weight.",
        "Count the pieces, or have the product's unit changed.",
    ),
    "sold_by_measure": (
        "The label does not say how much of {product} there is.",
        "Weigh or measure it again, or have the product's unit changed.",
    ),
    "nothing": ("The label of {product} says zero.", "Weigh it again and print a new label."),
    "currency": (
        "The price on the label of {product} is not in this shop's money.",
        "Print a new label, or have the rule for such codes looked at.",
    ),
    "too_large": (
        "The label of {product} says more than can be sold at once.",
        "Weigh it again and print a new label.",
    ),
}


def _label_refused(error: errors.LabelRefused, _money: MoneyFormat | None) -> Message:
    title, hint = _LABEL_REFUSED.get(
        error.reason, ("The label of {product} can't be used.", "Print a new label.")
    )
    return Message(title.format(product=clipped(error.product)), f"Nothing was added. {hint}")


_PRINTER_TROUBLE = {
    "offline": ("The printer is not there", "Check its cable, and that it is switched on"),
    "paper_out": ("The printer has no paper", "Put a new roll in"),
    "cover_open": ("The printer's cover is open", "Close it"),
    "busy": ("The printer takes nothing more", "It may be at work for another till"),
    "interrupted": ("The printer broke off", "See whether the paper is whole"),
}


def _printer_trouble(error: errors.PrinterTrouble, _money: MoneyFormat | None) -> Message:
    title, hint = _PRINTER_TROUBLE.get(error.kind, ("The printer does not print", "Look after it"))
    return Message(f"{title}.", f"{hint}: {clipped(error.printer, 80)}.")


def _drawer_trouble(error: errors.DrawerTrouble, _money: MoneyFormat | None) -> Message:
    at = f" It hangs at {clipped(error.device, 80)}." if error.device else ""
    return Message("The drawer was not opened.", f"Open it with its key.{at}")


SPECIAL: dict[type[BaseException], Callable[[Any, MoneyFormat | None], Message]] = {
    errors.BadValue: _bad_value,
    errors.Duplicate: _duplicate,
    errors.OutOfStock: _out_of_stock,
    errors.PriceChanged: _price_changed,
    errors.Underpaid: _underpaid,
    errors.Overpaid: _overpaid,
    errors.BadStatusMove: _bad_status_move,
    errors.ImplausibleTender: _implausible,
    errors.TotalChanged: _total_changed,
    errors.DiscountTooHigh: _discount_too_high,
    errors.BelowFloor: _below_floor,
    errors.CodeRefused: _code_refused,
    errors.NeedsCustomer: _needs_customer,
    errors.NeedsMoney: _needs_money,
    errors.NotEnoughCredit: _not_enough_credit,
    errors.ReturnedAlready: _returned_already,
    errors.NotReturnable: _not_returnable,
    errors.NotVoidable: _not_voidable,
    errors.AboveShelfPrice: _above_shelf_price,
    errors.ExpiredGoods: _expired_goods,
    errors.LabelRefused: _label_refused,
    errors.BundleRefused: _bundle_refused,
    errors.MoreThanOwed: _more_than_owed,
    errors.PrinterTrouble: _printer_trouble,
    errors.DrawerTrouble: _drawer_trouble,
    errors.CustomerNotSettled: customer_not_settled,
}
