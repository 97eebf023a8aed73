"""Customers: adding and finding them, where they live, and what they bought."""

from peewee import SQL, fn

from pos_app.domain.errors import BadValue
from pos_app.domain.people import (
    AddressDraft,
    check_email,
    check_password,
    check_username,
)
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    AddressRow,
    Clerk,
    CustomerRow,
    CustomerSummary,
    Erased,
    OrderRow,
)
from pos_app.services import address_book, enrolment, erasing, personal_files
from pos_app.services.books import Books
from pos_app.services.command import command, query, reading
from pos_app.services.customer_pages import CustomerPages
from pos_app.services.customer_terms import summary_of, write_terms
from pos_app.services.enrolment import NO_PASSWORD, NewCustomer
from pos_app.services.order_pages import OrderPages
from pos_app.services.personal_data import Record, gather
from pos_app.services.phones import e164, with_numbering_plans
from pos_app.storage.models import Customer
from pos_app.storage.wiping import overwriting, rewrite


class Customers:
    """The people who buy. The walk-in customer is no person: lists leave it out, and it can't be
    changed (BadValue "customer_id")."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._pages = CustomerPages(books.database)
        self._orders = OrderPages(books.database)

    # --- adding and changing -----------------------------------------------------------------

    @with_numbering_plans
    def register(
        self,
        *,
        first_name: str,
        last_name: str,
        username: str,
        email: str,
        password: str,
        address: AddressDraft,
        card: str = "",
        by: Clerk,
    ) -> CustomerRow:
        """Add a customer who signs in: with e-mail, password (8 characters or more, kept only as
        an argon2id hash) and an address with a phone. card is the code on their customer card.

        Raises BadValue, Duplicate as add, NotAllowed.
        """
        new = NewCustomer(
            first_name,
            last_name,
            check_username(username),
            check_email(email),
            address=address,
            card=card,
        ).checked(self._books.info.country)
        check_password(password)
        _check_reachable(new.address)
        self._books.authorise(by, Permission.MANAGE_CUSTOMERS)
        password_hash = _hash(password)  # takes some 50 ms: never while the writer's lock is held
        return self._enrol(new, password_hash, by=by)

    @with_numbering_plans
    def add(
        self,
        *,
        first_name: str,
        last_name: str = "",
        email: str = "",
        phone: str = "",
        address: AddressDraft | None = None,
        username: str = "",
        card: str = "",
        by: Clerk,
    ) -> CustomerRow:
        """Add a customer at the counter: a name is enough, a free username is made for them.

        Without an address they get the shop's own. phone may be written as people write it in
        the shop's country, or with + and the country's code; card is the code on their customer
        card. Raises BadValue, Duplicate ("username", "email", "phone", "card", and "barcode" for
        a card with a product's code), NotAllowed.
        """
        new = NewCustomer(first_name, last_name, username, email, phone, address, card)
        return self._enrol(new.checked(self._books.info.country), NO_PASSWORD, by=by)

    @command(Permission.MANAGE_CUSTOMERS)
    def _enrol(self, new: NewCustomer, password_hash: str, *, by: Clerk) -> CustomerRow:
        customer_id = enrolment.enrol(self._books, new, password_hash)
        self._books.changed("customers", customer_id)
        return self._pages.get(customer_id)

    @with_numbering_plans
    @command(Permission.MANAGE_CUSTOMERS)
    def update(
        self,
        customer_id: int,
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        username: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        card: str | None = None,
        by: Clerk,
    ) -> CustomerRow:
        """Change what is given, leave what is None. phone is the one of their first address, card
        the code on their customer card ("" for none).

        Raises UnknownCustomer, Duplicate ("username", "email", "phone", "card", "barcode"), and
        BadValue, also for taking the e-mail or phone from a registered customer.
        """
        registered = self._changeable(customer_id)
        enrolment.change(
            self._books,
            self._pages.get(customer_id),
            registered=registered,
            first_name=first_name,
            last_name=last_name,
            username=username,
            email=email,
            card=card,
        )
        concerned = [customer_id]
        if phone is not None:
            number = e164(phone, self._books.info.country)
            if registered and not number:
                raise BadValue("phone", phone, "empty")
            concerned = address_book.set_phone(self._books, customer_id, number)
        self._note(concerned)
        return self._pages.get(customer_id)

    @command(Permission.MANAGE_CATALOG)
    def set_terms(
        self,
        customer_id: int,
        *,
        group_id: int | None,
        tax_exempt: str,
        credit_limit: int,
        by: Clerk,
    ) -> CustomerRow:
        """Say by what terms a customer buys: the group they are in (None: none), why they pay no
        tax ("" for one who does), and how far their account may be owed, in minor units.

        Raises UnknownCustomer, UnknownGroup, BadAmount, and BadValue, also for the walk-in
        customer.
        """
        self._changeable(customer_id)
        write_terms(self._books, customer_id, group_id, tax_exempt, credit_limit)
        self._books.changed("customers", customer_id)
        self._books.changed("prices")
        return self._pages.get(customer_id)

    # --- addresses ---------------------------------------------------------------------------

    @query
    def addresses(self, customer_id: int) -> tuple[AddressRow, ...]:
        """Every address of a customer, the oldest first; the shop's own when none is known.

        Raises UnknownCustomer.
        """
        enrolment.is_registered(self._books, customer_id)
        return address_book.addresses_of(self._books, customer_id)

    @with_numbering_plans
    @command(Permission.MANAGE_CUSTOMERS)
    def add_address(self, customer_id: int, draft: AddressDraft, *, by: Clerk) -> AddressRow:
        """Give a customer one more address; their first takes the place of the shop's own, and
        where only a phone was known it is the address that goes with it.

        Raises UnknownCustomer, Duplicate("phone"), BadValue, also when a registered customer's
        address has no phone.
        """
        registered = self._changeable(customer_id)
        address = address_book.checked(draft, self._books.info.country)
        if registered:
            _check_reachable(address)
        address_id, concerned = address_book.give(self._books, customer_id, address)
        self._note(concerned)
        return address_book.get(self._books, address_id)

    @with_numbering_plans
    @command(Permission.MANAGE_CUSTOMERS)
    def update_address(self, address_id: int, draft: AddressDraft, *, by: Clerk) -> AddressRow:
        """Replace an address, for every customer who has it.

        Raises UnknownAddress (also for the shop's own, which belongs to the settings),
        Duplicate("phone"), BadValue, also when a registered customer's address loses its phone.
        """
        address = address_book.checked(draft, self._books.info.country)
        customers = address_book.customers_at(self._books, address_id)
        if any(enrolment.is_registered(self._books, each) for each in customers):
            _check_reachable(address)
        address_book.change(self._books, address_id, address)
        self._note(customers)
        return address_book.get(self._books, address_id)

    @with_numbering_plans
    @command(Permission.MANAGE_CUSTOMERS)
    def link_address(self, customer_id: int, address_id: int, *, by: Clerk) -> AddressRow:
        """Give a customer an address that another one has (a household, a company).

        Raises UnknownCustomer, UnknownAddress (also for the shop's own), and BadValue for a
        registered customer and an address without a phone.
        """
        registered = self._changeable(customer_id)
        address_book.customers_at(self._books, address_id)
        address = address_book.get(self._books, address_id)
        if registered:
            _check_reachable(address)
        address_book.link(self._books, customer_id, address_id)
        self._note([customer_id])
        return address

    @with_numbering_plans
    @command(Permission.MANAGE_CUSTOMERS)
    def unlink_address(self, customer_id: int, address_id: int, *, by: Clerk) -> None:
        """Take an address from a customer; it goes altogether when nobody else has it.

        Raises UnknownCustomer, UnknownAddress, and LastAddress for the customer's only one.
        """
        self._changeable(customer_id)
        address_book.take_away(self._books, customer_id, address_id)
        self._note([customer_id])

    # --- finding -----------------------------------------------------------------------------

    @query
    def get(self, customer_id: int) -> CustomerRow:
        """The customer with this id. Raises UnknownCustomer."""
        return self._pages.get(customer_id)

    @query
    def by_username(self, username: str) -> CustomerRow:
        """The customer with this username; capitals don't matter. Raises UnknownCustomer."""
        return self._pages.by_username(username)

    @query
    def search(self, text: str, *, limit: int = 20) -> tuple[CustomerRow, ...]:
        """Customers in whom every word of text begins a word: of their name, username, e-mail,
        phone (also its last four digits), street, city or zip. Accents don't matter.

        Those who have every word whole come first, then by last name. () for an empty text.
        """
        return self._pages.search(text, limit)

    @query
    def by_first_name(self, prefix: str, *, limit: int = 100) -> tuple[CustomerRow, ...]:
        """Customers whose first name begins so ("Je"), by first name; capitals don't matter."""
        return self._pages.by_first_name(prefix, limit)

    @query
    def page(
        self, *, after: CustomerRow | None = None, limit: int = 100
    ) -> tuple[CustomerRow, ...]:
        """Customers by last name, first name and id, one page behind `after`."""
        return self._pages.page(after, limit)

    @query
    def count(self) -> int:
        """How many customers there are; cheap."""
        peewee, every = self._books.database.peewee, Customer.select(fn.COUNT(SQL("1")))
        erased = every.where(Customer.erased_at.is_null(False)).scalar(peewee)
        return int(every.scalar(peewee)) - int(erased) - 1

    # --- what they bought --------------------------------------------------------------------

    @query
    def summary(self, customer_id: int) -> CustomerSummary:
        """What a customer has bought: orders that were not cancelled, and what they come to in
        minor units less what was given back; gift cards are in neither. Raises UnknownCustomer."""
        return summary_of(self._books, customer_id)

    @query
    def orders(
        self, customer_id: int, *, after: OrderRow | None = None, limit: int = 50
    ) -> tuple[OrderRow, ...]:
        """A customer's orders, newest first, one page behind `after`. Raises UnknownCustomer."""
        enrolment.is_registered(self._books, customer_id)
        return self._orders.page(after=after, limit=limit, customer_id=customer_id)

    # --- their own data ----------------------------------------------------------------------

    @reading(Permission.PERSONAL_DATA)
    def personal_data(self, customer_id: int, *, by: Clerk) -> Record:
        """All that is kept on a customer, as `personal_data.gather` has it. Raises UnknownCustomer,
        and BadValue for the walk-in customer."""
        self._changeable(customer_id)
        return gather(self._books, customer_id)

    def export_personal_data(self, customer_id: int, file: str, *, by: Clerk) -> None:
        """Write all that is kept on a customer to a file only its owner may read: a page for people
        where its name ends in ".html", JSON for programs else. The journal says who did it.

        Raises as personal_data does, NotWritten, DiskFull, and ShopExists for a shop's own file.
        """
        record = self.personal_data(customer_id, by=by)
        personal_files.write(record, file, self._books)
        self._note_export(customer_id, by=by)

    @command(Permission.PERSONAL_DATA)
    def _note_export(self, customer_id: int, *, by: Clerk) -> None:
        personal_files.record_export(self._books, customer_id)

    def erase(self, customer_id: int, *, by: Clerk) -> Erased:
        """Forget a customer for good: all about them, addresses that are only theirs, notes, saved
        cart, and what in reasons and references speaks of them. What they bought stays in the
        books, under "Erased customer". Copies of the file (backups, training) still have it all.

        Raises UnknownCustomer (also for one erased before), CustomerNotSettled, and BadValue for
        the walk-in customer.
        """
        with overwriting(self._books.database):
            forgotten = self._erase(customer_id, by=by)
            wiped = erasing.wipe(self._books, forgotten)
        return Erased(customer_id, forgotten.username, not wiped)

    @command(Permission.PERSONAL_DATA)
    def _erase(self, customer_id: int, *, by: Clerk) -> erasing.Forgotten:
        self._changeable(customer_id)
        return erasing.erase(self._books, customer_id)

    def rewrite_file(self, *, by: Clerk) -> bool:
        """Write the shop's file anew, so that nothing of what was deleted is left in its unused
        corners: some seconds for a gigabyte, and no till can sell meanwhile. False where somebody
        reads so long that the log has to wait. Raises NotAllowed, ShopBusy, DiskFull."""
        self._may_rewrite(by=by)
        return rewrite(self._books.database)

    @reading(Permission.PERSONAL_DATA)
    def _may_rewrite(self, *, by: Clerk) -> None:
        """Only the right is asked for: SQLite writes a file anew in no transaction."""

    # --- below -------------------------------------------------------------------------------

    def _changeable(self, customer_id: int) -> bool:
        """True for a registered customer; raises BadValue for the walk-in one, UnknownCustomer for
        one who was erased."""
        if customer_id == WALK_IN_CUSTOMER_ID:
            raise BadValue("customer_id", customer_id, "unknown_choice")
        self._books.rules.customer(customer_id)
        return enrolment.is_registered(self._books, customer_id)

    def _note(self, customer_ids: list[int]) -> None:
        enrolment.reindex(self._books, customer_ids)
        self._books.changed("customers", *customer_ids)


def _check_reachable(address: AddressDraft | AddressRow | None) -> None:
    if address is None or not address.phone:
        raise BadValue("phone", "", "empty")


def _hash(password: str) -> str:
    from argon2 import PasswordHasher  # loads C code that only registering needs

    return PasswordHasher().hash(password)
