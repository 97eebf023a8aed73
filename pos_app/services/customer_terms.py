"""By what terms a customer buys, and what they have bought so far."""

from pos_app.domain.errors import UnknownGroup
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rows import CustomerSummary
from pos_app.services import enrolment
from pos_app.services.books import Books
from pos_app.services.enrolment import LONGEST_EXEMPT
from pos_app.services.recorded_customers import record_terms, terms_facts
from pos_app.storage.fields import from_micros
from pos_app.storage.models import Customer, CustomerGroup

# A card that is sold or brought back is no purchase: what is bought with it is one.
_SUMMARY = """
    SELECT count(*), coalesce(sum(total), 0),
        (SELECT coalesce(sum(m.amount), 0) FROM orders o CROSS JOIN ledger_moves m
         WHERE o.customer_id = ?1 AND o.status <> 'cancelled'
           AND m.order_id = o.id AND m.reason = 'issued'),
        (SELECT coalesce(sum(x.gross), 0) FROM returns r CROSS JOIN return_items x
         LEFT JOIN order_items i ON i.id = x.item_id
         WHERE r.customer_id = ?1 AND x.return_id = r.id AND coalesce(i.gift_card, '') = ''),
        max(created_at)
    FROM orders WHERE customer_id = ?1 AND status <> 'cancelled'
"""


def write_terms(
    books: Books, customer_id: int, group_id: int | None, tax_exempt: str, credit_limit: int
) -> None:
    """See Customers.set_terms; inside the caller's transaction. Raises UnknownGroup, BadAmount,
    BadValue."""
    reason = check_text("tax_exempt", tax_exempt, longest=LONGEST_EXEMPT)
    check_amount("credit_limit", credit_limit)
    peewee = books.database.peewee
    known = CustomerGroup.select().where(CustomerGroup.id == group_id)
    if group_id is not None and not known.exists(peewee):
        raise UnknownGroup(group_id)
    before = terms_facts(books, customer_id)
    Customer.update(group=group_id, tax_exempt=reason, credit_limit=credit_limit).where(
        Customer.id == customer_id
    ).execute(peewee)
    record_terms(books, customer_id, before)


def summary_of(books: Books, customer_id: int) -> CustomerSummary:
    """See Customers.summary. Raises UnknownCustomer."""
    enrolment.is_registered(books, customer_id)
    row = books.database.row(_SUMMARY, (customer_id,))
    orders, bought, put_on_cards, returned, last = row or (0, 0, 0, 0, None)
    revenue = bought - put_on_cards - returned
    return CustomerSummary(orders, revenue, None if last is None else from_micros(last))
