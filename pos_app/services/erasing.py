"""Forgetting a customer: their data goes, the books, their numbers and the chain stay whole.

The name stands in no entry of the journal, only its hash with a salt (`customer_facts`); the salt
goes too, so that nobody can try names against the hash. Everything here runs inside the caller's
transaction, but `wipe`, which runs behind it.
"""

from dataclasses import dataclass

from pos_app.domain.errors import StorageError, UnknownCustomer
from pos_app.services import address_book
from pos_app.services.books import Books
from pos_app.services.enrolment import NO_PASSWORD
from pos_app.services.mentions import Known, Mentions
from pos_app.services.settling import check_settled
from pos_app.storage.customer_search import find_customers
from pos_app.storage.database import Row
from pos_app.storage.models import Customer, CustomerSalt
from pos_app.storage.search import find_products
from pos_app.storage.wiping import (
    empty_log,
    fold_customer_search,
    is_small,
    left_in_file,
    rewrite,
)

FIRST_NAME, LAST_NAME = "Erased", "customer"
"""What stands for a name that was erased: on old receipts, in lists of orders, in reports."""

_SHORTEST_TRACE = 5
"""Shorter words stand by chance in any file."""

_THEIR_ORDERS = "SELECT id FROM orders WHERE customer_id = ?"
_THEIR_RETURNS = "SELECT id FROM returns WHERE customer_id = ?"

