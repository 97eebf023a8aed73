"""What each right lets a person do, in groups, as the grid of roles tells it."""

from pos_app.domain.rights import Permission as Right
from pos_app.words.lists import PERMISSIONS

GROUPS: tuple[tuple[str, tuple[Right, ...]], ...] = (
    (
        "Counter",
        (
            Right.SELL,
            Right.DISCOUNT,
            Right.PRICE_OVERRIDE,
            Right.REFUND,
            Right.REFUND_WITHOUT_RECEIPT,
            Right.VOID,
            Right.MANAGE_ORDERS,
            Right.CANCEL_ORDER,
            Right.BACKDATE,
        ),
    ),
    (
        "Money",
        (
            Right.RUN_SHIFT,
            Right.CASH_IN,
            Right.CASH_OUT,
            Right.CASH_DROP,
            Right.X_REPORT,
            Right.APPROVE_DIFFERENCE,
            Right.CORRECT_TENDER,
            Right.OPEN_DRAWER,
            Right.SEE_OPENINGS,
        ),
    ),
    (
        "Goods",
        (Right.MANAGE_CATALOG, Right.SEE_COST, Right.RECEIVE_STOCK, Right.ADJUST_STOCK),
    ),
    ("Customers", (Right.MANAGE_CUSTOMERS, Right.PERSONAL_DATA)),
    ("Reports", (Right.REPORTS, Right.EXPORT, Right.SEE_JOURNAL, Right.CHECK_BOOKS)),
    ("Shop", (Right.SEE_STAFF, Right.MANAGE_STAFF, Right.SETTINGS, Right.BACKUP)),
)
"""Every permission once, in the order it is read."""

MORE = {
    Right.SELL: "Ring up goods, take the money, park and recall.",
    Right.DISCOUNT: "As far as the role's limit under Prices and taxes goes.",
    Right.PRICE_OVERRIDE: "Another price for one sale; goods without a price are free to all.",
    Right.REFUND: "Returns and exchanges against a receipt.",
    Right.REFUND_WITHOUT_RECEIPT: "At the price of today, for goods of any shop: think twice.",
    Right.VOID: "Take the last sale of a till back whole.",
    Right.MANAGE_ORDERS: "Move an order on: processing, shipped, delivered.",
    Right.CANCEL_ORDER: "The goods go back into stock.",
    Right.BACKDATE: "For the command line and scripts.",
    Right.RUN_SHIFT: "Count the drawer and print the Z report.",
    Right.CASH_IN: "Change from the bank, and the like.",
    Right.CASH_OUT: "Something was paid from it.",
    Right.CASH_DROP: "So that less lies in the drawer.",
    Right.X_REPORT: "What was taken so far; without telling what should be there.",
    Right.APPROVE_DIFFERENCE: "Who closes a shift counts without knowing it.",
    Right.CORRECT_TENDER: "Until the shift is closed: card instead of cash.",
    Right.OPEN_DRAWER: "With a reason, which is kept.",
    Right.SEE_OPENINGS: "Who opened it, when and why.",
    Right.MANAGE_CATALOG: "Products, prices, promotions, categories, codes.",
    Right.SEE_COST: "Cost and margin in lists, exports and reports.",
    Right.RECEIVE_STOCK: "Deliveries; also how stock moved and what was sold of it.",
    Right.ADJUST_STOCK: "Counts, breakage, loss.",
    Right.MANAGE_CUSTOMERS: "Names, addresses, cards.",
    Right.PERSONAL_DATA: "For the law's sake. Erasing can't be undone.",
    Right.REPORTS: "What was sold, taken and owed.",
    Right.EXPORT: "Products, customers and orders as files.",
    Right.SEE_JOURNAL: "Who did what, and when.",
    Right.CHECK_BOOKS: "Also verifying the journal.",
    Right.SEE_STAFF: "This sheet.",
    Right.MANAGE_STAFF: "People, PINs, badges and roles, but nobody with more rights than theirs.",
    Right.SETTINGS: "Address, taxes, cash, shifts, locking, receipts.",
    Right.BACKUP: "A copy of the whole shop, wherever they want it.",
}
"""A sentence more on each."""


def right_words(right: Right) -> str:
    """A right as a line: "Give discounts"."""
    words = PERMISSIONS[right]
    return words[0].upper() + words[1:]
