"""Writes drafts of products in batches, each in one transaction with its stock, codes and index."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from pos_app.domain.errors import BadQuantity, BundleRefused, Duplicate
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.services import categories
from pos_app.services.books import Books
from pos_app.services.bundles import follow_ages
from pos_app.services.catalog_rows import reindex
from pos_app.services.imports.reading import nocase
from pos_app.services.recorded_products import batch_facts, products_facts
from pos_app.services.setup import FIRST_CATEGORY
from pos_app.storage.bulk import Bulk
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import MAIN_LOCATION

FIRST_TAX_CLASS = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """One row: a product as the file has it; None where it says nothing.

    price and cost in minor units, stock and reorder_level in thousandths, codes with the
    thousandths that each stands for.
    """

    line: int
    sku: str
    name: str
    category: str
    price: int
    stock: int
    codes: tuple[tuple[str, int], ...]
    brand: str | None
    description: str | None
    unit: str | None
    cost: int | None
    reorder_level: int | None
    tax_class_id: int | None
    open_price: bool | None
    min_age: int | None
    scale_number: int | None


def owners_of_numbers(books: Books, bulk: Bulk, drafts: Sequence[Draft]) -> dict[int | None, str]:
    """The SKU, in the database's own case, of the product that each number in the scale is of."""
    numbers = [draft.scale_number for draft in drafts if draft.scale_number is not None]
    if not numbers:
        return {}
    rows = books.database.rows(bulk.owners_of_scale_numbers, (json.dumps(numbers),))
    return {number: nocase(sku) for number, sku in rows}


