"""The category tree: found or made by path, renamed and moved with all that hangs below."""

from datetime import datetime

from peewee import Value, fn

from pos_app.domain.errors import BadValue, Duplicate, UnknownCategory
from pos_app.domain.people import check_text
from pos_app.domain.rows import CategoryRow
from pos_app.services.price_rules import touch
from pos_app.storage.database import Database
from pos_app.storage.models import Category, Product

SEPARATOR = " > "
"""Stands between the names in a category's path."""

MAX_DEPTH = 8


def parts_of(path: str) -> list[str]:
    """The names in a path, cleaned. Raises BadValue("category")."""
    names = [check_text("category", part, longest=80) for part in path.split(">")]
    if not all(names):
        raise BadValue("category", path, "empty")
    if len(names) > MAX_DEPTH:
        raise BadValue("category", path, "too_long")
    return names


def ensure(database: Database, path: str, at: datetime) -> int:
    """The id of the category at path, made with its parents where missing; in a transaction."""
    names = parts_of(path)
    spelled = SEPARATOR.join(names)
    found = Category.select(Category.id).where(Category.path == spelled).scalar(database.peewee)
    if found is not None:
        return int(found)
    parent = ensure(database, SEPARATOR.join(names[:-1]), at) if len(names) > 1 else None
    touch(database)  # promotions and codes reach the categories below theirs
    return int(
        Category.insert(name=names[-1], parent=parent, path=spelled, created_at=at).execute(
            database.peewee
        )
    )


def subtree(database: Database, category_id: int) -> list[int]:
    """The ids of a category and all below it. Raises UnknownCategory."""
    ids = [
        row_id
        for (row_id,) in database.rows(
            "WITH RECURSIVE below (id) AS (SELECT id FROM categories WHERE id = ? UNION "
            "SELECT c.id FROM categories c JOIN below ON c.parent_id = below.id) "
            "SELECT id FROM below",
            (category_id,),
        )
    ]
    if not ids:
        raise UnknownCategory(category_id)
    return ids


def tree(database: Database) -> tuple[CategoryRow, ...]:
    """Every category in tree order, each with the number of products right in it and below."""
    # All of them less the few archived ones: counting those in sale would read every product,
    # where this reads two indexes. (A group by a sum keeps SQLite to the index of the archived.)
    number = fn.COUNT(Product.id)
    every = Product.select(Product.category, number).group_by(Product.category)
    archived = (
        Product.select(Product.category, number)
        .where(Product.archived_at.is_null(False))
        .group_by(Product.category + 0)
    )
    counts: dict[int, int] = dict(every.tuples().execute(database.peewee))
    for category_id, count in archived.tuples().execute(database.peewee):
        counts[category_id] -= count
    rows = list(
        Category.select(Category.id, Category.name, Category.parent, Category.path)
        .tuples()
        .execute(database.peewee)
    )
    children: dict[int | None, list[tuple[int, str, int | None, str]]] = {}
    for row in sorted(rows, key=lambda row: row[1].casefold()):
        children.setdefault(row[2], []).append(row)

    def walk(parent: int | None, depth: int) -> tuple[list[CategoryRow], int]:
        found: list[CategoryRow] = []
        total = 0
        for row_id, name, parent_id, path in children.get(parent, ()):
            below, products = walk(row_id, depth + 1)
            products += counts.get(row_id, 0)
            found.append(CategoryRow(row_id, name, parent_id, path, depth, products))
            found.extend(below)
            total += products
        return found, total

    return tuple(walk(None, 0)[0])


def get(database: Database, category_id: int) -> CategoryRow:
    """One category. Raises UnknownCategory."""
    for row in tree(database):
        if row.id == category_id:
            return row
    raise UnknownCategory(category_id)


def respell(database: Database, category_id: int, name: str, parent_id: int | None) -> list[int]:
    """Give a category a name and a parent and spell the paths below it anew; in a transaction.

    Returns the ids whose path changed. Raises UnknownCategory, Duplicate, and BadValue
    ("unknown_choice") when the parent lies below the category itself.
    """
    name = parts_of(name)[0]
    moved = subtree(database, category_id)
    if parent_id in moved:
        raise BadValue("parent_id", parent_id, "unknown_choice")
    top = ""
    if parent_id is not None:
        top = Category.select(Category.path).where(Category.id == parent_id).scalar(database.peewee)
        if top is None:
            raise UnknownCategory(parent_id)
    new_path = f"{top}{SEPARATOR}{name}" if top else name
    taken = Category.select(Category.id).where(
        (Category.path == new_path) & (Category.id != category_id)
    )
    if taken.exists(database.peewee):
        raise Duplicate("category", new_path)
    old_path = (
        Category.select(Category.path).where(Category.id == category_id).scalar(database.peewee)
    )
    touch(database)
    Category.update(name=name, parent=parent_id).where(Category.id == category_id).execute(
        database.peewee
    )
    Category.update(path=Value(new_path).concat(fn.SUBSTR(Category.path, len(old_path) + 1))).where(
        Category.id.in_(moved)
    ).execute(database.peewee)
    return moved
