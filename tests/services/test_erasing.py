"""A customer is forgotten: their data is out of the books and out of the file, the books stand."""

from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    CustomerNotSettled,
    DiskFull,
    NotAllowed,
    UnknownCustomer,
)
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, CustomerRow, ProductRow, ReturnLine
from pos_app.services import erasing
from pos_app.services.mentions import Known, Mentions
from pos_app.shop import Shop
from pos_app.storage import wiping

STREET = AddressDraft(
    "77 Quincunx Terrace", "Seattle", "US", state="WA", zip="98101", phone="206 555 0142"
)
SHARED = AddressDraft("9 Oak Avenue", "Tacoma", "US", state="WA", zip="98402", phone="253 555 0199")
# Nothing else in the file is spelled so, whole or begun.
TRACES = ("zephyrine", "zephy", "quillfeather", "quillf", "quincunx", "2065550142", "zq-card-9")


def sign_up(shop: Shop, owner: Clerk) -> CustomerRow:
    """Zephyrine Quillfeather signs up."""
    return shop.customers.register(
        first_name="Zephyrine",
        last_name="Quillfeather",
        username="zephyrine",
        email="zephyrine@quillfeather.example",
        password="correct horse",
        address=STREET,
        card="ZQ-CARD-9",
        by=owner,
    )


@pytest.fixture
def person(shop: Shop, owner: Clerk) -> CustomerRow:
    """Zephyrine Quillfeather, who signed up."""
    return sign_up(shop, owner)


@pytest.fixture
def others(shop: Shop, owner: Clerk) -> list[CustomerRow]:
    """Enough of them that the index and the tables have several pages."""
    return [
        shop.customers.add(first_name=f"Bo{n:03}", last_name=f"Lee{n:03}", by=owner)
        for n in range(120)
    ]


def bytes_of(path: str) -> bytes:
    """The file and its log, in small letters."""
    log = Path(f"{path}-wal")
    return (Path(path).read_bytes() + (log.read_bytes() if log.exists() else b"")).lower()


def left(shop: Shop) -> list[str]:
    found = bytes_of(shop.path)
    return [trace for trace in TRACES if trace.encode() in found]


def sell(shop: Shop, milk: ProductRow, person: CustomerRow, by: Clerk, note: str = "") -> int:
    cart = Cart().add(milk, 2).set_note(0, note).for_customer(person.id, person.name)
    return shop.checkout.sell(cart, [Payment("cash", 500)], by=by).order_id