class Writer:
    """Writes batches; line is the row in hand, added and changed count what was committed."""

    def __init__(self, books: Books, bulk: Bulk, by: Clerk) -> None:
        self.added = self.changed = self.line = 0
        self._books = books
        self._bulk = bulk
        self._by = by
        self._now = 0
        self._category_ids: dict[str, int] = {}

    def write(self, batch: Sequence[Draft]) -> float:
        """Write them all or none; returns the seconds the writer's lock was held.

        Raises Duplicate, BadQuantity, BundleRefused, NotAllowed, NotSignedIn.
        """
        self.line = batch[0].line
        self._now = to_micros(self._books.now())
        skus = json.dumps([draft.sku for draft in batch])
        with self._books.database.transaction() as connection:
            began = time.monotonic()
            self._books.authorise(self._by, Permission.MANAGE_CATALOG)
            rows = self._books.database.rows(self._bulk.products_by_sku, (skus,))
            known = {nocase(row[1]): row for row in rows}
            self._check_numbers(batch)
            new = [draft for draft in batch if nocase(draft.sku) not in known]
            old = [(known[nocase(d.sku)], d) for d in batch if nocase(d.sku) in known]
            before = products_facts(self._books, [row[0] for row, _ in old])
            pairs = [*zip(self._add(connection, new), new, strict=True)]
            added = [product_id for product_id, _ in pairs]
            changed = self._change(connection, old)
            pairs += [(row[0], draft) for row, draft in old]
            coded = self._give_codes(connection, pairs)
            touched = {*added, *changed, *coded}
            if touched:
                reindex(self._books, connection, sorted(touched))
                after = products_facts(self._books, sorted(touched))
                stock = dict(zip(added, (draft.stock for draft in new), strict=True))
                self._books.record("import", batch_facts(before, after, stock))
        held = time.monotonic() - began
        self.added += len(added)
        self.changed += len(touched) - len(added)
        return held

    def _add(self, connection: apsw.Connection, drafts: Sequence[Draft]) -> list[int]:
        """Insert products with their first price and opening stock; their ids, in order."""
        now, user = self._now, self._by.id
        products = [(draft.sku, *self._columns(draft), now) for draft in drafts]
        ids = [row[0] for row in connection.executemany(self._bulk.add_product, products)]
        prices, stock, moves = [], [], []
        for product_id, draft in zip(ids, drafts, strict=True):
            prices.append((product_id, None, draft.price, user, now))
            stock.append((product_id, MAIN_LOCATION, draft.stock, 0, now))
            if draft.stock:
                kept = (draft.stock, "opening", "", None, draft.cost, user, now)
                moves.append((product_id, MAIN_LOCATION, *kept))
        connection.executemany(self._bulk.add_price, prices)
        connection.executemany(self._bulk.add_stock, stock)
        connection.executemany(self._books.hot.add_move, moves)
        return ids

    def _change(
        self, connection: apsw.Connection, pairs: Sequence[tuple[tuple[Any, ...], Draft]]
    ) -> list[int]:
        """Bring known products up to date; the ids of those that were different."""
        rows, prices = [], []
        ids = json.dumps([before[0] for before, _ in pairs])
        bundles = {row[0] for row in self._books.database.rows(self._bulk.bundles_among, (ids,))}
        for before, draft in pairs:
            product_id, _, *kept = before
            wanted = self._columns(draft, kept)
            if wanted == tuple(kept):
                continue
            self.line = draft.line
            if draft.unit == "piece":
                self._check_whole(product_id)
            elif draft.unit is not None and product_id in bundles:
                raise BundleRefused(draft.name, "not_pieces")
            rows.append((*wanted, product_id))
            if kept[4] != draft.price:
                prices.append((product_id, kept[4], draft.price, self._by.id, self._now))
        connection.executemany(self._bulk.set_product, rows)
        follow_ages(self._books, [row[-1] for row in rows])
        connection.executemany(self._bulk.add_price, prices)
        return [row[-1] for row in rows]

    def _columns(self, draft: Draft, kept: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Name to number in the scale as columns; what the file leaves open stays as it was
        kept."""
        _, description, brand, category, _, cost, tax_class, unit, level, *at_till = kept or (
            *("", "", ""),
            self._category_id(FIRST_CATEGORY) if not draft.category else 0,
            *(0, None, FIRST_TAX_CLASS, "piece", None),
            *(0, 0, None),
        )
        open_price, min_age, scale_number = at_till
        return (
            draft.name,
            description if draft.description is None else draft.description,
            brand if draft.brand is None else draft.brand,
            self._category_id(draft.category) if draft.category else category,
            draft.price,
            cost if draft.cost is None else draft.cost,
            tax_class if draft.tax_class_id is None else draft.tax_class_id,
            unit if draft.unit is None else draft.unit,
            level if draft.reorder_level is None else draft.reorder_level,
            open_price if draft.open_price is None else int(draft.open_price),
            min_age if draft.min_age is None else draft.min_age,
            scale_number if draft.scale_number is None else draft.scale_number,
        )

    def _category_id(self, path: str) -> int:
        if path not in self._category_ids:
            database = self._books.database
            self._category_ids[path] = categories.ensure(database, path, self._books.now())
        return self._category_ids[path]

    def _check_numbers(self, batch: Sequence[Draft]) -> None:
        """Raises Duplicate where another product got a number of the file's meanwhile."""
        owners = owners_of_numbers(self._books, self._bulk, batch)
        for draft in batch:
            if owners.get(draft.scale_number, nocase(draft.sku)) != nocase(draft.sku):
                self.line = draft.line
                raise Duplicate("scale_number", str(draft.scale_number))

    def _check_whole(self, product_id: int) -> None:
        row = self._books.database.row(self._books.hot.on_hand, (product_id, MAIN_LOCATION))
        if row is not None and row[0] % 1000:
            raise BadQuantity("unit", from_thousandths(row[0]), "whole_pieces")

    def _give_codes(
        self, connection: apsw.Connection, pairs: Sequence[tuple[int, Draft]]
    ) -> list[int]:
        """Give products the codes they lack, before those they have; the ids that got one."""
        database = self._books.database
        codes = json.dumps([code for _, draft in pairs for code, _ in draft.codes])
        owners = {
            code: product_id
            for code, product_id, _ in database.rows(self._bulk.owners_of_codes, (codes,))
        }
        ids = json.dumps([product_id for product_id, _ in pairs])
        first: dict[int, int] = dict(database.rows(self._bulk.first_positions, (ids,)))
        rows, coded = [], []
        for product_id, draft in pairs:
            lacking = []
            for code, pack in draft.codes:
                if owners.get(code, product_id) != product_id:
                    self.line = draft.line
                    raise Duplicate("barcode", code)
                if code not in owners:
                    lacking.append((code, pack))
            begin = first.get(product_id, len(lacking)) - len(lacking)
            for position, (code, pack) in enumerate(lacking, start=begin):
                rows.append((code, product_id, position, pack, self._now))
            if lacking:
                coded.append(product_id)
        connection.executemany(self._bulk.add_code, rows)
        return coded
