"""What has to be settled before a customer can be forgotten, in words."""

from pos_app.domain.errors import CustomerNotSettled
from pos_app.domain.money import MoneyFormat
from pos_app.words.message import Message


def customer_not_settled(error: CustomerNotSettled, money: MoneyFormat | None) -> Message:
    """One sentence, and what to do about each thing that is open."""
    steps = []
    if error.open_orders:
        numbers = ", ".join(error.numbers)
        more = error.open_orders - len(error.numbers)
        named = f"{numbers} and {more} more" if more else numbers
        steps.append(f"Deliver or cancel what is on its way ({named}).")
    if error.carts:
        kept = "the cart that is" if error.carts == 1 else f"the {error.carts} carts that are"
        steps.append(f"Sell or clear {kept} open or parked for them.")
    if error.credit:
        amount = money.format(error.credit) if money is not None else "what is left"
        steps.append(f"Pay out or use their credit of {amount}.")
    if error.owed:
        amount = money.format(error.owed) if money is not None else "what is owed"
        steps.append(f"Have {amount} on their account paid, or write it off.")
    return Message("Something is still open with this customer.", " ".join(steps))
