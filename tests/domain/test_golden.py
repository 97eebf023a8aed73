"""The known answers: the agreed cases word for word, and those that others have published."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import Discount
from pos_app.domain.offers import Offers
from pos_app.domain.payment import CashRounding, Payment, cash_due, settle
from pos_app.domain.pricing import PricedCart, Terms, price
from pos_app.domain.promotions import Break, Promotion
from pos_app.domain.tax import TaxRate, TaxRule

FOLDER = Path(__file__).parent.parent / "golden"


def cases(file: str) -> list[Any]:
    found = json.loads((FOLDER / file).read_text("utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in found]


def ppm(percent: str) -> int:
    rate = Decimal(percent) * 10_000
    assert rate == int(rate)
    return int(rate)


def rates_of(tax: dict[str, Any], line: list[Any]) -> tuple[TaxRate, ...]:
    if "rates" in tax:
        return tuple(
            TaxRate(
                rate["name"],
                ppm(rate.get("rate", "0")),
                rate.get("amount", 0),
                rate.get("compound", False),
                rate.get("taxed", False),
                rate.get("on_top", False),
            )
            for rate in tax["rates"]
        )
    rate = line[2] if len(line) > 2 else tax["rate"]
    return (TaxRate(f"VAT {rate}", ppm(rate)),)


def promotion_of(given: dict[str, Any]) -> Promotion:
    promotion = Promotion(1, "Offer", "amount", amount=1)
    if given["kind"] == "bundle":
        return replace(promotion, kind="bundle", buy=given["quantity"], amount=given["price"])
    if given["kind"] == "buy_get":
        rate = ppm(given["rate"])
        return replace(
            promotion, kind="buy_get", buy=given["buy"], get=given["get"], rate_ppm=rate, amount=0
        )
    if given["kind"] == "percent":
        return replace(promotion, kind="percent", rate_ppm=ppm(given["rate"]), amount=0)
    if given["kind"] == "amount":
        return replace(promotion, amount=given["amount"])
    breaks = tuple(Break(quantity * 1000, unit) for quantity, unit in given["breaks"])
    return replace(promotion, kind="breaks", amount=0, breaks=breaks)


def priced(case: dict[str, Any], *, backwards: bool = False) -> PricedCart:
    tax = case.get("tax", {"mode": "included", "rounding": "line", "rate": "0"})
    rules: dict[int, TaxRule] = {}
    lines = []
    for number, line in enumerate(case["lines"], start=1):
        rules[number] = TaxRule(rates_of(tax, line))
        quantity, unit_price = line[:2]
        lines.append(
            CartLine(
                number, str(number), "Thing", unit_price, Decimal(quantity), tax_class_id=number
            )
        )
    included = tax["mode"] == "included"
    cart = Cart(tuple(lines[::-1] if backwards else lines))
    if "order_discount" in case:
        given = case["order_discount"]
        cart = cart.with_discount(Discount(ppm(given.get("rate", "0")), given.get("amount", 0)))
    offers = Offers([promotion_of(case["promotion"])] if "promotion" in case else [])
    return price(
        cart,
        Terms(
            prices_include_tax=included,
            tax_included=included,
            tax_rounding=tax["rounding"],
            taxes=rules,
            offers=offers,
        ),
    )


def check_priced(case: dict[str, Any]) -> None:
    found = priced(case)
    assert priced(case, backwards=True).total == found.total
    assert found.total == case["total"]
    if "net" in case:
        assert found.net == case["net"]
    if "tax_total" in case:
        assert found.tax == case["tax_total"]
    if "line_totals" in case:
        assert [line.total for line in found.lines] == case["line_totals"]
    if "tax_by_rate" in case:
        by_rate: dict[int, int] = {}
        for part in found.taxes:
            if not part.amount:
                by_rate[part.rate_ppm] = by_rate.get(part.rate_ppm, 0) + part.tax
        assert by_rate == {ppm(rate): tax for rate, tax in case["tax_by_rate"].items()}
    assert found.net + found.tax == found.total
    assert sum(part.tax for part in found.taxes) == found.tax


def check_cash(case: dict[str, Any]) -> None:
    rounding = CashRounding(case["cash_rounding"]["step"], case["cash_rounding"]["mode"])
    total = case["total"]
    assert cash_due(total, 0, rounding) == case["cash_due"]
    if "rounding" in case:
        assert case["cash_due"] - total == case["rounding"]
    if "tender" in case:
        settled = settle(total, [Payment("cash", case["tender"])], rounding)
        assert settled.change_due == case["change"]
        assert settled.rounding == case.get("rounding", settled.rounding)
    if "card_due" in case and total > 0:
        settled = settle(total, [Payment("card", case["card_due"])], rounding)
        assert (settled.rounding, settled.change_due) == (0, 0)


@pytest.mark.parametrize("case", cases("pricing.json") + cases("sourced.json"))
def test_known_answers(case: dict[str, Any]) -> None:
    if "cash_rounding" in case:
        check_cash(case)
    else:
        check_priced(case)


def test_the_published_cases_say_where_they_stand() -> None:
    published = json.loads((FOLDER / "sourced.json").read_text("utf-8"))["cases"]
    assert len(published) >= 15
    assert all(case["source"].strip() and case["quote"].strip() for case in published)
    names = [case["name"] for case in published]
    assert len(set(names)) == len(names)
