"""Takes in a list of products: new SKUs are added, known ones brought up to date."""

import json
import re
from collections.abc import Callable
from functools import lru_cache

from pos_app.domain.barcode import canonical
from pos_app.domain.errors import BadValue, ImportStopped, PosError
from pos_app.domain.money import check_amount, parse_decimal_amount
from pos_app.domain.quantity import parse_quantity, to_sold_thousandths, to_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ImportResult
from pos_app.services import categories
from pos_app.services.books import Books
from pos_app.services.catalog_rows import fold_index
from pos_app.services.cells import split_codes
from pos_app.services.imports.pace import BatchSize, News, Progress
from pos_app.services.imports.product_batches import Draft, Writer, owners_of_numbers
from pos_app.services.imports.reading import Faults, Fields, nocase, read_table
from pos_app.services.product_writing import checked
from pos_app.storage.bulk import Bulk
from pos_app.storage.models import TaxClass

NEEDED = ("sku", "name", "category", "price", "stock")
OPTIONAL = (
    *"barcode brand description unit cost reorder_level tax_class".split(),
    *"open_price min_age scale_number".split(),
)

_YES, _NO = frozenset({"yes", "1", "true"}), frozenset({"no", "0", "false"})


def import_products(
    books: Books, file: str, *, by: Clerk, skip_bad_rows: bool, progress: Progress | None
) -> ImportResult:
    """See `Imports.products`."""
    with books.database.snapshot():
        books.authorise(by, Permission.MANAGE_CATALOG)
        tax_classes = _tax_classes(books)
    faults = Faults(file)
    bulk = Bulk(books.database)
    drafts, rows = read_products(file, books.money.decimals, tax_classes, faults)
    with books.database.snapshot():
        drafts = _without_taken_codes(books, bulk, drafts, faults)
        drafts = _without_taken_numbers(books, bulk, drafts, faults)
    if faults and not skip_bad_rows:
        raise faults.refuse()
    writer = Writer(books, bulk, by)
    size = BatchSize()
    done = 0
    with News(books, ("products", "stock"), len(drafts), progress) as news:
        while done < len(drafts):
            batch = drafts[done : done + size.rows]
            try:
                size.learn(len(batch), writer.write(batch))
            except PosError as cause:
                raise ImportStopped(file, writer.line, done, cause) from cause
            done += len(batch)
            news.committed(done)
    if writer.added or writer.changed:
        fold_index(books, whole=True)
    unchanged = done - writer.added - writer.changed
    return ImportResult(writer.added, writer.changed, unchanged, rows - len(drafts), faults.all())


def read_products(
    file: str, decimals: int, tax_classes: dict[str, int], faults: Faults
) -> tuple[list[Draft], int]:
    """The sound rows of a file and how many it has; amounts with so many decimals.

    tax_classes gives the id of a class by its name in lower case. Raises FileRefused when there
    is nothing to read.
    """
    table = read_table(file, NEEDED, OPTIONAL, faults)
    columns = (*NEEDED, *OPTIONAL)
    drafts: list[Draft] = []
    skus: set[str] = set()
    codes: set[str] = set()
    numbers: set[int | None] = set()
    for row in table.rows:
        if not row.sound:
            continue
        fields = Fields(columns, row, faults)
        draft = _draft(fields, decimals, tax_classes)
        if nocase(draft.sku) in skus:
            fields.fault("sku", "duplicate_sku")
        if any(code in codes for code, _ in draft.codes):
            fields.fault("barcode", "duplicate_barcode")
        if draft.scale_number is not None and draft.scale_number in numbers:
            fields.fault("scale_number", "duplicate_scale_number")
        skus.add(nocase(draft.sku))
        numbers.add(draft.scale_number)
        codes.update(code for code, _ in draft.codes)
        if fields.sound:
            drafts.append(draft)
    return drafts, len(table.rows)


