"""What is different between two prices of one cart, in words."""

from pos_app.domain.cart import Cart
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedCart
from pos_app.ui.cart.sums import off_words

_MOST = 4


def changes_words(cart: Cart, before: PricedCart, after: PricedCart, money: MoneyFormat) -> str:
    """What made the total another one: promotions that began or ended, prices, taxes."""
    was = {(off.kind, off.label): off for off in before.offs}
    now = {(off.kind, off.label): off for off in after.offs}
    found = []
    for key, off in was.items():
        if key not in now:
            found.append(f"“{off_words(off)}” no longer counts ({money.format(off.amount)}).")
        elif now[key].amount != off.amount:
            found.append(
                f"“{off_words(off)}” now saves {money.format(now[key].amount)}, "
                f"not {money.format(off.amount)}."
            )
    found += [
        f"“{off_words(off)}” counts now and saves {money.format(off.amount)}."
        for key, off in now.items()
        if key not in was
    ]
    for line, old, new in zip(cart.lines, before.lines, after.lines, strict=False):
        if old.price != new.price:
            found.append(
                f"{line.name} costs {money.format(new.price)} now, not {money.format(old.price)}."
            )
    if before.tax != after.tax and not found:
        found.append(
            f"Taxes come to {money.format(after.tax)} now, not {money.format(before.tax)}."
        )
    if len(found) > _MOST:
        found = [*found[: _MOST - 1], "More prices have changed."]
    return " ".join(found)
