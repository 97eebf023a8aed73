"""Orders for slips, of lines whose taxes the rules themselves work out: their parts add up."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from pos_app.domain.money import MoneyFormat, times
from pos_app.domain.payment import METHODS
from pos_app.domain.rows import OffRow, OrderDetail, OrderItemRow, PaymentRow, ShopInfo
from pos_app.domain.tax import TaxRate, TaxRule, split_lines, sum_parts

DOLLARS = MoneyFormat("USD", 2, prefix="$")
EUROS = MoneyFormat("EUR", 2, ",", ".", suffix=" €")
YEN = MoneyFormat("JPY", 0, prefix="¥")
DINARS = MoneyFormat("KWD", 3, prefix="KWD ")
AT = datetime(2025, 11, 22, 18, 42, tzinfo=UTC)

SHOP = ShopInfo(
    name="Corner Shop",
    currency="USD",
    decimals=2,
    country="US",
    locale="en_US",
    timezone="America/New_York",
    tax_included=True,
    line1="1 Main Street",
    city="Springfield",
    zip="62701",
    phone="+12125550100",
    is_sample=False,
)

VAT = TaxRate("VAT", 190_000)
REDUCED = TaxRate("Reduced VAT", 70_000)
GST = TaxRate("GST", 50_000)
QST = TaxRate("QST", 99_750)
DEPOSIT = TaxRate("Deposit", amount=25, on_top=True)
FEE = TaxRate("Recycling", amount=10)


@dataclass(frozen=True)
class Sold:
    """What a line of an order is made of."""

    name: str
    list_total: int
    rates: tuple[TaxRate, ...] = ()
    quantity: Decimal = Decimal(1)
    price: int | None = None
    unit: str = "piece"
    offs: tuple[OffRow, ...] = ()
    note: str = ""
    gift_card: str = ""

    @property
    def discount(self) -> int:
        return sum(off.amount for off in self.offs)

    @property
    def total(self) -> int:
        return self.list_total - self.discount


def cash(tendered: int, change: int = 0) -> PaymentRow:
    return PaymentRow(1, "cash", tendered, change, tendered - change, "", AT)


def paid_by(method: str, amount: int, **changes: object) -> PaymentRow:
    row = PaymentRow(2, method, amount, 0, amount, "", AT)
    return replace(row, **changes)  # type: ignore[arg-type]


def order(*lines: Sold, included: bool = True, rounding: int = 0, **changes: object) -> OrderDetail:
    """A delivered order of these lines, paid in cash."""
    rules = [TaxRule(line.rates) for line in lines]
    split = split_lines(
        [
            (rule, line.total, int(line.quantity * 1000))
            for rule, line in zip(rules, lines, strict=True)
        ],
        included=included,
        rounding="line",
    )
    items = tuple(
        OrderItemRow(
            id=place,
            product_id=place,
            sku="818981",
            name=line.name,
            unit=line.unit,
            quantity=line.quantity,
            price=line.list_total if line.price is None else line.price,
            list_total=line.list_total,
            discount=line.discount,
            total=line.total,
            tax=tax.tax,
            tax_rate_ppm=rule.rate_ppm,
            note=line.note,
            gross=tax.gross,
            gift_card=line.gift_card,
            parts=tax.parts,
            offs=line.offs,
        )
        for place, (line, rule, tax) in enumerate(zip(lines, rules, split, strict=True), start=1)
    )
    offs: dict[tuple[str, str], int] = {}
    for line in lines:
        for off in line.offs:
            offs[off.kind, off.label] = offs.get((off.kind, off.label), 0) + off.amount
    total = sum(tax.gross for tax in split)
    row = OrderDetail(
        id=7,
        uuid="0b6c",
        number="T1-10482",
        till="T1",
        at=AT,
        business_date=date(2025, 11, 22),
        customer_id=1,
        customer="Walk-in customer",
        clerk="Ann",
        status="delivered",
        subtotal=sum(line.list_total for line in lines),
        discount=sum(line.discount for line in lines),
        discount_code="",
        net=sum(tax.net for tax in split),
        tax=sum(tax.tax for tax in split),
        tax_included=included,
        total=total,
        paid=total + rounding,
        note="",
        items=items,
        payments=(cash(total + rounding),) if total + rounding else (),
        rounding=rounding,
        taxes=sum_parts(split),
        offs=tuple(OffRow(*key, amount) for key, amount in offs.items()),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


BASKET = order(
    Sold("Ground coffee 34 oz", 749, (GST,)),
    Sold("Whole milk 1 gal", 558, (GST,), Decimal(2), 279),
    Sold("Bananas", 73, (GST,), Decimal("1.24"), 59, "lb"),
    Sold(
        "Baked beans 15.75 oz",
        267,
        (GST,),
        Decimal(3),
        89,
        offs=(OffRow("promotion", "3 for 2", 67),),
    ),
    payments=(cash(2000, 420),),
)

# --- any order -------------------------------------------------------------------------------

_WORDS = st.text(
    st.sampled_from("abc XYZ ßéñ 有機緑茶 ผลไม้ مرحبا שלום <&>\"' e\u0301"), min_size=1, max_size=40
).filter(str.strip)
_RATES = st.sampled_from(
    (
        (),
        (VAT,),
        (REDUCED,),
        (GST, QST),
        (GST, replace(QST, compound=True)),
        (VAT, DEPOSIT),
        (VAT, replace(DEPOSIT, taxed=True)),
        (REDUCED, FEE),
        (GST, QST, DEPOSIT, FEE),
        (TaxRate("Zero", 0),),
        (FEE,),
    )
)


@st.composite
def _lines(draw: st.DrawFn) -> Sold:
    unit = draw(st.sampled_from(("piece", "kg")))
    thousandths = draw(st.integers(1, 20) if unit == "piece" else st.integers(1, 20_000))
    quantity = Decimal(thousandths) if unit == "piece" else Decimal(thousandths).scaleb(-3)
    price = draw(st.integers(0, 10**6))
    agreed = draw(st.booleans())
    list_total = times(price, int(quantity * 1000)) + (draw(st.integers(0, 50)) if agreed else 0)
    left, offs = list_total, []
    for kind in draw(st.lists(st.sampled_from(("promotion", "line", "code", "order")), max_size=4)):
        amount = draw(st.integers(0, left))
        if amount:
            offs.append(OffRow(kind, draw(st.sampled_from(("", "3 for 2", "Staff"))), amount))
            left -= amount
    return Sold(
        draw(_WORDS), list_total, draw(_RATES), quantity, price, unit, tuple(offs), draw(_WORDS)
    )


@st.composite
def orders(draw: st.DrawFn) -> OrderDetail:
    """Any order: taxes of all kinds, discounts, rounding, payments by several methods."""
    lines = draw(st.lists(_lines(), min_size=1, max_size=8))
    included = draw(st.booleans())
    plain = order(*lines, included=included)
    rounding = draw(st.integers(-min(4, plain.total), 4))
    left, payments = plain.total + rounding, []
    for method in draw(st.lists(st.sampled_from(METHODS[1:]), max_size=3)):
        amount = draw(st.integers(0, left))
        if amount:
            code = "ABCD-EFGH-9Z8Y" if method == "gift_card" else ""
            payments.append(paid_by(method, amount, code=code))
            left -= amount
    if left:
        change = draw(st.integers(0, 10**5))
        payments.append(cash(left + change, change))
    return replace(plain, rounding=rounding, paid=plain.total + rounding, payments=tuple(payments))
