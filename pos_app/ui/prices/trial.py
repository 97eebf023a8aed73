"""What a basket would come to if the draft in the editor were kept: no database, only the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import PricedCart, price
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import ProductRow
from pos_app.domain.tax import TaxClass, TaxRule
from pos_app.ui.prices.ground import Ground

NEW_ID = 2**62
"""The id of a promotion that is not kept yet: ties go to the older ones."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Who buys, and when: at is on the shop's own clock, prices are those of the group's list."""

    at: datetime
    group_id: int | None = None
    prices: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the editor holds. A promotion counts even while it is switched off; with everywhere
    all goods are taxed as if they were in the drafted class."""

    promotion: Promotion | None = None
    tax_class: TaxClass | None = None
    everywhere: bool = False


NOTHING = Draft()


def try_basket(
    ground: Ground,
    basket: Sequence[tuple[ProductRow, Decimal]],
    setting: Setting,
    draft: Draft = NOTHING,
) -> PricedCart:
    """Price a basket with the draft in place. Raises BadValue, BadAmount, BadQuantity."""
    terms = replace(
        ground.terms,
        taxes=_taxes(ground, setting.at, draft.tax_class),
        tax_included=_stated(ground, setting.group_id),
        group_id=setting.group_id,
        group_prices=setting.prices,
        offers=_offers(ground, draft.promotion),
        at=setting.at,
    )
    everywhere = draft.tax_class.id if draft.everywhere and draft.tax_class else None
    lines = (_line(product, quantity, everywhere) for product, quantity in basket)
    return price(Cart(lines=tuple(lines)), terms)


def _line(product: ProductRow, quantity: Decimal, tax_class_id: int | None) -> CartLine:
    [line] = Cart().add(product, quantity).lines
    return line if tax_class_id is None else replace(line, tax_class_id=tax_class_id)


def _stated(ground: Ground, group_id: int | None) -> bool:
    for group in ground.groups:
        if group.id == group_id and group.tax_included is not None:
            return group.tax_included
    return ground.info.tax_included


def _taxes(ground: Ground, at: datetime, draft: TaxClass | None) -> dict[int, TaxRule]:
    classes = {row.id: TaxClass(row.id, row.name, row.periods) for row in ground.classes}
    if draft is not None:
        classes[draft.id] = draft
    return {key: TaxRule(each.rates_on(at.date())) for key, each in classes.items()}


def _offers(ground: Ground, draft: Promotion | None) -> Offers:
    kept = ground.terms.offers
    if draft is None:
        return kept
    below = ground.below()
    others = [each for each in kept.promotions if each.id != draft.id]
    return Offers([*others, _widened(draft, below)])


def _widened(promotion: Promotion, below: Mapping[int, frozenset[int]]) -> Promotion:
    """The promotion with all that lies below its categories, as carts are priced by it."""

    def widen(goods: Goods) -> Goods:
        wide = (below.get(key, frozenset({key})) for key in goods.category_ids)
        return Goods(goods.product_ids, frozenset().union(*wide))

    reward = None if promotion.reward is None else widen(promotion.reward)
    return replace(promotion, goods=widen(promotion.goods), reward=reward)
