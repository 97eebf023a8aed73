"""A customer's data on its way out of the shop: a page for people, or JSON for programs."""

import json

from pos_app.documents.personal_page import personal_page
from pos_app.domain.errors import ShopExists
from pos_app.services.books import Books
from pos_app.services.given_paths import given_path
from pos_app.services.personal_data import Record
from pos_app.services.recorded_sales import customer_facts
from pos_app.services.replaced_files import is_of_a_shop, replacing

PAGE = (".html", ".htm")
"""Endings of a page for people; every other file is JSON."""


def write(record: Record, file: str, books: Books) -> None:
    """Write what `personal_data.gather` gave. Raises NotWritten, DiskFull, ShopExists, BadValue."""
    target = given_path("file", file)
    if is_of_a_shop(target):
        raise ShopExists(file)
    if target.suffix.lower() in PAGE:
        text = personal_page(record, books.info, books.money)
    else:
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    with replacing(target) as out:
        out.write(text)


def record_export(books: Books, customer_id: int) -> None:
    """Note in the journal that a customer's data was handed out; inside the transaction."""
    books.record(
        "export", {"customer": customer_facts(books, customer_id), "what": "personal_data"}
    )
