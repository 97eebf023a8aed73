"""What the journal writes of goods, prices, taxes, settings and lists that come in."""

from datetime import date

from pos_app.domain.code_rules import CodeRule
from pos_app.domain.people import AddressDraft
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.tax import TaxRate
from tests.services.journal_world import Act, World, silent, writes

# --- products ----------------------------------------------------------------------------------


@writes("catalog.add_product", "product")
def a_new_one(w: World) -> Act:
    return lambda: w.shop.catalog.add_product(
        name="Coffee", price=799, cost=512, stock=12, barcodes=["4006381333931"], by=w.by
    )


@writes("catalog.update_product", "price")
def its_price(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.catalog.update_product(milk.id, price=139, by=w.by)


@writes("catalog.update_product", "price", "product")
def its_price_and_age(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.catalog.update_product(milk.id, price=139, min_age=18, cost=99, by=w.by)


@silent("catalog.update_product", "all of it is as it was")
def nothing_of_it(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.catalog.update_product(milk.id, price=129, name=milk.name, by=w.by)


@writes("catalog.archive_product", "product")
def out_of_sale(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.catalog.archive_product(milk.id, by=w.by)


@writes("catalog.restore_product", "product")
def into_sale(w: World) -> Act:
    milk = w.shop.catalog.archive_product(w.milk.id, by=w.by)
    return lambda: w.shop.catalog.restore_product(milk.id, by=w.by)


@writes("catalog.set_parts", "product")
def a_bundle(w: World) -> Act:
    box, milk = w.product("Box", 500, stock=0), w.milk
    return lambda: w.shop.catalog.set_parts(box.id, [(milk.id, 2)], by=w.by)


@silent("catalog.add_category", "it holds nothing yet; products say which one they are in")
def a_category(w: World) -> Act:
    return lambda: w.shop.catalog.add_category("Dairy > Milk", by=w.by)


@writes("catalog.rename_category", "product")
def another_name(w: World) -> Act:
    row = w.shop.catalog.add_category("Dairy > Milk", by=w.by)
    return lambda: w.shop.catalog.rename_category(row.id, "Fresh milk", by=w.by)


@writes("catalog.move_category", "product")
def to_the_top(w: World) -> Act:
    row = w.shop.catalog.add_category("Dairy > Milk", by=w.by)
    return lambda: w.shop.catalog.move_category(row.id, None, by=w.by)


@writes("stock.receive", "stock")
def delivered(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.stock.receive(milk.id, 24, unit_cost=87, note="Monday", by=w.by)


@writes("stock.adjust", "stock")
def broken(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.stock.adjust(milk.id, -3, reason="damaged", by=w.by)


@writes("stock.set_on_hand", "stock")
def counted(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.stock.set_on_hand(milk.id, 97, by=w.by)


@silent("stock.set_on_hand", "what was counted is what should be there: nothing moves")
def counted_right(w: World) -> Act:
    milk = w.milk
    return lambda: w.shop.stock.set_on_hand(milk.id, 100, by=w.by)


# --- taxes, offers, codes, groups --------------------------------------------------------------

VAT = [TaxRate("VAT", 190_000)]


@writes("taxes.add_class", "tax")
def a_tax_class(w: World) -> Act:
    return lambda: w.shop.taxes.add_class("Books", VAT, by=w.by)


@writes("taxes.rename_class", "tax")
def a_tax_class_by_name(w: World) -> Act:
    row = w.shop.taxes.add_class("Books", VAT, by=w.by)
    return lambda: w.shop.taxes.rename_class(row.id, "Printed matter", by=w.by)


@writes("taxes.set_rates", "tax")
def from_a_day_on(w: World) -> Act:
    row = w.shop.taxes.add_class("Books", VAT, by=w.by)
    rates = [TaxRate("VAT", 70_000)]
    return lambda: w.shop.taxes.set_rates(row.id, rates, valid_from=date(2027, 1, 1), by=w.by)


@writes("taxes.remove_class", "tax")
def a_tax_class_away(w: World) -> Act:
    row = w.shop.taxes.add_class("Books", VAT, by=w.by)
    return lambda: w.shop.taxes.remove_class(row.id, by=w.by)


def offer(w: World) -> Promotion:
    goods = Goods(frozenset({w.milk.id}))
    return Promotion(0, "Milk week", "percent", goods, rate_ppm=100_000)


@writes("promotions.add", "promotion")
def an_offer(w: World) -> Act:
    made = offer(w)
    return lambda: w.shop.promotions.add(made, by=w.by)


@writes("promotions.update", "promotion")
def an_offer_that_rests(w: World) -> Act:
    row = w.shop.promotions.add(offer(w), by=w.by)
    return lambda: w.shop.promotions.update(row.promotion, active=False, by=w.by)


@writes("promotions.remove", "promotion")
def an_offer_away(w: World) -> Act:
    row = w.shop.promotions.add(offer(w), by=w.by)
    return lambda: w.shop.promotions.remove(row.promotion.id, by=w.by)


@writes("discounts.add_code", "discount_code")
def a_code(w: World) -> Act:
    return lambda: w.shop.discounts.add_code("SUMMER10", rate_ppm=100_000, by=w.by)


@writes("discounts.update_code", "discount_code")
def a_code_for_more(w: World) -> Act:
    row = w.shop.discounts.add_code("SUMMER10", rate_ppm=100_000, by=w.by)
    return lambda: w.shop.discounts.update_code(
        row.id, code="SUMMER15", rate_ppm=150_000, max_uses=20, by=w.by
    )


@writes("discounts.withdraw_code", "discount_code")
def a_code_withdrawn(w: World) -> Act:
    w.shop.discounts.add_code("SUMMER10", rate_ppm=100_000, by=w.by)
    return lambda: w.shop.discounts.withdraw_code("summer10", by=w.by)


@writes("discounts.restore_code", "discount_code")
def a_code_restored(w: World) -> Act:
    w.shop.discounts.add_code("SUMMER10", rate_ppm=100_000, by=w.by)
    w.shop.discounts.withdraw_code("summer10", by=w.by)
    return lambda: w.shop.discounts.restore_code("summer10", by=w.by)


@writes("discounts.set_limit", "discount_limit")
def a_limit(w: World) -> Act:
    return lambda: w.shop.discounts.set_limit("clerk", most_ppm=70_000, floor_ppm=0, by=w.by)


@writes("groups.add", "group_price")
def a_group(w: World) -> Act:
    return lambda: w.shop.groups.add("Trade", tax_included=False, by=w.by)


@writes("groups.update", "group_price")
def a_group_by_name(w: World) -> Act:
    row = w.shop.groups.add("Trade", tax_included=False, by=w.by)
    return lambda: w.shop.groups.update(row.id, name="Restaurants", tax_included=None, by=w.by)


@writes("groups.remove", "group_price")
def a_group_away(w: World) -> Act:
    row = w.shop.groups.add("Trade", by=w.by)
    w.shop.groups.set_price(row.id, w.milk.id, 99, by=w.by)
    return lambda: w.shop.groups.remove(row.id, by=w.by)


@writes("groups.set_price", "group_price")
def onto_a_list(w: World) -> Act:
    row, milk = w.shop.groups.add("Trade", by=w.by), w.milk
    return lambda: w.shop.groups.set_price(row.id, milk.id, 99, by=w.by)


@writes("groups.set_price", "group_price")
def off_a_list(w: World) -> Act:
    row, milk = w.shop.groups.add("Trade", by=w.by), w.milk
    w.shop.groups.set_price(row.id, milk.id, 99, by=w.by)
    return lambda: w.shop.groups.set_price(row.id, milk.id, None, by=w.by)


# --- settings ----------------------------------------------------------------------------------


@writes("settings.update", "settings")
def two_fields(w: World) -> Act:
    return lambda: w.shop.settings.update(name="Corner Shop 2", cash_step=5, by=w.by)


@silent("settings.update", "all of it is as it was")
def no_field(w: World) -> Act:
    return lambda: w.shop.settings.update(name="Corner Shop", by=w.by)


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da"
    "63fcffff3f0300050001ff5e2b5d0a0000000049454e44ae426082"
)


@writes("settings.set_logo", "settings")
def off_the_receipts(w: World) -> Act:
    w.shop._database.connection.execute(
        "INSERT INTO pictures (name, media_type, data, created_at) "
        "VALUES ('logo', 'image/png', ?, 0)",
        (PIXEL,),
    )
    return lambda: w.shop.settings.set_logo(None, by=w.by)


@writes("codes.save_rule", "settings")
def a_rule(w: World) -> Act:
    rule = CodeRule("Our labels", "price", "29IIIIIVVVVVC", 2)
    return lambda: w.shop.codes.save_rule(rule, by=w.by)


@writes("codes.remove_rule", "settings")
def a_rule_away(w: World) -> Act:
    rule = w.shop.codes.rules()[0]
    return lambda: w.shop.codes.remove_rule(rule.id, by=w.by)


@silent("codes.note_unknown", "a list of scans that found nothing")
def a_scan(w: World) -> Act:
    return lambda: w.shop.codes.note_unknown("4006381333931", by=w.by)


@silent("codes.forget_unknown", "a list of scans that found nothing")
def a_scan_away(w: World) -> Act:
    w.shop.codes.note_unknown("4006381333931", by=w.by)
    code = w.shop.codes.unknown_codes()[0].code
    return lambda: w.shop.codes.forget_unknown(code, by=w.by)


# --- customers ---------------------------------------------------------------------------------

NOBODY = "who somebody is stands where it can be erased"
HOME = AddressDraft("7 Quimby Lane", "Boston", "US", phone="+12025550143")


@silent("customers._enrol", NOBODY)
def somebody(w: World) -> Act:
    return lambda: w.shop.customers.add(first_name="Zebulon", last_name="Quimby", by=w.by)


@silent("customers.update", NOBODY)
def somebodys_card(w: World) -> Act:
    customer = w.customer
    return lambda: w.shop.customers.update(customer.id, card="QX-777-2", by=w.by)


@writes("customers.set_terms", "terms")
def somebodys_terms(w: World) -> Act:
    customer, group = w.customer, w.shop.groups.add("Trade", by=w.by)
    return lambda: w.shop.customers.set_terms(
        customer.id, group_id=group.id, tax_exempt="Quimby 4711", credit_limit=5000, by=w.by
    )


@silent("customers.add_address", NOBODY)
def one_more_address(w: World) -> Act:
    row = w.shop.customers.add(first_name="Zebulon", by=w.by)
    return lambda: w.shop.customers.add_address(row.id, HOME, by=w.by)


@silent("customers.update_address", NOBODY)
def another_address(w: World) -> Act:
    address = w.shop.customers.addresses(w.customer.id)[0]
    return lambda: w.shop.customers.update_address(address.id, HOME, by=w.by)


@silent("customers.link_address", NOBODY)
def a_shared_address(w: World) -> Act:
    address = w.shop.customers.addresses(w.customer.id)[0]
    row = w.shop.customers.add(first_name="Zebulon", by=w.by)
    return lambda: w.shop.customers.link_address(row.id, address.id, by=w.by)


@silent("customers.unlink_address", NOBODY)
def an_address_away(w: World) -> Act:
    address = w.shop.customers.addresses(w.customer.id)[0]
    row = w.shop.customers.add(first_name="Zebulon", address=None, by=w.by)
    w.shop.customers.add_address(row.id, AddressDraft("1 Elm Street", "Boston", "US"), by=w.by)
    w.shop.customers.link_address(row.id, address.id, by=w.by)
    return lambda: w.shop.customers.unlink_address(row.id, address.id, by=w.by)


# --- lists that come in ------------------------------------------------------------------------


@writes("imports.products", "import", whole=False)
def products(w: World) -> Act:
    milk = w.milk
    file = w.file(
        "products.csv",
        "sku,name,category,price,stock\n"
        f"{milk.sku},{milk.name},Dairy,1.39,0\nTEA-9,Tea,Tea,3.50,5\n",
    )
    return lambda: w.shop.imports.products(file, by=w.by)


@writes("imports.customers", "import", whole=False)
def customers(w: World) -> Act:
    w.shop.groups.add("Trade", by=w.by)
    file = w.file(
        "customers.csv",
        "customer,first_name,last_name,email,group,tax_exempt,credit_limit\n"
        "zq,Zebulon,Quimby,zebulon@quimby.example,Trade,Quimby 4711,250.00\n",
    )
    return lambda: w.shop.imports.customers(file, by=w.by)


@writes("imports.baskets", "sale", "sale", whole=False)
def baskets(w: World) -> Act:
    milk = w.milk
    file = w.file(
        "baskets.csv",
        "basket_id,sold_at,customer,sku,quantity,sales_value,retail_disc,coupon_disc,"
        "coupon_match_disc\n"
        f"1,2017-01-01 18:24:46,Quimby,{milk.sku},2,2.38,0.20,0.00,0.00\n"
        f"2,2017-01-02 18:24:46,Quimby,{milk.sku},1,1.29,0.00,0.29,0.00\n",
    )
    return lambda: w.shop.imports.baskets(file, by=w.by)
