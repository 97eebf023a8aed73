"""What a basket would come to if the draft in the editor were kept: no database, only the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import PricedCart, price
from pos_app.domain.promotions import Promotion
from pos_app.domain.rows import DiscountCodeRow, ProductRow
from pos_app.domain.tax import TaxClass
from pos_app.domain.terms import Buyer, tax_rules, terms_of
from pos_app.ui.prices.ground import Ground

NEW_ID = 2**62
"""The id of a promotion that is not kept yet: ties go to the older ones."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Who buys, when, and with which code: at is on the shop's own clock, prices are those of the
    group's list, exempt is why the customer pays no tax ("": they do)."""

    at: datetime
    group_id: int | None = None
    prices: Mapping[int, int] = field(default_factory=dict)
    exempt: str = ""
    code: DiscountCodeRow | None = None


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
    """Price a basket with the draft in place. Raises CodeRefused for a code that doesn't count
    then, BadValue, BadAmount, BadQuantity."""
    stated = _stated(ground, setting.group_id)
    terms = terms_of(
        ground.info,
        tax_rules(_classes(ground, draft.tax_class), setting.at.date()),
        _offers(ground, draft.promotion),
        Buyer(setting.group_id, stated, setting.prices, setting.exempt),
        setting.at,
    )
    everywhere = draft.tax_class.id if draft.everywhere and draft.tax_class else None
    lines = (_line(product, quantity, everywhere) for product, quantity in basket)
    return price(Cart(lines=tuple(lines), code=_code(ground, setting)), terms)


def _line(product: ProductRow, quantity: Decimal, tax_class_id: int | None) -> CartLine:
    [line] = Cart().add(product, quantity).lines
    return line if tax_class_id is None else replace(line, tax_class_id=tax_class_id)


def _stated(ground: Ground, group_id: int | None) -> bool | None:
    return next((group.tax_included for group in ground.groups if group.id == group_id), None)


def _code(ground: Ground, setting: Setting) -> CodeDiscount | None:
    code = setting.code
    if code is None:
        return None
    code.rules.check(code.code, setting.at, code.used)
    return code.discount.widened(ground.below())


def _classes(ground: Ground, draft: TaxClass | None) -> dict[int, TaxClass]:
    classes = {row.id: TaxClass(row.id, row.name, row.periods) for row in ground.classes}
    return classes if draft is None else {**classes, draft.id: draft}


def _offers(ground: Ground, draft: Promotion | None) -> Offers:
    kept = ground.terms.offers
    if draft is None:
        return kept
    others = [each for each in kept.promotions if each.id != draft.id]
    return Offers([*others, draft.widened(ground.below())])
