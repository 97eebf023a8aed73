"""Refusals whose words are one sentence and a hint, with the fields of the error in them."""

from pos_app.domain import errors

# One sentence and a hint each; the fields of the error fill the braces.
PLAIN: dict[type[BaseException], tuple[str, str]] = {
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
    errors.UnknownCodeRule: ("There is no rule “{key}” for codes.", "It may have been removed."),
    errors.DeviceLost: (
        "The {device} does not answer.",
        "Look at its cable and whether it is switched on; it is taken up again by itself.",
    ),
    errors.UnknownCategory: ("There is no category “{key}”.", "It may have been renamed."),
    errors.UnknownCustomer: ("There is no customer “{key}”.", "Search by name, e-mail or phone."),
    errors.UnknownAddress: ("This address is not one of the customer's.", ""),
    errors.UnknownOrder: ("There is no order “{key}”.", "Check the number on the receipt."),
    errors.UnknownPaper: ("This receipt is not in the print queue any more.", ""),
    errors.UnknownCart: (
        "This parked cart is no longer there.",
        "Another till may have recalled it.",
    ),
    errors.UnknownUser: ("There is no member of staff “{key}”.", ""),
    errors.UnknownTill: ("This shop has no till “{key}”.", ""),
    errors.UnknownDiscountCode: (
        "There is no discount code “{key}”.",
        "Check the spelling. It may have been withdrawn.",
    ),
    errors.UnknownTaxClass: ("There is no tax class “{key}”.", "It may have been removed."),
    errors.UnknownPromotion: ("There is no promotion “{key}”.", "It may have been removed."),
    errors.UnknownGroup: ("There is no customer group “{key}”.", "It may have been removed."),
    errors.UnknownGiftCard: (
        "There is no gift card “{key}”.",
        "Check the code, or pay in another way.",
    ),
    errors.UnknownReturn: ("There is no return “{key}”.", "Check the number on its receipt."),
    errors.UnknownItem: ("This line is not one of the order's.", "Open the order again."),
    errors.UnknownLedger: ("There is no such card or account.", ""),
    errors.EmptyCart: ("The cart is empty.", "Scan or choose a product first."),
    errors.NeedsPrice: (
        "The price of {product} is asked at the till.",
        "Give the line its price, then pay.",
    ),
    errors.AgeUnchecked: (
        "{product} is for people of {age} years or more.",
        "Look at an ID, confirm the age, then pay; or take it out of the cart.",
    ),
    errors.NotOnReceipt: (
        "No {product} is left to give back.",
        "It is not on this receipt, or came back already.",
    ),
    errors.NoOwnStock: (
        "{product} is a bundle and has no stock of its own.",
        "Move the stock of its parts instead.",
    ),
    errors.ProductMoved: (
        "{product} has another unit, tax class or category now.",
        "Add it to the cart again, then pay.",
    ),
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
    errors.TrainingCopy: (
        "{path} is a copy to practise on.",
        "It and a real shop never take each other's place. Nothing was changed.",
    ),
    errors.NotWritten: (
        "{path} can't be written.",
        "What stood there before still does. The system says: {detail}",
    ),
    errors.NoSuchBackend: (
        "This version can't open {path}.",
        "Give the path of a shop's file.",
    ),
    errors.DisplayTrouble: (
        "The display for customers does not answer ({display}).",
        "Selling goes on. Check its cable, or take it off under “This till's devices”.",
    ),
    errors.Cancelled: ("Stopped.", "What was finished stays; the same again goes on from there."),
}
