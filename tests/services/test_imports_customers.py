"""Taking in customers: by username, with as many addresses as they have rows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.domain.errors import FileRefused, NotAllowed, RowFault
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import AddressRow, Clerk, ImportResult
from pos_app.shop import Shop
from pos_app.words import reason_words

HEADING = "customer,first_name,last_name,email,phone,line1,line2,city,state,country,zip\n"
JEAN = "883,Jean,Li,jean@example.com,503-555-0123,12 Oak Avenue,,Portland,OR,US,97201\n"
TOM = "t.ueda,Tom,Ueda,,,,,,,,\n"

Import = Callable[..., ImportResult]


@pytest.fixture
def take_in(shop: Shop, owner: Clerk, tmp_path: Path) -> Import:
    def take_in(text: str, **options: object) -> ImportResult:
        file = tmp_path / "customers.csv"
        file.write_text(text, encoding="utf-8")
        return shop.imports.customers(str(file), by=owner, **options)  # type: ignore[arg-type]

    return take_in


def faults_of(take_in: Import, text: str) -> list[tuple[int, str, str, str]]:
    with pytest.raises(FileRefused) as refused:
        take_in(text)
    return [(f.line, f.column, f.value, f.reason) for f in refused.value.faults]


def addresses(shop: Shop, username: str) -> list[AddressRow]:
    return list(shop.customers.addresses(shop.customers.by_username(username).id))


def content(shop: Shop) -> list[tuple[object, ...]]:
    database = shop._database
    tables = ("customers", "addresses", "customers_addresses")
    return [(t, *row) for t in tables for row in database.rows(f"SELECT * FROM {t} ORDER BY 1, 2")]


def test_a_new_customer_is_not_registered(shop: Shop, take_in: Import) -> None:
    assert take_in(HEADING + JEAN + TOM) == ImportResult(2, 0, 0, 0)
    jean = shop.customers.by_username("883")
    assert (jean.name, jean.email, jean.registered) == ("Jean Li", "jean@example.com", False)
    assert [(row.line1, row.phone) for row in addresses(shop, "883")] == [
        ("12 Oak Avenue", "+15035550123")
    ]
    assert [row.id for row in shop.customers.search("oak 0123")] == [jean.id]
    assert [row.line1 for row in addresses(shop, "t.ueda")] == ["1 Main Street"]
    assert shop.check(by=shop.staff.terminal()) == ()


def test_the_same_again_changes_nothing(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + JEAN + TOM)
    before = content(shop)
    assert take_in(HEADING + JEAN + TOM) == ImportResult(0, 0, 2, 0)
    assert content(shop) == before


def test_a_known_customer_is_brought_up_to_date(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + JEAN + TOM)
    moved = JEAN.replace("Li,jean@", "Li-Berg,jean.li@").replace("12 Oak Avenue", "3 Elm Street")
    named = "T.UEDA,Thomas,,tom@example.com,,,,,,,\n"
    assert take_in(HEADING + moved + named) == ImportResult(0, 2, 0, 0)
    assert shop.customers.by_username("883").name == "Jean Li-Berg"
    assert [row.line1 for row in addresses(shop, "883")] == ["3 Elm Street"]
    tom = shop.customers.by_username("t.ueda")
    assert (tom.name, tom.email) == ("Thomas Ueda", "tom@example.com")
    assert [row.id for row in shop.customers.search("elm")] != [tom.id]
    assert shop.check(by=shop.staff.terminal()) == ()


def test_a_row_for_each_address(shop: Shop, take_in: Import) -> None:
    second = JEAN.replace("503-555-0123", "").replace("12 Oak Avenue", "Summer House 4")
    assert take_in(HEADING + JEAN + second) == ImportResult(1, 0, 0, 0)
    assert [row.line1 for row in addresses(shop, "883")] == ["12 Oak Avenue", "Summer House 4"]
    assert take_in(HEADING + JEAN + second) == ImportResult(0, 0, 1, 0)


def test_the_street_or_the_phone_tells_which_address_is_meant(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + JEAN.replace("503-555-0123", ""))
    assert take_in(HEADING + JEAN) == ImportResult(0, 1, 0, 0)  # now with its phone
    assert take_in(HEADING + JEAN.replace("503-555-0123", "")) == ImportResult(0, 0, 1, 0)
    alone = "883,Jean,Li,,503-555-0123,,,,,,\n"
    assert take_in(HEADING + alone) == ImportResult(0, 0, 1, 0)
    assert [(row.line1, row.phone) for row in addresses(shop, "883")] == [
        ("12 Oak Avenue", "+15035550123")
    ]


def test_a_phone_alone_waits_for_its_address(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + "883,Jean,Li,,503-555-0123,,,,,,\n")
    take_in(HEADING + JEAN.replace("503-555-0123", ""))
    assert [(row.line1, row.phone) for row in addresses(shop, "883")] == [
        ("12 Oak Avenue", "+15035550123")
    ]


def test_people_of_one_household_share_the_address(shop: Shop, take_in: Import) -> None:
    sam = JEAN.replace("883,Jean", "884,Sam").replace("jean@", "sam@")
    take_in(HEADING + JEAN + sam)
    assert addresses(shop, "883") == addresses(shop, "884")
    assert take_in(HEADING + JEAN + sam) == ImportResult(0, 0, 2, 0)
    elsewhere = sam.replace("12 Oak Avenue", "3 Elm Street")
    assert faults_of(take_in, HEADING + elsewhere) == [
        (2, "phone", "+15035550123", "duplicate_phone")
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",Jean,Li,,,,,,,,", ("customer", "", "empty")),
        ("two words,Jean,Li,,,,,,,,", ("customer", "two words", "unknown_choice")),
        ("Walk-In,Jean,Li,,,,,,,,", ("customer", "Walk-In", "walk_in")),
        ("883,Jean,Li,jean at home,,,,,,,", ("email", "jean at home", "not_an_email")),
        ("883,Jean,Li,,12,,,,,,", ("phone", "12", "not_a_phone")),
        ("883,Jean,Li,,,1 Elm,,,,,", ("city", "", "empty")),
        ("883,Jean,Li,,,,,Rome,,,", ("line1", "", "empty")),
        ("883,Jean,Li,,,1 Elm,,Rome,,Italy,", ("country", "Italy", "not_a_country")),
    ],
)
def test_each_fault_is_named_and_nothing_is_taken_in(
    shop: Shop, take_in: Import, row: str, fault: tuple[str, str, str]
) -> None:
    assert faults_of(take_in, HEADING + TOM + row + "\n") == [(3, *fault)]
    assert shop.customers.count() == 0


def test_rows_of_one_customer_agree(take_in: Import) -> None:
    text = HEADING + JEAN + JEAN.replace("Jean,Li", "Jane,Li")
    assert faults_of(take_in, text) == [(3, "customer", "883", "customer_mixed")]


def test_an_email_belongs_to_one_customer(shop: Shop, take_in: Import) -> None:
    other = "900,Ann,Lee,JEAN@example.com,,,,,,,\n"
    assert faults_of(take_in, HEADING + JEAN + other) == [
        (3, "email", "JEAN@example.com", "duplicate_email")
    ]
    take_in(HEADING + JEAN)
    assert faults_of(take_in, HEADING + other)[0][3] == "duplicate_email"
    result = take_in(HEADING + other + TOM, skip_bad_rows=True)
    assert (result.added, result.skipped, result.faults[0].line) == (1, 1, 2)


def test_a_registered_customer_stays_reachable(shop: Shop, owner: Clerk, take_in: Import) -> None:
    shop.customers.register(
        first_name="Jean",
        last_name="Li",
        username="jean",
        email="jean@example.com",
        password="a long password",
        address=AddressDraft("12 Oak Avenue", "Portland", "US", phone="503-555-0123"),
        by=owner,
    )
    row = "jean,Jean,Li,,,3 Elm Street,,Portland,,,\n"
    assert faults_of(take_in, HEADING + row) == [(2, "phone", "", "empty")]
    assert take_in(HEADING + row.replace("Li,,,", "Li,,503-555-0199,")).changed == 1
    jean = shop.customers.by_username("jean")
    assert (jean.registered, jean.email) == (True, "jean@example.com")
    assert shop.check(by=owner) == ()


TERMS = "customer,first_name,last_name,group,tax_exempt,credit_limit\n"


def terms(shop: Shop, username: str) -> tuple[str, str, int]:
    row = shop.customers.by_username(username)
    names = {group.id: group.name for group in shop.groups.all()}
    return names.get(row.group_id or 0, ""), row.tax_exempt, row.credit_limit


def test_terms_come_with_the_customers(shop: Shop, owner: Clerk, take_in: Import) -> None:
    shop.groups.add("Trade", by=owner)
    heard: set[str] = set()
    shop.on_change(lambda topic, _ids: heard.add(topic))
    text = TERMS + "77,Bea,,trade,NGO 7,250.50\n78,Cid,,,,\n"
    assert take_in(text) == ImportResult(2, 0, 0, 0)
    assert terms(shop, "77") == ("Trade", "NGO 7", 25_050)
    assert terms(shop, "78") == ("", "", 0)
    assert heard == {"customers", "prices"}
    assert take_in(text) == ImportResult(0, 0, 2, 0)
    assert take_in(TERMS + "77,Bea,,,,\n") == ImportResult(0, 0, 1, 0)
    assert take_in(HEADING + "77,Bea,,,,,,,,,\n") == ImportResult(0, 0, 1, 0)
    assert terms(shop, "77") == ("Trade", "NGO 7", 25_050)
    assert take_in(TERMS + "77,Bea,,,,0\n78,Cid,,,Embassy,\n") == ImportResult(0, 2, 0, 0)
    assert terms(shop, "77") == ("Trade", "NGO 7", 0)
    assert terms(shop, "78") == ("", "Embassy", 0)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("77,Bea,,Staff,,", ("group", "Staff", "unknown_group")),
        ("77,Bea,,," + "x" * 81 + ",", ("tax_exempt", "x" * 81, "too_long")),
        ("77,Bea,,,,-1", ("credit_limit", "-1", "negative")),
        ("77,Bea,,,,1.005", ("credit_limit", "1.005", "too_many_decimals")),
        ("77,Bea,,,,1\n77,Bea,,,,2", ("customer", "77", "customer_mixed")),
    ],
)
def test_terms_that_can_not_be_taken(
    shop: Shop, take_in: Import, row: str, fault: tuple[str, str, str]
) -> None:
    line = 2 + row.count("\n")
    assert faults_of(take_in, TERMS + row + "\n") == [(line, *fault)]
    assert "can't be taken" not in reason_words(fault[2])
    assert shop.customers.count() == 0


def test_only_who_may_set_terms_may_take_them_in(shop: Shop, owner: Clerk, tmp_path: Path) -> None:
    shop.staff.add_user(username="cid", name="Cid", pin="735190", by=owner)
    cid = shop.staff.sign_in("cid", pin="735190")
    file = tmp_path / "customers.csv"
    file.write_text(TERMS + "77,Bea,,,,5\n", encoding="utf-8")
    with pytest.raises(NotAllowed):
        shop.imports.customers(str(file), by=cid)
    assert shop.customers.count() == 0
    file.write_text(TERMS + "77,Bea,,,,\n", encoding="utf-8")
    assert shop.imports.customers(str(file), by=cid).added == 1


def test_only_names_are_needed(shop: Shop, take_in: Import) -> None:
    assert take_in("customer;first_name;last_name\n77;;\n").added == 1
    assert shop.customers.by_username("77").name == "77"


def test_an_erased_customer_is_not_brought_back(shop: Shop, owner: Clerk, take_in: Import) -> None:
    take_in(HEADING + JEAN)
    name = shop.customers.erase(shop.customers.by_username("883").id, by=owner).username
    again = JEAN.replace("883", name.upper(), 1)
    assert faults_of(take_in, HEADING + again) == [(2, "customer", name.upper(), "erased")]
    assert take_in(HEADING + again + TOM, skip_bad_rows=True) == ImportResult(
        1, 0, 0, 1, (RowFault(2, "customer", name.upper(), "erased"),)
    )
    assert shop.customers.search("jean") == ()
    assert shop.check(by=owner) == ()


CARDS = "customer,first_name,last_name,card\n"


def test_cards_come_with_the_customers_and_go_out_again(
    shop: Shop, take_in: Import, tmp_path: Path
) -> None:
    assert take_in(CARDS + "a,Ann,Lee,K-1\nb,Bo,Ray,\n").added == 2
    assert shop.customers.by_username("a").card == "K-1"
    assert take_in(CARDS + "a,Ann,Lee,\nb,Bo,Ray,K-2\n") == ImportResult(0, 1, 1, 0)
    assert [row.username for row in shop.customers.search("K-2")] == ["b"]
    out = tmp_path / "out.csv"
    shop.exports.customers(str(out), by=shop.staff.terminal())
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(",card")
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["K-1", "K-2"]
    assert take_in(out.read_text(encoding="utf-8")) == ImportResult(0, 0, 2, 0)


def test_a_card_that_can_not_be_taken(
    shop: Shop, owner: Clerk, take_in: Import, add_product: Callable[..., object]
) -> None:
    shop.customers.add(first_name="Cy", username="cy", card="K-1", by=owner)
    add_product(barcodes=["96385074"])
    wrong = (
        "a,Ann,Lee,K-1\n"
        "b,Bo,Ray,96385074\n"
        "d,Di,Fox,K-2\n"
        "e,Ed,Fox,K-2\n"
        "f,Fe,Fox,4111 1111 1111 1111\n"
        "g,Gil,Fox,x\n"
    )
    assert [fault[:2] + fault[3:] for fault in faults_of(take_in, CARDS + wrong)] == [
        (2, "card", "duplicate_card"),
        (3, "card", "duplicate_barcode"),
        (5, "card", "duplicate_card"),
        (6, "card", "card_number"),
        (7, "card", "too_short"),
    ]
    assert reason_words("duplicate_card") == "belongs to another customer"
