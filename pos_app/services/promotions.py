"""Promotions as managers keep them: offers that carts are given by themselves."""

from typing import Any

from pos_app.domain.categories import widened
from pos_app.domain.errors import (
    BadValue,
    UnknownCategory,
    UnknownGroup,
    UnknownProduct,
    UnknownPromotion,
)
from pos_app.domain.people import check_text
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, PromotionRow
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.price_rules import read_below, read_promotions, touch
from pos_app.services.recorded_prices import promotion_facts, record_change, record_whole
from pos_app.storage import models

MOST_PROMOTIONS = 2000
"""Promotions that a shop may keep: all of them are looked through for each cart."""


class Promotions:
    """The promotions of a shop. What was sold keeps what was taken off."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @query
    def all(self) -> tuple[PromotionRow, ...]:
        """Every promotion, the first one made first, those that don't run too."""
        return read_promotions(self._books.database)

    @command(Permission.MANAGE_CATALOG)
    def add(self, promotion: Promotion, *, active: bool = True, by: Clerk) -> PromotionRow:
        """Add a promotion; the id it carries is ignored.

        Raises UnknownProduct, UnknownCategory, UnknownGroup, and BadValue, also where goods would
        be their own reward, or when there are MOST_PROMOTIONS.
        """
        peewee = self._books.database.peewee
        count = models.Promotion.select().count(peewee)
        if count >= MOST_PROMOTIONS:
            raise BadValue("promotions", count, "too_many")
        self._check(promotion)
        promotion_id = int(
            models.Promotion.insert(
                **_columns(promotion), active=active, created_at=self._books.now()
            ).execute(peewee)
        )
        self._write_parts(promotion_id, promotion)
        row = self._changed(promotion_id)
        record_whole(self._books, "promotion", "added", promotion_facts(self._books, row))
        return row

    @command(Permission.MANAGE_CATALOG)
    def update(self, promotion: Promotion, *, active: bool, by: Clerk) -> PromotionRow:
        """Put a promotion in the place of the one with its id; one that is not active never runs.

        Raises UnknownPromotion, and as add.
        """
        if not self._has(models.Promotion, promotion.id):
            raise UnknownPromotion(promotion.id)
        self._check(promotion)
        before = self._facts(promotion.id)
        peewee = self._books.database.peewee
        models.Promotion.update(**_columns(promotion), active=active).where(
            models.Promotion.id == promotion.id
        ).execute(peewee)
        for part in (models.PromotionGoods, models.PromotionBreak, models.PromotionGroup):
            part.delete().where(part.promotion == promotion.id).execute(peewee)
        self._write_parts(promotion.id, promotion)
        row = self._changed(promotion.id)
        after = promotion_facts(self._books, row)
        record_change(self._books, "promotion", {"name": before["name"]}, before, after)
        return row

    @command(Permission.MANAGE_CATALOG)
    def remove(self, promotion_id: int, *, by: Clerk) -> None:
        """Forget a promotion. Raises UnknownPromotion."""
        if not self._has(models.Promotion, promotion_id):
            raise UnknownPromotion(promotion_id)
        record_whole(self._books, "promotion", "removed", self._facts(promotion_id))
        models.Promotion.delete().where(models.Promotion.id == promotion_id).execute(
            self._books.database.peewee
        )
        self._note()

    # --- checking ----------------------------------------------------------------------------

    def _has(self, model: Any, key: int) -> bool:
        return bool(model.select().where(model.id == key).exists(self._books.database.peewee))

    def _check(self, promotion: Promotion) -> None:
        for goods in (promotion.goods, promotion.reward):
            if goods is not None:
                self._check_goods(goods)
        for group_id in sorted(promotion.group_ids):
            if not self._has(models.CustomerGroup, group_id):
                raise UnknownGroup(group_id)
        if promotion.reward is not None:
            self._check_reward(promotion.goods, promotion.reward)

    def _check_goods(self, goods: Goods) -> None:
        for product_id in sorted(goods.product_ids):
            if not self._has(models.Product, product_id):
                raise UnknownProduct(product_id)
        for category_id in sorted(goods.category_ids):
            if not self._has(models.Category, category_id):
                raise UnknownCategory(category_id)

    def _check_reward(self, bought: Goods, reward: Goods) -> None:
        """What counts as bought is never given: a reward that lies whole among those goods would
        be an offer that gives nothing. Raises BadValue with the name of the first such."""
        database, product = self._books.database, models.Product
        wide = widened(bought.category_ids, read_below(database))
        rewards = product.select(product.id, product.name, product.category).where(
            product.id.in_(sorted(reward.product_ids))
        )
        for key, name, category_id in rewards.tuples().execute(database.peewee):
            if bought.everything or key in bought.product_ids or category_id in wide:
                raise BadValue("reward", name, "overlaps")
        category = models.Category
        branches = category.select(category.id, category.path).where(
            category.id.in_(sorted(reward.category_ids))
        )
        for key, path in branches.tuples().execute(database.peewee):
            if bought.everything or key in wide:
                raise BadValue("reward", path, "overlaps")

    # --- writing -----------------------------------------------------------------------------

    def _write_parts(self, promotion_id: int, promotion: Promotion) -> None:
        peewee, now = self._books.database.peewee, self._books.now()
        goods = [
            {"role": role, "product": product_id, "category": category_id}
            for role, which in (("goods", promotion.goods), ("reward", promotion.reward))
            if which is not None
            for product_id, category_id in (
                *((key, None) for key in sorted(which.product_ids)),
                *((None, key) for key in sorted(which.category_ids)),
            )
        ]
        breaks = [
            {
                "quantity": from_thousandths(each.quantity),
                "price": each.price,
                "rate_ppm": each.rate_ppm,
            }
            for each in promotion.breaks
        ]
        groups = [{"group": group_id} for group_id in sorted(promotion.group_ids)]
        for model, rows in (
            (models.PromotionGoods, goods),
            (models.PromotionBreak, breaks),
            (models.PromotionGroup, groups),
        ):
            for row in rows:
                model.insert(**row, promotion=promotion_id, created_at=now).execute(peewee)

    def _note(self) -> None:
        touch(self._books.database)
        self._books.changed("prices")

    def _changed(self, promotion_id: int) -> PromotionRow:
        self._note()
        return self._row(promotion_id)

    def _row(self, promotion_id: int) -> PromotionRow:
        return next(
            row for row in read_promotions(self._books.database) if row.promotion.id == promotion_id
        )

    def _facts(self, promotion_id: int) -> dict[str, Any]:
        return promotion_facts(self._books, self._row(promotion_id))


def _columns(promotion: Promotion) -> dict[str, object]:
    hours = promotion.hours
    return {
        "name": check_text("name", promotion.name, longest=80, needed=True),
        "kind": promotion.kind,
        "rate_ppm": promotion.rate_ppm,
        "amount": promotion.amount,
        "buy": promotion.buy,
        "give": promotion.get,
        "first_day": hours.first_day,
        "last_day": hours.last_day,
        "weekdays": sum(1 << day for day in hours.weekdays),
        "since": hours.since,
        "until": hours.until,
        "priority": promotion.priority,
        "stacks": promotion.stacks,
    }
