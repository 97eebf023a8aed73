"""Receipts from a terminal: to read, to mail, to send to a printer."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from pos_app.cli import main
from pos_app.devices.escpos_paper import EscposPaper
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, OrderDetail, ProductRow, ReturnLine
from pos_app.shop import Shop
from tests.documents.receipts import receipt_text

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(shop: Shop, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command on the shop of this test; gives its exit code, output and messages."""

    def run(*arguments: str) -> tuple[int, bytes, str]:
        capfdbinary.readouterr()
        code = main(["receipt", *arguments, "--shop", shop.path])
        sys.stdout.flush()
        said = capfdbinary.readouterr()
        return code, said.out, said.err.decode()

    return run


@pytest.fixture
def sold(shop: Shop, owner: Clerk, milk: ProductRow) -> OrderDetail:
    """T1-1: three milks for 3.87 in cash."""
    receipt = shop.checkout.sell(Cart().add(milk, 3), [Payment("cash", 400)], by=owner)
    return shop.orders.get(receipt.order_id)


def test_the_text_is_that_of_the_window(run: Run, shop: Shop, sold: OrderDetail) -> None:
    code, out, err = run("T1-1", "--columns", "42")
    assert (code, err) == (0, "")
    assert out.decode() == receipt_text(sold, shop.info, shop.money)
    assert run("1", "--columns", "42")[1] == out
    assert len(run(" t1-1")[1].splitlines()[6]) == 48


def test_a_gift_and_a_duplicate(run: Run, sold: OrderDetail) -> None:
    gift = run("T1-1", "--gift")[1].decode()
    assert "*** GIFT RECEIPT ***" in gift
    assert "3.87" not in gift
    assert "*** DUPLICATE ***" in run("T1-1", "--duplicate")[1].decode()
    assert run("T1-1", "--gift", "--duplicate")[0] == 2


def test_a_page_and_files(run: Run, sold: OrderDetail, tmp_path: Path) -> None:
    assert run("T1-1", "--format", "html")[1].startswith(b"<!DOCTYPE html>")
    file = tmp_path / "receipt.pdf"
    code, out, err = run("T1-1", "--format", "pdf", "--out", str(file))
    assert (code, out) == (0, b"")
    assert "receipt.pdf" in err
    page = pypdfium2.PdfDocument(file.read_bytes())[0]
    assert page.get_size()[0] == pytest.approx(80 / 25.4 * 72, abs=0.5)
    a4 = run("T1-1", "--format", "pdf", "--a4")[1]
    assert pypdfium2.PdfDocument(a4)[0].get_size()[0] == pytest.approx(210 / 25.4 * 72, abs=0.5)
    assert run("T1-1", "--a4")[0] == 2


def test_what_a_printer_reads(run: Run, sold: OrderDetail) -> None:
    paper = EscposPaper(384)
    paper.send(run("T1-1", "--format", "escpos", "--columns", "32")[1])
    assert paper.codes == ["T1-1"]
    assert paper.wrapped == 0
    assert any(row.startswith("TOTAL ") and row.endswith("$3.87") for row in paper.rows)


def test_a_terminal_is_not_filled_with_bytes(
    run: Run, sold: OrderDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    assert run("T1-1", "--format", "escpos")[0] == 2


def test_a_return_by_its_own_number(run: Run, shop: Shop, owner: Clerk, sold: OrderDetail) -> None:
    line = ReturnLine(sold.items[0].id, 1)
    back = shop.returns.give_back(sold.id, [line], by=owner)
    assert "*** RETURN ***" in run(back.number)[1].decode()
    code, _, err = run(back.number, "--gift")
    assert (code, "no gift" in err) == (2, True)


def test_what_can_not_be(run: Run, sold: OrderDetail, tmp_path: Path) -> None:
    code, out, err = run("T1-99")
    assert (code, out) == (1, b"")
    assert "T1-99" in err
    code, _, err = run("T1-1", "--out", str(tmp_path / "none" / "receipt.txt"))
    assert code == 4
    assert "receipt.txt" in err
