"""What the panel of one customer shows beyond the row, read in one go in a lane."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    AddressRow,
    CustomerRow,
    CustomerSummary,
    LedgerRow,
    OrderRow,
)

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


@dataclass(frozen=True, slots=True)
class Details:
    """A customer with their own addresses (none: the shop's stands in), what they bought, their
    store credit and account, and the name of their group."""

    customer: CustomerRow
    addresses: tuple[AddressRow, ...]
    summary: CustomerSummary
    ledgers: tuple[LedgerRow, LedgerRow]
    group: str


def load_details(shop: "Shop", customer_id: int) -> Details:
    """Read them; runs in a lane. Raises UnknownCustomer."""
    customer = shop.customers.get(customer_id)
    summary = shop.customers.summary(customer_id)
    addresses = own_addresses(shop, customer_id)
    for address in addresses:
        # The numbering plans load once, and better here than while the panel is filled.
        wording.phone(address.phone, shop.info.country)
    group = ""
    if customer.group_id is not None:
        group = next((g.name for g in shop.groups.all() if g.id == customer.group_id), "")
    ledgers = shop.ledgers.of_customer(customer_id)
    return Details(customer, addresses, summary, ledgers, group)


def own_addresses(shop: "Shop", customer_id: int) -> tuple[AddressRow, ...]:
    """A customer's addresses without the shop's own; runs in a lane. Raises UnknownCustomer."""
    shops = {address.id for address in shop.customers.addresses(WALK_IN_CUSTOMER_ID)}
    return tuple(a for a in shop.customers.addresses(customer_id) if a.id not in shops)


def load_orders(
    shop: "Shop", customer_id: int, after: OrderRow | None, limit: int, *_order: object
) -> tuple[OrderRow, ...]:
    """One page of a customer's orders, newest first, for `PagedModel`; runs in a lane."""
    return shop.customers.orders(customer_id, after=after, limit=limit)


def draft_of(address: AddressRow) -> AddressDraft:
    """The address as it may be changed."""
    return AddressDraft(
        line1=address.line1,
        city=address.city,
        country=address.country,
        line2=address.line2,
        state=address.state,
        zip=address.zip,
        phone=address.phone,
    )


def initials(customer: CustomerRow) -> str:
    """Two letters for a customer's tile: of first and last name, or of what there is."""
    names = [name for name in (customer.first_name, customer.last_name) if name]
    if len(names) == 2:
        return f"{names[0][0]}{names[1][0]}".upper()
    return (names or [customer.username])[0][:2].capitalize()
