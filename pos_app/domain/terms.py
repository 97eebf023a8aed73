"""The terms of a sale, put together from the shop's facts, its rules and who buys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pos_app.domain.offers import Offers
from pos_app.domain.payment import CashRounding
from pos_app.domain.pricing import Terms
from pos_app.domain.rows import ShopInfo
from pos_app.domain.tax import TaxClass, TaxRule

NO_OFFERS = Offers()


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, as far as prices ask: their group, how it has prices stated (tax_included; None: as
    the shop states them) and its price list by product, and why they pay no tax ("": they do)."""

    group_id: int | None = None
    tax_included: bool | None = None
    prices: Mapping[int, int] = field(default_factory=dict)
    exempt: str = ""


ANYBODY = Buyer()


def terms_of(
    info: ShopInfo,
    taxes: Mapping[int, TaxRule],
    offers: Offers = NO_OFFERS,
    buyer: Buyer = ANYBODY,
    at: datetime | None = None,
) -> Terms:
    """What a sale to a buyer is priced by at a moment on the shop's clock. taxes are the rules of
    that day by tax class, the goods of offers have all below their categories."""
    stated = buyer.tax_included
    return Terms(
        prices_include_tax=info.tax_included,
        tax_included=info.tax_included if stated is None else stated,
        tax_rounding=info.tax_rounding,
        taxes=taxes,
        exempt=buyer.exempt,
        group_id=buyer.group_id,
        group_prices=buyer.prices,
        offers=offers,
        cash_rounding=CashRounding(info.cash_step, info.cash_mode),
        at=at,
    )


def tax_rules(classes: Mapping[int, TaxClass], day: date) -> dict[int, TaxRule]:
    """The rules of the tax classes on a business date, by class."""
    return {key: TaxRule(each.rates_on(day)) for key, each in classes.items()}
