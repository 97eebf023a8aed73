"""What a sale goes by, read from the books once and again when somebody has changed it: the shop's
facts, taxes, promotions, customer groups with their prices, how far each role may go with a
discount, and what bundles are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from peewee import SQL, fn

from pos_app.domain.categories import subtrees
from pos_app.domain.discounts import DiscountLimit
from pos_app.domain.errors import UnknownCustomer
from pos_app.domain.money import MoneyFormat
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Terms
from pos_app.domain.promotions import Break, Goods, Hours, Promotion
from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import PromotionRow, ShopInfo
from pos_app.domain.tax import TaxClass, TaxPeriod, TaxRate, TaxRule
from pos_app.domain.terms import Buyer, tax_rules, terms_of
from pos_app.services.facts import load
from pos_app.storage import models
from pos_app.storage.database import Database

_VALUE = SQL("?")
_VERSION = "prices_version"


@dataclass(frozen=True, slots=True)
class CustomerTerms:
    """What a customer's own terms are."""

    group_id: int | None = None
    exempt: str = ""
    credit_limit: int = 0


@dataclass(slots=True)
class Rules:
    """All of it at one version; what is worked out from it is kept beside it. bundles has the
    parts of each bundle: thousandths in one, by product; holders has the bundles of each part."""

    version: int
    facts: tuple[ShopInfo, MoneyFormat]
    tax_classes: dict[int, TaxClass]
    offers: Offers
    groups: dict[int, bool | None]
    limits: dict[str, DiscountLimit]
    bundles: Mapping[int, Mapping[int, int]]
    holders: Mapping[int, Sequence[int]]
    _taxes: dict[date, Mapping[int, TaxRule]] = field(default_factory=dict)
    _prices: dict[int, Mapping[int, int]] = field(default_factory=dict)

    def taxes_on(self, day: date) -> Mapping[int, TaxRule]:
        """The rules of the tax classes on a business date, by class."""
        known = self._taxes.get(day)
        if known is None:
            if len(self._taxes) > 400:  # an import walks through years of days
                self._taxes.clear()
            known = self._taxes[day] = tax_rules(self.tax_classes, day)
        return known

    def prices_of(self, database: Database, group_id: int) -> Mapping[int, int]:
        """A group's price list: price by product."""
        known = self._prices.get(group_id)
        if known is None:
            known = self._prices[group_id] = dict(
                models.GroupPrice.select(models.GroupPrice.product, models.GroupPrice.price)
                .where(models.GroupPrice.group == group_id)
                .tuples()
                .execute(database.peewee)
            )
        return known


class PriceRules:
    """The rules of one shop, as its books have them now; may be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Rules | None = None

    def now(self) -> Rules:
        """The rules as the books have them; one small read while nothing has changed."""
        version = self._version()
        known = self._known
        if known is None or known.version != version:
            with self._database.snapshot():
                known = self._known = self._read(self._version())
        return known

    def customer(self, customer_id: int | None) -> CustomerTerms:
        """A customer's own terms. Raises UnknownCustomer."""
        if customer_id is None:
            return CustomerTerms()
        row = self._database.row(self._customer_sql, (customer_id,))
        if row is None:
            raise UnknownCustomer(customer_id)
        return CustomerTerms(*row)

    def terms(self, rules: Rules, own: CustomerTerms, at: datetime) -> Terms:
        """The terms that rules give a sale to such a customer at a moment on the shop's clock."""
        stated = None if own.group_id is None else rules.groups.get(own.group_id)
        prices = {} if own.group_id is None else rules.prices_of(self._database, own.group_id)
        buyer = Buyer(own.group_id, stated, prices, own.exempt)
        return terms_of(rules.facts[0], rules.taxes_on(at.date()), rules.offers, buyer, at)

    # --- reading -----------------------------------------------------------------------------

    def _version(self) -> int:
        return int(self._database.setting(_VERSION) or 0)

    @cached_property
    def _customer_sql(self) -> str:
        customer = models.Customer
        return self._database.compile(
            customer.select(customer.group, customer.tax_exempt, customer.credit_limit).where(
                (customer.id == _VALUE) & customer.erased_at.is_null()
            )
        )

    def _read(self, version: int) -> Rules:
        peewee = self._database.peewee
        below = read_below(self._database)
        bundles = read_bundles(self._database)
        holders: dict[int, list[int]] = {}
        for bundle_id, parts in bundles.items():
            for part_id in parts:
                holders.setdefault(part_id, []).append(bundle_id)
        group, limit = models.CustomerGroup, models.DiscountLimit
        return Rules(
            version=version,
            facts=load(self._database),
            tax_classes=read_tax_classes(self._database),
            offers=Offers(
                [
                    row.promotion.widened(below)
                    for row in read_promotions(self._database)
                    if row.active
                ]
            ),
            groups=dict(group.select(group.id, group.tax_included).tuples().execute(peewee)),
            limits={
                row[0]: DiscountLimit(*row)
                for row in limit.select(limit.role, limit.most_ppm, limit.floor_ppm)
                .tuples()
                .execute(peewee)
            },
            bundles=bundles,
            holders=holders,
        )


