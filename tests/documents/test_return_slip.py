"""The slip of a return: what came back, what was given for it, and to which sale it belongs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pos_app.documents.receipt import return_html, return_text
from pos_app.documents.slip import compose_return
from pos_app.domain.rows import RepaymentRow, ReturnDetail, ReturnItemRow
from pos_app.domain.tax import TaxPart
from tests.documents.orders import AT, DOLLARS, SHOP


def item(name: str, list_total: int, net: int, tax: int, **changes: object) -> ReturnItemRow:
    row = ReturnItemRow(
        id=1,
        item_id=1,
        product_id=1,
        sku="818981",
        name=name,
        unit="piece",
        quantity=Decimal(1),
        list_total=list_total,
        discount=0,
        net=net,
        tax=tax,
        gross=net + tax,
        damaged=False,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


BACK = ReturnDetail(
    id=3,
    uuid="77",
    number="T1-R12",
    till="T1",
    at=AT,
    business_date=date(2025, 11, 22),
    order_id=7,
    order_number="T1-10482",
    customer_id=5,
    customer="Maria Hansen",
    clerk="Ann",
    subtotal=446,
    discount=20,
    net=370,
    tax=131,
    total=501,
    rounding=-1,
    reason="Wrong size",
    items=(
        item("Water", 297, 250, 122, quantity=Decimal(3)),
        item(
            "Bananas", 149, 120, 9, quantity=Decimal("0.748"), unit="kg", discount=20, damaged=True
        ),
    ),
    taxes=(
        TaxPart("Deposit", 0, 25, 0, 75),
        TaxPart("Reduced VAT", 70_000, 0, 120, 9),
        TaxPart("VAT", 190_000, 0, 250, 47),
    ),
    repayments=(RepaymentRow("cash", 300), RepaymentRow("gift_card", 200, "ABCD-EFGH-9Z8Y")),
)


def test_the_whole_slip() -> None:
    assert return_text(BACK, SHOP, DOLLARS).splitlines()[4:] == [
        "",
        "              *** RETURN ***",
        "------------------------------------------",
        "T1-R12                Nov 22, 2025 1:42 PM",
        "Order                             T1-10482",
        "Served by                              Ann",
        "Customer                      Maria Hansen",
        "Reason                          Wrong size",
        "------------------------------------------",
        "Water                                 2.97",
        "  3 returned",
        "Bananas                               1.49",
        "  0.748 kg returned",
        "  Discount                           −0.20",
        "  Damaged",
        "------------------------------------------",
        "Subtotal                              4.46",
        "Discount                             −0.20",
        "Deposit                               0.75",
        "TOTAL RETURNED                       $5.01",
        "Rounding                             −0.01",
        "To pay back                           5.00",
        "------------------------------------------",
        "Rate                      Net   Tax  Gross",
        "Reduced VAT 7 %          1.20  0.09   1.29",
        "VAT 19 %                 2.50  0.47   2.97",
        "Deposit 0.25                   0.75",
        "Prices include tax",
        "------------------------------------------",
        "Cash                                  3.00",
        "Gift card ···· 9Z8Y                   2.00",
        "",
        "         Thank you for your visit",
    ]


def test_figures_add_up_to_what_was_given_back() -> None:
    for detail in (BACK, replace(BACK, taxes=()), replace(BACK, subtotal=390, tax_included=False)):
        slip = compose_return(detail, SHOP, DOLLARS)
        sums = sum(DOLLARS.parse(entry.figure) for entry in slip.sums)
        assert sums == DOLLARS.parse(slip.total) == detail.total
        paid = sum(DOLLARS.parse(entry.figure) for entry in slip.payments)
        assert paid == detail.total + detail.rounding


def test_taxes_on_top_stand_before_the_total() -> None:
    slip = compose_return(replace(BACK, subtotal=390, tax_included=False), SHOP, DOLLARS)
    assert [(entry.label, entry.figure) for entry in slip.sums[2:]] == [
        ("Reduced VAT 7 %", "0.09"),
        ("VAT 19 %", "0.47"),
        ("Deposit", "0.75"),
    ]
    assert slip.remarks == ("Prices without tax",)


def test_the_page_says_what_the_paper_says() -> None:
    page = return_html(BACK, SHOP, DOLLARS)
    for words in ("T1-R12", "T1-10482", "Damaged", "Total returned", "$5.01", "Wrong size", "2.97"):
        assert f">{words}<" in page
    assert '<div class="stamp">Return</div>' in page
    assert "EFGH" not in page


def test_a_walk_in_is_not_named() -> None:
    text = return_text(replace(BACK, customer_id=1, customer="Walk-in customer"), SHOP, DOLLARS, 32)
    assert "Walk-in" not in text
    assert max(map(len, text.splitlines())) == 32
