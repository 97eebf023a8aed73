"""Goods given back from a terminal, and what a gift card holds."""

from collections.abc import Callable

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from tests.terminal import Run, terminal


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the shop of this test."""
    return terminal(capsys, shop=shop.path)


@pytest.fixture
def tea(add_product: Callable[..., ProductRow]) -> ProductRow:
    return add_product("Tea", 350, sku="T=1")


@pytest.fixture
def order_id(shop: Shop, owner: Clerk, milk: ProductRow, tea: ProductRow) -> int:
    """T1-1: three milks and a tea for 7.37 in cash."""
    cart = Cart().add(milk, 3).add(tea)
    return shop.checkout.sell(cart, [Payment("cash", 737)], by=owner).order_id


def test_help_names_both(run: Run) -> None:
    told = run("--help").out
    for command in ("return", "void", "gift-card"):
        assert f"\n  {command} " in told
        assert "python -m pos_app" in run(command, "--help").out


def test_two_of_three_then_everything(
    run: Run, shop: Shop, order_id: int, milk: ProductRow, tea: ProductRow
) -> None:
    said = run("return", "t1-1", "--line", f"{milk.sku}=2", "--reason", "Sour")
    assert said.code == 0
    assert "*** RETURN ***" in said.out
    assert "Reason                                Sour" in said.out
    assert "  2 × 1.29" in said.out
    assert "TOTAL RETURNED                       $2.58" in said.out
    assert "Cash                                  2.58" in said.out
    assert shop.catalog.get(milk.id).on_hand == 39
    rest = run("return", "1", "--all", "--damaged", "--instead", "card")
    assert "Card                                  4.79" in rest.out
    assert [shop.catalog.get(each.id).on_hand for each in (milk, tea)] == [39, 39]
    assert len(shop.returns.of_order(order_id)) == 2
    again = run("return", "T1-1", "--all")
    assert (again.code, again.out) == (1, "")
    assert "given back already" in again.err
    assert shop.check(by=shop.staff.terminal()) == ()


def test_a_sku_may_have_the_mark_in_it(run: Run, shop: Shop, order_id: int) -> None:
    assert run("return", "T1-1", "--line", "T=1=1").code == 0
    (back,) = shop.returns.of_order(order_id)
    assert [(row.name, row.quantity) for row in back.items] == [("Tea", 1)]


def test_a_product_on_two_lines_is_taken_from_both(
    run: Run, shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 2).set_note(0, "cold").add(milk, 2)
    assert len(cart.lines) == 2
    sold = shop.checkout.sell(cart, [Payment("cash", 516)], by=owner)
    assert run("return", sold.number, "--line", f"{milk.sku}=3").code == 0
    assert [line.left for line in shop.returns.returnable(sold.order_id)] == [0, 1]
    assert run("return", sold.number, "--line", f"{milk.sku}=2").code == 1
    assert [line.left for line in shop.returns.returnable(sold.order_id)] == [0, 1]


@pytest.mark.usefixtures("order_id")
def test_without_lines_it_says_what_is_left(run: Run, shop: Shop, milk: ProductRow) -> None:
    said = run("return", "T1-1")
    assert said.code == 0
    assert said.out.splitlines() == [f"{milk.sku}\t3\tMilk 1 l", "T=1\t1\tTea"]
    assert "--all" in said.err
    assert shop.orders.page()[0].returned == ""


@pytest.mark.usefixtures("order_id")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["T1-9", "--all"], 1, "There is no order “T1-9”."),
        (["T1-R1", "--all"], 1, "There is no order “T1-R1”."),
        (["T1-1", "--line", "NONE=1"], 1, "NONE"),
        (["T1-1", "--line", "T=1=2"], 1, "Only 1 of Tea can still be given back."),
        (["T1-1", "--line", "T=1=0"], 1, "Quantity must be above zero."),
        (["T1-1", "--line", "T=1=many"], 1, "many"),
        (["T1-1", "--line", "nothing"], 2, "SKU=QTY"),
        (["T1-1", "--all", "--line", "T=1=1"], 2, "--all and --line"),
        (["T1-1", "--all", "--instead", "shells"], 2, "shells"),
        (["T1-1", "--all", "--instead", "store_credit"], 1, "customer"),
        ([], 2, "ORDER"),
    ],
)
def test_what_is_refused_books_nothing(
    run: Run, shop: Shop, arguments: list[str], code: int, words: str
) -> None:
    said = run("return", *arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert shop.orders.page()[0].returned == ""


def test_a_gift_card(run: Run, shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    card = Cart().add_line(shop.ledgers.gift_card_line("K7XF-M3RD-4471", 2500, by=owner))
    shop.checkout.sell(card, [Payment("card", 2500)], by=owner)
    paid = [Payment("gift_card", 129, code="K7XF-M3RD-4471")]
    shop.checkout.sell(Cart().add(milk), paid, by=owner)
    said = run("gift-card", "k7xf-m3rd-4471")
    assert said.code == 0
    first, spent, issued = said.out.splitlines()
    assert first == "K7XF-M3RD-4471: $23.71"
    assert spent.endswith("−1.29  spent T1-2")
    assert issued.endswith("+25.00  issued T1-1")
    unknown = run("gift-card", "NOPE")
    assert (unknown.code, unknown.out) == (1, "")
    assert "NOPE" in unknown.err


def test_without_a_receipt_todays_price_is_given(
    run: Run, shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    bea = shop.customers.add(first_name="Bea", by=owner)
    lost = ("return", "--without-receipt", "--line", f"{milk.sku}=2", "--reason", "Lost it")
    said = run(*lost, "--instead", "cash")
    assert said.code == 0
    assert "TOTAL RETURNED                       $2.58" in said.out
    assert "Cash                                  2.58" in said.out
    credit = run(*lost, "--instead", "store_credit", "--customer", bea.username, "--damaged")
    assert "Store credit                          2.58" in credit.out
    assert shop.ledgers.of_customer(bea.id)[0].balance == 258
    assert shop.catalog.get(milk.id).on_hand == 42
    assert run(*lost).code == 1  # nobody said how the money is given
    assert run(*lost, "--instead", "store_credit").code == 1
    assert run("return", "--without-receipt", "--line", "NOPE=1", "--instead", "cash").code == 1
    for misuse in (
        ("return",),
        ("return", "--without-receipt"),
        ("return", "T1-1", "--without-receipt", "--line", "A=1"),
        ("return", "T1-1", "--customer", "bea"),
    ):
        assert run(*misuse).code == 2
    assert shop.check(by=owner) == ()


def test_the_last_sale_is_made_void(run: Run, shop: Shop, order_id: int, milk: ProductRow) -> None:
    said = run("void", "T1-1", "--reason", "Rung up twice")
    assert said.code == 0
    assert "VOID" in said.out
    assert "Rung up twice" in said.out
    assert shop.catalog.get(milk.id).on_hand == 40
    (void,) = shop.returns.of_order(order_id)
    assert (void.kind, void.total) == ("void", 737)
    again = run("void", "T1-1", "--reason", "Again")
    assert (again.code, again.out) == (1, "")
    assert "T1-1 was made void already." in again.err
    assert run("void", "T1-1").code == 2
    assert run("void", "T1-9", "--reason", "Nothing").code == 1
    assert run("void", "T1-1", "--till", "T9", "--reason", "Nothing").code == 1
