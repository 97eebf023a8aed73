"""What the views of prices and taxes stand on: the shop's rules, read in one go in a lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.categories import subtrees
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.discounts import DiscountLimit
from pos_app.domain.errors import NotAllowed, NotSignedIn, UnknownProduct
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import Terms
from pos_app.domain.promotions import Goods
from pos_app.domain.rows import (
    CategoryRow,
    Clerk,
    CustomerGroupRow,
    DiscountCodeRow,
    PromotionRow,
    ShopInfo,
    TaxClassRow,
)

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_MOST_NAMED = 3000
"""Products that are read for their names; a promotion for more of them counts them."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The rules as they stand, and the names of what they are for.

    terms are those of a sale to nobody in particular, now is on the shop's own clock. names are
    those of the products that promotions are for, as far as they are still there. codes are None
    for who may not see them: each takes something off for whoever knows it.
    """

    info: ShopInfo
    money: MoneyFormat
    now: datetime
    terms: Terms
    classes: tuple[TaxClassRow, ...]
    promotions: tuple[PromotionRow, ...]
    codes: tuple[DiscountCodeRow, ...] | None
    groups: tuple[CustomerGroupRow, ...]
    limits: tuple[DiscountLimit, ...]
    categories: tuple[CategoryRow, ...]
    names: Mapping[int, str]
    code_rules: tuple[CodeRule, ...] = ()

    def below(self) -> dict[int, frozenset[int]]:
        """Each category with all below it."""
        return subtrees({row.id: row.parent_id for row in self.categories})

    def category(self, category_id: int) -> str:
        """A category's own name, for a sentence."""
        for row in self.categories:
            if row.id == category_id:
                return row.name
        return f"category {category_id}"

    def product(self, product_id: int) -> str:
        """A product's name, for a sentence."""
        return self.names.get(product_id, f"product {product_id}")

    def group(self, group_id: int) -> str:
        """A customer group's name, for a sentence."""
        for row in self.groups:
            if row.id == group_id:
                return row.name
        return f"group {group_id}"


def load_ground(shop: "Shop", by: Clerk | None) -> Ground:
    """Read all that this person may see; runs in a lane."""
    promotions = shop.promotions.all()
    info = shop.info
    now = wording.shop_time(datetime.now(UTC), info)
    # The locale is read from disk once: better here than while a row is painted.
    wording.moment(now, info)
    return Ground(
        info=info,
        money=shop.money,
        now=now,
        terms=shop.checkout.terms(),
        classes=shop.taxes.classes(),
        promotions=promotions,
        codes=_codes(shop, by),
        groups=shop.groups.all(),
        limits=shop.discounts.limits(),
        categories=shop.catalog.categories(),
        names=_names(shop, promotions),
        code_rules=shop.codes.rules(),
    )


def _codes(shop: "Shop", by: Clerk | None) -> tuple[DiscountCodeRow, ...] | None:
    if by is None:
        return None
    try:
        return shop.discounts.codes(by=by)
    except (NotAllowed, NotSignedIn):
        return None


def _names(shop: "Shop", promotions: tuple[PromotionRow, ...]) -> dict[int, str]:
    wanted: set[int] = set()
    for row in promotions:
        for goods in (row.promotion.goods, row.promotion.reward):
            wanted |= (goods or Goods()).product_ids
    names = {}
    for product_id in sorted(wanted)[:_MOST_NAMED]:
        try:
            names[product_id] = shop.catalog.get(product_id).name
        except UnknownProduct:  # archived meanwhile: the promotion still names it
            continue
    return names
