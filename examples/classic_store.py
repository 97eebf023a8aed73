"""A day of a small web store: run it with a path for a new shop, or without one to try it out.

python examples/classic_store.py [NEW-SHOP.db]
"""

import sys
import tempfile
from pathlib import Path

from pos_app.client import StoreClient
from pos_app.domain.errors import OutOfStock
from pos_app.domain.people import AddressDraft
from pos_app.shop import Shop, ShopSetup


def main(location: Path) -> None:
    with StoreClient(Shop.create(location, ShopSetup("Bean Street", country="US"))) as store:
        show = store.shop.money.format
        beans = store.add_product("House Espresso 1 lb", 1650, 12, category="Coffee > Beans")
        store.add_product("Decaf Espresso 1 lb", 1725, 3, category="Coffee > Beans")
        mug = store.add_product("Blue Mug", 990, 2, category="Things")
        print("Coffee:", ", ".join(row.name for row in store.get_products("Coffee")))

        home = AddressDraft("12 Oak Avenue", "Portland", "US", state="OR", phone="503-555-0123")
        jean = store.create_customer(
            "jean", "jean@example.com", "a long password", "Jean", "Li", home
        )
        print("Hello", store.get_customer(jean.id).name)

        store.add_to_cart(jean.id, mug.id)
        store.clear_cart(jean.id)
        store.add_to_cart(jean.id, beans.id, 2)
        store.add_to_cart(jean.id, mug.id, 3)
        try:
            store.create_order(jean.id)
        except OutOfStock as refusal:
            print(f"Only {refusal.left} left of {refusal.product}: more arrive")
            store.update_stock(mug.id, 10, reason="found")

        # What the client leaves out is in its shop.
        store.shop.discounts.add_code("SPRING", rate_ppm=100_000, by=store.by)
        store.apply_discount(jean.id, "spring")
        cart = store.get_cart(jean.id)
        print(f"{len(cart.lines)} lines in the cart, {show(store.shop.checkout.price(cart).total)}")

        order = store.create_order(jean.id)
        for status in ("processing", "shipped", "delivered"):
            order = store.update_order_status(order.id, status)
        print(f"Order {order.number}: {show(order.total)} after {show(order.discount)} off")
        print(f"{order.status}, {len(store.get_order(order.id).items)} lines")
        print("Orders of Jean:", [row.number for row in store.get_customer_orders(jean.id)])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder) / "store.db")
