"""What the tabs and sheets answer to, place by place: the one list behind palette and key sheet."""

from dataclasses import dataclass

from pos_app.ui.tabs import CART, CUSTOMERS, ORDERS, PRICES, PRODUCTS, REPORTS

_LINE = "Select a line in the cart first."
_FILLED = "Put something into the cart first."
_PRODUCT = "Choose a product first."
_CUSTOMER = "Choose a customer first."
_ORDER = "Choose an order first."
_SHIFT = "Choose an order of the open shift first."
_PRINTER = "Choose an order first; the till needs a printer."
_PAPER = "Finish a sale first; the till needs a printer."


@dataclass(frozen=True, slots=True)
class Known:
    """Something that a tab does when its key is pressed there. icon is of the icon set, also other
    words people look for, needs what must be done first where it can't be done yet."""

    key: str
    words: str
    icon: str = ""
    also: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Keys that only make sense where the focus is: told of, but not to be looked for."""

    key: str
    words: str


TABS: dict[int, tuple[Known | Hint, ...]] = {
    CART: (
        Known("F2", "Go to the scan field", "scan-barcode", "search code barcode"),
        Hint("Enter", "take what was typed; after a sale: begin the next"),
        Hint("Up, Down", "a row of the search list, or a line of the cart"),
        Hint("Page Up, Page Down", "another category"),
        Hint("3*", "three of what comes next"),
        Hint("+, -", "one more, one less (scan field empty)"),
        Hint("*", "type the quantity (scan field empty)"),
        Known("Del", "Remove the line", "trash-2", "delete take out", _LINE),
        Known("F3", "Note on the line", "sticky-note", "comment text", _LINE),
        Known("Ctrl+N", "Note on the sale", "sticky-note", "comment text", _FILLED),
        Known("F4", "Choose the customer", "user", "buyer card walk-in member"),
        Known("F5", "Price of the line", "tag", "override change amount", _LINE),
        Known("Shift+F2", "Price check", "search", "look up cost without selling stock"),
        Known("F6", "Discount on the line", "percent", "reduce off", _LINE),
        Known("Shift+F6", "Discount on the sale", "percent", "reduce off cart", _FILLED),
        Known("F7", "Discount code", "ticket-percent", "coupon voucher", _FILLED),
        Known("F8", "Park the sale", "pause", "hold lay aside suspend", _FILLED),
        Known("F9", "Recall a parked sale", "play", "resume held open"),
        Known("F10", "Return or exchange", "undo-2", "refund give back receipt goods"),
        Known("Ctrl+F10", "Void the last sale", "circle-x", "cancel undo storno mistake"),
        Known(
            "F11", "Receipt of the last sale", "receipt-text", "show slip", "Finish a sale first."
        ),
        Known("Ctrl+P", "Print the last receipt", "printer", "paper again", _PAPER),
        Known("Ctrl+R", "Gift receipt of the last sale", "gift", "print prices", _PAPER),
        Known("F12", "Pay", "banknote", "cash card tender total finish", _FILLED),
        Known("Ctrl+Z", "Undo", "undo-2", "take back last change", "Nothing to take back."),
        Known("Ctrl+Y", "Redo", "redo-2", "again", "Nothing was taken back."),
        Known("Ctrl+B", "Savings and taxes", "info", "sums why", _FILLED),
        Known("Ctrl+G", "Sell a gift card", "gift", "voucher fill up"),
        Known("Ctrl+Del", "Empty the cart", "trash-2", "clear all cancel sale", _FILLED),
        Hint("Esc", "clear the field, close the list"),
    ),
    PRODUCTS: (
        Known("Ctrl+F", "Search products", "search", "find"),
        Known("Ctrl+N", "New product", "package-plus", "add create"),
        Known("Ctrl+L", "Low stock", "triangle-alert", "out reorder"),
        Known("Ctrl+Shift+F", "Filter products", "filter", "category archived order sort"),
        Known("F6", "Receive goods", "truck", "delivery stock in", _PRODUCT),
        Known("F7", "Adjust stock", "clipboard-list", "count damaged lost correction", _PRODUCT),
        Known("F8", "Archive or restore a product", "archive", "delete remove hide", _PRODUCT),
        Known("Ctrl+Z", "Take back archiving", "undo-2", "", "Nothing to take back."),
        Known("Ctrl+I", "Import products", "upload", "csv file"),
        Known("Ctrl+E", "Export products", "download", "csv file"),
        Known("Ctrl+U", "Unknown codes", "scan-barcode", "barcodes not found list"),
        Hint("Enter", "edit; in the search: to the rows"),
        Hint("Home, End", "first, last row"),
        Hint("Ctrl+S", "save in the editor"),
    ),
    CUSTOMERS: (
        Known("Ctrl+F", "Search customers", "search", "find phone name"),
        Known("Ctrl+N", "New customer", "user-plus", "add create"),
        Known("F6", "Sell to the chosen customer", "shopping-cart", "", _CUSTOMER),
        Known("F7", "Pay in what a customer owes", "wallet", "account debt", _CUSTOMER),
        Known("F8", "Give a customer credit", "gift", "store goodwill", _CUSTOMER),
        Known(
            "F9",
            "Export or erase a customer's data",
            "user",
            "privacy forget gdpr delete",
            _CUSTOMER,
        ),
        Hint("Enter", "edit; in the search: to the rows"),
        Hint("Home, End", "first, last row"),
        Hint("Ctrl+S", "save in the editor"),
    ),
    ORDERS: (
        Known("Ctrl+F", "Search orders", "search", "find receipt number return"),
        Known("Ctrl+Shift+F", "Orders of one customer", "user", "filter history"),
        Known("F6", "Return goods of the chosen order", "undo-2", "refund give back", _ORDER),
        Known("F7", "Correct the tender of the chosen order", "pencil", "payment wrong", _SHIFT),
        Known("Ctrl+C", "Copy the receipt", "copy", "text", _ORDER),
        Known("Ctrl+S", "Save the receipt", "download", "pdf html text file", _ORDER),
        Known("Ctrl+P", "Print the receipt again", "printer", "paper duplicate copy", _PRINTER),
        Known("Ctrl+R", "Print a gift receipt", "gift", "paper prices", _PRINTER),
        Hint("Enter", "in the search: to the rows"),
        Hint("Home, End", "first, last row"),
    ),
    REPORTS: (
        Known("Ctrl+C", "Copy the report", "copy", "spreadsheet"),
        Known("Ctrl+S", "Save the report", "download", "csv file"),
        Hint("Up, Down", "another report"),
    ),
    PRICES: (
        Known("Alt+1", "Taxes", "percent", "rates vat gst class"),
        Known("Alt+2", "Promotions", "tags", "offers deals"),
        Known("Alt+3", "Discount codes", "ticket-percent", "coupons vouchers"),
        Known("Alt+4", "Customer groups", "users", "trade prices"),
        Known("Alt+5", "Limits of discounts", "sliders-horizontal", "reasons roles rights"),
        Known("Alt+6", "Labels, cards and badges", "scan-barcode", "rules codes scale weight"),
        Hint("Ctrl+F, Ctrl+N, Ctrl+S", "search, new, save"),
        Hint("Enter on a row; Esc", "to its fields; back to the list"),
        Hint("F8", "delete (codes: withdraw, put back)"),
        Hint("F4; then + - Del", "a product into the basket; more, less, out"),
        Hint("F6; Enter, Del", "groups: set a price; change it, take it off"),
    ),
}
"""Of each tab; what a key does there is looked up in the tab itself."""

SHEETS: dict[str, tuple[Hint, ...]] = {
    "Pay": (
        Hint("F1, F2, F3, F4", "cash, card, gift card, transfer"),
        Hint("F5, F7", "store credit, account (with a customer)"),
        Hint("Enter", "take the payment, finish the sale"),
        Hint("F6", "take the last payment back"),
        Hint("Esc", "back to the cart"),
    ),
    "Discount, price, weight, age": (
        Hint("F6", "per cent or amount"),
        Hint("F1, F2, F3, F4, F5", "the reason"),
        Hint("Ctrl+Del", "take it off; back to the shelf price"),
        Hint("F5, Esc", "old enough; not, or no proof"),
    ),
    "Shift": (
        Hint("F1, F2, F3", "cash in, cash out, to the safe"),
        Hint("F5, F9", "X report, past shifts"),
        Hint("F12", "open or close it"),
        Hint("Page Up, Page Down", "turn a report"),
    ),
    "Counting the drawer": (
        Hint("Enter, Down; Up", "the next row; the one before"),
        Hint("+, -", "one more, one less"),
        Hint("45.00, =45", "an amount instead of pieces"),
        Hint("Ctrl+Z, Ctrl+Del", "take a slip back; clear all"),
        Hint("F4, F8", "rolls; open the drawer"),
        Hint("F6", "park the open sale; count again"),
        Hint("F12", "counted"),
    ),
    "Correct the tender": (
        Hint("F1, F2, F4, F6", "it was cash, card, transfer, coupon"),
        Hint("F3", "the reason"),
    ),
    "Receipts that wait for the printer": (
        Hint("F5, F6", "print now; on the other printer"),
        Hint("F11, Del", "show it; give it up"),
    ),
    "Unknown codes": (
        Hint("Enter", "make a product of the code"),
        Hint("F4", "add it to a product that is there"),
        Hint("Del", "forget it"),
    ),
    "Customer": (
        Hint("F4", "walk-in"),
        Hint("Ctrl+N", "new customer"),
    ),
    "Return": (
        Hint("Up, Down", "another line"),
        Hint("+, -", "one more, one less"),
        Hint("A", "all of the line"),
        Hint("D", "damaged, or how much of it"),
        Hint("F7", "everything"),
        Hint("F6", "give back as it was paid"),
        Hint("F1, F2, F4, F5", "cash, card, transfer, store credit"),
        Hint("F10", "exchange: into the cart"),
        Hint("F3", "reason"),
        Hint("Enter", "give back"),
    ),
    "Receipts": (
        Hint("F2, F3", "the example on the screen, printed"),
        Hint("Ctrl+L, Ctrl+Del", "choose a logo, take it off"),
    ),
    "Gift cards": (
        Hint("F3", "make a code"),
        Hint("F1, F2, F3", "in the list: gift cards, store credit, accounts"),
        Hint("F4", "empty ones too"),
        Hint("Ctrl+F, Enter", "what is on a card"),
    ),
    "Signing in": (
        Hint("Up, Down", "who it is; left and right too"),
        Hint("letters", "find a name"),
        Hint("F2", "someone else, where the till is locked"),
    ),
    "Approval": (
        Hint("Up, Down, letters", "who approves"),
        Hint("Esc", "not after all: nothing has happened"),
    ),
    "Staff": (
        Hint("F1, F2", "people, roles"),
        Hint("Ctrl+N, F4", "add somebody, edit"),
        Hint("F6, F7", "new PIN, badge"),
        Hint("Ctrl+Del", "switch off or on"),
        Hint("Ctrl+S", "save the roles"),
    ),
    "Journal": (
        Hint("Ctrl+F", "the number of a receipt, return or report"),
        Hint("Down", "to the entries; Tab to what one says"),
        Hint("F7", "verify"),
        Hint("Ctrl+S", "export the archive"),
    ),
}
"""Of sheets that have keys of their own beside Enter, Esc and Tab."""