# table -> its column of typed text, and which rows are about the customer: emptied where the text
# speaks of them. What it says beside (damaged, too late) the books need.
_TEXTS = {
    "order_discounts": ("label", f"order_id IN ({_THEIR_ORDERS})"),
    "payments": ("reference", f"order_id IN ({_THEIR_ORDERS})"),
    "returns": ("reason", "customer_id = ?"),
    "ledger_moves": (
        "note",
        f"""ledger_id IN (SELECT id FROM ledgers WHERE customer_id = ?1)
            OR order_id IN ({_THEIR_ORDERS.replace("?", "?1")})
            OR return_id IN ({_THEIR_RETURNS.replace("?", "?1")})""",
    ),
}
# Notes of sales are about the person who buys: they go whatever they say.
_NOTES = (
    "UPDATE orders SET note = '' WHERE customer_id = ? AND note <> ''",
    f"UPDATE order_items SET note = '' WHERE order_id IN ({_THEIR_ORDERS}) AND note <> ''",
    "DELETE FROM carts WHERE kind = 'customer' AND customer_id = ?",
    "DELETE FROM customer_search WHERE rowid = ?",
)
# Texts of others that may speak of them.
_ELSEWHERE = (("carts", "name"), ("carts", "note"), ("cart_items", "note"), ("approvals", "about"))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A customer who was erased: the username that stands for them, and the words that must not
    be left in the file."""

    username: str
    words: tuple[str, ...]


def erase(books: Books, customer_id: int) -> Forgotten:
    """Forget a customer who is no walk-in; writes the entry of it.

    Raises UnknownCustomer, also for one who is erased already, and CustomerNotSettled.
    """
    row = books.database.row(
        "SELECT first_name, last_name, username, coalesce(email, ''), coalesce(card, ''), "
        "password_hash FROM customers WHERE id = ? AND erased_at IS NULL",
        (customer_id,),
    )
    if row is None:
        raise UnknownCustomer(customer_id)
    check_settled(books, customer_id)
    addresses = address_book.own_addresses(books, customer_id)
    first_name, last_name, login, email, card, _ = row
    person = Known(
        first_name,
        last_name,
        login,
        email,
        card,
        phones=tuple(address.phone for address in addresses if address.phone),
        streets=tuple(address.line1 for address in addresses if address.line1),
    )
    gone = _forget_addresses(books, customer_id)
    _empty_theirs(books, customer_id, Mentions(person))
    _empty_others(books, Mentions(person, alone=False))
    username = _replace_row(books, customer_id)
    books.database.connection.execute("DELETE FROM unknown_codes WHERE code = ?", (person.card,))
    CustomerSalt.delete().where(CustomerSalt.customer == customer_id).execute(books.database.peewee)
    books.record("erase", {"customer": {"id": customer_id}})
    books.changed("customers", customer_id)
    for topic in ("orders", "ledgers", "carts"):
        books.changed(topic)
    return Forgotten(username, _traces_of(books, person, row, gone))


def wipe(books: Books, forgotten: Forgotten) -> bool:
    """Take what was erased out of the unused parts of the file too; behind the transaction, inside
    `wiping.overwriting`. False where old bytes may be left until the file is written anew: it is
    large, or somebody is at it."""
    database = books.database
    try:
        fold_customer_search(database)
        if not empty_log(database):
            return False
        if not left_in_file(database, forgotten.words):
            return True
        return is_small(database) and rewrite(database)
    except (StorageError, OSError):  # the customer is erased by now, whatever the disk says
        return False


def _forget_addresses(books: Books, customer_id: int) -> list[str]:
    """Take every address from them; those that others have too stay. Returns the streets that are
    gone with them."""
    gone = []
    own = address_book.own_addresses(books, customer_id)
    if own:
        address_book.link(books, customer_id, address_book.shop_address_id(books))
    for address in own:
        if address_book.customers_at(books, address.id) == [customer_id]:
            gone += [address.line1, address.phone]
        address_book.unlink(books, customer_id, address.id)
    return [text for text in gone if text]


def _empty_theirs(books: Books, customer_id: int, mentions: Mentions) -> None:
    connection = books.database.connection
    for statement in _NOTES:
        connection.execute(statement, (customer_id,))
    for table, (column, theirs) in _TEXTS.items():
        found = books.database.rows(
            f"SELECT id, {column} FROM {table} WHERE {column} <> '' AND ({theirs})", (customer_id,)
        )
        spoken = [(row_id,) for row_id, text in found if mentions.of(text)]
        connection.executemany(f"UPDATE {table} SET {column} = '' WHERE id = ?", spoken)


def _empty_others(books: Books, mentions: Mentions) -> None:
    for table, column in _ELSEWHERE:
        texts = books.database.rows(f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''")
        named = [(text,) for (text,) in texts if mentions.of(text)]
        books.database.connection.executemany(
            f"UPDATE {table} SET {column} = '' WHERE {column} = ?", named
        )


def _replace_row(books: Books, customer_id: int) -> str:
    """Leave nothing in their row but that they were somebody; returns the username made for it."""
    peewee = books.database.peewee
    username = f"erased.{customer_id}"
    while Customer.select().where(Customer.username == username).exists(peewee):
        username += ".x"  # somebody chose that very name
    Customer.update(
        username=username,
        email=None,
        password_hash=NO_PASSWORD,
        first_name=FIRST_NAME,
        last_name=LAST_NAME,
        registered=False,
        group=None,
        tax_exempt="",
        credit_limit=0,
        card=None,
        erased_at=books.now(),
    ).where(Customer.id == customer_id).execute(peewee)
    return username


def _traces_of(books: Books, person: Known, row: Row, gone: list[str]) -> tuple[str, ...]:
    """Words that stand nowhere in the file by right any more: what was only theirs."""
    words = [person.email, person.card, *gone]
    if row[5] != NO_PASSWORD:
        words.append(row[5])
    same_name = books.database.row(
        "SELECT 1 FROM customers WHERE first_name = ? AND last_name = ? LIMIT 1",
        (person.first_name, person.last_name),
    )
    if same_name is None and person.first_name and person.last_name:
        first, last = person.first_name, person.last_name
        words += [f"{first} {last}", first + last, last + first]
    words += [name for name in (person.first_name, person.last_name) if _only_theirs(books, name)]
    return tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST_TRACE))


def _only_theirs(books: Books, name: str) -> bool:
    """True for a name that no other customer, no product and nobody of staff has."""
    connection = books.database.connection
    if not name or any(find_customers(connection, name)) or find_products(connection, name, 1):
        return False
    staff = books.database.rows("SELECT name || ' ' || username FROM users")
    return not any(name.casefold() in text.casefold() for (text,) in staff)
