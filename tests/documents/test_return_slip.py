"""The slip of a return: what came back, what was given for it, and to which sale it belongs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pos_app.documents.slip import compose_return
from pos_app.domain.rows import OffRow, RepaymentRow, ReturnDetail, ReturnItemRow
from pos_app.domain.tax import TaxPart
from tests.documents.orders import AT, DOLLARS, SHOP
from tests.documents.receipts import return_html, return_text


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
        item(
            "Water",
            297,
            250,
            122,
            quantity=Decimal(3),
            price=99,
            parts=(TaxPart("Deposit", 0, 25, 0, 75), TaxPart("VAT", 190_000, 0, 250, 47)),
        ),
        item(
            "Bananas",
            149,
            120,
            9,
            quantity=Decimal("0.748"),
            unit="kg",
            price=199,
            discount=20,
            damaged=True,
            parts=(TaxPart("Reduced VAT", 70_000, 0, 120, 9),),
            offs=(OffRow("line", "Ripe", 15), OffRow("code", "SAVE", 5)),
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
        "T1-R12              Nov 22, 2025 1:42 PM",
        "Order                           T1-10482",
        "Till                                  T1",
        "Served by                            Ann",
        "Customer                    Maria Hansen",
        "Reason                        Wrong size",
        "------------------------------------------",
        "Water                               2.97 B",
        "  3 × 0.99",
        "  plus Deposit 3 × 0.25",
        "Bananas                             1.49 A",
        "  0.748 kg × 1.99",
        "  Discount: Ripe                   −0.15",
        "  Code SAVE                        −0.05",
        "  Damaged",
        "------------------------------------------",
        "Subtotal                            4.46",
        "Discount: Ripe                     −0.15",
        "Code SAVE                          −0.05",
        "Deposit                             0.75",
        "TOTAL RETURNED                     $5.01",
        "Rounding                           −0.01",
        "To pay back                         5.00",
        "------------------------------------------",
        "Rate                    Net   Tax  Gross",
        "A Reduced VAT 7 %      1.20  0.09   1.29",
        "B VAT 19 %             2.50  0.47   2.97",
        "Deposit 0.25                 0.75",
        "Prices include tax",
        "------------------------------------------",
        "Cash                                3.00",
        "Gift card ···· 9Z8Y                 2.00",
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
    assert [(entry.label, entry.figure) for entry in slip.sums[3:]] == [
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


def test_amounts_on_top_of_a_piece_are_named_though_roundings_part_them() -> None:
    """A third of a line: the deposits' share of what was paid is a cent off their sum."""
    piece = item(
        "Water",
        100,
        86,
        40,
        quantity=Decimal(1),
        price=100,
        parts=(TaxPart("Deposit", 0, 25, 0, 25), TaxPart("VAT", 190_000, 0, 86, 15)),
    )
    detail = replace(
        BACK,
        items=(piece,),
        subtotal=100,
        discount=0,
        total=126,
        taxes=piece.parts,
        rounding=0,
        repayments=(RepaymentRow("cash", 126),),
    )
    slip = compose_return(detail, SHOP, DOLLARS)
    assert [(entry.label, entry.figure) for entry in slip.sums] == [
        ("Subtotal", "1.00"),
        ("Deposit", "0.26"),
    ]
    assert [entry.label for entry in slip.lines[0].details] == ["plus Deposit 0.25"]


def test_a_sold_gift_card_that_comes_back_keeps_its_code_to_itself() -> None:
    card = item("Gift card", 2500, 2500, 0, gift_card="K7XF-M3RD-4471", price=2500)
    (line,) = compose_return(replace(BACK, items=(card,)), SHOP, DOLLARS).lines
    assert [entry.label for entry in line.details] == ["Gift card ···· 4471"]
