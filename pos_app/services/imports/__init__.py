"""Takes in lists of products, customers and baskets from CSV files."""

from pos_app.domain.rows import Clerk, ImportResult
from pos_app.services.books import Books
from pos_app.services.imports.baskets import import_baskets
from pos_app.services.imports.customers import import_customers
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

    def customers(
        self,
        file: str,
        *,
        by: Clerk,
        skip_bad_rows: bool = False,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Take in customers by username, one row for each of their addresses.

        Columns: customer (the username), first_name, last_name; and where they are there email,
        phone, line1, line2, city, state, country (the shop's where empty), zip, and the terms they
        buy by: group (its name; "unknown_group" where the shop has none of that name), tax_exempt
        (why they pay no tax), credit_limit ("250.00"). Terms ask for the right to set them.

        A new customer is not registered: no password opens their name. A known one is brought up
        to date; an empty cell leaves what is kept, and no address is ever taken away. The phone
        tells which address is meant, or else the street; customers with the very same phone and
        address share it. Without any the shop's own address stands in.
        """
        return import_customers(
            self._books, file, by=by, skip_bad_rows=skip_bad_rows, progress=progress
        )

    def baskets(
        self,
        file: str,
        *,
        by: Clerk,
        skip_bad_rows: bool = False,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Book baskets that were sold elsewhere: every one a finished sale of its own day.

        Columns: basket_id, sold_at (shop time, "2017-01-01 18:24:46"), customer, sku, quantity,
        sales_value, retail_disc, coupon_disc, coupon_match_disc; one row per line, the rows of a
        basket together. sales_value is what was paid, net of retail_disc and coupon_match_disc;
        coupon_disc is the part of it that somebody else's coupon paid. A customer is made on first
        sight, with the username of the file; an empty one is a walk-in sale.

        The basket's id gives the sale's uuid, so that it is booked once however often the file
        comes; the same id with other content is a fault ("basket_changed"). A basket with a fault
        in one line is left out whole. A refusal at checkout (OutOfStock ...) stops there.
        """
        return import_baskets(
            self._books, file, by=by, skip_bad_rows=skip_bad_rows, progress=progress
        )
