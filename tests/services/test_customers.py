"""Customers: who they are, where they live, and how a clerk finds them again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    Duplicate,
    LastAddress,
    NotSignedIn,
    UnknownAddress,
    UnknownCustomer,
)
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, CustomerRow, CustomerSummary, ProductRow
from pos_app.services import customers as customers_module
from pos_app.services.customer_pages import CustomerPages
from pos_app.shop import Shop
from pos_app.storage.database import Database

ELM = AddressDraft("5 Elm Street", "Seattle", "US", state="WA", zip="98101", phone="206 555 0142")
OAK = AddressDraft("9 Oak Avenue", "Tacoma", "US", state="WA", zip="98402", phone="253 555 0199")
Enrol = Callable[..., CustomerRow]


@pytest.fixture
def register(shop: Shop, owner: Clerk) -> Enrol:
    """Registers Jean Lee, or somebody who differs in what is given."""

    def enrol(**given: object) -> CustomerRow:
        plain: dict[str, object] = {
            "first_name": "Jean",
            "last_name": "Lee",
            "username": "jean",
            "email": "Jean.Lee@Example.com",
            "password": "correct horse",
            "address": ELM,
        }
        return shop.customers.register(**{**plain, **given}, by=owner)  # type: ignore[arg-type]

    return enrol


def stored(path: str, sql: str) -> list[tuple[object, ...]]:
    """What stands in the file."""
    database = Database.open(path)
    rows = database.rows(sql)
    database.close()
    return rows


# --- registering and adding ----------------------------------------------------------------------


def test_a_registered_customer_can_be_read_back(shop: Shop, register: Enrol) -> None:
    jean = register()
    assert (jean.name, jean.username, jean.email) == ("Jean Lee", "jean", "jean.lee@example.com")
    assert (jean.registered, jean.phone, jean.city) == (True, "+12065550142", "Seattle")
    assert shop.customers.get(jean.id) == shop.customers.by_username("JEAN") == jean
    (address,) = shop.customers.addresses(jean.id)
    assert (address.line1, address.state, address.zip) == ("5 Elm Street", "WA", "98101")
    assert shop.check(by=shop.staff.terminal()) == ()


def test_a_password_is_kept_only_as_its_argon2id_hash(shop: Shop, register: Enrol) -> None:
    jean = register(password="correct horse")
    ((kept,),) = stored(shop.path, f"SELECT password_hash FROM customers WHERE id = {jean.id}")
    assert str(kept).startswith("$argon2id$")
    assert PasswordHasher().verify(str(kept), "correct horse")


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"username": ""}, "username", "empty"),
        ({"username": "two words"}, "username", "unknown_choice"),
        ({"email": ""}, "email", "empty"),
        ({"email": "jean@"}, "email", "not_an_email"),
        ({"password": "seven77"}, "password", "too_short"),
        ({"first_name": " ", "last_name": ""}, "first_name", "empty"),
        ({"address": replace(ELM, phone="")}, "phone", "empty"),
        ({"address": replace(ELM, phone="555 0142")}, "phone", "not_a_phone"),
        ({"address": replace(ELM, line1="")}, "line1", "empty"),
        ({"address": replace(ELM, country="Wonderland")}, "country", "not_a_country"),
    ],
)
def test_what_registering_needs(
    shop: Shop, register: Enrol, given: dict[str, object], field: str, reason: str
) -> None:
    with pytest.raises(BadValue) as refused:
        register(**given)
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert shop.customers.count() == 0


def test_a_refused_password_is_not_in_the_refusal(register: Enrol) -> None:
    with pytest.raises(BadValue) as refused:
        register(password="seven77")
    assert "seven77" not in repr(refused.value)


@pytest.mark.parametrize(
    ("given", "field", "value"),
    [
        ({"email": "a@b.org", "address": OAK, "username": "JEAN"}, "username", "JEAN"),
        ({"username": "jo", "address": OAK, "email": "JEAN.LEE@example.com"}, "email",
         "jean.lee@example.com"),
        ({"username": "jo", "email": "a@b.org"}, "phone", "+12065550142"),
    ],
)  # fmt: skip
def test_what_must_be_unique_is_named(
    shop: Shop, register: Enrol, given: dict[str, object], field: str, value: str
) -> None:
    register()
    with pytest.raises(Duplicate) as refused:
        register(**given)
    assert (refused.value.field, refused.value.value) == (field, value)
    assert shop.customers.count() == 1
    assert shop.check(by=shop.staff.terminal()) == ()


def test_no_lock_is_held_while_a_password_is_hashed(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    register: Enrol,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receipts = []

    def hash_while_selling(password: str) -> str:
        # The same connection: inside a transaction this would be refused.
        receipts.append(shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner))
        return "$argon2id$"

    monkeypatch.setattr(customers_module, "_hash", hash_while_selling)
    assert register().registered
    assert receipts[0].number == "T1-1"


def test_nothing_is_hashed_for_somebody_without_the_right(
    shop: Shop, owner: Clerk, register: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(customers_module, "_hash", hashed.append)
    shop.staff.sign_out(by=owner)
    with pytest.raises(NotSignedIn):
        register()
    assert hashed == []


def test_a_name_is_enough_at_the_counter(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", by=owner)
    assert (ann.registered, ann.email, ann.phone, ann.city) == (False, "", "", "")
    assert shop.customers.addresses(ann.id) == shop.customers.addresses(WALK_IN_CUSTOMER_ID)
    ((kept,),) = stored(shop.path, f"SELECT password_hash FROM customers WHERE id = {ann.id}")
    assert kept == "!"
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("first_name", "last_name", "username"),
    [
        ("Ann", "Lee", "ann.lee"),
        ("Ann", "O'Brien", "ann.obrien"),
        ("Jean-Luc", "", "jean.luc"),
        ("Søren", "Weiß", "soren.weiss"),
        ("Élodie", "Müller", "elodie.muller"),
        ("太郎", "山田", "customer.2"),
        ("X", "", "x.2"),
    ],
)
def test_a_username_is_made_from_the_name(
    shop: Shop, owner: Clerk, first_name: str, last_name: str, username: str
) -> None:
    added = shop.customers.add(first_name=first_name, last_name=last_name, by=owner)
    assert added.username == username


def test_people_of_one_name_get_usernames_of_their_own(shop: Shop, owner: Clerk) -> None:
    shop.customers.add(first_name="Taken", username="ann.lee.4", by=owner)
    names = [
        shop.customers.add(first_name="Ann", last_name="Lee", by=owner).username for _ in range(4)
    ]
    assert names[0] == "ann.lee"
    assert len(set(names)) == 4
    assert "ann.lee.4" not in names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(206) 555-0142", "+12065550142"),
        ("1 206 555 0142", "+12065550142"),
        ("+1 206-555-0142", "+12065550142"),
        ("+49 30 123456", "+4930123456"),
        ("", ""),
    ],
)
def test_a_phone_is_kept_as_e164(shop: Shop, owner: Clerk, typed: str, kept: str) -> None:
    assert shop.customers.add(first_name="Ann", phone=typed, by=owner).phone == kept


@pytest.mark.parametrize("typed", ["12", "555-0142", "call me", "+999 1234567", "206 555 01421234"])
def test_what_is_no_phone_is_refused(shop: Shop, owner: Clerk, typed: str) -> None:
    with pytest.raises(BadValue) as refused:
        shop.customers.add(first_name="Ann", phone=typed, by=owner)
    assert (refused.value.field, refused.value.reason) == ("phone", "not_a_phone")
    assert shop.customers.count() == 0


# --- changing ------------------------------------------------------------------------------------


def test_only_what_is_given_changes(shop: Shop, owner: Clerk, register: Enrol) -> None:
    jean = register()
    changed = shop.customers.update(jean.id, last_name="Lee-Ray", by=owner)
    assert changed == replace(jean, last_name="Lee-Ray")
    changed = shop.customers.update(
        jean.id, email="new@example.com", username="jeanne", phone="206 555 0177", by=owner
    )
    assert (changed.email, changed.username) == ("new@example.com", "jeanne")
    assert changed.phone == "+12065550177"
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("taken_away", [{"email": ""}, {"phone": ""}])
def test_a_registered_customer_keeps_email_and_phone(
    shop: Shop, owner: Clerk, register: Enrol, taken_away: dict[str, str]
) -> None:
    jean = register()
    with pytest.raises(BadValue) as refused:
        shop.customers.update(jean.id, first_name="J", **taken_away, by=owner)
    assert refused.value.field in taken_away
    assert shop.customers.get(jean.id) == jean


def test_changing_into_somebody_else_is_refused(shop: Shop, owner: Clerk, register: Enrol) -> None:
    register()
    ann = shop.customers.add(first_name="Ann", by=owner)
    for change, field in (
        ({"username": "Jean"}, "username"),
        ({"email": "jean.lee@example.com"}, "email"),
        ({"phone": "206 555 0142"}, "phone"),
    ):
        with pytest.raises(Duplicate) as refused:
            shop.customers.update(ann.id, **change, by=owner)
        assert refused.value.field == field
    assert shop.customers.get(ann.id) == ann


def test_the_walk_in_customer_stays_as_it_is(shop: Shop, owner: Clerk) -> None:
    walk_in = shop.customers.get(WALK_IN_CUSTOMER_ID)
    (shops_own,) = shop.customers.addresses(WALK_IN_CUSTOMER_ID)
    with pytest.raises(BadValue):
        shop.customers.update(WALK_IN_CUSTOMER_ID, first_name="Nobody", by=owner)
    with pytest.raises(BadValue):
        shop.customers.add_address(WALK_IN_CUSTOMER_ID, ELM, by=owner)
    with pytest.raises(BadValue):
        shop.customers.unlink_address(WALK_IN_CUSTOMER_ID, shops_own.id, by=owner)
    with pytest.raises(UnknownAddress):
        shop.customers.update_address(shops_own.id, ELM, by=owner)
    assert shop.customers.get(WALK_IN_CUSTOMER_ID) == walk_in
    assert shop.customers.addresses(WALK_IN_CUSTOMER_ID) == (shops_own,)


def test_the_shops_own_address_is_that_of_its_settings(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", by=owner)
    shop.settings.update(line1="2 High Street", city="Troy", zip="12180", country="CA", by=owner)
    (address,) = shop.customers.addresses(ann.id)
    assert (address.line1, address.city, address.zip, address.country) == (
        "2 High Street",
        "Troy",
        "12180",
        "CA",
    )
    assert shop.customers.addresses(WALK_IN_CUSTOMER_ID) == (address,)
    assert shop.customers.search("troy") == ()


def test_a_change_is_told_once_with_whom_it_concerns(shop: Shop, owner: Clerk) -> None:
    heard: list[tuple[str, tuple[int, ...]]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, ids)))
    ann = shop.customers.add(first_name="Ann", address=ELM, by=owner)
    bob = shop.customers.add(first_name="Bob", by=owner)
    home = shop.customers.addresses(ann.id)[0]
    shop.customers.link_address(bob.id, home.id, by=owner)
    shop.customers.update_address(home.id, OAK, by=owner)
    with pytest.raises(UnknownCustomer):
        shop.customers.update(99, first_name="Nobody", by=owner)
    assert heard == [
        ("customers", (ann.id,)),
        ("customers", (bob.id,)),
        ("customers", (bob.id,)),
        ("customers", (ann.id, bob.id)),
    ]


# --- addresses -----------------------------------------------------------------------------------


def test_the_first_address_takes_the_place_of_the_shops(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", by=owner)
    elm = shop.customers.add_address(ann.id, ELM, by=owner)
    assert shop.customers.addresses(ann.id) == (elm,)
    oak = shop.customers.add_address(ann.id, OAK, by=owner)
    assert shop.customers.addresses(ann.id) == (elm, oak)
    assert shop.customers.get(ann.id).phone == "+12065550142"
    assert shop.check(by=owner) == ()


def test_an_address_goes_with_the_phone_that_was_known(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", phone="206 555 0142", by=owner)
    (bare,) = shop.customers.addresses(ann.id)
    assert (bare.line1, bare.city, bare.phone) == ("", "", "+12065550142")
    home = shop.customers.add_address(ann.id, replace(OAK, phone=""), by=owner)
    assert shop.customers.addresses(ann.id) == (home,)
    assert (home.line1, home.phone) == ("9 Oak Avenue", "+12065550142")
    assert shop.check(by=owner) == ()


def test_a_phone_that_is_taken_away_leaves_the_shops_address(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", phone="206 555 0142", by=owner)
    assert shop.customers.update(ann.id, phone="", by=owner).phone == ""
    assert shop.customers.addresses(ann.id) == shop.customers.addresses(WALK_IN_CUSTOMER_ID)
    assert shop.customers.search("0142") == ()
    assert shop.customers.add(first_name="Bob", phone="206 555 0142", by=owner).id != ann.id
    assert shop.check(by=owner) == ()


def test_a_household_shares_an_address(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", address=ELM, by=owner)
    bob = shop.customers.add(first_name="Bob", by=owner)
    home = shop.customers.addresses(ann.id)[0]
    assert shop.customers.link_address(bob.id, home.id, by=owner) == home
    shop.customers.link_address(bob.id, home.id, by=owner)  # again changes nothing
    assert shop.customers.addresses(bob.id) == (home,)
    moved = shop.customers.update_address(home.id, OAK, by=owner)
    assert shop.customers.addresses(ann.id) == shop.customers.addresses(bob.id) == (moved,)
    assert [row.first_name for row in shop.customers.search("oak avenue")] == ["Ann", "Bob"]
    assert shop.customers.search("elm") == ()
    assert shop.check(by=owner) == ()


def test_the_last_address_stays(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", by=owner)
    (shops_own,) = shop.customers.addresses(ann.id)
    with pytest.raises(LastAddress) as refused:
        shop.customers.unlink_address(ann.id, shops_own.id, by=owner)
    assert (refused.value.customer_id, refused.value.address_id) == (ann.id, shops_own.id)
    elm = shop.customers.add_address(ann.id, ELM, by=owner)
    with pytest.raises(LastAddress):
        shop.customers.unlink_address(ann.id, elm.id, by=owner)
    with pytest.raises(UnknownAddress):
        shop.customers.unlink_address(ann.id, shops_own.id, by=owner)
    assert shop.customers.addresses(ann.id) == (elm,)


def test_an_address_nobody_has_any_more_is_gone(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", address=ELM, by=owner)
    elm = shop.customers.addresses(ann.id)[0]
    oak = shop.customers.add_address(ann.id, OAK, by=owner)
    bob = shop.customers.add(first_name="Bob", by=owner)
    shop.customers.link_address(bob.id, elm.id, by=owner)
    shop.customers.unlink_address(ann.id, elm.id, by=owner)  # Bob still lives there
    assert shop.customers.addresses(bob.id) == (elm,)
    assert shop.customers.addresses(ann.id) == (oak,)
    shop.customers.add_address(bob.id, replace(ELM, line1="7 Elm Street", phone=""), by=owner)
    shop.customers.unlink_address(bob.id, elm.id, by=owner)  # nobody does
    with pytest.raises(UnknownAddress):
        shop.customers.update_address(elm.id, ELM, by=owner)
    assert shop.customers.add(first_name="Cid", phone=ELM.phone, by=owner).phone == elm.phone
    assert shop.check(by=owner) == ()


def test_every_address_of_a_registered_customer_has_a_phone(
    shop: Shop, owner: Clerk, register: Enrol
) -> None:
    jean = register()
    elm = shop.customers.addresses(jean.id)[0]
    ann = shop.customers.add(first_name="Ann", address=replace(OAK, phone=""), by=owner)
    oak = shop.customers.addresses(ann.id)[0]
    for change in (
        lambda: shop.customers.add_address(jean.id, replace(OAK, phone=""), by=owner),
        lambda: shop.customers.update_address(elm.id, replace(ELM, phone=""), by=owner),
        lambda: shop.customers.link_address(jean.id, oak.id, by=owner),
    ):
        with pytest.raises(BadValue) as refused:
            change()
        assert (refused.value.field, refused.value.reason) == ("phone", "empty")
    assert shop.customers.addresses(jean.id) == (elm,)
    assert shop.check(by=owner) == ()


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "elodie", "ÉLODIE", "weiss", "weiß", "obrien", "o'brien", "o’b", "elodie obr", "brien",
        "e.weiss", "home.org", "98101", "elm seattle", "+1 (206) 555-0142", "206 555 01",
        "2065550142", "0142", "001 206 555", "elodie 206-555-0142", "elo-w",
    ],
)  # fmt: skip
def test_a_customer_is_found_by_anything_a_clerk_knows(
    shop: Shop, owner: Clerk, typed: str
) -> None:
    shop.customers.add(first_name="Bob", last_name="Marsh", address=OAK, by=owner)
    elodie = shop.customers.add(
        first_name="Élodie",
        last_name="Weiß-O'Brien",
        email="e.weiss@home.org",
        username="elo-w",
        address=ELM,
        by=owner,
    )
    assert shop.customers.search(typed) == (elodie,)


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "elm oak", "zz", "springfield", "walk-in"])
def test_what_fits_nobody_finds_nobody(shop: Shop, owner: Clerk, typed: str) -> None:
    shop.customers.add(first_name="Ann", address=ELM, by=owner)
    shop.customers.add(first_name="Bob", by=owner)  # at the shop's own address
    assert shop.customers.search(typed) == ()


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(max_size=30) | st.text(alphabet="\"*()^-+:AND OR NEAR{}0123456789'", max_size=30)
)
def test_nothing_typed_breaks_the_search(shop: Shop, text: str) -> None:
    assert shop.customers.search(text) == ()


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.text(
        alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Lt", "Nd"]), min_size=1, max_size=20
    )
)
@example(name="\U0002f800")  # kept as U+4E3D, which is the same character
@example(name="\ufb2a")
@example(name="\uf900")  # a form that NFC replaces: names are kept in NFC
@example(name="A\u030angstro\u0308m")
def test_everybody_is_found_by_their_own_name(shop: Shop, owner: Clerk, name: str) -> None:
    added = shop.customers.add(first_name=name, by=owner)
    assert added.id in [row.id for row in shop.customers.search(name, limit=1000)]


def test_the_index_follows_every_change(shop: Shop, owner: Clerk) -> None:
    ann = shop.customers.add(first_name="Ann", username="u1", by=owner)
    renamed = shop.customers.update(ann.id, first_name="Bea", by=owner)
    assert shop.customers.search("ann") == ()
    assert shop.customers.search("bea") == (renamed,)
    elm = shop.customers.add_address(ann.id, ELM, by=owner)
    shop.customers.add_address(ann.id, OAK, by=owner)
    assert [row.id for row in shop.customers.search("oak")] == [ann.id]
    shop.customers.unlink_address(ann.id, elm.id, by=owner)
    assert shop.customers.search("elm") == ()
    with pytest.raises(Duplicate):
        shop.customers.add(first_name="Cid", address=OAK, by=owner)
    assert shop.customers.search("cid") == ()
    assert shop.check(by=owner) == ()


def test_whole_words_come_first_then_the_alphabet(shop: Shop, owner: Clerk) -> None:
    for first, last in (("Anna", "Abel"), ("Ann", "Young"), ("Ann", "Cole"), ("Joanne", "Ann")):
        shop.customers.add(first_name=first, last_name=last, by=owner)
    names = [row.name for row in shop.customers.search("ann")]
    assert names == ["Joanne Ann", "Ann Cole", "Ann Young", "Anna Abel"]
    assert [row.name for row in shop.customers.search("ann", limit=2)] == names[:2]


def test_first_names_by_their_beginning(shop: Shop, owner: Clerk) -> None:
    for name in ("Jean", "jeremy", "JESSE", "Joan", "Al Jean", "Éric", "érin", "J%"):
        shop.customers.add(first_name=name, last_name="Je", by=owner)

    def found(prefix: str, limit: int = 100) -> list[str]:
        return [row.first_name for row in shop.customers.by_first_name(prefix, limit=limit)]

    assert found("Je") == ["Jean", "jeremy", "JESSE"]
    assert found("je", limit=2) == ["Jean", "jeremy"]
    assert found("É") == ["Éric", "érin"]
    assert found("J%") == ["J%"]
    assert found("Z") == []
    assert len(found("")) == 8


def test_pages_run_through_all_customers_once(shop: Shop, owner: Clerk) -> None:
    names = [("Ann", "Lee"), ("ann", "lee"), ("Bob", ""), ("Al", "Lee"), ("Zoe", "Abel")]
    for first, last in names:
        shop.customers.add(first_name=first, last_name=last, by=owner)
    walked: list[CustomerRow] = []
    while page := shop.customers.page(after=walked[-1] if walked else None, limit=2):
        walked.extend(page)
    assert [row.name for row in walked] == ["Bob", "Zoe Abel", "Al Lee", "Ann Lee", "ann lee"]
    assert shop.customers.page(limit=3) == tuple(walked[:3])
    assert shop.customers.count() == 5


def test_no_list_of_customers_reads_the_whole_table(shop: Shop) -> None:
    database = Database.open(shop.path)
    pages = CustomerPages(database)

    def plan(sql: str) -> str:
        steps = database.rows(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        return " / ".join(step[3] for step in steps)

    first_names, page, by_ids = map(
        plan, (pages.by_first_name_sql, pages.page_sql, pages.by_ids_sql)
    )
    database.close()
    assert "INDEX customers_first_name (first_name>? AND first_name<?)" in first_names
    assert "INDEX customers_last_name ((last_name,first_name)>(?,?))" in page
    assert "t1 USING INTEGER PRIMARY KEY (rowid=?)" in by_ids
    for steps in (first_names, page, by_ids):
        assert "TEMP B-TREE" not in steps
        assert "SCAN t" not in steps


# --- what they bought ----------------------------------------------------------------------------


def test_a_summary_counts_what_stands(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    ann = shop.customers.add(first_name="Ann", by=owner)
    assert shop.customers.summary(ann.id) == CustomerSummary(0, 0, None)
    cart = Cart().add(milk, 2).for_customer(ann.id)
    sold = shop.checkout.sell(cart, [Payment("cash", 300)], by=owner)
    placed = shop.orders.place(Cart().add(milk), customer_id=ann.id, by=owner)
    assert shop.customers.summary(ann.id) == CustomerSummary(2, 387, placed.at)
    shop.orders.cancel(placed.id, by=owner)
    assert shop.customers.summary(ann.id) == CustomerSummary(1, 258, sold.at)
    assert [row.number for row in shop.customers.orders(ann.id)] == ["T1-2", "T1-1"]
    newest = shop.customers.orders(ann.id, limit=1)
    assert shop.customers.orders(ann.id, after=newest[0])[0].number == "T1-1"


@pytest.mark.parametrize(
    "ask",
    [
        lambda customers: customers.get(99),
        lambda customers: customers.by_username("nobody"),
        lambda customers: customers.addresses(99),
        lambda customers: customers.summary(99),
        lambda customers: customers.orders(99),
    ],
)
def test_nobody_is_behind_an_unknown_key(shop: Shop, ask: Callable[[object], object]) -> None:
    with pytest.raises(UnknownCustomer):
        ask(shop.customers)
