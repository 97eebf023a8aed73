"""Tax classes and their rates through time: what each comes to today, and changing them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from pos_app.domain.errors import BadValue, Duplicate, StillReferenced, UnknownTaxClass
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, TaxClassRow
from pos_app.domain.tax import TaxClass, TaxRate, TaxRule
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.price_rules import read_tax_classes, touch
from pos_app.services.recorded_prices import rates_from, record_change, record_whole, tax_facts
from pos_app.storage import models

_LONGEST_NAME = 40


class Taxes:
    """The tax classes of a shop. What was sold keeps the taxes it was sold with."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @query
    def classes(self) -> tuple[TaxClassRow, ...]:
        """Every tax class with its rates, the first one made first."""
        return tax_class_rows(self._books)

    @command(Permission.SETTINGS)
    def add_class(self, name: str, rates: Sequence[TaxRate], *, by: Clerk) -> TaxClassRow:
        """Add a tax class with the rates it has from the beginning, in the order they are charged
        in; one rate of 0 where nothing is charged.

        Raises BadValue, BadAmount, Duplicate("tax_class").
        """
        spelled = self._free_name(name)
        checked = _checked(rates)
        if not checked:
            raise BadValue("rates", "", "empty")
        class_id = int(
            models.TaxClass.insert(name=spelled, created_at=self._books.now()).execute(
                self._books.database.peewee
            )
        )
        self._write(class_id, checked, None)
        row = self._changed(class_id)
        record_whole(self._books, "tax", "added", tax_facts(row))
        return row

    @command(Permission.SETTINGS)
    def rename_class(self, class_id: int, name: str, *, by: Clerk) -> TaxClassRow:
        """Give a tax class another name. Raises UnknownTaxClass, BadValue,
        Duplicate("tax_class")."""
        before = self._known(class_id)
        spelled = self._free_name(name, class_id)
        models.TaxClass.update(name=spelled).where(models.TaxClass.id == class_id).execute(
            self._books.database.peewee
        )
        named = {"name": before.name}
        record_change(self._books, "tax", named, named, {"name": spelled})
        return self._changed(class_id)

    @command(Permission.SETTINGS)
    def set_rates(
        self, class_id: int, rates: Sequence[TaxRate], *, valid_from: date | None = None, by: Clerk
    ) -> TaxClassRow:
        """Give a class these rates from a business date on (None: from the beginning), in place of
        all that it has from just that day; no rates take that period away.

        Raises UnknownTaxClass, BadAmount, and BadValue, also for a period that is not there and
        for taking away the one without which the class would have no rate today.
        """
        if isinstance(valid_from, datetime):
            raise BadValue("valid_from", valid_from, "not_a_date")
        known = self._known(class_id)
        checked = _checked(rates)
        if not checked:
            self._check_spare(known, valid_from)
        rate = models.TaxRate
        same_day = (
            rate.valid_from.is_null() if valid_from is None else rate.valid_from == valid_from
        )
        rate.delete().where((rate.tax_class == class_id) & same_day).execute(
            self._books.database.peewee
        )
        self._write(class_id, checked, valid_from)
        row = self._changed(class_id)
        before, after = (rates_from(each.periods, valid_from) for each in (known, row))
        named = {"name": row.name, "valid_from": valid_from}
        record_change(self._books, "tax", named, before, after)
        return row

    @command(Permission.SETTINGS)
    def remove_class(self, class_id: int, *, by: Clerk) -> None:
        """Remove a tax class that no product has. Raises UnknownTaxClass, and StillReferenced
        while a product has it, archived or not, and for the last class there is."""
        known = self._known(class_id)
        peewee = self._books.database.peewee
        product = models.Product
        used = product.select().where(product.tax_class == class_id).exists(peewee)
        if used or models.TaxClass.select().count(peewee) == 1:
            raise StillReferenced("tax class", known.name)
        models.TaxRate.delete().where(models.TaxRate.tax_class == class_id).execute(peewee)
        models.TaxClass.delete().where(models.TaxClass.id == class_id).execute(peewee)
        record_whole(self._books, "tax", "removed", tax_facts(_row(self._books, known)))
        self._note()

    # --- below -------------------------------------------------------------------------------

    def _known(self, class_id: int) -> TaxClass:
        known = read_tax_classes(self._books.database).get(class_id)
        if known is None:
            raise UnknownTaxClass(class_id)
        return known

    def _free_name(self, name: str, own_id: int | None = None) -> str:
        """The name, tidied. Files name classes in whatever capitals, so those don't matter."""
        spelled = check_text("tax_class", name, longest=_LONGEST_NAME, needed=True)
        for key, other in read_tax_classes(self._books.database).items():
            if key != own_id and other.name.casefold() == spelled.casefold():
                raise Duplicate("tax_class", spelled)
        return spelled

    def _check_spare(self, known: TaxClass, valid_from: date | None) -> None:
        others = tuple(period for period in known.periods if period.valid_from != valid_from)
        if len(others) == len(known.periods):
            raise BadValue("valid_from", valid_from, "unknown_choice")
        today = self._books.business_date(self._books.now())
        if not replace(known, periods=others).rates_on(today):
            raise BadValue("rates", "", "empty")

    def _write(self, class_id: int, rates: Sequence[TaxRate], valid_from: date | None) -> None:
        for position, rate in enumerate(rates):
            models.TaxRate.insert(
                tax_class=class_id,
                valid_from=valid_from,
                position=position,
                name=rate.name,
                rate_ppm=rate.rate_ppm,
                amount=rate.amount,
                compound=rate.compound,
                taxed=rate.taxed,
                on_top=rate.on_top,
                created_at=self._books.now(),
            ).execute(self._books.database.peewee)

    def _note(self) -> None:
        touch(self._books.database)
        self._books.changed("prices")

    def _changed(self, class_id: int) -> TaxClassRow:
        self._note()
        return _row(self._books, self._known(class_id))


def tax_class_rows(books: Books) -> tuple[TaxClassRow, ...]:
    """Every tax class with its rates, the first one made first."""
    return tuple(_row(books, each) for each in read_tax_classes(books.database).values())


def _row(books: Books, known: TaxClass) -> TaxClassRow:
    today = books.business_date(books.now())
    rate_ppm = TaxRule(known.rates_on(today)).rate_ppm
    return TaxClassRow(known.id, known.name, rate_ppm, known.periods)


def _checked(rates: Sequence[TaxRate]) -> tuple[TaxRate, ...]:
    """The rates with tidy names, which go together. Raises BadValue."""
    # Two names that differ in blanks only would be one when they are read back.
    tidied = (
        replace(rate, name=check_text("tax_name", rate.name, longest=40, needed=True))
        for rate in rates
    )
    return TaxRule(tuple(tidied)).rates
