"""The open sale: changes, selection, undo."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadQuantity
from pos_app.domain.pricing import Terms
from pos_app.domain.rows import ProductRow
from pos_app.domain.tax import TaxRate, TaxRule
from pos_app.ui.cart.sale import Sale

TERMS = Terms(taxes={1: TaxRule((TaxRate("Tax", 50_000),))})
MILK = ProductRow(1, "1", "Milk", 129, Decimal(2), 1, "Dairy")
TEA = ProductRow(2, "2", "Tea", 399, Decimal(40), 1, "Dry")
HAM = ProductRow(3, "3", "Ham", 1990, Decimal("5.5"), 1, "Deli", unit="kg")


@pytest.fixture
def sale(qapp) -> Sale:
    return Sale(TERMS)


def test_what_is_added_is_selected(sale: Sale) -> None:
    sale.add(MILK)
    sale.add(TEA, 2)
    sale.add(MILK)
    assert [(line.name, line.quantity) for line in sale.cart.lines] == [("Milk", 2), ("Tea", 2)]
    assert sale.selected == 0
    assert sale.priced.total == 2 * 129 + 2 * 399


def test_the_shelf_price_is_shown_beside_another_one_as_the_sale_states_it(qapp) -> None:
    vat = {1: TaxRule((TaxRate("Tax", 200_000),))}
    for included, shelf in ((True, 120), (False, 100)):
        sale = Sale(Terms(tax_included=included, taxes=vat, group_prices={TEA.id: 60}))
        for product in (replace(MILK, price=120), replace(TEA, price=120), HAM):
            sale.add(product)
        sale.set_price(0, 90)
        own, by_list, plain = sale.cart.lines
        assert sale.shelf_price(own) == sale.shelf_price(by_list) == shelf
        assert sale.shelf_price(plain) is None
        sale.set_price(0, 120)  # what the shelf says anyway is not said twice
        assert sale.shelf_price(sale.cart.lines[0]) is None


def test_the_selected_line_is_stepped_and_goes_at_zero(sale: Sale) -> None:
    sale.add(TEA)
    sale.step(1)
    assert sale.cart.lines[0].quantity == 2
    sale.step(-1)
    sale.step(-1)
    assert not sale.cart
    assert sale.selected == -1
    sale.step(1)  # nothing is selected: nothing happens
    assert not sale.cart


def test_a_quantity_is_typed(sale: Sale) -> None:
    sale.add(HAM, Decimal("0.25"))
    sale.set_quantity(Decimal("1.5"))
    assert sale.priced.total == 2985
    sale.set_quantity(0)
    assert not sale.cart


def test_a_refused_change_leaves_the_cart(sale: Sale) -> None:
    sale.add(TEA)
    before = sale.cart
    with pytest.raises(BadQuantity):
        sale.set_quantity(Decimal("1.5"))
    assert sale.cart is before


def test_undo_and_redo_bring_cart_and_selection_back(sale: Sale) -> None:
    sale.add(MILK)
    sale.add(TEA)
    sale.remove()
    assert [line.name for line in sale.cart.lines] == ["Milk"]
    sale.undo()
    assert [line.name for line in sale.cart.lines] == ["Milk", "Tea"]
    assert sale.selected == 1
    sale.redo()
    assert [line.name for line in sale.cart.lines] == ["Milk"]


def test_customer_discount_note_and_clearing_are_undone_too(sale: Sale) -> None:
    sale.add(TEA)
    sale.for_customer(7, "Maria")
    sale.with_code(CodeDiscount("TEN", rate_ppm=100_000))
    sale.with_discount(Discount(amount=50, reason="Goodwill"))
    sale.set_discount(0, Discount(rate_ppm=50_000, reason="Damaged"))
    sale.set_note("cold")
    whole, uuid = sale.cart, sale.cart.uuid
    sale.clear()
    assert sale.cart == Cart(uuid=uuid)
    sale.undo()
    assert sale.cart == whole


def test_the_next_sale_can_not_be_undone_into_the_last(sale: Sale) -> None:
    sale.add(TEA)
    sold = sale.cart.uuid
    sale.start()
    assert not sale.cart
    assert sale.cart.uuid != sold
    assert not sale.undo_stack.canUndo()


def test_a_new_shelf_price_is_taken_on_every_line(sale: Sale) -> None:
    sale.add(TEA)
    sale.at_price(TEA.id, 449)
    assert sale.cart.lines[0].price == 449


def test_more_than_the_shelf_holds_is_known(sale: Sale) -> None:
    sale.add(MILK, 2)
    assert sale.short_by(sale.cart.lines[0]) is None
    sale.step(1)
    assert sale.short_by(sale.cart.lines[0]) == 2


def test_every_change_is_told_once(sale: Sale, qtbot) -> None:
    told: list[Cart] = []
    sale.changed.connect(lambda: told.append(sale.cart))
    sale.add(MILK)
    sale.for_customer(None)  # is one already
    sale.set_note("")
    assert told == [sale.cart]


STEPS = st.sampled_from(["milk", "tea", "ham", "less", "more", "remove", "up", "clear", "buyer"])


@given(st.lists(STEPS, max_size=25))
@settings(max_examples=60, deadline=None)
def test_undoing_everything_ends_where_it_began(qapp, steps: list[str]) -> None:
    sale = Sale(replace(TERMS, tax_included=False, prices_include_tax=False))
    first = sale.cart
    seen = [first]
    sale.changed.connect(lambda: seen.append(sale.cart))
    acts = {
        "milk": lambda: sale.add(MILK),
        "tea": lambda: sale.add(TEA, 3),
        "ham": lambda: sale.add(HAM, Decimal("0.125")),
        "less": lambda: sale.step(-1),
        "more": lambda: sale.step(1),
        "remove": sale.remove,
        "up": lambda: sale.select(sale.selected - 1),
        "clear": sale.clear,
        "buyer": lambda: sale.for_customer(5, "Ana"),
    }
    for step in steps:
        acts[step]()
        assert -1 <= sale.selected < max(1, len(sale.cart.lines))
        assert (sale.selected >= 0) == bool(sale.cart)
    last, changes = sale.cart, len(seen) - 1
    for _ in range(changes):
        sale.undo()
    assert sale.cart == first
    for _ in range(changes):
        sale.redo()
    assert sale.cart == last
