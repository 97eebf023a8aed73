"""People: who acts, who works here, customers, and where they live."""

from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.rights import Permission

WALK_IN_CUSTOMER_ID = 1
"""The built-in customer of every sale without a name."""


@dataclass(frozen=True, slots=True)
class Approval:
    """That somebody with the right let one thing happen on another's screen: good for one command
    of that session, soon. approver is their name."""

    id: int
    token: str
    permission: str
    approver: str


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts: a person and their session. Rights are read from the database, never from here.
    With an approval the one next command may do what its approver may."""

    id: int
    session_id: int
    token: str
    username: str
    name: str
    approval: Approval | None = None

    def approved(self, approval: Approval) -> "Clerk":
        """The same person, for the one command that was approved."""
        return replace(self, approval=approval)


@dataclass(frozen=True, slots=True)
class UserRow:
    """A member of staff. role is a `domain.rights.Role` value, secret "pin" or "password": what
    they sign in with."""

    id: int
    username: str
    name: str
    role: str
    active: bool
    created_at: datetime
    has_badge: bool = False
    secret: str = "pin"  # noqa: S105 - what it is, not one


@dataclass(frozen=True, slots=True)
class SignInName:
    """Somebody who can sign in, as the screen for it shows them. secret is "pin" or "password"."""

    id: int
    username: str
    name: str
    secret: str = "pin"  # noqa: S105 - what it is, not one
    has_badge: bool = False


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role, what it may do, and how many active people have it."""

    role: str
    permissions: frozenset[Permission]
    people: int


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address. state is "" where a country has none; phone is E.164 or ""."""

    id: int
    line1: str
    line2: str
    city: str
    state: str
    country: str
    zip: str
    phone: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer; email is "" only for one who is not registered, card the code on their customer
    card. group_id is their customer
    group, tax_exempt why no tax is charged ("" for most), credit_limit how far their account may
    be owed, in minor units. One who is erased has no data left, and stands for what they bought."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    registered: bool
    phone: str
    city: str
    created_at: datetime
    group_id: int | None = None
    tax_exempt: str = ""
    credit_limit: int = 0
    card: str = ""
    erased: bool = False

    @property
    def name(self) -> str:
        """First and last name, or the username where neither is known."""
        return f"{self.first_name} {self.last_name}".strip() or self.username


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """What a customer has bought: orders that stand (not cancelled), their sum less what was given
    back (gift cards in neither), the last one."""

    orders: int
    revenue: int
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class CustomerGroupRow:
    """A customer group; tax_included is how its sales state their prices, None as the shop does.
    customers and prices count who is in it and what is on its price list."""

    id: int
    name: str
    tax_included: bool | None
    customers: int = 0
    prices: int = 0