def touch(database: Database) -> None:
    """Note inside a command that something here has changed: every till reads it anew."""
    # A number never seen before: a count would come again after a command that was taken back,
    # and mean other rules to whoever read them inside it.
    models.Setting.insert(
        key=_VERSION, value=fn.RANDOM(), created_at=SQL("0")
    ).on_conflict_replace().execute(database.peewee)


def read_bundles(database: Database) -> dict[int, dict[int, int]]:
    """The parts of each bundle in its order: thousandths in one, by product."""
    part = models.BundlePart
    bundles: dict[int, dict[int, int]] = {}
    for bundle_id, part_id, quantity in (
        part.select(part.bundle, part.part, part.quantity)
        .order_by(part.bundle, part.position)
        .tuples()
        .execute(database.peewee)
    ):
        bundles.setdefault(bundle_id, {})[part_id] = to_thousandths(quantity)
    return bundles


def read_tax_classes(database: Database) -> dict[int, TaxClass]:
    """Every tax class with its rates through time, by id."""
    rate = models.TaxRate
    chosen = rate.select(
        rate.tax_class,
        rate.valid_from,
        rate.name,
        rate.rate_ppm,
        rate.amount,
        rate.compound,
        rate.taxed,
        rate.on_top,
    ).order_by(rate.tax_class, rate.valid_from, rate.position)
    periods: dict[int, dict[date | None, list[TaxRate]]] = {}
    for class_id, valid_from, *columns in chosen.tuples().execute(database.peewee):
        periods.setdefault(class_id, {}).setdefault(valid_from, []).append(TaxRate(*columns))
    return {
        key: TaxClass(
            key,
            name,
            tuple(TaxPeriod(day, tuple(rates)) for day, rates in periods.get(key, {}).items()),
        )
        for key, name in models.TaxClass.select(models.TaxClass.id, models.TaxClass.name)
        .order_by(models.TaxClass.id)
        .tuples()
        .execute(database.peewee)
    }


def read_promotions(database: Database) -> tuple[PromotionRow, ...]:
    """Every promotion as it is kept, by id."""
    goods: dict[tuple[int, str], tuple[set[int], set[int]]] = {}
    peewee, kept = database.peewee, models.PromotionGoods
    for promotion_id, role, product_id, category_id in (
        kept.select(kept.promotion, kept.role, kept.product, kept.category).tuples().execute(peewee)
    ):
        products, categories = goods.setdefault((promotion_id, role), (set(), set()))
        if product_id is not None:
            products.add(product_id)
        else:
            categories.add(category_id)
    breaks: dict[int, list[Break]] = {}
    each = models.PromotionBreak
    for promotion_id, quantity, price, rate_ppm in (
        each.select(each.promotion, each.quantity, each.price, each.rate_ppm)
        .order_by(each.promotion, each.quantity)
        .tuples()
        .execute(peewee)
    ):
        breaks.setdefault(promotion_id, []).append(Break(to_thousandths(quantity), price, rate_ppm))
    groups: dict[int, set[int]] = {}
    link = models.PromotionGroup
    for promotion_id, group_id in link.select(link.promotion, link.group).tuples().execute(peewee):
        groups.setdefault(promotion_id, set()).add(group_id)

    def goods_of(promotion_id: int, role: str) -> Goods | None:
        found = goods.get((promotion_id, role))
        return None if found is None else Goods(frozenset(found[0]), frozenset(found[1]))

    return tuple(
        PromotionRow(
            Promotion(
                id=row[0],
                name=row[1],
                kind=row[2],
                goods=goods_of(row[0], "goods") or Goods(),
                reward=goods_of(row[0], "reward"),
                rate_ppm=row[3],
                amount=row[4],
                buy=row[5],
                get=row[6],
                breaks=tuple(breaks.get(row[0], ())),
                hours=_hours(row[7:12]),
                group_ids=frozenset(groups.get(row[0], ())),
                priority=row[12],
                stacks=row[13],
            ),
            row[14],
        )
        for row in _promotions().tuples().execute(peewee)
    )


def _promotions() -> Any:
    kept = models.Promotion
    return kept.select(
        kept.id,
        kept.name,
        kept.kind,
        kept.rate_ppm,
        kept.amount,
        kept.buy,
        kept.give,
        kept.first_day,
        kept.last_day,
        kept.weekdays,
        kept.since,
        kept.until,
        kept.priority,
        kept.stacks,
        kept.active,
    ).order_by(kept.id)


def _hours(row: tuple[Any, ...]) -> Hours:
    first_day, last_day, weekdays, since, until = row
    return Hours(
        first_day=first_day,
        last_day=last_day,
        weekdays=frozenset(day for day in range(7) if weekdays >> day & 1),
        since=since,
        until=until,
    )


def read_below(database: Database) -> dict[int, frozenset[int]]:
    """Each category with all below it."""
    category = models.Category
    rows = category.select(category.id, category.parent).tuples().execute(database.peewee)
    return subtrees(dict(rows))
