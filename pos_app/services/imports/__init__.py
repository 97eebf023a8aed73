"""Takes in lists of products, customers and baskets from CSV files."""

from pos_app.domain.rows import Clerk, ImportResult
from pos_app.services.books import Books
from pos_app.services.imports.pace import Progress
from pos_app.services.imports.products import import_products


class Imports:
    """Lists from other programs.

    A file is read and checked whole before anything of it is written. With skip_bad_rows, rows
    with a fault are left out and named in the result; without, one fault refuses the file. The
    same import again changes nothing. Work is done in short transactions, so that no sale waits:
    what was finished when an import is stopped stays, and a repeat goes on from there.

    progress(done, total) is called after each transaction and may raise Cancelled. Every method
    raises FileRefused, ImportStopped (its cause says why), Cancelled, NotAllowed, NotSignedIn.
    """

    def __init__(self, books: Books) -> None:
        self._books = books

    def products(
        self,
        file: str,
        *,
        by: Clerk,
        skip_bad_rows: bool = False,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Take in products by SKU.

        Columns: sku, name, category ("Grocery > Cereal"), price ("1.29"), stock; and where they
        are there barcode, brand, description, unit, cost, reorder_level, tax_class (its name).

        A new SKU is added with its stock as an opening move. A known one has name, category,
        price and the other columns brought up to date, an empty cell leaving what is kept, and
        codes added to those it has. The stock of a known product is never taken from a file:
        sales move it on from the day of the first import, and setting it back would bring goods
        to the shelf that were sold. Count it, or receive goods, instead.
        """
        return import_products(
            self._books, file, by=by, skip_bad_rows=skip_bad_rows, progress=progress
        )
