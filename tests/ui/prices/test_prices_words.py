"""Rules of price in plain sentences, and a basket priced by a draft that is not kept yet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadValue, CodeRefused
from pos_app.domain.pricing import price
from pos_app.domain.promotions import Break, Goods, Hours, Promotion
from pos_app.domain.rows import Clerk, DiscountCodeRow, ProductRow, PromotionRow
from pos_app.domain.tax import PPM, TaxClass, TaxPeriod, TaxRate
from pos_app.shop import Shop
from pos_app.ui.prices.ground import Ground, load_ground
from pos_app.ui.prices.sentence import (
    code_sentence,
    code_state,
    hours_words,
    promotion_sentence,
    promotion_state,
)
from pos_app.ui.prices.trial import NEW_ID, Draft, Setting, try_basket

Add = Callable[..., ProductRow]

WEEK = Hours(weekdays=frozenset(range(5)), since=16 * 60, until=18 * 60)


@pytest.fixture
def beans(add_product: Add) -> ProductRow:
    return add_product("Baked beans", 89, category="Grocery > Beans")


@pytest.fixture
def ground(shop: Shop, beans: ProductRow, milk: ProductRow) -> Ground:
    return replace(
        load_ground(shop, shop.staff.terminal()), names={beans.id: beans.name, milk.id: milk.name}
    )


def says(promotion: Promotion, ground: Ground) -> str:
    return promotion_sentence(promotion, ground)


class TestSentence:
    def test_several_for_a_price_in_happy_hours(self, ground: Ground, beans: ProductRow) -> None:
        goods = Goods(frozenset({beans.id}))
        promotion = Promotion(1, "3 for 2", "bundle", goods, buy=3, amount=200, hours=WEEK)
        assert says(promotion, ground) == (
            "Every 3 of Baked beans cost $2.00, Mon–Fri 4:00 PM–6:00 PM, for everybody."
        )

    def test_each_kind(self, ground: Ground, beans: ProductRow, milk: ProductRow) -> None:
        of_beans = Goods(frozenset({beans.id}))
        kinds = {
            Promotion(1, "a", "percent", rate_ppm=88_750): "8.875 % off everything",
            Promotion(1, "a", "amount", of_beans, amount=50): (
                "$0.50 off each unit of Baked beans"
            ),
            Promotion(1, "a", "buy_get", of_beans, rate_ppm=PPM, buy=2, get=1): (
                "Buy 2 of Baked beans, get 1 free"
            ),
            Promotion(
                1,
                "a",
                "buy_get",
                of_beans,
                reward=Goods(frozenset({milk.id})),
                rate_ppm=500_000,
                buy=3,
                get=1,
            ): "Buy 3 of Baked beans, get 1 of Milk 1 l at 50 % off",
            Promotion(
                1, "a", "breaks", of_beans, breaks=(Break(3000, 80), Break(9500, None, 200_000))
            ): "Baked beans: from 3 on $0.80 each and from 9.5 on 20 % off",
        }
        for promotion, words in kinds.items():
            assert says(promotion, ground) == f"{words}, for everybody."

    def test_many_goods_are_counted(self, ground: Ground) -> None:
        goods = Goods(frozenset(range(100, 108)))
        sentence = says(Promotion(1, "a", "percent", goods, rate_ppm=1), ground)
        assert "product 100, product 101 or 6 others" in sentence

    def test_groups_are_named(self, shop: Shop, owner: Clerk) -> None:
        trade = shop.groups.add("Trade", by=owner)
        staff = shop.groups.add("Staff", by=owner)
        both = frozenset({trade.id, staff.id})
        promotion = Promotion(1, "a", "percent", rate_ppm=1, group_ids=both)
        assert says(promotion, load_ground(shop, shop.staff.terminal())).endswith(
            "for Staff and Trade."
        )

    def test_days(self, ground: Ground) -> None:
        hours = Hours(date(2026, 12, 1), date(2026, 12, 24), frozenset({0, 1, 2, 5}))
        assert hours_words(hours, ground) == ("Mon–Wed and Sat from Dec 1, 2026 until Dec 24, 2026")
        assert hours_words(Hours(since=22 * 60, until=2 * 60), ground) == "10:00 PM–2:00 AM"

    def test_states(self, ground: Ground) -> None:
        now = datetime(2026, 11, 25, 17, tzinfo=ground.now.tzinfo)  # a Wednesday
        always = Promotion(1, "a", "percent", rate_ppm=1)

        def state(hours: Hours, active: bool = True) -> str:
            return promotion_state(PromotionRow(replace(always, hours=hours), active), now)[0]

        assert state(WEEK) == "On now"
        assert state(replace(WEEK, since=0, until=60)) == "On"
        assert state(Hours(first_day=date(2026, 11, 26))) == "Later"
        assert state(Hours(last_day=date(2026, 11, 24))) == "Ended"
        assert state(WEEK, active=False) == "Off"

    def test_codes(self, ground: Ground) -> None:
        now = ground.now
        row = DiscountCodeRow(1, "X", 100_000, 0, None, None, True, minimum=5000, max_uses=1)
        assert code_sentence(row, ground) == (
            "10 % off everything, in baskets from $50.00 on, once in all."
        )
        past, later = now - timedelta(days=1), now + timedelta(days=1)
        assert code_state(row, now)[0] == "Valid"
        assert code_state(replace(row, used=1), now)[0] == "Used up"
        assert code_state(replace(row, valid_until=past, used=1), now)[0] == "Expired"
        assert code_state(replace(row, valid_from=later), now)[0] == "Not yet"
        assert code_state(replace(row, active=False, valid_until=past), now)[0] == "Withdrawn"


class TestTrial:
    """What the basket shows must be what the till will charge once the draft is kept."""

    def setting(self, ground: Ground, **change: object) -> Setting:
        return replace(Setting(ground.now), **change)  # type: ignore[arg-type]

    def test_a_draft_counts_as_it_will_once_it_is_kept(
        self, shop: Shop, owner: Clerk, ground: Ground, beans: ProductRow, milk: ProductRow
    ) -> None:
        [grocery] = [row for row in ground.categories if row.name == "Grocery"]
        goods = Goods(category_ids=frozenset({grocery.id}))  # the beans lie below it
        draft = Promotion(NEW_ID, "Third off", "percent", goods, rate_ppm=333_333)
        basket = [(beans, Decimal(3)), (milk, Decimal(1))]
        tried = try_basket(ground, basket, self.setting(ground), Draft(draft))
        assert [(off.label, off.amount) for off in tried.offs] == [("Third off", 89)]
        shop.promotions.add(draft, by=owner)
        cart = Cart().add(beans, 3).add(milk)
        sold = price(cart, shop.checkout.terms())
        assert replace(tried, offs=()) == replace(sold, offs=(), lines=tried.lines)
        assert tried.total == sold.total == 3 * 89 - 89 + 129

    def test_it_takes_the_place_of_what_is_kept(
        self, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        kept = Promotion(0, "Off", "amount", amount=10)
        row = shop.promotions.add(kept, by=owner)
        ground = load_ground(shop, shop.staff.terminal())
        draft = replace(row.promotion, amount=25)
        basket = [(beans, Decimal(2))]
        setting = Setting(ground.now)
        assert try_basket(ground, basket, setting).discount == 20
        assert try_basket(ground, basket, setting, Draft(draft)).discount == 50

    def test_the_moment_and_the_group_count(
        self, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        trade = shop.groups.add("Trade", tax_included=False, by=owner)
        ground = load_ground(shop, shop.staff.terminal())
        draft = Promotion(NEW_ID, "Happy", "amount", amount=9, hours=WEEK)
        at = datetime(2026, 11, 25, 17, 59, tzinfo=ground.now.tzinfo)
        basket = [(beans, Decimal(1))]
        assert try_basket(ground, basket, Setting(at), Draft(draft)).total == 80
        over = at + timedelta(minutes=1)
        assert try_basket(ground, basket, Setting(over), Draft(draft)).total == 89
        for_trade = Setting(over, trade.id, {beans.id: 84})
        tried = try_basket(ground, basket, for_trade)
        assert (tried.tax_included, tried.subtotal, tried.total) == (False, 80, 84)

    def test_a_code_counts_as_at_the_till(
        self, shop: Shop, owner: Clerk, beans: ProductRow, milk: ProductRow
    ) -> None:
        [grocery] = [
            row
            for row in load_ground(shop, shop.staff.terminal()).categories
            if row.name == "Grocery"
        ]
        shop.discounts.add_code(
            "TIN", rate_ppm=100_000, minimum=300, category_ids=[grocery.id], by=owner
        )
        ground = load_ground(shop, shop.staff.terminal())
        setting = Setting(ground.now, code=(ground.codes or ())[0])
        tried = try_basket(ground, [(beans, Decimal(3)), (milk, Decimal(1))], setting)
        cart = Cart().add(beans, 3).add(milk).with_code(shop.carts.discount("TIN"))
        sold = shop.checkout.price(cart)
        assert tried == sold
        assert [(off.kind, off.amount) for off in sold.offs] == [("code", 27)]
        assert try_basket(ground, [(milk, Decimal(1))], setting).code_short == 171

    def test_a_code_that_is_over_is_refused_as_at_the_till(
        self, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        over = datetime(2026, 6, 1, tzinfo=UTC)
        shop.discounts.add_code("JUNE", rate_ppm=100_000, valid_until=over, by=owner)
        ground = load_ground(shop, shop.staff.terminal())
        basket, [june] = [(beans, Decimal(1))], ground.codes or ()
        assert try_basket(ground, basket, Setting(over, code=june)).total == 80
        late = over + timedelta(seconds=1)
        for ask in (
            lambda: try_basket(ground, basket, Setting(late, code=june)),
            lambda: shop.carts.discount("JUNE", at=late),
        ):
            with pytest.raises(CodeRefused) as refusal:
                ask()
            assert (refusal.value.reason, refusal.value.limit) == ("expired", over)

    def test_a_group_and_an_exempt_customer_pay_as_at_the_till(
        self, shop: Shop, owner: Clerk, beans: ProductRow
    ) -> None:
        trade = shop.groups.add("Trade", tax_included=False, by=owner)
        shop.groups.set_price(trade.id, beans.id, 84, by=owner)
        bea = shop.customers.add(first_name="Bea", last_name="Lee", by=owner)
        shop.customers.set_terms(
            bea.id, group_id=trade.id, tax_exempt="US-1", credit_limit=0, by=owner
        )
        ground = load_ground(shop, shop.staff.terminal())
        setting = Setting(ground.now, trade.id, {beans.id: 84}, exempt="US-1")
        tried = try_basket(ground, [(beans, Decimal(2))], setting)
        assert tried == shop.checkout.price(Cart().add(beans, 2).for_customer(bea.id))
        assert (tried.tax, tried.total) == (0, 160)

    def test_rates_of_a_day_to_come(self, ground: Ground, beans: ProductRow) -> None:
        [standard] = ground.classes
        later = date(2030, 1, 1)
        draft = TaxClass(
            standard.id,
            "Standard",
            (*standard.periods, TaxPeriod(later, (TaxRate("Tax", 100_000),))),
        )
        basket = [(beans, Decimal(1))]

        def tax(day: date) -> int:
            at = datetime(day.year, day.month, day.day, 12, tzinfo=ground.now.tzinfo)
            return try_basket(ground, basket, Setting(at), Draft(tax_class=draft)).tax

        assert tax(later - timedelta(days=1)) == 4  # 89 with 5 % inside
        assert tax(later) == 8  # 89 with 10 % inside

    def test_a_class_that_no_product_has_is_tried_on_everything(
        self, ground: Ground, beans: ProductRow
    ) -> None:
        rates = (TaxRate("Tax", 100_000), TaxRate("Deposit", amount=25, on_top=True))
        draft = TaxClass(NEW_ID, "New", (TaxPeriod(None, rates),))
        basket = [(beans, Decimal(2))]
        setting = Setting(ground.now)
        assert try_basket(ground, basket, setting, Draft(tax_class=draft)).total == 178
        tried = try_basket(ground, basket, setting, Draft(None, draft, everywhere=True))
        assert tried.total == 178 + 50
        assert {part.name for part in tried.taxes} == {"Tax", "Deposit"}

    def test_rates_that_do_not_go_together_are_refused(
        self, ground: Ground, beans: ProductRow
    ) -> None:
        rates = (TaxRate("A", 600_000), TaxRate("B", 600_000))
        draft = TaxClass(NEW_ID, "New", (TaxPeriod(None, rates),))
        with pytest.raises(BadValue) as refusal:
            try_basket(ground, [], Setting(ground.now), Draft(tax_class=draft))
        assert refusal.value.reason == "over_100"
