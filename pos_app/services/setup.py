"""What a new shop begins with: its facts, a till, users, a tax class, the walk-in customer."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from peewee import SQL

from pos_app.domain import tax
from pos_app.domain.cash import default_rounding
from pos_app.domain.money import MoneyFormat
from pos_app.domain.people import check_name, check_text, check_username
from pos_app.domain.rights import Role
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, ShopInfo
from pos_app.domain.tax_names import tax_name_of
from pos_app.services.facts import store
from pos_app.services.secrets_of import NO_PIN, chosen_secret, hash_secret
from pos_app.services.settings import checked, locale_of_country, money_format
from pos_app.services.sign_in import TERMINAL
from pos_app.services.staff_writing import insert_user
from pos_app.storage.connection import refusals
from pos_app.storage.copying import check_free, put_in_place, remove_files
from pos_app.storage.database import Database
from pos_app.storage.hot import MAIN_LOCATION
from pos_app.storage.models import (
    Address,
    Category,
    CodeRule,
    Customer,
    CustomerAddress,
    Location,
    TaxClass,
    TaxRate,
    Till,
)

FIRST_CATEGORY = "General"
"""Where a product goes that names no category."""


@dataclass(frozen=True, slots=True)
class ShopSetup:
    """The answers that make a new shop.

    currency is ISO 4217, country ISO 3166-1 alpha-2, tax_rate_ppm the standard rate in parts per
    million, tax_name what receipts call the tax ("" for the country's own name, "Tax" where none
    is known), timezone an IANA name ("" for this computer's), locale like "de_DE" ("" for the
    country's). The owner signs in with owner_pin, or with owner_password in its place; without
    owner_username only the terminal's built-in user exists.
    """

    name: str
    currency: str = "USD"
    country: str = "US"
    tax_included: bool = True
    tax_rate_ppm: int = 0
    tax_name: str = ""
    line1: str = ""
    city: str = ""
    zip: str = ""
    phone: str = ""
    timezone: str = ""
    locale: str = ""
    owner_username: str = ""
    owner_name: str = ""
    owner_pin: str = ""
    owner_password: str = ""
    is_sample: bool = False


def create_shop(path: str, setup: ShopSetup) -> None:
    """Make a new shop's file: grown under another name and put in place when it is whole.

    Raises ShopExists, ShopReadOnly, DiskFull, and BadValue naming the field of the setup.
    """
    check_free(path)
    info = _info(setup)
    money = money_format(info.currency, info.locale)
    owner = _owner(setup)
    tax_name = check_text("tax_name", setup.tax_name, longest=40) or tax_name_of(info.country)
    rate = tax.TaxRate(tax_name, setup.tax_rate_ppm)
    growing = f"{path}.new-{os.getpid()}"
    remove_files(growing)
    database = Database.create(growing)
    try:
        with database.transaction():
            _fill(database, info, money, rate, owner)
        database.checkpoint()
        database.close()
        with refusals(path):
            put_in_place(growing, path)
    finally:
        database.close()
        remove_files(growing)


def _info(setup: ShopSetup) -> ShopInfo:
    rounding = default_rounding(setup.currency, setup.country.upper())
    return checked(
        ShopInfo(
            name=setup.name,
            currency=setup.currency,
            decimals=2,
            country=setup.country,
            locale=setup.locale or locale_of_country(setup.country.upper()),
            timezone=setup.timezone or system_timezone(),
            tax_included=setup.tax_included,
            line1=setup.line1,
            city=setup.city,
            zip=setup.zip,
            phone=setup.phone,
            is_sample=setup.is_sample,
            cash_step=rounding.step,
            cash_mode=rounding.mode,
        )
    )


def system_timezone() -> str:
    """The IANA name of this computer's time zone; "UTC" where it can't be told."""
    from tzlocal import get_localzone_name  # needed only while a shop is set up

    try:
        return str(get_localzone_name() or "UTC")
    except (LookupError, ValueError, OSError):
        return "UTC"


def _owner(setup: ShopSetup) -> tuple[str, str, str, str] | None:
    """User name, name, hash and kind of secret."""
    if not setup.owner_username:
        return None
    username = check_username(setup.owner_username)
    name = check_name("owner_name", setup.owner_name or setup.owner_username)
    secret, text = chosen_secret(setup.owner_pin, setup.owner_password, Role.OWNER)
    return username, name, hash_secret(text), secret


def _fill(
    database: Database,
    info: ShopInfo,
    money: MoneyFormat,
    rate: tax.TaxRate,
    owner: tuple[str, str, str, str] | None,
) -> None:
    now = datetime.now(UTC)
    peewee = database.peewee
    store(database, info, money, now)
    # The rules that migrations begin with know no currency.
    CodeRule.update(decimals=info.decimals).where(CodeRule.kind == "price").execute(peewee)
    Till.insert(code="T1", name="Till 1", created_at=now).execute(peewee)
    insert_user(peewee, TERMINAL, "Terminal", NO_PIN, Role.OWNER, now)
    if owner is not None:
        username, name, pin_hash, secret = owner
        insert_user(peewee, username, name, pin_hash, Role.OWNER, now, secret)
    Location.insert(id=MAIN_LOCATION, name="Shop", created_at=now).execute(peewee)
    tax_class = TaxClass.insert(name="Standard", created_at=now).execute(peewee)
    TaxRate.insert(
        tax_class=tax_class,
        position=0,
        name=rate.name,
        rate_ppm=rate.rate_ppm,
        compound=SQL("0"),
        taxed=SQL("0"),
        on_top=SQL("0"),
        created_at=now,
    ).execute(peewee)
    Category.insert(name=FIRST_CATEGORY, path=FIRST_CATEGORY, created_at=now).execute(peewee)
    Customer.insert(
        id=WALK_IN_CUSTOMER_ID,
        username="walk-in",
        password_hash=NO_PIN,
        first_name="Walk-in",
        last_name="",
        registered=False,
        created_at=now,
    ).execute(peewee)
    address_id = Address.insert(
        line1=info.line1, city=info.city, country=info.country, zip=info.zip, created_at=now
    ).execute(peewee)
    CustomerAddress.insert(
        customer=WALK_IN_CUSTOMER_ID, address=address_id, created_at=now
    ).execute(peewee)