def rows(shop: Shop, sql: str) -> list[tuple[object, ...]]:
    connection = apsw.Connection(shop.path, flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def test_nothing_of_the_person_is_left_in_the_file(
    shop: Shop, owner: Clerk, milk: ProductRow, others: list[CustomerRow], person: CustomerRow
) -> None:
    sell(shop, milk, person, owner, "for Zephyrine, ring at 206 555-0142")
    shop.customers.update(person.id, first_name="Zephyrine Ann", by=owner)
    shop.customers.add_address(person.id, SHARED, by=owner)
    shop.carts.save(Cart().add(milk).for_customer(person.id, person.name), by=owner)
    assert left(shop)  # the test can see what it looks for

    erased = shop.customers.erase(person.id, by=owner)

    assert left(shop) == []
    assert not erased.traces
    assert erased.username == f"erased.{person.id}"
    assert shop.check(by=owner) == ()


def test_what_was_deleted_before_is_gone_from_the_file_too(
    shop: Shop, owner: Clerk, others: list[CustomerRow], person: CustomerRow
) -> None:
    # An older program overwrote nothing; SQLite left what it deleted where it was.
    connection = shop._database.connection
    connection.pragma("secure_delete", 0)
    for n in range(40):
        shop.customers.update(person.id, first_name="Zephyrine", card=f"ZQ-CARD-9{n}", by=owner)
    shop.customers.update(person.id, card="", by=owner)
    erased = shop.customers.erase(person.id, by=owner)
    assert not erased.traces
    assert left(shop) == []


def test_a_large_file_is_left_for_a_quiet_hour(
    shop: Shop,
    owner: Clerk,
    others: list[CustomerRow],
    person: CustomerRow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wiping, "SMALL_FILE", 0)
    connection = shop._database.connection
    connection.pragma("secure_delete", 0)
    connection.execute("CREATE TABLE scratch (a TEXT) STRICT")
    email = [("zephyrine@quillfeather.example",)] * 2000  # more pages than are used again
    connection.executemany("INSERT INTO scratch VALUES (?)", email)
    connection.execute("DROP TABLE scratch")
    assert shop.customers.erase(person.id, by=owner).traces
    assert left(shop) != []
    assert shop.customers.rewrite_file(by=owner)
    assert left(shop) == []
    assert shop.check(by=owner) == ()


def test_who_reads_meanwhile_keeps_the_log(
    shop: Shop, owner: Clerk, others: list[CustomerRow], person: CustomerRow
) -> None:
    reader = apsw.Connection(shop.path, flags=apsw.SQLITE_OPEN_READONLY)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM customers").fetchall()
    assert shop.customers.erase(person.id, by=owner).traces
    assert not shop.customers.rewrite_file(by=owner)
    assert left(shop) != []
    reader.execute("ROLLBACK")
    reader.close()
    assert shop.customers.rewrite_file(by=owner)
    assert left(shop) == []


def test_a_disk_that_fails_afterwards_takes_nothing_back(
    shop: Shop, owner: Clerk, person: CustomerRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_database: object) -> None:
        raise DiskFull(shop.path)

    monkeypatch.setattr(erasing, "fold_customer_search", full)
    assert shop.customers.erase(person.id, by=owner).traces
    assert shop.customers.get(person.id).erased


def test_the_books_stand_as_they_were(
    shop: Shop, owner: Clerk, milk: ProductRow, person: CustomerRow
) -> None:
    order_id = sell(shop, milk, person, owner, "leave it at the door")
    before = shop.orders.get(order_id)
    chain = rows(shop, "SELECT entry, signature FROM journal ORDER BY id")

    shop.customers.erase(person.id, by=owner)

    after = shop.orders.get(order_id)
    assert (after.customer, after.note) == ("Erased customer", "")
    assert (after.number, after.total, after.taxes) == (before.number, before.total, before.taxes)
    assert [(i.name, i.gross) for i in after.items] == [(i.name, i.gross) for i in before.items]
    assert rows(shop, "SELECT entry, signature FROM journal ORDER BY id")[: len(chain)] == chain
    assert shop.customers.orders(person.id)[0].customer == "Erased customer"
    assert shop.check(by=owner) == ()


def test_the_hash_in_the_chain_stands_for_nobody_any_more(
    shop: Shop, owner: Clerk, milk: ProductRow, person: CustomerRow
) -> None:
    sell(shop, milk, person, owner)
    assert rows(shop, f"SELECT 1 FROM customer_salts WHERE customer_id = {person.id}")
    shop.customers.erase(person.id, by=owner)
    assert rows(shop, "SELECT * FROM customer_salts") == []
    ((facts,),) = rows(shop, "SELECT entry ->> '$.facts' FROM journal WHERE kind = 'erase'")
    assert facts == f'{{"customer":{{"id":{person.id}}}}}'
    assert "zephyrine" not in str(rows(shop, "SELECT entry FROM journal")).lower()


def test_nobody_finds_or_lists_an_erased_customer(
    shop: Shop, owner: Clerk, others: list[CustomerRow], person: CustomerRow
) -> None:
    shop.customers.erase(person.id, by=owner)
    assert shop.customers.count() == len(others)
    assert person.id not in [row.id for row in shop.customers.page(limit=500)]
    for text in ("Zephyrine", "quill", "0142", "Quincunx", "erased", "ZQ-CARD-9"):
        assert shop.customers.search(text) == (), text
    assert shop.customers.by_first_name("Zeph") == shop.customers.by_first_name("Erased") == ()
    assert shop.customers.get(person.id).erased


def test_they_can_come_back_as_somebody_new(shop: Shop, owner: Clerk, person: CustomerRow) -> None:
    shop.customers.erase(person.id, by=owner)
    again = sign_up(shop, owner)
    assert again.id != person.id
    assert shop.customers.search("zephyrine") == (again,)


def test_an_address_that_others_have_stays_for_them(
    shop: Shop, owner: Clerk, person: CustomerRow
) -> None:
    partner = shop.customers.add(first_name="Kim", address=SHARED, by=owner)
    (address,) = shop.customers.addresses(partner.id)
    shop.customers.link_address(person.id, address.id, by=owner)
    shop.customers.erase(person.id, by=owner)
    assert shop.customers.addresses(partner.id) == (address,)
    assert shop.customers.addresses(person.id) == shop.customers.addresses(WALK_IN_CUSTOMER_ID)
    assert shop.check(by=owner) == ()


# --- who can't be erased ------------------------------------------------------------------------


def test_the_walk_in_customer_and_nobody_can_be_erased(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(BadValue):
        shop.customers.erase(WALK_IN_CUSTOMER_ID, by=owner)
    with pytest.raises(UnknownCustomer):
        shop.customers.erase(99, by=owner)


def test_nobody_is_erased_twice_or_changed_afterwards(
    shop: Shop, owner: Clerk, person: CustomerRow, milk: ProductRow
) -> None:
    shop.customers.erase(person.id, by=owner)
    cart = Cart().add(milk).for_customer(person.id, person.name)
    for attempt in (
        lambda: shop.customers.erase(person.id, by=owner),
        lambda: shop.customers.update(person.id, first_name="Zephyrine", by=owner),
        lambda: shop.customers.add_address(person.id, STREET, by=owner),
        lambda: shop.ledgers.give_credit(person.id, 100, "sorry", by=owner),
        lambda: shop.checkout.sell(cart, [Payment("cash", 500)], by=owner),
    ):
        with pytest.raises(UnknownCustomer):
            attempt()
    assert shop.check(by=owner) == ()


def test_what_is_open_is_settled_first(
    shop: Shop, owner: Clerk, milk: ProductRow, person: CustomerRow
) -> None:
    for_them = Cart().for_customer(person.id, person.name)
    placed = shop.orders.place(for_them.add(milk), customer_id=person.id, by=owner)
    parked = shop.carts.park(Cart().for_customer(person.id, person.name).add(milk), by=owner)
    shop.ledgers.give_credit(person.id, 300, "late delivery", by=owner)
    shop.customers.set_terms(person.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner)
    shop.checkout.sell(
        Cart().for_customer(person.id, person.name).add(milk), [Payment("account", 129)], by=owner
    )

    with pytest.raises(CustomerNotSettled) as refused:
        shop.customers.erase(person.id, by=owner)

    found = refused.value
    assert (found.numbers, found.open_orders, found.carts) == ((placed.number,), 1, 1)
    assert (found.credit, found.owed) == (300, 129)
    assert shop.customers.get(person.id).name == "Zephyrine Quillfeather"

    shop.orders.cancel(placed.id, by=owner)
    shop.carts.recall(parked.id, by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    shop.ledgers.pay_in(person.id, 129, "card", by=owner)
    credit, _ = shop.ledgers.of_customer(person.id)
    shop.ledgers.correct(credit, -300, "paid out", by=owner)
    shop.customers.erase(person.id, by=owner)
    assert shop.check(by=owner) == ()


def test_it_needs_the_right(shop: Shop, owner: Clerk, person: CustomerRow) -> None:
    shop.staff.add_user(username="tim", name="Tim", pin="135791", role="clerk", by=owner)
    tim = shop.staff.sign_in("tim", pin="135791")
    for attempt in (
        lambda: shop.customers.erase(person.id, by=tim),
        lambda: shop.customers.personal_data(person.id, by=tim),
        lambda: shop.customers.rewrite_file(by=tim),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# --- texts --------------------------------------------------------------------------------------


def test_reasons_that_name_them_go_and_others_stay(
    shop: Shop, owner: Clerk, milk: ProductRow, person: CustomerRow
) -> None:
    order_id = sell(shop, milk, person, owner)
    (item,) = shop.orders.get(order_id).items
    for reason in ("damaged", "Ms Quillfeather did not like it"):
        shop.returns.give_back(order_id, [ReturnLine(item.id, 1)], reason=reason, by=owner)
    shop.ledgers.give_credit(person.id, 100, "zephyrine waited long", by=owner)
    credit, _ = shop.ledgers.of_customer(person.id)
    shop.ledgers.correct(credit, -100, "paid out", by=owner)
    shop.customers.erase(person.id, by=owner)
    assert rows(shop, "SELECT reason FROM returns ORDER BY id") == [("damaged",), ("",)]
    assert rows(shop, "SELECT note FROM ledger_moves ORDER BY id") == [("",), ("paid out",)]


def test_a_parked_cart_under_their_name_loses_it(
    shop: Shop, owner: Clerk, milk: ProductRow, person: CustomerRow
) -> None:
    shop.carts.park(Cart().add(milk), name="Zephyrine Quillfeather, until Friday", by=owner)
    shop.carts.park(Cart().add(milk), name="Zephyrine B.", by=owner)
    shop.customers.erase(person.id, by=owner)
    assert [cart.name for cart in shop.carts.parked()] == ["Zephyrine B.", ""]


JO = Known(
    "Jo", "Ångström", "jo.a", "jo@example.org", "CARD77", ("+46855501234",), ("5 Elm Street",)
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Angstrom called", True),
        ("JO ÅNGSTRÖM", True),
        ("for Ångström, Jo", True),
        ("mail jo@example.org", True),
        ("08-555 012 34", True),
        ("card77", True),
        ("to 5 elm street", True),
        ("jo", False),  # a word of two letters
        ("angstroms", False),
        ("555 0123", False),
        ("damaged", False),
        ("", False),
    ],
)
def test_who_is_named(text: str, named: bool) -> None:
    assert Mentions(JO).of(text) is named


def test_a_last_name_alone_may_be_anothers() -> None:
    assert not Mentions(JO, alone=False).of("Angstrom called")
    assert Mentions(JO, alone=False).of("jo angstrom called")
