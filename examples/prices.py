"""What makes a price: run it with a path for a new shop, or without one to try it out.

python examples/prices.py [NEW-SHOP.db]
"""

import sys
import tempfile
from pathlib import Path

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import ReturnLine
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop, ShopSetup


def main(location: Path) -> None:
    answers = ShopSetup("Bean Street", country="IE", currency="EUR", tax_rate_ppm=230_000)
    shop = Shop.create(location, answers)
    by, show = shop.staff.terminal(), shop.money.format

    # Two taxes, a promotion that counts by itself, a code that somebody has to name.
    food = shop.taxes.add_class("Food", [TaxRate("VAT", 0)], by=by)
    beans = shop.catalog.add_product(
        name="Beans 250 g", price=600, stock=50, tax_class_id=food.id, by=by
    )
    mug = shop.catalog.add_product(name="Blue mug", price=990, stock=8, by=by)
    offer = Promotion(0, "3 for 15.00", "bundle", Goods(frozenset({beans.id})), buy=3, amount=1500)
    shop.promotions.add(offer, by=by)
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, minimum=2000, by=by)

    # A discount by hand has its reason; the code comes after it.
    cart = Cart().add(beans, 3).add(mug, 2)
    cart = cart.set_discount(1, Discount(amount=200, reason="Scratched"))
    cart = cart.with_code(shop.carts.discount("save10"))
    priced = shop.checkout.price(cart)
    for off in priced.offs:
        print(f"{off.label}: {show(off.amount)} off")
    receipt = shop.checkout.sell(cart, [Payment("card", priced.total)], by=by, shown=priced.total)
    order = shop.orders.get(receipt.order_id)
    print(f"{order.number}: {show(order.total)} after {show(order.discount)} off")

    # One mug comes back, for what was really paid for it.
    sold = next(item for item in order.items if item.product_id == mug.id)
    back = shop.returns.give_back(order.id, [ReturnLine(sold.id, 1)], reason="Too blue", by=by)
    print(f"{back.number}: {show(back.total)} given back by {back.repayments[0].method}")

    for row in shop.reports.taxes(by=by):
        print(f"{row.name} {row.rate_ppm / 10_000:g} %: {show(row.tax)} on {show(row.net)}")
    shop.staff.sign_out(by=by)
    shop.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder) / "shop.db")
