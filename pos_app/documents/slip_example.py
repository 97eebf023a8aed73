"""A sale that never was, to show how a shop's receipts look."""

from datetime import datetime
from decimal import Decimal

from pos_app.documents.wording import shop_time
from pos_app.domain.money import times
from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    OffRow,
    OrderDetail,
    OrderItemRow,
    PaymentRow,
    ShopInfo,
)
from pos_app.domain.tax import TaxRate, TaxRule, split_lines, sum_parts

_RATE = TaxRate("Tax", 100_000)
_WARES = (
    ("Ground coffee", Decimal(1), "piece", 749, 0),
    ("Whole milk", Decimal(2), "piece", 129, 0),
    ("Bananas", Decimal("1.24"), "kg", 189, 0),
    ("Chocolate with whole hazelnuts", Decimal(3), "piece", 199, 199),
)
"""Name, quantity, unit, price in hundredths, what an offer takes off."""


def example_order(shop: ShopInfo, at: datetime) -> OrderDetail:
    """An order with an offer, goods by weight and a tax, in the shop's currency; at is aware."""
    unit = 10**shop.decimals
    wares = [(*ware[:3], ware[3] * unit // 100, ware[4] * unit // 100) for ware in _WARES]
    totals = [times(price, to_thousandths(many)) for _, many, _, price, _ in wares]
    split = split_lines(
        [
            (TaxRule((_RATE,)), total - ware[4], to_thousandths(ware[1]))
            for ware, total in zip(wares, totals, strict=True)
        ],
        included=shop.tax_included,
        rounding="line",
    )
    items = tuple(
        OrderItemRow(
            id=place,
            product_id=0,
            sku="",
            name=name,
            unit=kind,
            quantity=many,
            price=price,
            list_total=total,
            discount=off,
            total=total - off,
            tax=tax.tax,
            tax_rate_ppm=_RATE.rate_ppm,
            note="",
            gross=tax.gross,
            parts=tax.parts,
            offs=(OffRow("promotion", "3 for 2", off),) if off else (),
        )
        for place, ((name, many, kind, price, off), total, tax) in enumerate(
            zip(wares, totals, split, strict=True), start=1
        )
    )
    total = sum(tax.gross for tax in split)
    note = 10 * unit
    handed = -(-total // note) * note
    payment = PaymentRow(1, "cash", handed, handed - total, total, "", at)
    return OrderDetail(
        id=0,
        uuid="",
        number="T1-1024",
        till="T1",
        at=at,
        business_date=shop_time(at, shop).date(),
        customer_id=WALK_IN_CUSTOMER_ID,
        customer="",
        clerk="Ann",
        status="delivered",
        subtotal=sum(totals),
        discount=sum(item.discount for item in items),
        discount_code="",
        net=sum(tax.net for tax in split),
        tax=sum(tax.tax for tax in split),
        tax_included=shop.tax_included,
        total=total,
        paid=total,
        note="",
        items=items,
        payments=(payment,),
        taxes=sum_parts(split),
        offs=tuple(off for item in items for off in item.offs),
    )