def _draft(fields: Fields, decimals: int, tax_classes: dict[str, int]) -> Draft:
    def text(column: str) -> Callable[[str], str]:
        return lambda cell: str(checked({column: cell})[column])

    def amount(column: str) -> Callable[[str], int]:
        return lambda cell: check_amount(column, parse_decimal_amount(column, cell, decimals))

    def quantity(column: str) -> Callable[[str], int]:
        return lambda cell: to_thousandths(parse_quantity(cell, column), column)

    def number(column: str) -> Callable[[str], int]:
        return lambda cell: int(checked({column: _digits(column, cell)})[column])

    def tax_class(cell: str) -> int:
        if cell.casefold() not in tax_classes:
            raise BadValue("tax_class", cell, "unknown_choice")
        return tax_classes[cell.casefold()]

    unit = fields.take("unit", text("unit"))
    stock = fields.take("stock", quantity("stock"), needed=True) or 0
    if stock % 1000 and (unit or "piece") == "piece":
        fields.fault("stock", "whole_pieces")
    return Draft(
        line=fields.line,
        sku=fields.take("sku", lambda cell: text("sku")(_unrounded(cell)), needed=True) or "",
        name=fields.take("name", text("name"), needed=True) or "",
        category=fields.take("category", _spelled) or "",
        price=fields.take("price", amount("price"), needed=True) or 0,
        stock=stock,
        codes=fields.take("barcode", _codes) or (),
        brand=fields.take("brand", text("brand")),
        description=fields.take("description", text("description")),
        unit=unit,
        cost=fields.take("cost", amount("cost")),
        reorder_level=fields.take("reorder_level", quantity("reorder_level")),
        tax_class_id=fields.take("tax_class", tax_class),
        open_price=fields.take("open_price", _yes_or_no),
        min_age=fields.take("min_age", number("min_age")),
        scale_number=fields.take("scale_number", number("scale_number")),
    )


@lru_cache(maxsize=1024)
def _spelled(path: str) -> str:
    return categories.SEPARATOR.join(categories.parts_of(path))


def _codes(cell: str) -> tuple[tuple[str, int], ...]:
    """Codes in the form they are kept, with the thousandths each stands for."""
    return tuple(
        {
            canonical(_unrounded(code)): to_sold_thousandths(pack, "kg", "barcode")
            for code, pack in split_codes(cell)
        }.items()
    )


def _yes_or_no(cell: str) -> bool:
    answer = cell.casefold()
    if answer not in _YES | _NO:
        raise BadValue("open_price", cell, "yes_or_no")
    return answer in _YES


def _digits(field: str, cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > 18:
        raise BadValue(field, cell, "not_a_number")
    return int(cell)


def _unrounded(code: str) -> str:
    # A spreadsheet shows a long number as 2.9E+12 and saves it so; its digits are gone.
    if re.fullmatch(r"[0-9][.,][0-9]+E\+[0-9]+", code):
        raise BadValue("code", code, "rounded")
    return code


def _tax_classes(books: Books) -> dict[str, int]:
    rows = books.database.rows(books.database.compile(TaxClass.select(TaxClass.name, TaxClass.id)))
    return {name.casefold(): row_id for name, row_id in rows}


def _without_taken_codes(
    books: Books, bulk: Bulk, drafts: list[Draft], faults: Faults
) -> list[Draft]:
    codes = [code for draft in drafts for code, _ in draft.codes]
    rows = books.database.rows(bulk.owners_of_codes, (json.dumps(codes),))
    owners = {code: nocase(sku) for code, _, sku in rows}
    free = []
    for draft in drafts:
        taken = [c for c, _ in draft.codes if owners.get(c, nocase(draft.sku)) != nocase(draft.sku)]
        for code in taken:
            faults.add(draft.line, "barcode", code, "duplicate_barcode")
        if not taken:
            free.append(draft)
    return free


def _without_taken_numbers(
    books: Books, bulk: Bulk, drafts: list[Draft], faults: Faults
) -> list[Draft]:
    owners = owners_of_numbers(books, bulk, drafts)
    free = []
    for draft in drafts:
        if owners.get(draft.scale_number, nocase(draft.sku)) == nocase(draft.sku):
            free.append(draft)
        else:
            number = str(draft.scale_number)
            faults.add(draft.line, "scale_number", number, "duplicate_scale_number")
    return free
