"""What scanned codes stand for: the order of readings, labels, people's cards, receipts."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.barcode import check_digit
from pos_app.domain.cart import Cart
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.errors import (
    ExpiredGoods,
    LabelRefused,
    NotAllowed,
    PosError,
    UnknownCode,
    UnknownCodeRule,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import (
    BadgeHit,
    Clerk,
    CouponHit,
    CustomerHit,
    GiftCardHit,
    ProductRow,
    ReceiptHit,
    ReturnLine,
    ScanHit,
)
from pos_app.services.code_reading import label_hit
from pos_app.services.codes import Codes
from pos_app.shop import Shop, ShopSetup

WEIGHT = CodeRule("Weight", "weight", "21IIIIIVVVVVC", 3)
PRICE = CodeRule("Price", "price", "22IIIIIVVVVVC", 2)

AddProduct = Callable[..., ProductRow]


def gtin(body: str) -> str:
    return body + str(check_digit(body))


def hit(shop: Shop, text: str) -> ScanHit:
    found = shop.codes.read(text)
    assert isinstance(found, ScanHit)
    return found


# --- stored codes --------------------------------------------------------------------------------


def test_a_stored_code_beats_every_rule(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    label = WEIGHT.spell("12345", 1234)
    ham = add_product("Ham", 1999, unit="kg", scale_number=12345, stock=5)
    assert hit(shop, label).product == ham
    cheese = add_product("Cheese in a box", 499, barcodes=[label])
    assert hit(shop, label) == ScanHit(cheese, Decimal(1), label)
    # Stored with the digit that a case of nothing has, it is the same number.
    shop.catalog.update_product(cheese.id, barcodes=["0" + label], by=owner)
    assert hit(shop, label).product.id == cheese.id


def test_a_code_of_an_archived_product_is_no_label(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    label = WEIGHT.spell("12345", 1234)
    add_product("Ham", 1999, unit="kg", scale_number=12345, stock=5)
    gone = add_product("Cheese", 499, barcodes=[label])
    shop.catalog.archive_product(gone.id, by=owner)
    with pytest.raises(UnknownCode):
        shop.codes.read(label)


def test_twins_and_symbology(shop: Shop, add_product: AddProduct) -> None:
    milk = add_product("Milk", barcodes=["036000291452"])
    case = add_product("Case of milk", 1500, barcodes=[(gtin("1003600029145"), 12)])
    for text in ("036000291452", "0036000291452", "]E00036000291452", "00036000291452"):
        assert hit(shop, text).product == milk
    assert hit(shop, gtin("1003600029145")) == ScanHit(case, Decimal(12), gtin("1003600029145"))
    with pytest.raises(UnknownCode):
        shop.codes.read(gtin("2003600029145"))


def test_a_upc_e_finds_its_upc_a_unless_it_is_stored_itself(
    shop: Shop, add_product: AddProduct
) -> None:
    tea = add_product("Tea", barcodes=["042100005264"])
    assert hit(shop, "04252614").product == tea
    own = add_product("Own", barcodes=["04252614"])
    assert hit(shop, "04252614").product == own
    assert hit(shop, "042100005264").product == tea


def test_the_same_answer_as_before_for_what_is_stored(shop: Shop, milk: ProductRow) -> None:
    assert shop.codes.read(milk.sku) == shop.catalog.scan(milk.sku)
    for nothing in ("", "\ud800", "]C1"):
        with pytest.raises(UnknownCode):
            shop.codes.read(nothing)


# --- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "quantity"),
    [("kg", "1.234"), ("g", "1234"), ("lb", "1.234"), ("oz", "19.744"), ("l", "1.234")],
)
def test_a_weight_is_in_the_unit_of_the_goods(
    shop: Shop, add_product: AddProduct, unit: str, quantity: str
) -> None:
    goods = add_product("Ham", 1999, unit=unit, scale_number=12345, stock=5)
    assert hit(shop, WEIGHT.spell("12345", 1234)) == ScanHit(
        goods, Decimal(quantity), WEIGHT.spell("12345", 1234), measured=True
    )


def test_only_a_code_that_says_how_much_it_is_tells_so(shop: Shop, add_product: AddProduct) -> None:
    add_product("Ham", 1999, unit="kg", scale_number=7, barcodes=[NUMBER], stock=5)
    roll = gtin("400000000001")
    add_product("Roll", 45, scale_number=8, barcodes=[roll])
    for text in (WEIGHT.spell("7", 1000), f"(01)0{NUMBER}(3103)001000", f"(01)0{roll}(30)1"):
        assert (hit(shop, text).quantity, hit(shop, text).measured) == (1, True)
    for text in (NUMBER, f"(01)0{NUMBER}", f"(01)0{NUMBER}(30)1", f"(02)0{NUMBER}(37)1", roll):
        assert (hit(shop, text).quantity, hit(shop, text).measured) == (1, False)


def test_a_weight_of_pieces_is_refused(shop: Shop, add_product: AddProduct) -> None:
    add_product("Bread", 399, scale_number=7)
    with pytest.raises(LabelRefused) as refused:
        shop.codes.read(WEIGHT.spell("7", 500))
    assert refused.value.reason == "sold_by_piece"


def test_nothing_is_sold_by_a_label_of_zero(shop: Shop, add_product: AddProduct) -> None:
    add_product("Ham", 1999, unit="kg", scale_number=7, stock=5)
    for label in (WEIGHT.spell("7", 0), PRICE.spell("7", 0)):
        with pytest.raises(LabelRefused) as refused:
            shop.codes.read(label)
        assert refused.value.reason == "nothing"


@pytest.mark.parametrize(
    ("price", "printed", "quantity"),
    [(1999, 1234, "0.617"), (100000, 1, "0.001"), (0, 500, "1")],
)
def test_a_price_label_gives_the_total_and_so_the_weight(
    shop: Shop, add_product: AddProduct, price: int, printed: int, quantity: str
) -> None:
    ham = add_product("Ham", price, unit="kg", scale_number=7, stock=5)
    label = PRICE.spell("7", printed)
    assert hit(shop, label) == ScanHit(ham, Decimal(quantity), label, total=printed)
    assert label_hit(shop._books, label) == hit(shop, label)
    assert label_hit(shop._books, ham.sku) is None


def test_a_price_on_a_piece_is_one_piece(shop: Shop, add_product: AddProduct) -> None:
    bread = add_product("Bread", 399, scale_number=7)
    label = PRICE.spell("7", 199)
    assert hit(shop, label) == ScanHit(bread, Decimal(1), label, total=199)


def test_pieces(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    rule = shop.codes.save_rule(CodeRule("Rolls", "pieces", "23IIIIIVVVVVC"), by=owner)
    rolls = add_product("Roll", 45, scale_number=8)
    assert hit(shop, rule.spell("8", 6)).quantity == 6
    ham = add_product("Ham", 1999, unit="kg", scale_number=9, stock=5)
    with pytest.raises(LabelRefused) as refused:
        shop.codes.read(rule.spell("9", 6))
    assert refused.value.reason == "sold_by_measure"
    assert rolls.id != ham.id


def test_a_label_with_a_wrong_check_digit_is_unknown(shop: Shop, add_product: AddProduct) -> None:
    add_product("Ham", 1999, unit="kg", scale_number=12345, stock=5)
    label = WEIGHT.spell("12345", 1234)
    for wrong in set("0123456789") - {label[-1]}:
        with pytest.raises(UnknownCode):
            shop.codes.read(label[:-1] + wrong)


def test_a_new_rule_counts_at_once_and_one_that_is_off_does_not(
    shop: Shop, owner: Clerk, shop_path, add_product: AddProduct
) -> None:
    ham = add_product("Ham", 1999, unit="kg", scale_number=7, stock=5)
    rule = CodeRule("Other", "weight", "25IIIIIVVVVVC", 2)
    label = rule.spell("7", 150)
    with pytest.raises(UnknownCode):
        shop.codes.read(label)
    other = Shop.open(shop_path)
    try:
        kept = other.codes.save_rule(rule, by=other.staff.terminal())
        assert hit(shop, label).quantity == Decimal("1.5")
        assert hit(shop, label).product == ham
        off = CodeRule(kept.name, kept.kind, kept.pattern, 2, active=False, id=kept.id)
        assert other.codes.save_rule(off, by=other.staff.terminal()) == off
    finally:
        other.close()
    with pytest.raises(UnknownCode):
        shop.codes.read(label)
    assert shop.codes.rules()[-1] == off
    shop.codes.remove_rule(off.id, by=owner)
    assert off not in shop.codes.rules()
    for change in (lambda: shop.codes.remove_rule(off.id, by=owner),):
        with pytest.raises(UnknownCodeRule):
            change()
    with pytest.raises(UnknownCodeRule):
        shop.codes.save_rule(off, by=owner)


def test_a_shop_begins_with_labels_of_its_scales(shop: Shop) -> None:
    assert [(rule.kind, rule.pattern, rule.decimals) for rule in shop.codes.rules()] == [
        ("weight", "21IIIIIVVVVVC", 3),
        ("price", "22IIIIIVVVVVC", 2),
    ]


def test_a_price_label_has_the_decimals_of_the_shops_money(tmp_path) -> None:
    yen = Shop.create(tmp_path / "yen.db", ShopSetup("Mise", currency="JPY", country="JP"))
    try:
        by = yen.staff.terminal()
        fish = yen.catalog.add_product(
            name="Fish", price=1000, unit="kg", scale_number=7, stock=5, by=by
        )
        rule = yen.codes.rules()[1]
        assert (rule.kind, rule.decimals) == ("price", 0)
        assert hit(yen, rule.spell("7", 1500)) == ScanHit(
            fish, Decimal("1.5"), rule.spell("7", 1500), total=1500
        )
    finally:
        yen.close()


# --- GS1 -----------------------------------------------------------------------------------------

NUMBER = "9501101530003"


def test_lot_and_expiry(shop: Shop, add_product: AddProduct) -> None:
    cheese = add_product("Cheese", barcodes=[NUMBER])
    today = shop._books.business_date(shop._books.now())
    text = f"]d2010{NUMBER}17{today:%y%m%d}10L-7\x1d21S1"
    assert hit(shop, text) == ScanHit(cheese, Decimal(1), NUMBER, lot="L-7", expires=today)
    with pytest.raises(ExpiredGoods) as refused:
        shop.codes.read(f"]d2010{NUMBER}17{today - timedelta(days=1):%y%m%d}10L-7")
    assert refused.value.product == "Cheese"
    # "Best before" is no ban.
    assert hit(shop, f"]d2010{NUMBER}15{today - timedelta(days=1):%y%m%d}").product == cheese


def test_gs1_weights_and_prices(shop: Shop, add_product: AddProduct) -> None:
    ham = add_product("Ham", 2000, unit="kg", barcodes=[NUMBER], stock=5)
    assert hit(shop, f"(01)0{NUMBER}(3103)001250").quantity == Decimal("1.25")
    assert hit(shop, f"(01)0{NUMBER}(3202)000100").quantity == Decimal("0.454")
    text = f"(01)0{NUMBER}(3103)001250(3922)2599"
    assert hit(shop, text) == ScanHit(ham, Decimal("1.25"), text, total=2599, measured=True)
    assert label_hit(shop._books, text) == hit(shop, text)
    assert hit(shop, f"(01)0{NUMBER}(3932)8402599").total == 2599
    assert hit(shop, f"(01)0{NUMBER}(3922)1000").quantity == Decimal("0.5")
    for wrong, reason in (
        ("(3932)9782599", "currency"),
        ("(3923)0012345", "currency"),
        ("(3922)0", "nothing"),
        ("(3103)000000", "nothing"),
        ("(3112)000100", "sold_by_measure"),
    ):
        with pytest.raises(LabelRefused) as refused:
            shop.codes.read(f"(01)0{NUMBER}{wrong}")
        assert refused.value.reason == reason


def test_gs1_counts(shop: Shop, add_product: AddProduct) -> None:
    add_product("Roll", 45, barcodes=[NUMBER])
    case = gtin("1" + NUMBER[:-1])
    variable = gtin("9" + NUMBER[:-1])
    add_product("Case", 500, barcodes=[(case, 12)])
    add_product("Basket", 900, barcodes=[variable])
    assert hit(shop, f"(01)0{NUMBER}(30)6").quantity == 6
    assert hit(shop, f"(01){case}").quantity == 12
    assert hit(shop, f"(02){case}(37)3").quantity == 36
    with pytest.raises(LabelRefused):
        shop.codes.read(f"(01){variable}(3103)001250")
    with pytest.raises(UnknownCode):
        shop.codes.read(f"(01){gtin('2' + NUMBER[:-1])}")


# --- people, receipts, coupons -------------------------------------------------------------------


def test_a_customers_card(shop: Shop, owner: Clerk) -> None:
    rosa = shop.customers.add(first_name="Rosa", card="K-0042", by=owner)
    assert rosa.card == "K-0042"
    assert shop.codes.read("K-0042") == CustomerHit(rosa)
    shop.codes.save_rule(CodeRule("Cards", "customer", r"99\?I*"), by=owner)
    assert shop.codes.read("99?K-0042") == CustomerHit(rosa)
    assert shop.customers.search("K-0042") == (rosa,)


def test_a_badge_names_its_wearer_and_signs_nobody_in(shop: Shop, owner: Clerk) -> None:
    bob = shop.staff.add_user(username="bob", name="Bob", pin="135790", by=owner)
    shop.staff.set_badge(bob.id, "B-7781", by=owner)
    found = shop.codes.read(" B-7781 ")
    assert isinstance(found, BadgeHit)
    assert found == BadgeHit(bob.id, "Bob", long_enough=False)  # and no more of them
    kept = shop._books.database.row("SELECT badge_hash FROM users WHERE id = ?", (bob.id,))
    assert kept is not None
    assert "7781" not in kept[0]
    shop.staff.set_badge(bob.id, "", by=owner)
    with pytest.raises(UnknownCode):
        shop.codes.read("B-7781")


def test_badges_are_not_found_by_reading_one_code_after_the_other(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    bob = shop.staff.add_user(username="bob", name="Bob", pin="135790", by=owner)
    shop.staff.set_badge(bob.id, "STAFF-1234567", by=owner)
    add_product("Pen", 129, barcodes=["4006381333931"])
    seconds = 0.0
    codes = Codes(shop._books, ticks=lambda: seconds)
    hit = BadgeHit(bob.id, "Bob", long_enough=True)
    for number in range(299):
        with pytest.raises(UnknownCode):
            codes.read(f"STAFF-{number}")
    assert codes.read("STAFF-1234567") == hit
    with pytest.raises(UnknownCode):
        codes.read("STAFF-299")
    with pytest.raises(UnknownCode) as refusal:
        codes.read("STAFF-1234567")
    assert refusal.value.key == "STAFF-1234567"  # as of any other
    assert isinstance(codes.read("4006381333931"), ScanHit)  # goods are read as ever
    assert shop.staff.sign_in_badge("STAFF-1234567").name == "Bob"
    seconds += 3_600
    assert codes.read("STAFF-1234567") == hit


def test_a_receipt_and_the_slip_of_a_return(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    receipt = shop.checkout.sell(Cart().add(milk, 2), [Payment("cash", 500)], by=owner)
    assert shop.codes.read(receipt.number) == ReceiptHit(receipt.order_id, None, receipt.number)
    line = shop.orders.get(receipt.order_id).items[0]
    back = shop.returns.give_back(receipt.order_id, [ReturnLine(line.id, Decimal(1))], by=owner)
    assert shop.codes.read(back.number) == ReceiptHit(receipt.order_id, back.id, back.number)
    for nothing in ("T1-99", "T2-1", "T1-R9", "T1-"):
        with pytest.raises(UnknownCode):
            shop.codes.read(nothing)


def test_coupons_and_gift_cards(shop: Shop, owner: Clerk) -> None:
    shop.discounts.add_code("SUMMER", rate_ppm=100_000, by=owner)
    found = shop.codes.read("summer")
    assert isinstance(found, CouponHit)
    assert (found.code.code, found.code.rate_ppm) == ("SUMMER", 100_000)
    shop.codes.save_rule(CodeRule("Coupons", "coupon", "99I*"), by=owner)
    assert shop.codes.read("99SUMMER") == found
    line = shop.ledgers.gift_card_line("GIFT-77", 2500, by=owner)
    shop.checkout.sell(Cart().add_line(line), [Payment("cash", 2500)], by=owner)
    card = shop.codes.read("gift-77")
    assert isinstance(card, GiftCardHit)
    assert card.ledger.balance == 2500


# --- unknown codes -------------------------------------------------------------------------------


def test_an_unknown_code_is_counted_until_it_is_a_product(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    for text in ("036000291452", "0036000291452", "]E00036000291452"):
        shop.codes.note_unknown(text, by=owner, till="T1")
    (row,) = shop.codes.unknown_codes()
    assert (row.code, row.times, row.till, row.by) == ("0036000291452", 3, "T1", owner.name)
    assert row.first_at <= row.last_at
    assert heard == ["codes"] * 3
    add_product("Tissues", barcodes=["00036000291452"])
    assert shop.codes.unknown_codes() == ()
    assert heard[3:].count("codes") == 1


def test_labels_of_one_article_are_one_entry(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    for grams in (100, 200, 300):
        shop.codes.note_unknown(WEIGHT.spell("12345", grams), by=owner)
    shop.codes.note_unknown(f"(01)0{NUMBER}(10)A", by=owner)
    shop.codes.note_unknown(f"]d2010{NUMBER}10B", by=owner)
    rows = shop.codes.unknown_codes()
    assert [(row.code, row.times, row.scale_number) for row in rows] == [
        (NUMBER, 2, None),
        (WEIGHT.spell("12345", 0), 3, 12345),
    ]
    add_product("Ham", 1999, unit="kg", scale_number=12345, stock=5)
    assert [row.code for row in shop.codes.unknown_codes()] == [NUMBER]
    shop.codes.forget_unknown(NUMBER, by=owner)
    assert shop.codes.unknown_codes() == ()
    with pytest.raises(UnknownCode):
        shop.codes.forget_unknown(NUMBER, by=owner)


def test_what_must_not_be_kept_is_not(shop: Shop, owner: Clerk) -> None:
    shop.codes.save_rule(CodeRule("Badges", "staff", "S-I*"), by=owner)
    for text in (
        "4111111111111111",
        "%B4111 1111 1111 1111^LEE/ANN^2512",
        "S-0042",
        "x" * 49,
        "a\x07b",
        " ",
    ):
        shop.codes.note_unknown(text, by=owner)
    assert shop.codes.unknown_codes() == ()
    # A number of goods that would pass the check of a card's too.
    goods = next(
        code for n in range(10**5) if luhn(code := gtin(f"40063813{n:04}")) and len(code) == 13
    )
    shop.codes.note_unknown(goods, by=owner)
    assert [row.code for row in shop.codes.unknown_codes()] == [goods]


def luhn(code: str) -> bool:
    digits = [int(digit) for digit in code]
    doubled = [2 * digit for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(each // 10 + each % 10 for each in doubled)) % 10 == 0


def test_rights(shop: Shop, owner: Clerk) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135790", by=owner)
    bob = shop.staff.sign_in("bob", pin="135790")
    shop.codes.note_unknown("123", by=bob)
    for refused in (
        lambda: shop.codes.save_rule(WEIGHT, by=bob),
        lambda: shop.codes.remove_rule(1, by=bob),
        lambda: shop.codes.forget_unknown("123", by=bob),
        lambda: shop.staff.set_badge(bob.id, "B-1234", by=bob),
    ):
        with pytest.raises(NotAllowed):
            refused()


# --- never another product -----------------------------------------------------------------------


@settings(
    max_examples=1500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_mangled_code_never_sells_another_product(
    shop: Shop, add_product: AddProduct, data: st.DataObject
) -> None:
    stored = {
        "milk": gtin("400638133393"),
        "upc": gtin("03600029145"),
        "eight": gtin("9638507"),
        "case": gtin("1400638133393"),
        "short": "04252614",
    }
    if not shop.catalog.search("milk"):
        for name, code in stored.items():
            add_product(name, barcodes=[code])
        # One wrong digit in a label is the number of another article.
        for number in {
            int(f"{12345:05}"[:at] + digit + f"{12345:05}"[at + 1 :])
            for at in range(5)
            for digit in "0123456789"
        }:
            add_product(f"ham {number}", 1999, unit="kg", scale_number=number, stock=5)
    code = data.draw(
        st.sampled_from(
            [
                *stored.values(),
                WEIGHT.spell("12345", 1234),
                PRICE.spell("12345", 999),
                f"]C1010{stored['milk']}3103001250",
                f"(01)0{stored['milk']}(10)A1",
            ]
        )
    )
    place = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(st.sampled_from("0123456789(]A\x1d "))
    how = data.draw(st.sampled_from(("put", "drop", "insert")))
    rest = code[place:] if how == "insert" else code[place + 1 :]
    mangled = code[:place] + ("" if how == "drop" else letter) + rest
    try:
        found = shop.codes.read(mangled)
    except PosError:
        return
    assert isinstance(found, ScanHit)
    # What is found is what an untouched code finds, or says the same number.
    wanted = shop.codes.read(code)
    assert isinstance(wanted, ScanHit)
    assert found.product.id == wanted.product.id, (mangled, found)


@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(st.characters(codec=None), max_size=60)
    | st.text("0123456789()]CdE\x1d-TR", max_size=40)
)
def test_any_text_is_answered(shop: Shop, text: str) -> None:
    with pytest.raises(PosError):
        shop.codes.read(text)
