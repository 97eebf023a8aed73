"""Rights on goods, prices, stock, lists of customers, settings: how each method is called."""

from pos_app.domain.code_rules import CodeRule
from pos_app.domain.people import AddressDraft
from pos_app.domain.promotions import Promotion
from pos_app.domain.rights import Permission as Right
from pos_app.domain.tax import TaxRate
from tests.documents.papers import drawing
from tests.services.rights_shop import UNKNOWN
from tests.services.rights_table import anybody, needs

_GOODS = "needed to sell: what there is, what it costs the customer and how much is left"
_RULES = "the till prices carts by it"
_PERSON = "the customer stands at the counter: found, greeted, delivered to"
_ROOM = "from a person's name only, and while they are served"


GOODS = (
    # --- catalog ---
    needs(
        "catalog.add_category",
        lambda w: w.shop.catalog.add_category("Light > Floor", by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.add_product",
        lambda w: w.shop.catalog.add_product(name="Torch", price=100, cost=1, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.archive_product",
        lambda w: w.shop.catalog.archive_product(w.ids["bundle"], by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.restore_product",
        lambda w: w.shop.catalog.restore_product(w.ids["old"], by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.update_product",
        lambda w: w.shop.catalog.update_product(w.ids["lamp"], price=1, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.set_parts",
        lambda w: w.shop.catalog.set_parts(w.ids["bundle"], [(w.ids["lamp"], 3)], by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.move_category",
        lambda w: w.shop.catalog.move_category(w.ids["category"], None, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.rename_category",
        lambda w: w.shop.catalog.rename_category(w.ids["category"], "Desk", by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "catalog.sold_per_week",
        lambda w: w.shop.catalog.sold_per_week(w.ids["lamp"], by=w.by),
        Right.RECEIVE_STOCK,
    ),
    anybody("catalog.barcodes", lambda w: w.shop.catalog.barcodes(w.ids["lamp"]), _GOODS),
    anybody(
        "catalog.by_sku",
        lambda w: w.shop.catalog.by_sku("LAMP"),
        f"{_GOODS}; the shop's cost only with by=",
    ),
    anybody(
        "catalog.get",
        lambda w: w.shop.catalog.get(w.ids["lamp"]),
        f"{_GOODS}; the shop's cost only with by=",
    ),
    anybody(
        "catalog.page", lambda w: w.shop.catalog.page(), f"{_GOODS}; the shop's cost only with by="
    ),
    anybody(
        "catalog.search",
        lambda w: w.shop.catalog.search("lamp"),
        f"{_GOODS}; the shop's cost only with by=",
    ),
    anybody("catalog.scan", lambda w: w.shop.catalog.scan("LAMP"), _GOODS),
    anybody("catalog.favourites", lambda w: w.shop.catalog.favourites(), _GOODS),
    anybody("catalog.tiles", lambda w: w.shop.catalog.tiles(w.ids["category"]), _GOODS),
    anybody("catalog.categories", lambda w: w.shop.catalog.categories(), _GOODS),
    anybody("catalog.count", lambda w: w.shop.catalog.count(), _GOODS),
    anybody(
        "catalog.low_stock_count",
        lambda w: w.shop.catalog.low_stock_count(),
        "who sees an empty shelf says so",
    ),
    anybody("catalog.parts", lambda w: w.shop.catalog.parts(w.ids["bundle"]), _GOODS),
    anybody("catalog.price_check", lambda w: w.shop.catalog.price_check(w.ids["lamp"]), _GOODS),
    anybody(
        "catalog.price_history",
        lambda w: w.shop.catalog.price_history(w.ids["lamp"]),
        "these prices stood on the shelf, and customers ask about them",
    ),
    anybody("catalog.tax_classes", lambda w: w.shop.catalog.tax_classes(), _RULES),
    anybody(
        "catalog.update_ranks",
        lambda w: w.shop.catalog.update_ranks(),
        "the till's own work while it is idle: the order of search",
    ),
    # --- codes and stock ---
    needs(
        "codes.save_rule",
        lambda w: w.shop.codes.save_rule(CodeRule("Buns", "pieces", "24IIIIIVVVVVC"), by=w.by),
        Right.SETTINGS,
    ),
    needs(
        "codes.remove_rule",
        lambda w: w.shop.codes.remove_rule(w.ids["rule"], by=w.by),
        Right.SETTINGS,
    ),
    needs(
        "codes.note_unknown", lambda w: w.shop.codes.note_unknown("99900022", by=w.by), Right.SELL
    ),
    needs(
        "codes.forget_unknown",
        lambda w: w.shop.codes.forget_unknown(UNKNOWN, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    anybody(
        "codes.for_product",
        lambda w: w.shop.codes.for_product(UNKNOWN),
        "reads a code, nothing that is kept",
    ),
    anybody(
        "codes.read",
        lambda w: w.shop.codes.read("LAMP"),
        "a scan: it must say what it is before anybody signs in by their badge",
    ),
    anybody("codes.rules", lambda w: w.shop.codes.rules(), _RULES),
    anybody(
        "codes.unknown_codes",
        lambda w: w.shop.codes.unknown_codes(),
        "labels that the till can't read: who scanned one tells of it",
    ),
    needs(
        "stock.adjust",
        lambda w: w.shop.stock.adjust(w.ids["lamp"], -1, reason="lost", by=w.by),
        Right.ADJUST_STOCK,
    ),
    needs(
        "stock.set_on_hand",
        lambda w: w.shop.stock.set_on_hand(w.ids["lamp"], 7, by=w.by),
        Right.ADJUST_STOCK,
    ),
    needs(
        "stock.receive",
        lambda w: w.shop.stock.receive(w.ids["lamp"], 3, unit_cost=5, by=w.by),
        Right.RECEIVE_STOCK,
    ),
    needs("stock.moves", lambda w: w.shop.stock.moves(w.ids["lamp"], by=w.by), Right.RECEIVE_STOCK),
    anybody("stock.low", lambda w: w.shop.stock.low(), "who sees an empty shelf says so"),
    # --- prices ---
    needs(
        "promotions.add",
        lambda w: w.shop.promotions.add(Promotion(0, "All", "percent", rate_ppm=1000), by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "promotions.update",
        lambda w: w.shop.promotions.update(
            Promotion(w.ids["promotion"], "All", "percent", rate_ppm=1000), active=False, by=w.by
        ),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "promotions.remove",
        lambda w: w.shop.promotions.remove(w.ids["promotion"], by=w.by),
        Right.MANAGE_CATALOG,
    ),
    anybody("promotions.all", lambda w: w.shop.promotions.all(), _RULES),
    needs("discounts.codes", lambda w: w.shop.discounts.codes(by=w.by), Right.MANAGE_CATALOG),
    needs(
        "discounts.add_code",
        lambda w: w.shop.discounts.add_code("NEW", amount=5, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "discounts.update_code",
        lambda w: w.shop.discounts.update_code(w.ids["code"], code="TEN", amount=5, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "discounts.withdraw_code",
        lambda w: w.shop.discounts.withdraw_code("TEN", by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "discounts.restore_code",
        lambda w: w.shop.discounts.restore_code("GONE", by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "discounts.set_limit",
        lambda w: w.shop.discounts.set_limit("clerk", most_ppm=1, floor_ppm=0, by=w.by),
        Right.SETTINGS,
    ),
    anybody(
        "discounts.limits",
        lambda w: w.shop.discounts.limits(),
        "so that the till can say how far somebody may go",
    ),
    needs("groups.add", lambda w: w.shop.groups.add("Friends", by=w.by), Right.MANAGE_CATALOG),
    needs(
        "groups.update",
        lambda w: w.shop.groups.update(w.ids["group"], name="Trades", tax_included=None, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "groups.remove",
        lambda w: w.shop.groups.remove(w.ids["empty_group"], by=w.by),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "groups.set_price",
        lambda w: w.shop.groups.set_price(w.ids["group"], w.ids["lamp"], 5, by=w.by),
        Right.MANAGE_CATALOG,
    ),
    anybody("groups.all", lambda w: w.shop.groups.all(), _RULES),
    anybody("groups.prices", lambda w: w.shop.groups.prices(w.ids["group"]), _RULES),
    needs(
        "taxes.add_class",
        lambda w: w.shop.taxes.add_class("Books", [TaxRate("Tax", 1)], by=w.by),
        Right.SETTINGS,
    ),
    needs(
        "taxes.rename_class",
        lambda w: w.shop.taxes.rename_class(w.ids["tax"], "Low", by=w.by),
        Right.SETTINGS,
    ),
    needs(
        "taxes.set_rates",
        lambda w: w.shop.taxes.set_rates(w.ids["tax"], [TaxRate("Tax", 2)], by=w.by),
        Right.SETTINGS,
    ),
    needs(
        "taxes.remove_class",
        lambda w: w.shop.taxes.remove_class(w.ids["tax"], by=w.by),
        Right.SETTINGS,
    ),
    anybody("taxes.classes", lambda w: w.shop.taxes.classes(), _RULES),
    needs(
        "settings.update", lambda w: w.shop.settings.update(name="Lamps", by=w.by), Right.SETTINGS
    ),
    needs(
        "settings.set_logo", lambda w: w.shop.settings.set_logo(drawing(), by=w.by), Right.SETTINGS
    ),
    anybody("settings.logo", lambda w: w.shop.settings.logo(), "it is on every receipt"),
    # --- customers ---
    needs(
        "customers.add",
        lambda w: w.shop.customers.add(first_name="Cy", by=w.by),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.register",
        lambda w: w.shop.customers.register(
            first_name="Cy",
            last_name="Orr",
            username="cy",
            email="cy@example.org",
            password="a long one",
            address=AddressDraft("1 Lane", "Springfield", "US", phone="+12025550147"),
            by=w.by,
        ),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.update",
        lambda w: w.shop.customers.update(w.ids["bea"], first_name="Bee", by=w.by),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.add_address",
        lambda w: w.shop.customers.add_address(
            w.ids["dan"], AddressDraft("1 Lane", "Springfield", "US"), by=w.by
        ),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.update_address",
        lambda w: w.shop.customers.update_address(
            w.ids["address"], AddressDraft("9 Lane", "Springfield", "US"), by=w.by
        ),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.link_address",
        lambda w: w.shop.customers.link_address(w.ids["dan"], w.ids["address"], by=w.by),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.unlink_address",
        lambda w: w.shop.customers.unlink_address(w.ids["bea"], w.ids["address"], by=w.by),
        Right.MANAGE_CUSTOMERS,
    ),
    needs(
        "customers.set_terms",
        lambda w: w.shop.customers.set_terms(
            w.ids["bea"], group_id=None, tax_exempt="", credit_limit=5, by=w.by
        ),
        Right.MANAGE_CATALOG,
    ),
    needs(
        "customers.personal_data",
        lambda w: w.shop.customers.personal_data(w.ids["bea"], by=w.by),
        Right.PERSONAL_DATA,
    ),
    needs(
        "customers.export_personal_data",
        lambda w: w.shop.customers.export_personal_data(w.ids["bea"], w.file("bea.json"), by=w.by),
        Right.PERSONAL_DATA,
    ),
    needs(
        "customers.erase",
        lambda w: w.shop.customers.erase(w.ids["dan"], by=w.by),
        Right.PERSONAL_DATA,
    ),
    needs(
        "customers.rewrite_file",
        lambda w: w.shop.customers.rewrite_file(by=w.by),
        Right.PERSONAL_DATA,
    ),
    anybody("customers.addresses", lambda w: w.shop.customers.addresses(w.ids["bea"]), _PERSON),
    anybody("customers.by_first_name", lambda w: w.shop.customers.by_first_name("Be"), _PERSON),
    anybody(
        "customers.by_username",
        lambda w: w.shop.customers.by_username(w.shop.customers.get(w.ids["bea"]).username),
        _PERSON,
    ),
    anybody("customers.get", lambda w: w.shop.customers.get(w.ids["bea"]), _PERSON),
    anybody("customers.search", lambda w: w.shop.customers.search("bea"), _PERSON),
    anybody("customers.page", lambda w: w.shop.customers.page(), _PERSON),
    anybody("customers.count", lambda w: w.shop.customers.count(), _PERSON),
    anybody(
        "customers.orders",
        lambda w: w.shop.customers.orders(w.ids["bea"]),
        "what did I buy last time?",
    ),
    anybody(
        "customers.summary",
        lambda w: w.shop.customers.summary(w.ids["bea"]),
        "what did I buy last time?",
    ),
)
