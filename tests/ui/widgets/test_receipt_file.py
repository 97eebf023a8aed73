"""A slip leaves the window as PDF, page or text, for orders and for returns alike."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.widgets.receipt_file import ask_file, paper_of, paper_of_return, write
from tests.documents.orders import BASKET, DOLLARS, SHOP
from tests.documents.papers import LOGO
from tests.documents.receipts import receipt_html, receipt_text, return_html, return_text
from tests.documents.test_return_slip import BACK

pytestmark = pytest.mark.usefixtures("dressed")


def test_an_order_in_its_three_kinds() -> None:
    sold = replace(BASKET, rounding=-2, paid=1578)
    paper = paper_of(sold, SHOP, DOLLARS)
    assert paper.order is sold
    assert paper.text == receipt_text(sold, SHOP, DOLLARS)
    assert paper.content(".txt").decode() == paper.text
    assert paper.content(".html").decode() == receipt_html(sold, SHOP, DOLLARS)
    assert paper.content(".pdf").startswith(b"%PDF-")


def test_a_return_in_its_three_kinds() -> None:
    paper = paper_of_return(BACK, SHOP, DOLLARS)
    assert paper.detail is BACK
    assert paper.text == return_text(BACK, SHOP, DOLLARS)
    assert paper.content(".html").decode() == return_html(BACK, SHOP, DOLLARS)
    assert paper.content(".pdf").startswith(b"%PDF-")


def test_an_exchange_has_both_halves_and_the_logo() -> None:
    paper = paper_of(BASKET, SHOP, DOLLARS, LOGO, replace(BACK, kind="exchange"))
    assert (paper.order, paper.back) == (BASKET, replace(BACK, kind="exchange"))
    assert paper.slip.logo == LOGO
    assert "*** EXCHANGE ***" in paper.text
    assert "Bananas" in paper.text
    assert "Water" in paper.text


@pytest.mark.parametrize(
    ("kind", "ending", "page"),
    [
        ("PDF (*.pdf)", ".pdf", 227),
        ("PDF on A4 (*.pdf)", ".pdf", 595),
        ("Web page (*.html)", ".html", 0),
        ("Text (*.txt)", ".txt", 0),
    ],
)
def test_the_dialog_names_what_it_is_saved_as(
    window: QWidget, qtbot: QtBot, tmp_path: Path, kind: str, ending: str, page: int
) -> None:
    chosen: list[tuple[Path, str]] = []
    dialog = ask_file(window, "T1-7", lambda *told: chosen.append(told))
    dialog.selectNameFilter(kind)
    dialog.filterSelected.emit(kind)
    assert Path(dialog.selectedFiles()[0]).name == f"Receipt T1-7{ending}"
    dialog.fileSelected.emit(str(tmp_path / "mine"))
    dialog.reject()
    [(path, paper)] = chosen
    assert path.name == f"mine{ending}"
    assert write(path, paper_of(BASKET, SHOP, DOLLARS), paper) is None
    # A page's own size stands behind the one of the document.
    widths = re.findall(rb"/MediaBox \[0 0 (\d+)", path.read_bytes())
    assert (int(min(widths, key=int)) if widths else 0) in (page - 1, page)


def test_a_copy_says_what_it_is_in_every_kind() -> None:
    exchange = replace(BACK, kind="exchange")
    for paper in (
        paper_of(BASKET, SHOP, DOLLARS, copy="duplicate"),
        paper_of(BASKET, SHOP, DOLLARS, back=exchange, copy="duplicate"),
        paper_of_return(BACK, SHOP, DOLLARS, copy="duplicate"),
    ):
        assert "Duplicate" in paper.slip.stamps
        assert "*** DUPLICATE ***" in paper.text
        assert "DUPLICATE" in paper.content(".html").decode().upper()


def test_a_folder_that_is_not_there_is_an_answer(tmp_path: Path) -> None:
    paper = paper_of(BASKET, SHOP, DOLLARS)
    assert write(tmp_path / "receipt.PDF", paper) is None
    assert (tmp_path / "receipt.PDF").read_bytes().startswith(b"%PDF-")
    assert isinstance(write(tmp_path / "none" / "receipt.txt", paper), FileNotFoundError)
