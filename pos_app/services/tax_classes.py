"""Tax classes as people see them: what they come to today."""

from pos_app.domain.rows import TaxClassRow
from pos_app.domain.tax import TaxRule
from pos_app.services.books import Books


def tax_class_rows(books: Books) -> tuple[TaxClassRow, ...]:
    """Every tax class with its rates, the first one made first."""
    today = books.business_date(books.now())
    return tuple(
        TaxClassRow(key, each.name, TaxRule(each.rates_on(today)).rate_ppm, each.periods)
        for key, each in sorted(books.rules.now().tax_classes.items())
    )
