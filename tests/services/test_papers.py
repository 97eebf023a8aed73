"""The print queue and the drawer's openings: written with the sale, kept until they are done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import (
    BadValue,
    NotAllowed,
    Underpaid,
    UnknownOrder,
    UnknownPaper,
    UnknownReturn,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, Receipt, ReturnLine
from pos_app.shop import Shop


@pytest.fixture
def sell(shop: Shop, owner: Clerk, milk: ProductRow) -> Callable[..., Receipt]:
    def sell(*, method: str = "cash", **more: Any) -> Receipt:
        return shop.checkout.sell(Cart().add(milk), [Payment(method, 129)], by=owner, **more)

    return sell


@pytest.fixture
def clerk(shop: Shop, owner: Clerk) -> Clerk:
    shop.staff.add_user(username="tom", name="Tom", pin="135790", by=owner)
    return shop.staff.sign_in("tom", pin="135790")


def test_a_sale_asks_for_its_receipt_in_its_own_transaction(shop, owner, sell):
    receipt = sell(paper=True)
    (job,) = shop.papers.waiting()
    assert (job.copy, job.order_id, job.return_id) == ("original", receipt.order_id, None)
    assert (job.number, job.state, job.till, job.by) == (
        receipt.number,
        "waiting",
        "T1",
        "Terminal",
    )
    order, given_back, copy, report = shop.papers.document(job.id)
    assert order is not None
    assert order.number == receipt.number
    assert (given_back, copy, report) == (None, "original", None)


def test_a_sale_that_is_refused_asks_for_nothing(shop, owner, milk):
    with pytest.raises(Underpaid):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 1)], by=owner, paper=True)
    assert shop.papers.waiting() == ()


def test_without_paper_nothing_is_written(shop, sell):
    receipt = sell()
    assert shop.papers.prints_of(receipt.order_id) == ()
    assert shop.drawer.openings(by=shop.staff.terminal()) == ()


def test_the_same_sale_again_prints_once(shop, owner, milk):
    cart = Cart().add(milk)
    for _ in range(2):
        shop.checkout.sell(cart, [Payment("cash", 129)], by=owner, paper=True, drawer=True)
    assert len(shop.papers.waiting()) == 1
    assert len(shop.drawer.openings(by=owner)) == 1


def test_a_second_original_is_a_duplicate_and_a_gift_receipt_stays_one(shop, owner, sell):
    order_id = sell(paper=True).order_id
    asked = [
        shop.papers.ask(order_id=order_id, copy=copy, by=owner).copy
        for copy in ("original", "gift", "gift", "duplicate", "original")
    ]
    assert asked == ["duplicate", "gift", "gift", "duplicate", "duplicate"]
    copies = [job.copy for job in shop.papers.prints_of(order_id)]
    assert copies == ["original", *asked]


@pytest.mark.parametrize(
    ("troubles", "copy"),
    [
        ((), "original"),
        (("paper_out",), "original"),
        (("offline", "busy"), "original"),
        (("interrupted",), "duplicate"),
        (("interrupted", "offline"), "duplicate"),
    ],
)
def test_an_original_given_up_counts_where_some_of_it_may_be_on_paper(
    shop, owner, sell, troubles, copy
):
    order_id = sell(paper=True).order_id
    (first,) = shop.papers.waiting()
    for trouble in troubles:
        shop.papers.failed(first.id, trouble)
    shop.papers.give_up(first.id, by=owner)
    second = shop.papers.ask(order_id=order_id, by=owner)
    third = shop.papers.ask(order_id=order_id, by=owner)
    assert (second.copy, third.copy) == (copy, "duplicate")
    assert shop.check(by=owner) == ()


def test_the_first_paper_of_a_sale_that_printed_none_is_the_original(shop, owner, sell):
    assert shop.papers.ask(order_id=sell().order_id, by=owner).copy == "original"


def test_what_is_printed_or_given_up_waits_no_more(shop, owner, sell):
    first, second, third = (sell(paper=True) for _ in range(3))
    jobs = shop.papers.waiting()
    assert [job.number for job in jobs] == [first.number, second.number, third.number]
    shop.papers.failed(jobs[0].id, "paper_out")
    shop.papers.failed(jobs[0].id, "offline")
    shop.papers.printed(jobs[1].id, "tcp://10.0.0.5:9100")
    shop.papers.give_up(jobs[2].id, by=owner)
    (left,) = shop.papers.waiting()
    assert (left.id, left.tries, left.trouble) == (jobs[0].id, 2, "offline")
    (done,) = shop.papers.prints_of(second.order_id)
    assert (done.state, done.printer) == ("printed", "tcp://10.0.0.5:9100")
    assert done.done_at is not None
    (gone,) = shop.papers.prints_of(third.order_id)
    assert gone.state == "given_up"
    # A late word of the printer changes nothing that is settled.
    shop.papers.printed(jobs[2].id, "late")
    shop.papers.failed(jobs[1].id, "late")
    assert shop.papers.prints_of(third.order_id) == (gone,)
    assert shop.papers.prints_of(second.order_id) == (done,)
    assert shop.check(by=owner) == ()


def test_what_came_out_of_a_printer_before_is_known(shop, owner, sell):
    order_id = sell(paper=True).order_id
    (line,) = shop.returns.returnable(order_id)
    back = shop.returns.give_back(order_id, [ReturnLine(line.item_id, 1)], by=owner)
    sold, given_back = {"order_id": order_id}, {"return_id": back.id}
    (original,) = shop.papers.waiting()
    gift = shop.papers.ask(order_id=order_id, copy="gift", by=owner)
    shop.papers.printed(gift.id, "p")
    assert not shop.papers.was_printed(**sold)
    shop.papers.give_up(original.id, by=owner)
    assert not shop.papers.was_printed(**sold)
    shop.papers.printed(shop.papers.ask(order_id=order_id, by=owner).id, "p")
    assert shop.papers.was_printed(**sold)
    assert not shop.papers.was_printed(**given_back)
    shop.papers.printed(shop.papers.ask(return_id=back.id, by=owner).id, "p")
    assert shop.papers.was_printed(**given_back)
    assert not shop.papers.was_printed(order_id=sell().order_id)


def test_the_ticket_of_an_exchange_was_printed_for_both_its_halves(shop, owner, milk, sell):
    sold = sell()
    (line,) = shop.returns.returnable(sold.order_id)
    back = Exchange(sold.order_id, sold.number, (ReturnLine(line.item_id, 1),))
    cart = Cart().add(milk, 2).with_exchange(back)
    receipt = shop.checkout.sell(cart, [Payment("cash", 129)], by=owner, paper=True)
    (ticket,) = shop.papers.waiting()
    shop.papers.printed(ticket.id, "p")
    assert shop.papers.was_printed(order_id=receipt.order_id)
    assert shop.papers.was_printed(return_id=receipt.return_id)
    assert not shop.papers.was_printed(order_id=sold.order_id)


def test_papers_are_announced(shop, owner, sell):
    heard: list[tuple[str, tuple[int, ...]]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, ids)))
    sell(paper=True)
    (job,) = shop.papers.waiting()
    assert ("papers", (job.id,)) in heard
    heard.clear()
    shop.papers.printed(job.id, "p")
    assert heard == [("papers", (job.id,))]


def test_each_till_has_its_own_queue(shop, owner, sell):
    order_id = sell().order_id
    with pytest.raises(UnknownTill):
        shop.papers.ask(order_id=order_id, by=owner, till="T9")
    with pytest.raises(UnknownTill):
        shop.papers.waiting("T9")
    shop._database.connection.execute("UPDATE tills SET code = 'T7' WHERE id = 1")
    shop.papers.ask(order_id=order_id, by=owner, till="T7")
    assert [job.till for job in shop.papers.waiting("T7")] == ["T7"]


def test_what_is_not_there_can_not_be_printed(shop, owner, sell):
    order_id = sell().order_id
    with pytest.raises(UnknownOrder):
        shop.papers.ask(order_id=9_999, by=owner)
    with pytest.raises(UnknownReturn):
        shop.papers.ask(return_id=9_999, by=owner)
    with pytest.raises(BadValue) as refused:
        shop.papers.ask(order_id=order_id, copy="poster", by=owner)
    assert refused.value.field == "copy"
    with pytest.raises(BadValue) as refused:
        shop.papers.ask(by=owner)
    assert refused.value.field == "document"
    with pytest.raises(UnknownPaper):
        shop.papers.document(1)
    assert shop.papers.prints_of(order_id) == ()


def test_a_return_is_printed_from_its_own_document(shop, owner, sell):
    order_id = sell().order_id
    (line,) = shop.returns.returnable(order_id)
    back = shop.returns.give_back(order_id, [ReturnLine(line.item_id, 1)], by=owner)
    job = shop.papers.ask(return_id=back.id, by=owner)
    assert (job.copy, job.number) == ("original", back.number)
    assert shop.papers.document(job.id) == (None, back, "original", None)
    assert shop.papers.ask(return_id=back.id, by=owner).copy == "duplicate"


def test_a_sale_in_cash_opens_the_drawer_and_one_by_card_does_not(shop, owner, sell):
    receipt = sell(drawer=True)
    sell(method="card", drawer=True)
    (opening,) = shop.drawer.openings(by=owner)
    assert (opening.number, opening.reason, opening.by) == (receipt.number, "", "Terminal")
    assert shop.drawer.openings(without_sale=True, by=owner) == ()
    assert shop.check(by=owner) == ()


def test_the_drawer_of_an_exchange_is_told_of_by_the_number_on_its_ticket(shop, owner, milk, sell):
    order = shop.orders.get(sell().order_id)
    back = Exchange(order.id, order.number, (ReturnLine(order.items[0].id, 1),))
    receipt = shop.checkout.sell(
        Cart().add(milk, 2).with_exchange(back), [Payment("cash", 129)], by=owner, drawer=True
    )
    assert receipt.return_number
    assert [each.number for each in shop.drawer.openings(by=owner)] == [receipt.number]


def test_the_drawer_is_opened_without_a_sale_for_a_reason_and_by_right(shop, owner, clerk):
    with pytest.raises(BadValue) as refused:
        shop.drawer.open(reason="  ", by=owner)
    assert (refused.value.field, refused.value.reason) == ("reason", "empty")
    with pytest.raises(NotAllowed) as forbidden:
        shop.drawer.open(reason="change", by=clerk)
    assert forbidden.value.permission == "open_drawer"
    row = shop.drawer.open(reason=" change for a 50 ", by=owner)
    assert (row.reason, row.number) == ("change for a 50", "")
    assert shop.drawer.openings(without_sale=True, by=owner) == (row,)
    assert shop._books.now() - row.at < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (
            """INSERT INTO print_jobs (till_id, copy, order_id, state, user_id, created_at)
            VALUES (1, 'original', {order}, 'waiting', 1, 1)""",
            "one_original_of_each_document",
        ),
        (
            """INSERT INTO print_jobs
            (till_id, copy, order_id, state, trouble, user_id, created_at, done_at)
            VALUES (1, 'original', {order}, 'given_up', 'interrupted', 1, 1, 1)""",
            "one_original_of_each_document",
        ),
        ("UPDATE print_jobs SET state = 'printed'", "printed_paper_names_its_printer"),
        ("UPDATE print_jobs SET return_id = {back}", "ticket_is_of_one_exchange"),
        (
            "INSERT INTO drawer_openings (till_id, user_id, created_at) VALUES (1, 1, 1)",
            "drawer_opened_for_a_reason",
        ),
    ],
)
def test_check_names_what_is_wrong(shop, owner, sell, wrong, rule):
    order_id = sell(paper=True).order_id
    (line,) = shop.returns.returnable(order_id)
    back = shop.returns.give_back(order_id, [ReturnLine(line.item_id, 1)], by=owner)
    assert shop.check(by=owner) == ()
    shop._database.connection.execute(wrong.format(order=order_id, back=back.id))
    assert {breach.rule for breach in shop.check(by=owner)} == {rule}
