"""What was taken out of a cart: no more and no less than what is in it no more."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.cart_changes import Held, TakenOut, held, not_told, noted, taken, taken_out
from pos_app.domain.discounts import Discount


def line(product: int, quantity: Decimal | int = 1, price: int = 100, **more: object) -> CartLine:
    return CartLine(product, f"P{product}", f"Goods {product}", price, Decimal(quantity), **more)  # type: ignore[arg-type]


def told(lines: tuple[Held, ...]) -> list[tuple[int, int, int]]:
    return [(each.product_id, each.quantity, each.amount) for each in lines]


CART = Cart((line(1, 3), line(2, 1, 350), line(3, Decimal("0.750"), 400, unit="kg")))


def test_a_line_that_went_and_one_that_is_smaller() -> None:
    assert told(taken_out(CART, CART.remove(1))) == [(2, 1000, 350)]
    assert told(taken_out(CART, CART.step(0, -1))) == [(1, 1000, 100)]
    assert told(taken_out(CART, CART.set_quantity(2, Decimal("0.5")))) == [(3, 250, 100)]
    assert told(taken_out(CART, replace(CART, lines=()))) == [
        (1, 3000, 300),
        (2, 1000, 350),
        (3, 750, 300),
    ]


def test_what_takes_nothing_out() -> None:
    for after in (
        CART,
        CART.step(0, 1),
        CART.add_line(line(4)),
        CART.set_note(1, "for Tuesday"),
        CART.set_price(1, 299),
        CART.at_price(2, 399),
        CART.set_discount(0, Discount(100_000)),
        CART.with_discount(Discount(0, 50)),
        CART.for_customer(7, "Ann"),
    ):
        assert taken_out(CART, after) == ()


def test_a_price_that_changes_in_the_same_step_hides_nothing() -> None:
    after = CART.set_price(0, 80).step(0, -2)
    assert told(taken_out(CART, after)) == [(1, 2000, 200)]


def test_another_label_of_the_same_goods_is_another_line() -> None:
    first = line(3, Decimal("0.5"), 400, unit="kg", agreed_list=200, label="2900000500001")
    other = replace(first, label="2900000500002", agreed_list=300, quantity=Decimal("0.75"))
    assert told(taken_out(Cart((first,)), Cart((other,)))) == [(3, 500, 200)]
    # The price that a label's weight is read by may move; the goods are the same.
    dearer = Cart((first,)).at_price(3, 500)
    assert dearer.lines[0].quantity < first.quantity
    assert taken_out(Cart((first,)), dearer) == ()


def test_what_was_told_is_not_told_again() -> None:
    gone = taken_out(CART, CART.remove(1).step(0, -2))
    assert told(gone) == [(1, 2000, 200), (2, 1000, 350)]
    one = (replace(gone[0], quantity=1000, amount=100),)
    assert told(not_told(gone, one)) == [(1, 1000, 100), (2, 1000, 350)]
    assert not_told(gone, gone) == ()
    assert not_told((), gone) == ()


def test_one_more_of_the_same_makes_the_last_one_larger() -> None:
    step = TakenOut("u", (replace(held(CART.lines[0]), quantity=1000, amount=100),), False, "ann")
    both = noted(noted([], step), step)
    assert told(both[0].lines) == [(1, 2000, 200)]
    for other in (
        replace(step, username="bob"),
        replace(step, cart="v"),
        replace(step, cleared=True),
        replace(step, lines=(replace(step.lines[0], price=90),)),
        replace(step, lines=step.lines * 2),
    ):
        assert noted([step], other) == [step, other]


carts = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 4), st.sampled_from((100, 150))), max_size=5
).map(lambda rows: Cart(tuple(line(*row) for row in rows), uuid="u"))


@given(carts, carts)
def test_of_each_product_at_least_what_is_missing_is_told(before: Cart, after: Cart) -> None:
    def counts(lines: tuple[CartLine, ...]) -> dict[int, int]:
        return {
            key: sum(each.quantity_thousandths for each in lines if each.product_id == key)
            for key in (1, 2, 3)
        }

    gone = taken_out(before, after)
    had, has = counts(before.lines), counts(after.lines)
    for key in had:
        missing = sum(each.quantity for each in gone if each.product_id == key)
        assert had[key] >= missing >= had[key] - has[key]
    # The look at the ends alone finds what the look at all of it finds.
    assert gone == taken(
        [held(each) for each in before.lines], [held(each) for each in after.lines]
    )


@given(st.lists(carts, min_size=2, max_size=6))
def test_what_each_step_tells_covers_what_the_whole_way_shows(way: list[Cart]) -> None:
    steps = [each for one, other in pairwise(way) for each in taken_out(one, other)]
    assert not_told(taken_out(way[0], way[-1]), steps) == ()
