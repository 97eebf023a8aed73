"""Tables of people: staff and their sessions, customers and their addresses."""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from pos_app.storage.fields import MoneyField, UtcField
from pos_app.storage.models.shop import Till


class User(Model):
    """A member of staff; pin_hash is argon2id of their PIN or password (secret says which), or "!"
    for one who can't sign in, badge_hash the SHA-256 of the code on their badge."""

    id = AutoField()
    username = TextField(unique=True)
    name = TextField()
    pin_hash = TextField()
    role = TextField()
    active = BooleanField(default=True)
    secret = TextField(default="pin")
    badge_hash = TextField(null=True, unique=True)
    created_at = UtcField()

    class Meta:
        table_name = "users"


class Session(Model):
    """A sign-in; token_hash is SHA-256 of the token that the window holds, origin the system's
    user where the terminal acts."""

    id = AutoField()
    user = ForeignKeyField(User)
    token_hash = BlobField()
    origin = TextField(default="")
    till = ForeignKeyField(Till, null=True)
    ended_at = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "sessions"


class SignInLock(Model):
    """Wrong PINs of one person at one till since the last right one, and until when they wait."""

    user = ForeignKeyField(User)
    till = ForeignKeyField(Till)
    failures = IntegerField()
    locked_until = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "sign_in_locks"
        primary_key = CompositeKey("user", "till")


class RolePermission(Model):
    """One thing that people of a role may do."""

    role = TextField()
    permission = TextField()
    created_at = UtcField()

    class Meta:
        table_name = "role_permissions"
        primary_key = CompositeKey("role", "permission")


class Approval(Model):
    """That user let something happen on the screen of session, once: for one command, or for what
    allowed (JSON) names on the cart of cart_uuid until it is sold. token_hash is SHA-256."""

    id = AutoField()
    user = ForeignKeyField(User)
    session = ForeignKeyField(Session)
    till = ForeignKeyField(Till)
    permission = TextField()
    about = TextField(default="")
    token_hash = BlobField()
    cart_uuid = TextField(default="")
    allowed = TextField(default="[]")
    used_at = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "approvals"


class CustomerGroup(Model):
    """A group of customers with prices and promotions of its own; tax_included says how its sales
    state their prices, NULL as the shop does."""

    id = AutoField()
    name = TextField(unique=True)
    tax_included = BooleanField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "customer_groups"


class Customer(Model):
    """A customer; password_hash is argon2id, or "!" which no password opens. tax_exempt is why no
    tax is charged, credit_limit how far the account may be owed, card the code on the customer's
    card."""

    id = AutoField()
    username = TextField(unique=True)
    email = TextField(unique=True, null=True)
    password_hash = TextField()
    first_name = TextField()
    last_name = TextField()
    registered = BooleanField()
    group = ForeignKeyField(CustomerGroup, null=True)
    tax_exempt = TextField(default="")
    credit_limit = MoneyField(default=0)
    card = TextField(null=True, unique=True)
    erased_at = UtcField(null=True)
    created_at = UtcField()

    class Meta:
        table_name = "customers"


class CustomerSalt(Model):
    """What a customer's name is hashed with where the journal speaks of them; gone with it, nobody
    can tell from the hash who it was."""

    customer = ForeignKeyField(Customer, primary_key=True)
    salt = BlobField()
    created_at = UtcField()

    class Meta:
        table_name = "customer_salts"


class Address(Model):
    """An address; country is ISO 3166-1 alpha-2, phone E.164."""

    id = AutoField()
    line1 = TextField()
    line2 = TextField(default="")
    city = TextField()
    state = TextField(default="")
    country = TextField()
    zip = TextField(default="")
    phone = TextField(unique=True, null=True)
    created_at = UtcField()

    class Meta:
        table_name = "addresses"


class CustomerAddress(Model):
    """Which customer lives (or gets deliveries) where: many to many."""

    customer = ForeignKeyField(Customer, on_delete="CASCADE")
    address = ForeignKeyField(Address, on_delete="CASCADE")
    created_at = UtcField()

    class Meta:
        table_name = "customers_addresses"
        primary_key = CompositeKey("customer", "address")
