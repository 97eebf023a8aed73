"""The report of a shift on paper: every figure, the journal's hash whole, nothing for the blind."""

from dataclasses import replace

import pytest

from pos_app.documents.shift_slip import compose_report
from pos_app.documents.slip_escpos import escpos_bytes
from pos_app.documents.slip_html import slip_html
from pos_app.documents.slip_pdf import slip_pdf
from pos_app.documents.slip_text import slip_text
from pos_app.domain.rows import ShiftReport, Tally
from pos_app.domain.shifts import blinded
from pos_app.services.settings import money_format
from tests.documents.orders import SHOP
from tests.domain.test_shifts import REPORT

SUMS = {
    "sales": 13,
    "sold": 999_900,
    "refunds": 2,
    "refunded": 5_000,
    "cancellations": 1,
    "cancelled": 20,
}
DOLLARS = money_format("USD", "en_US")
Z = replace(REPORT, perpetual=SUMS)


def text_of(report: ShiftReport, columns: int = 48, copy: str = "original") -> str:
    return slip_text(compose_report(report, SHOP, DOLLARS, copy=copy), columns)


def rows(text: str) -> dict[str, str]:
    """Label -> figure of each row that has both."""
    found = {}
    for row in text.splitlines():
        label, _, figure = row.strip().rpartition("  ")
        if label:
            found[label.strip()] = figure.strip()
    return found


def test_every_figure_stands_on_it() -> None:
    found = rows(text_of(Z))
    for label, figure in {
        "Sales: 9": "12.34",
        "Returns: 1": "−1.00",
        "Voids: 1": "−0.30",
        "Cancelled orders: 1": "−0.20",
        "Discounts on lines: 2": "−0.77",
        "Opening float": "10.00",
        "Cash sales": "7.00",
        "Given back": "−1.30",
        "Cash in": "5.00",
        "Cash out": "−0.70",
        "Should be there": "11.30",
        "Counted": "11.20",
        "Difference": "−0.10",
        "Stays in the drawer": "4.00",
        "To the safe or bank": "7.20",
        "Card": "4.84",
        "Rounding to cash": "0.03",
        "Gift cards sold": "5.00",
        "Corrected tenders: 1": "0.40",
        "11 × 1.00": "11.00",
        "Lines removed": "3 (2.50)",
        "Drawer opened for sales": "7",
        "Drawer opened without": "2",
        "Printed again": "1",
        "Receipts": "T1-5 to T1-13",
        "Sales: 13": "9,999.00",
        "Journal entry": "42",
        "Approved by": "Ann",
        "Reason": "Miscounted",
    }.items():
        assert found.get(label) == figure, label


def test_what_did_not_happen_is_told_too() -> None:
    quiet = replace(
        Z,
        sales=Tally(0, 0),
        refunds=Tally(0, 0),
        voids=Tally(0, 0),
        exchanges=Tally(0, 0),
        cancelled=Tally(0, 0),
        discounts=(),
        rounding=0,
        first_order="",
        last_order="",
    )
    text = text_of(quiet)
    found = rows(text)
    assert found["Returns: 0"] == found["Voids: 0"] == found["Rounding to cash"] == "0.00"
    assert found["Receipts"] == "none"
    assert "Discounts: 0" in text
    assert "Exchanged" not in text
    assert "Cancelled orders:" not in text
    blind = text_of(replace(blinded(quiet), kind="x", counts=()))
    assert "Voids: 0" in blind
    assert "Rounding" not in blind


@pytest.mark.parametrize("columns", [24, 32, 42, 48])
def test_the_hash_is_whole_on_paper_of_any_width(columns: int) -> None:
    text = text_of(Z, columns)
    assert "".join(text.split()).find(Z.hash) > 0
    assert all(len(row) <= columns for row in text.splitlines())


def test_a_duplicate_says_so() -> None:
    assert "DUPLICATE" in text_of(Z, copy="duplicate")
    assert "DUPLICATE" not in text_of(Z)
    assert "Z REPORT" in text_of(Z)
    with pytest.raises(ValueError, match="gift"):
        text_of(Z, copy="gift")


def test_a_blind_one_tells_no_cash() -> None:
    text = text_of(replace(blinded(Z), kind="x", counts=()))
    for word in ("Cash drawer", "Should be there", "12.34", "10.84", "7.00", "Cash sales", "VAT"):
        assert word not in text, word
    assert "X REPORT" in text
    assert "Sales: 9" in text
    assert "Discounts on lines: 2" in text
    assert "0.77" in text_of(Z)
    assert "0.77" not in text
    assert rows(text)["Card"] == "4.84"


def test_it_is_no_receipt() -> None:
    shop = replace(SHOP, receipt_header="Open till 8", receipt_footer="Bye", receipt_qr=True)
    slip = compose_report(Z, shop, DOLLARS)
    assert (slip.header, slip.closing, slip.code, slip.qr) == ((), (), "", "")


def test_practice_is_marked() -> None:
    slip = compose_report(Z, replace(SHOP, training=True), DOLLARS)
    assert slip.training


def test_every_form_of_paper_can_show_it() -> None:
    slip = compose_report(Z, SHOP, DOLLARS)
    assert b"%PDF" in slip_pdf(slip, "80mm")[:8]
    assert Z.hash[:32] in slip_html(slip)
    assert Z.hash[:32].encode() in escpos_bytes(slip, columns=48)
